"""Puts orders on hold, so that nothing of them is sent, and lets them go on."""

from collections.abc import Sequence

from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.orders.desk.changed import Confirm, OrdersChanged, change_orders
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.flow.at_hand import AtHand
from royal_cli.errors import Conflict, UsageError


def hold(engine: Engine, which: Which, asked: Asked, confirm: Confirm = None) -> OrdersChanged:
    """Keep orders from being sent; the reason is that of the operation. One that is on hold gets the new reason.

    UsageError without a reason, Conflict for an order of which nothing is to be sent any more.
    """
    reason = " ".join((asked.reason or "").split())
    if not reason:
        raise UsageError("Whoever finds the order on hold will want to know why.", hint='Add --reason "…"')

    def work(hand: Hand, orders: Sequence[AtHand]) -> None:
        for order in orders:
            if order.kind != "sale" or order.order_status in ("closed", "cancelled"):
                state = order.order_status if order.kind == "sale" else f"of kind {order.kind}"
                raise Conflict(f"Order {order.number} is {state}: there is nothing to hold.")
        hand.set_values("orders", "held_at", {order.id: hand.moment for order in orders if order.held_at is None})
        hand.set_values("orders", "hold_reason", {order.id: reason for order in orders})

    return change_orders(engine, "hold", which, asked, work, confirm)


def release(engine: Engine, which: Which, asked: Asked, confirm: Confirm = None) -> OrdersChanged:
    """Let orders on hold go on; others stay as they are."""

    def work(hand: Hand, orders: Sequence[AtHand]) -> None:
        held = [order.id for order in orders if order.held_at is not None]
        hand.set_values("orders", "held_at", dict.fromkeys(held))
        hand.set_values("orders", "hold_reason", dict.fromkeys(held))

    return change_orders(engine, "release", which, asked, work, confirm)
