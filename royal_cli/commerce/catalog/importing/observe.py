"""Looks over the staged feed for what is probably a mistake, without refusing it."""

from sqlalchemy import Connection, text

from royal_cli.commerce.feeds.batch import Warn
from royal_cli.commerce.importing.problems import EXAMPLES_PER_CODE, Warnings

_BELOW_COST = "the price is below the cost"
_NOT_ABOVE = "the compare-at price is not above the price"


def _beside_stored(one: str, other: str, wrong: str) -> tuple[str, str]:
    """Where only one of two amounts is staged, the other is the stored one; `align_scales` made them comparable."""
    kept = " AND ".join(f"COALESCE(s.cleared, '') NOT LIKE '%,{name},%'" for name in (one, other))
    tables = (
        "stage_variants s JOIN changed_variants m ON m.stage_id = s.id JOIN product_variants e ON e.id = m.id"
        f" AND COALESCE(s.currency, e.currency) = e.currency AND (s.{one} IS NULL) <> (s.{other} IS NULL) AND {kept}"
    )
    return tables, wrong.format(*(f"COALESCE(s.{name}, e.{name})" for name in (one, other)))


#: Code, FROM, WHERE, and the hint.
_SUSPICIOUS = (
    ("price_zero", "stage_variants s", "s.price = 0", "the price is 0"),
    ("price_below_cost", "stage_variants s", "s.price > 0 AND s.price < s.cost_price", _BELOW_COST),
    ("price_below_cost", *_beside_stored("price", "cost_price", "{0} > 0 AND {0} < {1}"), _BELOW_COST),
    ("compare_at_not_above_price", "stage_variants s", "s.compare_at_price <= s.price", _NOT_ABOVE),
    ("compare_at_not_above_price", *_beside_stored("compare_at_price", "price", "{0} <= {1}"), _NOT_ABOVE),
    (
        "negative_stock",
        "stage_levels l JOIN stage_variants s ON s.id = l.variant",
        "l.available < 0",
        "less than nothing is in stock",
    ),
    (
        "currency_changed",
        "stage_variants s JOIN match_variants m ON m.stage_id = s.id JOIN product_variants e ON e.id = m.variant_id",
        "s.currency <> e.currency",
        "the stored price is in another currency",
    ),
)


def observe(connection: Connection, warnings: Warnings) -> None:
    """Count what looks wrong, with the first few lines of each kind."""
    for code, tables, where, hint in _SUSPICIOUS:
        found = int(connection.scalar(text(f"SELECT count(*) FROM {tables} WHERE {where}")) or 0)
        if found:
            rows = connection.execute(
                text(f"SELECT s.line, s.sku FROM {tables} WHERE {where} ORDER BY s.id LIMIT {EXAMPLES_PER_CODE}")
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
