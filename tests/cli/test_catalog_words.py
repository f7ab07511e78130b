"""The shell completes SKUs and categories from the catalogue, and stays silent where there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.commerce.catalog.reading.made_catalogue import mugs

CALL = "import sys; sys.argv = ['royal']; from royal_cli.cli.main import run; run()"


def completed(words: str) -> list[str]:
    env = os.environ | {"_ROYAL_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = subprocess.run([sys.executable, "-c", CALL], env=env, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.usefixtures("shop")
def test_skus_and_categories_are_completed(sqlite_engine: Engine) -> None:
    mugs(sqlite_engine)

    assert completed("royal product show MUG-B") == ["MUG-BLUE", "MUG-BLUE-L", "MUG-BLUE-S"]
    assert completed("royal product list --category kit") == ["kitchen", "kitchen-mugs"]


def test_the_profile_that_is_typed_tells_the_catalogue(
    shop: Path, sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    mugs(sqlite_engine)
    (shop / "royal.toml").write_text(f'[profile.stall]\ndatabase_url = "{os.environ["ROYAL_DATABASE_URL"]}"\n')
    monkeypatch.delenv("ROYAL_DATABASE_URL")

    assert completed("royal -P stall product show MUG-R") == ["MUG-RED"]
    assert completed("royal product show MUG-R") == []


def test_without_a_database_nothing_is_completed(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROYAL_DATABASE_URL", f"sqlite:///{shop}/nowhere/royal.db")

    assert completed("royal product show M") == []
