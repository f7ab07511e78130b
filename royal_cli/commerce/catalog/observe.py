"""Looks over the staged feed for what is probably a mistake, without refusing it."""

from sqlalchemy import Connection, text

from royal_cli.commerce.catalog.problems import EXAMPLES_PER_CODE, Warnings
from royal_cli.commerce.feeds.batch import Warn

_SUSPICIOUS = {
    "price_zero": ("stage_variants s", "s.price = 0", "s.line, s.sku", "the price is 0"),
    "price_below_cost": (
        "stage_variants s",
        "s.price > 0 AND s.price < s.cost_price",
        "s.line, s.sku",
        "the price is below the cost",
    ),
    "compare_at_not_above_price": (
        "stage_variants s",
        "s.compare_at_price <= s.price",
        "s.line, s.sku",
        "the compare-at price is not above the price",
    ),
    "negative_stock": (
        "stage_levels l JOIN stage_variants s ON s.id = l.variant",
        "l.available < 0",
        "s.line, s.sku",
        "less than nothing is in stock",
    ),
    "currency_changed": (
        "stage_variants s JOIN match_variants m ON m.stage_id = s.id JOIN product_variants e ON e.id = m.variant_id",
        "s.currency <> e.currency",
        "s.line, s.sku",
        "the stored price is in another currency",
    ),
}


def observe(connection: Connection, warnings: Warnings) -> None:
    """Count what looks wrong, with the first few lines of each kind."""
    for code, (tables, where, columns, hint) in _SUSPICIOUS.items():
        found = int(connection.scalar(text(f"SELECT count(*) FROM {tables} WHERE {where}")) or 0)
        if found:
            rows = connection.execute(
                text(f"SELECT {columns} FROM {tables} WHERE {where} ORDER BY s.id LIMIT {EXAMPLES_PER_CODE}")
            ).all()
            warnings.count(code, found, [Warn(line, "", sku, code, hint) for line, sku in rows])
    _near_duplicates(connection, warnings)


def _near_duplicates(connection: Connection, warnings: Warnings) -> None:
    connection.execute(text("DROP TABLE IF EXISTS stage_alike"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE stage_alike AS SELECT fingerprint, count(*) AS products FROM stage_products"
            " WHERE fingerprint IS NOT NULL GROUP BY fingerprint HAVING count(*) > 1"
        )
    )
    found = int(connection.scalar(text("SELECT sum(products) FROM stage_alike")) or 0)
    if not found:
        return
    rows = connection.execute(
        text(
            "SELECT s.line, s.title FROM stage_products s JOIN stage_alike a ON a.fingerprint = s.fingerprint"
            f" ORDER BY s.id LIMIT {EXAMPLES_PER_CODE}"
        )
    ).all()
    hint = "other products have the same title"
    warnings.count("near_duplicate_title", found, [Warn(line, "", title, "", hint) for line, title in rows])
