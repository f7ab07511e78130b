"""The category tree as people look at it: each category with the products in it and below it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, text
from sqlmodel import Session

from royal_cli.commerce.catalog.categories.tree import Tree, above, children, load
from royal_cli.commerce.catalog.reading.category_names import find_category
from royal_cli.commerce.catalog.reading.figures import CATEGORIES
from royal_cli.db.products import CategoryAlias

_ALIASES = CategoryAlias.metadata.tables["category_aliases"]


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """`products` stand in the category itself, `products_below` in it or anywhere below; archived ones do not count."""

    path: str
    name: str
    level: int
    parent: str | None
    slug: str | None
    products: int
    products_below: int


@dataclass(frozen=True, slots=True)
class CategoryDetail:
    path: str
    name: str
    slug: str | None
    parent: str | None
    level: int
    description: str | None
    is_active: bool
    created_at: datetime
    products: int
    products_below: int
    #: Paths under which feeds still find it.
    aliases: list[str]
    children: list[CategoryRow]


def list_categories(session: Session, *, under: str | None = None, with_empty: bool = False) -> list[CategoryRow]:
    """The tree from its root, or from one category down, in the order in which it is read."""
    connection = session.connection()
    top = None if under is None else find_category(connection, under)
    return [row for _, row in _rows(connection, top) if with_empty or row.products_below]


def show_category(session: Session, name: str) -> CategoryDetail:
    """NotFound where no category is called so, Conflict where several are."""
    connection = session.connection()
    id = find_category(connection, name)
    (_, own), *below = list(_rows(connection, id))
    stored = connection.execute(select(CATEGORIES).where(CATEGORIES.c.id == id)).one()
    return CategoryDetail(
        path=own.path,
        name=own.name,
        slug=own.slug,
        parent=own.parent,
        level=own.level,
        description=stored.description,
        is_active=stored.is_active,
        created_at=stored.created_at,
        products=own.products,
        products_below=own.products_below,
        aliases=list(connection.scalars(select(_ALIASES.c.path).where(_ALIASES.c.category_id == id).order_by("path"))),
        children=[row for _, row in below if row.level == own.level + 1],
    )


def _rows(connection: Connection, top: int | None) -> Iterator[tuple[int, CategoryRow]]:
    tree = load(connection)
    query = select(CATEGORIES.c.id, CATEGORIES.c.slug, CATEGORIES.c.position)
    stored = {row.id: row for row in connection.execute(query)}
    direct = _products(connection)
    total: Counter[int] = Counter()
    for id, number in direct.items():
        for category in above(tree, id):
            total[category] += number
    for id in _in_order(tree, {id: row.position for id, row in stored.items()}, top):
        node = tree[id]
        parent = None if node.parent_id is None else tree[node.parent_id].path
        yield id, CategoryRow(node.path, node.name, node.level, parent, stored[id].slug, direct[id], total[id])


def _products(connection: Connection) -> Counter[int]:
    counted = connection.execute(
        text(
            "SELECT COALESCE(subcategory_id, category_id) AS id, count(*) AS number FROM products"
            " WHERE COALESCE(status, '') <> 'archived' AND COALESCE(subcategory_id, category_id) IS NOT NULL GROUP BY 1"
        )
    )
    return Counter({row.id: row.number for row in counted})


def _in_order(tree: Tree, positions: Mapping[int, int | None], top: int | None) -> Iterator[int]:
    """Down each branch before the next one; beside each other by position, then by name."""
    of = children(tree)

    def place(id: int) -> tuple[bool, int, str]:
        return positions[id] is None, positions[id] or 0, tree[id].name.casefold()

    waiting = sorted((node.id for node in of[None]), key=place, reverse=True) if top is None else [top]
    while waiting:
        id = waiting.pop()
        yield id
        waiting.extend(sorted((node.id for node in of[id]), key=place, reverse=True))
