"""Changes the category tree: categories are created, renamed, moved, merged and deleted, with the products in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Engine, text

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.categories import moves
from royal_cli.commerce.catalog.categories.creating import create
from royal_cli.commerce.catalog.categories.memory import forget, remember, take_along
from royal_cli.commerce.catalog.categories.tree import Node, Tree, below, load, write_paths
from royal_cli.commerce.catalog.reading.category_names import find_category, normal_path
from royal_cli.db.products import PATH_LENGTH
from royal_cli.errors import Refused, UsageError

KIND = "product.category"


@dataclass(frozen=True, slots=True)
class ChangedCategory:
    """One category: its path before and after. A created one had none; one that is gone has none."""

    before: str | None
    after: str | None
    action: Literal["create", "change", "merge", "delete"]


@dataclass(frozen=True, slots=True)
class TreeChange:
    """What was done to the tree, or with `dry_run` would be. `operation` is None when nothing was written.

    `products` counts those that are in another category now, or in none.
    """

    operation: str | None
    dry_run: bool
    categories: int
    products: int
    changes: list[ChangedCategory]
    more_changes: bool


Confirm = Callable[[TreeChange], None] | None


def create_category(engine: Engine, path: str, asked: Asked, confirm: Confirm = None) -> TreeChange:
    """Create a category with all that it is in; one that is there is left alone."""
    wanted = normal_path(path)
    if not 1 <= len(wanted) <= PATH_LENGTH:
        raise UsageError(
            f"{path!r} is no path for a category.", hint=f'Up to {PATH_LENGTH} letters, as "Clothing > Shirts".'
        )

    def work(hand: Hand) -> TreeChange:
        before = load(hand.connection)
        create(hand.connection, hand.operation_id, [wanted], hand.now)
        forget(hand)
        return _told(hand, before, {}, asked)

    return _done(engine, "create", work, asked, confirm, wanted)


def rename_category(engine: Engine, name: str, new_name: str, asked: Asked, confirm: Confirm = None) -> TreeChange:
    """Give a category another name; the paths of all below it follow, its slug stays."""

    def work(hand: Hand) -> TreeChange:
        before = load(hand.connection)
        after = dict(before)
        moves.rename(after, find_category(hand.connection, name), new_name)
        return _write(hand, before, after, {}, asked)

    return _done(engine, "rename", work, asked, confirm, name)


def move_categories(
    engine: Engine, names: Sequence[str], under: str | None, asked: Asked, confirm: Confirm = None
) -> TreeChange:
    """Put categories, with all below them, under another one; None makes them stand at the root."""

    def work(hand: Hand) -> TreeChange:
        before = load(hand.connection)
        after = dict(before)
        parent = None if under is None else find_category(hand.connection, under)
        moves.move(after, [find_category(hand.connection, name) for name in names], parent)
        return _write(hand, before, after, {}, asked)

    return _done(engine, "move", work, asked, confirm, ", ".join(names))


def merge_categories(
    engine: Engine, names: Sequence[str], into: str, asked: Asked, confirm: Confirm = None
) -> TreeChange:
    """Make one category of several: products and children go over, children of one name become one as well."""

    def work(hand: Hand) -> TreeChange:
        before = load(hand.connection)
        after = dict(before)
        sources = [find_category(hand.connection, name) for name in names]
        gone = moves.merge(after, sources, find_category(hand.connection, into))
        return _write(hand, before, after, gone, asked)

    return _done(engine, "merge", work, asked, confirm, ", ".join(names))


def delete_category(
    engine: Engine, name: str, *, recursive: bool, products_to: str | None, asked: Asked, confirm: Confirm = None
) -> TreeChange:
    """Delete a category; `recursive` all below it as well. Refused while it would take products or children along
    that nobody spoke of: products go to `products_to`, and with `recursive` alone they are left without a category."""

    def work(hand: Hand) -> TreeChange:
        before = load(hand.connection)
        id = find_category(hand.connection, name)
        ids = list(below(before, id))
        target = None if products_to is None else find_category(hand.connection, products_to)
        if target in ids:
            raise UsageError(f"The products cannot go to {products_to!r}, which would be deleted.")
        _refuse_full(hand, before, ids, recursive=recursive, has_target=target is not None)
        return _write(hand, before, before, dict.fromkeys(ids, target), asked, action="delete")

    return _done(engine, "delete", work, asked, confirm, name)


def _refuse_full(hand: Hand, tree: Tree, ids: Sequence[int], *, recursive: bool, has_target: bool) -> None:
    path, children = tree[ids[0]].path, len(ids) - 1
    if children and not recursive:
        raise Refused(
            f"{path!r} has categories below it: {children}.",
            hint="Add --recursive to delete them too, or move them elsewhere first.",
        )
    listed = ", ".join(map(str, ids))
    query = f"SELECT count(*) FROM products WHERE category_id IN ({listed}) OR subcategory_id IN ({listed})"
    products = hand.connection.scalar(text(query))
    if products and not recursive and not has_target:
        raise Refused(
            f"{path!r} has products in it: {products}.",
            hint="Add --move-products-to PATH; or --recursive, which leaves them without a category.",
        )


def _done(
    engine: Engine, verb: str, work: Callable[[Hand], TreeChange], asked: Asked, confirm: Confirm, source: str
) -> TreeChange:
    found, operation = carry_out(engine, f"{KIND}.{verb}", asked, work, confirm=confirm, source=source)
    return replace(found, operation=operation, dry_run=asked.dry_run)


def _write(
    hand: Hand,
    before: Tree,
    after: Tree,
    gone: Mapping[int, int | None],
    asked: Asked,
    action: Literal["merge", "delete"] = "merge",
) -> TreeChange:
    """Write the tree as it shall be; `gone` says where the products of each category that goes will be."""
    hand.keep_rows("hand_gone", "id BIGINT PRIMARY KEY, target BIGINT", list(gone.items()))
    for field in ("category_id", "subcategory_id"):
        moved = f"SELECT p.id, CAST(g.target AS TEXT) AS value FROM products p JOIN hand_gone g ON g.id = p.{field}"
        hand.set_field("products", field, moved)
    changed = {id: node for id, node in after.items() if node != before[id]}
    parents = {id: node.parent_id for id, node in changed.items()}
    hand.set_values("categories", "name", {id: node.name for id, node in changed.items()})
    hand.set_values("categories", "parent_id", {id: None if to is None else str(to) for id, to in parents.items()})
    remembered = {before[id].path: id for id in changed if id not in gone}
    remembered |= {before[id].path: target for id, target in gone.items() if target is not None}
    levels = sorted({before[id].level for id in gone}, reverse=True)
    take_along(hand)
    for level in levels:  # a category goes after its children
        hand.delete(
            "categories", "SELECT g.id FROM hand_gone g JOIN categories k ON k.id = g.id WHERE k.level = :level",
            level=level,
        )  # fmt: skip
    write_paths(hand.connection)
    remember(hand, remembered)
    return _told(hand, before, {} if action == "delete" else gone, asked)


def _told(hand: Hand, before: Tree, merged: Mapping[int, int | None], asked: Asked) -> TreeChange:
    after = load(hand.connection)
    changes = [
        *(_changed(before.get(id), node) for id, node in after.items() if id not in before or before[id] != node),
        *(_gone(node, after.get(merged.get(id) or 0)) for id, node in before.items() if id not in after),
    ]
    changes.sort(key=lambda change: (change.before or "", change.after or ""))
    products = hand.connection.scalar(
        text("SELECT count(DISTINCT entity_id) FROM changes WHERE operation_id = :id AND entity = 'products'"),
        {"id": hand.operation_id},
    )
    shown = changes[: asked.shown_changes]
    return TreeChange(None, asked.dry_run, len(changes), int(products or 0), shown, len(changes) > len(shown))


def _changed(before: Node | None, after: Node) -> ChangedCategory:
    return ChangedCategory(before.path if before else None, after.path, "change" if before else "create")


def _gone(before: Node, target: Node | None) -> ChangedCategory:
    return ChangedCategory(before.path, target.path if target else None, "merge" if target else "delete")
