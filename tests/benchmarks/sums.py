"""What a loaded catalogue adds up to: two ways of loading the same feed must agree in all of it."""

import json
import sys

from sqlalchemy import Connection, text

from royal_cli.db.database import opened, reading

_AMOUNTS = "sum(price_scale), sum(compare_at_price), sum(cost_price), sum(weight), count(DISTINCT currency)"
_QUERIES = {
    "products": f"count(*), sum(length(sku)), sum(length(title)), sum(length(description)), sum(length(vendor)),"
    f" sum(length(product_type)), sum(length(CAST(tags AS TEXT))), sum(length(CAST(images AS TEXT))),"
    f" count(category_id), {_AMOUNTS}",
    "product_variants": "count(*), sum(length(sku)), count(gtin), sum(CAST(gtin AS BIGINT) % 1000003), sum(price),"
    f" {_AMOUNTS}",
    "inventory_levels": "count(*), sum(available), sum(committed)",
    "categories": "count(*), sum(length(path)), sum(level)",
    "locations": "count(*)",
}
_STATUSES = "SELECT status, count(*) FROM {} GROUP BY status ORDER BY status"

Sums = dict[str, list[list[object]]]


def sums(url: str) -> Sums:
    with opened(url) as engine, reading(engine) as session:
        connection = session.connection()
        found = {table: _ask(connection, f"SELECT {query} FROM {table}") for table, query in _QUERIES.items()}
        for table in ("products", "product_variants"):
            found[f"{table} by status"] = _ask(connection, _STATUSES.format(table))
        return found


def _ask(connection: Connection, query: str) -> list[list[object]]:
    return [list(map(_plain, row)) for row in connection.execute(text(query))]


def _plain(value: object) -> object:
    """PostgreSQL sums integers into decimals."""
    return value if isinstance(value, str) or value is None else int(str(value))


if __name__ == "__main__":
    print(json.dumps(sums(sys.argv[1])))  # noqa: T201
