"""What is cancelled is not sent, money goes back once and never more than came, and goods come back."""

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.orders.flow.allocate import allocate
from royal_cli.commerce.orders.flow.asked import units_of
from royal_cli.commerce.orders.flow.cancel import Cancelled, cancel
from royal_cli.commerce.orders.flow.fulfill import fulfill
from royal_cli.commerce.orders.flow.pick import pick
from royal_cli.commerce.orders.flow.refund import Once, Refunded, refund
from royal_cli.commerce.orders.flow.refund_bill import Wish
from royal_cli.commerce.orders.flow.returns import Receiving, Returned, return_
from royal_cli.commerce.orders.flow.ship import Shipping, ship
from royal_cli.commerce.undo import undo
from royal_cli.db.database import transaction
from royal_cli.errors import Conflict, Refused, UsageError
from royal_cli.money import to_text
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.orders.flow.floor import ASKED, Stand, counts, goods, is_sound, one, packing, sell, stand
from tests.commerce.orders.made import customer
from tests.commerce.stock.shelves import put, shelves


@pytest.fixture
def shop(engine: Engine) -> Engine:
    put(engine, {("MUG", "Main"): 5, ("BOWL", "Main"): 3})
    sell(engine, "1001", goods("MUG", 3), goods("BOWL", 1, 2999))
    return engine


def cancelled(engine: Engine, *lines: str, number: str = "1001") -> Cancelled:
    return cancel(engine, number, None, units_of(lines), ASKED)


def refunded(
    engine: Engine, *lines: str, number: str = "1001", amount: str | None = None, shipping: bool = False,
    key: str | None = None, again: bool = False, paid: str | None = None,
) -> Refunded:  # fmt: skip
    wish = Wish(lines=units_of(lines), amount=amount, shipping=shipping)
    return refund(engine, number, None, wish, Once(key=key, again=again, paid=paid), ASKED)


def came_back(engine: Engine, *lines: str, **values: object) -> Returned:
    return return_(engine, "1001", None, Receiving(lines=units_of(lines), **values), ASKED)  # type: ignore[arg-type]


def send_all(engine: Engine) -> None:
    ship(engine, "1001", None, Shipping(packing=packing()), ASKED)


def amount(done: Refunded) -> str:
    return to_text(done.amount.amount, done.amount.scale)


def test_what_is_cancelled_can_be_sold_again(shop: Engine) -> None:
    allocate(shop, one("1001"), ASKED)

    done = cancelled(shop, "MUG=2")

    assert [(line.sku, line.quantity, line.given_back) for line in done.lines] == [("MUG", 2, 2)]
    assert (done.is_whole, done.units) == (False, 2)
    assert shelves(shop)["MUG", "Main"] == (4, 1, 0, 0)
    assert counts(shop)["MUG"] == (3, 0, 2, 0, 1)
    assert stand(shop).order == "open"
    assert is_sound(shop)


def test_what_is_not_reserved_is_cancelled_before_what_is(shop: Engine) -> None:
    fulfill(shop, "1001", None, packing("BOWL"), ASKED)
    put(shop, {("MUG", "Other"): 0})
    allocate(shop, one("1001"), ASKED)
    pick(shop, one("1001"), ASKED)
    sell(shop, "1002", goods("MUG", 4))
    allocate(shop, one("1002"), ASKED, partial=True)
    assert counts(shop, "1002")["MUG"] == (4, 0, 0, 0, 2)

    assert cancelled(shop, "MUG=2", number="1002").lines[0].given_back == 0
    assert cancelled(shop, "MUG=1", number="1002").lines[0].given_back == 1
    assert is_sound(shop)


