"""The orders in which customers can be listed. What is unknown comes last, up and down."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, case, func, literal

from royal_cli.commerce.catalog.reading.cursor import Key
from royal_cli.commerce.customers.reading.rows import Sort
from royal_cli.commerce.customers.tables import CUSTOMERS

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def sorting(sort: Sort, descending: bool) -> Sequence[Key]:
    id = Key(CUSTOMERS.c.id, int, descending)
    match sort:
        case Sort.last:
            return [*_moment(CUSTOMERS.c.last_order_at, descending), id]
        case Sort.first:
            return [*_moment(CUSTOMERS.c.first_order_at, descending), id]
        case Sort.spent:
            # Amounts of one currency stand together.
            currency = Key(func.coalesce(CUSTOMERS.c.currency, ""), str)
            return [_unknown(CUSTOMERS.c.total_spent), currency, _number(CUSTOMERS.c.total_spent, descending), id]
        case Sort.orders:
            return [_unknown(CUSTOMERS.c.total_orders), _number(CUSTOMERS.c.total_orders, descending), id]
        case Sort.email:
            return [_unknown(CUSTOMERS.c.email), _text(CUSTOMERS.c.email, descending), id]
        case Sort.name:
            named = func.coalesce(CUSTOMERS.c.last_name, CUSTOMERS.c.first_name)
            last = Key(func.lower(func.coalesce(named, "")), str, descending)
            return [Key(case((named.is_(None), 1), else_=0), int), last, _text(CUSTOMERS.c.first_name, descending), id]


def _unknown(column: Column[Any]) -> Key:
    return Key(case((column.is_(None), 1), else_=0), int)


def _number(column: Column[Any], descending: bool) -> Key:
    return Key(func.coalesce(column, 0), int, descending)


def _text(column: Column[Any], descending: bool) -> Key:
    return Key(func.coalesce(column, ""), str, descending)


def _moment(column: Column[Any], descending: bool) -> tuple[Key, Key]:
    known = func.coalesce(column, literal(_NEVER, type_=column.type))
    return _unknown(column), Key(known, datetime, descending)
