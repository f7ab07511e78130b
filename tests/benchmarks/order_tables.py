"""Fills a database with orders, quickly and the same at every run: three lines an order, three years, four channels."""

import sqlite3
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import psycopg

ORDERS = 1_000_000
FIRST = datetime(2023, 1, 1, tzinfo=UTC)
SECONDS = 3 * 365 * 86_400
CHANNELS = ("webshop", "amazon", "bol", "wholesale")
COUNTRIES = ("NL", "NL", "NL", "DE", "DE", "BE", "FR", "GB")
CURRENCIES = ("EUR", "EUR", "EUR", "EUR", "EUR", "EUR", "EUR", "GBP", "GBP", "USD")
ROOTS = ("Kitchen", "Living", "Bedroom", "Garden", "Bathroom", "Study", "Hall", "Toys")
BELOW = ("Mugs", "Bowls", "Lamps", "Chairs", "Blankets")
#: Of every table, what fits the number of orders.
VARIANTS, CUSTOMERS, CODES = 20_000, 200_000, 2_000
_VARIANTS_OF_A_PRODUCT = 2
_BLOCK = 20_000
_ADDRESS = (
    '{{"first_name":"Anna","last_name":"Jansen {0}","company":null,"address1":"Keizersgracht {0}","address2":null,'
    '"city":"Amsterdam","province":null,"postal_code":"1015 CJ","country":"Netherlands","country_code":"{1}"}}'
)

Rows = Iterable[tuple[object, ...]]

_COLUMNS = {
    "channels": "id name type status configuration error_count created_at updated_at",
    "locations": "id name type is_active priority created_at",
    "categories": "id name path parent_id level is_active created_at",
    "products": "id sku title status category_id subcategory_id created_at updated_at",
    "product_variants": "id product_id sku sku_derived currency price_scale price cost_price allow_backorder status"
    " created_at updated_at",
    "inventory_levels": "id product_variant_id location_id available committed incoming damaged reorder_point"
    " updated_at",
    "sold_codes": "id channel_id code_key code title kind created_at",
    "customers": "id email email_verified phone_verified accepts_marketing created_at updated_at",
    "orders": "id order_number channel_id external_id customer_id kind financial_status fulfillment_status"
    " order_status subtotal tax_total shipping_total discount_total fee_total total paid_total refunded_total currency"
    " prices_include_vat customer_email country_code billing_address shipping_address processed_at shipped_at"
    " cancelled_at created_at updated_at",
    "order_line_items": "id order_id position kind sold_code_id product_id product_variant_id product_title sku price"
    " price_scale quantity tax discount total cost fulfillment_status fulfilled_quantity cancelled_quantity"
    " returned_quantity refunded_quantity refunded_amount created_at",
    "fulfillments": "id order_id number status carrier tracking_number shipped_at created_at updated_at",
}
_BOOLEANS = {
    "is_active", "sku_derived", "allow_backorder", "email_verified", "phone_verified", "accepts_marketing",
    "prices_include_vat",
}  # fmt: skip


def fill(url: str, orders: int) -> None:
    """All tables that the reports read; every index is made anew afterwards, as after a large import."""
    if url.startswith("sqlite"):
        _fill_sqlite(url.removeprefix("sqlite:///"), orders)
    else:
        _fill_postgres(url, orders)


