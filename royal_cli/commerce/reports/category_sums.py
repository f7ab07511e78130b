"""What was sold by category: product lines alone, since shipping, fees and discounts on whole orders are in none."""

from sqlalchemy import Connection

from royal_cli.commerce.reports.line_sums import LineSums, Thing, line_sums
from royal_cli.commerce.reports.names import UNCATEGORISED, UNMATCHED, categories, product_of_variants
from royal_cli.commerce.reports.period import Period


def by_category(connection: Connection, period: Period) -> dict[tuple[str | None, str], LineSums]:
    """By the name of the top category and currency; what no variant is known for is unmatched."""
    tops, products = categories(connection), product_of_variants(connection)

    def category(thing: Thing) -> str:
        if thing.variant_id is None:
            return UNMATCHED
        return tops.get(products.get(thing.variant_id, 0), UNCATEGORISED)

    found: dict[tuple[str | None, str], LineSums] = {}
    for currency, thing, sums in line_sums(connection, period):
        key = category(thing), currency
        found[key] = found.get(key, LineSums()) + sums
    return found
