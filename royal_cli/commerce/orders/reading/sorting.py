"""The orders in which orders can be listed. What is unknown comes last, up and down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, case, func, type_coerce

from royal_cli.commerce.catalog.reading.cursor import Key
from royal_cli.commerce.orders.reading.rows import Sort
from royal_cli.commerce.orders.tables import ORDERS


@dataclass(frozen=True, slots=True)
class Sorting:
    """`indexed`: the first orders are found without sorting all."""

    keys: Sequence[Key]
    indexed: bool = False


def sorting(sort: Sort, descending: bool) -> Sorting:
    id = Key(ORDERS.c.id, int, descending)
    match sort:
        case Sort.placed:
            return Sorting([Key(ORDERS.c.created_at, datetime, descending), id], indexed=True)
        case Sort.number:
            # 999 comes before 1000.
            length, number = func.length(ORDERS.c.order_number), ORDERS.c.order_number
            return Sorting([Key(length, int, descending), Key(number, str, descending), id])
        case Sort.total:
            unknown = case((ORDERS.c.total.is_(None), 1), else_=0)
            total = Key(func.coalesce(ORDERS.c.total, 0), int, descending)
            return Sorting([Key(unknown, int), Key(ORDERS.c.currency, str), total, id])
        case Sort.risk:
            unknown = case((ORDERS.c.fraud_score.is_(None), 1), else_=0)
            score = func.coalesce(type_coerce(ORDERS.c.fraud_score, BigInteger), 0)
            return Sorting([Key(unknown, int), Key(score, int, descending), id])
