"""Orders for tests of customers: staged as an import would stage them, or stored as if they had been imported."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Engine, MetaData, Table, Text, text

from royal_cli.commerce import journal
from royal_cli.commerce.customers.adopting import adopt
from royal_cli.db.channels import Channel
from royal_cli.db.database import writing
from royal_cli.db.orders import Order

CHANNELS = Channel.__table__  # type: ignore[attr-defined]
ORDERS = Order.__table__  # type: ignore[attr-defined]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

_TEXTS = (
    "customer_key", "customer_email", "customer_phone", "first_name", "last_name", "billing_address",
    "shipping_address", "country_code", "notes",
)  # fmt: skip
STAGE = Table(
    "stage_orders",
    MetaData(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger),
    *(Column(name, Text) for name in _TEXTS),
    Column("created_at", ORDERS.c.created_at.type),
    Column("is_new", Boolean),
    Column("customer_id", BigInteger),
    prefixes=["TEMPORARY"],
)
_numbers = count(1)


@contextmanager
def writer(engine: Engine) -> Iterator[Connection]:
    with writing(engine).connect() as connection, connection.begin():
        yield connection


def channel(connection: Connection, name: str = "shopify") -> int:
    found = connection.scalar(text("SELECT id FROM channels WHERE name = :name"), {"name": name})
    return int(
        found
        or connection.scalar(
            CHANNELS.insert().returning(CHANNELS.c.id),
            {
                "name": name, "type": name, "status": "active", "configuration": {}, "error_count": 0,
                "created_at": NOON, "updated_at": NOON,
            },
        )
    )  # fmt: skip


def address(street: str = "Keizersgracht 1", **parts: str) -> dict[str, str]:
    return {"address1": street, "city": "Amsterdam", "postal_code": "1015 CN", "country_code": "NL", **parts}


def staged(
    connection: Connection, *orders: Mapping[str, Any], on: str = "shopify", operation: int | None = None
) -> tuple[list[int | None], list[int]]:
    """Adopt these orders, `on` their channel, as part of an operation or as one of their own.

    Returns the customer of each, and those that come without their person. `day` is when an order was placed, counted
    from NOON.
    """
    connection.execute(text("DROP TABLE IF EXISTS stage_orders"))
    STAGE.create(connection)
    rows = [_row(place, order, channel(connection, order.get("on", on))) for place, order in enumerate(orders, 1)]
    connection.execute(STAGE.insert(), rows)
    operation = operation or journal.begin(connection, "order.import", actor="operator:anna", now=NOON).id
    without_person = adopt(connection, operation_id=operation, now=NOON)
    found = connection.scalars(text("SELECT customer_id FROM stage_orders ORDER BY id")).all()
    return list(found), without_person


def _row(place: int, order: Mapping[str, Any], channel_id: int) -> dict[str, Any]:
    given = {name: value for name, value in order.items() if name not in ("day", "on")}
    for name in ("billing_address", "shipping_address"):
        if given.get(name):
            given[name] = json.dumps(given[name])
    return {
        **dict.fromkeys(_TEXTS), "id": place, "channel_id": channel_id, "is_new": True, "customer_id": None,
        "created_at": NOON + timedelta(days=order.get("day", 0)), **given,
    }  # fmt: skip


def imported(connection: Connection, *orders: Mapping[str, Any], on: str = "shopify") -> list[int | None]:
    """Adopt these orders and store them, with a total of 10.00 EUR where nothing else is said."""
    customers, _ = staged(connection, *orders, on=on)
    for customer, order in zip(customers, orders, strict=True):
        store(connection, customer, **{"on": on, **order})
    return customers


def store(connection: Connection, customer: int | None, *, on: str = "shopify", day: float = 0, **values: Any) -> int:
    """Insert an order as it would be stored; returns its id."""
    number = values.pop("order_number", f"#{next(_numbers)}")
    known = {name: value for name, value in values.items() if name in ORDERS.c}
    return int(
        connection.scalar(
            ORDERS.insert().returning(ORDERS.c.id),
            {
                "order_number": number, "external_id": number, "channel_id": channel(connection, on),
                "customer_id": customer, "kind": "sale", "currency": "EUR", "total": 1000, "refunded_total": 0,
                "created_at": NOON + timedelta(days=day), "updated_at": NOON, **known,
            },
        )
        or 0
    )  # fmt: skip
