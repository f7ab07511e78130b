"""`royal doctor`: what is missing, and what to type."""

import json
import os
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from royal_cli.commerce.doctor import Check, examine, room
from royal_cli.settings import load
from tests.cli.conftest import Royal

MB = 10**6


def _checks(royal: Royal, **env: str) -> dict[str, dict[str, str]]:
    rows = json.loads(royal("doctor", "--json", env=env).stdout)["data"]
    return {row["name"]: row for row in rows}


def _examined(now: datetime) -> dict[str, Check]:
    return {check.name: check for check in examine(load, os.environ, now)}


def test_a_healthy_shop_is_healthy(royal: Royal, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROYAL_DATABASE_URL", database_url)

    result = royal("doctor", "--json")

    assert result.exit_code == 0
    states = {row["name"]: row["state"] for row in json.loads(result.stdout)["data"]}
    assert states.pop("disk") in ("ok", "warning")
    assert states == dict.fromkeys(("program", "configuration", "database", "tables", "writing", "clock"), "ok")


def test_a_fresh_machine_is_told_to_type_init(royal: Royal) -> None:
    result = royal("doctor")

    assert result.exit_code == 1
    assert result.stderr.splitlines() == ["royal: Something is wrong with the database.", "       royal init"]
    assert _checks(royal)["database"]["todo"] == "royal init"


def test_a_database_without_tables_is_told_to_type_init(
    royal: Royal, empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _checks(royal, ROYAL_DATABASE_URL=empty_postgres_url)["database"]["todo"] == "royal init"


def test_a_server_that_does_not_answer_is_a_problem(royal: Royal) -> None:
    check = _checks(royal, ROYAL_DATABASE_URL="postgresql://royal@127.0.0.1:1/shop")["database"]

    assert check["state"] == "problem"
    assert "cannot be reached" in check["message"]


def test_a_broken_setting_is_a_problem_and_the_rest_is_still_looked_at(royal: Royal) -> None:
    checks = _checks(royal, ROYAL_VAT="maybe")

    assert checks["configuration"]["state"] == "problem"
    assert "ROYAL_VAT" in checks["configuration"]["message"]
    assert checks["program"]["state"] == "ok"


def test_a_variable_that_means_nothing_is_a_warning(royal: Royal, shop: Path) -> None:
    result = royal("doctor", "--json", env={"ROYAL_CURENCY": "EUR"})

    check = next(row for row in json.loads(result.stdout)["data"] if row["name"] == "environment")
    assert (check["state"], check["todo"]) == ("warning", "Did you mean ROYAL_CURRENCY?")
    assert result.exit_code == 0


def test_what_was_set_is_named_with_its_origin(royal: Royal, shop: Path) -> None:
    assert "database_url from ROYAL_DATABASE_URL" in _checks(royal)["configuration"]["message"]


def test_a_database_that_somebody_writes_to_is_a_warning(royal: Royal, shop: Path, sqlite_url: str) -> None:
    writer = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    result = royal("doctor", "--json")
    writer.close()

    assert {row["state"] for row in json.loads(result.stdout)["data"] if row["name"] == "database"} == {"ok", "warning"}
    assert result.exit_code == 0


def test_a_clock_behind_the_database_file_is_a_problem(shop: Path) -> None:
    assert _examined(datetime.now(UTC) - timedelta(days=1))["clock"].state == "problem"
    assert _examined(datetime.now(UTC) + timedelta(seconds=5))["clock"].state == "ok"


def test_a_clock_a_little_behind_is_a_warning(shop: Path, sqlite_url: str) -> None:
    soon = time.time() + 300
    os.utime(sqlite_url.removeprefix("sqlite:///"), (soon, soon))

    clock = _examined(datetime.now(UTC))["clock"]

    assert clock.state == "warning"
    assert clock.todo
    assert "timedatectl" in clock.todo


def test_a_clock_that_differs_from_the_servers_is_a_warning(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROYAL_DATABASE_URL", postgres_url)

    clock = _examined(datetime.now(UTC) + timedelta(hours=2))["clock"]

    assert clock.state == "warning"
    assert "seconds apart" in clock.message


@pytest.mark.parametrize(
    ("free", "size", "state", "says"),
    [
        (90 * MB, 0, "problem", "90.0 MB free"),
        (800 * MB, 0, "warning", "0.8 GB free"),
        (5_000 * MB, 0, "ok", "5.0 GB free"),
        (5_000 * MB, 3_000 * MB, "warning", "5.0 GB free"),
    ],
)
def test_a_disk_needs_room_for_the_database_and_its_copies(free: int, size: int, state: str, says: str) -> None:
    check = room("database", Path("/srv"), free, size)

    assert check.state == state
    assert says in check.message
    assert check.todo is None or "df -h /srv" in check.todo
