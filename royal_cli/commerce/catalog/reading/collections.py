"""Collections as people look at them: what they are called, and which products are in them."""

import shlex
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, text
from sqlmodel import Session

from royal_cli.commerce import sql
from royal_cli.commerce.catalog.reading.search import equals, legible
from royal_cli.db.products import Collection
from royal_cli.errors import Conflict, NotFound

COLLECTIONS = Collection.metadata.tables["collections"]


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """`products` counts those that are not archived."""

    name: str
    slug: str
    products: int
    is_active: bool
    description: str | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    sku: str
    title: str
    status: str | None


@dataclass(frozen=True, slots=True)
class CollectionDetail:
    """`members` are the first of its products by SKU, the archived ones too."""

    name: str
    slug: str
    description: str | None
    is_active: bool
    created_at: datetime
    updated_at: datetime
    products: int
    members: list[Member]
    more_members: bool


def list_collections(session: Session) -> list[CollectionRow]:
    connection = session.connection()
    counted = _products(connection)
    return [
        CollectionRow(row.name, row.slug, counted[row.id], row.is_active, row.description, row.updated_at)
        for row in connection.execute(select(COLLECTIONS).order_by(COLLECTIONS.c.name, COLLECTIONS.c.id))
    ]


def show_collection(session: Session, name: str, *, limit: int | None) -> CollectionDetail:
    connection = session.connection()
    id = find_collection(connection, name)
    row = connection.execute(select(COLLECTIONS).where(COLLECTIONS.c.id == id)).one()
    members = connection.execute(
        text(
            "SELECT p.sku, p.title, p.status FROM products p"
            f" WHERE {sql.holds(connection, 'p.collection_ids', ':id')} ORDER BY p.sku"
        ),
        {"id": id},
    ).all()
    return CollectionDetail(
        name=row.name,
        slug=row.slug,
        description=row.description,
        is_active=row.is_active,
        created_at=row.created_at,
        updated_at=row.updated_at,
        products=sum(member.status != "archived" for member in members),
        members=[Member(*member) for member in members[:limit]],
        more_members=limit is not None and len(members) > limit,
    )


def find_collection(connection: Connection, text: str) -> int:
    """The one collection with this slug or this name; NotFound and Conflict as for a category."""
    name = legible(text, "The collection").strip()
    for column in (COLLECTIONS.c.slug, COLLECTIONS.c.name):
        query = select(COLLECTIONS.c.id, COLLECTIONS.c.slug).where(equals(connection, [column], name))
        found = connection.execute(query.order_by(COLLECTIONS.c.id)).all()
        if len(found) > 1:
            slugs = [row.slug for row in found]
            raise Conflict(
                f"{len(found)} collections are called {name!r}.",
                hint=f"Type the slug of one, such as {shlex.quote(slugs[0])}.",
                candidates=slugs,
            )
        if found:
            return int(found[0].id)
    raise NotFound(f"There is no collection {name!r}.", hint="`royal product collection list` shows them.")


def _products(connection: Connection) -> Counter[int]:
    counted = connection.execute(
        text(
            "SELECT CAST(j.value AS BIGINT) AS id, count(*) AS number"
            f" FROM products p, {sql.elements(connection, 'p.collection_ids')}"
            " WHERE COALESCE(p.status, '') <> 'archived' GROUP BY 1"
        )
    )
    return Counter({row.id: row.number for row in counted})
