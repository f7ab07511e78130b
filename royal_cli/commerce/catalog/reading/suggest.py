"""Words of the catalogue that begin as the operator has begun to type."""

from collections.abc import Callable
from typing import Any, TypeAlias

from sqlalchemy import Column, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading.figures import CATEGORIES, PRODUCTS, VARIANTS
from royal_cli.commerce.catalog.reading.search import legible, starts
from royal_cli.db.feeds import ProductFeed
from royal_cli.db.stock import Location

Suggest: TypeAlias = Callable[[Session, str], list[str]]

LIMIT = 50

LOCATIONS = Location.metadata.tables["locations"]
FEEDS = ProductFeed.__table__  # type: ignore[attr-defined]


def skus(session: Session, text: str) -> list[str]:
    """Of products and variants, whatever their case."""
    found = {*_beginning(session, PRODUCTS.c.sku, text), *_beginning(session, VARIANTS.c.sku, text)}
    return sorted(found)[:LIMIT]


def category_slugs(session: Session, text: str) -> list[str]:
    """Slugs, because a shell would take a path for several words."""
    return _beginning(session, CATEGORIES.c.slug, text)


def feeds(session: Session, text: str) -> list[str]:
    """Of scheduled feeds."""
    return _beginning(session, FEEDS.c.name, text)


def locations(session: Session, text: str) -> list[str]:
    return _beginning(session, LOCATIONS.c.name, text)


def _beginning(session: Session, column: Column[Any], text: str) -> list[str]:
    connection = session.connection()
    query = select(column).where(starts(connection, [column], legible(text, "The text")))
    return list(connection.scalars(query.order_by(column).limit(LIMIT)))
