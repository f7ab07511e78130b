"""Puts together all that is known of one order."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading.amounts import money as price_of
from royal_cli.commerce.catalog.reading.touched import last_operation
from royal_cli.commerce.orders.reading import afterwards
from royal_cli.commerce.orders.reading.detail_rows import Address, Event, Line, OrderDetail
from royal_cli.commerce.orders.reading.find import find_order
from royal_cli.commerce.orders.reading.summary import customer_name, full_name, money, of_customer, outstanding, score
from royal_cli.commerce.orders.reading.touched import rows_of
from royal_cli.commerce.orders.tables import CHANNELS, CODES, CUSTOMERS, LINES, ORDERS, VARIANTS
from royal_cli.money import Money, exponent


def show_order(session: Session, text: str, channel: str | None = None, *, history: bool = False) -> OrderDetail:
    """The order that a number names; NotFound and Conflict as for `find_order`."""
    connection = session.connection()
    return order_detail(connection, find_order(connection, text, channel), history=history)


def order_detail(connection: Connection, id: int, *, history: bool = False) -> OrderDetail:
    order = connection.execute(_order(id)).one()
    rows = connection.execute(_lines(id)).all()
    names = {row.id: row.sku or row.code or row.product_title for row in rows}
    reserved = afterwards.allocated(connection, names)
    touched = rows_of(connection, id)
    return OrderDetail(
        number=order.order_number,
        channel=order.channel,
        kind=order.kind,
        placed_at=order.created_at,
        customer=customer_name(order),
        email=order.customer_email,
        phone=order.customer_phone,
        country=order.country_code,
        shipping_address=_address(order.shipping_address),
        billing_address=_address(order.billing_address),
        status=order.order_status,
        payment=order.financial_status,
        fulfillment=order.fulfillment_status,
        held_at=order.held_at,
        hold_reason=order.hold_reason,
        risk=order.risk_level,
        risk_score=score(order),
        risk_reasons=order.risk_reasons,
        subtotal=money(order, "subtotal"),
        shipping=money(order, "shipping_total"),
        fees=money(order, "fee_total"),
        discount=money(order, "discount_total"),
        tax=money(order, "tax_total"),
        prices_include_vat=order.prices_include_vat,
        total=money(order, "total"),
        paid=money(order, "paid_total"),
        refunded=Money(order.refunded_total, order.currency, exponent(order.currency)),
        outstanding=outstanding(order),
        tags=order.tags or [],
        channel_note=order.notes,
        external_id=order.external_id,
        source_name=order.source_name,
        referring_site=order.referring_site,
        locale=order.locale,
        exchange_rate=order.exchange_rate,
        processed_at=order.processed_at,
        shipped_at=order.shipped_at,
        delivered_at=order.delivered_at,
        cancelled_at=order.cancelled_at,
        refunded_at=order.refunded_at,
        updated_at=order.updated_at,
        last_operation=last_operation(connection, touched),
        lines=[_line(order, row, names[row.id], reserved.get(row.id, {})) for row in rows],
        parcels=afterwards.parcels(connection, id, names),
        refunds=afterwards.refunds(connection, id, names, order.currency),
        returns=afterwards.returns(connection, id, names),
        notes=afterwards.notes(connection, id),
        history=_history(connection, touched) if history else None,
    )


def _history(connection: Connection, touched: Mapping[str, Sequence[int]]) -> list[Event]:
    """What reads the journal knows every table there is, and takes its time to learn them."""
    from royal_cli.commerce.orders.reading.history import order_history

    return order_history(connection, touched)


def _order(id: int) -> Select[Any]:
    return (
        select(ORDERS, CHANNELS.c.name.label("channel"), *of_customer())
        .outerjoin(CHANNELS, CHANNELS.c.id == ORDERS.c.channel_id)
        .outerjoin(CUSTOMERS, CUSTOMERS.c.id == ORDERS.c.customer_id)
        .where(ORDERS.c.id == id)
    )


def _lines(id: int) -> Select[Any]:
    return (
        select(LINES, CODES.c.code, VARIANTS.c.sku.label("variant"))
        .outerjoin(CODES, CODES.c.id == LINES.c.sold_code_id)
        .outerjoin(VARIANTS, VARIANTS.c.id == LINES.c.product_variant_id)
        .where(LINES.c.order_id == id)
        .order_by(LINES.c.position, LINES.c.id)
    )


def _address(address: Mapping[str, Any] | None) -> Address | None:
    if not address:
        return None
    names = ("company", "address1", "address2", "postal_code", "city", "province", "country_code", "phone")
    return Address(full_name(address), *(address.get(name) for name in names))


def _line(order: Row[Any], line: Row[Any], sku: str | None, reserved: dict[str, int]) -> Line:
    return Line(
        sku=line.sku or line.code,
        title=line.product_title,
        ordered=line.quantity,
        price=price_of(line.price, line.price_scale, order.currency),
        discount=_amount(order, line.discount),
        total=_amount(order, line.total),
        open=_open(order, line),
        allocated=reserved,
        fulfilled=line.fulfilled_quantity,
        cancelled=line.cancelled_quantity,
        returned=line.returned_quantity,
        refunded=line.refunded_quantity,
        refunded_amount=Money(line.refunded_amount, order.currency, exponent(order.currency)),
        variant=line.variant,
        kind=line.kind,
        options=line.variant_title,
        tax=_amount(order, line.tax),
        cost=_amount(order, line.cost),
        external_id=line.external_id,
    )


def _amount(order: Row[Any], amount: int | None) -> Money | None:
    return None if amount is None else Money(amount, order.currency, exponent(order.currency))


def _open(order: Row[Any], line: Row[Any]) -> int | None:
    """Only products of a sale are sent; nobody knows what is still to be, while nobody said what was."""
    if order.kind != "sale" or line.kind != "product":
        return 0
    if line.quantity is None or order.fulfillment_status is None:
        return None
    return int(line.quantity - line.fulfilled_quantity - line.cancelled_quantity)
