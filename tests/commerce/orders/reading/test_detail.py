"""One order with all that is known of it."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import Connection, Engine

from royal_cli.commerce import journal
from royal_cli.commerce.catalog.reading.detail_rows import Touched
from royal_cli.commerce.orders.reading.detail import show_order
from royal_cli.commerce.orders.reading.detail_rows import (
    Address,
    Note,
    OrderDetail,
    Parcel,
    RefundedLine,
    RefundMade,
    ReturnedUnits,
    ReturnMade,
    Units,
)
from royal_cli.db.database import reading, transaction
from royal_cli.money import Money
from tests.commerce.orders.explained import plans, whole_tables
from tests.commerce.orders.made import MONDAY, add, code, in_a_shop, line, lines_of, location, order, variant

TUESDAY = MONDAY + timedelta(days=1)


def shown(engine: Engine, number: str, *, history: bool = False) -> OrderDetail:
    with reading(engine) as session:
        return show_order(session, number, history=history)


def eur(cents: int) -> Money:
    return Money(cents, "EUR", 2)


def test_amounts_add_up_and_every_line_says_what_became_of_it(engine: Engine) -> None:
    with transaction(engine) as session:
        _everything(session.connection())

    found = shown(engine, "1001")

    assert (found.number, found.channel, found.kind, found.placed_at) == ("#1001", "shopify", "sale", MONDAY)
    assert (found.subtotal, found.shipping, found.fees, found.discount) == (eur(10000), eur(495), eur(250), eur(500))
    assert (found.tax, found.total, found.paid, found.outstanding) == (eur(2150), eur(12395), eur(12395), eur(0))
    assert found.refunded == eur(2600)
    assert 10000 + 495 + 250 - 500 + 2150 == 12395
    mug, pen, postage, wrapping = found.lines
    assert (mug.sku, mug.variant, mug.title, mug.options) == ("mug-red", "MUG-RED", "Red mug", "Large")
    assert (mug.ordered, mug.fulfilled, mug.cancelled, mug.open) == (4, 2, 1, 1)
    assert (mug.returned, mug.refunded, mug.refunded_amount) == (1, 1, eur(2000))
    assert (mug.price, mug.discount, mug.total, mug.cost) == (eur(2000), None, eur(8000), eur(3200))
    assert mug.allocated == {"Main": 1}
    assert (pen.sku, pen.variant, pen.price, pen.total) == ("PEN", None, Money(4005, "EUR", 3), eur(2000))
    assert (postage.kind, postage.open, wrapping.kind) == ("shipping", 0, "fee")


def test_parcels_refunds_returns_and_notes_are_listed(engine: Engine) -> None:
    with transaction(engine) as session:
        _everything(session.connection())

    found = shown(engine, "1001")

    assert found.parcels == [
        Parcel(1, "shipped", "PostNL", "3SABC", "https://postnl.example/3SABC", "Main", [Units("mug-red", 2)],
               TUESDAY, None, None)
    ]  # fmt: skip
    assert found.refunds == [
        RefundMade(1, eur(2600), eur(100), "broken", [RefundedLine("mug-red", 1, eur(2000))], TUESDAY, None)
    ]
    assert found.returns == [ReturnMade(1, "broken", [ReturnedUnits("mug-red", 1, "damage", "Main")], TUESDAY, None)]
    assert found.notes == [Note("calls back on Friday", "operator:anna", MONDAY)]
    assert found.channel_note == "Please ring twice"
    assert found.tags == ["VIP"]
    assert (found.risk, found.risk_score, found.risk_reasons) == ("medium", Decimal(40), ["a new customer"])
    assert (found.held_at, found.hold_reason) == (MONDAY, "wait for stock")
    assert found.shipping_address == Address(
        "Anna Jansen", None, "Dorpsstraat 1", None, "1234 AB", "Utrecht", None, "NL", None
    )
    assert str(found.shipping_address) == "Anna Jansen, Dorpsstraat 1, 1234 AB Utrecht, NL"


def test_what_nobody_said_is_unknown(engine: Engine) -> None:
    with transaction(engine) as session:
        order(
            session.connection(), "7", line("PEN", 3, 100),
            line("INK", 1, 100) | {"quantity": None, "price": None},
            total=None, paid_total=None, tax_total=None, shipping_total=None, discount_total=None, fee_total=None,
        )  # fmt: skip

    found = shown(engine, "7")

    assert (found.total, found.paid, found.tax, found.outstanding) == (None, None, None, None)
    assert (found.payment, found.fulfillment, found.status) == (None, None, None)
    assert [one.open for one in found.lines] == [None, None]
    assert (found.lines[1].ordered, found.lines[1].price) == (None, None)
    assert (found.history, found.last_operation, found.shipping_address) == (None, None, None)


def test_of_what_was_never_sent_all_is_still_to_be_sent(engine: Engine) -> None:
    with transaction(engine) as session:
        order(
            session.connection(), "7", line("PEN", 3, 100), fulfillment_status="unfulfilled", order_status="open"
        )  # fmt: skip

    assert shown(engine, "7").lines[0].open == 3


def test_currencies_keep_their_digits(engine: Engine) -> None:
    with transaction(engine) as session:
        order(session.connection(), "7", line("PEN", 3, 100, price_scale=0), currency="JPY")

    found = shown(engine, "7")

    assert (found.total, found.lines[0].price) == (Money(300, "JPY", 0), Money(100, "JPY", 0))


def test_the_history_tells_what_touched_the_order_oldest_first(engine: Engine) -> None:
    with transaction(engine) as session:
        connection = session.connection()
        in_a_shop_before = order(connection, "0999", line("PEN", 1, 100))
        id = order(connection, "1001", line("PEN", 1, 100))
        made = journal.begin(connection, "order.import", actor="operator:anna", now=MONDAY, source="orders.csv")
        journal.note_created(connection, made.id, "orders", "SELECT id FROM orders")
        journal.note_created(connection, made.id, "order_line_items", "SELECT id FROM order_line_items")
        held = journal.begin(connection, "order.hold", actor="operator:bob", now=TUESDAY, reason="odd address")
        for field, after in (("hold_reason", "odd address"),):
            add(
                connection, "changes", operation_id=held.id, entity="orders", entity_id=id, action="update",
                field=field, before=None, after=after,
            )  # fmt: skip
        other = journal.begin(connection, "order.hold", actor="operator:bob", now=TUESDAY)
        add(
            connection, "changes", operation_id=other.id, entity="orders", entity_id=in_a_shop_before,
            action="update", field="hold_reason", before=None, after="x",
        )  # fmt: skip

    found = shown(engine, "1001", history=True)

    assert found.history is not None
    assert [(event.kind, event.actor, event.reason, event.source) for event in found.history] == [
        ("order.import", "operator:anna", None, "orders.csv"),
        ("order.hold", "operator:bob", "odd address", None),
    ]
    assert [event.changes for event in found.history] == [
        ["the order created", "line added"],
        ["hold_reason: – → odd address"],
    ]
    assert found.last_operation == Touched(held.public_id, "order.hold", "operator:bob", TUESDAY)


def test_an_order_is_found_and_read_by_indexes(engine: Engine) -> None:
    in_a_shop(engine, *(str(1000 + number) for number in range(40)))

    plan = plans(engine, lambda session: show_order(session, "1001"))

    tables = ("orders", "order_line_items", "allocations", "fulfillments", "fulfillment_items", "refunds", "changes",
              "refund_items", "order_returns", "order_return_items", "order_notes", "inventory_movements")  # fmt: skip
    assert whole_tables(plan, *tables) == []


def _everything(connection: Connection) -> int:
    """An order with a bit of everything that can happen to one."""
    at = location(connection, "Main")
    mug = variant(connection, "MUG-RED")
    known = code(connection, "shopify", "mug-red", product_variant_id=mug)
    id = order(
        connection, "#1001",
        line("mug-red", 4, 2000, sold_code_id=known, product_variant_id=mug, product_title="Red mug", cost=3200,
             variant_title="Large", fulfilled_quantity=2, cancelled_quantity=1, returned_quantity=1,
             refunded_quantity=1, refunded_amount=2000),
        line("PEN", 5, 4005, price_scale=3, total=2000),
        line(None, 1, 495, kind="shipping"), line(None, 1, 250, kind="fee"),
        channel_name="shopify", discount_total=500, tax_total=2150, paid_total=12395, refunded_total=2600,
        fulfillment_status="partial", financial_status="partially_refunded", order_status="open", tags=["VIP"],
        notes="Please ring twice", risk_level="medium", fraud_score=Decimal(40), risk_reasons=["a new customer"],
        held_at=MONDAY, hold_reason="wait for stock",
        shipping_address={"first_name": "Anna", "last_name": "Jansen", "address1": "Dorpsstraat 1", "city": "Utrecht",
                          "postal_code": "1234 AB", "country_code": "NL"},
    )  # fmt: skip
    first = lines_of(connection, id)[0]
    add(connection, "allocations", order_line_item_id=first, location_id=at, quantity=1)
    parcel = add(
        connection, "fulfillments", order_id=id, number=1, location_id=at, status="shipped", carrier="PostNL",
        tracking_number="3SABC", tracking_url="https://postnl.example/3SABC", shipped_at=TUESDAY,
    )  # fmt: skip
    add(connection, "fulfillment_items", fulfillment_id=parcel, order_line_item_id=first, quantity=2)
    refund = add(
        connection, "refunds", order_id=id, number=1, request_key="a", amount=2600, shipping_amount=100,
        reason="broken", refunded_at=TUESDAY,
    )  # fmt: skip
    add(connection, "refund_items", refund_id=refund, order_line_item_id=first, quantity=1, amount=2000)
    returned = add(connection, "order_returns", order_id=id, number=1, reason="broken", received_at=TUESDAY)
    add(
        connection, "order_return_items", order_return_id=returned, order_line_item_id=first, location_id=at,
        quantity=1, disposition="damage",
    )  # fmt: skip
    add(connection, "order_notes", order_id=id, note="calls back on Friday", author="operator:anna")
    return id
