"""Runs royal as an operator would, inside the process of the tests."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from royal_cli.cli.main import app

Royal = Callable[..., Result]


@pytest.fixture
def royal() -> Royal:
    """`royal("config", "get", "currency")`; `env` and `input` as for the runner."""

    def run(*words: str, env: dict[str, str] | None = None, input: str | None = None) -> Result:
        return CliRunner().invoke(app, list(words), env=env, input=input)

    return run


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> Path:
    """A folder to work in, with a database that has its tables, a feed of three mugs, and a set of reports."""
    folder = tmp_path / "shop"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ROYAL_DATABASE_URL", sqlite_url)
    (folder / "mugs.csv").write_text(
        "sku,title,price,currency,stock: Main\n"
        "MUG-BLUE,Blue mug,12.50,EUR,5\nMUG-RED,Red mug,12.50,EUR,0\nMUG-SHOP,Mug with our name,9.00,EUR,\n"
    )
    (folder / "dearer.csv").write_text("sku,price\nMUG-BLUE,13.00\n")
    (folder / "reports.toml").write_text('[[report]]\nname = "sales"\nhtml = "sales.html"\n')
    return folder
