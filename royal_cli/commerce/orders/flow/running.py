"""Carries out work on orders: each is locked, worked on, and left in the state that follows from what was done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.customers.totals import recount
from royal_cli.commerce.operations import count_changes
from royal_cli.commerce.orders.flow.asked import Which, chosen
from royal_cli.commerce.orders.flow.at_hand import AtHand, take
from royal_cli.commerce.orders.flow.shelves import hold_levels
from royal_cli.commerce.orders.reading.find import find_order
from royal_cli.commerce.orders.state import settle
from royal_cli.errors import Conflict, Refused

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What was not done, and why. Without a SKU it is the whole order."""

    order: str
    sku: str | None = None
    quantity: int | None = None
    code: str
    why: str


def on_one(
    engine: Engine,
    verb: str,
    number: str,
    channel: str | None,
    asked: Asked,
    work: Callable[[Hand, AtHand], Found],
    confirm: Callable[[Found], None] | None,
    parameters: dict[str, Any] | None = None,
) -> tuple[Found, str | None]:
    """One order; returns what `work` found, and the operation's id where anything was written."""

    def done(hand: Hand) -> Found:
        (order,) = _held(hand, [find_order(hand.connection, number, channel)])
        found = work(hand, order)
        if count_changes(hand.connection, hand.operation_id):
            settle(hand.connection, f"SELECT {order.id}", hand=hand)
            recount(hand.connection, f"SELECT customer_id FROM orders WHERE id = {order.id}")
        return found

    return carry_out(
        engine, f"order.{verb}", asked, done, confirm=confirm, source=number, parameters=parameters, exclusive=False
    )


def on_many(
    engine: Engine,
    verb: str,
    which: Which,
    asked: Asked,
    work: Callable[[Hand, Sequence[AtHand]], Found],
    confirm: Callable[[Found], None] | None,
    parameters: dict[str, Any] | None = None,
) -> tuple[Found, str | None]:
    """Several orders as one operation."""

    def done(hand: Hand) -> Found:
        return work(hand, _held(hand, chosen(hand.connection, which)))

    return carry_out(
        engine,
        f"order.{verb}",
        asked,
        done,
        confirm=confirm,
        source=which.spoken,
        parameters=parameters,
        exclusive=False,
    )


def unless_alone(which: Which, order: AtHand, error: Refused | Conflict) -> LeftOut:
    """Of several orders the one that cannot be worked on is left out; of one alone it is what is said."""
    if which.is_one:
        raise error
    return LeftOut(order=order.number, code=error.code, why=error.message)


def _held(hand: Hand, ids: Sequence[int]) -> list[AtHand]:
    orders = take(hand.connection, ids)
    hold_levels(hand.connection, {line.variant_id for order in orders for line in order.lines if line.variant_id})
    return orders
