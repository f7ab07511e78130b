"""What the filters of the product list mean in SQL."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Text,
    and_,
    cast,
    exists,
    func,
    not_,
    or_,
    select,
    union,
)

from royal_cli.commerce.catalog.reading.category_names import find_categories
from royal_cli.commerce.catalog.reading.figures import (
    CATEGORIES,
    LEVELS,
    PRODUCTS,
    VARIANTS,
    some_variant,
)
from royal_cli.commerce.catalog.reading.rows import Filters, Status
from royal_cli.commerce.catalog.reading.search import contains, equals, has_tag, legible
from royal_cli.errors import UsageError
from royal_cli.money import from_text

_MOST_DIGITS = 9
_ANY_VARIANT = VARIANTS.alias("any_variant")


def conditions(connection: Connection, filters: Filters, *, one_by_one: bool = False) -> Iterator[ColumnElement[bool]]:
    """All must hold. `one_by_one`: few products are asked, so each is looked at instead of all being searched."""
    yield from _status(filters.status)
    if filters.category is not None:
        chosen = _below(find_categories(connection, filters.category))
        yield or_(PRODUCTS.c.category_id.in_(chosen), PRODUCTS.c.subcategory_id.in_(chosen))
    words = legible(filters.search or "", "The text").split()
    yield from _mentioned(connection, words) if one_by_one else _search(connection, words)
    if filters.vendor is not None:
        yield equals(connection, [PRODUCTS.c.vendor], legible(filters.vendor, "The vendor"))
    if filters.tag is not None:
        yield has_tag(connection, PRODUCTS.c.tags, legible(filters.tag, "The tag"))
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


def _search(connection: Connection, words: Sequence[str]) -> Iterator[ColumnElement[bool]]:
    """All products are gone through for the longest word, which few have; only these are asked for the others."""
    if not words:
        return
    longest, *others = sorted(words, key=len, reverse=True)
    in_product, in_variant = _mentions(connection, longest)
    of_variants = VARIANTS.join(PRODUCTS, PRODUCTS.c.id == VARIANTS.c.product_id) if others else VARIANTS
    found = union(
        select(PRODUCTS.c.id).where(in_product, *_mentioned(connection, others)),
        select(VARIANTS.c.product_id).select_from(of_variants).where(in_variant, *_mentioned(connection, others)),
    ).cte("mentioned")
    yield PRODUCTS.c.id.in_(select(found.prefix_with("MATERIALIZED", dialect="postgresql").c.id))


def _mentioned(connection: Connection, words: Sequence[str]) -> Iterator[ColumnElement[bool]]:
    for word in words:
        in_product, in_variant = _mentions(connection, word, _ANY_VARIANT)
        yield or_(
            in_product, exists().where(_ANY_VARIANT.c.product_id == PRODUCTS.c.id, in_variant).correlate(PRODUCTS)
        )


def _mentions(
    connection: Connection, word: str, variants: FromClause = VARIANTS
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a row of the products has the word, and whether one of the variants has it."""
    return (
        contains(connection, [PRODUCTS.c.title, PRODUCTS.c.sku, PRODUCTS.c.vendor], word),
        contains(connection, [variants.c.sku, variants.c.source_sku, variants.c.gtin], word),
    )


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


def _below(ids: list[int]) -> Select[Any]:
    """These categories, and all that have one of them above."""
    chosen = select(CATEGORIES.c.id).where(CATEGORIES.c.id.in_(ids)).cte("chosen", recursive=True)
    children = select(CATEGORIES.c.id).join(chosen, CATEGORIES.c.parent_id == chosen.c.id)
    tree = chosen.union(children)
    return select(tree.c.id)
