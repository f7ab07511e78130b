"""Changes collections: which there are, and which products somebody has put into them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Engine, select, text

from royal_cli.commerce import sql
from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.categories.creating import new_slug
from royal_cli.commerce.catalog.chosen import choose
from royal_cli.commerce.catalog.reading.collections import COLLECTIONS, find_collection
from royal_cli.commerce.catalog.reading.search import equals, legible
from royal_cli.commerce.operations import ChangedField
from royal_cli.db.database import canonical_json
from royal_cli.errors import Conflict, UsageError

KIND = "product.collection"
NAME_LENGTH = 255


@dataclass(frozen=True, slots=True)
class CollectionChange:
    """What was done, or with `dry_run` would be. `operation` is None when nothing was written.

    `products` counts those that came in or went out.
    """

    operation: str | None
    dry_run: bool
    collection: str
    products: int
    changes: list[ChangedField]
    more_changes: bool


Confirm = Callable[[CollectionChange], None] | None


def create_collection(
    engine: Engine, name: str, description: str | None, asked: Asked, confirm: Confirm = None
) -> CollectionChange:
    """Create an empty collection; one of that name is left as it is."""
    wanted = _name(name)

    def work(hand: Hand) -> CollectionChange:
        if not _called(hand, wanted):
            slugs = set(hand.connection.scalars(select(COLLECTIONS.c.slug)))
            hand.create(
                "collections",
                {
                    "name": wanted, "slug": new_slug(wanted, slugs, "collection"), "description": description,
                    "is_active": True, "created_at": hand.now, "updated_at": hand.now,
                },
            )  # fmt: skip
        return _told(hand, wanted, 0, asked)

    return _done(engine, "create", work, asked, confirm, wanted)


def rename_collection(
    engine: Engine, name: str, new_name: str, asked: Asked, confirm: Confirm = None
) -> CollectionChange:
    """Give a collection another name; its slug stays. Conflict where another one is called so."""
    wanted = _name(new_name)

    def work(hand: Hand) -> CollectionChange:
        id = find_collection(hand.connection, name)
        if _called(hand, wanted) - {id}:
            raise Conflict(f"There is a collection {wanted!r} already.", hint="Choose another name.")
        hand.set_values("collections", "name", {id: wanted})
        return _told(hand, wanted, 0, asked)

    return _done(engine, "rename", work, asked, confirm, name)


def add_to_collection(
    engine: Engine, name: str, skus: Iterable[str], asked: Asked, confirm: Confirm = None
) -> CollectionChange:
    """Put products into a collection, named by their own SKU or by one of their variants'."""
    return _change_members(engine, "add", name, skus, asked, confirm)


def remove_from_collection(
    engine: Engine, name: str, skus: Iterable[str], asked: Asked, confirm: Confirm = None
) -> CollectionChange:
    return _change_members(engine, "remove", name, skus, asked, confirm)


def delete_collection(engine: Engine, name: str, asked: Asked, confirm: Confirm = None) -> CollectionChange:
    """Delete a collection; the products in it stay."""

    def work(hand: Hand) -> CollectionChange:
        id = find_collection(hand.connection, name)
        members = hand.connection.scalars(
            text(f"SELECT p.id FROM products p WHERE {sql.holds(hand.connection, 'p.collection_ids', ':id')}"),
            {"id": id},
        ).all()
        products = _set_members(hand, id, set(members), belongs=False)
        hand.delete("collections", "SELECT CAST(:id AS BIGINT)", id=id)
        return _told(hand, name, products, asked)

    return _done(engine, "delete", work, asked, confirm, name)


def _change_members(
    engine: Engine, verb: str, name: str, skus: Iterable[str], asked: Asked, confirm: Confirm
) -> CollectionChange:
    named = list(skus)

    def work(hand: Hand) -> CollectionChange:
        id = find_collection(hand.connection, name)
        chosen = {choice.product_id for choice in choose(hand.connection, named)}
        return _told(hand, name, _set_members(hand, id, chosen, belongs=verb == "add"), asked)

    return _done(engine, verb, work, asked, confirm, name)


def _set_members(hand: Hand, collection: int, products: set[int], *, belongs: bool) -> int:
    hand.keep_rows("hand_members", "id BIGINT PRIMARY KEY", [(id,) for id in sorted(products)])
    stored = hand.connection.execute(
        text("SELECT p.id, CAST(p.collection_ids AS TEXT) AS ids FROM products p JOIN hand_members m ON m.id = p.id")
    ).all()
    wanted = {}
    for id, ids in stored:
        others = [other for other in json.loads(ids or "[]") if other != collection]
        if belongs == (len(others) == len(json.loads(ids or "[]"))):
            wanted[id] = canonical_json([*others, collection] if belongs else others)
    return hand.set_values("products", "collection_ids", wanted)


def _name(text: str) -> str:
    name = " ".join(legible(text, "The name").split())
    if not 1 <= len(name) <= NAME_LENGTH:
        raise UsageError("That is no name for a collection.", hint=f"It may have up to {NAME_LENGTH} letters.")
    return name


def _called(hand: Hand, name: str) -> set[int]:
    return set(
        hand.connection.scalars(select(COLLECTIONS.c.id).where(equals(hand.connection, [COLLECTIONS.c.name], name)))
    )


def _told(hand: Hand, name: str, products: int, asked: Asked) -> CollectionChange:
    changes, more = hand.changes(asked.shown_changes)
    return CollectionChange(None, asked.dry_run, name, products, changes, more)


def _done(
    engine: Engine,
    verb: str,
    work: Callable[[Hand], CollectionChange],
    asked: Asked,
    confirm: Confirm,
    source: str,
) -> CollectionChange:
    found, operation = carry_out(engine, f"{KIND}.{verb}", asked, work, confirm=confirm, source=source)
    return replace(found, operation=operation, dry_run=asked.dry_run)
