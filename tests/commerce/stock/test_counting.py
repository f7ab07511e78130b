"""Stock-taking: levels become what was counted, and the ledger says that somebody has looked."""

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.stock.adjusting import Adjustment, adjust
from royal_cli.commerce.stock.counting import CountedUnits, StockCount, count_stock
from royal_cli.commerce.stock.wanted import Asking
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict
from tests.commerce.catalog.dumps import DRY, NOW
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.stock.shelves import place, proven, put, shelves, variant

_ONCE = "a line above counts this shelf already"


def count(engine: Engine, sku: str, units: int) -> StockCount:
    return count_stock(engine, Asking(skus=[sku], units=units, location="Main"), NOW)


def counted(engine: Engine, *lines: str) -> StockCount:
    return count_stock(engine, Asking(lines=lines, location="Main", unsigned="no sign", once=_ONCE), NOW)


def movements(engine: Engine) -> list[tuple[object, ...]]:
    return rows(
        engine, "SELECT movement_type, previous_quantity, quantity_change, new_quantity FROM inventory_movements"
        " WHERE movement_type = 'count' ORDER BY id",
    )  # fmt: skip


def test_what_was_counted_is_there_and_the_ledger_has_the_difference(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})

    done = count(engine, "MUG", 10)

    assert done.counts == [CountedUnits("MUG", "Main", 12, 10, -2, 0, 10)]
    assert (done.counted, done.differing, done.found, done.lost, done.unknown) == (1, 1, 0, 2, 0)
    assert shelves(engine) == {("MUG", "Main"): 10}
    assert movements(engine) == [("count", 12, -2, 10)]
    assert rows(engine, "SELECT last_counted_at IS NOT NULL FROM inventory_levels") == [(True,)]
    assert undo(engine, "last").status == "undone"
    assert shelves(engine) == {("MUG", "Main"): 12}
    assert rows(engine, "SELECT last_counted_at FROM inventory_levels") == [(None,)]
    assert proven(engine)


def test_that_nothing_has_changed_is_noted_as_well(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})

    done = count(engine, "MUG", 12)

    assert (done.operation is not None, done.differing) == (True, 0)
    assert movements(engine) == [("count", 12, 0, 12)]
    assert undo(engine, "last").status == "undone"
    assert shelves(engine) == {("MUG", "Main"): 12}


def test_what_is_committed_to_orders_lies_on_the_shelf_and_is_counted_with_the_rest(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): (7, 3, 5, 2)})

    done = count(engine, "MUG", 9)

    assert done.counts == [CountedUnits("MUG", "Main", 10, 9, -1, 3, 6)]
    assert shelves(engine) == {("MUG", "Main"): (6, 3, 5, 2)}
    with pytest.raises(Conflict, match="3 of it are committed to orders at Main, but 2 were counted"):
        count(engine, "MUG", 2)
    assert proven(engine)


def test_the_first_count_of_a_shelf_makes_it_known(engine: Engine) -> None:
    """T10: a missing stock is not 0, so that there is no difference to it."""
    variant(engine, "MUG")
    place(engine, "Main")

    done = count(engine, "MUG", 0)

    assert done.counts == [CountedUnits("MUG", "Main", None, 0, None, 0, 0)]
    assert (done.differing, done.unknown) == (0, 1)
    assert shelves(engine) == {("MUG", "Main"): 0}
    assert movements(engine) == [("count", None, 0, 0)]
    assert undo(engine, "last").status == "undone"
    assert shelves(engine) == {}
    assert proven(engine)


def test_a_list_shows_the_largest_differences_first_and_leaves_out_what_it_cannot_take(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12, ("CUP", "Main"): 30, ("JUG", "Gent"): 4, ("POT", "Main"): 1})

    done = counted(engine, "MUG;13\n", "CUP;20\n", "JUG;4;Gent\n", "CUP;21\n", "POT;-1\n", "NONE;1\n", "POT;\n")

    assert [(count.sku, count.location, count.difference) for count in done.counts] == [
        ("CUP", "Main", -10), ("MUG", "Main", 1), ("JUG", "Gent", 0),
    ]  # fmt: skip
    assert (done.counted, done.differing, done.found, done.lost) == (3, 2, 1, 10)
    assert [(unable.line, unable.code) for unable in done.rejects] == [
        (4, "repeated"), (5, "signed"), (6, "unknown_sku"), (7, "no_quantity"),
    ]  # fmt: skip
    assert shelves(engine) == {
        ("MUG", "Main"): 13, ("CUP", "Main"): 20, ("JUG", "Gent"): 4, ("POT", "Main"): 1,
    }  # fmt: skip
    assert proven(engine)


def test_a_dry_run_shows_the_difference_and_counts_nothing(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})

    told = count_stock(engine, Asking(skus=["MUG"], units=10, location="Main"), DRY)

    assert (told.operation, told.lost) == (None, 2)
    assert shelves(engine) == {("MUG", "Main"): 12}
    assert movements(engine) == []


def test_what_was_changed_before_a_count_is_not_taken_back_behind_its_back(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})
    broken = adjust(engine, Adjustment(asking=Asking(skus=["MUG"], units=-3, location="Main")), NOW)
    taken = count(engine, "MUG", 8)
    assert broken.operation is not None
    assert taken.operation is not None

    undone = undo(engine, broken.operation)
    assert (undone.status, [conflict.why for conflict in undone.examples]) == (
        "partly_undone", ["it was counted since"],
    )  # fmt: skip
    assert shelves(engine) == {("MUG", "Main"): 8}

    undo(engine, taken.operation)
    assert shelves(engine) == {("MUG", "Main"): 9}
    assert undo(engine, broken.operation).status == "undone"
    assert shelves(engine) == {("MUG", "Main"): 12}
    assert proven(engine)


def test_force_takes_it_back_all_the_same(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 12})
    broken = adjust(engine, Adjustment(asking=Asking(skus=["MUG"], units=-3, location="Main")), NOW)
    count(engine, "MUG", 8)
    assert broken.operation is not None

    undo(engine, broken.operation, force=True)
    assert shelves(engine) == {("MUG", "Main"): 11}
    assert proven(engine)
