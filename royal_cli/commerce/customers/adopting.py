"""Gives staged orders their customers: people who are known are found again, the others are created.

Whose order it is, is told by what the channel calls the buyer, else by the e-mail address. A marketplace's relay
address is what the channel calls somebody, and never the person's own. An order that says neither has no customer.
"""

from datetime import datetime

from sqlalchemy import Connection, text

from royal_cli.commerce import journal, sql
from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.customers import adopted_addresses, erasures
from royal_cli.commerce.customers.emails import is_relay, read_email
from royal_cli.db.customers import ALIAS_LENGTH, PHONE_LENGTH

_ACTOR = "import"
_AT_ONCE = 5_000


def adopt(connection: Connection, *, operation_id: int, now: datetime) -> list[int]:
    """Set `customer_id` of all rows of `stage_orders`; what is created for it is noted in the journal.

    Names, phone and address of the newest order of a file fill what is empty at a customer, and replace nothing.
    Returns the ids of the staged orders that come without their person, who was erased after placing them.
    """
    hand = Hand(connection, operation_id, _ACTOR, now)
    _stage(connection)
    without_person = erasures.set_apart(connection)
    sql.look_again(connection, "adopt_orders")
    _find_aliases(connection)
    _fill_emails(hand)
    _find_emails(connection)
    _number_new(connection)
    _assign(connection)
    _stage_people(connection)
    _create(hand)
    _create_aliases(hand)
    _fill_names(hand)
    connection.execute(
        text("UPDATE stage_orders AS s SET customer_id = o.customer_id FROM adopt_orders o WHERE o.id = s.id")
    )
    adopted_addresses.adopt(hand)
    return without_person


def _stage(connection: Connection) -> None:
    """`adopt_orders`: the order, its alias, and the e-mail address if it is the customer's own."""
    _read_emails(connection)
    key = f"NULLIF(trim(CASE WHEN length(s.customer_key) <= {ALIAS_LENGTH} THEN s.customer_key END), '')"
    connection.execute(text("DROP TABLE IF EXISTS adopt_orders"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE adopt_orders (id BIGINT PRIMARY KEY, channel_id BIGINT, external_id TEXT,"
            f" email TEXT, relay TEXT, placed_at {_time(connection)}, customer_id BIGINT)"
        )
    )
    connection.execute(
        text(
            f"INSERT INTO adopt_orders SELECT s.id, s.channel_id, COALESCE({key}, e.relay), e.email, e.relay,"
            " s.created_at, NULL FROM stage_orders s LEFT JOIN adopt_stated e ON e.stated = s.customer_email"
        )
    )


def _read_emails(connection: Connection) -> None:
    """`adopt_stated`: what the orders have for an address, and the address that it is: their own, or a relay's."""
    connection.execute(text("DROP TABLE IF EXISTS adopt_stated"))
    connection.execute(text("CREATE TEMPORARY TABLE adopt_stated (stated TEXT PRIMARY KEY, email TEXT, relay TEXT)"))
    stated = connection.scalars(
        text("SELECT DISTINCT customer_email FROM stage_orders WHERE customer_email IS NOT NULL")
    )
    for some in stated.partitions(_AT_ONCE):
        rows = [(address, read_email(address)) for address in some]
        known = [
            {
                "stated": address,
                "email": None if is_relay(email) else email,
                "relay": email if is_relay(email) else None,
            }
            for address, email in rows
            if email
        ]
        if known:
            connection.execute(text("INSERT INTO adopt_stated VALUES (:stated, :email, :relay)"), known)


def _time(connection: Connection) -> str:
    return "TIMESTAMP WITH TIME ZONE" if sql.is_postgres(connection) else "TEXT"


def _find_aliases(connection: Connection) -> None:
    """`adopt_aliases`: every alias of the orders once, with its first address, and its customer if it is known."""
    connection.execute(text("DROP TABLE IF EXISTS adopt_aliases"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE adopt_aliases AS SELECT f.id, f.channel_id, f.external_id, f.email, f.relay,"
            " a.id AS alias_id, a.customer_id FROM (SELECT o.*, row_number() OVER (PARTITION BY o.channel_id,"
            " o.external_id ORDER BY o.email IS NULL, o.relay IS NULL, o.id) AS place FROM adopt_orders o"
            " WHERE o.external_id IS NOT NULL) f LEFT JOIN customer_aliases a ON a.channel_id = f.channel_id"
            " AND a.external_id = f.external_id WHERE f.place = 1"
        )
    )


def _fill_emails(hand: Hand) -> None:
    """A customer without an address gets the one that is stated now, unless it is somebody else's already."""
    hand.set_field(
        "customers",
        "email",
        "SELECT id, value FROM (SELECT c.id, a.email AS value, row_number() OVER (PARTITION BY c.id ORDER BY a.id) AS"
        " address, row_number() OVER (PARTITION BY a.email ORDER BY a.id) AS claim FROM adopt_aliases a"
        " JOIN customers c ON c.id = a.customer_id WHERE c.email IS NULL AND a.email IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM customers o WHERE o.email = a.email)) f WHERE address = 1 AND claim = 1",
    )


def _find_emails(connection: Connection) -> None:
    """`adopt_emails`: the addresses that tell whose an order is, with their customers if they are known."""
    connection.execute(text("DROP TABLE IF EXISTS adopt_emails"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE adopt_emails AS SELECT f.email, f.id, COALESCE(c.id, (SELECT max(a.customer_id)"
            " FROM customer_aliases a WHERE a.email = f.email)) AS customer_id FROM (SELECT email, min(id) AS id FROM"
            " (SELECT id, email FROM adopt_aliases WHERE customer_id IS NULL AND email IS NOT NULL UNION ALL"
            " SELECT id, email FROM adopt_orders WHERE external_id IS NULL AND email IS NOT NULL) e GROUP BY email) f"
            " LEFT JOIN customers c ON c.email = f.email"
        )
    )


def _number_new(connection: Connection) -> None:
    """`adopt_new`: who has to be created, one for each unknown address, and for each unknown alias without one."""
    nobody = (
        "SELECT id, email FROM adopt_emails WHERE customer_id IS NULL"
        " UNION ALL SELECT id, NULL FROM adopt_aliases WHERE customer_id IS NULL AND email IS NULL"
    )
    new_id = sql.new_id(connection, "customers", "1", "ORDER BY n.id")
    connection.execute(text("DROP TABLE IF EXISTS adopt_new"))
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE adopt_new AS SELECT {new_id} AS customer_id, n.id, n.email"
            f" FROM (SELECT * FROM ({nobody}) u ORDER BY id) n"
        )
    )
    for known, same in (("adopt_emails", "e.email = n.email"), ("adopt_aliases", "n.email IS NULL AND e.id = n.id")):
        connection.execute(
            text(
                f"UPDATE {known} AS e SET customer_id = n.customer_id FROM adopt_new n"
                f" WHERE e.customer_id IS NULL AND {same}"
            )
        )


def _assign(connection: Connection) -> None:
    connection.execute(
        text(
            "UPDATE adopt_aliases AS a SET customer_id = e.customer_id FROM adopt_emails e"
            " WHERE a.customer_id IS NULL AND e.email = a.email"
        )
    )
    sql.look_again(connection, "adopt_aliases", "adopt_emails")
    connection.execute(
        text(
            "UPDATE adopt_orders AS o SET customer_id = a.customer_id FROM adopt_aliases a"
            " WHERE a.channel_id = o.channel_id AND a.external_id = o.external_id"
        )
    )
    connection.execute(
        text(
            "UPDATE adopt_orders AS o SET customer_id = e.customer_id FROM adopt_emails e"
            " WHERE o.external_id IS NULL AND e.email = o.email"
        )
    )
    sql.look_again(connection, "adopt_orders")


def _stage_people(connection: Connection) -> None:
    """`adopt_people`: how the newest order that says so calls each customer. First and last name are of one order."""
    first, last, phone = (f"NULLIF(trim(s.{name}), '')" for name in ("first_name", "last_name", "customer_phone"))
    stated = (
        f"SELECT o.customer_id, o.placed_at, o.id, {first} AS first_name, {last} AS last_name,"
        f" substr({phone}, 1, {PHONE_LENGTH}) AS phone FROM adopt_orders o JOIN stage_orders s ON s.id = o.id"
        " WHERE o.customer_id IS NOT NULL"
    )
    newest = "row_number() OVER (PARTITION BY customer_id ORDER BY {} IS NULL, placed_at DESC, id DESC)"
    connection.execute(text("DROP TABLE IF EXISTS adopt_people"))
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE adopt_people AS WITH stated AS MATERIALIZED ({stated})"
            " SELECT customer_id, max(CASE WHEN named = 1 THEN first_name END) AS first_name,"
            " max(CASE WHEN named = 1 THEN last_name END) AS last_name,"
            " max(CASE WHEN called = 1 THEN phone END) AS phone"
            f" FROM (SELECT p.*, {newest.format('COALESCE(first_name, last_name)')} AS named,"
            f" {newest.format('phone')} AS called FROM stated p) n GROUP BY customer_id"
        )
    )


