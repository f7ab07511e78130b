"""What is asked of a report: of which days, by what, and compared with which other days."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from royal_cli.commerce.reports.period import Period, between, local_day, parse_day, parse_period
from royal_cli.commerce.reports.words import By, Compare, Words
from royal_cli.db.orders import Order
from royal_cli.errors import UsageError

if TYPE_CHECKING:
    from royal_cli.settings import Settings

_PLACED = Order.metadata.tables["orders"].c.created_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What holds for every report: the calendar, the currency of what nothing is known of, and after how many days an
    open order is late."""

    timezone: str = "UTC"
    currency: str = "EUR"
    late_days: int = 3

    @classmethod
    def of(cls, settings: "Settings") -> "Shop":
        return cls(timezone=settings.timezone, currency=settings.currency, late_days=settings.reports.late_days)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`period` is None for all there is, up to `until` if that is said. `now` decides what today is."""

    period: Period | None
    until: date | None = None
    now: datetime
    shop: Shop
    by: By | None = None
    compare: Compare | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days that a report is about, once they are known."""

    period: Period
    compared: Period | None
    now: datetime
    shop: Shop = Shop()
    by: By | None = None


def asked_of(words: Words, shop: Shop, default: str) -> Asked:
    """`default` is the period of a report that is asked for none. UsageError where the words make no period."""
    zone = shop.zone
    today = local_day(words.now, zone)
    until = None if words.until is None else parse_day(words.until, "--to")
    if words.since is None and until is None:
        period = parse_period(default if words.period is None else words.period, today, zone)
    elif words.period is not None:
        raise UsageError("--period and --from or --to name two periods.", hint="Leave one of them out.")
    elif words.since is None:
        period = None
    else:
        period = between(parse_day(words.since, "--from"), until or today, zone)
    if words.compare and period is None:
        raise UsageError("All there is has nothing before it to be compared with.", hint="Name a period: --period 1y")
    return Asked(period=period, until=until, now=words.now, shop=shop, by=words.by, compare=words.compare)


def settled(connection: Connection, asked: Asked) -> Span:
    """With the days of "all": from the first order to today, or to the last order if that is later."""
    period = asked.period or _everything(connection, asked)
    compared = period.before() if asked.compare is Compare.previous else None
    compared = period.year_before() if asked.compare is Compare.year else compared
    return Span(period=period, compared=compared, now=asked.now, shop=asked.shop, by=asked.by)


def _everything(connection: Connection, asked: Asked) -> Period:
    zone = asked.shop.zone
    today = local_day(asked.now, zone)
    bounds = (connection.scalar(select(bound)) for bound in (func.min(_PLACED), func.max(_PLACED)))
    days = [local_day(moment, zone) for moment in bounds if moment is not None]
    last = asked.until or max([*days, today])
    return Period(min([*days, today, last]), last, zone)
