"""Tags of orders: added and taken away, whatever others they have."""

import json
from collections.abc import Sequence

from sqlalchemy import Engine, bindparam, text

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.catalog.editing.tags import with_tags, without_tags
from royal_cli.commerce.orders.desk.changed import Confirm, OrdersChanged, change_orders
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.flow.at_hand import AtHand
from royal_cli.db.database import canonical_json


def add_tags(engine: Engine, tags: Sequence[str], which: Which, asked: Asked, confirm: Confirm = None) -> OrdersChanged:
    """Add tags to orders that lack them, behind those they have; VIP and vip are the same tag."""
    return _change(engine, "tag.add", tags, which, asked, confirm)


def remove_tags(
    engine: Engine, tags: Sequence[str], which: Which, asked: Asked, confirm: Confirm = None
) -> OrdersChanged:
    return _change(engine, "tag.remove", tags, which, asked, confirm)


def _change(
    engine: Engine, verb: str, tags: Sequence[str], which: Which, asked: Asked, confirm: Confirm
) -> OrdersChanged:
    changed = with_tags if verb == "tag.add" else without_tags

    def work(hand: Hand, orders: Sequence[AtHand]) -> None:
        stored = hand.connection.execute(_TAGS, {"ids": [order.id for order in orders]})
        has = {row.id: json.loads(row.tags) if row.tags else [] for row in stored}
        wanted = {id: changed(old, tags) for id, old in has.items()}
        hand.set_values(
            "orders", "tags", {id: canonical_json(new) if new else None for id, new in wanted.items() if new != has[id]}
        )

    return change_orders(engine, verb, which, asked, work, confirm, {"tags": list(tags)})


_TAGS = text("SELECT id, CAST(tags AS TEXT) AS tags FROM orders WHERE id IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
