"""Puts an order, as it is stored, together into one row of the list."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, func, select

from royal_cli.commerce.orders.reading.rows import OrderRow
from royal_cli.commerce.orders.tables import ALIASES, CHANNELS, CODES, CUSTOMERS, LINES, ORDERS
from royal_cli.money import Money, exponent

_UNMATCHED = and_(CODES.c.kind == "product", CODES.c.product_variant_id.is_(None))


def summaries(connection: Connection, ids: Sequence[int]) -> Iterator[OrderRow]:
    """In the order of the ids."""
    orders = {order.id: order for order in connection.execute(_orders(ids))}
    sold = {row.order_id: row for row in connection.execute(_sold(ids))}
    return (_summary(orders[id], sold.get(id)) for id in ids)


def _orders(ids: Sequence[int]) -> Select[Any]:
    names = (
        "id", "order_number", "external_id", "kind", "created_at", "updated_at", "currency", "total", "paid_total",
        "refunded_total", "financial_status", "fulfillment_status", "order_status", "customer_email", "country_code",
        "shipping_address", "billing_address", "held_at", "hold_reason", "risk_level", "fraud_score", "tags",
    )  # fmt: skip
    return (
        select(*(ORDERS.c[name] for name in names), CHANNELS.c.name.label("channel"), *of_customer())
        .outerjoin(CHANNELS, CHANNELS.c.id == ORDERS.c.channel_id)
        .outerjoin(CUSTOMERS, CUSTOMERS.c.id == ORDERS.c.customer_id)
        .where(ORDERS.c.id.in_(ids))
    )


def of_customer() -> tuple[Any, ...]:
    """What `customer_name` reads, besides the order itself."""
    alias = (
        select(func.min(ALIASES.c.external_id))
        .where(ALIASES.c.customer_id == ORDERS.c.customer_id, ALIASES.c.channel_id == ORDERS.c.channel_id)
        .correlate(ORDERS)
        .scalar_subquery()
    )
    return CUSTOMERS.c.first_name, CUSTOMERS.c.last_name, CUSTOMERS.c.email, alias.label("alias")


def customer_name(order: Row[Any]) -> str | None:
    """As people call the customer: by name, else by company, else by e-mail address, else as the channel does."""
    names = [full_name({"first_name": order.first_name, "last_name": order.last_name})]
    names += [full_name(address or {}) for address in (order.shipping_address, order.billing_address)]
    return next((name for name in (*names, order.customer_email, order.email, order.alias) if name), None)


def full_name(address: Mapping[str, Any]) -> str | None:
    parts = (str(address.get(name) or "").strip() for name in ("first_name", "last_name"))
    return " ".join(part for part in parts if part) or address.get("company") or None


def _sold(ids: Sequence[int]) -> Select[Any]:
    is_product = LINES.c.kind == "product"
    unknown = func.sum(case((and_(is_product, LINES.c.quantity.is_(None)), 1), else_=0))
    return (
        select(
            LINES.c.order_id,
            case((unknown == 0, func.coalesce(func.sum(case((is_product, LINES.c.quantity))), 0))).label("units"),
            func.sum(case((_UNMATCHED, 1), else_=0)).label("unmatched"),
        )
        .outerjoin(CODES, CODES.c.id == LINES.c.sold_code_id)
        .where(LINES.c.order_id.in_(ids))
        .group_by(LINES.c.order_id)
    )


def money(order: Row[Any], name: str) -> Money | None:
    """An amount of the order, in minor units of its currency."""
    amount = order._mapping[name]
    return None if amount is None else Money(amount, order.currency, exponent(order.currency))


def score(order: Row[Any]) -> Decimal | None:
    """The risk score without the zeros that nobody wrote."""
    found: Decimal | None = order.fraud_score
    if found is None:
        return None
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found.normalize()


def outstanding(order: Row[Any]) -> Money | None:
    """What the customer still owes. A credit and a cancelled order are owed nothing."""
    if order.kind != "sale" or order.order_status == "cancelled" or order.financial_status == "voided":
        return Money(0, order.currency, exponent(order.currency))
    if order.total is None or order.paid_total is None:
        return None
    return Money(order.total - order.paid_total, order.currency, exponent(order.currency))


def _summary(order: Row[Any], sold: Row[Any] | None) -> OrderRow:
    unmatched = int(sold.unmatched) if sold else 0
    return OrderRow(
        number=order.order_number,
        channel=order.channel,
        placed_at=order.created_at,
        customer=customer_name(order),
        total=money(order, "total"),
        payment=order.financial_status,
        fulfillment=order.fulfillment_status,
        status=order.order_status,
        marks=_marks(order, unmatched),
        units=None if sold and sold.units is None else int(sold.units) if sold else 0,
        country=order.country_code,
        kind=order.kind,
        external_id=order.external_id,
        email=order.customer_email,
        paid=money(order, "paid_total"),
        refunded=Money(order.refunded_total, order.currency, exponent(order.currency)),
        outstanding=outstanding(order),
        held=order.held_at is not None,
        hold_reason=order.hold_reason,
        risk=order.risk_level,
        risk_score=score(order),
        unmatched=unmatched,
        tags=order.tags or [],
        updated_at=order.updated_at,
    )


def _marks(order: Row[Any], unmatched: int) -> list[str]:
    """What an operator should see at a glance."""
    marks = [order.kind] if order.kind != "sale" else []
    marks += ["held"] if order.held_at is not None else []
    marks += [f"{order.risk_level} risk"] if order.risk_level in ("medium", "high") else []
    return [*marks, *(["unmatched"] if unmatched else [])]
