"""Takes a person out of the journal: one that still holds the name has not erased it.

What an operation did to orders and customers stays in it, without what it wrote there.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, text, update

from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.customers.personal import OF_CUSTOMER, OF_ORDER, Person, portions
from royal_cli.commerce.customers.tables import ADDRESSES, ALIASES, CONSENTS
from royal_cli.db.journal import Change

CHANGES = Change.metadata.tables["changes"]

_OWNED = {"customer_aliases": ALIASES, "customer_addresses": ADDRESSES, "customer_consents": CONSENTS}


def forget_in_journal(hand: Hand, person: Person) -> int:
    """Returns how many entries were changed or removed. Needs the rows that are about to be erased."""
    customers = [*person.ids]
    gone_orders = _deleted(hand, "orders", "customer_id", customers)
    orders = [*person.orders, *gone_orders]
    forgotten = _blank(hand, "customers", customers, OF_CUSTOMER) + _blank(hand, "orders", orders, OF_ORDER)
    for entity, table in _OWNED.items():
        rows = hand.connection.scalars(select(table.c.id).where(table.c.customer_id == person.id)).all()
        forgotten += _remove(hand, entity, [*rows, *_deleted(hand, entity, "customer_id", customers)])
    return forgotten + _remove(hand, "order_notes", _notes(hand, orders))


def _notes(hand: Hand, orders: Sequence[int]) -> list[int]:
    found: list[int] = []
    for some in portions(orders):
        named = ", ".join(map(str, some))
        found += hand.connection.scalars(text(f"SELECT id FROM order_notes WHERE order_id IN ({named})"))
    return [*found, *_deleted(hand, "order_notes", "order_id", orders)]


def _deleted(hand: Hand, entity: str, owner: str, ids: Sequence[int]) -> list[int]:
    """Rows that an operation has deleted, and that belonged to one of these."""
    belongs = CHANGES.c.snapshot[owner].as_integer()
    found: list[int] = []
    for some in portions(ids):
        query = select(CHANGES.c.entity_id).where(
            CHANGES.c.entity == entity, CHANGES.c.action == "delete", belongs.in_(some)
        )
        found += hand.connection.scalars(query)
    return found


def _of(entity: str, ids: Sequence[int]) -> tuple[ColumnElement[bool], ...]:
    return CHANGES.c.entity == entity, CHANGES.c.entity_id.in_(ids)


def _blank(hand: Hand, entity: str, ids: Sequence[int], fields: Iterable[str]) -> int:
    """Changed fields without what they were and became; deleted rows without these fields."""
    count = 0
    for some in portions(ids):
        changed = (*_of(entity, some), CHANGES.c.field.in_([*fields]))
        said = or_(CHANGES.c.before.is_not(None), CHANGES.c.after.is_not(None))
        count += hand.connection.execute(update(CHANGES).where(*changed, said).values(before=None, after=None)).rowcount
        whole = select(CHANGES.c.id, CHANGES.c.snapshot).where(*_of(entity, some), CHANGES.c.action == "delete")
        for row in hand.connection.execute(whole).all():
            values = {"snapshot": _without(row.snapshot, entity, fields, hand)}
            hand.connection.execute(update(CHANGES).where(CHANGES.c.id == row.id).values(values))
            count += 1
    return count


def _without(row: dict[str, Any], entity: str, fields: Iterable[str], hand: Hand) -> dict[str, Any]:
    """A customer who comes back by an undo comes back erased."""
    erased = {"erased_at": hand.moment} if entity == "customers" else {}
    return {**row, **dict.fromkeys(fields, None), **erased}


def _remove(hand: Hand, entity: str, ids: Sequence[int]) -> int:
    """All but that a row was created, which says no more than its number."""
    count = 0
    for some in portions(ids):
        lines = delete(CHANGES).where(*_of(entity, some), CHANGES.c.action != "create")
        count += hand.connection.execute(lines).rowcount
    return count
