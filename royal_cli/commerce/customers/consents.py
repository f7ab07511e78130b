"""What customers agreed to: when, where, and what holds now. An order says nothing about it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select, text
from sqlmodel import Session

from royal_cli.commerce import sql
from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.reading.search import legible
from royal_cli.commerce.customers.living import find_living
from royal_cli.commerce.customers.reading.find import find_customer
from royal_cli.commerce.customers.reading.handles import handles
from royal_cli.commerce.customers.reading.rows import Medium
from royal_cli.commerce.customers.tables import CONSENTS
from royal_cli.errors import UsageError

KIND = "customer.consent"
#: Clocks differ a little; what is later than that has not happened yet.
_AHEAD = timedelta(minutes=5)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """What was noted, or with `dry_run` would be. `operation` is None when nothing was written.

    `holds` is whether this is what counts now: an older word that is noted late changes nothing.
    """

    operation: str | None
    dry_run: bool
    customer: str
    medium: str
    given: bool
    source: str
    at: datetime
    holds: bool


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """`holds`: it is the newest word of the customer on this medium."""

    customer: str
    medium: str
    given: bool
    source: str
    at: datetime
    holds: bool


def note_consent(
    engine: Engine, who: str, medium: Medium, given: bool, source: str, at: datetime | None, asked: Asked
) -> ConsentGiven:
    """Note that a customer said yes or no to a medium, `at` some time or now. What is known already is not doubled."""
    where = " ".join(legible(source, "The source").split())
    if not where:
        raise UsageError("Where was it said?", hint='Name it: --source "newsletter form"')

    def work(hand: Hand) -> ConsentGiven:
        customer = find_living(hand.connection, who)
        moment = at or hand.now
        if moment > hand.now + _AHEAD:
            raise UsageError(f"{moment:%Y-%m-%d %H:%M} UTC is in the future.", hint="--at is when it was said.")
        values = {"customer_id": customer, "medium": medium.value, "is_given": given, "source": where}
        if not _is_known(hand.connection, values, at):
            hand.create("customer_consents", {**values, "given_at": moment, "created_at": hand.now})
        follow(hand.connection, "SELECT CAST(:id AS BIGINT)", id=customer)
        newest = _newest(hand.connection, customer, medium)
        holds = (newest.is_given, newest.source) == (given, where)
        called = handles(hand.connection, [customer])[customer]
        return ConsentGiven(None, asked.dry_run, called, medium.value, given, where, moment, holds)

    found, operation = carry_out(engine, KIND, asked, work)
    return replace(found, operation=operation)


def _is_known(connection: Connection, values: dict[str, Any], at: datetime | None) -> bool:
    """Said at the same time in the same place; or, where no time is stated, what holds already."""
    if at is None:
        newest = _newest(connection, values["customer_id"], Medium(values["medium"]))
        return newest is not None and (newest.is_given, newest.source) == (values["is_given"], values["source"])
    same = [CONSENTS.c[name] == value for name, value in values.items()]
    return connection.scalar(select(CONSENTS.c.id).where(*same, CONSENTS.c.given_at == at).limit(1)) is not None


def _newest(connection: Connection, customer: int, medium: Medium) -> Any:
    query = select(CONSENTS).where(CONSENTS.c.customer_id == customer, CONSENTS.c.medium == medium.value)
    return connection.execute(query.order_by(CONSENTS.c.given_at.desc(), CONSENTS.c.id.desc()).limit(1)).one_or_none()


def follow(connection: Connection, customers: str, **values: Any) -> None:
    """Let `accepts_marketing` of the customers that the SQL selects be their newest word on e-mail.

    Like the totals it follows from other rows, and is not journalled.
    """
    newest = (
        "SELECT c.id, n.is_given, n.given_at FROM customers c LEFT JOIN (SELECT customer_id, is_given, given_at,"
        " row_number() OVER (PARTITION BY customer_id ORDER BY given_at DESC, id DESC) AS place"
        " FROM customer_consents WHERE medium = 'email') n ON n.customer_id = c.id AND n.place = 1"
        f" WHERE c.id IN ({customers})"
    )
    connection.execute(
        text(
            "UPDATE customers AS c SET accepts_marketing = COALESCE(n.is_given, FALSE),"
            f" marketing_consent_updated_at = n.given_at FROM ({newest}) n WHERE n.id = c.id"
            f" AND ({sql.differs(connection, 'c.marketing_consent_updated_at', 'n.given_at')}"
            "  OR c.accepts_marketing <> COALESCE(n.is_given, FALSE))"
        ),
        values,
    )


def list_consents(session: Session, who: str | None = None) -> Iterator[ConsentRow]:
    """All that customers said, or one of them, the newest first."""
    connection = session.connection()
    query = select(CONSENTS).order_by(CONSENTS.c.given_at.desc(), CONSENTS.c.id.desc())
    if who is not None:
        query = query.where(CONSENTS.c.customer_id == find_customer(connection, who))
    seen: set[tuple[int, str]] = set()
    for rows in connection.execute(query.execution_options(yield_per=_AT_ONCE)).partitions():
        called = handles(connection, list({row.customer_id for row in rows}))
        for row in rows:
            holds = (row.customer_id, row.medium) not in seen
            seen.add((row.customer_id, row.medium))
            yield ConsentRow(called[row.customer_id], row.medium, row.is_given, row.source, row.given_at, holds)
