"""Notes money that goes back to the customer: once per request, and never more than was paid."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, func, select

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.orders.flow.asked import lines_called
from royal_cli.commerce.orders.flow.at_hand import AtHand
from royal_cli.commerce.orders.flow.refund_bill import Bill, Wish, amount_of, bill, money
from royal_cli.commerce.orders.flow.running import on_one
from royal_cli.db.database import canonical_json
from royal_cli.db.fulfillment import KEY_LENGTH, Refund, RefundItem
from royal_cli.errors import Conflict, Refused, UsageError
from royal_cli.money import Money

_REFUNDS = Refund.metadata.tables["refunds"]
_ITEMS = RefundItem.metadata.tables["refund_items"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """What makes a refund the same as another one: its key, or what is asked for and why.

    `again`: the same once more, on purpose. `paid` is what was paid, where no source has said it.
    """

    key: str | None = None
    again: bool = False
    paid: str | None = None

    def __post_init__(self) -> None:
        if self.key is not None and self.again:
            raise UsageError("A key stands for one refund.", hint="Leave out --again, or take another --key.")
        if self.key is not None and not 1 <= len(self.key) <= KEY_LENGTH:
            raise UsageError(f"A key has between 1 and {KEY_LENGTH} characters.")


@dataclass(frozen=True, slots=True)
class RefundedLine:
    sku: str
    title: str | None
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Refunded:
    """`refund` counts the refunds of the order from 1. `repeated`: it was made before, and nothing was done now.

    `left` is what can still be given back.
    """

    operation: str | None
    dry_run: bool
    order: str
    refund: int
    amount: Money
    shipping: Money
    paid: Money
    refunded: Money
    left: Money
    repeated: bool
    refunded_at: datetime
    key: str
    lines: list[RefundedLine]


Confirm = Callable[[Refunded], None] | None


def refund(
    engine: Engine,
    number: str,
    channel: str | None,
    wish: Wish,
    once: Once,
    asked: Asked,
    confirm: Confirm = None,
) -> Refunded:
    """Note a refund. The same request a second time does nothing.

    Refused where it is more than was paid and not refunded yet, or where nobody has said what was paid.
    """

    def work(hand: Hand, order: AtHand) -> Refunded:
        return give(hand, order, wish, once, asked)

    parameters = {"lines": {one.name: one.units for one in wish.lines}, "amount": wish.amount, "key": once.key}
    found, operation = on_one(engine, "refund", number, channel, asked, work, confirm, parameters)
    return replace(found, operation=operation, refunded_at=found.refunded_at)


def give(hand: Hand, order: AtHand, wish: Wish, once: Once, asked: Asked) -> Refunded:
    """The refund, inside an operation."""
    if order.kind != "sale":
        raise Refused(f"{order.number} is no sale: there is nothing to refund.")
    derived = _derived_key(order, wish, asked.reason)
    made = _made(hand, order, once.key or derived, has_turns=once.key is None)
    if made and not once.again:
        return _repeated(hand, order, wish, made[-1], asked)
    paid = _paid(order, once)
    left = paid - order.refunded_total
    found = bill(order, wish, left=left, shipping_refunded=_shipping_refunded(hand, order))
    _require_covered(order, found.amount, paid)
    key = once.key or (f"{derived}#{len(made) + 1}" if made else derived)
    number = _note(hand, order, found, key, asked.reason, paid)
    refunded = order.refunded_total + found.amount
    lines = [
        RefundedLine(item.line.name, item.line.title, item.units, money(order, item.amount)) for item in found.items
    ]
    return Refunded(
        operation=None,
        dry_run=asked.dry_run,
        order=order.number,
        refund=number,
        amount=money(order, found.amount),
        shipping=money(order, found.shipping),
        paid=money(order, paid),
        refunded=money(order, refunded),
        left=money(order, paid - refunded),
        repeated=False,
        refunded_at=hand.now,
        key=key,
        lines=lines,
    )


def _derived_key(order: AtHand, wish: Wish, reason: str | None) -> str:
    """The same order, lines, amount and reason are the same request."""
    lines = sorted([one.name.casefold(), one.units or 0] for one in wish.lines)
    amount = None if wish.amount is None else amount_of(wish.amount, order.currency)
    said = canonical_json([order.id, lines, amount, wish.shipping, reason])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _made(hand: Hand, order: AtHand, key: str, *, has_turns: bool) -> list[Row[Any]]:
    """The refunds of this request, the first one first: it may have been made again on purpose."""
    query = select(_REFUNDS).where(_REFUNDS.c.order_id == order.id).order_by(_REFUNDS.c.number)
    return [
        row
        for row in hand.connection.execute(query)
        if row.request_key == key or (has_turns and row.request_key.startswith(f"{key}#"))
    ]


def _repeated(hand: Hand, order: AtHand, wish: Wish, made: Row[Any], asked: Asked) -> Refunded:
    """What was done then. Conflict where the same key stands for another request."""
    items = hand.connection.execute(select(_ITEMS).where(_ITEMS.c.refund_id == made.id).order_by(_ITEMS.c.id)).all()
    if not _is_what_was_made(order, wish, made, items):
        raise Conflict(
            f"This key stands for a refund of {money(order, made.amount)} that order {order.number} has had.",
            hint="Another refund needs another --key.",
        )
    paid = order.paid_total if order.paid_total is not None else order.refunded_total
    lines = [(order.line(item.order_line_item_id), item) for item in items]
    return Refunded(
        operation=None,
        dry_run=asked.dry_run,
        order=order.number,
        refund=made.number,
        amount=money(order, made.amount),
        shipping=money(order, made.shipping_amount),
        paid=money(order, paid),
        refunded=money(order, order.refunded_total),
        left=money(order, paid - order.refunded_total),
        repeated=True,
        refunded_at=made.refunded_at,
        key=made.request_key,
        lines=[RefundedLine(line.name, line.title, item.quantity, money(order, item.amount)) for line, item in lines],
    )


def _is_what_was_made(order: AtHand, wish: Wish, made: Row[Any], items: Sequence[Row[Any]]) -> bool:
    """Whether a request may be the one that was made, as far as it says what it wants."""
    if wish.amount is not None and amount_of(wish.amount, order.currency) != made.amount:
        return False
    units = {item.order_line_item_id: item.quantity for item in items}
    meant = [({line.id for line in lines_called(order, one.name)}, one.units) for one in wish.lines]
    return all(ids & units.keys() and wanted in (None, sum(units.get(id, 0) for id in ids)) for ids, wanted in meant)


def _paid(order: AtHand, once: Once) -> int:
    said = None if once.paid is None else amount_of(once.paid, order.currency)
    if order.paid_total is None and said is None:
        raise Refused(
            f"Nobody has said how much of order {order.number} was paid.",
            hint="If you know it, say it: --paid 12.50. It is kept with the order.",
        )
    if order.paid_total is not None and said is not None and said != order.paid_total:
        raise Conflict(f"{money(order, order.paid_total)} of order {order.number} was paid, not {money(order, said)}.")
    return order.paid_total if order.paid_total is not None else said or 0


def _shipping_refunded(hand: Hand, order: AtHand) -> int:
    refunded = select(func.sum(_REFUNDS.c.shipping_amount)).where(_REFUNDS.c.order_id == order.id)
    return int(hand.connection.scalar(refunded) or 0)


def _require_covered(order: AtHand, amount: int, paid: int) -> None:
    left = paid - order.refunded_total
    figures = f"{money(order, paid)} was paid and {money(order, order.refunded_total)} refunded"
    if amount > left:
        raise Refused(
            f"{money(order, amount)} is more than can be given back of order {order.number}: {figures}.",
            hint=f"At most it is {money(order, max(left, 0))}.",
            paid=str(money(order, paid)),
            refunded=str(money(order, order.refunded_total)),
        )
    if amount <= 0:
        raise Refused(f"There is nothing to give back of order {order.number}: {figures}.")


def _note(hand: Hand, order: AtHand, found: Bill, key: str, reason: str | None, paid: int) -> int:
    last = hand.connection.scalar(select(func.max(_REFUNDS.c.number)).where(_REFUNDS.c.order_id == order.id))
    number = int(last or 0) + 1
    id = hand.create(
        "refunds",
        {
            "order_id": order.id, "number": number, "request_key": key, "amount": found.amount,
            "shipping_amount": found.shipping, "reason": reason, "refunded_at": hand.now,
        },
    )  # fmt: skip
    for item in found.items:
        of_line = {"refund_id": id, "order_line_item_id": item.line.id}
        hand.create("refund_items", {**of_line, "quantity": item.units, "amount": item.amount})
    lines = {item.line.id: item for item in found.items}
    units = {id: str(item.line.refunded + item.units) for id, item in lines.items()}
    amounts = {id: str(item.line.refunded_amount + item.amount) for id, item in lines.items()}
    hand.set_values("order_line_items", "refunded_quantity", units)
    hand.set_values("order_line_items", "refunded_amount", amounts)
    hand.set_values("orders", "paid_total", {order.id: str(paid)})
    hand.set_values("orders", "refunded_total", {order.id: str(order.refunded_total + found.amount)})
    return number
