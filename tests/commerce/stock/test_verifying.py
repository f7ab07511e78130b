"""Levels are proved by their movements, and what is wrong is found whichever of the two it is in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.doctor import Check, examine
from royal_cli.commerce.stock.verifying import Difference, Proof, problems, verify
from royal_cli.db.database import reading
from royal_cli.settings import load
from tests.commerce.stock.shelves import Shelves, put, variant

SHELVES: Shelves = {("MUG", "Main"): (7, 3, 5, 2), ("MUG", "Gent"): 4, ("CUP", "Main"): 0}


def proof(engine: Engine, location: str | None = None) -> Proof:
    with reading(engine) as session:
        return verify(session, location=location)


def written_past_the_ledger(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def test_levels_that_are_the_sum_of_their_movements_are_proved(engine: Engine) -> None:
    put(engine, SHELVES)

    assert proof(engine) == Proof(levels=3, movements=3, differing=0, differences=[])


def test_each_of_the_four_quantities_is_held_against_the_ledger(engine: Engine) -> None:
    put(engine, SHELVES)
    written_past_the_ledger(
        engine,
        "UPDATE inventory_levels SET available = available - 1, committed = committed + 2, incoming = 0, damaged = 9"
        " WHERE id = 1",
    )

    assert proof(engine).differences == [
        Difference("MUG", "Main", "available", 6, 7, -1),
        Difference("MUG", "Main", "committed", 5, 3, 2),
        Difference("MUG", "Main", "incoming", 0, 5, -5),
        Difference("MUG", "Main", "damaged", 9, 2, 7),
    ]


def test_movements_of_a_level_that_is_gone_and_a_level_without_movements_are_found(engine: Engine) -> None:
    put(engine, SHELVES)
    written_past_the_ledger(engine, "DELETE FROM inventory_levels WHERE id = 1")
    written_past_the_ledger(engine, "DELETE FROM inventory_movements WHERE id = 2")

    assert proof(engine).differences == [
        Difference("MUG", "Gent", "available", 4, 0, 4),
        Difference("MUG", "Main", "available", None, 7, -7),
        Difference("MUG", "Main", "committed", None, 3, -3),
        Difference("MUG", "Main", "incoming", None, 5, -5),
        Difference("MUG", "Main", "damaged", None, 2, -2),
    ]


def test_one_location_can_be_proved_by_itself(engine: Engine) -> None:
    put(engine, SHELVES)
    written_past_the_ledger(engine, "UPDATE inventory_levels SET available = 8 WHERE id = 1")

    assert proof(engine, "gent") == Proof(levels=1, movements=1, differing=0, differences=[])
    assert proof(engine, "Main").differing == 1


def test_less_than_none_is_a_problem_unless_it_may_be_sold_without_stock(engine: Engine) -> None:
    variant(engine, "CUP", allow_backorder=True)
    put(engine, {("MUG", "Main"): -1, ("CUP", "Main"): -3})

    with engine.connect() as connection:
        found = [message for message, _ in problems(connection)]
    assert found == ["Levels below zero, of variants that are not sold without stock: 1: MUG @ Main."]


@pytest.mark.parametrize("broken", [False, True])
def test_the_doctor_looks_at_the_stock(
    engine: Engine, database_url: str, broken: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    put(engine, SHELVES)
    if broken:
        written_past_the_ledger(engine, "UPDATE inventory_levels SET available = 8 WHERE id = 1")

    monkeypatch.setenv("ROYAL_DATABASE_URL", database_url)
    found = [check for check in examine(load, {}, datetime.now(UTC)) if check.name == "stock"]

    wrong = Check(
        "stock",
        "problem",
        "Levels that are not the sum of their movements: 1: MUG @ Main (available).",
        "royal product stock verify",
    )
    right = Check("stock", "ok", "3 levels are the sum of their movements, and none is below zero.")
    assert found == [wrong if broken else right]
