"""Keeps the category tree a tree while names and parents of categories go back to what they were."""

from dataclasses import replace

from sqlalchemy import Connection, text

from royal_cli.commerce.catalog.categories.tree import Tree, above, faults, load

_GOING_BACK = (
    "SELECT entity_id, field, before FROM undo_fields WHERE entity = 'categories' AND field IN ('name', 'parent_id')"
    " AND NOT firm AND (:force OR NOT kept)"
)


def keep_whole(connection: Connection, *, force: bool) -> None:
    """Keep what would lead to a circle, to two categories of one name, or to too long a path."""
    back: dict[int, dict[str, str | None]] = {}
    for id, field, before in connection.execute(text(_GOING_BACK), {"force": force}):
        back.setdefault(id, {})[field] = before
    if not back:
        return
    tree = load(connection)
    kept: dict[int, str] = {}
    while blamed := _blamed(tree, back):
        kept |= blamed
        back = {id: fields for id, fields in back.items() if id not in blamed}
    if kept:
        connection.execute(
            text(
                "UPDATE undo_fields SET firm = TRUE, kept = TRUE, why = :why"
                " WHERE entity = 'categories' AND entity_id = :id"
            ),
            [{"id": id, "why": why} for id, why in kept.items()],
        )


def _blamed(tree: Tree, back: dict[int, dict[str, str | None]]) -> dict[int, str]:
    """Of the categories that would change, those on the way to one that could not be where it is."""
    future = _restored(tree, back)
    wrong = faults(future)
    blamed = {id: why for bad, why in wrong.items() for id in above(future, bad) if id in back}
    return blamed or dict.fromkeys(back if wrong else (), "the tree would not hold")


def _restored(tree: Tree, back: dict[int, dict[str, str | None]]) -> Tree:
    future = dict(tree)
    for id, fields in back.items():
        node = tree[id]
        parent_id = node.parent_id
        if "parent_id" in fields:
            parent_id = None if fields["parent_id"] is None else int(fields["parent_id"])
        future[id] = replace(node, name=fields.get("name") or node.name, parent_id=parent_id)
    return future
