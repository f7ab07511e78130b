"""Finds out which staged order is which stored one, and which of its lines are which stored lines."""

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.importing.problems import Rejects
from royal_cli.commerce.orders.importing.refuse import WHOLE, refuse

#: How staged lines find stored ones, the surest way first; equals are told apart by their place among each other.
#: What the channel calls a line goes before everything else: then two lines that it calls differently are two.
_BY_ID = ("external_id",)
_OTHERWISE = (("code", "title", "price", "quantity", "total"), ("code", "price"), ("code",))


def match_orders(connection: Connection, rejects: Rejects, channel_id: int | None) -> None:
    """Set channel_id, order_id and is_new of all staged orders; new ones get the id that they will have."""
    connection.execute(
        text("UPDATE stage_orders SET channel_id = :channel, customer_id = NULL, is_new = TRUE, order_id = NULL"),
        {"channel": channel_id},
    )
    found = "UPDATE stage_orders SET order_id = e.id, is_new = FALSE FROM orders e WHERE e.channel_id = :channel"
    connection.execute(text(f"{found} AND e.external_id = stage_orders.external_id"), {"channel": channel_id})
    connection.execute(
        text(
            f"{found} AND stage_orders.is_new AND e.external_id IS NULL AND e.order_number = stage_orders.order_number"
        ),
        {"channel": channel_id},
    )
    if sql.is_postgres(connection):  # nobody ships one of them meanwhile
        known = "SELECT order_id FROM stage_orders WHERE NOT is_new"
        connection.execute(text(f"SELECT id FROM orders WHERE id IN ({known}) ORDER BY id FOR UPDATE"))
    _refuse_double_numbers(connection, rejects)
    new_id = sql.new_id(connection, "orders", "1", "ORDER BY id")
    connection.execute(
        text(
            f"UPDATE stage_orders SET order_id = n.order_id FROM (SELECT id, {new_id} AS order_id FROM stage_orders"
            " WHERE is_new) n WHERE n.id = stage_orders.id"
        )
    )


def _refuse_double_numbers(connection: Connection, rejects: Rejects) -> None:
    """A channel has every order number once."""
    refuse(
        connection,
        rejects,
        "number_taken",
        f"SELECT s.id, {WHOLE} FROM stage_orders s JOIN orders e ON e.channel_id = s.channel_id"
        " AND e.order_number = s.order_number AND e.id <> COALESCE(s.order_id, 0)",
        hint="'another order of this channel has this number'",
    )
    refuse(
        connection,
        rejects,
        "number_twice",
        f"SELECT id, {WHOLE} FROM (SELECT id, row_number() OVER (PARTITION BY order_number ORDER BY id) AS place"
        " FROM stage_orders) n WHERE place > 1",
        hint="'an order further up has this number, and another id'",
    )


def match_lines(connection: Connection) -> None:
    """Fill line_pairs (stage_order, stage_id, line_id); what is left over stays in fresh_lines and stored_lines."""
    _set_out(connection)
    _pair(connection, _BY_ID, "s.external_id <> ''")
    for keys in _OTHERWISE:
        if connection.execute(text("SELECT 1 FROM fresh_lines LIMIT 1")).first() is None:
            break
        _pair(connection, keys, "(s.external_id = '' OR e.external_id = '')")