def test_the_whole_order_is_cancelled_and_opened_again(shop: Engine) -> None:
    allocate(shop, one("1001"), ASKED)
    done = cancelled(shop)

    assert (done.is_whole, done.paid and to_text(done.paid.amount, 2)) == (True, "67.49")
    assert stand(shop) == Stand("paid", "unfulfilled", "cancelled")
    assert rows(shop, "SELECT cancelled_at IS NOT NULL FROM orders") == [(True,)]
    assert shelves(shop) == {("MUG", "Main"): 5, ("BOWL", "Main"): 3}
    with pytest.raises(Conflict, match="Order 1001 has been cancelled"):
        cancelled(shop)

    undo(shop, done.operation or "")

    assert stand(shop) == Stand("paid", "unfulfilled", "open")
    assert rows(shop, "SELECT cancelled_at IS NULL FROM orders") == [(True,)]
    assert counts(shop) == {"MUG": (3, 0, 0, 0, 3), "BOWL": (1, 0, 0, 0, 1)}
    assert is_sound(shop)


def test_an_unpaid_order_that_is_cancelled_is_voided(engine: Engine) -> None:
    put(engine, {("MUG", "Main"): 5})
    sell(engine, "1001", goods("MUG", 1), financial_status="pending", paid_total=0)
    done = cancelled(engine)

    assert stand(engine) == Stand("voided", "unfulfilled", "cancelled")
    undo(engine, done.operation or "")
    assert stand(engine) == Stand("pending", "unfulfilled", "open")


def test_what_is_packed_is_not_cancelled(shop: Engine) -> None:
    fulfill(shop, "1001", None, packing("MUG=2"), ASKED)

    with pytest.raises(Conflict, match="MUG in order 1001: 2 asked for, 1 of 3 is still to be sent"):
        cancelled(shop, "MUG=2")
    cancelled(shop)
    assert stand(shop) == Stand("paid", "fulfilled", "open")
    with pytest.raises(Conflict, match="nothing left to cancel: all of it is packed or sent"):
        cancelled(shop)
    assert is_sound(shop)


def test_a_line_goes_back_to_the_cent(engine: Engine) -> None:
    """Three for 10.00 less 1.00, and 21 % on top: 10.89, the last one takes what is over."""
    line = goods("MUG", 3, 333, total=1000)
    sell(engine, "1001", line, discount_total=100, tax_total=189, prices_include_vat=False, paid_total=1089)

    assert amount(refunded(engine, "MUG=1")) == "3.63"
    assert amount(refunded(engine, "MUG=1", again=True)) == "3.63"
    last = refunded(engine, "MUG")

    assert (amount(last), last.left.amount) == ("3.63", 0)
    assert stand(engine).financial == "refunded"
    assert is_sound(engine)


def test_the_same_request_does_nothing_the_second_time(shop: Engine) -> None:
    """T81"""
    first = refunded(shop, "MUG=1")
    second = refunded(shop, "mug=1")

    assert (first.repeated, second.repeated, second.operation) == (False, True, None)
    assert (second.refund, amount(second)) == (first.refund, amount(first)) == (1, "12.50")
    assert rows(shop, "SELECT count(*), sum(amount) FROM refunds") == [(1, 1250)]

    again = refunded(shop, "MUG=1", again=True)
    assert (again.refund, again.repeated) == (2, False)
    assert refunded(shop, "MUG=1").repeated
    assert is_sound(shop)


def test_a_key_stands_for_one_refund_whatever_the_reason(shop: Engine) -> None:
    refunded(shop, amount="5.00", key="ticket-1")

    assert refunded(shop, amount="5", key="ticket-1").repeated
    for wrong in ({"amount": "6.00"}, {}):
        lines = () if wrong else ("MUG=1",)
        with pytest.raises(Conflict, match=r"This key stands for a refund of 5.00 EUR"):
            refunded(shop, *lines, key="ticket-1", **wrong)  # type: ignore[arg-type]
    assert not refunded(shop, amount="5.00", key="ticket-2").repeated


def test_never_more_goes_back_than_came(shop: Engine) -> None:
    """T81: 67.49 was paid."""
    refunded(shop, amount="60.00")

    with pytest.raises(Refused) as refused:
        refunded(shop, amount="7.50")
    assert "67.49 EUR was paid and 60.00 EUR refunded" in refused.value.message
    assert refused.value.hint == "At most it is 7.49 EUR."
    assert amount(refunded(shop, amount="7.49")) == "7.49"
    with pytest.raises(Refused, match="There is nothing to give back of order 1001"):
        refunded(shop, shipping=True)
    assert is_sound(shop)


