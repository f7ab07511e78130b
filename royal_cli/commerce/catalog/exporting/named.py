"""Products that are named by their SKU or by that of one of their variants, however many they are."""

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, FromClause, String, func, literal, or_, select
from sqlalchemy.dialects.postgresql import JSONB

from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.catalog.reading.figures import PRODUCTS, VARIANTS


def are_named(connection: Connection, skus: Sequence[str]) -> ColumnElement[bool]:
    named = _rows(connection, skus)
    of_variants = select(VARIANTS.c.product_id).where(VARIANTS.c.sku.in_(select(named.c.value)))
    return or_(PRODUCTS.c.sku.in_(select(named.c.value)), PRODUCTS.c.id.in_(of_variants))


def report_unknown(connection: Connection, skus: Sequence[str], report: Report) -> None:
    named = _rows(connection, skus)
    known = select(PRODUCTS.c.sku).union_all(select(VARIANTS.c.sku))
    for sku in connection.scalars(select(named.c.value).where(named.c.value.not_in(known))):
        report.leave("product", "there is none with this SKU", sku)


def _rows(connection: Connection, skus: Sequence[str]) -> FromClause:
    """One value, as a statement takes no more than some thousands."""
    document = json.dumps(list(dict.fromkeys(skus)))
    if connection.dialect.name == "postgresql":
        return func.jsonb_array_elements_text(literal(document).cast(JSONB)).table_valued("value", name="named")
    return func.json_each(literal(document, String)).table_valued("value", name="named")
