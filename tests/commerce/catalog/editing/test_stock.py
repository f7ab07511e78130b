"""Stock set by hand and by lists: levels, and the ledger that proves them."""

from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.editing.run import Edited, Job, Mode, carry_out
from royal_cli.commerce.catalog.editing.stock import StockSet, quantity, set_stock
from royal_cli.commerce.catalog.editing.targets import Targets
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict, NotFound, Refused, UsageError
from tests.commerce.catalog.editing.doing import MUG, SIZES, do, found_by, named, stock
from tests.commerce.catalog.made_feeds import LIMITS, NO_LIMITS, import_rows, ledger_agrees, rows


def job(targets: Targets | None, units: str | None = None, *, location: str = "Main", **said: Any) -> Job:
    wanted = quantity(units) if units is not None else None
    return set_stock(StockSet(targets=targets, quantity=wanted, location=location, default_location="Main", **said))


def listed(engine: Engine, *lines: str, **said: Any) -> Edited:
    return do(engine, job(None, lines=lines, **said))


def test_stock_is_set_and_changed_as_movements_with_the_reason_and_undone(engine: Engine) -> None:
    import_rows(engine, {**MUG, "stock": {"Main": 12}})
    request = Request(limits=NO_LIMITS, wait=0.0, reason="broken in the window")
    done = carry_out(engine, request, job(named("MUG"), "-3"), Mode())

    assert stock(engine) == {("MUG", "Main"): 9}
    assert rows(
        engine,
        "SELECT movement_type, previous_quantity, quantity_change, new_quantity, reason FROM inventory_movements"
        " ORDER BY id DESC LIMIT 1",
    ) == [("adjustment", 12, -3, 9, "broken in the window")]
    assert ledger_agrees(engine)
    assert done.operation is not None
    undo(engine, done.operation)
    assert stock(engine) == {("MUG", "Main"): 12}
    assert ledger_agrees(engine)


def test_unknown_and_five_more_is_not_five(engine: Engine) -> None:
    """T10: a missing stock is not 0."""
    import_rows(engine, MUG, {**SIZES[0], "stock": {"Main": 1}})

    with pytest.raises(Conflict, match="nobody has said"):
        do(engine, job(named("MUG"), "+5"))
    done = do(engine, job(found_by(), "+5"))
    assert stock(engine) == {("SHIRT-S", "Main"): 6}
    assert [(remark.code, remark.examples) for remark in done.warnings] == [("stock_unknown", ["MUG"])]


def test_units_are_those_of_one_variant_unless_a_filter_says_all(engine: Engine) -> None:
    import_rows(engine, *SIZES)

    with pytest.raises(Conflict, match="2 variants"):
        do(engine, job(named("shirt"), "5"))
    do(engine, job(named("SHIRT-S", "SHIRT-M"), "5"))
    do(engine, job(found_by(vendor="Weber"), "0"))
    assert stock(engine) == {("SHIRT-S", "Main"): 0, ("SHIRT-M", "Main"): 0}


def test_selling_out_too_much_is_held_to_the_limits(engine: Engine) -> None:
    import_rows(engine, *({**size, "stock": {"Main": 4}} for size in SIZES))

    with pytest.raises(Refused, match="would have no stock"):
        do(engine, job(found_by(), "0"), limits=LIMITS)


def test_a_location_is_there_or_is_said_to_be_new(engine: Engine) -> None:
    import_rows(engine, {**MUG, "stock": {"Gent": 1}})

    with pytest.raises(NotFound, match="'Gant'") as refused:
        do(engine, job(named("MUG"), "5", location="Gant"))
    assert "Did you mean 'Gent'?" in str(refused.value.hint)
    do(engine, job(named("MUG"), "5", location="Antwerp", create_location=True))
    do(engine, job(named("MUG"), "7"))  # that of the settings needs nobody's leave
    assert stock(engine) == {("MUG", "Gent"): 1, ("MUG", "Antwerp"): 5, ("MUG", "Main"): 7}
    with pytest.raises(UsageError):
        do(engine, job(named("MUG"), "5", location="x" * 256, create_location=True))


def test_a_list_sets_each_stock_and_rejects_what_it_cannot(engine: Engine) -> None:
    import_rows(engine, *SIZES, {**MUG, "stock": {"Main": 1, "Gent": 1}})
    done = listed(
        engine, "MUG,5,Gent", "MUG,4", "SHIRT-S,+3", "SHIRT-S,1.5", "shirt,9", "NIX,1", "MUG,6", "SHIRT-M,", ",1",
        "SHIRT-M,1,Main,x", "SHIRT-M,0",
    )  # fmt: skip

    assert stock(engine) == {("MUG", "Main"): 4, ("MUG", "Gent"): 5, ("SHIRT-M", "Main"): 0}
    assert [(unable.line, unable.sku, unable.code) for unable in done.rejects] == [
        (3, "SHIRT-S", "signed"), (4, "SHIRT-S", "not_whole"), (5, "shirt", "several_variants"),
        (6, "NIX", "unknown_sku"), (7, "MUG", "repeated"), (8, "SHIRT-M", "no_quantity"), (9, "", "missing_key"),
        (10, "SHIRT-M", "too_many_cells"),
    ]  # fmt: skip


def test_a_list_with_a_header_and_a_location_that_is_not_there(engine: Engine) -> None:
    import_rows(engine, MUG)
    listed(engine, "qty\tsku", "3\tMUG")

    assert stock(engine) == {("MUG", "Main"): 3}
    with pytest.raises(NotFound, match="Gent"):
        listed(engine, "MUG,3,Gent")


@pytest.mark.parametrize("text", ["", "5.5", "many", "1e3", "+", "--5", "99999999999"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        quantity(text)
