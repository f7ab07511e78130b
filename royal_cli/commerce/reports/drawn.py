"""Puts figures into a page: what charts and tables are made of."""

from collections.abc import Sequence
from decimal import Decimal

from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.page import Page, Section
from royal_cli.money import Money


def new_page(
    title: str,
    span: Span,
    *,
    name: str,
    method: str,
    sections: Sequence[Section],
    notes: Sequence[str],
    source: str = "orders",
) -> Page:
    """A page of the days that a report is about."""
    return Page(
        title=title,
        period=str(span.period),
        compared=str(span.compared) if span.compared else None,
        sections=list(sections),
        made_at=span.now,
        name=name,
        start=span.period.start,
        end=span.period.end,
        method=method,
        source=source,
        notes=list(notes),
    )


def in_units(amount: Money | None) -> Decimal | None:
    """In whole units of its currency, as charts have it."""
    return None if amount is None else Decimal(amount.amount).scaleb(-amount.scale)


def fraction(share: float | None) -> Decimal | None:
    return None if share is None else Decimal(str(share))
