"""Parcels are packed from what is reserved or free, handed over once, and noted as arrived."""

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.by_hand import Asked
from royal_cli.commerce.orders.flow.allocate import allocate
from royal_cli.commerce.orders.flow.fulfill import Fulfilled, Packing, fulfill
from royal_cli.commerce.orders.flow.pick import pick, pick_list
from royal_cli.commerce.orders.flow.ship import Shipping, ship
from royal_cli.commerce.undo import undo
from royal_cli.db.database import reading
from royal_cli.errors import Conflict, NotFound, Refused, UsageError
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.orders.flow.floor import ASKED, Stand, counts, goods, is_sound, one, packing, sell, stand
from tests.commerce.stock.shelves import place, put, shelves, variant


@pytest.fixture
def shop(engine: Engine) -> Engine:
    """Two mugs and a bowl are ordered; the bowl is in Berlin only."""
    place(engine, "Utrecht", priority=1)
    place(engine, "Berlin", priority=2)
    put(engine, {("MUG", "Utrecht"): 5, ("BOWL", "Berlin"): 3})
    sell(engine, "1001", goods("MUG", 2), goods("BOWL", 1))
    return engine


def packed(engine: Engine, *lines: str, asked: Asked = ASKED, **values: object) -> Fulfilled:
    return fulfill(engine, "1001", None, packing(*lines, **values), asked)


def shipped(
    engine: Engine, *lines: str, parcel: int | None = None, delivered: bool = False, correct: bool = False,
    **values: object,
) -> Fulfilled:  # fmt: skip
    wanted = Shipping(packing=packing(*lines, **values), parcel=parcel, delivered=delivered, correct=correct)
    return ship(engine, "1001", None, wanted, ASKED)


def parcels(done: Fulfilled) -> list[tuple[int, str | None, str, str]]:
    return [(row.parcel, row.location, row.status, row.contents) for row in done.parcels]


def test_a_parcel_per_location_and_the_goods_are_gone(shop: Engine) -> None:
    done = packed(shop)

    assert parcels(done) == [(1, "Utrecht", "packed", "2 × MUG"), (2, "Berlin", "packed", "1 × BOWL")]
    assert (done.units, done.still_open) == (3, 0)
    assert shelves(shop) == {("MUG", "Utrecht"): 3, ("BOWL", "Berlin"): 2}
    assert counts(shop) == {"MUG": (2, 2, 0, 0, 0), "BOWL": (1, 1, 0, 0, 0)}
    assert stand(shop) == Stand("paid", "fulfilled", "open")
    assert is_sound(shop)


def test_what_is_reserved_is_what_leaves(shop: Engine) -> None:
    allocate(shop, one("1001"), ASKED)
    pick(shop, one("1001"), ASKED)

    packed(shop)

    assert shelves(shop) == {("MUG", "Utrecht"): 3, ("BOWL", "Berlin"): 2}
    assert rows(shop, "SELECT quantity, picked_quantity FROM allocations") == [(0, 0), (0, 0)]
    assert is_sound(shop)


def test_lines_are_packed_one_after_the_other(shop: Engine) -> None:
    assert parcels(packed(shop, "mug=1")) == [(1, "Utrecht", "packed", "1 × MUG")]
    assert stand(shop).fulfillment == "partial"
    assert parcels(packed(shop, "#2")) == [(2, "Berlin", "packed", "1 × BOWL")]
    done = packed(shop)

    assert parcels(done) == [(3, "Utrecht", "packed", "1 × MUG")]
    assert stand(shop).fulfillment == "fulfilled"
    with pytest.raises(Conflict, match="Order 1001 has nothing left to pack: parcel 3 is packed"):
        packed(shop)
    assert is_sound(shop)


def test_more_than_is_open_or_than_is_there_is_refused_with_the_figures(shop: Engine) -> None:
    with pytest.raises(Conflict, match="MUG in order 1001: 3 asked for, 2 of 2 are still to be sent"):
        packed(shop, "MUG=3")
    with pytest.raises(NotFound, match="Order 1001 has no line 'VASE'"):
        packed(shop, "VASE=1")
    with pytest.raises(
        Conflict, match=r"was not packed. BOWL: nobody has said how much of it is at Utrecht, which is not 0"
    ):
        packed(shop, location="Utrecht")

    done = packed(shop, location="Utrecht", partial=True)

    assert parcels(done) == [(1, "Utrecht", "packed", "2 × MUG")]
    assert [(left.sku, left.code) for left in done.left_out] == [("BOWL", "unknown_stock")]


def test_a_location_that_is_not_active_sends_nothing(shop: Engine) -> None:
    place(shop, "Old shed", is_active=False)

    with pytest.raises(Conflict, match="Old shed is not active"):
        packed(shop, location="old shed")


