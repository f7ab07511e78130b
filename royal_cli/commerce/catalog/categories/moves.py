"""Where categories go: decided on the tree alone, before anything is written.

Each decision changes the tree that it is given, and says which categories end in which other ones.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from royal_cli.commerce.catalog.categories.tree import Tree, above, below, children, settled
from royal_cli.db.products import PATH_LENGTH
from royal_cli.errors import Conflict, UsageError


def rename(tree: Tree, id: int, name: str) -> None:
    """UsageError for a name that no category can have, Conflict where its parent has one of that name."""
    if not name.strip() or ">" in name:
        raise UsageError(
            f"{name!r} is no name for a category.", hint="A name is one step of a path; `move` puts it elsewhere."
        )
    _place(tree, id, tree[id].parent_id, name.strip())


def move(tree: Tree, ids: Sequence[int], parent: int | None) -> None:
    """UsageError for a circle, Conflict where the parent has a category of the same name."""
    for id in ids:
        if parent is not None and id in above(tree, parent):
            raise UsageError(
                f"{tree[id].path!r} cannot go under {tree[parent].path!r}, which is itself or below it.",
                hint="A category cannot be below itself: move the lower one out first.",
            )
        _place(tree, id, parent, tree[id].name)


def merge(tree: Tree, sources: Sequence[int], target: int) -> dict[int, int]:
    """Where the content of each category that goes will be. Children of one name become one, and so on below them."""
    for source in sources:
        if source in above(tree, target):
            where = "is itself" if source == target else "is below it"
            raise UsageError(
                f"{tree[source].path!r} cannot end in {tree[target].path!r}, which {where}.",
                hint="Merge into a category that stays.",
            )
    into: dict[int, int] = {}
    of = children(tree)
    named = {(node.parent_id, node.name): node.id for node in tree.values()}
    deepest_first = sorted(dict.fromkeys(sources), key=lambda source: -tree[source].level)
    waiting = deque((source, target) for source in deepest_first)
    while waiting:
        source, target = waiting.popleft()
        target = _followed(into, target)
        into[source] = target
        for child in of[source]:
            alike = named.get((target, child.name))
            if child.id in into:
                continue
            if alike is not None:
                waiting.append((child.id, alike))
                continue
            named[target, child.name] = child.id
            tree[child.id] = replace(child, parent_id=target)
            of[target].append(tree[child.id])
    return {source: _followed(into, source) for source in into}


def _followed(into: dict[int, int], id: int) -> int:
    while id in into:
        id = into[id]
    return id


def _place(tree: Tree, id: int, parent: int | None, name: str) -> None:
    for other in children(tree)[parent]:
        if other.name == name and other.id != id:
            raise Conflict(
                f"There is a category {other.path!r} already.",
                hint=f'royal product category merge "{tree[id].path}" --into "{other.path}"',
            )
    tree[id] = replace(tree[id], parent_id=parent, name=name)
    future = settled(tree)
    for lower in below(tree, id):
        if len(future[lower].path) > PATH_LENGTH:
            raise UsageError(
                f"The path of {tree[lower].path!r} would have more than {PATH_LENGTH} letters.",
                hint="Give it, or a category above it, a shorter name.",
            )
