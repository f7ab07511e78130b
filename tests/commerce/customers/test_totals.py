"""What customers bought, per currency, counted from their orders."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from royal_cli.commerce.customers.totals import recount
from royal_cli.db.database import opened, writing
from tests.commerce.customers.orders import NOON, ORDERS, imported, store, writer

ANNA = "anna@example.nl"
MOMENT = ORDERS.c.created_at.type
COUNTED = "total_orders, total_spent, average_order_value, lifetime_value"


def _anna(connection: Connection) -> int:
    (anna,) = imported(connection, {"customer_email": ANNA})
    connection.execute(text("DELETE FROM orders"))
    assert anna is not None
    return anna


def _totals(connection: Connection) -> dict[str, tuple[Any, ...]]:
    rows = connection.execute(text(f"SELECT currency, {COUNTED} FROM customer_totals ORDER BY currency"))
    return {row[0]: tuple(row[1:]) for row in rows}


def _of_customer(connection: Connection) -> tuple[Any, ...]:
    return tuple(connection.execute(text(f"SELECT currency, {COUNTED} FROM customers")).one())


def test_currencies_are_never_added(engine: Engine) -> None:
    """T73: the customer's own figures are of the currency of most orders; orders are counted in all of them."""
    with writer(engine) as connection:
        anna = _anna(connection)
        for total, currency in ((1000, "EUR"), (2500, "EUR"), (100_000, "JPY")):
            store(connection, anna, total=total, currency=currency)
        recount(connection, "SELECT id FROM customers")

        assert _totals(connection) == {"EUR": (2, 3500, 1750, 3500), "JPY": (1, 100_000, 100_000, 100_000)}
        assert _of_customer(connection) == ("EUR", 3, 3500, 1750, 3500)


def test_refunds_credits_and_cancellations(engine: Engine) -> None:
    with writer(engine) as connection:
        anna = _anna(connection)
        store(connection, anna, total=10_000, refunded_total=2_500)
        store(connection, anna, total=5_000)
        store(connection, anna, total=-1_000, kind="credit")
        store(connection, anna, total=7_777, order_status="cancelled", refunded_total=7_777)
        store(connection, anna, total=-400, kind="credit", order_status="cancelled")
        store(connection, anna, total=-9_999, kind="adjustment")
        recount(connection, "SELECT id FROM customers")

        assert _totals(connection) == {"EUR": (2, 11_500, 5_750, 11_500)}


@pytest.mark.parametrize(
    ("totals", "spent", "average"),
    [
        ([1000, None], 1000, 1000),
        ([None, None], None, None),
        ([1, 2], 3, 2),  # 1.5 cents round up
        ([1, 1, 2], 4, 1),
    ],
)
def test_an_unknown_total_counts_as_an_order_and_adds_no_money(
    engine: Engine, totals: list[int | None], spent: int | None, average: int | None
) -> None:
    with writer(engine) as connection:
        anna = _anna(connection)
        for total in totals:
            store(connection, anna, total=total)
        recount(connection, "SELECT id FROM customers")

        assert _totals(connection) == {"EUR": (len(totals), spent, average, spent)}


def test_credits_above_all_sales_average_below_zero_rounded_away_from_it(engine: Engine) -> None:
    with writer(engine) as connection:
        anna = _anna(connection)
        store(connection, anna, total=100)
        store(connection, anna, total=100)
        store(connection, anna, total=-203, kind="credit")
        recount(connection, "SELECT id FROM customers")

        assert _totals(connection) == {"EUR": (2, -3, -2, -3)}


def test_a_customer_without_orders_bought_nothing_in_no_currency(engine: Engine) -> None:
    with writer(engine) as connection:
        anna = _anna(connection)
        order = store(connection, anna, total=100)
        recount(connection, "SELECT id FROM customers")
        connection.execute(text(f"DELETE FROM orders WHERE id = {order}"))
        recount(connection, "SELECT id FROM customers")

        assert _totals(connection) == {}
        assert _of_customer(connection) == (None, 0, None, None, None)


def test_a_customer_whose_orders_are_all_cancelled_bought_nothing(engine: Engine) -> None:
    with writer(engine) as connection:
        store(connection, _anna(connection), total=None, order_status="cancelled")
        recount(connection, "SELECT id FROM customers")

        assert _totals(connection) == {"EUR": (0, 0, None, 0)}


def test_a_late_import_moves_the_first_order_back_and_not_the_last_one(engine: Engine) -> None:
    with writer(engine) as connection:
        anna = _anna(connection)
        store(connection, anna, day=5)
        store(connection, anna, day=9, order_status="cancelled")
        store(connection, anna, day=-3)
        store(connection, anna, day=-8, kind="credit", total=-1)
        recount(connection, "SELECT id FROM customers")

        seen = connection.execute(
            text("SELECT first_order_at, last_order_at FROM customers").columns(
                first_order_at=MOMENT, last_order_at=MOMENT
            )
        ).one()
        assert tuple(seen) == (NOON - timedelta(days=3), NOON + timedelta(days=5))


def test_only_the_chosen_customers_are_counted(engine: Engine) -> None:
    with writer(engine) as connection:
        first, second = imported(connection, {"customer_email": ANNA}, {"customer_email": "bob@example.nl"})
        recount(connection, "SELECT CAST(:id AS BIGINT)", id=first)

        counted = connection.scalars(text("SELECT customer_id FROM customer_totals")).all()
        assert counted == [first] != [second]


def test_two_who_refund_at_once_leave_the_sum_of_both(postgres_url: str) -> None:
    """Each changes an order of its own of the same customer, and counts before the other has committed."""
    with opened(postgres_url) as engine:
        with writer(engine) as connection:
            anna = _anna(connection)
            orders = [store(connection, anna, total=10_000) for _ in range(2)]
            recount(connection, "SELECT id FROM customers")
        both = threading.Barrier(2)

        def refund(order: int, amount: int) -> None:
            with writing(engine).connect() as connection, connection.begin():
                connection.execute(text(f"UPDATE orders SET refunded_total = {amount} WHERE id = {order}"))
                both.wait(timeout=20)
                recount(connection, "SELECT id FROM customers")

        threads = [threading.Thread(target=refund, args=(order, 100 * place)) for place, order in enumerate(orders, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        with engine.connect() as connection:
            assert _totals(connection) == {"EUR": (2, 19_700, 9_850, 19_700)}