def test_what_is_reserved_elsewhere_stays_there(shop: Engine) -> None:
    put(shop, {("BOWL", "Utrecht"): 4})
    allocate(shop, one("1001"), ASKED, location="Utrecht")

    with pytest.raises(Conflict, match="MUG: 2 reserved at Utrecht; BOWL: 1 reserved at Utrecht"):
        packed(shop, location="Berlin")
    assert is_sound(shop)


def test_unknown_stock_is_packed_only_when_it_is_said_and_nothing_is_taken_off(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5})
    variant(engine, "POSTER")
    sell(engine, "1001", goods("MUG", 1), goods("POSTER", 2), goods("MYSTERY", 1))

    with pytest.raises(Conflict, match="POSTER: nobody has said how much of it is at any active location"):
        packed(engine)
    done = packed(engine, without_stock=True)

    assert parcels(done) == [(1, "Main", "packed", "1 × MUG, 2 × POSTER, 1 × MYSTERY")]
    assert shelves(engine) == {("MUG", "Main"): 4}
    assert is_sound(engine)


def test_what_waits_for_its_stock_is_not_packed(engine: Engine) -> None:
    variant(engine, "MUG", allow_backorder=True)
    put(engine, {("MUG", "Main"): 1})
    sell(engine, "1001", goods("MUG", 3))
    allocate(engine, one("1001"), ASKED)

    with pytest.raises(Conflict, match="MUG: 2 on backorder, not at Main yet"):
        packed(engine)
    done = packed(engine, "MUG=1")
    assert (done.units, done.still_open) == (1, 2)
    assert is_sound(engine)


def test_a_parcel_is_handed_over_with_its_number_and_a_link(shop: Engine) -> None:
    packed(shop, "MUG")

    done = shipped(shop, carrier="dhl", number="JD0146")

    (parcel,) = done.parcels
    assert (parcel.status, parcel.carrier, parcel.tracking_number) == ("shipped", "DHL", "JD0146")
    assert parcel.tracking_url == "https://www.dhl.com/global-en/home/tracking.html?tracking-id=JD0146"
    assert stand(shop) == Stand("paid", "partial", "open")
    assert rows(shop, "SELECT shipped_at FROM orders") == [(None,)]


def test_what_is_not_packed_yet_is_packed_first_and_a_sent_and_paid_order_is_closed(shop: Engine) -> None:
    done = shipped(shop)

    assert [row.status for row in done.parcels] == ["shipped", "shipped"]
    assert stand(shop) == Stand("paid", "fulfilled", "closed")
    assert rows(shop, "SELECT shipped_at IS NULL FROM orders")[0][0] in (0, False)


def test_what_is_sent_and_not_paid_for_stays_open(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5})
    sell(engine, "1001", goods("MUG", 2), financial_status="pending", paid_total=0)

    shipped(engine)

    assert stand(engine) == Stand("pending", "fulfilled", "open")


def test_a_parcel_is_handed_over_once(shop: Engine) -> None:
    shipped(shop, "MUG", carrier="DHL", number="JD0146")
    shipped(shop, parcel=None)

    for number in (None, 1):
        with pytest.raises(Conflict, match=r"of order 1001 was handed over already on 20\d\d-\d\d-\d\d"):
            shipped(shop, parcel=number, number="JD0147")
    assert rows(shop, "SELECT tracking_number FROM fulfillments ORDER BY id") == [("JD0146",), (None,)]
    with pytest.raises(NotFound, match="Order 1001 has no parcel 7"):
        shipped(shop, parcel=7)


def test_one_number_is_not_that_of_two_parcels(shop: Engine) -> None:
    with pytest.raises(Conflict, match="2 parcels wait: one tracking number cannot be that of all of them"):
        shipped(shop, number="JD0146")
    assert rows(shop, "SELECT count(*) FROM fulfillments") == [(0,)]
    with pytest.raises(Conflict, match="takes 2 parcels, from different locations"):
        packed(shop, carrier="DHL", number="JD0146")


def test_a_wrong_number_is_corrected_on_purpose_only(shop: Engine) -> None:
    shipped(shop, "MUG", carrier="DHL", number="JD0146")

    shipped(shop, correct=True, number="JD0147", carrier="DHL")

    assert rows(shop, "SELECT tracking_number, status FROM fulfillments") == [("JD0147", "shipped")]
    with pytest.raises(UsageError, match="Nothing says what is to be corrected"):
        shipped(shop, correct=True)


def test_that_it_arrived_is_noted_and_undone(shop: Engine) -> None:
    with pytest.raises(Conflict, match="Nothing of order 1001 has been sent yet"):
        shipped(shop, delivered=True)
    packed(shop)
    with pytest.raises(Conflict, match="Parcel 1 of order 1001 has not been handed over yet"):
        shipped(shop, delivered=True)
    shipped(shop)

    done = shipped(shop, delivered=True)
    assert rows(shop, "SELECT status, delivered_at IS NOT NULL FROM fulfillments") == [("delivered", True)] * 2
    assert rows(shop, "SELECT delivered_at IS NOT NULL FROM orders") == [(True,)]

    undo(shop, done.operation or "")
    assert rows(shop, "SELECT status, delivered_at IS NULL FROM fulfillments") == [("shipped", True)] * 2
    assert rows(shop, "SELECT delivered_at IS NULL FROM orders") == [(True,)]


