"""What hangs on a row that an operation created: what keeps it in place, and what stays and goes with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce import sql
from royal_cli.commerce.undo.movements import KEPT_LEVEL
from royal_cli.db.tables import METADATA


@dataclass(frozen=True, slots=True)
class Owner:
    """Rows of `table` stay and go with the row of `owner` that their `column` names."""

    table: str
    column: str
    owner: str


#: In this order: what became of an owner is known before its own rows follow it.
OF_VARIANTS = tuple(Owner(table, "product_variant_id", "product_variants") for table in (
    "inventory_levels", "inventory_movements", "market_prices", "safety_stocks",
))  # fmt: skip
OF_ORDERS = (
    *(Owner(table, "order_id", "orders") for table in ("order_line_items", "fulfillments", "refunds", "order_returns")),
    Owner("order_notes", "order_id", "orders"),
    Owner("allocations", "order_line_item_id", "order_line_items"),
    Owner("fulfillment_items", "fulfillment_id", "fulfillments"),
    Owner("refund_items", "refund_id", "refunds"),
    Owner("order_return_items", "order_return_id", "order_returns"),
)
OF_CUSTOMERS = tuple(Owner(table, "customer_id", "customers") for table in (
    "customer_aliases", "customer_addresses", "customer_consents",
))  # fmt: skip
#: What later operations added to a row goes with it.
DEPENDANTS = (
    *(owner for owner in OF_VARIANTS if owner.table != "inventory_movements"),
    *(owner for owner in OF_ORDERS if owner.table in ("order_line_items", "order_notes")),
)

#: True of a movement `m` that neither the operation itself made, nor one that was taken back or took something back.
_BY_OTHERS = (
    "NOT (m.reference_type = 'operation' AND (m.reference_id = :operation OR m.reference_id IN"
    " (SELECT o.id FROM operations o WHERE o.kind = 'undo' OR o.status = 'undone')))"
)
#: True of a level `e` that others have moved units to or from, which nobody has taken back; one of a new variant stays
#: and goes with that anyway.
MOVED_SINCE = (
    "(NOT EXISTS (SELECT 1 FROM undo_rows u WHERE u.entity = 'product_variants'"
    "  AND u.entity_id = e.product_variant_id)"
    " AND EXISTS (SELECT 1 FROM inventory_movements m WHERE m.product_variant_id = e.product_variant_id"
    f"  AND m.location_id = e.location_id AND {_BY_OTHERS} GROUP BY m.location_id"
    "  HAVING sum(m.quantity_change) <> 0 OR sum(m.committed_change) <> 0 OR sum(m.incoming_change) <> 0"
    "  OR sum(m.damaged_change) <> 0))"
)

#: What follows from other rows, or outlives the row on purpose, does not keep anything in place.
_PROJECTIONS = frozenset({"customer_totals", "customer_erasures"})


def in_use(connection: Connection, table: str) -> str:
    """What keeps a created row `e` in place, whatever the operator says: somebody else's rows hang on it."""
    match table:
        case "product_variants":
            return (
                "EXISTS (SELECT 1 FROM order_line_items o WHERE o.product_variant_id = e.id)"
                f" OR EXISTS (SELECT 1 FROM inventory_movements m WHERE m.product_variant_id = e.id AND {_BY_OTHERS}"
                f"  AND NOT {_goes('inventory_movements', 'm.id')})"
            )
        case "products":
            return (
                "EXISTS (SELECT 1 FROM order_line_items o WHERE o.product_id = e.id)"
                " OR EXISTS (SELECT 1 FROM product_variants v WHERE v.product_id = e.id"
                f" AND NOT {_goes('product_variants', 'v.id')})"
            )
        case "inventory_levels":
            return f"e.committed <> 0 OR e.incoming <> 0 OR e.damaged <> 0 OR {KEPT_LEVEL}"
        case "collections":
            return f"EXISTS (SELECT 1 FROM products p WHERE {sql.holds(connection, 'p.collection_ids', 'e.id')})"
        case "orders":
            return " OR ".join(_worked_on())
        case "order_line_items":
            return " OR ".join(_hangs_on("order_line_items", "e.id"))
        case "channels" | "customers" | "sold_codes":
            return " OR ".join(_hangs_on(table, "e.id"))
    return "FALSE"


def _worked_on() -> Iterator[str]:
    """An order is built on once units of it are reserved, packed or back, or money went back."""
    for owner in OF_ORDERS[1:4]:
        yield f"EXISTS (SELECT 1 FROM {owner.table} r WHERE r.order_id = e.id AND NOT {_goes(owner.table, 'r.id')})"
    yield (
        "EXISTS (SELECT 1 FROM order_line_items l JOIN allocations r ON r.order_line_item_id = l.id AND r.quantity > 0"
        f" WHERE l.order_id = e.id AND NOT {_goes('allocations', 'r.id')})"
    )


def _hangs_on(table: str, id: str) -> Iterator[str]:
    """A condition for each column of the database that refers to the table."""
    for other in METADATA.sorted_tables:
        for column in other.columns:
            if other.name not in _PROJECTIONS and any(key.column.table.name == table for key in column.foreign_keys):
                goes = f" AND NOT {_goes(other.name, 'r.id')}" if other.name in tables.ORDER else ""
                yield f"EXISTS (SELECT 1 FROM {other.name} r WHERE r.{column.name} = {id}{goes})"


def _goes(table: str, id: str) -> str:
    """True where the row was created by the same operation and goes as well."""
    return f"EXISTS (SELECT 1 FROM undo_rows u WHERE u.entity = '{table}' AND u.entity_id = {id} AND NOT u.kept)"