def test_everything_that_is_left_goes_back_line_by_line(engine: Engine) -> None:
    sell(
        engine, "1001", goods("MUG", 2), goods(None, 1, 495, kind="shipping", product_title="Postage"),
        shipping_total=995, paid_total=3495,
    )  # fmt: skip
    refunded(engine, "MUG=1")

    done = refunded(engine)

    assert [(line.sku, line.quantity, line.amount.amount) for line in done.lines] == [
        ("MUG", 1, 1250),
        ("Postage", 1, 495),
    ]
    assert (done.shipping.amount, done.amount.amount, done.left.amount) == (500, 2245, 0)
    assert is_sound(engine)


def test_shipping_goes_back_once(engine: Engine) -> None:
    sell(engine, "1001", goods("MUG", 2), shipping_total=500, paid_total=3000)

    assert amount(refunded(engine, shipping=True)) == "5.00"
    assert refunded(engine, shipping=True).repeated
    with pytest.raises(Refused, match="There is nothing to give back"):
        refunded(engine, shipping=True, again=True)
    with pytest.raises(Refused, match=r"The shipping in order 1001: at most 0.00 EUR"):
        refunded(engine, shipping=True, amount="1.00")


def test_an_amount_can_be_for_one_line(shop: Engine) -> None:
    done = refunded(shop, "BOWL", amount="10.00")

    assert [(line.sku, line.quantity, line.amount.amount) for line in done.lines] == [("BOWL", 1, 1000)]
    with pytest.raises(Refused, match=r"MUG in order 1001: at most 37.50 EUR of it can be given back"):
        refunded(shop, "MUG", amount="37.51")
    with pytest.raises(UsageError, match="An amount is for one line"):
        refunded(shop, "MUG", "BOWL", amount="1.00")


def test_what_nobody_said_was_paid_is_not_given_back(engine: Engine) -> None:
    sell(engine, "1001", goods("MUG", 1), paid_total=None, financial_status=None)

    with pytest.raises(Refused, match="Nobody has said how much of order 1001 was paid"):
        refunded(engine)
    assert amount(refunded(engine, amount="2.50", paid="12.50")) == "2.50"
    assert stand(engine).financial == "partially_refunded"
    with pytest.raises(Conflict, match=r"12.50 EUR of order 1001 was paid, not 20.00 EUR"):
        refunded(engine, amount="1.00", paid="20.00")


@pytest.mark.parametrize("written", ["12,50", "1.005", "five", "-1.00", "0", "1e3", "12.50 USD", ""])
def test_what_is_no_amount_is_refused(shop: Engine, written: str) -> None:
    with pytest.raises(UsageError):
        refunded(shop, amount=written)


def test_yen_have_no_cents(engine: Engine) -> None:
    sell(engine, "1001", goods("MUG", 3, 333, price_scale=0), currency="JPY", paid_total=999)

    assert refunded(engine, "MUG=1").amount.amount == 333
    with pytest.raises(UsageError, match="is no amount in JPY"):
        refunded(engine, amount="3.50")


def test_money_that_left_is_not_taken_back_unless_somebody_knows_better(shop: Engine) -> None:
    done = refunded(shop, "MUG=1")

    with pytest.raises(Refused, match="A refund of order 1001 is money that has left"):
        undo(shop, done.operation or "")
    undo(shop, done.operation or "", force=True)

    assert rows(shop, "SELECT count(*) FROM refunds") == [(0,)]
    assert stand(shop).financial == "paid"
    assert is_sound(shop)


def test_the_customer_s_totals_follow(shop: Engine) -> None:
    with transaction(shop) as session:
        anna = customer(session.connection(), "anna@example.org")
    sell(shop, "1002", goods("MUG", 2), customer_id=anna)

    refunded(shop, "MUG=1", number="1002")
    assert rows(shop, f"SELECT total_orders, total_spent FROM customers WHERE id = {anna}") == [(1, 1250)]
    done = cancelled(shop, number="1002")
    assert rows(shop, f"SELECT total_orders FROM customers WHERE id = {anna}") == [(0,)]
    undo(shop, done.operation or "")
    assert rows(shop, f"SELECT total_orders, total_spent FROM customers WHERE id = {anna}") == [(1, 1250)]


