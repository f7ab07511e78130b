"""Where in the database a person can be found: the fields and rows that tell who a customer is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from royal_cli.commerce.customers.emails import read_email
from royal_cli.commerce.customers.tables import ALIASES, CUSTOMERS, ORDERS
from royal_cli.db.journal import Operation
from royal_cli.db.orders import OrderNote

OPERATIONS = Operation.metadata.tables["operations"]
ORDER_NOTES = OrderNote.metadata.tables["order_notes"]

#: Fields of a customer that can be unknown, and are from now on.
OF_CUSTOMER = (
    "email", "phone", "first_name", "last_name", "date_of_birth", "tags", "notes", "marketing_consent_updated_at",
)  # fmt: skip
#: Of an order. The country stays: taxes depend on it. What was sold, and for how much, tells nothing about anybody.
OF_ORDER = (
    "customer_email", "customer_phone", "billing_address", "shipping_address", "notes", "referring_site",
    "risk_reasons", "hold_reason",
)  # fmt: skip

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Person:
    """One who is to be erased. `ids` are those of the customer and of all who were merged into it."""

    id: int
    ids: frozenset[int]
    #: In lower case; own ones, former ones, and those that marketplaces handed out.
    emails: frozenset[str]
    orders: tuple[int, ...]


def find_person(connection: Connection, id: int) -> Person:
    orders = connection.execute(
        select(ORDERS.c.id, ORDERS.c.customer_email).where(ORDERS.c.customer_id == id).order_by(ORDERS.c.id)
    ).all()
    own = connection.scalars(select(CUSTOMERS.c.email).where(CUSTOMERS.c.id == id)).all()
    aliased = connection.scalars(select(ALIASES.c.email).where(ALIASES.c.customer_id == id)).all()
    emails = {read_email(address) for address in (*own, *aliased, *(row.customer_email for row in orders)) if address}
    return Person(
        id=id,
        ids=frozenset(_merged(connection, id)),
        emails=frozenset(address for address in emails if address),
        orders=tuple(row.id for row in orders),
    )


def portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as one statement takes well."""
    return (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))


def _merged(connection: Connection, id: int) -> set[int]:
    """The customer, and those merged into it who are not customers of their own again."""
    merges = connection.execute(select(OPERATIONS.c.parameters).where(OPERATIONS.c.kind == "customer.merge")).scalars()
    into: dict[int, set[int]] = {}
    for parameters in merges:
        into.setdefault(parameters["into_id"], set()).update(parameters["merged_ids"])
    found, waiting = {id}, [id]
    while waiting:
        more = into.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    alive = set(connection.scalars(select(CUSTOMERS.c.id).where(CUSTOMERS.c.id.in_(found)))) - {id}
    return found - alive
