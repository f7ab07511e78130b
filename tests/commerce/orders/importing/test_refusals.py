"""What cannot be true of an order is refused with a sentence, the whole order with it, and the others go in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.orders.importing.checks import allowed
from royal_cli.commerce.orders.importing.importer import OrderImport, OrderRequest
from royal_cli.errors import UsageError
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.orders.importing.made_orders import PLACED, MadeOrders, dump, import_orders, line, order, refused

GOOD = order("1000", line("TEE"))
MUG = line("MUG", 2, 950)
OTHER = "another row of this order cannot be read; correct that one and import them together"


def with_two(second: dict[str, Any] | None, **said: Any) -> list[Any]:
    """An order of a mug and something else, or something that is said on its second row."""
    rows = order("1001", MUG, second, customer_key="A")
    return [rows[0], ("1001", said, second)]


@pytest.mark.parametrize(
    ("wrong", "code", "hint"),
    [
        (
            with_two(line("TEE"), currency="USD"),
            "contradiction",
            "rows of this order say different things as its currency",
        ),
        (
            with_two(None, customer_key="B"),
            "contradiction",
            "rows of this order say different things as its customer key",
        ),
        (
            order("1001", MUG, total=1901),
            "totals",
            "its lines, shipping, fees, discounts and VAT come to 19.00 EUR, but it states a total of 19.01 EUR;"
            " with --allow totals it goes in as it is",
        ),
        (
            order("1001", MUG, shipping_total=500, subtotal=2400),
            "totals",
            "its lines come to 19.00 EUR, but it states a subtotal of 24.00 EUR;"
            " with --allow totals it goes in as it is",
        ),
        (
            order("1001", line("MUG", 2, 950, total=1700)),
            "line_total",
            "price and quantity come to 19.00, not 17.00",
        ),
        (
            order("1001", line("MUG", 2, 10**17)),
            "line_total",
            "the amount is too large to be true",
        ),
        (
            order("1001", MUG, line("TEE", 0)),
            "quantity_zero",
            "0 of TEE were ordered; leave the line out, or correct its quantity",
        ),
        (
            order("1001", line("MUG", 10**9, 1)),
            "quantity_too_large",
            "1000000000 of MUG is more than 1000000; with --allow quantity it goes in",
        ),
        (
            order("1001", MUG, created_at=datetime.now(UTC) + timedelta(days=2)),
            "in_the_future",
            "the order is dated in the future; with --allow future it goes in",
        ),
        (order("1001", MUG, created_at=None), "no_date", "nothing says when the order was placed"),
        (
            order("1001", MUG, currency=None),
            "no_currency",
            "nothing says of which currency the order is; say it with --currency",
        ),
        (
            order("1001", MUG, financial_status="paid", refunded_total=1901),
            "refund_above_paid",
            "more was refunded than was paid",
        ),
        (
            order("1001", line("MUG", 2, 950, fulfilled_quantity=3)),
            "more_than_ordered",
            "more of MUG was sent or cancelled than the 2 that were ordered",
        ),
        (
            order("1001", line("MUG", 2, 950, cancelled_quantity=-1)),
            "below_zero",
            "what was sent, cancelled or refunded cannot be less than 0",
        ),
        (order("1" * 51, MUG), "too_long", "the order number may have 50 characters"),
        (
            order("1001", MUG, order_number="1000"),
            "number_twice",
            "an order further up has this number, and another id",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)  # fmt: skip
def test_it_is_refused_with_its_reason_and_the_others_go_in(
    engine: Engine, wrong: list[Any], code: str, hint: str
) -> None:
    run = import_orders(engine, GOOD, wrong)

    assert run.rejects.first[code].hint == hint
    assert run.counts.rows.rejected == len(wrong)
    assert rows(engine, "SELECT order_number FROM orders") == [("1000",)]
    assert rows(engine, "SELECT code FROM sold_codes") == [("TEE",)]


def test_only_the_row_that_is_to_blame_bears_the_reason(engine: Engine) -> None:
    with OrderImport(engine, OrderRequest(wait=0.0)) as run:
        run.stage(MadeOrders(order("1001", MUG, line("TEE", 0), line("LAMP"))))
        found = list(run.rejects.in_order())

    assert [(reject.line, reject.value, reject.code, reject.hint) for reject in found] == [
        (2, "1001", "other_row", OTHER),
        (3, "1001", "quantity_zero", "0 of TEE were ordered; leave the line out, or correct its quantity"),
        (4, "1001", "other_row", OTHER),
    ]


def test_rows_of_a_refused_order_are_refused_wherever_they_stand(engine: Engine) -> None:
    first, second = order("1001", MUG, line("TEE", 0))
    run = import_orders(engine, [first], GOOD, [second], chunk=1)

    assert run.counts.rows.rejected == 2
    assert rows(engine, "SELECT order_number FROM orders") == [("1000",)]


def test_a_total_that_is_let_in_has_its_difference_as_a_line(engine: Engine) -> None:
    import_orders(engine, order("1001", MUG, total=1850), allow=frozenset({"totals"}))

    assert rows(engine, "SELECT subtotal, fee_total, total FROM orders") == [(1900, -50, 1850)]
    assert rows(engine, "SELECT position, kind, product_title, total FROM order_line_items ORDER BY position") == [
        (1, "product", None, 1900), (2, "adjustment", "Difference to the stated total", -50),
    ]  # fmt: skip
    assert import_orders(engine, order("1001", MUG, total=1850), allow=frozenset({"totals"})).operation is None


def test_a_line_total_that_is_let_in_has_its_difference_as_a_discount(engine: Engine) -> None:
    import_orders(engine, order("1001", line("MUG", 2, 950, total=1700)), allow=frozenset({"totals"}))

    assert rows(engine, "SELECT total, discount FROM order_line_items") == [(1700, 200)]
    assert rows(engine, "SELECT total FROM orders") == [(1700,)]


def test_large_quantities_and_dates_ahead_go_in_when_somebody_says_so(engine: Engine) -> None:
    ahead = datetime.now(UTC) + timedelta(days=30)
    many = order("1001", line("SCREW", 2_000_000, 1), created_at=ahead)

    assert refused(engine, many, allow=frozenset({"quantity", "future"})) == {}
    assert rows(engine, "SELECT total FROM orders") == [(2_000_000,)]


def test_a_check_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(UsageError, match=r"no check 'vanish'"):
        allowed(["vanish"])


def test_an_order_does_not_change_its_currency(engine: Engine) -> None:
    import_orders(engine, GOOD)

    assert refused(engine, order("1000", line("TEE"), currency="USD")) == {
        "currency_changed": "the order is stored in EUR, and an order does not change its currency to USD"
    }
    assert rows(engine, "SELECT currency FROM orders") == [("EUR",)]


def test_a_number_belongs_to_one_order_of_a_channel(engine: Engine) -> None:
    import_orders(engine, order("id-1", line("TEE"), order_number="1000"))

    assert refused(engine, order("id-2", line("TEE"), order_number="1000")) == {
        "number_taken": "another order of this channel has this number"
    }


def _send(engine: Engine, sku: str, units: int) -> None:
    """A parcel that leaves the shop."""
    with engine.begin() as connection:
        line = connection.execute(
            text("SELECT id, order_id FROM order_line_items WHERE sku = :sku"), {"sku": sku}
        ).one()
        values = {"line": line.id, "order": line.order_id, "units": units, "now": PLACED.isoformat(sep=" ")}
        parcel = connection.scalar(
            text(
                "INSERT INTO fulfillments (order_id, number, status, created_at, updated_at)"
                " VALUES (:order, 1, 'shipped', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP) RETURNING id"
            ),
            values,
        )
        connection.execute(
            text("INSERT INTO fulfillment_items (fulfillment_id, order_line_item_id, quantity) VALUES (:f, :l, :q)"),
            {"f": parcel, "l": line.id, "q": units},
        )
        connection.execute(text("UPDATE order_line_items SET fulfilled_quantity = :units WHERE id = :line"), values)


def test_what_was_sent_here_does_not_leave_its_order(engine: Engine) -> None:
    import_orders(engine, order("1001", MUG, line("TEE")))
    _send(engine, "MUG", 2)
    before = dump(engine)

    assert refused(engine, order("1001", line("TEE"))) == {
        "line_worked_on": "the order no longer has MUG, of which units were reserved, sent or refunded here"
    }
    assert refused(engine, order("1001", line("MUG", 1, 950), line("TEE"))) == {
        "less_than_sent": "2 of MUG were sent or cancelled here, more than the file has",
        "other_row": OTHER,
    }
    assert dump(engine) == before
    assert refused(engine, order("1001", MUG, line("TEE"), line("LAMP"))) == {}
    assert rows(engine, "SELECT fulfilled_quantity FROM order_line_items ORDER BY position, id") == [(2,), (0,), (0,)]
