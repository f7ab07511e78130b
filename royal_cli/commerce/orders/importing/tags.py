"""Tags of an order come from its channel and from the desk: each follows its own, and neither undoes the other."""

import json

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.catalog.editing.tags import with_tags, without_tags
from royal_cli.commerce.orders.importing.kind import KIND
from royal_cli.db.database import canonical_json


def keep_desk_tags(connection: Connection) -> None:
    """Put what operators did to the tags of known orders on top of what the file says; after `match_orders`.

    What was added here stays, what was taken away here stays away, and an undone change counts for nothing.
    """
    differs = sql.differs(connection, "o.tags", sql.as_json(connection, "s.tags"))
    rows = connection.execute(
        text(
            "SELECT s.id, s.tags, o.tags IS NULL AS has_none, c.before, c.after FROM stage_orders s"
            " JOIN orders o ON o.id = s.order_id JOIN changes c ON c.entity = 'orders' AND c.entity_id = o.id"
            " AND c.field = 'tags' JOIN operations p ON p.id = c.operation_id"
            f" WHERE NOT s.is_new AND s.tags IS NOT NULL AND {differs}"
            f" AND p.kind NOT IN ('{KIND}', 'undo') AND p.status <> 'undone' ORDER BY s.id, c.id"
        )
    ).all()
    wanted: dict[int, list[str]] = {}
    for row in rows:
        before, after = _listed(row.before), _listed(row.after)
        kept = without_tags(wanted.get(row.id, _listed(row.tags)), without_tags(before, after))
        wanted[row.id] = with_tags(kept, without_tags(after, before))
    without = {row.id for row in rows if row.has_none}
    for id, tags in wanted.items():
        value = canonical_json(tags) if tags or id not in without else None
        connection.execute(text("UPDATE stage_orders SET tags = :tags WHERE id = :id"), {"tags": value, "id": id})


def _listed(tags: str | None) -> list[str]:
    return json.loads(tags) if tags else []
