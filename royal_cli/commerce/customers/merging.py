"""Makes one customer of several who are the same person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, Row, select, text, update

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.editing.tags import with_tags
from royal_cli.commerce.customers.adopted_addresses import same_address
from royal_cli.commerce.customers.editing import keep_email
from royal_cli.commerce.customers.living import find_living, hold_orders
from royal_cli.commerce.customers.reading.handles import handles
from royal_cli.commerce.customers.refreshing import refresh
from royal_cli.commerce.customers.tables import CUSTOMERS
from royal_cli.commerce.operations import ChangedField
from royal_cli.db.database import canonical_json
from royal_cli.db.journal import Operation

KIND = "customer.merge"

_OPERATIONS = Operation.metadata.tables["operations"]
#: What belongs to a customer, and goes along.
_MOVED = ("orders", "customer_aliases", "customer_addresses", "customer_consents")
#: Fields that the customer who stays has first of all, else the first of the others who has them.
_FILLED = ("phone", "date_of_birth", "customer_type")


@dataclass(frozen=True, slots=True)
class CustomerMerge:
    """What was merged, or with `dry_run` would be. `operation` is None when nothing was written.

    `gone` are those who were merged, as they were called; the numbers count what they had, which went over.
    """

    operation: str | None
    dry_run: bool
    into: str
    gone: list[str]
    orders: int
    aliases: int
    addresses: int
    consents: int
    changes: list[ChangedField]
    more_changes: bool


def merge_customers(
    engine: Engine,
    who: Sequence[str],
    into: str,
    asked: Asked,
    confirm: Callable[[CustomerMerge], None] | None = None,
) -> CustomerMerge:
    """Move what these customers have to the one who stays, fill what is unknown there, and remove them.

    Their e-mail addresses become further ones of that customer, so that the next import finds the right one. Who was
    merged already is left out. Refused for somebody who was erased.
    """

    def work(hand: Hand) -> CustomerMerge:
        stays = find_living(hand.connection, into)
        others = [id for id in dict.fromkeys(find_living(hand.connection, one) for one in who) if id != stays]
        called = handles(hand.connection, [stays, *others])
        moved = {table: _count(hand, table, others) for table in _MOVED}
        if others:
            hold_orders(hand.connection, [stays, *others])
            _merge(hand, [stays, *others])
        changes, more = hand.changes(asked.shown_changes)
        return CustomerMerge(
            operation=None,
            dry_run=asked.dry_run,
            into=called[stays],
            gone=[called[id] for id in others],
            orders=moved["orders"],
            aliases=moved["customer_aliases"],
            addresses=moved["customer_addresses"],
            consents=moved["customer_consents"],
            changes=changes,
            more_changes=more,
        )

    found, operation = carry_out(engine, KIND, asked, work, confirm=confirm)
    return replace(found, operation=operation)


def _count(hand: Hand, table: str, customers: Sequence[int]) -> int:
    named = ", ".join(map(str, customers))
    query = text(f"SELECT count(*) FROM {table} WHERE customer_id IN ({named})")
    return int(hand.connection.scalar(query) or 0) if customers else 0


def _merge(hand: Hand, ids: Sequence[int]) -> None:
    """`ids` are in the order in which they are preferred."""
    people = {row.id: row for row in hand.connection.execute(select(CUSTOMERS).where(CUSTOMERS.c.id.in_(ids)))}
    preferred = [people[id] for id in ids]
    # An address can only be of one row at a time: whose row has one stays, so that an undo finds its place free.
    kept = next((row.id for row in preferred if row.email), ids[0])
    others = [id for id in ids if id != kept]
    hand.connection.execute(
        update(_OPERATIONS).where(_OPERATIONS.c.id == hand.operation_id).values(
            parameters={"into_id": kept, "merged_ids": others}
        )
    )  # fmt: skip
    _join_addresses(hand, ids)
    gone = ", ".join(map(str, others))
    for table in _MOVED:
        theirs = f"SELECT id, '{kept}' AS value FROM {table} WHERE customer_id IN ({gone})"
        hand.set_field(table, "customer_id", theirs)
    for field, value in _joined(preferred).items():
        hand.set_values("customers", field, {kept: value})
    hand.delete("customers", f"SELECT id FROM customers WHERE id IN ({gone})")
    for id in others:
        if people[id].email:
            keep_email(hand, kept, people[id].email)
    refresh(hand.connection, hand.operation_id)


def _joined(people: Sequence[Row[Any]]) -> dict[str, str | None]:
    """The fields of all as those of one, as the journal writes them; the first one's count most."""
    named = next((one for one in people if one.first_name or one.last_name), people[0])
    tags: list[str] = []
    for one in people:
        tags = with_tags(tags, one.tags or [])
    notes = dict.fromkeys(one.notes for one in people if one.notes)
    return {
        "first_name": named.first_name,
        "last_name": named.last_name,
        **{field: _first(people, field) for field in _FILLED},
        # Who is not sold to any more does not come back by another address.
        "account_status": "blocked" if "blocked" in _all(people, "account_status") else people[0].account_status,
        "tags": canonical_json(tags) if tags else None,
        "notes": "\n".join(notes) or None,
    }


def _all(people: Iterable[Row[Any]], field: str) -> list[Any]:
    return [value for one in people if (value := one._mapping[field]) is not None]


def _first(people: Iterable[Row[Any]], field: str) -> str | None:
    return next((str(value) for value in _all(people, field)), None)


def _join_addresses(hand: Hand, ids: Sequence[int]) -> None:
    """Each address once, and one default per type: what the first customer has counts most."""
    found = hand.connection.execute(
        text(
            f"SELECT a.id, a.customer_id, a.type, a.is_default, {same_address('a')} AS same FROM customer_addresses a"
            f" WHERE a.customer_id IN ({', '.join(map(str, ids))}) ORDER BY a.id"
        )
    ).all()
    rows = sorted(found, key=lambda row: ids.index(row.customer_id))
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        first.setdefault((row.type, row.same), row.id)
    defaults: dict[str, int] = {}
    for row in rows:
        if row.is_default:
            defaults.setdefault(row.type, first[row.type, row.same])
    twice = [row.id for row in rows if row.id not in first.values()]
    hand.set_values("customer_addresses", "is_default", _marks(first.values(), defaults))
    if twice:
        hand.delete(
            "customer_addresses", f"SELECT id FROM customer_addresses WHERE id IN ({', '.join(map(str, twice))})"
        )


def _marks(addresses: Iterable[int], defaults: Mapping[str, int]) -> dict[int, str | None]:
    return {id: "1" if id in defaults.values() else "0" for id in addresses}
