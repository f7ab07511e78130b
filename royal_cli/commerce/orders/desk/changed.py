"""What work at the desk changed, in the form in which it is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.operations import ChangedField
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.flow.at_hand import AtHand
from royal_cli.commerce.orders.flow.running import on_many


@dataclass(frozen=True, slots=True)
class OrdersChanged:
    """`orders` were looked at; `changes` are the first fields that changed of them."""

    operation: str | None
    dry_run: bool
    orders: int
    changes: list[ChangedField]
    more_changes: bool


Confirm = Callable[[OrdersChanged], None] | None


def change_orders(
    engine: Engine,
    verb: str,
    which: Which,
    asked: Asked,
    work: Callable[[Hand, Sequence[AtHand]], None],
    confirm: Confirm,
    parameters: dict[str, object] | None = None,
) -> OrdersChanged:
    """Do the work on these orders as one operation, each of them locked."""

    def done(hand: Hand, orders: Sequence[AtHand]) -> OrdersChanged:
        work(hand, orders)
        listed, more = hand.changes(asked.shown_changes)
        # The moment differs from what is shown to what is done, and says nothing.
        changes = [change for change in listed if change.field != "held_at"]
        return OrdersChanged(None, asked.dry_run, len(orders), changes, more)

    found, operation = on_many(engine, verb, which, asked, done, confirm, parameters)
    return replace(found, operation=operation)
