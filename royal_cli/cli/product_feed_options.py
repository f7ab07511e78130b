"""What can be said of a scheduled feed, by `add` and by `set` alike."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from royal_cli.cli.catalog_words import complete_feed
from royal_cli.cli.profile_words import complete_profile
from royal_cli.commerce.catalog.importing.safety import CHECKS
from royal_cli.commerce.catalog.scheduled_feeds import addresses, register, schedule

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="Of the feed.", autocompletion=complete_feed, show_default=False)
]
Profile = Annotated[
    str | None,
    typer.Option(
        "--profile", metavar="NAME|FILE", help="What its columns mean: a mapping profile.",
        autocompletion=complete_profile,
    ),
]  # fmt: skip
Feed = Annotated[str | None, typer.Option("--feed", metavar="FORMAT", help="What it is, where that is not recognised.")]
Every = Annotated[str | None, typer.Option("--every", metavar="6h", help="For `run --due`: 30m, 6h, 1d, 1w.")]
Header = Annotated[
    list[str] | None,
    typer.Option("--header", metavar="NAME=env:VARIABLE", help="Sent to the server; its value is in a variable."),
]
Allow = Annotated[
    list[str] | None, typer.Option("--allow", metavar="CHECK", help=f"Always let it pass: {', '.join(CHECKS)}.")
]
Complete = Annotated[
    bool | None,
    typer.Option(
        "--complete/--partial", help="The feed is the whole catalogue: archive what it does not have.",
        show_default=False,
    ),
]  # fmt: skip
Currency = Annotated[str | None, typer.Option("--currency", metavar="CODE", help="Of prices that do not say.")]
Vat = Annotated[
    bool | None, typer.Option("--with-vat/--without-vat", help="Prices include VAT, or do not.", show_default=False)
]
DecimalMark = Annotated[str | None, typer.Option("--decimal-mark", metavar=". or ,", help="In numbers.")]
Location = Annotated[str | None, typer.Option("--location", metavar="NAME", help="Of stock that does not say where.")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Of the file, such as cp1252.")]
Delimiter = Annotated[str | None, typer.Option("--delimiter", help="Between cells; tab as `tab`.")]
HeaderLine = Annotated[int | None, typer.Option("--header-line", min=1, help="The line of the header.")]
Sheet = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", help="Of a workbook; of JSON the list, as data.products.")
]
Reason = Annotated[str | None, typer.Option("--reason", help="Why, for the journal.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done, write nothing.")]


@dataclass(frozen=True, slots=True)
class Said:
    """What an operator says of a feed: `values` of where it comes from, `options` of how it is read and imported."""

    values: dict[str, Any]
    options: dict[str, Any]


def of_feed(
    mapping: Profile = None,
    feed: Feed = None,
    every: Every = None,
    header: Header = None,
    complete: Complete = None,
    currency: Currency = None,
    vat: Vat = None,
    decimal_mark: DecimalMark = None,
    location: Location = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    header_line: HeaderLine = None,
    sheet: Sheet = None,
    allow: Allow = None,
) -> Said:
    """The options of commands that describe a feed; see `taking`."""
    return Said(
        stated(
            headers=addresses.checked_headers(header) if header else None,
            profile=register.checked_profile(mapping) if mapping else None,
            feed=feed,
            every_minutes=schedule.minutes(every) if every else None,
        ),
        stated(
            complete=complete, currency=currency, vat=vat, decimal_mark=decimal_mark, location=location,
            encoding=encoding, delimiter=delimiter, header_line=header_line, sheet=sheet, allow=allow,
        ),
    )  # fmt: skip


def stated(**options: Any) -> dict[str, Any]:
    """The options that were said."""
    return {name: value for name, value in options.items() if value is not None}
