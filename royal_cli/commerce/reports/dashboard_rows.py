"""The rows of the dashboard."""

from dataclasses import dataclass, field
from datetime import date

from royal_cli.commerce.reports.channels_rows import ChannelRow
from royal_cli.commerce.reports.products_rows import ProductSales
from royal_cli.commerce.reports.sales_rows import SalesRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """`totals`, `rows` (a day each), `channels` and `best` are of the period, all other figures as they are right now.

    `late` are sale orders open for more than `late_days`; `unmatched_codes` what channels sell that no variant is known
    for; the last three count variants, their locations together.
    """

    period: str
    period_start: date
    period_end: date
    timezone: str
    compared: str | None
    compared_start: date | None
    compared_end: date | None
    totals: list[SalesRow]
    open_orders: int
    late: int
    late_days: int
    held: int
    unmatched_codes: int
    out_of_stock: int
    below_reorder_point: int
    negative_stock: int
    channels: list[ChannelRow]
    best: list[ProductSales]
    rows: list[SalesRow]
    notes: list[str] = field(default_factory=list)
