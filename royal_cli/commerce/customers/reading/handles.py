"""How a customer is called where people read it and can type it again: always so that it finds the same one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from royal_cli.commerce.customers.tables import ALIASES, CHANNELS, CUSTOMERS

#: Before the number of a customer who is called nothing else, because nothing is known any more.
BY_ID = "customer/"


def handles(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """The e-mail address, else the first of the channels' ids as channel/id, else customer/number; in that order."""
    emails: dict[int, str | None] = {
        row.id: row.email
        for row in connection.execute(select(CUSTOMERS.c.id, CUSTOMERS.c.email).where(CUSTOMERS.c.id.in_(ids)))
    }
    called = aliases(connection, [id for id, email in emails.items() if email is None])
    return {id: handle(id, emails[id], called.get(id, ())) for id in ids if id in emails}


def handle(id: int, email: str | None, called: Sequence[str]) -> str:
    return email or next(iter(called), None) or f"{BY_ID}{id}"


def aliases(connection: Connection, ids: Sequence[int]) -> Mapping[int, list[str]]:
    """What the channels call these customers, as channel/id."""
    query = (
        select(ALIASES.c.customer_id, ALIASES.c.external_id, CHANNELS.c.name)
        .join(CHANNELS, CHANNELS.c.id == ALIASES.c.channel_id)
        .where(ALIASES.c.customer_id.in_(ids))
        .order_by(ALIASES.c.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.customer_id].append(f"{row.name}/{row.external_id}")
    return found
