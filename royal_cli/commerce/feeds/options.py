"""What the operator, a profile or the settings say about a feed that the feed does not say itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from royal_cli.commerce.feeds.batch import DEFAULT_LOCATION
from royal_cli.errors import UsageError
from royal_cli.money import is_currency


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOptions:
    """None means that nobody has said: then only what a cell states is taken."""

    currency: str | None = None
    #: Where the currency comes from, for the operator: "settings", "--currency", "profile supplier.toml".
    currency_origin: str = "settings"
    #: "." or ",": which mark is the decimal one where a cell leaves it open.
    decimal_mark: str | None = None
    price_includes_vat: bool | None = None
    #: The location of a stock column that names none.
    default_location: str = DEFAULT_LOCATION
    #: The zone of dates without one.
    timezone: str = "UTC"
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    weight_unit: str | None = None
    dimension_unit: str | None = None
    tag_separators: str | None = None
    category_separators: str | None = None
    #: Market -> currency of its prices.
    market_currencies: Mapping[str, str] = field(default_factory=dict)

    @property
    def currency_is_said(self) -> bool:
        """Whether the currency was stated for this feed, and not for the shop in general."""
        return self.currency_origin.startswith(("--", "profile "))


def currency_code(said: str | None) -> str | None:
    """The code in capitals; UsageError for one that ISO 4217 does not have."""
    if said and not is_currency(said.upper()):
        raise UsageError(f"{said} is no currency of ISO 4217.", hint="It reads: --currency EUR")
    return said.upper() if said else None


def timezone_name(said: str | None) -> str | None:
    """The name of a time zone; UsageError for one that nobody knows."""
    if said:
        try:
            ZoneInfo(said)
        except (ValueError, OSError, KeyError):
            raise UsageError(f"{said} is no time zone.", hint="It reads: --timezone Europe/Amsterdam") from None
    return said


def check_decimal_mark(mark: str | None) -> None:
    if mark not in (None, ".", ","):
        raise UsageError(f"{mark} is no decimal mark.", hint="It is --decimal-mark . or --decimal-mark ,")


def delimiter_sign(named: str | None) -> str | None:
    """The sign itself, where it has a name because nobody can type it."""
    return {"tab": "\t", "\\t": "\t"}.get(named, named) if named else None
