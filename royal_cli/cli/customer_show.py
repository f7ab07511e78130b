"""`royal customer show`: all that is known of one customer."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.customer_filters import Who
from royal_cli.cli.order_list import FULFILLMENT, PAYMENT, STATUS
from royal_cli.cli.output import show
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.customers.reading.detail_rows import (
    Alias,
    Consent,
    CurrencyTotal,
    CustomerDetail,
    KnownAddress,
    OrderPlaced,
)

TOTALS = Rows(
    CurrencyTotal,
    Column("currency"),
    Column("orders"),
    Column("spent"),
    Column("average_order"),
    Column("lifetime_value", shown=False),
)
ALIASES = Rows(
    Alias, Column("channel"), Column("id", fold=True), Column("email", "E-mail", fold=True), Column("is_relay", "Relay")
)
ADDRESSES = Rows(
    KnownAddress,
    Column("type"),
    Column("is_default", "Default"),
    Column("name", shorten=True),
    Column("address1", "Street", fold=True),
    Column("postal_code", "Postcode"),
    Column("city"),
    Column("country_code", "Country"),
    Column("company", shorten=True),
    Column("address2", "More", fold=True),
    Column("province"),
    Column("phone"),
)
ORDERS = Rows(
    OrderPlaced,
    Column("number", "Order", style="bold"),
    Column("channel", shorten=True),
    Column("placed_at", "Placed"),
    Column("total"),
    Column("refunded"),
    Column("payment", style=PAYMENT),
    Column("fulfillment", style=FULFILLMENT),
    Column("status", style=STATUS),
    Column("kind"),
)
CONSENTS = Rows(
    Consent,
    Column("medium"),
    Column("given", "Agreed", style={"yes": "green", "no": "red"}),
    Column("at", "When"),
    Column("source", "Where", fold=True),
)
CUSTOMER = One(
    CustomerDetail,
    Column("customer", style="bold"),
    Column("name"),
    Column("email", "E-mail", shown=False),
    Column("phone"),
    Column("date_of_birth", "Born", shown=False),
    Column("type"),
    Column("status", style={"blocked": "bold red"}, shown=False),
    Column("tags"),
    Column("note", shown=False),
    Column("accepts_marketing", "Newsletter"),
    Column("marketing_consent_updated_at", "Said so", shown=False),
    Column("orders"),
    Column("first_order_at", "First order"),
    Column("last_order_at", "Last order"),
    Column("created_at", "Known since"),
    Column("updated_at", "Updated", shown=False),
    Column("erased_at", "Erased", style="bold red", shown=False),
    Column("last_operation", shown=False),
    Column("totals", "Spent", rows=TOTALS),
    Column("aliases", "On channels", rows=ALIASES, shown=False),
    Column("addresses", rows=ADDRESSES, shown=False),
    Column("newest_orders", rows=ORDERS, shown=False),
    Column("consents", rows=CONSENTS, shown=False),
)


def register(app: App) -> None:
    app.command(
        "show",
        shows=CUSTOMER,
        examples="""
        royal customer show ann@example.com
        royal customer show shopify/6193211
        royal customer show "+31 6 12345678" --json
        royal customer show ann@example.com --orders 100 --fields newest_orders
        """,
    )(show_customer)


def show_customer(
    customer: Who,
    orders: Annotated[
        int, typer.Option("--orders", metavar="N", min=0, max=10_000, help="So many of the newest.")
    ] = 10,
) -> None:
    """Show a customer with what they spent per currency, their ids on channels, addresses, newest orders and consents.

    What they spent is without cancelled orders, after refunds and credits. A relay address belongs to a marketplace
    and passes letters on: it is good for the order it came with, not for the person.
    """
    from royal_cli.commerce.customers.reading.detail import show_customer as look_up
    from royal_cli.commerce.session import reading

    with reading(terminal().settings) as session:
        found = look_up(session, customer, newest=orders)
    said = [column.field for column in CUSTOMER.columns if getattr(found, column.field) not in (None, [], {})]
    show(CUSTOMER, found, also=said)
