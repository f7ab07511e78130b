"""Refuses orders with all their rows: an order goes in whole or not at all."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, text

from royal_cli.commerce.feeds.batch import Reject
from royal_cli.commerce.importing.problems import Rejects
from royal_cli.commerce.importing.staging import insert_rows
from royal_cli.commerce.journal import at
from royal_cli.commerce.order_feeds.batch import SPOILT, SPOILT_HINT


def refuse(
    connection: Connection,
    rejects: Rejects,
    code: str,
    orders: str,
    *,
    hint: str,
    now: datetime | None = None,
    **values: object,
) -> int:
    """Reject the staged orders that a SELECT finds as `id`, with `hint` as an SQL expression over it; say how many."""
    connection.execute(text("DROP TABLE IF EXISTS stage_refused"))
    connection.execute(text("CREATE TEMPORARY TABLE stage_refused (id BIGINT PRIMARY KEY, hint TEXT NOT NULL)"))
    statement = f"INSERT INTO stage_refused SELECT id, min({hint}) FROM ({orders}) f GROUP BY id"
    found = connection.execute(at(statement, now) if now else text(statement), values).rowcount
    return _take_out(connection, rejects, code) if found else 0


def refuse_listed(connection: Connection, rejects: Rejects, code: str, orders: Iterable[tuple[int, str]]) -> int:
    """The same for orders that are known by now, as (id, hint)."""
    first: dict[int, str] = {}
    for id, hint in orders:
        first.setdefault(id, hint)
    connection.execute(text("DROP TABLE IF EXISTS stage_refused"))
    connection.execute(text("CREATE TEMPORARY TABLE stage_refused (id BIGINT PRIMARY KEY, hint TEXT NOT NULL)"))
    insert_rows(connection, "stage_refused", ["id", "hint"], first.items())
    return _take_out(connection, rejects, code) if first else 0


def refuse_rows(connection: Connection, rejects: Rejects, refused: Iterable[Reject], spoilt: Iterable[str]) -> None:
    """Reject single rows, and with them the other rows of their orders; `spoilt` are external ids of such orders."""
    names = set(spoilt)
    numbers = set()
    for reject in refused:
        rejects.add(reject)
        numbers.add(reject.number)
        names.add(reject.value)
    if not names:
        return
    connection.execute(text("DROP TABLE IF EXISTS stage_spoilt"))
    connection.execute(text("CREATE TEMPORARY TABLE stage_spoilt (external_id TEXT PRIMARY KEY)"))
    insert_rows(connection, "stage_spoilt", ["external_id"], ((name,) for name in names))
    orders = "SELECT s.id FROM stage_orders s JOIN stage_spoilt p ON p.external_id = s.external_id"
    refuse(connection, rejects, SPOILT, orders, hint=":why", why=SPOILT_HINT)


def _take_out(connection: Connection, rejects: Rejects, code: str) -> int:
    rows = connection.execute(
        text(
            "SELECT r.id, r.line, o.external_id, f.hint FROM stage_refused f JOIN stage_orders o ON o.id = f.id"
            " JOIN (SELECT id, line, stage_order FROM stage_lines WHERE stage_order IN (SELECT id FROM stage_refused)"
            " UNION ALL SELECT id, line, stage_order FROM stage_other_rows"
            "  WHERE stage_order IN (SELECT id FROM stage_refused)) r ON r.stage_order = f.id ORDER BY r.id"
        )
    )
    for number, line, order, hint in rows:
        if number not in rejects:
            rejects.add(Reject(number, line, "", order, code, hint))
    return drop(connection, "SELECT id FROM stage_refused")


def drop(connection: Connection, orders: str) -> int:
    """Take orders out of the stage; `orders` selects their ids. Returns how many they were."""
    for table in ("stage_lines", "stage_other_rows"):
        connection.execute(text(f"DELETE FROM {table} WHERE stage_order IN ({orders})"))
    return connection.execute(text(f"DELETE FROM stage_orders WHERE id IN ({orders})")).rowcount
