"""What cannot be taken back because it happened outside: a parcel that has left, money that was given back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce import sql
from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.customers.erasing import KIND as ERASURE
from royal_cli.commerce.operations import Summary
from royal_cli.commerce.orders.invariants import OVER_RESERVED
from royal_cli.commerce.orders.state import settle
from royal_cli.commerce.undo.conflicts import Conflicts
from royal_cli.commerce.undo.counters import COUNTED
from royal_cli.commerce.undo.deleted import TAKEN
from royal_cli.errors import Refused

#: The work on orders: it goes back as a whole or not at all.
_FLOW = (
    "order.allocate", "order.deallocate", "order.pick", "order.fulfill", "order.ship", "order.cancel",
    "order.refund", "order.return",
)  # fmt: skip


def is_order_work(connection: Connection, operation: Summary) -> bool:
    """Whether an operation worked on orders, or took such work back."""
    return connection.scalar(text(_FIRST), {"operation": operation.id}) in _FLOW


#: An undo is of the kind of what it undid in the end.
_FIRST = (
    "WITH RECURSIVE undone(id, kind, undoes_id) AS (SELECT id, kind, undoes_id FROM operations WHERE id = :operation"
    " UNION ALL SELECT o.id, o.kind, o.undoes_id FROM operations o JOIN undone u ON o.id = u.undoes_id)"
    " SELECT kind FROM undone WHERE undoes_id IS NULL"
)


def refuse_erasure(operation: Summary) -> None:
    """Refused for the erasure of a person: nothing was kept that could bring them back."""
    if operation.kind == ERASURE:
        raise Refused(
            f"Operation {operation.operation} erased a person: nothing is left that could be brought back.",
            hint="A new order of theirs makes a new customer.",
        )


def refuse_what_left(connection: Connection, operation: Summary, *, force: bool) -> None:
    """Refused where a parcel has left or money was given back; `force` says that it did not really happen. The orders
    are locked, so that nobody ships one of them meanwhile."""
    if sql.is_postgres(connection):
        connection.execute(text(f"SELECT id FROM orders WHERE id IN ({_touched(operation)}) ORDER BY id FOR UPDATE"))
    if force:
        return
    again = f"If it did not really happen: royal undo {operation.operation} --force"
    of = {"operation": operation.id}
    for row in connection.execute(text(_SHIPPED), of).all():
        raise Refused(
            f"Parcel {row.number} of order {row.order_number} has {_left(row)}: it cannot be unsent.", hint=again
        )
    for row in connection.execute(text(_REFUNDED), of).all():
        raise Refused(f"A refund of order {row.order_number} is money that has left: it is not taken back.", hint=again)


def _left(row: Row[Any]) -> str:
    how = " ".join(part for part in (row.carrier, row.tracking_number) if part)
    return f"been handed over{f' ({how})' if how else ''}"


#: A parcel that the operation packed or handed over. Noting that it arrived, or another number, hands nothing over.
_SHIPPED = (
    "SELECT o.order_number, f.number, f.carrier, f.tracking_number FROM fulfillments f"
    " JOIN orders o ON o.id = f.order_id WHERE f.status <> 'packed' AND f.id IN (SELECT i.id FROM changes c"
    "  JOIN fulfillments i ON i.id BETWEEN c.entity_id AND COALESCE(c.last_entity_id, c.entity_id)"
    "  WHERE c.operation_id = :operation AND c.entity = 'fulfillments'"
    "  AND (c.action = 'create' OR (c.field = 'status' AND c.after = 'shipped'))) ORDER BY f.id LIMIT 1"
)
_REFUNDED = (
    "SELECT o.order_number FROM refunds r JOIN orders o ON o.id = r.order_id JOIN changes c"
    " ON r.id BETWEEN c.entity_id AND COALESCE(c.last_entity_id, c.entity_id)"
    " WHERE c.operation_id = :operation AND c.entity = 'refunds' AND c.action = 'create' ORDER BY r.id LIMIT 1"
)


def refuse_a_part(operation: Summary, found: Conflicts) -> None:
    """Work on orders is taken back as a whole: units and counters that do not agree are worse than an error."""
    whole = [
        one
        for one in found.examples
        if one.entity == "inventory_levels"
        or one.field in COUNTED.get(one.entity, ())
        or (one.entity, one.field) == ("fulfillments", None)
        or one.why == TAKEN
    ]
    if whole:
        first = whole[0]
        raise Refused(
            f"Operation {operation.operation} cannot be taken back: {first.key}, {_WORDS.get(first.why, first.why)}.",
            hint="royal history lists what was done since; take that back first.",
        )


def refuse_over_reserved(connection: Connection, operation: Summary) -> None:
    """Refused where a cancellation would come back of units that are reserved by now."""
    line = connection.execute(
        text(
            "SELECT o.order_number, COALESCE(l.sku, l.product_title) AS name FROM order_line_items l"
            f" JOIN orders o ON o.id = l.order_id WHERE l.order_id IN ({_touched(operation)}) AND l.quantity >= 0"
            f" AND {OVER_RESERVED} ORDER BY l.id LIMIT 1"
        )
    ).first()
    if line:
        raise Refused(
            f"Operation {operation.operation} cannot be taken back: units of {line.name} in order {line.order_number}"
            " are reserved by now.",
            hint=f"royal order allocate {line.order_number} --release gives them back; then undo it.",
        )


_WORDS = {
    "that would be less than none: its units are elsewhere": "the units that it gave back are sold by now",
    TAKEN: "what it took back is there again already",
}


def derive_anew(hand: Hand, operation: Summary) -> None:
    """The states of the orders follow from what is left of the facts."""
    settle(hand.connection, _touched(operation), hand=hand, reopens=True)


def _touched(operation: Summary) -> str:
    """The ids of the orders that the operation changed itself, through their lines, or through what hangs on these."""
    changed = f"SELECT entity_id FROM changes WHERE operation_id = {operation.id} AND action = 'update' AND entity ="
    lines: Sequence[str] = (
        f"SELECT l.order_id FROM order_line_items l WHERE l.id IN ({changed} 'order_line_items')",
        "SELECT l.order_id FROM order_line_items l JOIN allocations a ON a.order_line_item_id = l.id"
        f" WHERE a.id IN ({changed} 'allocations')",
        f"SELECT f.order_id FROM fulfillments f WHERE f.id IN ({changed} 'fulfillments')",
    )
    return " UNION ".join([f"{changed} 'orders'", *lines])
