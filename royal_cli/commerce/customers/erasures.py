"""Who was erased, known by digests only: an old file must not bring the person back."""

from hashlib import sha256

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.customers.emails import folded

#: What a staged order says of its person.
PERSONAL = (
    "customer_key", "customer_email", "customer_phone", "first_name", "last_name", "billing_address",
    "shipping_address", "notes",
)  # fmt: skip


def email_digest(address: str) -> str:
    return sha256(f"email:{folded(address)}".encode()).hexdigest()


def alias_digest(channel: str, external_id: str) -> str:
    """`channel` is its name: ids of rows differ from database to database."""
    return sha256(f"alias:{channel}:{external_id}".encode()).hexdigest()


def set_apart(connection: Connection) -> list[int]:
    """Take the orders that erased people placed before they were erased out of `adopt_orders`; returns their ids.

    In `stage_orders` they lose all that is personal, and get the customer in whom nobody is left.
    """
    if not connection.scalar(text("SELECT EXISTS (SELECT 1 FROM customer_erasures)")):
        return []
    _stage_digests(connection)
    connection.execute(text("DROP TABLE IF EXISTS adopt_erased"))
    found = (
        "SELECT o.id, e.customer_id FROM adopt_orders o JOIN adopt_digests d ON {same}"
        " JOIN customer_erasures e ON e.digest = d.digest WHERE o.placed_at <= e.erased_at"
    )
    by_email = found.format(same="d.email = o.email")
    by_alias = found.format(same="d.channel_id = o.channel_id AND d.external_id = o.external_id")
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE adopt_erased AS SELECT id, max(customer_id) AS customer_id"
            f" FROM ({by_email} UNION ALL {by_alias}) f GROUP BY id"
        )
    )
    ids = list(connection.scalars(text("SELECT id FROM adopt_erased ORDER BY id")))
    if ids:
        _forget(connection)
    return ids


def _stage_digests(connection: Connection) -> None:
    """What the staged orders say that the digest of an erased person was made of."""
    erased = set(connection.scalars(text("SELECT digest FROM customer_erasures")))
    emails = connection.scalars(text("SELECT DISTINCT email FROM adopt_orders WHERE email IS NOT NULL"))
    rows: list[dict[str, object]] = [
        {"digest": digest, "email": email, "channel": None, "alias": None}
        for email in emails
        if (digest := email_digest(email)) in erased
    ]
    aliases = connection.execute(
        text(
            "SELECT DISTINCT o.channel_id, c.name, o.external_id FROM adopt_orders o"
            " JOIN channels c ON c.id = o.channel_id WHERE o.external_id IS NOT NULL"
        )
    )
    rows += [
        {"digest": digest, "email": None, "channel": alias.channel_id, "alias": alias.external_id}
        for alias in aliases
        if (digest := alias_digest(alias.name, alias.external_id)) in erased
    ]
    connection.execute(text("DROP TABLE IF EXISTS adopt_digests"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE adopt_digests"
            " (digest TEXT NOT NULL, email TEXT, channel_id BIGINT, external_id TEXT)"
        )
    )
    if rows:
        connection.execute(text("INSERT INTO adopt_digests VALUES (:digest, :email, :channel, :alias)"), rows)


def _forget(connection: Connection) -> None:
    """The country stays: taxes depend on it."""
    countries = ", ".join(
        sql.json_text(connection, f"s.{address}", "country_code") for address in ("shipping_address", "billing_address")
    )
    nothing = ", ".join(f"{name} = NULL" for name in PERSONAL)
    connection.execute(
        text(
            f"UPDATE stage_orders AS s SET country_code = COALESCE(s.country_code, {countries}), {nothing},"
            " customer_id = e.customer_id FROM adopt_erased e WHERE e.id = s.id"
        )
    )
    connection.execute(text("DELETE FROM adopt_orders WHERE id IN (SELECT id FROM adopt_erased)"))
