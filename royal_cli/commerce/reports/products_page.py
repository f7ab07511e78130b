"""The report on products as a page."""

from collections.abc import Sequence

from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.drawn import fraction, in_units, new_page
from royal_cli.commerce.reports.page import Chart, Field, Figure, Page, Section, Series, Table, Value
from royal_cli.commerce.reports.products_rows import ProductSales, ProductsReport

METHOD = "revenue of product lines = gross - discounts - cancellations - refunds of lines"
_BARS = 15
_LISTED = 100


def page(report: ProductsReport, span: Span) -> Page:
    sections = [_of_all(report), *(_of_currency(report, currency) for currency in _currencies(report))]
    return new_page("Products", span, name="products", method=METHOD, sections=sections, notes=report.notes)


def _currencies(report: ProductsReport) -> list[str]:
    return sorted({row.currency for row in report.classes})


def _of_all(report: ProductsReport) -> Section:
    return Section(
        title="The catalogue",
        figures=[
            Figure(label="Sold", name="products_sold", value=report.products_sold, kind="count"),
            Figure(label="Never sold", name="products_never_sold", value=report.never_sold_count, kind="count",
                   more_is_better=False, metric="gauge"),
            Figure(label="Codes without a variant", name="unmatched_codes", value=report.unmatched_codes,
                   kind="count", more_is_better=False, metric="gauge"),
        ],
        tables=[
            Table(
                title="Never sold, the most stock first",
                fields=[
                    Field(heading="SKU", kind="text"), Field(heading="Title", kind="text"),
                    Field(heading="Category", kind="text"), Field(heading="Stock", kind="count"),
                ],
                rows=[[row.sku, row.title, row.category, row.stock] for row in report.never_sold],
                empty="Everything was sold.",
            )
        ],
    )  # fmt: skip


def _of_currency(report: ProductsReport, currency: str) -> Section:
    rows = [row for row in report.rows if row.currency == currency]
    classes = [row for row in report.classes if row.currency == currency]
    most = rows[:_BARS]
    return Section(
        title=f"Sold in {currency}",
        charts=[
            Chart(title="Revenue", shape="bars", labels=[row.title or row.code for row in most], unit=currency,
                  series=[Series(name="Revenue", values=[in_units(row.revenue) for row in most])]),
            Chart(title="Revenue by class", shape="shares", labels=[row.abc for row in classes], unit=currency,
                  series=[Series(name="Revenue", values=[in_units(row.revenue) for row in classes])],
                  note="A: what makes the first 80 % of the revenue; B: the next 15 %; C: the rest."),
        ],
        tables=[
            _table("Best", rows[:_LISTED]),
            _table("Worst", [row for row in report.worst if row.currency == currency]),
        ],
    )  # fmt: skip


def _table(title: str, rows: Sequence[ProductSales]) -> Table:
    fields = [
        Field(heading="Code", kind="text"), Field(heading="Title", kind="text"), Field(heading="Class", kind="text"),
        Field(heading="Units", kind="count"), Field(heading="Revenue", kind="money"),
        Field(heading="Of all", kind="share"), Field(heading="Returned", kind="share"),
        Field(heading="Margin", kind="share"),
    ]  # fmt: skip
    cells: list[list[Value]] = [
        [row.code, row.title, row.abc, row.units, row.revenue, fraction(row.revenue_share),
         fraction(row.returns_share), fraction(row.margin_share)]
        for row in rows
    ]  # fmt: skip
    return Table(title=title, fields=fields, rows=cells, empty="Nothing was sold.")
