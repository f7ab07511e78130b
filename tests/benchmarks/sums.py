"""What loaded products or orders add up to: two ways of loading the same file must agree in all of it."""

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
_ORDER_QUERIES = {
    "orders": "count(*), sum(length(order_number)), sum(length(external_id)), sum(length(kind)), sum(subtotal),"
    " sum(total), count(shipping_total), count(paid_total), sum(length(currency)), sum(length(country_code)),"
    " sum(length(customer_email)), count(DISTINCT customer_id), count(DISTINCT created_at), sum(refunded_total)",
    "order_line_items": "count(*), count(DISTINCT order_id), sum(position), sum(price), sum(price_scale),"
    " sum(quantity), sum(total), sum(length(kind)), sum(length(sku)), sum(length(product_title)),"
    " count(DISTINCT sold_code_id), count(product_variant_id), sum(fulfilled_quantity)",
    "sold_codes": "count(*), sum(length(code)), sum(length(code_key)), sum(length(title))",
    "customers": "count(*), sum(length(email))",
    "customer_aliases": "count(*), sum(length(external_id)), count(DISTINCT customer_id)",
    "channels": "count(*), sum(length(name))",
}
_STATUSES = "SELECT status, count(*) FROM {} GROUP BY status ORDER BY status"

Sums = dict[str, list[list[object]]]


def sums(url: str, what: str = "catalogue") -> Sums:
    with opened(url) as engine, reading(engine) as session:
        connection = session.connection()
        if what == "orders":
            return {table: _ask(connection, f"SELECT {query} FROM {table}") for table, query in _ORDER_QUERIES.items()}
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
    print(json.dumps(sums(*sys.argv[1:])))  # noqa: T201
