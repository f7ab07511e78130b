"""How much of each variant is where, with the ledger that proves it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
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
    """The sum of a variant's movements at a location. No row: nobody said; a source may say less than zero.

    `available` can still be sold, `committed` is sold and still here, `damaged` is here and cannot be sold: the three
    are what lies on the shelf. `incoming` is on its way.
    """

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
    """One line of the ledger; only ever added. `previous_quantity` is None where nothing was known before.

    `quantity_change` with `previous_quantity` and `new_quantity` is about what is available; the changes of the other
    three quantities stand beside it. A sale takes units from available to committed, and out of committed when they
    are shipped.
    """

    __tablename__ = "inventory_movements"
    __table_args__ = (
        one_of("movement_type", "sale", "purchase", "adjustment", "transfer", "return", "count"),
        check("new_quantity", "new_quantity = previous_quantity + quantity_change"),
        newest_first("idx_inventory_movements_variant_date", "product_variant_id", "created_at"),
        Index("idx_inventory_movements_reference", "reference_type", "reference_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    product_variant_id: int = reference("product_variants.id", ondelete="CASCADE", nullable=False)
    location_id: int = reference("locations.id", ondelete="RESTRICT", nullable=False)
    movement_type: str = Field(max_length=50)
    quantity_change: int | None = whole()
    previous_quantity: int | None = whole()
    new_quantity: int | None = whole()
    committed_change: int = counter()
    incoming_change: int = counter()
    damaged_change: int = counter()
    reference_type: str | None = Field(default=None, max_length=50)
    reference_id: int | None = whole()
    reason: str | None = None
    notes: str | None = None
    created_at: datetime = created()
    created_by: str | None = None


class SafetyStock(Row, table=True):
    """Units of a variant that a channel may not sell; without a channel, that none may."""

    __tablename__ = "safety_stocks"
    __table_args__ = (
        UniqueConstraint("product_variant_id", "channel_id"),
        check("units", "units >= 0"),
        # NULL equals no NULL, so the rule for every channel needs a key of its own.
        Index(
            "idx_safety_stocks_every_channel",
            "product_variant_id",
            unique=True,
            sqlite_where=text("channel_id IS NULL"),
            postgresql_where=text("channel_id IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    product_variant_id: int = reference("product_variants.id", ondelete="CASCADE", nullable=False)
    channel_id: int | None = reference("channels.id", ondelete="CASCADE")
    units: int = whole()
    created_at: datetime = created()
    updated_at: datetime = updated()
