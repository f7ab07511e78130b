"""What of a feed the catalogue does not know: created, or refused in any number with memory that stays flat."""

from typing import Any

from sqlalchemy import Connection, CursorResult, text

from royal_cli.commerce.feeds.batch import Reject, Warn
from royal_cli.commerce.importing.problems import EXAMPLES_PER_CODE, Rejects, Warnings

_NAMELESS = (
    "the catalogue has no such product, and the feed gives it no title: add one, correct the key, or first import the"
    " feed that describes it"
)
_UNKNOWN = "the catalogue has nothing with this SKU or GTIN: correct it, or create what is missing with --create"
_NAMED = "it is a draft, called by its key, until a feed or `royal product edit` gives it a title"

_DESCRIBED = "the feed has no titles, so a new product is called by its description; name the title in a profile"
#: The longest description that is a name.
_ONE_LINE = 150

_STREAMED = {"yield_per": 1_000}
_NEW_PRODUCTS = "SELECT m.stage_id AS id FROM match_products m JOIN stage_products p ON p.id = m.stage_id AND m.is_new"


def refuse_nameless(connection: Connection, rejects: Rejects) -> None:
    """A new product needs a title."""
    _refuse(connection, rejects, f"{_NEW_PRODUCTS} AND p.title IS NULL", "no_title", _NAMELESS)


def refuse_unknown(connection: Connection, rejects: Rejects) -> None:
    """The feed only updates: new products are refused, and new variants of known ones."""
    _refuse(connection, rejects, _NEW_PRODUCTS, "not_in_catalogue", _UNKNOWN)
    _refuse_variants(connection, rejects, "SELECT stage_id AS id FROM match_variants WHERE is_new")


def name_by_key(connection: Connection, warnings: Warnings) -> None:
    """The operator wants what has no title created all the same; nobody sells it before it has one."""
    nameless = f"{_NEW_PRODUCTS} AND p.title IS NULL"
    change = "title = key, status = COALESCE(status, 'draft')"
    _name(connection, warnings, nameless, change, "named_by_key", _NAMED)


def name_by_description(connection: Connection, warnings: Warnings) -> None:
    """A feed without titles describes new products all the same: in one line, that is what they are called."""
    described = (
        f"{_NEW_PRODUCTS} AND p.title IS NULL AND length(p.description) BETWEEN 1 AND {_ONE_LINE}"
        " AND p.description NOT LIKE '%<%' AND p.description NOT LIKE '%\n%'"
    )
    _name(connection, warnings, described, "title = description", "named_by_description", _DESCRIBED)


def _name(connection: Connection, warnings: Warnings, products: str, change: str, code: str, hint: str) -> None:
    found = connection.scalar(text(f"SELECT count(*) FROM ({products}) n"))
    if found:
        first = connection.execute(
            text(f"SELECT line, key FROM stage_products WHERE id IN ({products}) ORDER BY id LIMIT {EXAMPLES_PER_CODE}")
        )
        warnings.count(code, found, [Warn(row.line, "", row.key, code, hint) for row in first])
        connection.execute(text(f"UPDATE stage_products SET {change} WHERE id IN ({products})"))


def _refuse(connection: Connection, rejects: Rejects, products: str, code: str, hint: str) -> None:
    """Refuse the products that a query names, with every row of the feed that belongs to them."""
    connection.execute(text(f"CREATE TEMPORARY TABLE stage_refused AS {products}"))
    for row in _variants_of(connection, "v.product IN (SELECT id FROM stage_refused)"):
        rejects.add(Reject(row.id, row.line, "", row.key, code, hint))
    extras = text(
        "SELECT p.line, p.key, p.extra_numbers FROM stage_refused r JOIN stage_products p ON p.id = r.id"
        " WHERE p.extra_numbers IS NOT NULL ORDER BY p.id"
    )
    for row in connection.execute(extras, execution_options=_STREAMED):
        for number in map(int, row.extra_numbers.split(",")):
            rejects.add(Reject(number, row.line, "", row.key, code, hint))
    _drop(connection, "SELECT id FROM stage_variants WHERE product IN (SELECT id FROM stage_refused)")
    for table, column in (("stage_products", "id"), ("match_products", "stage_id")):
        connection.execute(text(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM stage_refused)"))
    connection.execute(text("DROP TABLE stage_refused"))


def _refuse_variants(connection: Connection, rejects: Rejects, variants: str) -> None:
    for row in _variants_of(connection, f"v.id IN ({variants})"):
        rejects.add(Reject(row.id, row.line, "", row.key, "not_in_catalogue", _UNKNOWN))
    _drop(connection, variants)


def _variants_of(connection: Connection, condition: str) -> CursorResult[Any]:
    return connection.execute(
        text(
            "SELECT v.id, v.line, CASE WHEN v.derived THEN p.key ELSE v.sku END AS key FROM stage_variants v"
            f" JOIN stage_products p ON p.id = v.product WHERE {condition} ORDER BY v.id"
        ),
        execution_options=_STREAMED,
    )


def _drop(connection: Connection, variants: str) -> None:
    """Take variants and what hangs on them out of the stage; what was matched with them goes last."""
    connection.execute(text(f"CREATE TEMPORARY TABLE stage_dropped AS {variants}"))
    for table, column in (
        ("stage_levels", "variant"), ("stage_market_prices", "variant"), ("stage_variants", "id"),
        ("match_variants", "stage_id"),
    ):  # fmt: skip
        connection.execute(text(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM stage_dropped)"))
    connection.execute(text("DROP TABLE stage_dropped"))
