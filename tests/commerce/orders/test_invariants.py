"""What must hold for every order: what breaks it is found, and nothing else is."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from royal_cli.commerce.orders.invariants import INVARIANTS, Broken, broken
from royal_cli.db.database import reading, transaction
from tests.commerce.orders.made import MONDAY, add, line, lines_of, location, order, variant


def found(engine: Engine, **asked: Any) -> list[Broken]:
    with reading(engine) as session:
        return broken(session.connection(), **asked)


def _orders_as_they_should_be(connection: Connection) -> None:
    mug, main = variant(connection, "MUG", stock={"Main": 5}), location(connection, "Main")
    connection.execute(text("UPDATE inventory_levels SET committed = 2"))
    id = order(
        connection, "1", line("MUG", 5, 1000, product_variant_id=mug, fulfilled_quantity=2, cancelled_quantity=1),
        line("POST", 1, 495, kind="shipping"), line("GIFT", 1, 200, kind="fee"), shipping_total=695,
        discount_total=300, tax_total=1010, paid_total=6605, refunded_total=700, fulfillment_status="partial",
    )  # fmt: skip
    first = lines_of(connection, id)[0]
    add(connection, "allocations", order_line_item_id=first, location_id=main, quantity=2)
    parcel = add(connection, "fulfillments", order_id=id, number=1)
    add(connection, "fulfillment_items", fulfillment_id=parcel, order_line_item_id=first, quantity=2)
    refund = add(
        connection, "refunds", order_id=id, number=1, request_key="a", amount=700, shipping_amount=200,
        refunded_at=MONDAY,
    )  # fmt: skip
    add(connection, "refund_items", refund_id=refund, order_line_item_id=first, quantity=0, amount=500)
    order(connection, "2", line("MUG", 1, 1210), prices_include_vat=True, tax_total=210)
    order(connection, "3", line("MUG", 1, 1210), tax_total=210, total=1210)
    order(connection, "4", line("MUG", 1, 1210), tax_total=210, prices_include_vat=False)
    order(connection, "5", line("MUG", -2, 1000), kind="credit")
    order(connection, "6", line("MUG", 1, 1000), line("INK", 1, 0) | {"total": None}, subtotal=4, total=4)
    order(connection, "7", line("MUG", 1, 1000), total=None, subtotal=None, paid_total=None, refunded_total=0)
    order(connection, "8", line("MUG", 1, 1000), tax_total=None, prices_include_vat=False, total=1210)
    order(connection, "9", line("MUG", -1, 1000), kind="adjustment", channel_name=None)


def test_nothing_is_wrong_with_what_is_right(engine: Engine) -> None:
    with transaction(engine) as session:
        _orders_as_they_should_be(session.connection())

    assert found(engine) == []


def test_nothing_is_wrong_where_there_is_nothing(engine: Engine) -> None:
    assert found(engine) == []
    assert found(engine, newest=10) == []


@pytest.mark.parametrize(
    ("statement", "name", "example"),
    [
        ("UPDATE orders SET total = total + 1 WHERE order_number = '1'", "order sums", "1"),
        ("UPDATE orders SET shipping_total = 0 WHERE order_number = '1'", "order sums", "1"),
        ("UPDATE orders SET fee_total = fee_total + 1 WHERE order_number = '1'", "order sums", "1"),
        ("UPDATE orders SET discount_total = NULL WHERE order_number = '1'", "order sums", "1"),
        ("UPDATE orders SET prices_include_vat = FALSE WHERE order_number = '2'", "order sums", "2"),
        ("UPDATE orders SET prices_include_vat = TRUE WHERE order_number = '4'", "order sums", "4"),
        ("UPDATE orders SET tax_total = 100 WHERE order_number = '4'", "order sums", "4"),
        ("UPDATE orders SET total = 1500 WHERE order_number = '3'", "order sums", "3"),
        ("UPDATE orders SET total = -1999 WHERE order_number = '5'", "order sums", "5"),
        ("UPDATE order_line_items SET total = 4999 WHERE quantity = 5", "order lines", "1"),
        ("DELETE FROM order_line_items WHERE quantity = -2", "order lines", "5"),
        ("UPDATE order_line_items SET cancelled_quantity = 4 WHERE quantity = 5", "order units", "1"),
        ("UPDATE order_line_items SET returned_quantity = 3 WHERE quantity = 5", "order units", "1"),
        ("UPDATE order_line_items SET refunded_quantity = 6 WHERE quantity = 5", "order units", "1"),
        ("UPDATE order_line_items SET cancelled_quantity = 2 WHERE quantity = 5", "parcels", "1"),
        ("UPDATE fulfillment_items SET quantity = 3", "parcels", "1"),
        ("UPDATE orders SET paid_total = 699 WHERE order_number = '1'", "refunds", "1"),
        ("UPDATE orders SET refunded_total = 701 WHERE order_number = '1'", "refunds", "1"),
        ("UPDATE orders SET refunded_total = 5 WHERE order_number = '7'", "refunds", "7"),
        ("UPDATE refund_items SET amount = 501", "refunded lines", "1"),
        ("UPDATE inventory_levels SET committed = 3", "reserved stock", "MUG @ Main"),
        ("DELETE FROM inventory_levels", "reserved stock", "MUG @ Main"),
        ("UPDATE allocations SET quantity = 1", "reserved stock", "MUG @ Main"),
    ],
)
def test_what_is_wrong_is_found(engine: Engine, statement: str, name: str, example: str) -> None:
    with transaction(engine) as session:
        _orders_as_they_should_be(session.connection())
        assert session.connection().execute(text(statement)).rowcount

    wrong = {one.name: one for one in found(engine)}

    assert (wrong[name].count, wrong[name].example) == (1, example)
    assert wrong[name].todo.startswith("royal ")
    assert set(wrong) <= {name, "parcels" if name == "order units" else name}


def test_an_order_is_named_with_its_channel_so_that_it_can_be_shown(engine: Engine) -> None:
    with transaction(engine) as session:
        order(session.connection(), "1", line("MUG", 1, 100), total=7)
        order(session.connection(), "2", line("MUG", 1, 100), total=7)

    (wrong,) = found(engine)

    assert (wrong.count, wrong.todo) == (2, "royal order show shop/1 --history")


def test_an_id_is_one_orders_even_without_a_channel(engine: Engine) -> None:
    with transaction(engine) as session:
        for number in "12":
            order(session.connection(), number, channel_name=None, external_id="x")
            order(session.connection(), number, channel_name=f"c{number}", external_id="x")

    assert [(one.name, one.count, one.example) for one in found(engine)] == [("order ids", 1, "x")]


def test_of_many_orders_the_newest_can_be_looked_at(engine: Engine) -> None:
    with transaction(engine) as session:
        for day in range(6):
            order(session.connection(), str(day), line("MUG", 1, 100), day=day, total=99 if day < 3 else 100)

    assert found(engine, newest=3) == []
    assert [one.count for one in found(engine, newest=4)] == [1]
    assert [one.count for one in found(engine)] == [3]


def test_every_invariant_can_be_broken_by_a_test() -> None:
    broken_here: Callable[..., Any] = test_what_is_wrong_is_found
    names = {case[1] for mark in vars(broken_here)["pytestmark"] for case in mark.args[1]}

    assert {one.name for one in INVARIANTS} == names | {"order ids"}
