"""An order is known by its channel and its id there: imported again it is updated, and never doubled."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.by_hand import Asked
from royal_cli.commerce.importing.counts import Outcome, Rows
from royal_cli.commerce.orders.desk.changed import OrdersChanged
from royal_cli.commerce.orders.desk.tags import add_tags, remove_tags
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.importing.importer import OrderImport, OrderRequest
from royal_cli.commerce.undo import undo
from tests.commerce.catalog.made_feeds import import_rows, rows
from tests.commerce.orders.importing.made_orders import MadeOrders, dump, import_orders, line, order

TagChange = Callable[..., OrdersChanged]
MUGS = order("1001", line("MUG", 2, 950), line("TEE", 1, 2000), customer_email="ann@shop.example")


def lines_of(engine: Engine, number: str, columns: str = "l.sku, l.quantity, l.total") -> list[tuple[Any, ...]]:
    return rows(
        engine,
        f"SELECT {columns} FROM order_line_items l JOIN orders o ON o.id = l.order_id"
        " WHERE o.order_number = :number ORDER BY l.position, l.id",
        number=number,
    )


def one(engine: Engine, columns: str, number: str = "1001") -> tuple[Any, ...]:
    (found,) = rows(engine, f"SELECT {columns} FROM orders WHERE order_number = :number", number=number)
    return found


def test_a_first_import_creates_orders_lines_codes_customers_and_the_channel(engine: Engine) -> None:
    done = import_orders(engine, MUGS, order("1002", line("MUG", 1, 950)))

    assert done.counts.rows == Rows(3, 3, 0, 0, 0)
    assert done.counts.orders == Outcome(2, 0, 0)
    assert done.counts.lines == Outcome(3, 0, 0)
    assert (done.counts.customers_created, done.counts.codes_unmatched) == (1, 2)
    assert lines_of(engine, "1001") == [("MUG", 2, 1900), ("TEE", 1, 2000)]
    assert one(engine, "kind, external_id, currency, subtotal, total, refunded_total") == (
        "sale", "1001", "EUR", 3900, 3900, 0,
    )  # fmt: skip
    assert rows(engine, "SELECT name, type FROM channels") == [("shop", "file")]
    assert rows(engine, "SELECT email, total_orders, total_spent FROM customers") == [("ann@shop.example", 1, 3900)]
    assert rows(engine, "SELECT kind, source FROM operations") == [("order.import", "made.csv")]


def test_the_same_file_again_changes_nothing(engine: Engine) -> None:
    import_orders(engine, MUGS)
    before = dump(engine)
    again = import_orders(engine, MUGS)

    assert (again.operation, again.counts.rows) == (None, Rows(2, 0, 0, 2, 0))
    assert dump(engine) == before
    assert rows(engine, "SELECT count(*) FROM operations") == [(1,)]


def test_two_channels_have_an_order_of_the_same_number(engine: Engine) -> None:
    import_orders(engine, MUGS)
    import_orders(engine, order("1001", line("LAMP")), channel="market")

    assert rows(
        engine, "SELECT c.name, o.total FROM orders o JOIN channels c ON c.id = o.channel_id ORDER BY c.name"
    ) == [("market", 1000), ("shop", 3900)]


def test_what_is_not_stated_stays_unknown(engine: Engine) -> None:
    import_orders(engine, order("1001", line("MUG", 3, None), line("TEE", None, 500)))

    assert one(engine, "subtotal, tax_total, shipping_total, fee_total, total, paid_total, financial_status") == (
        (None,) * 7
    )
    assert lines_of(engine, "1001") == [("MUG", 3, None), ("TEE", None, None)]


@pytest.mark.parametrize(
    ("price", "scale", "quantity", "currency", "total"),
    [
        (2550, 3, 5, "EUR", 1275),
        (1005, 3, 1, "EUR", 101),  # 1.005 is rounded up,
        (1005, 3, -1, "EUR", -101),  # and so is what is given back
        (1, 3, 4, "EUR", 0),
        (12, 0, 3, "JPY", 36),
        (1250, 2, 2, "JPY", 25),
        (12345, 4, 10, "TND", 12345),
    ],
)
def test_a_total_is_rounded_once_in_the_digits_of_its_currency(
    engine: Engine, price: int, scale: int, quantity: int, currency: str, total: int
) -> None:
    import_orders(engine, order("1001", line("MUG", quantity, price, price_scale=scale), currency=currency))

    assert (lines_of(engine, "1001", "l.total"), one(engine, "total")) == ([(total,)], (total,))


def test_shipping_fees_discount_and_vat_join_the_lines_in_the_total(engine: Engine) -> None:
    import_orders(
        engine,
        order(
            "1001",
            line("MUG", 2, 1000, discount=100),
            line("POST", 1, 450, kind="shipping"),
            line("WRAP", 1, 300, kind="fee"),
            shipping_total=200, discount_total=150, tax_total=525, prices_include_vat=False,
        ),
    )  # fmt: skip

    assert one(engine, "subtotal, shipping_total, fee_total, discount_total, tax_total, total") == (
        1900, 650, 300, 150, 525, 3225,
    )  # fmt: skip


def test_whether_prices_include_vat_shows_in_a_stated_total(engine: Engine) -> None:
    import_orders(
        engine,
        order("1001", line("MUG", 1, 1000), tax_total=210, total=1210),
        order("1002", line("MUG", 1, 1210), tax_total=210, total=1210),
    )

    assert rows(engine, "SELECT order_number, prices_include_vat FROM orders ORDER BY order_number") in (
        [("1001", False), ("1002", True)], [("1001", 0), ("1002", 1)],
    )  # fmt: skip


def test_a_unit_price_that_was_rounded_does_not_contradict_its_total(engine: Engine) -> None:
    import_orders(engine, order("1001", line("MUG", 3, 333, total=1000)))

    assert lines_of(engine, "1001", "l.total, l.discount") == [(1000, -1)]
    assert one(engine, "total") == (1000,)


def test_equal_rows_are_lines_of_their_own(engine: Engine) -> None:
    twice = order("1001", line("MUG", 1, 950), line("MUG", 1, 950))
    import_orders(engine, twice)

    assert lines_of(engine, "1001") == [("MUG", 1, 950)] * 2
    assert import_orders(engine, twice).operation is None


def test_a_code_is_one_in_any_letter_case(engine: Engine) -> None:
    import_orders(engine, order("1001", line("85123A")), order("1002", line("85123a"), line(None, title="Café")))
    import_orders(engine, order("1003", line("85123a"), line(None, title="CAFÉ")))

    assert rows(engine, "SELECT code_key, code FROM sold_codes ORDER BY id") == [
        ("85123a", "85123A"), ("title:café", None),
    ]  # fmt: skip


def test_rows_of_an_order_need_not_stand_together(engine: Engine) -> None:
    first, second = MUGS
    between = order("1002", line("LAMP"))
    import_orders(engine, [first], between, [second], chunk=2)

    assert lines_of(engine, "1001", "l.position, l.sku, l.total") == [(1, "MUG", 1900), (2, "TEE", 2000)]
    assert import_orders(engine, MUGS, between).operation is None


def test_a_line_whose_currency_stands_on_another_row_is_worked_out_all_the_same(engine: Engine) -> None:
    said, bare = MUGS
    import_orders(engine, [bare], order("1002", line("LAMP")), [said], chunk=1)

    assert lines_of(engine, "1001") == [("TEE", 1, 2000), ("MUG", 2, 1900)]


def test_a_file_that_lists_an_order_replaces_its_lines(engine: Engine) -> None:
    import_orders(engine, order("1001", line("MUG", 2, 950), line("TEE", 1, 2000), line("LAMP", 1, 500)))
    kept = rows(engine, "SELECT id FROM order_line_items WHERE sku = 'MUG'")
    done = import_orders(engine, order("1001", line("MUG", 3, 950), line("LAMP", 1, 500), line("VASE", 1, 100)))

    assert done.counts.lines == Outcome(1, 1, 1)
    assert (done.counts.lines_removed, done.counts.orders) == (1, Outcome(0, 1, 0))
    assert lines_of(engine, "1001") == [("MUG", 3, 2850), ("LAMP", 1, 500), ("VASE", 1, 100)]
    assert rows(engine, "SELECT id FROM order_line_items WHERE sku = 'MUG'") == kept
    assert one(engine, "subtotal, total") == (3450, 3450)


def test_lines_are_found_again_by_their_own_id(engine: Engine) -> None:
    import_orders(engine, order("1001", line("MUG", external_id="a"), line("MUG", external_id="b")))
    ids = rows(engine, "SELECT external_id, id FROM order_line_items ORDER BY external_id")
    done = import_orders(engine, order("1001", line("CUP", 4, external_id="b"), line("MUG", external_id="a")))

    assert done.counts.lines == Outcome(0, 1, 1)
    assert rows(engine, "SELECT external_id, id FROM order_line_items ORDER BY external_id") == ids
    assert lines_of(engine, "1001") == [("MUG", 1, 1000), ("CUP", 4, 4000)]


def test_a_file_without_amounts_takes_none_away(engine: Engine) -> None:
    import_orders(engine, order("1001", line("MUG", 2, 950), shipping_total=500, discount_total=100))
    before = dump(engine)
    again = import_orders(engine, order("1001", line("MUG", 2, None)), order("1002", line("MUG", 1, None)))

    assert again.counts.orders == Outcome(1, 0, 1)
    assert dump(engine)["orders"][0] == before["orders"][0]


def test_shipping_stays_where_a_file_speaks_of_lines_only(engine: Engine) -> None:
    import_orders(engine, order("1001", line("MUG", 2, 950), line("POST", 1, 300, kind="shipping"), shipping_total=500))
    import_orders(engine, order("1001", line("MUG", 1, 950)))

    assert one(engine, "subtotal, shipping_total, total") == (950, 500, 1450)


def test_statuses_only_move_forward(engine: Engine) -> None:
    def told(**fields: Any) -> tuple[Any, ...]:
        import_orders(engine, order("1001", line("MUG", 2, 950), **fields))
        return one(engine, "financial_status, fulfillment_status, order_status, paid_total, refunded_total")

    old = {"financial_status": "pending", "fulfillment_status": "unfulfilled"}
    assert told(**old) == ("pending", "unfulfilled", "open", 0, 0)
    assert told(financial_status="paid", fulfillment_status="fulfilled") == ("paid", "fulfilled", "closed", 1900, 0)
    assert told(**old) == ("paid", "fulfilled", "closed", 1900, 0)
    assert told(financial_status="partially_refunded", refunded_total=900)[3:] == (1900, 900)
    assert told(financial_status="paid", refunded_total=100)[0] == "partially_refunded"
    assert told(order_status="cancelled")[2] == "cancelled"
    assert told(order_status="open")[2] == "cancelled"


def test_units_follow_from_what_is_said_of_the_order(engine: Engine) -> None:
    counted = "quantity, fulfilled_quantity, cancelled_quantity"
    import_orders(
        engine,
        order("1001", line("MUG", 5), fulfillment_status="fulfilled"),
        order("1002", line("MUG", 5, fulfilled_quantity=2), line("TEE", 1), order_status="cancelled"),
        order("1003", line("MUG", 5, fulfilled_quantity=2), line("TEE", 1, fulfilled_quantity=0)),
    )

    assert lines_of(engine, "1001", counted) == [(5, 5, 0)]
    assert lines_of(engine, "1002", counted) == [(5, 2, 3), (1, 0, 1)]
    assert one(engine, "fulfillment_status, order_status", "1003") == ("partial", "open")


def test_a_stated_refund_is_a_refund_and_grows_with_the_file(engine: Engine) -> None:
    def told(refunded: int) -> list[tuple[Any, ...]]:
        import_orders(engine, order("1001", line("MUG", 2, 950), financial_status="paid", refunded_total=refunded))
        return rows(engine, "SELECT number, request_key, amount FROM refunds")

    assert told(0) == []
    assert told(400) == [(1, "import", 400)]
    assert told(900) == [(1, "import", 900)]
    assert told(500) == [(1, "import", 900)]
    assert rows(engine, "SELECT total_spent FROM customers") == []


def test_a_sku_a_gtin_and_a_suppliers_code_lead_to_the_variant(engine: Engine) -> None:
    import_rows(
        engine,
        {"sku": "Mug-Blue", "title": "Blue mug", "price": 950, "cost_price": 401},
        {"sku": "TEE-S", "title": "Tee", "gtin": "8712345678906"},
        {"sku": "LAMP-a", "title": "Lamp"},
        {"sku": "LAMP-A", "title": "Another lamp"},
    )
    done = import_orders(
        engine,
        order("1001", line("MUG-BLUE", 3), line(None, gtin="8712345678906"), line("LAMP-A")),
    )

    assert done.counts.codes_unmatched == 0
    matched = "SELECT l.sku, v.sku, l.cost FROM order_line_items l JOIN product_variants v"
    assert rows(engine, f"{matched} ON v.id = l.product_variant_id ORDER BY l.position") == [
        ("MUG-BLUE", "Mug-Blue", 1203), ("TEE-S", "TEE-S", None), ("LAMP-A", "LAMP-A", None),
    ]  # fmt: skip


def test_a_code_that_may_be_two_variants_is_left_to_people(engine: Engine) -> None:
    import_rows(engine, {"sku": "LAMP-a", "title": "Lamp"}, {"sku": "LAMP-A", "title": "Another lamp"})

    assert import_orders(engine, order("1001", line("lamp-A"))).counts.codes_unmatched == 1


def test_a_code_that_the_catalogue_learns_later_matches_older_lines_too(engine: Engine) -> None:
    import_orders(engine, MUGS)
    import_rows(engine, {"sku": "MUG", "title": "Mug"})
    done = import_orders(engine, order("1002", line("mug")))

    assert done.counts.codes_unmatched == 0
    assert rows(engine, "SELECT count(*) FROM order_line_items WHERE product_variant_id IS NOT NULL") == [(2,)]
    assert rows(engine, "SELECT count(*) FROM order_line_items WHERE product_id IS NOT NULL") == [(2,)]


def test_what_somebody_said_a_code_is_holds_for_later_files(engine: Engine) -> None:
    import_orders(engine, order("1001", line("POST", 1, 500)))
    with engine.begin() as connection:
        connection.execute(text("UPDATE sold_codes SET kind = 'shipping'"))
    import_orders(engine, order("1002", line("POST", 1, 500), line("MUG", 1, 950)))

    assert one(engine, "subtotal, shipping_total, total", "1002") == (950, 500, 1450)


def test_tags_of_the_desk_stay_and_tags_of_the_channel_follow_it(engine: Engine) -> None:
    def tags(*of_the_file: str) -> list[str]:
        import_orders(engine, order("1001", line("MUG"), tags=json.dumps(of_the_file)))
        (found,) = rows(engine, "SELECT CAST(tags AS TEXT) FROM orders")[0]
        return sorted(json.loads(found))

    def by_hand(change: TagChange, *named: str) -> str:
        done = change(engine, named, Which(numbers=["1001"]), Asked())
        assert done.operation
        return done.operation

    assert tags("new", "web") == ["new", "web"]
    by_hand(add_tags, "gift")
    assert tags("new", "web", "late") == ["gift", "late", "new", "web"]
    assert tags("late") == ["gift", "late"]
    by_hand(remove_tags, "LATE")
    assert tags("late", "paid") == ["gift", "paid"]
    undo(engine, by_hand(add_tags, "wrong"))
    assert tags("late", "blue") == ["blue", "gift"]
    by_hand(remove_tags, "gift")
    assert tags("late") == []


def test_an_order_without_lines_keeps_those_that_are_known(engine: Engine) -> None:
    import_orders(engine, MUGS)
    done = import_orders(engine, order("1001", None, financial_status="paid"))

    assert done.counts.lines == Outcome(0, 0, 0)
    assert (len(lines_of(engine, "1001")), one(engine, "total, paid_total")) == (2, (3900, 3900))


def test_what_would_be_written_is_seen_before_and_nothing_is_written(engine: Engine) -> None:
    import_orders(engine, MUGS)
    before = dump(engine)
    with OrderImport(engine, OrderRequest(channel="shop", wait=0.0)) as run:
        run.stage(
            MadeOrders(order("1001", line("MUG", 4, 950)), order("1002", line("TEE")), order("1003", line("X", 0)))
        )
        run.look(None)
        seen = [(change.action, change.entity, change.key, change.field) for change in run.changes]

    assert seen == [
        ("update", "order", "1001", "subtotal"),
        ("update", "order", "1001", "total"),
        ("update", "line", "MUG", "quantity"),
        ("update", "line", "MUG", "total"),
        ("delete", "line", "TEE", "quantity"),
        ("create", "order", "1002", "total"),
    ]
    assert run.counts.rows == Rows(3, 1, 1, 0, 1)
    assert dump(engine) == before


def test_a_later_date_of_an_order_is_taken(engine: Engine) -> None:
    import_orders(engine, MUGS)
    moved = datetime(2026, 3, 14, 14, 9, tzinfo=UTC)
    import_orders(engine, order("1001", line("MUG", 2, 950), line("TEE", 1, 2000), created_at=moved))

    assert "14:09" in str(one(engine, "created_at")[0])
