"""Finds the category that an operator means by its path, its slug or its name."""

import shlex
from difflib import get_close_matches

from sqlalchemy import Connection, select

from royal_cli.commerce.catalog.categories.aliases import followed
from royal_cli.commerce.catalog.categories.tree import SEPARATOR
from royal_cli.commerce.catalog.reading.figures import CATEGORIES
from royal_cli.commerce.catalog.reading.search import equals, legible
from royal_cli.errors import Conflict, NotFound


def find_categories(connection: Connection, text: str) -> list[int]:
    """The categories that are called so: by path, else by slug, else by name, which several may have, else by a path
    that one had before."""
    name = normal_path(text)
    for column in (CATEGORIES.c.path, CATEGORIES.c.slug, CATEGORIES.c.name):
        query = select(CATEGORIES.c.id).where(equals(connection, [column], name)).order_by(CATEGORIES.c.path)
        found = connection.scalars(query).all()
        if found:
            return list(found)
    before = followed(connection, [name])
    if name in before:
        return list(connection.scalars(select(CATEGORIES.c.id).where(CATEGORIES.c.path == before[name])))
    raise NotFound(f"There is no category {name!r}.", hint=_meant(connection, name))


def find_category(connection: Connection, text: str) -> int:
    """The one category that is called so; Conflict where there are several."""
    exactly = connection.scalar(select(CATEGORIES.c.id).where(CATEGORIES.c.path == normal_path(text)))
    if exactly is not None:
        return int(exactly)
    found = find_categories(connection, text)
    if len(found) > 1:
        paths = list(connection.scalars(select(CATEGORIES.c.path).where(CATEGORIES.c.id.in_(found[:5]))))
        raise Conflict(
            f"{len(found)} categories are called {text!r}: {', '.join(map(repr, paths))}.",
            hint=f"Type the whole path of one, such as {shlex.quote(paths[0])}.",
            candidates=paths,
        )
    return found[0]


def normal_path(text: str) -> str:
    """A path as it is stored, however the operator has put the spaces."""
    return SEPARATOR.join(name for part in legible(text, "The category").split(">") if (name := part.strip()))


def _meant(connection: Connection, name: str) -> str:
    paths = connection.scalars(select(CATEGORIES.c.path).order_by(CATEGORIES.c.path)).all()
    called = {text.casefold(): path for path in paths for text in (path.rpartition(SEPARATOR)[2], path)}
    close = get_close_matches(name.casefold(), called, n=1)
    if close:
        return f"Did you mean {called[close[0]]!r}?"
    if not paths:
        return "The catalogue has no categories yet."
    more = ": royal product category list --all" if len(paths) > 5 else "."
    return f"It has {', '.join(map(repr, paths[:5]))}{' and others' if len(paths) > 5 else ''}{more}"
