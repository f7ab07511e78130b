"""Every row of the catalogue as it is stored, to tell whether an undo has really brought back what was."""

from typing import Any

from sqlalchemy import Engine, select, text

from royal_cli.commerce.by_hand import Asked
from royal_cli.db.tables import METADATA
from tests.commerce.catalog.made_feeds import rows

_TABLES = (
    "categories", "category_aliases", "collections", "products", "product_variants", "inventory_levels",
    "inventory_movements", "market_prices", "order_line_items",
)  # fmt: skip
NOW = Asked(wait=0.0, shown_changes=None)
DRY = Asked(wait=0.0, shown_changes=None, dry_run=True)


def dump(engine: Engine, *, without: str = "") -> dict[str, list[tuple[Any, ...]]]:
    """All tables but `without`, each row with all its fields except when it was last written."""
    found = {}
    with engine.connect() as connection:
        for name in _TABLES:
            table = METADATA.tables[name]
            columns = [column for column in table.columns if column.name != "updated_at"]
            query = select(*columns).order_by(table.c.id)
            found[name] = [] if name == without else [tuple(row) for row in connection.execute(query)]
    return found


def last(engine: Engine) -> str:
    return str(rows(engine, "SELECT public_id FROM operations ORDER BY id DESC LIMIT 1")[0][0])


def order(engine: Engine, sku: str) -> None:
    """Somebody orders one of a variant."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO orders (order_number, currency, created_at, updated_at)"
                " SELECT 'ORDER-' || count(*), 'EUR', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM orders"
            )
        )
        connection.execute(
            text(
                "INSERT INTO order_line_items (order_id, product_id, product_variant_id, sku, quantity, created_at)"
                " SELECT (SELECT max(id) FROM orders), product_id, id, sku, 1, CURRENT_TIMESTAMP FROM product_variants"
                " WHERE sku = :sku"
            ),
            {"sku": sku},
        )
