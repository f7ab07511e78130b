"""Finds categories by the paths that they had before: a feed does not hear of it when an operator moves one.

An alias stands for everything below it as well: with "Tops" known to be "Clothing > Shirts" now, "Tops > Linen" is
"Clothing > Shirts > Linen". A category that is there always comes before an alias of the same path.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, text

from royal_cli.commerce.catalog.categories.tree import SEPARATOR
from royal_cli.db.products import PATH_LENGTH


def followed(connection: Connection, paths: Iterable[str]) -> dict[str, str]:
    """Those of the paths that are called otherwise now, each with what they are called."""
    aliases: dict[str, str] = {
        row.path: row.now
        for row in connection.execute(
            text("SELECT a.path, c.path AS now FROM category_aliases a JOIN categories c ON c.id = a.category_id")
        )
    }
    if not aliases:
        return {}
    known = set(connection.scalars(text("SELECT path FROM categories")))
    found = {path: _followed(path, aliases, known) for path in paths}
    return {path: now for path, now in found.items() if now != path and len(now) <= PATH_LENGTH}


def _followed(path: str, aliases: Mapping[str, str], known: set[str]) -> str:
    """By the longest beginning of the path that is a category or was one."""
    names = path.split(SEPARATOR)
    for length in range(len(names), 0, -1):
        beginning = SEPARATOR.join(names[:length])
        if beginning in known:
            return path
        if beginning in aliases:
            return SEPARATOR.join([aliases[beginning], *names[length:]])
    return path
