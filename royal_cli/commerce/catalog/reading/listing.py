"""The list of products: first the ids of a page, by an index if the order has one, then the figures of these only."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, func, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading import cursor as cursors
from royal_cli.commerce.catalog.reading.conditions import conditions
from royal_cli.commerce.catalog.reading.figures import CATEGORIES, LEVELS, PRODUCTS, VARIANTS
from royal_cli.commerce.catalog.reading.orders import Order, order
from royal_cli.commerce.catalog.reading.rows import Filters, Listing, ProductRow, Sort
from royal_cli.commerce.catalog.reading.summary import summary

T = TypeVar("T")

_AT_ONCE = 500
#: So many products are looked at one by one before all are searched.
_HEAD = 2_000


def list_products(
    session: Session,
    filters: Filters | None = None,
    *,
    sort: Sort = Sort.sku,
    descending: bool = False,
    limit: int = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Listing:
    """One page of the products that pass the filters; `cursor` is the `next` of the page before."""
    connection, filters = session.connection(), filters or Filters()
    asked = (filters, sort, descending)
    by = order(sort, descending)
    found = _found(connection, filters, by, cursor, asked, limit + 1)
    page = found[:limit]
    return Listing(
        rows=[row for ids in _portions([row.id for row in page]) for row in _rows(connection, ids)],
        next=cursors.encode(page[-1][1:], asked) if len(found) > limit else None,
        total=_total(connection, filters) if count else None,
    )


def every_product(
    session: Session,
    filters: Filters | None = None,
    *,
    sort: Sort = Sort.sku,
    descending: bool = False,
    cursor: str | None = None,
) -> Iterator[ProductRow]:
    """All of them, as they are asked for; the memory they take does not grow with their number."""
    connection, filters = session.connection(), filters or Filters()
    query = _ids(connection, filters, order(sort, descending), cursor, (filters, sort, descending))
    for ids in connection.execute(query.execution_options(yield_per=_AT_ONCE)).scalars().partitions():
        yield from _rows(connection, ids)


def _found(
    connection: Connection, filters: Filters, by: Order, cursor: str | None, asked: object, limit: int
) -> Sequence[Row[Any]]:
    """The ids of a page with their keys. A common word fills it from the first products of the order."""
    if filters.search and by.indexed:
        found = list(islice(_among_first(connection, filters, by, cursor, asked), limit))
        if len(found) == limit:
            return found
    return connection.execute(_ids(connection, filters, by, cursor, asked).limit(limit)).all()


def _among_first(
    connection: Connection, filters: Filters, by: Order, cursor: str | None, asked: object
) -> Iterator[Row[Any]]:
    """Those of the first products of the order that pass the filters."""
    every = _after(select(_keyed(by).subquery("every")), by, cursor, asked)
    first = connection.execute(every.limit(_HEAD)).all()
    passing = [*conditions(connection, filters, one_by_one=True)]
    for rows in _portions(first):
        query = select(PRODUCTS.c.id).where(PRODUCTS.c.id.in_([row.id for row in rows]), *passing)
        ids = set(connection.scalars(query))
        yield from (row for row in rows if row.id in ids)


def _ids(connection: Connection, filters: Filters, by: Order, cursor: str | None, asked: object) -> Select[Any]:
    matching = _keyed(by).where(*conditions(connection, filters))
    found = matching.group_by(PRODUCTS.c.id) if by.grouped else matching
    return _after(select(found.subquery("found")), by, cursor, asked)


def _keyed(by: Order) -> Select[Any]:
    keys = [key.expression.label(f"key{number}") for number, key in enumerate(by.keys)]
    return select(PRODUCTS.c.id, *keys).select_from(by.rows)


def _after(query: Select[Any], by: Order, cursor: str | None, asked: object) -> Select[Any]:
    """In order, from the cursor on."""
    columns = [query.selected_columns[f"key{number}"] for number, _ in enumerate(by.keys)]
    if cursor is not None:
        query = query.where(cursors.beyond(by.keys, columns, cursors.decode(by.keys, cursor, asked)))
    pairs = zip(by.keys, columns, strict=True)
    return query.order_by(*(column.desc() if key.descending else column for key, column in pairs))


def _total(connection: Connection, filters: Filters) -> int:
    query = select(func.count()).select_from(PRODUCTS).where(*conditions(connection, filters))
    return connection.scalar(query) or 0


def _portions(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))


def _rows(connection: Connection, ids: Sequence[int]) -> Iterator[ProductRow]:
    """In the order of the ids."""
    products = {product.id: product for product in connection.execute(_products(ids))}
    variants: dict[int, list[Row[Any]]] = defaultdict(list)
    for variant in connection.execute(_variants(ids)):
        variants[variant.product_id].append(variant)
    return (summary(products[id], variants[id]) for id in ids)


def _products(ids: Sequence[int]) -> Select[Any]:
    names = ("id", "sku", "title", "status", "vendor", "product_type", "currency", "price_scale", "base_price")
    more = ("cost_price", "images", "created_at", "updated_at")
    category = func.coalesce(PRODUCTS.c.subcategory_id, PRODUCTS.c.category_id)
    return (
        select(*(PRODUCTS.c[name] for name in (*names, *more)), CATEGORIES.c.path.label("category"))
        .outerjoin(CATEGORIES, CATEGORIES.c.id == category)
        .where(PRODUCTS.c.id.in_(ids))
    )


def _variants(ids: Sequence[int]) -> Select[Any]:
    names = ("id", "product_id", "currency", "price_scale", "price", "cost_price", "image_url")
    return (
        select(*(VARIANTS.c[name] for name in names), func.sum(LEVELS.c.available).label("stock"))
        .outerjoin(LEVELS, LEVELS.c.product_variant_id == VARIANTS.c.id)
        .where(VARIANTS.c.product_id.in_(ids))
        .group_by(VARIANTS.c.id)
    )
