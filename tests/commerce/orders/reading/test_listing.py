"""The list of orders: what a row says, which orders the filters find, and that pages follow each other."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.orders.reading import listing
from royal_cli.commerce.orders.reading.listing import every_order, list_orders
from royal_cli.commerce.orders.reading.rows import (
    Filters,
    Fulfillment,
    Kind,
    OrderRow,
    Payment,
    Risk,
    Sort,
    Status,
)
from royal_cli.db.database import reading, transaction
from royal_cli.errors import NotFound, UsageError
from royal_cli.money import Money
from tests.commerce.orders.explained import plans, whole_tables
from tests.commerce.orders.made import MONDAY, add, channel, code, customer, line, order, variant

HOME = {"first_name": "Zoë", "last_name": "Öztürk", "company": "", "city": "Utrecht", "country_code": "NL"}


def rows(engine: Engine, filters: Filters | None = None, **asked: Any) -> list[OrderRow]:
    with reading(engine) as session:
        return list_orders(session, filters, **asked).rows


def numbers(engine: Engine, **filters: Any) -> list[str]:
    return [row.number for row in rows(engine, Filters(**filters))]


@pytest.fixture
def sold(engine: Engine) -> Engine:
    """Six orders, from Monday to Saturday."""
    with transaction(engine) as session:
        connection = session.connection()
        mug = variant(connection, "MUG-RED")
        known = code(connection, "shopify", "MUG-RED", product_variant_id=mug)
        unknown = code(connection, "bol", "85123a")
        anna = customer(connection, "anna@example.com", first_name="Anna", last_name="Jansen")
        shop = channel(connection, "shopify")
        add(connection, "customer_aliases", customer_id=anna, channel_id=shop, external_id="cust-7", email=None)
        order(
            connection, "#1001", line("MUG-RED", 2, 1250, sold_code_id=known, product_variant_id=mug),
            line(None, 1, 495, kind="shipping"), channel_name="shopify", day=0, order_status="closed",
            financial_status="paid", fulfillment_status="fulfilled", paid_total=2995, customer_id=anna,
            customer_email="anna@example.com", country_code="NL", tags=["Gift", "VIP"], updated_at=MONDAY,
            prices_include_vat=True, tax_total=520,
        )  # fmt: skip
        order(
            connection, "2001", line("85123a", 1, 255, sold_code_id=unknown), channel_name="bol", day=1,
            order_status="open", financial_status="paid", fulfillment_status="unfulfilled", country_code="DE",
            shipping_address=HOME, held_at=MONDAY, hold_reason="to be looked at", risk_level="high", fraud_score=85,
        )  # fmt: skip
        order(connection, "C17", line("MUG-RED", -1, 1250), channel_name="shopify", day=2, kind="credit")
        order(
            connection, "1002", line("MUG-RED", 1, 90000), channel_name="shopify", day=3, order_status="open",
            financial_status="pending", fulfillment_status="partial", customer_email="Bob@Example.com",
        )  # fmt: skip
        order(connection, "900", line("PEN", 1, 100, total=100), channel_name=None, day=4, currency="USD")
        order(connection, "901", channel_name=None, day=5, total=None, order_status="cancelled")
    return engine


def test_a_row_says_what_is_known_of_an_order(sold: Engine) -> None:
    row = rows(sold)[-1]

    assert row == OrderRow(
        number="#1001",
        channel="shopify",
        placed_at=MONDAY,
        customer="Anna Jansen",
        total=Money(2995, "EUR", 2),
        payment="paid",
        fulfillment="fulfilled",
        status="closed",
        marks=[],
        units=2,
        country="NL",
        kind="sale",
        external_id="#1001",
        email="anna@example.com",
        paid=Money(2995, "EUR", 2),
        refunded=Money(0, "EUR", 2),
        outstanding=Money(0, "EUR", 2),
        held=False,
        hold_reason=None,
        risk=None,
        risk_score=None,
        unmatched=0,
        tags=["Gift", "VIP"],
        updated_at=MONDAY,
    )


def test_what_an_operator_must_see_is_marked(sold: Engine) -> None:
    found = {row.number: row for row in rows(sold)}

    assert found["2001"].marks == ["held", "high risk", "unmatched"]
    assert (found["2001"].risk_score, found["2001"].unmatched) == (Decimal(85), 1)
    assert found["C17"].marks == ["credit"]
    assert found["C17"].outstanding == Money(0, "EUR", 2)
    assert found["1002"].outstanding == Money(90000, "EUR", 2)
    assert found["2001"].customer == "Zoë Öztürk"
    assert found["1002"].customer == "Bob@Example.com"


def test_what_nobody_said_is_unknown(sold: Engine) -> None:
    nothing = rows(sold)[0]

    assert nothing.number == "901"
    assert (nothing.total, nothing.payment, nothing.fulfillment, nothing.customer) == (None, None, None, None)
    assert (nothing.channel, nothing.risk, nothing.units) == (None, None, 0)


def test_who_has_no_name_is_called_as_the_channel_does(engine: Engine) -> None:
    with transaction(engine) as session:
        connection = session.connection()
        nameless = add(connection, "customers")
        shop = channel(connection, "file")
        add(connection, "customer_aliases", customer_id=nameless, channel_id=shop, external_id="17850")
        order(connection, "536365", line("85123A", 6, 255), channel_name="file", customer_id=nameless)

    assert rows(engine)[0].customer == "17850"
    assert numbers(engine, customer="17850") == ["536365"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["901", "900", "1002", "C17", "2001", "#1001"]),
        ({"status": Status.open}, ["1002", "2001"]),
        ({"status": Status.unknown}, ["900", "C17"]),
        ({"payment": Payment.paid}, ["2001", "#1001"]),
        ({"fulfillment": Fulfillment.partial}, ["1002"]),
        ({"fulfillment": Fulfillment.unknown}, ["901", "900", "C17"]),
        ({"risk": Risk.high}, ["2001"]),
        ({"kind": Kind.credit}, ["C17"]),
        ({"channel": "Shopify"}, ["1002", "C17", "#1001"]),
        ({"since": MONDAY + timedelta(days=3)}, ["901", "900", "1002"]),
        ({"until": MONDAY + timedelta(days=1)}, ["#1001"]),
        ({"since": MONDAY, "until": MONDAY}, []),
        ({"customer": "ANNA@example.com"}, ["#1001"]),
        ({"customer": "cust-7"}, ["#1001"]),
        ({"customer": "Bob@Example.com"}, ["1002"]),
        ({"customer": "nobody@example.com"}, []),
        ({"sku": "MUG-RED"}, ["#1001"]),
        ({"sku": "85123A"}, ["2001"]),
        ({"country": "de"}, ["2001"]),
        ({"tag": "vip"}, ["#1001"]),
        ({"tag": "v"}, []),
        ({"search": "#1001"}, ["#1001"]),
        ({"search": "100"}, ["1002", "#1001"]),
        ({"search": "JANSEN anna"}, ["#1001"]),
        ({"search": "öztürk"}, ["2001"]),
        ({"search": "utrecht"}, []),
        ({"search": "first_name"}, []),
        ({"search": "example.com"}, ["1002", "#1001"]),
        ({"min_total": Money(2995, "EUR", 2)}, ["1002", "#1001"]),
        ({"min_total": Money(100, "USD", 2)}, ["900"]),
        ({"max_total": Money(255, "EUR", 2)}, ["C17", "2001"]),
        ({"held": True}, ["2001"]),
        ({"unmatched": True}, ["2001"]),
        ({"unmatched": True, "channel": "shopify"}, []),
        ({"status": Status.open, "payment": Payment.paid}, ["2001"]),
    ],
)
@pytest.mark.parametrize("head", [1, 2_000])
def test_a_filter_finds_what_it_says(
    sold: Engine, monkeypatch: pytest.MonkeyPatch, filters: dict[str, Any], found: list[str], head: int
) -> None:
    """Whether the first orders fill the page or all have to be searched."""
    monkeypatch.setattr(listing, "_HEAD", head)

    assert numbers(sold, **filters) == found
    with reading(sold) as session:
        assert [row.number for row in every_order(session, Filters(**filters))] == found
        assert list_orders(session, Filters(**filters), count=True).total == len(found)


def test_an_unknown_channel_is_said(sold: Engine) -> None:
    with pytest.raises(NotFound, match="There is no channel 'ebay'"):
        rows(sold, Filters(channel="ebay"))


@pytest.mark.parametrize(
    ("sort", "descending", "found"),
    [
        (Sort.placed, False, ["#1001", "2001", "C17", "1002", "900", "901"]),
        (Sort.number, False, ["900", "901", "C17", "1002", "2001", "#1001"]),
        (Sort.total, False, ["C17", "2001", "#1001", "1002", "900", "901"]),
        (Sort.total, True, ["1002", "#1001", "2001", "C17", "900", "901"]),
        (Sort.risk, True, ["2001", "901", "900", "1002", "C17", "#1001"]),
    ],
)
@pytest.mark.parametrize("limit", [1, 4, 6])
def test_pages_follow_each_other(sold: Engine, sort: Sort, descending: bool, found: list[str], limit: int) -> None:
    listed: list[str] = []
    cursor = None
    with reading(sold) as session:
        while True:
            page = list_orders(session, sort=sort, descending=descending, limit=limit, cursor=cursor)
            listed += [row.number for row in page.rows]
            cursor = page.next
            if cursor is None:
                break

    assert listed == found


def test_orders_of_one_moment_are_on_one_page_each(engine: Engine) -> None:
    with transaction(engine) as session:
        for number in range(7):
            order(session.connection(), str(number), line("PEN", 1, 100))
    listed: list[str] = []
    cursor = None
    with reading(engine) as session:
        while cursor is not None or not listed:
            page = list_orders(session, limit=2, cursor=cursor)
            listed += [row.number for row in page.rows]
            cursor = page.next
            if cursor is None:
                break

    assert listed == ["6", "5", "4", "3", "2", "1", "0"]


def test_a_cursor_belongs_to_its_list(sold: Engine) -> None:
    with reading(sold) as session:
        cursor = list_orders(session, limit=1).next
        with pytest.raises(UsageError, match="belongs to another list"):
            list_orders(session, Filters(status=Status.open), cursor=cursor)
        with pytest.raises(UsageError):
            list_orders(session, cursor="nonsense")


@pytest.mark.parametrize("filters", [Filters(), Filters(status=Status.unknown)])
def test_a_page_is_found_by_an_index_without_reading_all_orders(sold: Engine, filters: Filters) -> None:
    with transaction(sold) as session:
        for number in range(30):
            order(session.connection(), f"R-{number}", line("PEN", 1, 100), day=number)

    plan = plans(sold, lambda session: list_orders(session, filters, limit=2))

    assert whole_tables(plan, "orders", "order_line_items", "customers", "customer_aliases", "sold_codes") == []
    assert "idx_orders_created" in plan
