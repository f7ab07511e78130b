"""An order as it is worked on: read whole with its lines and reservations, and its row locked until the end."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, bindparam, text

from royal_cli.commerce import sql
from royal_cli.commerce.orders.tables import ORDERS
from royal_cli.db.columns import DOCUMENT
from royal_cli.errors import Conflict, NotFound, Refused

#: So many orders are read with one statement: both databases take that many values.
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Line:
    """Quantities in units, amounts in minor units of the order's currency. Without a variant nothing is matched."""

    id: int
    position: int
    kind: str
    sku: str | None
    title: str | None
    variant_id: int | None
    variant_sku: str | None
    allow_backorder: bool
    quantity: int
    fulfilled: int
    cancelled: int
    returned: int
    refunded: int
    refunded_amount: int
    total: int | None
    tax: int | None

    @property
    def open(self) -> int:
        """Units that still have to be sent."""
        return max(self.quantity - self.fulfilled - self.cancelled, 0) if self.is_product else 0

    @property
    def is_product(self) -> bool:
        return self.kind == "product"

    @property
    def name(self) -> str:
        return self.sku or self.title or f"line {self.position}"


@dataclass(frozen=True, slots=True)
class Reserved:
    """Units of a line that wait at a location."""

    id: int
    line_id: int
    location_id: int
    location: str
    quantity: int
    picked: int


@dataclass(frozen=True, slots=True)
class AtHand:
    """Amounts in minor units of `currency`; None is unknown."""

    id: int
    number: str
    channel: str | None
    channel_id: int | None
    customer_id: int | None
    kind: str
    order_status: str | None
    fulfillment_status: str | None
    financial_status: str | None
    held_at: datetime | None
    hold_reason: str | None
    currency: str
    prices_include_vat: bool | None
    shipping_total: int | None
    discount_total: int | None
    tax_total: int | None
    total: int | None
    paid_total: int | None
    refunded_total: int
    shipping_address: dict[str, Any] | None
    lines: tuple[Line, ...]
    reserved: tuple[Reserved, ...]

    @property
    def open_lines(self) -> list[Line]:
        return [line for line in self.lines if line.open]

    def line(self, id: int) -> Line:
        return next(line for line in self.lines if line.id == id)

    def reserved_of(self, line: Line) -> list[Reserved]:
        return [held for held in self.reserved if held.line_id == line.id]

    def unreserved(self, line: Line) -> int:
        return line.open - sum(held.quantity for held in self.reserved_of(line))


def take(connection: Connection, ids: Sequence[int]) -> list[AtHand]:
    """The orders with these ids, in that order, locked: nobody else changes them before this transaction ends."""
    return list(_read(connection, ids, locked=True))


def look_at(connection: Connection, ids: Sequence[int]) -> list[AtHand]:
    """The same for who only looks."""
    return list(_read(connection, ids, locked=False))


def take_one(connection: Connection, id: int) -> AtHand:
    return take(connection, [id])[0]


def open_orders(connection: Connection) -> list[int]:
    """The ids of the orders that still have something to send, the oldest first. Of those that nobody has said to be
    open none is here: a table of past invoices is not sent again."""
    return list(connection.scalars(text(_OPEN)))


_OPEN = (
    "SELECT o.id FROM orders o WHERE o.kind = 'sale' AND o.order_status = 'open'"
    " AND EXISTS (SELECT 1 FROM order_line_items l WHERE l.order_id = o.id AND l.kind = 'product'"
    "  AND l.quantity > l.fulfilled_quantity + l.cancelled_quantity) ORDER BY o.created_at, o.id"
)


