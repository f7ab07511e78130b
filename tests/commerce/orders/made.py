"""Orders that a test writes down line by line, straight into the tables. Amounts are in cents of EUR unless it says
more. What a test does not say adds up: an order is its lines, unpaid, with nothing known of where it stands."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, select

from royal_cli.db.database import transaction
from royal_cli.db.tables import METADATA

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def add(connection: Connection, table: str, **values: Any) -> int:
    """One row of any table; returns its id."""
    rows = METADATA.tables[table]
    moments = {name: MONDAY for name in ("created_at", "updated_at") if name in rows.c}
    return int(connection.scalar(rows.insert().returning(rows.c.id), {**moments, **values}) or 0)


def the(connection: Connection, table: str, by: str, value: str, **values: Any) -> int:
    """The row that is called so, created where there is none; returns its id."""
    rows = METADATA.tables[table]
    found = connection.scalar(select(rows.c.id).where(rows.c[by] == value))
    return int(found) if found is not None else add(connection, table, **{by: value}, **values)


def channel(connection: Connection, name: str) -> int:
    return the(connection, "channels", "name", name, type=name, configuration={})


def customer(connection: Connection, email: str, **values: Any) -> int:
    return the(connection, "customers", "email", email, **values)


def location(connection: Connection, name: str) -> int:
    return the(connection, "locations", "name", name)


def variant(connection: Connection, sku: str, *, stock: Mapping[str, int] | None = None, **values: Any) -> int:
    """A variant with a product of its own, and what is available of it per location; returns its id."""
    product = add(connection, "products", sku=sku, title=values.pop("title", sku))
    id = add(connection, "product_variants", product_id=product, sku=sku, **values)
    for place, available in (stock or {}).items():
        at = location(connection, place)
        add(connection, "inventory_levels", product_variant_id=id, location_id=at, available=available)
    return id


def code(connection: Connection, channel_name: str, code: str, **values: Any) -> int:
    """What a channel calls a thing that it sells; returns its id."""
    at = channel(connection, channel_name)
    return add(connection, "sold_codes", **{"channel_id": at, "code_key": code.lower(), "code": code, **values})


def line(sku: str | None, quantity: int, price: int, **values: Any) -> dict[str, Any]:
    """For `order`: a line of so many units at that price; its total is their product less `discount`."""
    total = quantity * price - values.get("discount", 0)
    return {"sku": sku, "quantity": quantity, "price": price, "price_scale": 2, "total": total, **values}


def order(
    connection: Connection, number: str, *lines: dict[str, Any], channel_name: str | None = "shop", day: float = 0,
    **values: Any,
) -> int:  # fmt: skip
    """An order with its lines, placed so many days after Monday; returns its id. The amounts that are not said are
    those of its lines, and its total what follows from the others."""
    placed = MONDAY + timedelta(days=day)
    named = {"order_number": number, "external_id": number, "currency": "EUR", "created_at": placed}
    at = channel(connection, channel_name) if channel_name is not None else None
    id = add(connection, "orders", **{**named, **_amounts(lines, values), **values}, channel_id=at)
    for position, one in enumerate(lines, 1):
        add(connection, "order_line_items", **{"order_id": id, "position": position, "created_at": placed, **one})
    return id


def _amounts(lines: tuple[dict[str, Any], ...], said: dict[str, Any]) -> dict[str, Any]:
    kinds = [(one.get("kind", "product"), one["total"] or 0) for one in lines]
    amounts: dict[str, Any] = {
        "subtotal": sum(total for kind, total in kinds if kind == "product"),
        "shipping_total": sum(total for kind, total in kinds if kind == "shipping"),
        "fee_total": sum(total for kind, total in kinds if kind not in ("product", "shipping")),
        "discount_total": 0,
        "tax_total": 0,
        "paid_total": 0,
        **{name: value for name, value in said.items() if name.endswith("total")},
    }
    known = {name: value or 0 for name, value in amounts.items()}
    added = known["subtotal"] + known["shipping_total"] + known["fee_total"] - known["discount_total"]
    return {"total": added + (0 if said.get("prices_include_vat") else known["tax_total"]), **amounts}


def lines_of(connection: Connection, order_id: int) -> list[int]:
    """The ids of an order's lines, in their order."""
    rows = METADATA.tables["order_line_items"]
    return list(connection.scalars(select(rows.c.id).where(rows.c.order_id == order_id).order_by(rows.c.position)))


def in_a_shop(engine: Engine, *numbers: str, channel_name: str = "shop") -> None:
    """Orders of one mug each."""
    with transaction(engine) as session:
        for number in numbers:
            order(session.connection(), number, line("MUG-RED", 1, 1250), channel_name=channel_name)