def _create(hand: Hand) -> None:
    hand.connection.execute(
        journal.at(
            "INSERT INTO customers (id, email, phone, first_name, last_name, created_at, updated_at)"
            " SELECT n.customer_id, n.email, p.phone, p.first_name, p.last_name, :now, :now FROM adopt_new n"
            " JOIN adopt_people p ON p.customer_id = n.customer_id ORDER BY n.customer_id",
            hand.now,
        )
    )
    journal.note_created(hand.connection, hand.operation_id, "customers", "SELECT customer_id AS id FROM adopt_new")


def _create_aliases(hand: Hand) -> None:
    """The address of an alias is the one that this channel has of the customer."""
    journal.create_rows(
        hand.connection,
        hand.operation_id,
        "customer_aliases",
        ("customer_id", "channel_id", "external_id", "email", "created_at"),
        "SELECT customer_id, channel_id, external_id, COALESCE(email, relay), :now FROM adopt_aliases"
        " WHERE alias_id IS NULL ORDER BY id",
        hand.now,
    )
    hand.set_field(
        "customer_aliases",
        "email",
        "SELECT l.id, COALESCE(a.email, a.relay) AS value FROM adopt_aliases a JOIN customer_aliases l"
        " ON l.id = a.alias_id WHERE l.email IS NULL AND COALESCE(a.email, a.relay) IS NOT NULL",
    )


def _fill_names(hand: Hand) -> None:
    """What customers already had stays. A first name never joins the last name of somebody else."""
    for field, other in (("first_name", "last_name"), ("last_name", "first_name")):
        _fill(hand, field, f" AND (c.{other} IS NULL OR c.{other} = p.{other})")
    _fill(hand, "phone", "")


def _fill(hand: Hand, field: str, condition: str) -> None:
    hand.set_field(
        "customers",
        field,
        f"SELECT c.id, p.{field} AS value FROM adopt_people p JOIN customers c ON c.id = p.customer_id"
        f" WHERE c.{field} IS NULL AND p.{field} IS NOT NULL{condition}",
    )
