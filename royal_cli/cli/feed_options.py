"""What flags and settings say of a feed, for every command that reads one."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from royal_cli.commerce.feeds.options import FeedOptions, delimiter_sign
from royal_cli.commerce.feeds.profile import FileHints
from royal_cli.commerce.feeds.source import Limits
from royal_cli.commerce.order_feeds.options import OrderOptions

if TYPE_CHECKING:
    from royal_cli.settings import Settings


def feed_options(settings: "Settings") -> FeedOptions:
    return FeedOptions(**_of_settings(settings))


def order_options(settings: "Settings") -> OrderOptions:
    return OrderOptions(**_of_settings(settings))


def _of_settings(settings: "Settings") -> dict[str, Any]:
    return {
        "currency": settings.currency,
        "currency_origin": str(settings.origin("currency")),
        "price_includes_vat": settings.price_includes_vat,
        "timezone": settings.timezone,
    }


def source_limits(settings: "Settings") -> Limits:
    feeds = settings.feeds
    return Limits(unpacked=feeds.max_bytes, ratio=feeds.max_ratio, cell=feeds.max_cell_bytes)


def file_hints(
    encoding: Annotated[str | None, typer.Option("--encoding", help="Of the file, such as cp1252.")] = None,
    delimiter: Annotated[str | None, typer.Option("--delimiter", help="Between cells; tab as `tab`.")] = None,
    header_line: Annotated[int | None, typer.Option("--header-line", min=1, help="The line of the header.")] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="Of a workbook; of JSON the list, as data.products.")
    ] = None,
) -> FileHints:
    """What the operator says of the file itself; see `taking`."""
    return FileHints(encoding=encoding, delimiter=delimiter_sign(delimiter), header_line=header_line, sheet=sheet)


def seconds_to_wait(
    wait: Annotated[
        float | None, typer.Option("--wait", metavar="SECONDS", min=0, help="Wait that long for another import.")
    ] = None,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="Exit 9 at once while another import runs.")] = False,
) -> float | None:
    """How long to wait for another import; None where nobody says."""
    return 0.0 if no_wait else wait
