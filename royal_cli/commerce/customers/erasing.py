"""Erases a person and keeps the books: what was sold, when and for how much stays; who bought it is gone for good."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from sqlite3 import Error

from sqlalchemy import ColumnElement, Connection, Engine, Table, delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from royal_cli.commerce import sql
from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.customers.erased_journal import forget_in_journal
from royal_cli.commerce.customers.erasures import alias_digest, email_digest
from royal_cli.commerce.customers.living import find_living, hold_orders
from royal_cli.commerce.customers.mentions import Mentions, find_mentions
from royal_cli.commerce.customers.personal import (
    OF_CUSTOMER,
    OF_ORDER,
    ORDER_NOTES,
    Person,
    find_person,
)
from royal_cli.commerce.customers.reading.handles import BY_ID
from royal_cli.commerce.customers.tables import (
    ADDRESSES,
    ALIASES,
    CHANNELS,
    CONSENTS,
    CUSTOMERS,
    ERASURES,
    ORDERS,
)
from royal_cli.errors import Refused, UsageError

KIND = "customer.erase"


@dataclass(frozen=True, slots=True)
class ErasedPart:
    what: str
    rows: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased, or with `dry_run` would be. `operation` is None when nothing was written.

    `customer` is how the row is called that stays for the books.
    """

    operation: str | None
    dry_run: bool
    customer: str
    goes: list[ErasedPart]
    stays: list[ErasedPart]


def erase_customer(
    engine: Engine,
    who: str,
    asked: Asked,
    *,
    allow_open: bool = False,
    confirm: Callable[[Erasure], None] | None = None,
) -> Erasure:
    """Remove all that tells who the customer is, here and in the journal. It cannot be undone.

    Refused while an order of theirs is still to be sent, unless `allow_open`: it could not be addressed any more.
    """

    def work(hand: Hand) -> Erasure:
        id = find_living(hand.connection, who)
        hold_orders(hand.connection, [id])
        person = find_person(hand.connection, id)
        if not allow_open:
            _refuse_open(hand.connection, person, who)
        mentions = find_mentions(hand.connection, person)
        _refuse_naming(mentions, asked.reason)
        goes = list(_known(hand.connection, person))
        _leave_digests(hand, person)
        goes += [ErasedPart("entries of the journal", forget_in_journal(hand, person))]
        _forget(hand, person)
        goes += [ErasedPart("texts that name the person", mentions.clear(hand))]
        return Erasure(
            operation=None,
            dry_run=asked.dry_run,
            customer=f"{BY_ID}{person.id}",
            goes=[part for part in goes if part.rows],
            stays=_kept(hand.connection, person),
        )

    found, operation = carry_out(engine, KIND, asked, work, confirm=confirm)
    if operation and engine.dialect.name == "sqlite":
        _sweep(engine, asked)
    return replace(found, operation=operation)


def _sweep(engine: Engine, asked: Asked) -> None:
    """SQLite leaves what was written over in its file, and in the log beside it, until the room is needed again."""
    try:
        with engine.connect() as connection:
            cursor = connection.connection.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (DBAPIError, Error) as error:
        asked.notice(f"The file of the database still has traces of it ({error}); `sqlite3 FILE VACUUM` removes them.")


def _refuse_open(connection: Connection, person: Person, who: str) -> None:
    still_to_send = (
        select(ORDERS.c.order_number)
        .where(
            ORDERS.c.customer_id == person.id,
            ORDERS.c.kind == "sale",
            ORDERS.c.order_status == "open",
            func.coalesce(ORDERS.c.fulfillment_status, "") != "fulfilled",
        )
        .order_by(ORDERS.c.created_at)
    )
    numbers = connection.scalars(still_to_send.limit(6)).all()
    if numbers:
        more = " and more" if len(numbers) > 5 else ""
        raise Refused(
            f"Orders of {who} are still to be sent: {', '.join(numbers[:5])}{more}.",
            hint="Send or cancel them first; --allow open erases them as well, and nobody knows where they go.",
        )


