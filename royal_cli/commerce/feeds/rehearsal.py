"""A feed read as an import would read it, without any database: what arrives, what is rejected, and why."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from royal_cli.commerce.feeds.batch import Batch, Reject, Warn
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.recognise import Recognised, batches
from royal_cli.commerce.feeds.source import Source
from royal_cli.money import Money, to_text

_FIRST_ROWS = 3
_EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivingRow:
    """A row as it would come into the catalogue; None where the feed does not say."""

    line: int
    sku: str | None
    product: str | None
    title: str | None
    options: str | None
    price: Money | None
    price_includes_vat: bool | None
    compare_at_price: Money | None
    cost: Money | None
    #: Location -> units, and market -> price.
    stock: dict[str, int]
    prices: dict[str, Money]
    gtin: str | None
    mpn: str | None
    vendor: str | None
    type: str | None
    category: str | None
    tags: list[str]
    status: str | None
    weight: str | None
    size: str | None
    images: list[str]
    description: str | None


@dataclass(frozen=True, slots=True)
class RejectedRows:
    code: str
    count: int
    first_line: int
    column: str
    value: str
    hint: str


@dataclass(frozen=True, slots=True)
class WarnedCells:
    code: str
    count: int
    column: str
    value: str
    hint: str
    lines: list[int]


@dataclass(slots=True)
class Rehearsal:
    """Counts over the rows that were read."""

    read: int = 0
    arriving: int = 0
    has_titles: bool = False
    rows: list[ArrivingRow] = field(default_factory=list)
    rejected: int = 0
    rejects: list[RejectedRows] = field(default_factory=list)
    warnings: list[WarnedCells] = field(default_factory=list)


def rehearse(source: Source, known: Recognised, options: FeedOptions, *, limit: int | None = None) -> Rehearsal:
    """Read all rows, or the first `limit` of them."""
    found = _Findings(options.default_location, limit)
    for batch in batches(source, known, options):
        found.add(batch)
        if limit is not None and found.last >= limit:
            break
    return found.rehearsal()


class _Findings:
    def __init__(self, location: str, limit: int | None) -> None:
        self.location = location
        self.limit = limit
        self.last = 0
        self.arriving = 0
        self.rows: list[ArrivingRow] = []
        self.rejects: list[Reject] = []
        self.warnings: list[Warn] = []
        self.counts: Counter[str] = Counter()
        self.warned: Counter[str] = Counter()
        self.rejected: set[int] = set()
        self.has_titles = False
        #: SKU -> the line that it stood on first, and what that said.
        self.seen: dict[tuple[str, ...], tuple[int, int]] = {}

    def add(self, batch: Batch) -> None:
        self.has_titles = self.has_titles or any(batch.product.get("title", ()))
        lines = _wanted_lines(batch, self.limit)
        for row, number in enumerate(batch.numbers):
            if self.limit is None or number <= self.limit:
                self._add_row(batch, row, number)
        for reject in batch.rejects:
            if self.limit is None or reject.number <= self.limit:
                self._reject(reject)
        for warning in batch.warnings:
            if lines is None or warning.line <= lines:
                self.warned[warning.code] += 1
                self.warnings += [warning] if self.warned[warning.code] <= _EXAMPLES else []
        numbers = (*batch.numbers[-1:], *(reject.number for reject in batch.rejects))
        self.last = max(self.last, *numbers) if numbers else self.last

    def _reject(self, reject: Reject) -> None:
        self.counts[reject.code] += 1
        self.rejected.add(reject.number)
        if self.counts[reject.code] == 1 or reject.line < self._first(reject.code).line:
            self.rejects = [one for one in self.rejects if one.code != reject.code] + [reject]

    def _first(self, code: str) -> Reject:
        return next(reject for reject in self.rejects if reject.code == code)

    def _add_row(self, batch: Batch, row: int, number: int) -> None:
        sku = batch.skus[row]
        if sku and batch.sells[row] and self._contradicts(batch, row, number, sku):
            return
        self.arriving += 1
        if len(self.rows) < _FIRST_ROWS:
            self.rows.append(_arriving(batch, row, self.location))

    def _contradicts(self, batch: Batch, row: int, number: int, sku: str) -> bool:
        """A row that says other things of a variant than an earlier one is rejected by the import."""
        named = (batch.keys[row], sku, *(str(batch.variant.get(name, _NOTHING)[row]) for name in _OPTIONS
                                         if name in batch.variant))  # fmt: skip
        says = hash(tuple(column[row] for column in (*batch.variant.values(), *batch.stock.values())))
        line, said = self.seen.setdefault(named, (batch.lines[row], says))
        if line == batch.lines[row] or said == says:
            return False
        hint = f"line {line} describes this variant with other values: keep one of the rows"
        self._reject(Reject(number, batch.lines[row], "", sku, "duplicate_variant", hint))
        return True

    def rehearsal(self) -> Rehearsal:
        first = {reject.code: reject for reject in self.rejects}
        return Rehearsal(
            read=self.arriving + len(self.rejected), arriving=self.arriving, has_titles=self.has_titles,
            rows=self.rows,
            rejected=len(self.rejected),
            rejects=[
                RejectedRows(code, count, first[code].line, first[code].column, first[code].value, first[code].hint)
                for code, count in self.counts.most_common()
            ],
            warnings=[_warned(code, count, self.warnings) for code, count in self.warned.most_common()],
        )  # fmt: skip


_OPTIONS = ("option1_value", "option2_value", "option3_value")
_NOTHING: Mapping[int, None] = {}


def _wanted_lines(batch: Batch, limit: int | None) -> int | None:
    """The last line that belongs to the rows that are looked at; None for all of them."""
    if limit is None:
        return None
    return max((line for line, number in zip(batch.lines, batch.numbers, strict=True) if number <= limit), default=0)


def _warned(code: str, count: int, warnings: Iterable[Warn]) -> WarnedCells:
    examples = [warning for warning in warnings if warning.code == code]
    first = examples[0]
    return WarnedCells(code, count, first.column, first.value, first.hint, [warning.line for warning in examples])


def _arriving(batch: Batch, row: int, location: str) -> ArrivingRow:
    product = {name: _of_product(batch, column, row) for name, column in batch.product.items()}
    variant = {name: column[row] for name, column in batch.variant.items()}
    return ArrivingRow(
        line=batch.lines[row], sku=batch.skus[row], title=product.get("title"),
        product=batch.keys[row] if batch.keys[row] != batch.skus[row] else None,
        options=_options(variant), price=_money(variant, "price"), cost=_money(variant, "cost_price"),
        compare_at_price=_money(variant, "compare_at_price"), price_includes_vat=variant.get("price_includes_vat"),
        stock={name or location: units for name, column in batch.stock.items() if (units := column[row]) is not None},
        prices=_market_prices(batch, row), gtin=variant.get("gtin"), mpn=variant.get("mpn"),
        vendor=product.get("vendor"), type=product.get("product_type"), category=product.get("category_path"),
        tags=json.loads(product.get("tags") or "[]"), status=product.get("status"), weight=_weight(variant),
        size=_size(variant.get("dimensions")), images=[url for url, _ in islice((batch.images or {})[row] or (), None)]
        if batch.images else [], description=product.get("description"),
    )  # fmt: skip


def _of_product(batch: Batch, column: Sequence[Any], row: int) -> Any:
    """What this row or an earlier one of the same product says of it."""
    rows = (place for place in range(row + 1) if batch.keys[place] == batch.keys[row])
    return next((column[place] for place in rows if column[place] is not None), None)


def _money(variant: Mapping[str, Any], name: str) -> Money | None:
    amount = variant.get(name)
    return None if amount is None else Money(amount, variant["currency"], variant["price_scale"])


def _market_prices(batch: Batch, row: int) -> dict[str, Money]:
    return {
        market.market: Money(amount, market.currency or "", market.price_scale[row] or 0)
        for market in batch.markets
        if (amount := market.price[row]) is not None
    }


def _options(variant: Mapping[str, Any]) -> str | None:
    pairs = [(variant.get(f"option{n}_name"), variant.get(f"option{n}_value")) for n in (1, 2, 3)]
    return ", ".join(f"{name}: {value}" for name, value in pairs if value) or None


def _weight(variant: Mapping[str, Any]) -> str | None:
    weight = variant.get("weight")
    if weight is None:
        return None
    return f"{to_text(weight, 3).rstrip('0').rstrip('.')} {variant.get('weight_unit') or ''}".strip()


def _size(dimensions: str | None) -> str | None:
    if not dimensions:
        return None
    sides = json.loads(dimensions)
    return f"{' × '.join(sides[side] for side in ('length', 'width', 'height') if side in sides)} {sides['unit']}"
