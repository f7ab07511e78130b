"""The least that loading the orders into royal's tables can cost on SQLite: csv.reader, executemany, no checks."""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import itemgetter

from tests.benchmarks.order_feed import LINES_PER_ORDER
from tests.benchmarks.sqlite_floor import NOW, connect

#: A whole number of orders.
CHUNK = 250 * LINES_PER_ORDER
Row = list[str]
Values = tuple[object, ...]

_CHANNEL = (
    "INSERT INTO channels (id, name, type, status, configuration, error_count, created_at, updated_at)"
    f" VALUES (1, 'file', 'file', 'active', '{{}}', 0, '{NOW}', '{NOW}')"
)
_CODE = (
    "INSERT INTO sold_codes (id, channel_id, code_key, code, title, kind, created_at)"
    f" VALUES (?, 1, ?, ?, ?, 'product', '{NOW}')"
)
_CUSTOMER = f"INSERT INTO customers (id, email, created_at, updated_at) VALUES (?, ?, '{NOW}', '{NOW}')"
_ALIAS = (
    "INSERT INTO customer_aliases (customer_id, channel_id, external_id, email, created_at)"
    f" VALUES (?, 1, ?, ?, '{NOW}')"
)
_ORDER = (
    "INSERT INTO orders (id, order_number, channel_id, external_id, customer_id, kind, subtotal, total, currency,"
    " customer_email, country_code, created_at, updated_at)"
    f" VALUES (?, ?, 1, ?, ?, 'sale', ?, ?, ?, ?, ?, ?, '{NOW}')"
)
_LINE = (
    "INSERT INTO order_line_items (order_id, position, kind, sold_code_id, product_title, sku, price, price_scale,"
    f" quantity, total, created_at) VALUES (?, ?, 'product', ?, ?, ?, ?, 2, ?, ?, '{NOW}')"
)


@dataclass
class Chunk:
    """What the rows of some orders become."""

    codes: list[Values] = field(default_factory=list)
    customers: list[Values] = field(default_factory=list)
    aliases: list[Values] = field(default_factory=list)
    orders: list[Values] = field(default_factory=list)
    lines: list[Values] = field(default_factory=list)


def load(database: str, feed: str) -> None:
    """Everything in one transaction, in the order of the file."""
    connection = connect(database)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_CHANNEL)
    with open(feed, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        for chunk in _chunks(reader):
            connection.executemany(_CODE, chunk.codes)
            connection.executemany(_CUSTOMER, chunk.customers)
            connection.executemany(_ALIAS, chunk.aliases)
            connection.executemany(_ORDER, chunk.orders)
            connection.executemany(_LINE, chunk.lines)
    connection.execute("COMMIT")
    connection.close()


def _chunks(reader: Iterator[Row]) -> Iterator[Chunk]:
    codes: dict[str, int] = {}
    customers: dict[str, int] = {}
    number = 0
    while rows := list(islice(reader, CHUNK)):
        chunk = Chunk()
        for order, lines in groupby(rows, key=itemgetter(0)):
            number += 1
            total = 0
            for place, row in enumerate(lines, 1):
                _, date, code, title, quantity, price, currency, customer, email, country = row
                if code not in codes:
                    codes[code] = len(codes) + 1
                    chunk.codes.append((codes[code], code.lower(), code, title))
                cents, units = int(price.replace(".", "")), int(quantity)
                total += cents * units
                chunk.lines.append((number, place, codes[code], title, code, cents, units, cents * units))
            if customer not in customers:
                customers[customer] = len(customers) + 1
                chunk.customers.append((customers[customer], email))
                chunk.aliases.append((customers[customer], customer, email))
            placed = f"{date[:10]} {date[11:19]}.000000"
            chunk.orders.append(
                (number, order, order, customers[customer], total, total, currency, email, country, placed)
            )
        yield chunk


if __name__ == "__main__":
    load(*sys.argv[1:])
