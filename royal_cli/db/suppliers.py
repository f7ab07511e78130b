"""Who royal's merchant buys from."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from royal_cli.db.columns import Row, created, document, flag, key, updated, whole


class Supplier(Row, table=True):
    """`minimum_order` is in minor units of `currency`."""

    __tablename__ = "suppliers"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = key()
    name: str = Field(max_length=255, unique=True)
    email: str | None = Field(default=None, max_length=255)
    phone: str | None = Field(default=None, max_length=50)
    website: str | None = None
    address: dict[str, Any] | None = document()
    currency: str | None = Field(default=None, max_length=3)
    lead_time_days: int | None = None
    minimum_order: int | None = whole()
    notes: str | None = None
    is_active: bool = flag(True)
    created_at: datetime = created()
    updated_at: datetime = updated()
