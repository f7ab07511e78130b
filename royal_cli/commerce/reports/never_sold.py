"""What stands in the catalogue and is not sold."""

from collections.abc import Set

from sqlalchemy import Connection, text

from royal_cli.commerce.reports.names import UNCATEGORISED, categories
from royal_cli.commerce.reports.products_rows import NeverSold
from royal_cli.commerce.sql import is_postgres
from royal_cli.db.database import canonical_json

_UNSOLD = """
FROM product_variants v JOIN products p ON p.id = v.product_id
WHERE COALESCE(v.status, '') <> 'archived' AND COALESCE(p.status, '') <> 'archived' AND v.id NOT IN ({sold})
"""
_ROWS = """
SELECT v.sku, CASE WHEN v.title IS NULL THEN p.title ELSE p.title || ', ' || v.title END AS title, p.id AS product_id,
  (SELECT SUM(l.available) FROM inventory_levels l WHERE l.product_variant_id = v.id) AS stock
"""


def never_sold(connection: Connection, sold: Set[int | None], *, limit: int) -> tuple[int, list[NeverSold]]:
    """How many variants there are besides those sold, and those of them with the most stock; archived ones are none."""
    unsold = _UNSOLD.format(sold=_ids(connection))
    ids = {"sold": canonical_json(sorted(id for id in sold if id is not None))}
    count = connection.scalar(text(f"SELECT COUNT(*) {unsold}"), ids) or 0
    tops = categories(connection)
    query = f"SELECT * FROM ({_ROWS} {unsold}) unsold ORDER BY COALESCE(stock, -1) DESC, sku LIMIT :limit"
    rows = connection.execute(text(query), {**ids, "limit": limit})
    return count, [
        NeverSold(
            sku=row.sku,
            title=row.title,
            category=tops.get(row.product_id, UNCATEGORISED),
            stock=None if row.stock is None else int(row.stock),
        )
        for row in rows
    ]


def _ids(connection: Connection) -> str:
    """The numbers of a JSON list: there may be more of them than a statement takes parameters."""
    if is_postgres(connection):
        return "SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(:sold AS JSON))"
    return "SELECT value FROM json_each(:sold)"