def test_packing_is_undone_and_undone_again(shop: Engine) -> None:
    allocate(shop, one("1001"), ASKED)
    before = shelves(shop)
    done = packed(shop)

    taken_back = undo(shop, done.operation or "")
    assert (shelves(shop), stand(shop)) == (before, Stand("paid", "unfulfilled", "open"))
    assert rows(shop, "SELECT count(*) FROM fulfillments") == [(0,)]
    assert is_sound(shop)

    undo(shop, taken_back.operation or "")
    assert stand(shop).fulfillment == "fulfilled"
    assert rows(shop, "SELECT count(*) FROM fulfillment_items") == [(2,)]
    assert is_sound(shop)


def test_of_two_parcels_the_first_one_is_taken_back_and_the_second_one_stays(shop: Engine) -> None:
    """Both counted up the same line: the counts go back by as much as they rose."""
    first = packed(shop, "MUG=1")
    packed(shop, "MUG=1", "BOWL")
    assert stand(shop).fulfillment == "fulfilled"

    undo(shop, first.operation or "")

    assert counts(shop)["MUG"] == (2, 1, 0, 0, 0)
    assert stand(shop) == Stand("paid", "partial", "open")
    assert is_sound(shop)


def test_a_parcel_that_left_is_not_taken_back_unless_somebody_knows_better(shop: Engine) -> None:
    packing_it = packed(shop)
    sending = shipped(shop, carrier="DHL")

    for operation in (packing_it.operation, sending.operation):
        with pytest.raises(Refused, match="Parcel 1 of order 1001 has been handed over \\(DHL\\): it cannot be unsent"):
            undo(shop, operation or "")
    undo(shop, sending.operation or "", force=True)

    assert rows(shop, "SELECT status, carrier FROM fulfillments") == [("packed", None)] * 2
    assert stand(shop) == Stand("paid", "fulfilled", "open")
    undo(shop, packing_it.operation or "")
    assert is_sound(shop)


def test_the_pick_list_is_by_shelf_over_all_orders(shop: Engine) -> None:
    sell(shop, "1002", goods("MUG", 1))
    allocate(shop, one("1001", "1002"), ASKED)

    with reading(shop) as session:
        listed = pick_list(session, one("1001", "1002"))
    assert [(row.location, row.sku, row.quantity, row.orders) for row in listed] == [
        ("Berlin", "BOWL", 1, "1001 ×1"),
        ("Utrecht", "MUG", 3, "1001 ×2, 1002 ×1"),
    ]

    done = pick(shop, one("1001"), ASKED)
    assert done.units == 3
    with reading(shop) as session:
        assert [row.orders for row in pick_list(session, one("1001", "1002"))] == ["1002 ×1"]
    undo(shop, done.operation or "")
    with reading(shop) as session:
        assert len(pick_list(session, one("1001", "1002"), location="utrecht")) == 1
    sell(shop, "1003", goods("MUG", 1))
    with pytest.raises(Conflict, match="Nothing is reserved for order 1003"):
        pick(shop, one("1003"), ASKED)


def test_what_is_picked_keeps_the_reservation(shop: Engine) -> None:
    reserved = allocate(shop, one("1001"), ASKED)
    pick(shop, one("1001"), ASKED)

    with pytest.raises(Refused, match="what was done since builds on it"):
        undo(shop, reserved.operation or "")
    assert is_sound(shop)


def test_a_held_a_cancelled_and_a_credit_order_are_not_packed(shop: Engine) -> None:
    sell(shop, "C1", goods("MUG", 1), kind="credit")
    with pytest.raises(Refused, match="C1 gives money back for earlier sales"):
        fulfill(shop, "C1", None, Packing(), ASKED)
    with shop.begin() as connection:
        connection.execute(text("UPDATE orders SET held_at = created_at"))
    with pytest.raises(Refused, match="Order 1001 is on hold"):
        packed(shop)
    with pytest.raises(Refused, match="Order 1001 is on hold"):
        shipped(shop)


def test_customers_are_not_told_of_it_by_a_dry_run(shop: Engine) -> None:
    done = packed(shop, asked=Asked(actor="operator:anna", dry_run=True))

    assert (done.operation, done.units) == (None, 3)
    assert rows(shop, "SELECT count(*) FROM fulfillments") == [(0,)]


def test_what_arrived_is_a_parcel_and_no_line(shop: Engine) -> None:
    for told in (Shipping(packing=packing("MUG"), delivered=True), Shipping(packing=packing("MUG"), correct=True)):
        with pytest.raises(UsageError, match="whole parcels"):
            ship(shop, "1001", None, told, ASKED)
