"""People who buy, and what the database has of them: for the tests of what is done with customers."""

from typing import Any

from sqlalchemy import Engine, String, cast, select, text

from royal_cli.commerce.by_hand import Asked
from royal_cli.commerce.customers.totals import recount
from royal_cli.db.tables import METADATA
from tests.commerce.customers.orders import address, imported, writer

ANNA, WORK, BOB = "anna@example.nl", "a.jansen@work.example", "bob@example.de"
NOW = Asked(wait=0.0, shown_changes=None, actor="operator:eve")
DRY = Asked(wait=0.0, shown_changes=None, actor="operator:eve", dry_run=True)
_TABLES = (
    "customers", "customer_aliases", "customer_addresses", "customer_consents", "customer_totals", "customer_erasures",
    "orders",
)  # fmt: skip


def two_annas_and_bob(engine: Engine) -> None:
    """Anna Jansen bought twice on shopify, once under her address at work in yen, and once on bol; Bob once."""
    with writer(engine) as connection:
        imported(
            connection,
            {
                "customer_key": "6193211", "customer_email": ANNA, "first_name": "Anna", "last_name": "Jansen",
                "customer_phone": "+31 6 12345678", "total": 5000, "country_code": "NL",
                "shipping_address": address(), "billing_address": address(phone="020-5551234"),
            },
            {"customer_key": "6193211", "customer_email": ANNA, "total": 2500, "refunded_total": 500, "day": 3},
            {"customer_email": BOB, "first_name": "Bob", "last_name": "Muller", "total": 9900, "currency": "USD"},
        )  # fmt: skip
        imported(
            connection,
            {
                "customer_email": WORK, "first_name": "A.", "last_name": "Jansen", "total": 100_000,
                "currency": "JPY", "day": 8, "billing_address": address("Dam 1", company="Work BV"),
            },
            on="woocommerce",
        )  # fmt: skip
        imported(
            connection,
            {
                "customer_email": "2a6f@verkopen.bol.com", "total": 1999, "day": 9,
                "shipping_address": address("keizersgracht 1"), "notes": "Ring twice",
            },
            on="bol",
        )  # fmt: skip
        recount(connection, "SELECT id FROM customers")


def stored(engine: Engine, *names: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of these tables, or of all that have to do with customers, but for when they were last written."""
    found = {}
    with engine.connect() as connection:
        for name in names or _TABLES:
            table = METADATA.tables[name]
            left = {"updated_at", "id"} if name == "customer_totals" else {"updated_at"}
            columns = [column for column in table.columns if column.name not in left]
            order = (table.c.customer_id, table.c.currency) if name == "customer_totals" else (table.c.id,)
            found[name] = [tuple(row) for row in connection.execute(select(*columns).order_by(*order))]
    return found


def one(engine: Engine, query: str, **values: Any) -> Any:
    with engine.connect() as connection:
        return connection.scalar(text(query), values)


def where_is(engine: Engine, *words: str) -> dict[str, list[str]]:
    """For each of the words the tables of the database that have it anywhere in a row."""
    with engine.connect() as connection:
        written = {
            table.name: repr(connection.execute(select(*(cast(column, String) for column in table.columns))).all())
            for table in METADATA.sorted_tables
        }
    return {word: [name for name, rows in written.items() if word.casefold() in rows.casefold()] for word in words}
