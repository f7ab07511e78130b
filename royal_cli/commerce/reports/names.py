"""Names of channels, variants and categories: figures are added up by id, and named at the end."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from royal_cli.commerce.catalog.categories.tree import above, load
from royal_cli.commerce.reports.line_sums import Thing

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


class Named(NamedTuple):
    """`code` is a SKU, or what a channel calls what no variant is known for."""

    code: str
    title: str | None
    category: str | None


#: Of so many rows names are asked for one by one; of more, all that there are.
_FEW = 500
_VARIANTS = """
SELECT v.id, v.sku AS code, CASE WHEN v.title IS NULL THEN p.title ELSE p.title || ', ' || v.title END AS title,
  p.id AS product_id FROM product_variants v JOIN products p ON p.id = v.product_id
"""
_PRODUCTS = "SELECT v.id, v.sku AS code, v.title, v.id AS product_id FROM products v"
_CODES = "SELECT v.id, COALESCE(v.code, v.title) AS code, v.title FROM sold_codes v"
_NAMELESS = Named("?", "neither code nor title", UNMATCHED)


def named(connection: Connection, things: Collection[Thing], per: str) -> dict[Thing, Named]:
    """The names of variants, or of products where the ids are theirs, and of unmatched codes."""
    tops = categories(connection)
    ids = {thing.variant_id for thing in things if thing.variant_id is not None}
    found = dict.fromkeys(things, _NAMELESS)
    for row in _asked(connection, _PRODUCTS if per == "product" else _VARIANTS, ids):
        thing = Thing(row.id, None)
        if thing in found:
            found[thing] = Named(row.code, row.title, tops.get(row.product_id, UNCATEGORISED))
    for row in _asked(connection, _CODES, {thing.code_id for thing in things if thing.code_id is not None}):
        thing = Thing(None, row.id)
        if thing in found:
            found[thing] = Named(row.code or "?", row.title, UNMATCHED)
    return found


def _asked(connection: Connection, query: str, ids: Collection[int]) -> Iterable[Row[Any]]:
    if not ids:
        return ()
    chosen = f" WHERE v.id IN ({', '.join(map(str, sorted(ids)))})" if len(ids) <= _FEW else ""
    return connection.execute(text(query + chosen))
