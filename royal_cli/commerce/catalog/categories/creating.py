"""The category tree: paths such as "Apparel > Shirts" become rows with parents."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, insert, select, text

from royal_cli.commerce.catalog.categories.aliases import followed
from royal_cli.commerce.catalog.categories.tree import SEPARATOR
from royal_cli.commerce.feeds.batch import Warn
from royal_cli.commerce.importing.problems import Warnings
from royal_cli.commerce.journal import note_created
from royal_cli.db.products import Category

_table = Category.__table__  # type: ignore[attr-defined]


def follow_staged(connection: Connection, warnings: Warnings) -> None:
    """Let the staged products be in the categories that their feed means."""
    if not connection.scalar(text("SELECT EXISTS (SELECT 1 FROM category_aliases)")):
        return
    staged = connection.execute(
        text(
            "SELECT category_path AS path, min(line) AS line, min(key) AS key FROM stage_products"
            " WHERE category_path IS NOT NULL GROUP BY category_path ORDER BY 2"
        )
    ).all()
    now = followed(connection, (row.path for row in staged))
    if not now:
        return
    connection.execute(text("DROP TABLE IF EXISTS stage_categories"))
    connection.execute(text("CREATE TEMPORARY TABLE stage_categories (path TEXT PRIMARY KEY, now TEXT NOT NULL)"))
    connection.execute(
        text("INSERT INTO stage_categories VALUES (:path, :now)"),
        [{"path": path, "now": found} for path, found in now.items()],
    )
    connection.execute(
        text("UPDATE stage_products SET category_path = c.now FROM stage_categories c WHERE c.path = category_path")
    )
    for row in staged:
        if row.path in now:
            hint = f"{row.path} is called {now[row.path]} since it was renamed or moved"
            warnings.add(Warn(row.line, "", row.key, "category_moved", hint))


def create_missing(connection: Connection, operation_id: int, now: datetime) -> None:
    """Create the staged category paths that the catalogue lacks, each with all its ancestors."""
    missing = connection.scalars(
        text(
            "SELECT path FROM (SELECT DISTINCT p.category_path AS path FROM stage_products p"
            " JOIN match_products m ON m.stage_id = p.id AND (m.is_new OR m.applies)) s"
            " WHERE path IS NOT NULL AND NOT EXISTS (SELECT 1 FROM categories c WHERE c.path = s.path) ORDER BY 1"
        )
    ).all()
    if missing:
        create(connection, operation_id, missing, now)


def create(connection: Connection, operation_id: int, paths: Iterable[str], now: datetime) -> None:
    """Create these categories, each with all that it is in, where they are not there yet."""
    known = {
        path: (id, level) for path, id, level in connection.execute(select(_table.c.path, _table.c.id, _table.c.level))
    }
    slugs = set(connection.scalars(select(_table.c.slug)))
    first = max((id for id, _ in known.values()), default=0)
    for path in paths:
        _create(connection, path, known, slugs, now)
    note_created(connection, operation_id, "categories", f"SELECT id FROM categories WHERE id > {first}")


def _create(
    connection: Connection, path: str, known: dict[str, tuple[int, int]], slugs: set[str], now: datetime
) -> tuple[int, int]:
    if path in known:
        return known[path]
    above, _, name = path.rpartition(SEPARATOR)
    parent, level = _create(connection, above, known, slugs, now) if above else (None, -1)
    row = {
        "name": name,
        "path": path,
        "slug": new_slug(path, slugs, "category"),
        "parent_id": parent,
        "level": level + 1,
    }
    id = connection.scalar(insert(_table).returning(_table.c.id), {**row, "is_active": True, "created_at": now})
    known[path] = (int(id or 0), level + 1)
    return known[path]


def new_slug(called: str, taken: set[str], otherwise: str) -> str:
    """Readable in an address, and none of those that are taken."""
    ascii_path = unicodedata.normalize("NFKD", called).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", ascii_path).strip("-")[:240] or otherwise
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    taken.add(slug)
    return slug
