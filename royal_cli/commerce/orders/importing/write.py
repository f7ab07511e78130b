"""Writes what was found: new orders with their lines, changed fields, lines that are gone, refunds."""

from sqlalchemy import text

from royal_cli.commerce import journal, sql
from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.order_feeds.batch import ORDER_FIELDS
from royal_cli.commerce.orders.costs import variant_cost
from royal_cli.commerce.orders.importing.diff import JSON_FIELDS
from royal_cli.commerce.orders.importing.stage import ORDERS

#: Of refunds that a file states in one amount.
REQUEST_KEY = "import"
_DEFAULTS = {"kind": "'sale'", "refunded_total": "0"}
_LINE = (
    "order_id", "position", "external_id", "kind", "sold_code_id", "product_id", "product_variant_id",
    "product_title", "variant_title", "sku", "price", "price_scale", "quantity", "tax", "discount", "total", "cost",
    "fulfillment_status", "fulfilled_quantity", "cancelled_quantity", "refunded_quantity", "created_at",
)  # fmt: skip


def write(hand: Hand) -> None:
    """Everything that was found, in one transaction of the caller's."""
    _create_orders(hand)
    _create_lines(hand, "o.is_new")
    connection = hand.connection
    if connection.execute(text("SELECT 1 FROM fresh_lines LIMIT 1")).first():
        _create_lines(hand, "EXISTS (SELECT 1 FROM fresh_lines f WHERE f.stage_order = l.stage_order AND f.id = l.id)")
    for entity, field in connection.execute(text("SELECT DISTINCT entity, field FROM stage_diff ORDER BY 1, 2")).all():
        rows = f"SELECT entity_id AS id, after AS value FROM stage_diff WHERE entity = '{entity}' AND field = '{field}'"
        hand.set_field(entity, field, rows)
    hand.delete("order_line_items", "SELECT id FROM stored_lines")
    _note_refunds(hand)


def _create_orders(hand: Hand) -> None:
    names = [name for name in ORDER_FIELDS if name in ORDERS.columns]

    def value(name: str) -> str:
        staged = sql.as_json(hand.connection, f"s.{name}") if name in JSON_FIELDS else f"s.{name}"
        return f"COALESCE({staged}, {_DEFAULTS[name]})" if name in _DEFAULTS else staged

    journal.create_rows(
        hand.connection,
        hand.operation_id,
        "orders",
        ("id", "channel_id", "external_id", "customer_id", "updated_at", *names),
        f"SELECT s.order_id, s.channel_id, s.external_id, s.customer_id, :now, {', '.join(map(value, names))}"
        " FROM stage_orders s WHERE s.is_new ORDER BY s.id",
        hand.now,
    )


def _create_lines(hand: Hand, which: str) -> None:
    """Lines of orders, in the order of the file. A line's cost is stated, or what its variant costs now."""
    journal.create_rows(
        hand.connection,
        hand.operation_id,
        "order_line_items",
        _LINE,
        "SELECT o.order_id, l.position, l.external_id, l.kind, c.sold_code_id, c.product_id, c.product_variant_id,"
        " COALESCE(l.title, c.title), l.variant_title, COALESCE(l.code, v.sku), l.price, l.price_scale, l.quantity,"
        f" l.tax, l.discount, l.total, {_COST}, l.fulfillment_status, COALESCE(l.fulfilled_quantity, 0),"
        " COALESCE(l.cancelled_quantity, 0), COALESCE(l.refunded_quantity, 0), :now FROM stage_orders o"
        " JOIN stage_lines l ON l.stage_order = o.id LEFT JOIN stage_codes c ON c.id = l.stage_code"
        f" LEFT JOIN product_variants v ON v.id = c.product_variant_id WHERE {which} ORDER BY l.stage_order, l.id",
        hand.now,
    )


_COST = (
    "CASE WHEN l.cost IS NOT NULL THEN l.cost WHEN l.kind = 'product'"
    f" THEN {variant_cost('v', 'l', 'o.currency', 'o.digits')} END"
)


def _note_refunds(hand: Hand) -> None:
    """One refund for what a file says went back, as far as no other refund is about it: refunds are the sum."""
    others = (
        f"SELECT COALESCE(sum(r.amount), 0) FROM refunds r WHERE r.order_id = e.id AND r.request_key <> '{REQUEST_KEY}'"
    )
    stated = (
        f"SELECT e.id AS order_id, e.refunded_total - ({others}) AS amount,"
        " COALESCE(e.refunded_at, e.cancelled_at, e.created_at) AS refunded_at, i.id AS refund_id"
        f" FROM stage_orders s JOIN orders e ON e.id = s.order_id LEFT JOIN refunds i ON i.order_id = e.id"
        f" AND i.request_key = '{REQUEST_KEY}' WHERE s.refunded_total > 0"
    )
    journal.create_rows(
        hand.connection,
        hand.operation_id,
        "refunds",
        ("order_id", "number", "request_key", "amount", "refunded_at"),
        "SELECT order_id, 1 + (SELECT COALESCE(max(r.number), 0) FROM refunds r WHERE r.order_id = n.order_id),"
        f" '{REQUEST_KEY}', amount, refunded_at FROM ({stated}) n WHERE refund_id IS NULL AND amount > 0",
        hand.now,
    )
    hand.set_field(
        "refunds",
        "amount",
        f"SELECT refund_id AS id, CAST(amount AS TEXT) AS value FROM ({stated}) n"
        " WHERE refund_id IS NOT NULL AND amount > 0",
    )