def _set_out(connection: Connection) -> None:
    """Both sides of the orders that are known, with nothing unknown, for that equals nothing."""
    for table in ("line_pairs", "fresh_lines", "stored_lines"):
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE line_pairs (stage_order BIGINT NOT NULL, stage_id BIGINT NOT NULL,"
            " line_id BIGINT NOT NULL)"
        )
    )
    keys = (
        "COALESCE({0}.external_id, '') AS external_id, COALESCE({0}.price, -1) AS price,"
        " COALESCE({0}.quantity, 0) AS quantity, COALESCE({0}.total, -1) AS total, {0}.position"
    )
    code = "CASE WHEN s.stage_code IS NULL THEN 0 ELSE COALESCE(c.sold_code_id, -c.id) END"
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE fresh_lines AS SELECT s.stage_order, s.id, {code} AS code, {keys.format('s')},"
            " COALESCE(s.title, c.title, '') AS title FROM stage_orders o"
            " JOIN stage_lines s ON s.stage_order = o.id LEFT JOIN stage_codes c"
            " ON c.id = s.stage_code WHERE NOT o.is_new"
        )
    )
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE stored_lines AS SELECT o.id AS stage_order, e.id, COALESCE(e.sold_code_id, 0)"
            f" AS code, {keys.format('e')}, COALESCE(e.product_title, '') AS title FROM stage_orders o"
            " JOIN order_line_items e ON e.order_id = o.order_id WHERE NOT o.is_new"
            " AND EXISTS (SELECT 1 FROM stage_lines s WHERE s.stage_order = o.id)"
        )
    )
    for table in ("fresh_lines", "stored_lines"):
        connection.execute(text(f"CREATE INDEX {table}_order ON {table} (stage_order, code)"))
    sql.look_again(connection, "fresh_lines", "stored_lines")


def _pair(connection: Connection, keys: tuple[str, ...], where: str) -> None:
    columns = ", ".join(keys)

    def numbered(table: str) -> str:
        place = f"row_number() OVER (PARTITION BY stage_order, {columns} ORDER BY position, id)"
        return f"(SELECT n.*, {place} AS place FROM {table} n)"

    same = " AND ".join(f"e.{key} = s.{key}" for key in keys)
    connection.execute(
        text(
            f"INSERT INTO line_pairs SELECT s.stage_order, s.id, e.id FROM {numbered('fresh_lines')} s"
            f" JOIN {numbered('stored_lines')} e ON e.stage_order = s.stage_order AND {same} AND e.place = s.place"
            f" WHERE {where}"
        )
    )
    for table, column in (("fresh_lines", "stage_id"), ("stored_lines", "line_id")):
        connection.execute(text(f"DELETE FROM {table} WHERE id IN (SELECT {column} FROM line_pairs)"))


#: Rows that say that royal itself did something with a line.
WORK = ("allocations", "fulfillment_items", "refund_items", "order_return_items")


def refuse_undone_work(connection: Connection, rejects: Rejects) -> None:
    """A line of which royal has reserved, packed, refunded or taken back units stays, whatever a file knows of it."""
    worked = " OR ".join(f"EXISTS (SELECT 1 FROM {table} w WHERE w.order_line_item_id = e.id)" for table in WORK)
    called = "COALESCE(e.sku, e.product_title, '')"
    gone = refuse(
        connection,
        rejects,
        "line_worked_on",
        f"SELECT l.stage_order AS id, {WHOLE}, {called} AS called FROM stored_lines l"
        f" JOIN order_line_items e ON e.id = l.id WHERE {worked}",
        hint="'the order no longer has ' || called || ', of which units were reserved, sent or refunded here'",
    )
    less = refuse(
        connection,
        rejects,
        "less_than_sent",
        f"SELECT p.stage_order AS id, p.stage_id AS at, {called} AS called,"
        " e.fulfilled_quantity + e.cancelled_quantity AS done FROM line_pairs p"
        " JOIN stage_lines s ON s.stage_order = p.stage_order AND s.id = p.stage_id"
        " JOIN order_line_items e ON e.id = p.line_id WHERE s.quantity > 0"
        f" AND e.fulfilled_quantity + e.cancelled_quantity > s.quantity AND ({worked})",
        hint="done || ' of ' || called || ' were sent or cancelled here, more than the file has'",
    )
    if gone or less:
        for table in ("line_pairs", "fresh_lines", "stored_lines"):
            connection.execute(text(f"DELETE FROM {table} WHERE stage_order NOT IN (SELECT id FROM stage_orders)"))
