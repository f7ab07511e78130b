"""The rows of the report on channels."""

from dataclasses import dataclass, field
from datetime import date

from royal_cli.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """One channel in one currency; see `order_sums` for the amounts. `cancelled_share` and `refunded_share` are of the
    gross, `net_share` of the net of all channels in that currency. Shares are fractions of 1."""

    channel: str
    currency: str
    orders: int
    units: int
    gross: Money
    cancellations: Money
    cancelled_share: float | None
    refunds: Money
    refunded_share: float | None
    net: Money
    net_share: float | None
    average_order: Money | None
    vat: Money | None
    margin: Money | None
    margin_share: float | None
    costed_share: float | None
    unknown_totals: int
    net_before: Money | None = None
    net_change: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsReport:
    period: str
    period_start: date
    period_end: date
    timezone: str
    compared: str | None
    channels: int
    rows: list[ChannelRow]
    notes: list[str] = field(default_factory=list)