def require_open(order: AtHand, *, unknown_is_open: bool = False, held_is_open: bool = False) -> None:
    """Refused or Conflict for an order from which nothing may be sent, with the reason."""
    if order.kind != "sale":
        what = "gives money back for earlier sales" if order.kind == "credit" else "is a correction of the books"
        raise Refused(f"{order.number} {what}: there is nothing to send or cancel.")
    if order.held_at is not None and not held_is_open:
        why = f": {order.hold_reason}" if order.hold_reason else ""
        raise Refused(
            f"Order {order.number} is on hold{why}.",
            hint=f"royal order release {order.number} lets it go on, once somebody has looked at it.",
        )
    if order.order_status == "cancelled":
        raise Conflict(f"Order {order.number} has been cancelled.")
    if order.order_status is None and not unknown_is_open:
        raise Refused(
            f"Nobody has said whether order {order.number} is still open: the file that it came from does not.",
            hint="If it is, add --allow unknown.",
        )
    if order.order_status == "closed" and order.open_lines:
        raise Conflict(f"Order {order.number} is closed, although not all of it was sent.")


def _read(connection: Connection, ids: Sequence[int], *, locked: bool) -> Iterator[AtHand]:
    wanted = iter(ids)
    while some := list(islice(wanted, _AT_ONCE)):
        if locked and sql.is_postgres(connection):
            connection.execute(_LOCK, {"ids": some})
        orders = {row.id: row for row in connection.execute(_ORDERS, {"ids": some})}
        lines, reserved = _grouped(connection, _LINES, some), _grouped(connection, _RESERVED, some)
        for id in some:
            if id not in orders:
                raise NotFound("An order that was here a moment ago is gone.")
            yield _at_hand(orders[id], lines[id], reserved[id])


def _grouped(connection: Connection, statement: Any, ids: list[int]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(statement, {"ids": ids}):
        found[row.order_id].append(row)
    return found


def _at_hand(order: Row[Any], lines: list[Row[Any]], reserved: list[Row[Any]]) -> AtHand:
    return AtHand(
        **order._mapping,
        lines=tuple(_line(row) for row in lines),
        reserved=tuple(
            Reserved(row.id, row.line_id, row.location_id, row.location, row.quantity, row.picked) for row in reserved
        ),
    )


def _line(row: Row[Any]) -> Line:
    values = {name: value for name, value in row._mapping.items() if name != "order_id"}
    return Line(**{**values, "allow_backorder": bool(row.allow_backorder), "quantity": row.quantity or 0})


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_LOCK = text("SELECT id FROM orders WHERE id IN :ids ORDER BY id FOR UPDATE").bindparams(_IDS)
_ORDERS = (
    text(
        "SELECT o.id, o.order_number AS number, c.name AS channel, o.channel_id, o.customer_id, o.kind,"
        " o.order_status, o.fulfillment_status, o.financial_status, o.held_at, o.hold_reason, o.currency,"
        " o.prices_include_vat, o.shipping_total, o.discount_total, o.tax_total, o.total, o.paid_total,"
        " o.refunded_total, o.shipping_address FROM orders o LEFT JOIN channels c ON c.id = o.channel_id"
        " WHERE o.id IN :ids"
    )
    .bindparams(_IDS)
    .columns(
        held_at=ORDERS.c.held_at.type, prices_include_vat=ORDERS.c.prices_include_vat.type, shipping_address=DOCUMENT
    )
)
_LINES = text(
    "SELECT l.order_id, l.id, l.position, l.kind, l.sku, l.product_title AS title, l.product_variant_id AS variant_id,"
    " v.sku AS variant_sku, v.allow_backorder, l.quantity, l.fulfilled_quantity AS fulfilled,"
    " l.cancelled_quantity AS cancelled, l.returned_quantity AS returned, l.refunded_quantity AS refunded,"
    " l.refunded_amount, l.total, l.tax"
    " FROM order_line_items l LEFT JOIN product_variants v ON v.id = l.product_variant_id"
    " WHERE l.order_id IN :ids ORDER BY l.order_id, l.position, l.id"
).bindparams(_IDS)
_RESERVED = text(
    "SELECT l.order_id, a.id, a.order_line_item_id AS line_id, a.location_id, p.name AS location, a.quantity,"
    " a.picked_quantity AS picked FROM allocations a JOIN order_line_items l ON l.id = a.order_line_item_id"
    " JOIN locations p ON p.id = a.location_id WHERE l.order_id IN :ids AND a.quantity > 0 ORDER BY a.id"
).bindparams(_IDS)
