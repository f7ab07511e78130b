"""Locations: created, changed, made inactive, deleted; and what is refused."""

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.stock.location_edit import (
    LocationFields,
    LocationType,
    create_location,
    delete_location,
    edit_location,
)
from royal_cli.commerce.stock.locations import LocationRow, list_locations, show_location
from royal_cli.commerce.undo import undo
from royal_cli.db.database import reading
from royal_cli.errors import Conflict, NotFound, UsageError
from tests.commerce.catalog.dumps import DRY, NOW
from tests.commerce.stock.shelves import NOON, place, put

NOTHING = LocationFields()


def names(engine: Engine) -> list[tuple[str, bool, int]]:
    with reading(engine) as session:
        return [(row.location, row.is_active, row.priority) for row in list_locations(session)]


def test_locations_come_in_the_order_in_which_orders_ask_them_the_inactive_ones_last(engine: Engine) -> None:
    for name, priority, active in (("Far", 3, True), ("Closed", 0, False), ("Near", 1, True), ("Also near", 1, True)):
        create_location(engine, name, LocationFields(priority=priority, is_active=active), NOW)

    assert names(engine) == [("Near", True, 1), ("Also near", True, 1), ("Far", True, 3), ("Closed", False, 0)]


def test_a_row_adds_up_what_lies_there_and_knows_nothing_of_an_empty_place(engine: Engine) -> None:
    place(engine, "Store", type="store", priority=1)
    put(engine, {("MUG", "Main"): (5, 2, 1, 0), ("CUP", "Main"): 3})

    with reading(engine) as session:
        assert list_locations(session) == [
            LocationRow("Main", "warehouse", True, 0, 2, 8, 2, 1, 0, None),
            LocationRow("Store", "store", True, 1, 0, None, None, None, None, None),
        ]
        detail = show_location(session, "main")
    assert (detail.movements, detail.last_moved_at, detail.last_counted_at) == (2, NOON, None)


def test_an_address_is_given_changed_field_by_field_and_taken_away(engine: Engine) -> None:
    first = {"address1": "Kaai 1", "city": "Gent", "country_code": "be", "latitude": "51.05", "longitude": "3.72"}
    create_location(engine, "Gent", LocationFields(type=LocationType.store, address=first), NOW)
    edit_location(engine, "gent", LocationFields(address={"city": "Antwerpen", "latitude": ""}), NOW)

    with reading(engine) as session:
        detail = show_location(session, "Gent")
    assert detail.type == "store"
    assert detail.address == {
        "address1": "Kaai 1", "city": "Antwerpen", "country_code": "BE", "longitude": "3.72",
    }  # fmt: skip
    undo(engine, "last")
    with reading(engine) as session:
        assert show_location(session, "Gent").address == {**first, "country_code": "BE"}


def test_what_is_changed_is_in_the_journal_and_undone(engine: Engine) -> None:
    create_location(engine, "Gent", NOTHING, NOW)
    done = edit_location(
        engine, "Gent", LocationFields(is_active=False, priority=4, type=LocationType.supplier), NOW, new_name="Gand"
    )

    assert {(change.field, change.before, change.after) for change in done.changes} == {
        ("name", "Gent", "Gand"), ("is_active", "1", "0"), ("priority", "0", "4"), ("type", "warehouse", "supplier"),
    }  # fmt: skip
    assert names(engine) == [("Gand", False, 4)]
    undo(engine, "last")
    assert names(engine) == [("Gent", True, 0)]
    assert edit_location(engine, "Gent", LocationFields(priority=0), NOW).operation is None


def test_one_that_was_created_and_never_used_goes_by_an_undo_and_comes_back(engine: Engine) -> None:
    create_location(engine, "Gent", NOTHING, NOW)
    undo(engine, "last")
    assert names(engine) == []
    undo(engine, "last")
    assert names(engine) == [("Gent", True, 0)]


def test_one_that_was_deleted_comes_back_by_an_undo(engine: Engine) -> None:
    create_location(engine, "Gent", LocationFields(priority=2), NOW)
    delete_location(engine, "gent", DRY)
    assert names(engine) == [("Gent", True, 2)]

    delete_location(engine, "gent", NOW)
    assert names(engine) == []
    undo(engine, "last")
    assert names(engine) == [("Gent", True, 2)]


def test_where_stock_ever_lay_is_not_deleted(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 0})

    with pytest.raises(Conflict, match="Main has stock and movements in the ledger, which stay") as error:
        delete_location(engine, "Main", NOW)
    assert error.value.hint == "So that no order goes there any more: royal location edit 'Main' --inactive"
    assert names(engine) == [("Main", True, 0)]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (LocationFields(address={"country_code": "NLD"}), "'NLD' is no country code"),
        (LocationFields(address={"latitude": "91"}), "'91' is no latitude"),
        (LocationFields(address={"longitude": "east"}), "'east' is no longitude"),
        (LocationFields(address={"latitude": "nan"}), "'nan' is no latitude"),
        (LocationFields(priority=10**9), "A priority of 1000000000 is no priority"),
        (LocationFields(), "Nothing says what to change"),
    ],
)
def test_what_makes_no_sense(engine: Engine, fields: LocationFields, says: str) -> None:
    place(engine, "Main")

    with pytest.raises(UsageError, match=says):
        edit_location(engine, "Main", fields, NOW)


def test_names_that_would_be_mistaken_for_each_other(engine: Engine) -> None:
    place(engine, "Main")
    place(engine, "Gent")

    with pytest.raises(Conflict, match="There is a location 'Main' already"):
        create_location(engine, " MAIN ", NOTHING, NOW)
    with pytest.raises(Conflict, match="There is a location 'Main' already"):
        edit_location(engine, "Gent", NOTHING, NOW, new_name="main")
    assert edit_location(engine, "Main", NOTHING, NOW, new_name="MAIN").operation
    for name in ("", "x" * 256):
        with pytest.raises(UsageError, match="no name for a location"):
            create_location(engine, name, NOTHING, NOW)
    with pytest.raises(NotFound, match="There is no location 'Gnt'") as error:
        edit_location(engine, "Gnt", LocationFields(priority=1), NOW)
    assert "Did you mean 'Gent'?" in str(error.value.hint)
