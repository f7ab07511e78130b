"""What was sold and is in no catalogue yet: a row per code, with how much came of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, Select, case, cast, func, literal, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading import cursor as cursors
from royal_cli.commerce.catalog.reading.cursor import Key
from royal_cli.commerce.orders.reading.find import find_channel
from royal_cli.commerce.orders.tables import CHANNELS, CODES, LINES, ORDERS
from royal_cli.money import CURRENCIES, Money, exponent


class Sort(StrEnum):
    revenue = "revenue"
    lines = "lines"
    units = "units"
    last = "last"


@dataclass(frozen=True, slots=True)
class UnmatchedCode:
    """`units` and `revenue` are less what was credited; `revenue` has an amount per currency, after discounts of the
    lines. What has no code is called by its title."""

    code: str | None
    channel: str
    title: str | None
    lines: int
    units: int
    revenue: list[Money]
    first_order_at: datetime
    last_order_at: datetime


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One page: `next` is the cursor of the one after it, `total` how many there are where it was counted."""

    rows: list[UnmatchedCode]
    next: str | None
    total: int | None


def list_unmatched(
    session: Session,
    *,
    channel: str | None = None,
    sort: Sort = Sort.revenue,
    limit: int | None = 50,
    cursor: str | None = None,
    count: bool = False,
) -> Unmatched:
    """The largest first. Of revenue in several currencies the largest number counts, whatever it is worth."""
    connection = session.connection()
    asked = (channel, sort)
    codes = _sold(None if channel is None else find_channel(connection, channel)).cte("codes")
    keys = [_key(codes, sort), Key(codes.c.id, int)]
    query = select(codes, *(key.expression.label(f"key{number}") for number, key in enumerate(keys)))
    if cursor is not None:
        columns = [key.expression for key in keys]
        query = query.where(cursors.beyond(keys, columns, cursors.decode(keys, cursor, asked)))
    query = query.order_by(keys[0].expression.desc(), codes.c.id)
    found = connection.execute(query if limit is None else query.limit(limit + 1)).all()
    page = found if limit is None else found[:limit]
    more = limit is not None and len(found) > limit
    return Unmatched(
        rows=_rows(connection, page),
        next=cursors.encode((page[-1].key0, page[-1].key1), asked) if more else None,
        total=int(connection.scalar(select(func.count()).select_from(codes)) or 0) if count else None,
    )


def _key(codes: Any, sort: Sort) -> Key:
    column = {"revenue": codes.c.revenue, "lines": codes.c.lines, "units": codes.c.units, "last": codes.c.last_order_at}
    return Key(column[sort.value], datetime if sort is Sort.last else int, descending=True)


def _sold(channel: int | None) -> Select[Any]:
    """A row per code, with its largest revenue in one currency, in thousandths of it to be comparable."""
    per_currency = _per_currency(channel).cte("per_currency")
    thousandths = per_currency.c.revenue * case(*_powers(per_currency.c.currency), else_=literal(10, BigInteger))
    return select(
        per_currency.c.id,
        cast(func.sum(per_currency.c.lines), BigInteger).label("lines"),
        cast(func.sum(per_currency.c.units), BigInteger).label("units"),
        cast(func.max(thousandths), BigInteger).label("revenue"),
        func.min(per_currency.c.first_order_at).label("first_order_at"),
        func.max(per_currency.c.last_order_at).label("last_order_at"),
    ).group_by(per_currency.c.id)


def _powers(currency: Any) -> list[Any]:
    """How many thousandths a minor unit is; two digits are what is left."""
    by_digits = {digits: [code for code in CURRENCIES if exponent(code) == digits] for digits in (0, 3)}
    return [
        (currency.in_(sorted(codes)), literal(10 ** (3 - digits), BigInteger)) for digits, codes in by_digits.items()
    ]


def _per_currency(channel: int | None) -> Select[Any]:
    query = (
        select(
            CODES.c.id,
            ORDERS.c.currency,
            func.count().label("lines"),
            func.coalesce(func.sum(LINES.c.quantity), 0).label("units"),
            func.coalesce(func.sum(LINES.c.total), 0).label("revenue"),
            func.min(ORDERS.c.created_at).label("first_order_at"),
            func.max(ORDERS.c.created_at).label("last_order_at"),
        )
        .select_from(
            CODES.join(LINES, LINES.c.sold_code_id == CODES.c.id).join(ORDERS, ORDERS.c.id == LINES.c.order_id)
        )
        .where(CODES.c.kind == "product", CODES.c.product_variant_id.is_(None))
        .group_by(CODES.c.id, ORDERS.c.currency)
    )
    return query if channel is None else query.where(CODES.c.channel_id == channel)


def _rows(connection: Connection, page: Sequence[Row[Any]]) -> list[UnmatchedCode]:
    ids = [row.id for row in page]
    named = select(CODES.c.id, CODES.c.code, CODES.c.title, CHANNELS.c.name.label("channel")).join(
        CHANNELS, CHANNELS.c.id == CODES.c.channel_id
    )
    names = {row.id: row for row in connection.execute(named.where(CODES.c.id.in_(ids)))}
    revenue: dict[int, list[Money]] = defaultdict(list)
    for row in connection.execute(_per_currency(None).where(CODES.c.id.in_(ids)).order_by(ORDERS.c.currency)):
        revenue[row.id].append(Money(int(row.revenue), row.currency, exponent(row.currency)))
    return [
        UnmatchedCode(
            code=names[row.id].code,
            channel=names[row.id].channel,
            title=names[row.id].title,
            lines=int(row.lines),
            units=int(row.units),
            revenue=revenue[row.id],
            first_order_at=row.first_order_at,
            last_order_at=row.last_order_at,
        )
        for row in page
    ]
