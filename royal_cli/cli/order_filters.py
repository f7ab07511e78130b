"""The options that choose orders, alike in all commands that look at many."""

from typing import Annotated

import typer

from royal_cli.cli.amounts import amount
from royal_cli.cli.catalog_words import complete_channel, complete_sku
from royal_cli.cli.days import beginning, end
from royal_cli.commerce.orders.reading.rows import Filters, Fulfillment, Kind, Payment, Risk, Status
from royal_cli.errors import UsageError

_OfStatus = Annotated[Status | None, typer.Option("--status", help="How the order stands.", show_default=False)]
_OfPayment = Annotated[Payment | None, typer.Option("--payment", help="What was paid of it.", show_default=False)]
_OfFulfillment = Annotated[
    Fulfillment | None, typer.Option("--fulfillment", help="What was sent of it.", show_default=False)
]
_Open = Annotated[bool, typer.Option("--open", help="Short for --status open.")]
_Held = Annotated[bool, typer.Option("--held", help="On hold.")]
_Unmatched = Annotated[bool, typer.Option("--unmatched", help="Something in it was sold that no SKU is known for.")]
_OfRisk = Annotated[Risk | None, typer.Option("--risk", help="Of this level.", show_default=False)]
_OfKind = Annotated[
    Kind | None, typer.Option("--kind", help="Sales, money back for earlier ones, or neither.", show_default=False)
]
OfChannel = Annotated[
    str | None, typer.Option("--channel", metavar="NAME", autocompletion=complete_channel, help="Of this channel.")
]
_From = Annotated[
    str | None, typer.Option("--from", metavar="DAY", help="Placed on this day or later, as 2026-03-01 or today.")
]
_To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Placed on this day or earlier.")]
_OfCustomer = Annotated[
    str | None, typer.Option("--customer", metavar="WHO", help="An e-mail address, or the customer's id on a channel.")
]
_WithSku = Annotated[
    str | None,
    typer.Option(
        "--sku", metavar="SKU", autocompletion=complete_sku, help="Of a product or variant in it, or a channel's code."
    ),
]
_InCountry = Annotated[str | None, typer.Option("--country", metavar="CC", help="Goes there, as DE.")]
_WithTag = Annotated[str | None, typer.Option("--tag", metavar="TAG", help="With this tag.")]
_Search = Annotated[
    str | None, typer.Option("--search", metavar="TEXT", help="All its words stand in number, e-mail address or name.")
]
_MinTotal = Annotated[
    str | None, typer.Option("--min-total", metavar="AMOUNT", help='At least that, as 100 or "100 USD".')
]
_MaxTotal = Annotated[str | None, typer.Option("--max-total", metavar="AMOUNT", help="At most that.")]


def of_options(
    status: _OfStatus = None,
    payment: _OfPayment = None,
    fulfillment: _OfFulfillment = None,
    open_: _Open = False,
    held: _Held = False,
    unmatched: _Unmatched = False,
    risk: _OfRisk = None,
    kind: _OfKind = None,
    channel: OfChannel = None,
    from_: _From = None,
    to: _To = None,
    customer: _OfCustomer = None,
    sku: _WithSku = None,
    country: _InCountry = None,
    tag: _WithTag = None,
    search: _Search = None,
    min_total: _MinTotal = None,
    max_total: _MaxTotal = None,
) -> Filters:
    """The options of every command that looks at orders; see `taking`."""
    if open_ and status not in (None, Status.open):
        raise UsageError(f"--open and --status {status} contradict each other.", hint="Leave one of them out.")
    since, until = beginning(from_, "--from"), end(to, "--to")
    if since and until and since >= until:
        raise UsageError(f"--from {from_} is after --to {to}.", hint="The first day comes first.")
    return Filters(
        status=Status.open if open_ else status,
        payment=payment,
        fulfillment=fulfillment,
        risk=risk,
        kind=kind,
        channel=channel,
        since=since,
        until=until,
        customer=customer,
        sku=sku,
        country=country,
        tag=tag,
        search=search,
        min_total=amount(min_total, "--min-total"),
        max_total=amount(max_total, "--max-total"),
        held=held,
        unmatched=unmatched,
    )
