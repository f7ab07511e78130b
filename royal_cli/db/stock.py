"""How much of each variant is where, with the ledger that proves it."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from royal_cli.db.columns import (
    Row,
    check,
    counter,
    created,
    document,
    flag,
    key,
    newest_first,
    one_of,
    reference,
    setting,
    updated,
    whole,
)

#: Longest name of a location, in characters.
LOCATION_LENGTH = 255


class Location(Row, table=True):
    __tablename__ = "locations"
    __table_args__ = (
        one_of("type", "warehouse", "store", "supplier", "dropship"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    name: str = Field(max_length=LOCATION_LENGTH, unique=True)
    type: str | None = Field(default=None, max_length=50)
    address: dict[str, Any] | None = document()
    is_active: bool = flag(True)
    priority: int = setting(0)
    created_at: datetime = created()


class InventoryLevel(Row, table=True):
    """The sum of a variant's movements at a location. No row: nobody said; a source may say less than zero."""

    __tablename__ = "inventory_levels"
    __table_args__ = (
        UniqueConstraint("product_variant_id", "location_id"),
        check("committed", "committed >= 0"),
        check("incoming", "incoming >= 0"),
        check("damaged", "damaged >= 0"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    product_variant_id: int = reference("product_variants.id", ondelete="CASCADE", nullable=False)
    location_id: int = reference("locations.id", ondelete="RESTRICT", nullable=False)
    available: int = whole()
    committed: int = counter()
    incoming: int = counter()
    damaged: int = counter()
    reorder_point: int | None = whole()
    reorder_quantity: int | None = whole()
    max_stock_level: int | None = whole()
    last_counted_at: datetime | None = None
    updated_at: datetime = updated()


class InventoryMovement(Row, table=True):
    """One line of the ledger; only ever added. `previous_quantity` is None where nothing was known before."""

    __tablename__ = "inventory_movements"
    __table_args__ = (
        one_of("movement_type", "sale", "purchase", "adjustment", "transfer", "return", "count"),
        check("new_quantity", "new_quantity = previous_quantity + quantity_change"),
        newest_first("idx_inventory_movements_variant_date", "product_variant_id", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    product_variant_id: int = reference("product_variants.id", ondelete="CASCADE", nullable=False)
    location_id: int = reference("locations.id", ondelete="RESTRICT", nullable=False)
    movement_type: str = Field(max_length=50)
    quantity_change: int | None = whole()
    previous_quantity: int | None = whole()
    new_quantity: int | None = whole()
    reference_type: str | None = Field(default=None, max_length=50)
    reference_id: int | None = whole()
    reason: str | None = None
    notes: str | None = None
    created_at: datetime = created()
    created_by: str | None = None
