"""Notes about an order, by those who work on it."""

from dataclasses import dataclass, replace

from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.orders.flow.at_hand import AtHand
from royal_cli.commerce.orders.flow.running import on_one
from royal_cli.errors import UsageError

LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Noted:
    operation: str | None
    dry_run: bool
    order: str
    note: str
    author: str


def add_note(engine: Engine, number: str, channel: str | None, text: str, asked: Asked) -> Noted:
    """Add a note to an order; what came with the order from its channel stays as it is."""
    note = text.strip()
    if not note or len(note) > LONGEST or "\0" in note:
        raise UsageError(f"A note has up to {LONGEST} letters, and at least one.")

    def work(hand: Hand, order: AtHand) -> Noted:
        values = {"order_id": order.id, "note": note, "author": hand.actor, "created_at": hand.now}
        hand.create("order_notes", values)
        return Noted(None, asked.dry_run, order.number, note, hand.actor)

    found, operation = on_one(engine, "note", number, channel, asked, work, None)
    return replace(found, operation=operation)