def test_what_comes_back_lies_on_the_shelf_or_aside_or_is_gone(shop: Engine) -> None:
    send_all(shop)
    assert shelves(shop) == {("MUG", "Main"): 2, ("BOWL", "Main"): 2}

    back = came_back(shop, "MUG=1")
    came_back(shop, "MUG=1", disposition="damage")
    came_back(shop, "BOWL=1", disposition="discard")

    assert back.lines[0].stock == "1 more for sale at Main"
    assert shelves(shop) == {("MUG", "Main"): (3, 0, 0, 1), ("BOWL", "Main"): 2}
    assert counts(shop)["MUG"] == (3, 3, 0, 2, 0)
    with pytest.raises(Conflict, match="MUG in order 1001: 2 asked for, 1 of 3 is sent and not back yet"):
        came_back(shop, "MUG=2")
    undo(shop, back.operation or "")
    assert (shelves(shop)["MUG", "Main"], counts(shop)["MUG"]) == ((2, 0, 0, 1), (3, 3, 0, 1, 0))
    assert is_sound(shop)


def test_what_is_only_packed_cannot_come_back(shop: Engine) -> None:
    fulfill(shop, "1001", None, packing(), ASKED)

    with pytest.raises(Conflict, match="MUG in order 1001: none of 3 is sent and not back yet"):
        came_back(shop, "MUG")


def test_a_return_is_not_taken_back_once_its_units_are_sold(shop: Engine) -> None:
    send_all(shop)
    back = came_back(shop, "MUG=1")
    sell(shop, "1002", goods("MUG", 3))
    allocate(shop, one("1002"), ASKED)

    with pytest.raises(Refused, match="the units that it gave back are sold by now"):
        undo(shop, back.operation or "")
    assert is_sound(shop)


def test_a_return_can_give_the_money_back_in_one_go(shop: Engine) -> None:
    send_all(shop)

    done = came_back(shop, "MUG=2", refund=True)

    assert done.refunded
    assert done.refunded.amount == 2500
    assert stand(shop) == Stand("partially_refunded", "fulfilled", "closed")
    assert came_back(shop, "MUG=1", refund=True).refunded == done.refunded._replace(amount=1250)
    assert is_sound(shop)


def test_a_return_whose_money_cannot_go_back_is_not_noted_either(shop: Engine) -> None:
    send_all(shop)
    refunded(shop)

    with pytest.raises(Refused, match="What comes back of order 1001 is refunded already"):
        came_back(shop, "MUG=2", refund=True)
    assert rows(shop, "SELECT count(*) FROM order_returns") == [(0,)]


def test_unknown_stock_stays_unknown_when_something_comes_back(engine: Engine) -> None:
    sell(engine, "1001", goods("MYSTERY", 2))
    ship(engine, "1001", None, Shipping(packing=packing(without_stock=True)), ASKED)

    assert came_back(engine, "MYSTERY=1").lines[0].stock == "no variant is matched to it, so no stock changes"


def test_of_a_past_invoice_something_comes_back_when_somebody_says_that_it_was_sent(shop: Engine) -> None:
    with shop.begin() as connection:
        connection.exec_driver_sql("UPDATE orders SET order_status = NULL, fulfillment_status = NULL")

    with pytest.raises(Refused, match="Nobody has said whether order 1001 was sent"):
        came_back(shop, "MUG=1")
    with pytest.raises(UsageError, match="Nobody knows where MUG was sent from"):
        came_back(shop, "MUG=1", unknown_is_sent=True)
    done = came_back(shop, "MUG=1", unknown_is_sent=True, location="main")

    assert counts(shop) == {"MUG": (3, 3, 0, 1, 0), "BOWL": (1, 1, 0, 0, 0)}
    assert stand(shop) == Stand("paid", "fulfilled", "closed")
    undo(shop, done.operation or "")
    assert counts(shop) == {"MUG": (3, 0, 0, 0, 0), "BOWL": (1, 0, 0, 0, 0)}
    assert stand(shop) == Stand("paid", None, None)