def _refuse_naming(mentions: Mentions, reason: str | None) -> None:
    if mentions.named_in(reason):
        raise UsageError(
            "The reason stays in the journal, and names the person.", hint="Say it without name, number and address."
        )


def _leave_digests(hand: Hand, person: Person) -> None:
    """By which an old file is told that this person was erased."""
    aliases = hand.connection.execute(
        select(ALIASES.c.external_id, CHANNELS.c.name)
        .join(CHANNELS, CHANNELS.c.id == ALIASES.c.channel_id)
        .where(ALIASES.c.customer_id == person.id)
    )
    digests = {email_digest(address) for address in person.emails}
    digests |= {alias_digest(alias.name, alias.external_id) for alias in aliases}
    for digest in sorted(digests):
        # Somebody may have come back, and be erased once more.
        hand.connection.execute(delete(ERASURES).where(ERASURES.c.digest == digest))
        hand.create("customer_erasures", {"customer_id": person.id, "digest": digest, "erased_at": hand.now})


def _known(connection: Connection, person: Person) -> Iterator[ErasedPart]:
    """What there is of the person, and goes."""
    itself = CUSTOMERS.c.id == person.id
    named = CUSTOMERS.c.last_name.is_not(None) | CUSTOMERS.c.first_name.is_not(None)
    noted = CUSTOMERS.c.notes.is_not(None) | CUSTOMERS.c.tags.is_not(None)
    orders = select(ORDERS.c.id).where(ORDERS.c.customer_id == person.id)
    yield ErasedPart("e-mail addresses", len(person.emails))
    yield ErasedPart("names", _count(connection, CUSTOMERS, itself & named))
    yield ErasedPart("phone numbers", _count(connection, CUSTOMERS, itself & CUSTOMERS.c.phone.is_not(None)))
    yield ErasedPart("notes and tags", _count(connection, CUSTOMERS, itself & noted))
    for what, table in (("aliases", ALIASES), ("addresses", ADDRESSES), ("consents", CONSENTS)):
        yield ErasedPart(what, _count(connection, table, table.c.customer_id == person.id))
    yield ErasedPart("notes on orders", _count(connection, ORDER_NOTES, ORDER_NOTES.c.order_id.in_(orders)))


def _forget(hand: Hand, person: Person) -> None:
    """Everything is written over without the journal, which would keep what it was."""
    connection = hand.connection
    hand.set_field("customers", "erased_at", f"SELECT {person.id} AS id, '{hand.moment}' AS value")
    connection.execute(
        update(CUSTOMERS)
        .where(CUSTOMERS.c.id == person.id)
        .values(**dict.fromkeys(OF_CUSTOMER, None), email_verified=False, phone_verified=False, accepts_marketing=False)
    )
    for table in (ALIASES, ADDRESSES, CONSENTS):
        connection.execute(delete(table).where(table.c.customer_id == person.id))
    orders = select(ORDERS.c.id).where(ORDERS.c.customer_id == person.id)
    connection.execute(delete(ORDER_NOTES).where(ORDER_NOTES.c.order_id.in_(orders)))
    countries = ", ".join(
        f"upper({sql.json_text(connection, f'o.{address}', 'country_code')})"
        for address in ("shipping_address", "billing_address")
    )
    connection.execute(
        text(
            f"UPDATE orders AS o SET country_code = COALESCE(o.country_code, substr(COALESCE({countries}), 1, 2))"
            " WHERE o.customer_id = :id"
        ),
        {"id": person.id},
    )
    connection.execute(update(ORDERS).where(ORDERS.c.customer_id == person.id).values(**dict.fromkeys(OF_ORDER, None)))


def _kept(connection: Connection, person: Person) -> list[ErasedPart]:
    return [
        ErasedPart("orders, with their amounts, lines and countries", len(person.orders)),
        ErasedPart(
            "digests, so that no old file brings the person back",
            _count(connection, ERASURES, ERASURES.c.customer_id == person.id),
        ),
    ]


def _count(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return int(connection.scalar(select(func.count()).select_from(table).where(condition)) or 0)
