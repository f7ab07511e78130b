"""Names of channels, variants and categories: figures are added up by id, and named at the end."""

from collections.abc import Mapping

from sqlalchemy import Connection, text

from royal_cli.commerce.catalog.categories.tree import above, load

UNMATCHED = "unmatched"
UNCATEGORISED = "no category"


def channel_names(connection: Connection) -> dict[str | None, str]:
    """By id, as text."""
    return {str(id): name for id, name in connection.execute(text("SELECT id, name FROM channels"))}


def categories(connection: Connection) -> Mapping[int, str]:
    """The name of the top category that each product is in, by the product's id."""
    tree = load(connection)
    tops = {id: tree[[*above(tree, id)][-1]].name for id in tree}
    query = text("SELECT id, COALESCE(subcategory_id, category_id) FROM products")
    return {id: tops.get(category, UNCATEGORISED) for id, category in connection.execute(query)}


def product_of_variants(connection: Connection) -> Mapping[int, int]:
    return {row.id: row.product_id for row in connection.execute(text("SELECT id, product_id FROM product_variants"))}
