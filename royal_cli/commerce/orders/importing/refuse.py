"""Refuses orders with all their rows: an order goes in whole or not at all."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, text

from royal_cli.commerce.feeds.batch import Reject
from royal_cli.commerce.importing.problems import Rejects
from royal_cli.commerce.importing.staging import insert_rows
from royal_cli.commerce.journal import at
from royal_cli.commerce.order_feeds.batch import SPOILT, SPOILT_HINT

#: Of a SELECT that finds orders which are refused as a whole, not for one of their rows.
WHOLE = "CAST(NULL AS BIGINT) AS at"


def refuse(
    connection: Connection,
    rejects: Rejects,
    code: str,
    found: str,
    *,
    hint: str,
    now: datetime | None = None,
    **values: object,
) -> int:
    """Reject the staged orders that a SELECT finds as `id`, with `hint` as an SQL expression over it; say how many.

    It finds as `at` the number of the row that is to blame; see `WHOLE`.
    """
    _begin(connection)
    statement = f"INSERT INTO stage_refused_orders SELECT id, at, min({hint}) FROM ({found}) f GROUP BY id, at"
    refused = connection.execute(at(statement, now) if now else text(statement), values).rowcount
    return _take_out(connection, rejects, code) if refused else 0


def refuse_listed(
    connection: Connection, rejects: Rejects, code: str, found: Iterable[tuple[int, int | None, str]]
) -> int:
    """The same for what is known by now, as (id, at, hint)."""
    _begin(connection)
    refused = list(found)
    insert_rows(connection, "stage_refused_orders", ["id", "at", "hint"], refused)
    return _take_out(connection, rejects, code) if refused else 0


def _begin(connection: Connection) -> None:
    connection.execute(text("DROP TABLE IF EXISTS stage_refused_orders"))
    connection.execute(
        text("CREATE TEMPORARY TABLE stage_refused_orders (id BIGINT NOT NULL, at BIGINT, hint TEXT NOT NULL)")
    )


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
    orders = f"SELECT s.id, {WHOLE} FROM stage_orders s JOIN stage_spoilt p ON p.external_id = s.external_id"
    refuse(connection, rejects, SPOILT, orders, hint="CAST(:why AS TEXT)", why=SPOILT_HINT)


def _take_out(connection: Connection, rejects: Rejects, code: str) -> int:
    """The row that is to blame bears the reason, and the others of its order that it does."""
    refused = "SELECT id FROM stage_refused_orders"
    rows = connection.execute(
        text(
            "SELECT r.id, r.line, o.external_id, min(f.hint) FROM stage_orders o JOIN"
            f" (SELECT id, line, stage_order FROM stage_lines WHERE stage_order IN ({refused})"
            f" UNION ALL SELECT id, line, stage_order FROM stage_other_rows WHERE stage_order IN ({refused})) r"
            " ON r.stage_order = o.id LEFT JOIN stage_refused_orders f ON f.id = o.id AND COALESCE(f.at, r.id) = r.id"
            " GROUP BY r.id, r.line, o.external_id ORDER BY r.id"
        )
    )
    for number, line, order, hint in rows:
        if number not in rejects:
            rejects.add(Reject(number, line, "", order, code if hint else SPOILT, hint or SPOILT_HINT))
    return drop(connection, refused)


def drop(connection: Connection, orders: str) -> int:
    """Take orders out of the stage; `orders` selects their ids. Returns how many they were."""
    for table in ("stage_lines", "stage_other_rows"):
        connection.execute(text(f"DELETE FROM {table} WHERE stage_order IN ({orders})"))
    return connection.execute(text(f"DELETE FROM stage_orders WHERE id IN ({orders})")).rowcount
