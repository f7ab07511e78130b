"""The category tree as a whole: what may stand where, and the path and the level that follow from it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection, text

from royal_cli.db.products import PATH_LENGTH

SEPARATOR = " > "


@dataclass(frozen=True, slots=True)
class Node:
    """One category: its name, and the category it is in. `path` and `level` are as they are stored."""

    id: int
    parent_id: int | None
    name: str
    path: str
    level: int


Tree = dict[int, Node]


def load(connection: Connection) -> Tree:
    rows = connection.execute(text("SELECT id, parent_id, name, path, level FROM categories ORDER BY id"))
    return {row.id: Node(*row) for row in rows}


def children(tree: Tree) -> defaultdict[int | None, list[Node]]:
    """By parent; those of None are the roots."""
    found: defaultdict[int | None, list[Node]] = defaultdict(list)
    for node in tree.values():
        found[node.parent_id].append(node)
    return found


def below(tree: Tree, id: int) -> Iterator[int]:
    """This category and all below it, each after its parent."""
    of = children(tree)
    waiting = [id]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(node.id for node in of[found])


def settled(tree: Tree) -> Tree:
    """The same tree with the paths and levels that follow from names and parents; what is in a circle is left out."""
    of = children(tree)
    found: Tree = {}
    waiting = [replace(node, path=node.name, level=0) for node in of[None]]
    while waiting:
        node = waiting.pop()
        found[node.id] = node
        waiting.extend(
            replace(child, path=f"{node.path}{SEPARATOR}{child.name}", level=node.level + 1) for child in of[node.id]
        )
    return found


def faults(tree: Tree) -> dict[int, str]:
    """The categories that cannot be where they are, each with the reason."""
    found = settled(tree)
    wrong = {id: "it would be below itself" for id in tree if id not in found}
    called: defaultdict[str, list[int]] = defaultdict(list)
    for node in found.values():
        called[node.path].append(node.id)
        if len(node.path) > PATH_LENGTH:
            wrong[node.id] = f"its path would have more than {PATH_LENGTH} letters"
    for ids in called.values():
        if len(ids) > 1:
            wrong |= dict.fromkeys(ids, "another category is called so")
    return wrong


def above(tree: Tree, id: int) -> Iterator[int]:
    """This category and those it is in; a circle is gone round once."""
    seen: set[int] = set()
    at: int | None = id
    while at is not None and at in tree and at not in seen:
        seen.add(at)
        yield at
        at = tree[at].parent_id


def write_paths(connection: Connection) -> dict[int, tuple[str, str]]:
    """Store the paths and levels that follow from names and parents; returns the paths before and after, by id.

    They are derived, so the journal keeps the names and parents alone.
    """
    tree = load(connection)
    changed = [node for node in settled(tree).values() if node != tree[node.id]]
    # No path may be there twice, not even on the way: first they all step aside.
    _store(connection, ((node.id, f"\x1f{node.id}", node.level) for node in changed))
    _store(connection, ((node.id, node.path, node.level) for node in changed))
    return {node.id: (tree[node.id].path, node.path) for node in changed if node.path != tree[node.id].path}


def _store(connection: Connection, rows: Iterable[tuple[int, str, int]]) -> None:
    values = [{"id": id, "path": path, "level": level} for id, path, level in rows]
    if values:
        connection.execute(text("UPDATE categories SET path = :path, level = :level WHERE id = :id"), values)
