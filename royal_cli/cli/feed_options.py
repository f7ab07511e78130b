"""What flags and settings say of a feed, for every command that reads one."""

from typing import TYPE_CHECKING

from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.source import Limits
from royal_cli.errors import UsageError
from royal_cli.money import is_currency

if TYPE_CHECKING:
    from royal_cli.settings import Settings


def feed_options(settings: "Settings") -> FeedOptions:
    return FeedOptions(
        currency=settings.currency,
        currency_origin=str(settings.origin("currency")),
        price_includes_vat=settings.price_includes_vat,
        timezone=settings.timezone,
    )


def source_limits(settings: "Settings") -> Limits:
    feeds = settings.feeds
    return Limits(unpacked=feeds.max_bytes, ratio=feeds.max_ratio, cell=feeds.max_cell_bytes)


def delimiter_sign(named: str | None) -> str | None:
    return {"tab": "\t", "\\t": "\t"}.get(named, named) if named else None


def check_currency(code: str | None) -> None:
    if code and not is_currency(code.upper()):
        raise UsageError(f"{code} is no currency of ISO 4217.", hint="It reads: --currency EUR")


def check_decimal_mark(mark: str | None) -> None:
    if mark not in (None, ".", ","):
        raise UsageError(f"{mark} is no decimal mark.", hint="It is --decimal-mark . or --decimal-mark ,")
