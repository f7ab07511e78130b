"""How numbers, money, shares and dates are written for people: with thousands, in the marks and zone of the shop."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from royal_cli.commerce.reports.page import Kind, Value
from royal_cli.money import Money, exponent, is_currency, to_text
from royal_cli.settings import Settings

UNKNOWN = "–"
#: Between a number and its unit, and before %: they stay on one line.
SPACE = "\u00a0"
_MINUS = "\u2212"
_DATES = {"iso": "%Y-%m-%d", "dmy": "%d-%m-%Y", "mdy": "%m/%d/%Y"}
#: Wide enough for any number that is shown.
_WIDE = Context(prec=400)
_UTC = ZoneInfo("UTC")
_LARGE = ((10**12, "T"), (10**9, "bn"), (10**6, "M"), (10**3, "k"))


@dataclass(frozen=True, slots=True)
class Notation:
    """The marks and the zone; thousands are parted by the mark that decimals do not have."""

    decimal_mark: Literal[".", ","] = "."
    dates: Literal["iso", "dmy", "mdy"] = "iso"
    zone: ZoneInfo = _UTC

    @classmethod
    def of(cls, settings: Settings) -> "Notation":
        return cls(settings.display.decimal_mark, settings.display.dates, ZoneInfo(settings.timezone))

    def value(self, value: Value, kind: Kind) -> str:
        """One value of a figure or a cell; what is unknown is a dash."""
        match value:
            case None | "":
                return UNKNOWN
            case Money():
                return f"{self._grouped(to_text(value.amount, value.scale))}{SPACE}{value.currency}"
            case datetime():
                return self.month(value) if kind == "month" else self.date(value)
            case str():
                return value
        if not math.isfinite(value):
            return UNKNOWN
        if kind == "share":
            return self.share(value)
        return self.number(value)

    def number(self, value: int | float | Decimal) -> str:
        """Whole numbers as they are, others to the hundredth."""
        exact = Decimal(str(value))
        if exact == exact.to_integral_value():
            return self._grouped(format(exact.to_integral_value(), "f"))
        return self.rounded(exact, 2)

    def share(self, value: int | float | Decimal) -> str:
        """A fraction of 1 in percent."""
        return f"{self.rounded(Decimal(str(value)) * 100, 1)}{SPACE}%"

    def points(self, value: Decimal) -> str:
        """How far two shares are apart."""
        return f"{self.rounded(value * 100, 1)}{SPACE}points"

    def measured(self, value: int | float | Decimal | None, unit: str) -> str:
        """A value of a chart with its unit: money with the digits of its currency."""
        if value is None or not math.isfinite(value):
            return UNKNOWN
        exact = Decimal(str(value))
        if is_currency(unit):
            return f"{self.rounded(exact, exponent(unit))}{SPACE}{unit}"
        if unit == "%":
            return f"{self.rounded(exact, 1)}{SPACE}%"
        return f"{self.number(exact)}{SPACE}{unit}".rstrip(SPACE)

    def short(self, value: Decimal) -> str:
        """A round number beside an axis: 1.5M instead of 1,500,000."""
        for size, letter in _LARGE:
            if abs(value) >= max(size, 10_000):
                return self._plain(value / size) + letter
        return self._plain(value)

    def date(self, moment: datetime | date) -> str:
        local = moment.astimezone(self.zone) if isinstance(moment, datetime) else moment
        return local.strftime(_DATES[self.dates])

    def month(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).strftime("%b %Y")

    def moment(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).strftime(f"{_DATES[self.dates]} %H:%M %Z")

    def rounded(self, value: Decimal, digits: int) -> str:
        """Halves away from 0, as invoices do."""
        return self._grouped(format(value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _WIDE), "f"))

    def _plain(self, value: Decimal) -> str:
        """As short as it can be written."""
        whole, _, fraction = format(value, "f").partition(".")
        fraction = fraction.rstrip("0")
        return self._grouped(f"{whole}.{fraction}" if fraction else whole)

    def _grouped(self, digits: str) -> str:
        """Plain digits in groups of three."""
        sign = _MINUS if digits.startswith("-") and digits.strip("-0.") else ""
        whole, point, fraction = digits.lstrip("-").partition(".")
        parted = f"{int(whole):,}"
        if self.decimal_mark == ",":
            parted = parted.replace(",", ".")
        return f"{sign}{parted}{self.decimal_mark if point else ''}{fraction}"
