"""What the filters of the product list mean in SQL."""

from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, and_, cast, exists, func, not_, or_, select

from royal_cli.commerce.catalog.reading.figures import (
    CATEGORIES,
    LEVELS,
    PRODUCTS,
    VARIANTS,
    some_variant,
)
from royal_cli.commerce.catalog.reading.rows import Filters, Status
from royal_cli.commerce.catalog.reading.search import contains, equals, legible
from royal_cli.errors import NotFound, UsageError
from royal_cli.money import from_text

_MOST_DIGITS = 9


def conditions(connection: Connection, filters: Filters) -> Iterator[ColumnElement[bool]]:
    yield from _status(filters.status)
    if filters.category is not None:
        chosen = _below(_categories(connection, legible(filters.category, "The category")))
        yield or_(PRODUCTS.c.category_id.in_(chosen), PRODUCTS.c.subcategory_id.in_(chosen))
    for word in legible(filters.search or "", "The text").split():
        yield _mentions(connection, word)
    if filters.vendor is not None:
        yield equals(connection, [PRODUCTS.c.vendor], legible(filters.vendor, "The vendor"))
    if filters.missing_cost:
        yield some_variant(lambda of: not_(of.cost.known))
    if filters.below_margin is not None:
        amount, scale = _percent(filters.below_margin)
        yield some_variant(lambda of: of.margin_below(amount, scale))
    if filters.missing_image:
        yield _no_image()
    if filters.out_of_stock:
        yield _stock().scalar_subquery() <= 0


def _status(status: Status | None) -> Iterator[ColumnElement[bool]]:
    """Never through the index of the status: sorting what it finds takes longer than going by the order's index."""
    known = func.coalesce(PRODUCTS.c.status, "")
    if status is None:
        yield known != Status.archived.value
    elif status is not Status.any:
        yield known == status.value


def _mentions(connection: Connection, word: str) -> ColumnElement[bool]:
    product = contains(connection, [PRODUCTS.c.title, PRODUCTS.c.sku, PRODUCTS.c.vendor], word)
    variant = contains(connection, [VARIANTS.c.sku, VARIANTS.c.source_sku, VARIANTS.c.gtin], word)
    return or_(product, PRODUCTS.c.id.in_(select(VARIANTS.c.product_id).where(variant)))


def _no_image() -> ColumnElement[bool]:
    pictured = exists().where(VARIANTS.c.product_id == PRODUCTS.c.id, VARIANTS.c.image_url.is_not(None))
    return and_(or_(PRODUCTS.c.images.is_(None), cast(PRODUCTS.c.images, Text) == "[]"), not_(pictured))


def _stock() -> Select[Any]:
    """NULL while nothing is known."""
    of_product = LEVELS.join(VARIANTS, LEVELS.c.product_variant_id == VARIANTS.c.id)
    return select(func.sum(LEVELS.c.available)).select_from(of_product).where(VARIANTS.c.product_id == PRODUCTS.c.id)


def _percent(share: Decimal) -> tuple[int, int]:
    """As an amount and its scale."""
    amount, scale = from_text(format(share, "f"))
    if abs(amount) >= 10**_MOST_DIGITS or scale > _MOST_DIGITS:
        raise UsageError(f"A margin of {share} % cannot be looked for.", hint="It reads: --below-margin 25")
    return amount, scale


def _categories(connection: Connection, name: str) -> list[int]:
    """The categories that are called so: by path, else by slug, else by name, which several may have."""
    for column in (CATEGORIES.c.path, CATEGORIES.c.slug, CATEGORIES.c.name):
        found = connection.scalars(select(CATEGORIES.c.id).where(equals(connection, [column], name.strip()))).all()
        if found:
            return list(found)
    raise NotFound(f"There is no category {name!r}.", hint=_meant(connection, name))


def _meant(connection: Connection, name: str) -> str:
    paths = connection.scalars(select(CATEGORIES.c.path).order_by(CATEGORIES.c.path)).all()
    called = {text.casefold(): path for path in paths for text in (path.rpartition(" > ")[2], path)}
    close = get_close_matches(name.casefold(), called, n=1)
    if close:
        return f"Did you mean {called[close[0]]!r}?"
    return f"There are {', '.join(map(repr, paths[:5]))} …" if paths else "The catalogue has no categories yet."


def _below(ids: list[int]) -> Select[Any]:
    """These categories, and all that have one of them above."""
    chosen = select(CATEGORIES.c.id).where(CATEGORIES.c.id.in_(ids)).cte("chosen", recursive=True)
    children = select(CATEGORIES.c.id).join(chosen, CATEGORIES.c.parent_id == chosen.c.id)
    tree = chosen.union(children)
    return select(tree.c.id)
