"""The undo of an import leaves nothing of it, except what somebody has built on since."""

from sqlalchemy import Engine, text

from royal_cli.commerce.undo import undo
from tests.commerce.catalog.dumps import last
from tests.commerce.catalog.made_feeds import import_rows, rows
from tests.commerce.orders.importing.made_orders import TABLES, dump, import_orders, line, order

ADDRESS = '{"address1":"Kade 1","city":"Gent","country_code":"BE"}'
FIRST = order(
    "1001", line("MUG", 2, 950), line("TEE", 1, 2000), customer_email="ann@shop.example", first_name="Ann",
    billing_address=ADDRESS, shipping_address=ADDRESS, financial_status="paid", refunded_total=100,
)  # fmt: skip
SECOND = order("1002", line("LAMP", 1, 3000), customer_key="B")


def test_the_undo_of_the_first_import_leaves_nothing(engine: Engine) -> None:
    import_orders(engine, FIRST, SECOND)
    done = undo(engine, last(engine))

    assert (done.status, done.conflicts) == ("undone", 0)
    assert dump(engine) == {name: [] for name in TABLES}


def test_the_undo_of_the_undo_brings_everything_back(engine: Engine) -> None:
    import_orders(engine, FIRST, SECOND)
    before = dump(engine)
    undo(engine, last(engine))
    undo(engine, last(engine))

    assert dump(engine) == before
    assert import_orders(engine, FIRST, SECOND).operation is None


def test_the_undo_of_a_second_import_restores_what_it_changed_and_deleted(engine: Engine) -> None:
    import_orders(engine, FIRST)
    before = dump(engine)
    changed = order(
        "1001", line("MUG", 5, 950), line("VASE", 1, 500), customer_email="ann@shop.example", tags='["gift"]',
        financial_status="partially_refunded", refunded_total=900, fulfillment_status="fulfilled",
    )  # fmt: skip
    import_orders(engine, changed, SECOND)
    done = undo(engine, last(engine))

    assert done.conflicts == 0
    assert dump(engine) == before


def test_an_order_that_was_worked_on_stays_and_is_said(engine: Engine) -> None:
    import_orders(engine, FIRST, SECOND)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO fulfillments (order_id, number, status, created_at, updated_at)"
                " SELECT id, 1, 'shipped', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM orders WHERE order_number = '1001'"
            )
        )
    done = undo(engine, last(engine), force=True)

    assert [(example.entity, example.key) for example in done.examples] == [("orders", "1001")]
    assert rows(engine, "SELECT order_number FROM orders") == [("1001",)]
    assert rows(engine, "SELECT code FROM sold_codes ORDER BY id") == [("MUG",), ("TEE",)]
    assert rows(engine, "SELECT count(*) FROM order_line_items") == [(2,)]
    assert rows(engine, "SELECT email, total_orders, total_spent FROM customers") == [("ann@shop.example", 1, 3800)]


def test_what_a_later_import_needs_stays_without_a_word(engine: Engine) -> None:
    import_orders(engine, FIRST)
    first = last(engine)
    import_orders(engine, order("1003", line("MUG", 1, 950), customer_email="ann@shop.example"))
    done = undo(engine, first)

    assert (done.status, done.conflicts) == ("undone", 0)
    assert rows(engine, "SELECT email, total_orders, total_spent FROM customers") == [("ann@shop.example", 1, 950)]
    assert rows(engine, "SELECT code FROM sold_codes") == [("MUG",)]
    assert rows(engine, "SELECT name FROM channels") == [("shop",)]


def test_older_lines_that_were_matched_on_the_way_are_unmatched_again(engine: Engine) -> None:
    import_orders(engine, FIRST)
    before = dump(engine)
    import_rows(engine, {"sku": "MUG", "title": "Mug", "price": 950, "cost_price": 400})
    import_orders(engine, order("1003", line("mug")))
    undo(engine, last(engine))

    assert dump(engine) == before
