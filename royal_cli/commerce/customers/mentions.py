"""Finds a person in what people wrote: reasons of refunds, tags, what an operation was asked with."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select, update

from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.customers.personal import OPERATIONS, ORDER_NOTES, Person, portions
from royal_cli.commerce.customers.tables import ADDRESSES, ALIASES, CONSENTS, CUSTOMERS, ORDERS
from royal_cli.db.fulfillment import OrderReturn, Refund
from royal_cli.db.journal import Change
from royal_cli.db.stock import InventoryMovement

CHANGES = Change.metadata.tables["changes"]
REFUNDS = Refund.metadata.tables["refunds"]
RETURNS = OrderReturn.metadata.tables["order_returns"]
MOVEMENTS = InventoryMovement.metadata.tables["inventory_movements"]

#: Shorter words stand in too many texts that are about something else.
_SHORTEST = 3
#: What people write about orders, in any of the tables.
_FREE = ("reason", "notes", "tags")
_OF_ADDRESS = ("first_name", "last_name", "company", "address1", "phone")
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Mentions:
    """`names` finds what the person was called by; `rows` are theirs by table, `operations` those that touched them."""

    names: re.Pattern[str]
    rows: Mapping[str, list[int]]
    operations: list[int]

    def named_in(self, value: object) -> bool:
        """Whether a text, or a JSON value, has one of the names in it."""
        if value is None:
            return False
        written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return self.names.search(written.casefold()) is not None

    def clear(self, hand: Hand) -> int:
        """Clear the texts that name the person; returns how many."""
        cleared = self._clear(hand, OPERATIONS, ("reason", "source", "parameters"), self.operations)
        for table in (REFUNDS, RETURNS, MOVEMENTS, ORDERS):
            fields = tuple(name for name in _FREE if name in table.c)
            cleared += self._clear(hand, table, fields, self.rows[table.name])
            cleared += self._clear(hand, CHANGES, ("before", "after"), _changed(hand, table, self.rows[table.name]))
        return cleared

    def _clear(self, hand: Hand, table: Table, fields: tuple[str, ...], ids: Sequence[int]) -> int:
        cleared = 0
        for some in portions(ids):
            for row in hand.connection.execute(select(table).where(table.c.id.in_(some))).mappings().all():
                named = {field: None for field in fields if self.named_in(row[field])}
                if named:
                    hand.connection.execute(update(table).where(table.c.id == row["id"]).values(named))
                    cleared += len(named)
        return cleared


def find_mentions(connection: Connection, person: Person) -> Mentions:
    """What has to be known of the person while it can still be read."""
    words = {word.strip().casefold() for word in _words(connection, person) if word}
    telling = sorted(re.escape(word) for word in words if len(word) >= _SHORTEST)
    names = re.compile(rf"(?<!\w)(?:{'|'.join(telling)})(?!\w)") if telling else _NOTHING
    rows = _rows(connection, person)
    return Mentions(names, rows, sorted(_touching(connection, {"customers": [*person.ids], **rows})))


def _words(connection: Connection, person: Person) -> Iterator[str | None]:
    yield from person.emails
    customer = connection.execute(select(CUSTOMERS).where(CUSTOMERS.c.id == person.id)).one()
    yield from (customer.first_name, customer.last_name, customer.phone)
    yield from connection.scalars(select(ALIASES.c.external_id).where(ALIASES.c.customer_id == person.id))
    for address in connection.execute(select(ADDRESSES).where(ADDRESSES.c.customer_id == person.id)):
        yield from _stated({**address._mapping})
    personal = (ORDERS.c.customer_phone, ORDERS.c.billing_address, ORDERS.c.shipping_address)
    for order in connection.execute(select(*personal).where(ORDERS.c.customer_id == person.id)):
        yield order.customer_phone
        yield from _stated(order.billing_address or {})
        yield from _stated(order.shipping_address or {})


def _stated(address: Mapping[str, Any]) -> Iterator[str]:
    return (str(address[name]) for name in _OF_ADDRESS if address.get(name))


def _rows(connection: Connection, person: Person) -> dict[str, list[int]]:
    """The rows about the person and their orders, by table."""
    found: dict[str, list[int]] = {"orders": [*person.orders]}
    for table in (ALIASES, ADDRESSES, CONSENTS):
        found[table.name] = list(connection.scalars(select(table.c.id).where(table.c.customer_id == person.id)))
    for some in portions(person.orders):
        for table in (REFUNDS, RETURNS, ORDER_NOTES):
            ids = connection.scalars(select(table.c.id).where(table.c.order_id.in_(some)))
            found.setdefault(table.name, []).extend(ids)
        moved = select(MOVEMENTS.c.id).where(MOVEMENTS.c.reference_type == "order", MOVEMENTS.c.reference_id.in_(some))
        found.setdefault(MOVEMENTS.name, []).extend(connection.scalars(moved))
    return {**{table.name: [] for table in (REFUNDS, RETURNS, MOVEMENTS)}, **found}


def _touching(connection: Connection, rows: Mapping[str, list[int]]) -> set[int]:
    found: set[int] = set()
    for table, ids in rows.items():
        for some in portions(ids):
            query = select(CHANGES.c.operation_id).where(CHANGES.c.entity == table, CHANGES.c.entity_id.in_(some))
            found |= set(connection.scalars(query))
    return found


def _changed(hand: Hand, table: Table, ids: Sequence[int]) -> list[int]:
    """The journal's lines about the free texts of these rows."""
    found: list[int] = []
    for some in portions(ids):
        lines = select(CHANGES.c.id).where(CHANGES.c.entity == table.name, CHANGES.c.entity_id.in_(some))
        found += hand.connection.scalars(lines.where(CHANGES.c.field.in_(_FREE)))
    return found
