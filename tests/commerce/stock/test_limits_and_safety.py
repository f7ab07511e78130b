"""When to reorder, and what is kept back: set, changed, taken away, undone."""

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.stock.limits import Limits, LimitsChange, limit, set_limits
from royal_cli.commerce.stock.safety import Keeping, SafetyRule, SafetyStocks, keep_back, list_safety
from royal_cli.commerce.undo import undo
from royal_cli.db.database import reading
from royal_cli.errors import Conflict, NotFound, UsageError
from tests.commerce.catalog.dumps import DRY, NOW
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.stock.shelves import channel, put, variant


def set_to(engine: Engine, location: str = "Main", **fields: int | None) -> LimitsChange:
    return set_limits(engine, Limits(skus=["MUG", "CUP"], location=location, fields=dict(fields)), NOW)


def limits(engine: Engine) -> list[tuple[object, ...]]:
    return rows(engine, "SELECT reorder_point, reorder_quantity, max_stock_level FROM inventory_levels ORDER BY id")


def test_limits_are_set_at_one_location_and_undone(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5, ("CUP", "Main"): 1, ("MUG", "Gent"): 2})

    done = set_to(engine, reorder_point=5, max_stock_level=60)
    assert (done.levels, len(done.changes)) == (2, 4)
    assert limits(engine) == [(5, None, 60), (5, None, 60), (None, None, None)]
    set_to(engine, reorder_point=None, reorder_quantity=24)
    assert limits(engine) == [(None, 24, 60), (None, 24, 60), (None, None, None)]

    undo(engine, "last")
    assert limits(engine) == [(5, None, 60), (5, None, 60), (None, None, None)]


def test_of_what_nobody_has_said_the_stock_of_there_are_no_limits(engine: Engine) -> None:
    """T10: a level of its own would say that there is nothing."""
    put(engine, {("MUG", "Main"): 5})
    variant(engine, "CUP")

    with pytest.raises(Conflict, match="Nobody has said how much of CUP is at Main"):
        set_to(engine, reorder_point=5)
    assert limits(engine) == [(None, None, None)]


def test_what_is_reordered_above_its_maximum_is_refused(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5, ("CUP", "Main"): 5})
    set_to(engine, max_stock_level=10)

    with pytest.raises(Conflict, match="CUP would be reordered at or above its maximum"):
        set_to(engine, reorder_point=10)
    with pytest.raises(UsageError, match="Nothing says what to set"):
        set_to(engine)
    assert limits(engine) == [(None, None, 10), (None, None, 10)]


@pytest.mark.parametrize(("text", "units"), [("5", 5), ("0", 0), ("none", None), (" None ", None)])
def test_a_limit_is_a_number_of_units_or_none(text: str, units: int | None) -> None:
    assert limit(text, "--max") == units


@pytest.mark.parametrize("text", ["-1", "5.5", "many", "9" * 20])
def test_anything_else_is_no_limit(text: str) -> None:
    with pytest.raises(UsageError, match="is no number of units"):
        limit(text, "--max")


def keep(engine: Engine, units: int | None, channel: str | None = None, sku: str = "MUG") -> SafetyStocks:
    return keep_back(engine, Keeping(skus=[sku], units=units, channel=channel), NOW)


def rules(engine: Engine, *skus: str, channel: str | None = None) -> list[SafetyRule]:
    with reading(engine) as session:
        return list_safety(session, skus, channel=channel).rules


def test_units_are_kept_back_from_one_channel_or_from_all(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5, ("CUP", "Main"): 5})
    channel(engine, "bol")

    assert keep(engine, 2).changed == 1
    assert keep(engine, 3, "BOL").rules == [SafetyRule("MUG", None, 2), SafetyRule("MUG", "bol", 3)]
    keep(engine, 1, sku="CUP")
    assert keep(engine, 2).operation is None

    assert rules(engine) == [SafetyRule("CUP", None, 1), SafetyRule("MUG", None, 2), SafetyRule("MUG", "bol", 3)]
    assert rules(engine, "P-CUP") == [SafetyRule("CUP", None, 1)]
    assert rules(engine, channel="bol") == [SafetyRule("MUG", "bol", 3)]


def test_rules_are_changed_and_taken_away_and_come_back_by_an_undo(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5})
    keep(engine, 2)
    keep(engine, 4)
    assert rules(engine) == [SafetyRule("MUG", None, 4)]

    assert keep(engine, None).rules == []
    assert undo(engine, "last").rows_restored == 1
    assert rules(engine) == [SafetyRule("MUG", None, 4)]
    for operation in rows(engine, "SELECT public_id FROM operations WHERE kind <> 'undo' ORDER BY id DESC")[1:]:
        undo(engine, str(operation[0]))
    assert rules(engine) == []


def test_a_dry_run_shows_the_rules_as_they_would_be(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5})

    told = keep_back(engine, Keeping(skus=["MUG"], units=2), DRY)
    assert (told.operation, told.changed, told.rules) == (None, 1, [SafetyRule("MUG", None, 2)])
    assert rules(engine) == []


def test_no_such_channel_and_no_such_number(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5})

    with pytest.raises(NotFound, match="There is no channel 'bol'"):
        keep(engine, 2, "bol")
    with pytest.raises(UsageError, match="-1 units cannot be kept back"):
        keep(engine, -1)
