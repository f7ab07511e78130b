"""What flags and settings say of a feed, for every command that reads one."""

from typing import TYPE_CHECKING

from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.source import Limits

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
