"""Finds the product that an operator means by a SKU or a GTIN, and says which ones were probably meant."""

import shlex
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Column, Connection, or_, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading.figures import PRODUCTS, VARIANTS
from royal_cli.commerce.catalog.reading.search import ends, equals, legible, starts
from royal_cli.errors import Conflict, NotFound

_GTIN_LENGTHS = (8, 12, 13, 14)
_LISTED = 5
_CANDIDATES = 200


def find_product(session: Session, text: str) -> int:
    """The id of the product with this SKU; else that of the variant with this SKU, or with this one in its feed, or
    with this GTIN. NotFound where there is none, Conflict where there are several."""
    return product_called(session.connection(), text)


def product_called(connection: Connection, text: str) -> int:
    """The same, for who has a connection."""
    text = legible(text, "The SKU").strip()
    for ids in _meanings(connection, text):
        if len(ids) == 1:
            return ids[0]
        if ids:
            raise _several(connection, text, ids)
    raise NotFound(f"There is no product {text!r}.", hint=hint(connection, text))


def _meanings(connection: Connection, text: str) -> Iterator[Sequence[int]]:
    """The ids of the products that it may name, from its most exact meaning on."""
    yield connection.scalars(select(PRODUCTS.c.id).where(PRODUCTS.c.sku == text)).all()
    of_variants = select(VARIANTS.c.product_id).distinct().order_by(VARIANTS.c.product_id)
    yield connection.scalars(of_variants.where(VARIANTS.c.sku == text)).all()
    loosely = or_(VARIANTS.c.source_sku == text, VARIANTS.c.gtin.in_(same_gtins(text)))
    yield connection.scalars(of_variants.where(loosely)).all()


def same_gtins(text: str) -> list[str]:
    """The same number at every length: leading zeros do not count."""
    digits = text.lstrip("0") if text.isascii() and text.isdigit() else ""
    return [text, *(digits.zfill(length) for length in _GTIN_LENGTHS if digits and len(digits) <= length)]


def _several(connection: Connection, text: str, ids: Sequence[int]) -> Conflict:
    query = select(PRODUCTS.c.sku).where(PRODUCTS.c.id.in_(ids[:_LISTED])).order_by(PRODUCTS.c.id)
    skus = list(connection.scalars(query))
    more = f" and {len(ids) - _LISTED} more" if len(ids) > _LISTED else ""
    return Conflict(
        f"{text!r} names several products: {', '.join(skus)}{more}.",
        hint=f"Type one of them: royal product show {shlex.quote(skus[0])}",
        candidates=skus,
    )


def hint(connection: Connection, text: str) -> str:
    """What may have been meant by a SKU that nothing has."""
    close = _close(connection, text)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return "royal product list --search TEXT looks in titles as well."


def _close(connection: Connection, text: str) -> list[str]:
    """Whoever mistypes a SKU leaves the one half of it or the other as it is."""
    called = {
        sku.casefold(): sku for column in (VARIANTS.c.sku, PRODUCTS.c.sku) for sku in _near(connection, column, text)
    }
    return [called[match] for match in get_close_matches(text.casefold(), called, n=3)]


def _near(connection: Connection, column: Column[Any], text: str) -> Iterator[str]:
    half = len(text) // 2
    if not text:
        return
    conditions = (equals(connection, [column], text), starts(connection, [column], text[: half or 1]))
    for condition in (*conditions, ends(connection, [column], text[half:])):
        yield from connection.scalars(select(column).where(condition).order_by(column).limit(_CANDIDATES))