def tables(orders: int) -> Iterator[tuple[str, Rows]]:
    """The rows of each table, parents first; times are texts in UTC."""
    now = _moment(SECONDS)
    few = max(10, orders * VARIANTS // ORDERS)
    yield "channels", ((n + 1, name, name, "active", "{}", 0, now, now) for n, name in enumerate(CHANNELS))
    yield "locations", [(1, "Main", "warehouse", 1, 0, now), (2, "Shop", "store", 1, 1, now)]
    yield "categories", _categories(now)
    yield "products", _products(few // _VARIANTS_OF_A_PRODUCT, now)
    yield "product_variants", (
        (n + 1, n // _VARIANTS_OF_A_PRODUCT + 1, _sku(n), 0, "EUR", 2, _price(n), None if n % 5 == 0 else _cost(n), 0,
         "active", now, now)
        for n in range(few)
    )  # fmt: skip
    yield (
        "inventory_levels",
        (
            (n + 1, n + 1, n % 2 + 1, n * 37 % 90 - (n % 700 == 0) * 95, n % 3, 0, 0, 20 if n % 4 else None, now)
            for n in range(few)
            if n % 11
        ),
    )
    yield "sold_codes", ((n + 1, n % 4 + 1, f"x-{n}", f"X-{n}", f"Unmatched {n}", "product", now) for n in range(CODES))
    yield (
        "customers",
        ((n + 1, f"customer{n}@example.com", 0, 0, 0, now, now) for n in range(max(20, orders * CUSTOMERS // ORDERS))),
    )
    yield "orders", (_order(n, orders) for n in range(orders))
    yield "order_line_items", (line for n in range(orders) for line in _lines(n, orders, few))
    yield (
        "fulfillments",
        (
            (n + 1, n + 1, 1, "shipped", "PostNL", f"3S{n:010}", *[_shipped(n, orders)] * 3)
            for n in range(orders)
            if _state(n) == "closed" and _mixed(n) % 3
        ),
    )


def _categories(now: str) -> Rows:
    for n, name in enumerate(ROOTS):
        yield n + 1, name, name, None, 0, 1, now
    for n, root in enumerate(ROOTS):
        for m, name in enumerate(BELOW):
            yield len(ROOTS) + 1 + n * len(BELOW) + m, name, f"{root} > {name}", n + 1, 1, 1, now


def _products(count: int, now: str) -> Rows:
    """A tenth of them stands in no category."""
    for n in range(count):
        below = len(ROOTS) + 1 + n * 7 % (len(ROOTS) * len(BELOW))
        root = (below - len(ROOTS) - 1) // len(BELOW) + 1
        placed = (None, None) if n % 10 == 9 else (root, below)
        yield n + 1, f"P-{n:06}", f"Product {n}", "active", *placed, now, now


def _mixed(n: int) -> int:
    """A number that looks as if it were drawn."""
    return (n * 2654435761 + 12345) % 4294967296 >> 8


def _moment(second: int) -> str:
    return (FIRST + timedelta(seconds=second)).strftime("%Y-%m-%d %H:%M:%S.000000")


def _placed(n: int, orders: int) -> int:
    return n * SECONDS // orders


def _shipped(n: int, orders: int) -> str:
    return _moment(_placed(n, orders) + 3_600 + _mixed(n) % 400_000)


def _sku(n: int) -> str:
    return f"SKU-{n:06}"


def _price(n: int) -> int:
    return 495 + n * 7919 % 9000


def _cost(n: int) -> int:
    return _price(n) * (35 + n % 30) // 100


def _kind(n: int) -> str:
    return "credit" if _mixed(n) % 50 == 7 else "sale"


def _state(n: int) -> str:
    return ("cancelled", "open", "closed", "closed")[min(_mixed(n) % 33, 3)]


def _order(n: int, orders: int) -> tuple[object, ...]:
    mixed, at = _mixed(n), _placed(n, orders)
    lines = list(_sold(n, 10))
    sign = -1 if _kind(n) == "credit" else 1
    goods = sum(amount for kind, *_, amount, _ in lines if kind == "product")
    shipping = sum(amount for kind, *_, amount, _ in lines if kind == "shipping")
    discount = goods // 10 if mixed % 9 == 0 and sign > 0 else 0
    total = goods + shipping - discount
    known = mixed % 97 != 5
    state = _state(n)
    refunded = total // 4 if mixed % 21 == 0 and sign > 0 and known and state != "cancelled" else 0
    country = COUNTRIES[mixed % len(COUNTRIES)]
    customer = None if mixed % 20 == 0 else _customer(n, orders)
    address = _ADDRESS.format(mixed % 9999, country)
    shipped = _shipped(n, orders) if state == "closed" else None
    amounts = (goods, total - total * 100 // 121, shipping, discount, 0, total, total) if known else (None,) * 7
    return (
        n + 1, f"#{n + 1001}", mixed % 4 + 1, f"gid-{n}", customer, _kind(n), "paid", "fulfilled" if shipped else
        "unfulfilled", state, *amounts, refunded, CURRENCIES[mixed % 10], 1, f"customer{customer}@example.com", country,
        address, address, _moment(at), shipped, _moment(at + 86_400) if state == "cancelled" else None, _moment(at),
        _moment(at),
    )  # fmt: skip


def _customer(n: int, orders: int) -> int:
    """Some come back far more often than others."""
    count = max(20, orders * CUSTOMERS // ORDERS)
    drawn = _mixed(n * 3 + 1)
    return drawn % count % (count // 20 if drawn % 4 == 0 else count) + 1


def _sold(n: int, variants: int) -> Iterator[tuple[str, int, int, int, int | None]]:
    """Kind, variant, quantity, amount and cost of each line."""
    sign = -1 if _kind(n) == "credit" else 1
    count = (1, 2, 3, 3, 4, 5)[n % 6]
    for place in range(count):
        drawn = _mixed(n * 7 + place)
        if place == 2 and n % 4 == 0:
            yield "shipping", 0, sign, 495 * sign, None
            continue
        variant, quantity = drawn * (drawn % 89) // 89 % VARIANTS, (1 + drawn % 5) * sign
        cost = None if variant % 5 == 0 else _cost(variant) * quantity
        yield "product", variant % variants, quantity, _price(variant) * quantity, cost


def _lines(n: int, orders: int, variants: int) -> Iterator[tuple[object, ...]]:
    at, state, mixed = _moment(_placed(n, orders)), _state(n), _mixed(n)
    first = n // 6 * 18 + (0, 1, 3, 6, 9, 13)[n % 6] + 1
    for place, (kind, variant, quantity, amount, cost) in enumerate(_sold(n, variants)):
        matched = kind == "product" and (mixed + place) % 20 != 0
        code = (mixed + place) % CODES // 4 * 4 + mixed % 4 + 1 if kind == "product" and not matched else None
        sent, cancelled = max(0, quantity) * (state == "closed"), max(0, quantity) * (state == "cancelled")
        yield (
            first + place, n + 1, place + 1, kind, code, variant // _VARIANTS_OF_A_PRODUCT + 1 if matched else None,
            variant + 1 if matched else None, f"Product {variant} in natural oak, 180 cm", _sku(variant),
            amount // quantity, 2, quantity, amount - amount * 100 // 121, 0, amount, cost if matched else None,
            "fulfilled" if sent else "unfulfilled", sent, cancelled, 1 if sent and mixed % 43 == 0 else 0, 0, 0, at,
        )  # fmt: skip


def _fill_sqlite(path: str, orders: int) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -262144"):
        connection.execute(f"PRAGMA {pragma}")
    filled = ", ".join(f"'{table}'" for table in _COLUMNS)
    indexes = connection.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({filled})"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("BEGIN")
    for table, rows in tables(orders):
        columns = _COLUMNS[table].split()
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
    for _, statement in indexes:
        connection.execute(statement)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _fill_postgres(url: str, orders: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)"
            " AND indexname LIKE 'idx_%%'",
            [list(_COLUMNS)],
        ).fetchall()
        with connection.transaction():
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute("SET LOCAL timezone = 'UTC'")
            for name, _ in indexes:
                connection.execute(f"DROP INDEX {name}")
            for table, rows in tables(orders):
                _copy(connection, table, rows)
            for _, statement in indexes:
                connection.execute(statement)
        connection.execute("VACUUM ANALYZE")


def _copy(connection: "psycopg.Connection[tuple[object, ...]]", table: str, rows: Rows) -> None:
    columns = _COLUMNS[table].split()
    flags = [place for place, column in enumerate(columns) if column in _BOOLEANS]
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        source = iter(rows)
        while block := list(islice(source, _BLOCK)):
            copy.write("".join("\t".join(_cells(row, flags)) + "\n" for row in block))


def _cells(row: tuple[object, ...], flags: list[int]) -> list[str]:
    cells = ["\\N" if value is None else str(value) for value in row]
    for place in flags:
        cells[place] = {"1": "t", "0": "f"}.get(cells[place], cells[place])
    return cells


if __name__ == "__main__":
    fill(sys.argv[1], int(sys.argv[2]))
