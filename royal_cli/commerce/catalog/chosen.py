"""The products and variants that an operator names by their SKUs, exactly."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from royal_cli.commerce.catalog.reading.figures import PRODUCTS, VARIANTS
from royal_cli.commerce.catalog.reading.find import hint
from royal_cli.commerce.catalog.reading.search import legible
from royal_cli.errors import NotFound

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one SKU names: a product, or where it is no product's SKU, one variant of a product."""

    sku: str
    product_id: int
    variant_id: int | None


def choose(connection: Connection, skus: Iterable[str]) -> list[Chosen]:
    """One for each SKU, in their order and each once. NotFound for a SKU that nothing has."""
    wanted = list(dict.fromkeys(legible(sku, "The SKU").strip() for sku in skus))
    products = _by_sku(connection, select(PRODUCTS.c.sku, PRODUCTS.c.id), wanted)
    variants = _by_sku(connection, select(VARIANTS.c.sku, VARIANTS.c.id, VARIANTS.c.product_id), wanted)
    return [_chosen(connection, sku, products, variants) for sku in wanted]


def _chosen(
    connection: Connection, sku: str, products: Mapping[str, Row[Any]], variants: Mapping[str, Row[Any]]
) -> Chosen:
    if sku in products:
        return Chosen(sku, products[sku].id, None)
    if sku in variants:
        return Chosen(sku, variants[sku].product_id, variants[sku].id)
    raise NotFound(f"There is no product or variant with the SKU {sku!r}.", hint=hint(connection, sku))


def _by_sku(connection: Connection, query: Select[Any], skus: Sequence[str]) -> dict[str, Row[Any]]:
    column = query.selected_columns[0]
    rows = (row for chunk in _chunks(skus) for row in connection.execute(query.where(column.in_(chunk))))
    return {row.sku: row for row in rows}


def _chunks(skus: Sequence[str]) -> Iterator[Sequence[str]]:
    return (skus[start : start + _CHUNK] for start in range(0, len(skus), _CHUNK))
