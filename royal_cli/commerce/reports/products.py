"""What sells best and worst, how few products make the revenue, and what is not sold at all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from royal_cli.commerce.reports.amounts import money, share
from royal_cli.commerce.reports.asked import Span
from royal_cli.commerce.reports.line_sums import LineSums, Thing, line_sums
from royal_cli.commerce.reports.names import Named, named, product_of_variants
from royal_cli.commerce.reports.never_sold import never_sold
from royal_cli.commerce.reports.notes import nothing_sold
from royal_cli.commerce.reports.period import Period
from royal_cli.commerce.reports.products_rows import AbcClass, ProductSales, ProductsReport
from royal_cli.commerce.reports.words import Choices
from royal_cli.errors import UsageError

#: So many are shown of what is worst, and of what was never sold.
FEW = 10
_A, _B = 0.80, 0.95

#: What comes first with --sort.
SORTS: Mapping[str, Callable[["_Ranked"], float]] = {
    "revenue": lambda row: row.sums.revenue,
    "units": lambda row: row.sums.units,
    "margin": lambda row: row.sums.costed - row.sums.cost if row.sums.costed else float("-inf"),
    "margin-share": lambda row: 1 - row.sums.cost / row.sums.costed if row.sums.costed else float("-inf"),
    "returns": lambda row: row.sums.back / row.sums.units if row.sums.units else 0.0,
}
PER = ("variant", "product")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    """A thing with its place among all of its currency, the best sold first."""

    rank: int
    currency: str
    thing: Thing
    sums: LineSums
    revenue_share: float | None
    cumulated_share: float | None
    abc: str


Found = dict[tuple[str, Thing], LineSums]


def check(choices: Choices) -> None:
    """UsageError where there are no such rows, or no such order."""
    if choices.per not in (None, *PER):
        raise UsageError(f"There are no rows per {choices.per!r}.", hint="--per variant or --per product")
    if choices.sort not in (None, *SORTS):
        raise UsageError(f"Products are not sorted by {choices.sort!r}.", hint=f"By {', '.join(SORTS)}.")


def of_span(connection: Connection, span: Span, choices: Choices) -> ProductsReport:
    per, sort = choices.per or PER[0], choices.sort or "revenue"
    sold = _sold(connection, span.period)
    before = _sold(connection, span.compared) if span.compared else None
    variants = {thing.variant_id for (_, thing), sums in sold.items() if sums.units > 0}
    if per == "product":
        products = product_of_variants(connection)
        sold, before = _folded(sold, products), None if before is None else _folded(before, products)
    ranked = [row for currency in sorted({currency for currency, _ in sold}) for row in _ranked(sold, currency)]
    rows = _first(sorted(ranked, key=lambda row: (-SORTS[sort](row), row.rank)), choices.limit)
    worst = _first(ranked[::-1], FEW)
    names = named(connection, {row.thing for row in (*rows, *worst)}, per)
    unsold_count, unsold = never_sold(connection, variants, limit=choices.limit or FEW)
    return ProductsReport(
        period=str(span.period),
        period_start=span.period.first,
        period_end=span.period.last,
        timezone=span.period.zone.key,
        compared=str(span.compared) if span.compared else None,
        per=per,
        products_sold=len({row.thing for row in ranked if row.sums.units > 0}),
        never_sold_count=unsold_count,
        unmatched_codes=len({row.thing for row in ranked if row.thing.variant_id is None}),
        rows=[_row(row, names, before) for row in rows],
        worst=[_row(row, names, before) for row in worst],
        classes=list(_classes(ranked)),
        never_sold=unsold,
        notes=list(_notes(connection, span, ranked)),
    )


def _sold(connection: Connection, period: Period) -> Found:
    return {(currency, thing): sums for currency, thing, sums in line_sums(connection, period)}


def _folded(found: Found, products: Mapping[int, int]) -> Found:
    """The variants of a product together: the id of what was sold is then the product's."""
    folded: Found = {}
    for (currency, thing), sums in found.items():
        key = currency, thing if thing.variant_id is None else Thing(products[thing.variant_id], None)
        folded[key] = folded[key] + sums if key in folded else sums
    return folded


def _ranked(found: Found, currency: str) -> Iterator[_Ranked]:
    """Best sold first. Revenue below zero, of what was only given back, makes no share of the whole smaller."""
    of_currency = [(thing, sums) for (its, thing), sums in found.items() if its == currency]
    whole = sum(max(0, sums.revenue) for _, sums in of_currency)
    cumulated = 0
    inorder = sorted(of_currency, key=lambda one: (-one[1].revenue, one[0].variant_id or 0, one[0].code_id or 0))
    for rank, (thing, sums) in enumerate(inorder, start=1):
        reached = share(cumulated, whole)
        cumulated += max(0, sums.revenue)
        yield _Ranked(
            rank=rank,
            currency=currency,
            thing=thing,
            sums=sums,
            revenue_share=share(sums.revenue, whole),
            cumulated_share=share(cumulated, whole),
            abc="C" if reached is None or reached >= _B or sums.revenue <= 0 else "A" if reached < _A else "B",
        )


def _first(rows: Sequence[_Ranked], limit: int | None) -> list[_Ranked]:
    """So many of each currency, one currency after the other."""
    currencies = sorted({row.currency for row in rows})
    return [row for currency in currencies for row in [row for row in rows if row.currency == currency][:limit]]


def _row(row: _Ranked, names: Mapping[Thing, Named], before: Found | None) -> ProductSales:
    sums, currency, name = row.sums, row.currency, names[row.thing]
    then = None if before is None else before.get((currency, row.thing), LineSums())
    return ProductSales(
        rank=row.rank,
        code=name.code,
        title=name.title,
        category=name.category,
        currency=currency,
        units=sums.units,
        revenue=money(sums.revenue, currency),
        revenue_share=row.revenue_share,
        cumulated_share=row.cumulated_share,
        abc=row.abc,
        returned_units=sums.back,
        returns_share=share(sums.back, sums.units),
        margin=money(sums.costed - sums.cost, currency) if sums.costed else None,
        margin_share=share(sums.costed - sums.cost, sums.costed),
        matched=row.thing.variant_id is not None,
        revenue_before=None if then is None else money(then.revenue, currency),
        revenue_change=None if then is None or then.revenue <= 0 else share(sums.revenue - then.revenue, then.revenue),
    )


def _classes(ranked: Sequence[_Ranked]) -> Iterator[AbcClass]:
    for currency in sorted({row.currency for row in ranked}):
        rows = [row for row in ranked if row.currency == currency]
        whole = sum(max(0, row.sums.revenue) for row in rows)
        for abc in "ABC":
            of_class = [row for row in rows if row.abc == abc]
            revenue = sum(row.sums.revenue for row in of_class)
            yield AbcClass(
                abc=abc,
                currency=currency,
                products=len(of_class),
                products_share=share(len(of_class), len(rows)),
                revenue=money(revenue, currency),
                revenue_share=share(revenue, whole),
            )


def _notes(connection: Connection, span: Span, ranked: Sequence[_Ranked]) -> Iterator[str]:
    if not ranked:
        yield from nothing_sold(connection, span)
        return
    unmatched = {row.thing for row in ranked if row.thing.variant_id is None}
    if unmatched:
        codes = "1 code is" if len(unmatched) == 1 else f"{len(unmatched):,} codes are"
        yield f"{codes} sold that no variant is known for: royal order unmatched"
    yield "Postage and fees are no products; discounts and refunds of whole orders are taken off none."
