"""A shop floor for the tests: an open order with stock behind it, and what is left of both afterwards."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select, text

from royal_cli.commerce.by_hand import Asked
from royal_cli.commerce.orders.flow.asked import Which, units_of
from royal_cli.commerce.orders.flow.fulfill import Packing
from royal_cli.db.database import transaction
from royal_cli.db.tables import METADATA
from tests.commerce.orders.made import line, order
from tests.commerce.stock.shelves import Shelves, proven, put

ASKED = Asked(actor="operator:anna")


def one(*numbers: str) -> Which:
    return Which(numbers=numbers)


def packing(*lines: str, **values: Any) -> Packing:
    return Packing(lines=units_of(lines), **values)


def stocked(engine: Engine, held: Shelves) -> None:
    put(engine, held)


def sell(engine: Engine, number: str, *lines: dict[str, Any], channel_name: str = "shop", **values: Any) -> int:
    """An open, paid order whose lines are matched to the variants with their SKUs."""
    with transaction(engine) as session:
        connection = session.connection()
        variants = METADATA.tables["product_variants"]
        known = {row.sku: row.id for row in connection.execute(select(variants.c.sku, variants.c.id))}
        matched = [{"product_variant_id": known.get(one["sku"]), **one} for one in lines]
        total = sum(one["total"] for one in lines)
        stated = {"order_status": "open", "financial_status": "paid", "fulfillment_status": "unfulfilled"}
        return order(
            connection, number, *matched, channel_name=channel_name, **{"paid_total": total, **stated, **values}
        )


def goods(sku: str | None, quantity: int, price: int = 1250, **values: Any) -> dict[str, Any]:
    return line(sku, quantity, price, **values)


@dataclass(frozen=True)
class Stand:
    """Where an order stands."""

    financial: str | None
    fulfillment: str | None
    order: str | None


def stand(engine: Engine, number: str = "1001") -> Stand:
    with engine.connect() as connection:
        row = connection.execute(
            text("SELECT financial_status, fulfillment_status, order_status FROM orders WHERE order_number = :number"),
            {"number": number},
        ).one()
    return Stand(*row)


def counts(engine: Engine, number: str = "1001") -> dict[str, tuple[int, int, int, int, int]]:
    """Ordered, fulfilled, cancelled, returned and reserved units per SKU."""
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT l.sku, l.quantity, l.fulfilled_quantity, l.cancelled_quantity, l.returned_quantity,"
                " COALESCE((SELECT sum(a.quantity) FROM allocations a WHERE a.order_line_item_id = l.id), 0)"
                " FROM order_line_items l JOIN orders o ON o.id = l.order_id WHERE o.order_number = :number"
            ),
            {"number": number},
        ).all()
    return {row[0]: (row[1], row[2], row[3], row[4], int(row[5])) for row in found}


def is_sound(engine: Engine) -> bool:
    """The ledger proves the levels, what is committed is reserved for an order, and no count is more than it can be."""
    with engine.connect() as connection:
        wrong = connection.scalar(text(_WRONG))
    return proven(engine) and wrong == 0


_WRONG = """
SELECT (SELECT count(*) FROM inventory_levels e WHERE e.committed <> COALESCE((SELECT sum(a.quantity)
    FROM allocations a JOIN order_line_items l ON l.id = a.order_line_item_id
    WHERE l.product_variant_id = e.product_variant_id AND a.location_id = e.location_id), 0))
  + (SELECT count(*) FROM order_line_items l WHERE l.fulfilled_quantity + l.cancelled_quantity > l.quantity
    OR l.returned_quantity > l.fulfilled_quantity OR l.refunded_quantity > l.quantity)
  + (SELECT count(*) FROM order_line_items l WHERE l.quantity - l.fulfilled_quantity - l.cancelled_quantity
    < COALESCE((SELECT sum(a.quantity) FROM allocations a WHERE a.order_line_item_id = l.id), 0))
  + (SELECT count(*) FROM order_line_items l WHERE l.fulfilled_quantity
    <> COALESCE((SELECT sum(i.quantity) FROM fulfillment_items i WHERE i.order_line_item_id = l.id), 0))
  + (SELECT count(*) FROM orders o WHERE o.refunded_total > o.paid_total
    OR o.refunded_total <> COALESCE((SELECT sum(r.amount) FROM refunds r WHERE r.order_id = o.id), 0))
  + (SELECT count(*) FROM inventory_levels e JOIN product_variants v ON v.id = e.product_variant_id
    WHERE e.available < 0 AND NOT v.allow_backorder)
"""
