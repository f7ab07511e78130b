"""The options that choose customers, alike in all commands that look at many; and how one of them is named."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from royal_cli.cli.amounts import amount
from royal_cli.cli.catalog_words import complete_customer
from royal_cli.cli.days import beginning
from royal_cli.cli.order_filters import OfChannel
from royal_cli.commerce.customers.reading.rows import CustomerType, Filters, Medium
from royal_cli.errors import UsageError

#: Who bought for the first time in these days is new, and for no longer.
NEW_DAYS = 30

_WHO = "An e-mail address, an id on a channel (alone or channel/id), or a phone number."
Who = Annotated[
    str, typer.Argument(metavar="CUSTOMER", autocompletion=complete_customer, show_default=False, help=_WHO)
]
WhoOf = Annotated[
    list[str],
    typer.Argument(
        metavar="CUSTOMER …|-",
        autocompletion=complete_customer,
        show_default=False,
        help=f"{_WHO} - reads them from stdin.",
    ),
]

_Search = Annotated[
    str | None,
    typer.Option(
        "--search", metavar="TEXT", help="All its words stand in name, company, e-mail, phone or a channel's id."
    ),
]
OfType = Annotated[CustomerType | None, typer.Option("--type", help="What kind of customer.", show_default=False)]
_WithTag = Annotated[str | None, typer.Option("--tag", metavar="TAG", help="With this tag.")]
_InCountry = Annotated[
    str | None, typer.Option("--country", metavar="CC", help="Lives there, or had something sent there, as DE.")
]
_MinSpent = Annotated[
    str | None,
    typer.Option("--min-spent", metavar="AMOUNT", help='Spent at least that in its currency, as 100 or "100 USD".'),
]
_Since = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help="Ordered on this day or later, as 2026-03-01 or today.")
]
_New = Annotated[
    bool, typer.Option("--new", help=f"Ordered for the first time since then; without --since, in {NEW_DAYS} days.")
]
_Consent = Annotated[
    Medium | None,
    typer.Option("--consent", help="Agreed to be written to that way, and still does.", show_default=False),
]
_Erased = Annotated[bool, typer.Option("--erased", help="Only those who were erased.")]


def of_options(
    search: _Search = None,
    type_: OfType = None,
    tag: _WithTag = None,
    country: _InCountry = None,
    channel: OfChannel = None,
    min_spent: _MinSpent = None,
    since: _Since = None,
    new: _New = False,
    consent: _Consent = None,
    erased: _Erased = False,
) -> Filters:
    """The options of every command that looks at customers; see `taking`."""
    if erased and (search or consent):
        raise UsageError("Nothing is known of who was erased.", hint="Leave --search and --consent out.")
    from_ = beginning(since, "--since")
    return Filters(
        search=search,
        type=type_,
        tag=tag,
        country=country,
        channel=channel,
        min_spent=amount(min_spent, "--min-spent"),
        since=None if new else from_,
        new_since=(from_ or _days_ago()) if new else None,
        consent=consent,
        erased=erased,
    )


def _days_ago() -> datetime:
    """From the beginning of a day, so that a list goes on at its cursor."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=NEW_DAYS)
