"""A channel's code becomes a SKU, or postage: its lines, their costs and the sums of orders follow, and come back."""

from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.by_hand import Asked
from royal_cli.commerce.orders.matching.match import LeftOut, MatchedCode, match_code, match_list, set_kind
from royal_cli.commerce.undo import undo
from royal_cli.db.database import transaction
from royal_cli.errors import Conflict, NotFound, UsageError
from tests.commerce.orders.made import add, code, line, lines_of, location, order, variant

ANNA = Asked(actor="operator:anna")


@pytest.fixture
def sold(engine: Engine) -> Engine:
    """Two orders on bol and one on shopify, with nothing matched."""
    with transaction(engine) as session:
        connection = session.connection()
        variant(connection, "MUG-RED", cost_price=4105, price_scale=3, currency="EUR")
        variant(connection, "PEN", cost_price=None)
        mug, post = code(connection, "bol", "85123a", title="Red mug"), code(connection, "bol", "POST")
        other = code(connection, "shopify", "85123A")
        order(
            connection, "1", line("85123A", 3, 1000, sold_code_id=mug),
            line("POST", 1, 495, sold_code_id=post), channel_name="bol", shipping_total=100,
        )  # fmt: skip
        order(connection, "2", line("85123a", 1, 1000, sold_code_id=mug, cost=7), channel_name="bol")
        order(connection, "3", line("85123A", 1, 1100, sold_code_id=other), channel_name="shopify")
    return engine


def lines(engine: Engine) -> list[tuple[Any, ...]]:
    """Order, code, kind, the catalogue's SKUs of variant and product, cost."""
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT o.order_number, l.sku, l.kind, v.sku, p.sku, l.cost FROM order_line_items l"
                " JOIN orders o ON o.id = l.order_id LEFT JOIN product_variants v ON v.id = l.product_variant_id"
                " LEFT JOIN products p ON p.id = l.product_id ORDER BY l.id"
            )
        )
        return [tuple(row) for row in found]


def sums(engine: Engine, number: str) -> tuple[Any, ...]:
    """Goods, shipping, fees, total."""
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT subtotal, shipping_total, fee_total, total FROM orders WHERE order_number = :n"), {"n": number}
        )
        return tuple(found.one())


UNMATCHED = [
    ("1", "85123A", "product", None, None, None),
    ("1", "POST", "product", None, None, None),
    ("2", "85123a", "product", None, None, 7),
    ("3", "85123A", "product", None, None, None),
]


def test_all_lines_of_a_code_follow_it_with_the_costs_that_were_unknown(sold: Engine) -> None:
    done = match_code(sold, "85123A", "MUG-RED", ANNA, channel="bol")

    # 3 × 4.105 EUR is 12.315, in cents a half is rounded up.
    assert lines(sold) == [
        ("1", "85123A", "product", "MUG-RED", "MUG-RED", 1232),
        ("1", "POST", "product", None, None, None),
        ("2", "85123a", "product", "MUG-RED", "MUG-RED", 7),
        ("3", "85123A", "product", None, None, None),
    ]
    assert (done.codes, done.lines, done.rejected) == (1, 2, 0)
    assert done.matched == [MatchedCode("bol", "85123a", "Red mug", "MUG-RED", "product", 2, None, None)]

    undo(sold, done.operation or "")
    assert lines(sold) == UNMATCHED


def test_a_code_of_several_channels_is_asked_back_until_one_is_left(sold: Engine) -> None:
    with pytest.raises(Conflict, match="sold on several channels: bol, shopify") as raised:
        match_code(sold, "85123A", "MUG-RED", ANNA)
    assert raised.value.hint == "Say which: --channel bol"

    match_code(sold, "85123A", "MUG-RED", ANNA, channel="bol")
    done = match_code(sold, "85123A", "MUG-RED", ANNA)

    assert [one.channel for one in done.matched] == ["shopify"]


def test_what_has_no_code_is_called_by_its_title(engine: Engine) -> None:
    with transaction(engine) as session:
        connection = session.connection()
        variant(connection, "MUG-RED")
        code(connection, "bol", "x", code_key="title:red mug", title="Red Mug")
        connection.execute(text("UPDATE sold_codes SET code = NULL"))

    assert match_code(engine, "red MUG", "MUG-RED", ANNA).codes == 1


def test_a_wrong_match_is_corrected_with_the_cost_that_came_from_it(sold: Engine) -> None:
    match_code(sold, "85123A", "MUG-RED", ANNA, channel="bol")

    done = match_code(sold, "85123A", "PEN", ANNA, channel="bol")

    assert done.matched[0].was == "MUG-RED"
    assert lines(sold)[0] == ("1", "85123A", "product", "PEN", "PEN", None)
    assert lines(sold)[2] == ("2", "85123a", "product", "PEN", "PEN", 7)

    assert match_code(sold, "85123A", "PEN", ANNA, channel="bol").operation is None


def test_a_line_that_is_reserved_keeps_the_variant_of_its_stock(sold: Engine) -> None:
    match_code(sold, "85123A", "MUG-RED", ANNA, channel="bol")
    with transaction(sold) as session:
        connection = session.connection()
        first = connection.scalar(text("SELECT min(id) FROM order_line_items"))
        add(connection, "allocations", order_line_item_id=first, location_id=location(connection, "Main"), quantity=1)

    match_code(sold, "85123A", "PEN", ANNA, channel="bol")

    assert [row[3] for row in lines(sold)] == ["MUG-RED", None, "PEN", None]


