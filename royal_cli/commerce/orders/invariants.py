"""What holds for every order, whatever was done to it. An amount or a number that nobody knows breaks nothing."""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Invariant:
    """`holds` says it in words; `query` selects what breaks it: its `name`, and as `todo` what to type."""

    name: str
    holds: str
    query: str


@dataclass(frozen=True, slots=True)
class Broken:
    """How many break an invariant, and the first of them."""

    name: str
    holds: str
    count: int
    example: str
    todo: str


_SHOW = "'royal order show ' || COALESCE(c.name || '/', '') || o.order_number || ' --history' AS todo"
#: {newer} is where only the newest orders are looked at.
_NAMED = (
    f"o.order_number AS name, {_SHOW} FROM orders o LEFT JOIN channels c ON c.id = o.channel_id WHERE {{newer}} AND"
)
_NET = "o.subtotal + COALESCE(o.shipping_total, 0) + COALESCE(o.fee_total, 0) - COALESCE(o.discount_total, 0)"
#: Where nobody said whether prices have the tax in them, it may be either; a tax that nobody knows may be anything.
_ADDS_UP_NOT = (
    f"CASE WHEN o.prices_include_vat IS TRUE THEN o.total <> {_NET} WHEN o.tax_total IS NULL THEN FALSE"
    f" WHEN o.prices_include_vat IS FALSE THEN o.total <> {_NET} + o.tax_total"
    f" ELSE o.total NOT IN ({_NET}, {_NET} + o.tax_total) END"
)
_OPEN = "l.quantity - l.fulfilled_quantity - l.cancelled_quantity"
_RESERVED = "(SELECT COALESCE(sum(a.quantity), 0) FROM allocations a WHERE a.order_line_item_id = l.id)"
_PACKED = "(SELECT COALESCE(sum(f.quantity), 0) FROM fulfillment_items f WHERE f.order_line_item_id = l.id)"

#: More of the line `l` is reserved than is still to be sent.
OVER_RESERVED = f"{_RESERVED} > {_OPEN}"

INVARIANTS = (
    Invariant(
        "order sums",
        "subtotal + shipping + fees - discount + tax on top = total",
        f"SELECT {_NAMED} {_ADDS_UP_NOT}",
    ),
    Invariant(
        "order lines",
        "the lines of products = subtotal",
        f"SELECT {_NAMED} o.subtotal <> (SELECT CASE WHEN count(*) = count(l.total) THEN"
        " COALESCE(sum(l.total), 0) ELSE o.subtotal END FROM order_line_items l"
        " WHERE l.order_id = o.id AND l.kind = 'product')",
    ),
    Invariant(
        "order units",
        "sent + cancelled + open = ordered, none of them below 0, and no more comes back than was sent",
        f"SELECT {_NAMED} o.kind = 'sale' AND EXISTS (SELECT 1 FROM order_line_items l WHERE l.order_id = o.id"
        f" AND l.kind = 'product' AND l.quantity >= 0 AND ({_OPEN} < 0"
        " OR l.returned_quantity > l.fulfilled_quantity OR l.refunded_quantity > l.quantity))",
    ),
    Invariant(
        "parcels",
        "no more is reserved than is open, and no more in parcels than was sent",
        f"SELECT {_NAMED} EXISTS (SELECT 1 FROM order_line_items l WHERE l.order_id = o.id"
        f" AND l.quantity >= 0 AND ({OVER_RESERVED} OR {_PACKED} > l.fulfilled_quantity))",
    ),
    Invariant(
        "refunds",
        "what was refunded <= what was paid, and is the sum of the refunds",
        f"SELECT {_NAMED} o.refunded_total > o.paid_total OR o.refunded_total <>"
        " (SELECT COALESCE(sum(r.amount), 0) FROM refunds r WHERE r.order_id = o.id)",
    ),
    Invariant(
        "refunded lines",
        "a refund covers its lines and its shipping",
        f"SELECT {_NAMED} EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.id AND r.amount <"
        " r.shipping_amount + (SELECT COALESCE(sum(i.amount), 0) FROM refund_items i WHERE i.refund_id = r.id))",
    ),
    Invariant(
        "order ids",
        "no two orders have one id on their channel",
        "SELECT o.external_id AS name, 'royal order list --search ' || o.external_id AS todo FROM orders o"
        # Those of a channel have a key that sees to it.
        " WHERE o.channel_id IS NULL AND o.external_id IS NOT NULL GROUP BY o.external_id HAVING count(*) > 1",
    ),
    Invariant(
        "reserved stock",
        "what is committed of a variant at a location = what orders have reserved of it there",
        "SELECT v.sku || ' @ ' || p.name AS name, 'royal product stock moves ' || v.sku AS todo FROM ("
        " SELECT variant_id, location_id, sum(units) AS difference FROM ("
        "  SELECT product_variant_id AS variant_id, location_id, committed AS units FROM inventory_levels"
        "  WHERE committed <> 0 UNION ALL SELECT l.product_variant_id, a.location_id, -a.quantity FROM allocations a"
        "  JOIN order_line_items l ON l.id = a.order_line_item_id"
        " ) u GROUP BY variant_id, location_id HAVING sum(units) <> 0"
        ") d JOIN product_variants v ON v.id = d.variant_id JOIN locations p ON p.id = d.location_id",
    ),
)


def broken(connection: Connection, *, newest: int | None = None) -> list[Broken]:
    """The invariants that do not hold; of so many of the newest orders, where that is said, or of all."""
    newer = "TRUE" if newest is None else _NEWER.format(newest=newest)
    checked = (_checked(connection, one, one.query.replace("{newer}", newer)) for one in INVARIANTS)
    return [found for found in checked if found]


def _checked(connection: Connection, invariant: Invariant, query: str) -> Broken | None:
    count = int(connection.scalar(text(f"SELECT count(*) FROM ({query}) b")) or 0)
    if not count:
        return None
    example = connection.execute(text(f"SELECT name, todo FROM ({query}) b ORDER BY name LIMIT 1")).one()
    return Broken(invariant.name, invariant.holds, count, example.name, example.todo)


_NEWER = (
    "o.created_at >= (SELECT min(n.created_at) FROM (SELECT created_at FROM orders"
    " ORDER BY created_at DESC LIMIT {newest}) n)"
)
