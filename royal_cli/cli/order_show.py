"""`royal order show`: all that is known of one order."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.catalog_words import complete_order
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.order_list import FULFILLMENT, PAYMENT, STATUS
from royal_cli.cli.output import show
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.orders.reading.detail_rows import (
    Event,
    Line,
    Note,
    OrderDetail,
    Parcel,
    RefundMade,
    ReturnMade,
)
from royal_cli.money import Money

LINES = Rows(
    Line,
    Column("sku", "SKU", style="bold", shorten=True),
    Column("title", shorten=True),
    Column("ordered", "Units"),
    Column("open", "To send"),
    Column("total"),
    Column("allocated", "Reserved at", fold=True, sparse=True),
    Column("fulfilled", "Sent", sparse=True),
    Column("cancelled", sparse=True),
    Column("returned", sparse=True),
    Column("refunded", sparse=True),
    Column("kind", sparse=True, usual="product"),
    Column("price"),
    Column("discount", sparse=True),
    Column("variant", "In the catalogue"),
    Column("refunded_amount", shown=False),
    Column("options", shown=False),
    Column("tax", shown=False),
    Column("cost", shown=False),
    Column("external_id", shown=False),
)
PARCELS = Rows(
    Parcel,
    Column("number", "Parcel"),
    Column("status", style={"packed": "yellow", "delivered": "green"}),
    Column("contents", fold=True),
    Column("carrier", sparse=True),
    Column("tracking_number", "Number", sparse=True),
    Column("shipped_at", "Sent", sparse=True),
    Column("delivered_at", "Delivered", sparse=True),
    Column("location", "From"),
    Column("tracking_url", "Link", fold=True, sparse=True),
    Column("external_id", shown=False),
)
REFUNDS = Rows(
    RefundMade,
    Column("number", "Refund"),
    Column("amount"),
    Column("refunded_at", "When"),
    Column("reason", fold=True),
    Column("contents", "For", fold=True),
    Column("shipping", shown=False),
    Column("external_id", shown=False),
)
RETURNS = Rows(
    ReturnMade,
    Column("number", "Return"),
    Column("received_at", "When"),
    Column("contents", fold=True),
    Column("reason", fold=True),
    Column("external_id", shown=False),
)
NOTES = Rows(Note, Column("note", fold=True), Column("author", "Who"), Column("at", "When"))
HISTORY = Rows(
    Event,
    Column("at", "When"),
    Column("kind", "What"),
    Column("actor", "Who", shorten=True),
    Column("changes", fold=True),
    Column("reason", fold=True),
    Column("operation"),
    Column("status", shown=False),
    Column("source", shown=False),
)
ORDER = One(
    OrderDetail,
    Column("number", "Order"),
    Column("channel"),
    Column("kind", shown=False),
    Column("placed_at", "Placed"),
    Column("customer"),
    Column("email", "E-mail", shown=False),
    Column("phone", shown=False),
    Column("shipping_address", "Goes to", shown=False),
    Column("billing_address", "Bill to", shown=False),
    Column("country", shown=False),
    Column("status", style=STATUS),
    Column("payment", style=PAYMENT),
    Column("fulfillment", style=FULFILLMENT),
    Column("held_at", "Held since", style="bold red", shown=False),
    Column("hold_reason", "Held because", style="bold red", shown=False),
    Column("risk", style={"high": "bold red", "medium": "yellow"}, shown=False),
    Column("risk_score", "Risk score", shown=False),
    Column("risk_reasons", "Because", shown=False),
    Column("subtotal"),
    Column("shipping"),
    Column("fees", shown=False),
    Column("discount", "Discount, taken off", shown=False),
    Column("tax"),
    Column("prices_include_vat", "Prices with tax", shown=False),
    Column("total", style="bold"),
    Column("paid"),
    Column("refunded", shown=False),
    Column("outstanding"),
    Column("tags", shown=False),
    Column("channel_note", "Note with it", shown=False),
    Column("processed_at", "Processed", shown=False),
    Column("shipped_at", "Sent", shown=False),
    Column("delivered_at", "Delivered", shown=False),
    Column("cancelled_at", "Cancelled", shown=False),
    Column("refunded_at", "Last refund", shown=False),
    Column("external_id", "Id on the channel", shown=False),
    Column("source_name", "Came from", shown=False),
    Column("referring_site", "Referred by", shown=False),
    Column("locale", shown=False),
    Column("exchange_rate", shown=False),
    Column("updated_at", "Updated", shown=False),
    Column("last_operation", shown=False),
    Column("lines", rows=LINES),
    Column("parcels", rows=PARCELS, shown=False),
    Column("refunds", rows=REFUNDS, shown=False),
    Column("returns", rows=RETURNS, shown=False),
    Column("notes", rows=NOTES, shown=False),
    Column("history", rows=HISTORY, shown=False),
)

Number = Annotated[
    str,
    typer.Argument(
        metavar="NUMBER",
        autocompletion=complete_order,
        show_default=False,
        help="Of the order, or its id on the channel; channel/number where several have it.",
    ),
]


def show_order(
    number: Number,
    channel: OfChannel = None,
    history: Annotated[
        bool, typer.Option("--history", help="Also what happened to it, operation by operation.")
    ] = False,
) -> None:
    """Show an order: amounts, lines, parcels, refunds, returns, notes, risk, and why it is on hold.

    total = subtotal + shipping + fees - discount + tax, the tax only where prices are without it. To send is what was
    ordered less what was sent and cancelled; where the channel did not say what was sent, it is unknown.
    """
    from royal_cli.commerce.orders.reading.detail import show_order as look_up
    from royal_cli.commerce.session import reading

    with reading(terminal().settings) as session:
        order = look_up(session, number, channel, history=history)
    show(ORDER, order, also=_said(order))


#: They say the same as something that is shown.
_SILENT = ("updated_at", "country", "external_id")


def _said(order: OrderDetail) -> list[str]:
    """What there is to say of this order; an amount of nothing is none."""
    said = [column.field for column in ORDER.columns if _tells(getattr(order, column.field))]
    silent = {*_SILENT, *(["kind"] if order.kind == "sale" else [])}
    if order.external_id not in (None, order.number):
        silent -= {"external_id"}
    if order.shipping_address is None:
        silent -= {"country"}
    if str(order.billing_address) == str(order.shipping_address):
        silent |= {"billing_address"}
    return [field for field in said if field not in silent]


def _tells(value: object) -> bool:
    return bool(value.amount) if isinstance(value, Money) else value not in (None, [], {})


app = App()
app.command(
    "show",
    shows=ORDER,
    examples="""
    royal order show 1001
    royal order show shopify/1001 --history
    royal order show 1001 --channel shopify --json
    """,
)(show_order)