def test_postage_is_no_product_and_moves_within_the_sums_of_its_orders(sold: Engine) -> None:
    assert sums(sold, "1") == (3495, 100, 0, 3595)

    done = set_kind(sold, "post", "shipping", ANNA)

    assert sums(sold, "1") == (3000, 595, 0, 3595)
    assert sums(sold, "2") == (1000, 0, 0, 1000)
    assert lines(sold)[1] == ("1", "POST", "shipping", None, None, None)
    assert (done.codes, done.lines, done.matched[0].kind) == (1, 1, "shipping")

    fee = set_kind(sold, "POST", "fee", ANNA)
    assert sums(sold, "1") == (3000, 100, 495, 3595)

    undo(sold, fee.operation or "")
    undo(sold, done.operation or "")
    assert sums(sold, "1") == (3495, 100, 0, 3595)
    assert lines(sold) == UNMATCHED


def test_what_nobody_stated_counts_as_none_but_unknown_goods_stay_unknown(sold: Engine) -> None:
    with transaction(sold) as session:
        session.connection().execute(
            text("UPDATE orders SET fee_total = NULL, subtotal = NULL WHERE order_number = '1'")
        )

    set_kind(sold, "POST", "fee", ANNA)

    assert sums(sold, "1") == (None, 100, 495, 3595)


def test_a_matched_code_that_is_postage_after_all_loses_its_variant(sold: Engine) -> None:
    match_code(sold, "POST", "PEN", ANNA)
    assert lines(sold)[1][3:5] == ("PEN", "PEN")

    set_kind(sold, "POST", "shipping", ANNA)
    assert lines(sold)[1] == ("1", "POST", "shipping", None, None, None)

    match_code(sold, "POST", "PEN", ANNA)
    assert lines(sold)[1] == ("1", "POST", "product", "PEN", "PEN", None)
    assert sums(sold, "1") == (3495, 100, 0, 3595)


def test_a_line_that_is_something_else_by_itself_stays_so(sold: Engine) -> None:
    with transaction(sold) as session:
        session.connection().execute(text("UPDATE order_line_items SET kind = 'discount' WHERE sku = '85123a'"))

    match_code(sold, "85123A", "MUG-RED", ANNA, channel="bol")

    assert [(row[2], row[3]) for row in lines(sold)][2] == ("discount", None)


def test_what_is_reserved_or_packed_is_no_postage(sold: Engine) -> None:
    with transaction(sold) as session:
        connection = session.connection()
        id = connection.scalar(text("SELECT id FROM orders WHERE order_number = '1'"))
        parcel = add(connection, "fulfillments", order_id=id, number=1)
        item = {"fulfillment_id": parcel, "order_line_item_id": lines_of(connection, int(id or 0))[0], "quantity": 1}
        add(connection, "fulfillment_items", **item)

    with pytest.raises(Conflict, match="Units of 85123a are reserved or packed in order 1"):
        set_kind(sold, "85123A", "fee", ANNA, channel="bol")
    assert lines(sold) == UNMATCHED


@pytest.mark.parametrize(
    ("called", "sku", "channel", "said"),
    [
        ("nope", "PEN", None, "Nothing has been sold as 'nope'"),
        ("POST", "PEN", "shopify", "Nothing has been sold on shopify as 'POST'"),
        ("POST", "PEN", "ebay", "There is no channel 'ebay'"),
        ("POST", "PENN", None, "There is no SKU 'PENN' in the catalogue"),
        ("", "PEN", None, "Nothing has been sold as ''"),
    ],
)
def test_what_there_is_not_is_said(sold: Engine, called: str, sku: str, channel: str | None, said: str) -> None:
    with pytest.raises(NotFound, match=said):
        match_code(sold, called, sku, ANNA, channel=channel)
    assert lines(sold) == UNMATCHED


def test_a_product_with_several_variants_is_asked_back(sold: Engine) -> None:
    with transaction(sold) as session:
        connection = session.connection()
        tee = add(connection, "products", sku="TEE", title="Tee")
        for size in "SML":
            add(connection, "product_variants", product_id=tee, sku=f"TEE-{size}")

    with pytest.raises(Conflict, match="The product TEE has 3 variants") as raised:
        match_code(sold, "POST", "TEE", ANNA)
    assert raised.value.hint == "Say which: TEE-S, TEE-M, TEE-L"


def test_a_list_is_done_as_one_and_what_cannot_be_done_is_told(sold: Engine) -> None:
    given = ["code;sku;channel\n", "85123A;MUG-RED;bol\n", "85123A;PEN;bol\n", "POST;GONE\n", "85123a;PEN;shopify\n"]

    done = match_list(sold, given, ANNA, source="matches.csv")

    assert [row[3] for row in lines(sold)] == ["MUG-RED", None, "MUG-RED", "PEN"]
    assert (done.codes, done.lines, done.rejected) == (2, 3, 2)
    assert done.rejects == [
        LeftOut(3, "85123A", "An earlier line says that it is something else."),
        LeftOut(4, "POST", "There is no SKU 'GONE' in the catalogue."),
    ]

    undo(sold, done.operation or "")
    assert lines(sold) == UNMATCHED


def test_an_empty_list_is_wrong_usage(sold: Engine) -> None:
    with pytest.raises(UsageError):
        match_list(sold, [], ANNA, source="-")


def test_a_dry_run_shows_all_and_writes_nothing(sold: Engine) -> None:
    done = match_code(sold, "POST", "PEN", Asked(dry_run=True))

    assert (done.operation, done.codes, done.lines) == (None, 1, 1)
    assert lines(sold) == UNMATCHED
