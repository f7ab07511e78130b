"""The report on inventory as a page."""

from collections.abc import Sequence

from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.drawn import fraction, in_units, new_page
from royal_cli.commerce.reports.inventory_rows import InventoryReport, StockPart, StockRow, StockValue
from royal_cli.commerce.reports.page import Chart, Field, Figure, Page, Section, Series, Table

METHOD = "value = available and committed units at cost; cover = available / units sold per day with stock"
_LISTED = 50


def page(report: InventoryReport, span: Span) -> Page:
    sections = [_of_all(report), *(_of_currency(report, value) for value in report.values), _lists(report)]
    return new_page(
        "Inventory",
        span,
        name="inventory",
        method=METHOD,
        sections=sections,
        notes=report.notes,
        source="stock, orders",
    )


def _of_all(report: InventoryReport) -> Section:
    def count(label: str, name: str, value: int, more_is_better: bool | None = False) -> Figure:
        return Figure(label=label, name=name, value=value, kind="count", metric="gauge", more_is_better=more_is_better)

    return Section(
        title="What there is",
        figures=[
            count("Units", "stock_units", report.units, None),
            count("Out of stock", "out_of_stock", report.out_of_stock),
            count("Below the reorder point", "below_reorder_point", report.below_reorder_point),
            count("Dead stock", "dead_variants", report.dead),
            count("Below zero", "negative_stock", report.negative),
            count("Without a known cost", "stock_without_cost", report.without_cost),
        ],
    )


def _of_currency(report: InventoryReport, value: StockValue) -> Section:
    of = {"currency": value.currency}
    parts = [part for part in report.categories if part.value and part.value.currency == value.currency]
    return Section(
        title=f"Worth in {value.currency}",
        figures=[
            Figure(label="Value at cost", name="stock_value", dimensions=of, value=value.value, kind="money",
                   metric="gauge", more_is_better=None),
            Figure(label="Of it dead", name="dead_value", dimensions=of, value=value.dead_value, kind="money",
                   metric="gauge", more_is_better=False),
            Figure(label="Turnover a year", name="turnover", dimensions=of, value=fraction(value.turnover),
                   kind="number", metric="gauge"),
        ],
        charts=[_chart(parts, value.currency)],
    )  # fmt: skip


def _chart(parts: Sequence[StockPart], currency: str) -> Chart:
    inorder = sorted(parts, key=lambda part: -part.value.amount if part.value else 0)
    series = Series(name="Value", values=[in_units(part.value) for part in inorder])
    labels = [part.name for part in inorder]
    return Chart(title="Value by category", shape="shares", labels=labels, series=[series], unit=currency)


def _lists(report: InventoryReport) -> Section:
    return Section(
        title="One by one",
        tables=[
            _table("What lasts the shortest", [row for row in report.rows if row.cover_days is not None][:_LISTED]),
            _table("Dead stock, the most valuable first", report.dead_stock),
        ],
    )


def _table(title: str, rows: Sequence[StockRow]) -> Table:
    fields = [
        Field(heading="SKU", kind="text"), Field(heading="Title", kind="text"),
        Field(heading="Available", kind="count"), Field(heading="Incoming", kind="count"),
        Field(heading="Sold", kind="count"), Field(heading="Days of cover", kind="count"),
        Field(heading="Value", kind="money"),
    ]  # fmt: skip
    return Table(
        title=title,
        fields=fields,
        rows=[[row.sku, row.title, row.available, row.incoming, row.sold, row.cover_days, row.value] for row in rows],
    )
