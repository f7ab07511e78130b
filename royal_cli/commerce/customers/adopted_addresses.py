"""Keeps the addresses on staged orders with their customers, each one once."""

from sqlalchemy import Connection, text

from royal_cli.commerce import journal, sql
from royal_cli.commerce.by_hand import Hand
from royal_cli.db.customers import PHONE_LENGTH

#: Columns with the most characters they hold; an order keeps the whole text in any case.
_FIELDS: dict[str, int | None] = {
    "first_name": None, "last_name": None, "company": None, "address1": None, "address2": None, "city": None,
    "province": None, "postal_code": 20, "country_code": None, "phone": PHONE_LENGTH,
}  # fmt: skip
#: What makes two addresses the same: all but the phone, in any case of letters and with any spaces.
_TELLING = [name for name in _FIELDS if name != "phone"]


def adopt(hand: Hand) -> None:
    """Add what is new, and make the address of each customer's newest order the default of its type.

    Needs `adopt_orders` with its customers. An address without a street is none.
    """
    _stage(hand.connection)
    _match(hand.connection)
    _choose_defaults(hand.connection)
    _create(hand)
    hand.set_field(
        "customer_addresses",
        "is_default",
        "SELECT e.id, CASE WHEN d.id = e.id THEN '1' ELSE '0' END AS value FROM adopt_defaults d"
        " JOIN customer_addresses e ON e.customer_id = d.customer_id AND e.type = d.type"
        " WHERE e.is_default OR e.id = d.id",
    )


def _stage(connection: Connection) -> None:
    """`adopt_places`: every address of a customer once, as the newest order has it."""
    orders = " UNION ALL ".join(
        f"SELECT o.customer_id, '{type}' AS type, s.{type}_address AS address, o.placed_at, o.id FROM adopt_orders o"
        f" JOIN stage_orders s ON s.id = o.id WHERE o.customer_id IS NOT NULL AND s.{type}_address IS NOT NULL"
        for type in ("billing", "shipping")
    )
    taken = ", ".join(f"{_taken(connection, name, longest)} AS {name}" for name, longest in _FIELDS.items())
    connection.execute(text("DROP TABLE IF EXISTS adopt_places"))
    # Each step is worked out once: SQLite would else put one inside the other, and read the same JSON dozens of times.
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE adopt_places AS WITH written AS MATERIALIZED ("
            "SELECT customer_id, type, CAST(address AS TEXT) AS address, max(placed_at) AS placed_at, max(id) AS id"
            f" FROM ({orders}) a GROUP BY customer_id, type, CAST(address AS TEXT)), taken AS MATERIALIZED ("
            f"SELECT w.customer_id, w.type, w.placed_at, w.id, {taken} FROM written w), known AS MATERIALIZED ("
            f"SELECT t.*, {same_address('t')} AS same FROM taken t WHERE t.address1 IS NOT NULL)"
            " SELECT p.*, CAST(NULL AS BIGINT) AS address_id FROM (SELECT k.*, row_number() OVER (PARTITION BY"
            " customer_id, type, same ORDER BY placed_at DESC, id DESC) AS place FROM known k) p WHERE p.place = 1"
        )
    )


def _taken(connection: Connection, name: str, longest: int | None) -> str:
    value = f"NULLIF(trim({sql.json_text(connection, 'w.address', name)}), '')"
    if name == "country_code":
        return f"CASE WHEN length({value}) = 2 THEN upper({value}) END"
    return f"substr({value}, 1, {longest})" if longest else value


def same_address(alias: str) -> str:
    """The text by which addresses are compared."""
    parts = " || '|' || ".join(f"COALESCE({alias}.{name}, '')" for name in _TELLING)
    return f"lower(replace({parts}, ' ', ''))"


def _match(connection: Connection) -> None:
    """`address_id` of those that the customers have already."""
    sql.look_again(connection, "adopt_places")
    connection.execute(
        text(
            "UPDATE adopt_places AS p SET address_id = e.id FROM (SELECT min(a.id) AS id, a.customer_id, a.type,"
            f" {same_address('a')} AS same FROM customer_addresses a"
            " WHERE a.customer_id IN (SELECT customer_id FROM adopt_places)"
            f" GROUP BY a.customer_id, a.type, {same_address('a')}) e"
            " WHERE e.customer_id = p.customer_id AND e.type = p.type AND e.same = p.same"
        )
    )


def _choose_defaults(connection: Connection) -> None:
    """`adopt_defaults`: whose default changes, and to which address; None as `id` where it is a new one.

    Older orders that are imported late change no default.
    """
    connection.execute(text("DROP TABLE IF EXISTS adopt_defaults"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE adopt_defaults AS SELECT n.customer_id, n.type, n.address_id AS id, n.same"
            " FROM (SELECT p.*, row_number() OVER (PARTITION BY customer_id, type ORDER BY placed_at DESC, id DESC)"
            " AS newest FROM adopt_places p) n WHERE n.newest = 1"
            " AND (NOT EXISTS (SELECT 1 FROM customer_addresses a WHERE a.customer_id = n.customer_id"
            "  AND a.type = n.type AND a.is_default) OR NOT EXISTS (SELECT 1 FROM orders o"
            "  WHERE o.customer_id = n.customer_id AND o.created_at > n.placed_at))"
        )
    )


def _create(hand: Hand) -> None:
    last = hand.connection.scalar(text("SELECT max(id) FROM customer_addresses")) or 0
    journal.create_rows(
        hand.connection,
        hand.operation_id,
        "customer_addresses",
        ("customer_id", "type", *_FIELDS, "is_default", "is_active", "is_verified", "created_at"),
        f"SELECT p.customer_id, p.type, {', '.join(f'p.{name}' for name in _FIELDS)}, d.same IS NOT NULL, TRUE, FALSE,"
        " :now FROM adopt_places p LEFT JOIN adopt_defaults d ON d.customer_id = p.customer_id AND d.type = p.type"
        " AND d.same = p.same WHERE p.address_id IS NULL ORDER BY p.id, p.type",
        hand.now,
    )
    # The new default is marked already: the one before gives way by its own change.
    hand.connection.execute(
        text(
            "UPDATE adopt_defaults AS d SET id = e.id FROM customer_addresses e WHERE d.id IS NULL AND e.is_default"
            f" AND e.id > {last} AND e.customer_id = d.customer_id AND e.type = d.type"
        )
    )
