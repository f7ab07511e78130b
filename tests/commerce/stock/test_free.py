"""What a channel may sell: available less safety stock, in the order in which locations are asked."""

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.stock.free import free
from tests.commerce.stock.shelves import channel, keep_back, place, put, variant


def asked(engine: Engine, *variants: int, channel_id: int | None = None) -> list[tuple[str, int, int | None]]:
    with engine.connect() as connection:
        found = free(connection, variants, channel_id=channel_id)
    return [(place.location, place.units, place.floor) for place in found]


def test_locations_come_in_the_order_in_which_they_are_asked(engine: Engine) -> None:
    for name, priority in (("Far", 9), ("Near", 1), ("Middle", 5)):
        place(engine, name, priority=priority)
    mug = variant(engine, "MUG")
    put(engine, {("MUG", "Far"): 3, ("MUG", "Near"): 4, ("MUG", "Middle"): 5})

    assert asked(engine, mug) == [("Near", 4, 0), ("Middle", 5, 0), ("Far", 3, 0)]


def test_an_inactive_location_sells_nothing(engine: Engine) -> None:
    place(engine, "Closed", is_active=False)
    mug = variant(engine, "MUG")
    put(engine, {("MUG", "Closed"): 3, ("MUG", "Open"): 1})

    assert asked(engine, mug) == [("Open", 1, 0)]


def test_what_nobody_has_said_the_stock_of_is_unknown_and_not_0(engine: Engine) -> None:
    """T10: a missing stock is not 0."""
    mug, lamp = variant(engine, "MUG"), variant(engine, "LAMP")
    put(engine, {("LAMP", "Main"): 0})

    assert asked(engine, mug) == []
    assert asked(engine, lamp) == [("Main", 0, 0)]


@pytest.mark.parametrize(
    ("of_all", "of_bol", "kept"), [(None, None, 0), (2, None, 2), (None, 3, 3), (2, 3, 3), (4, 3, 4), (0, 3, 3)]
)
def test_safety_stock_is_the_larger_of_the_channels_own_and_that_of_all(
    engine: Engine, of_all: int | None, of_bol: int | None, kept: int
) -> None:
    mug, bol, shop = variant(engine, "MUG"), channel(engine, "bol"), channel(engine, "shop")
    put(engine, {("MUG", "Main"): 10})
    for units, where in ((of_all, None), (of_bol, bol), (9, shop)):
        if units is not None:
            keep_back(engine, mug, units, where)

    assert asked(engine, mug, channel_id=bol) == [("Main", 10 - kept, kept)]
    assert asked(engine, mug) == [("Main", 10 - (of_all or 0), of_all or 0)]


def test_safety_stock_is_kept_back_once_where_it_is_asked_for_last(engine: Engine) -> None:
    place(engine, "Near", priority=1)
    place(engine, "Far", priority=2)
    mug = variant(engine, "MUG")
    put(engine, {("MUG", "Near"): 4, ("MUG", "Far"): 1})
    keep_back(engine, mug, 3)

    assert asked(engine, mug) == [("Near", 2, 2), ("Far", 0, 1)]


def test_a_level_below_zero_keeps_nothing_back_and_sells_nothing(engine: Engine) -> None:
    place(engine, "Near", priority=1)
    place(engine, "Far", priority=2)
    mug = variant(engine, "MUG")
    put(engine, {("MUG", "Near"): 4, ("MUG", "Far"): -2})
    keep_back(engine, mug, 1)

    assert asked(engine, mug) == [("Near", 3, 1), ("Far", 0, 0)]


def test_backorder_has_no_floor_but_is_told_what_there_is(engine: Engine) -> None:
    mug = variant(engine, "MUG", allow_backorder=True)
    put(engine, {("MUG", "Main"): 2})
    keep_back(engine, mug, 5)

    assert asked(engine, mug) == [("Main", 0, None)]
