"""Which columns are amounts, which one is the price, and whether VAT is in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.formats.sheet import bind
from royal_cli.commerce.feeds.formats.table import TABLE
from royal_cli.commerce.feeds.proposing.price_words import Kind, currency_of, includes_vat, kind_of
from royal_cli.commerce.feeds.proposing.sample import SampledColumn
from royal_cli.commerce.feeds.proposing.words import field_of, is_vat_rate, speaks_of_stock
from royal_cli.commerce.feeds.values import ColumnEvidence, Problems

#: What a table is read by without a profile, as kinds of amounts.
_ROLES = {
    "variant.price": Kind.price, "variant.cost_price": Kind.cost, "variant.compare_at_price": Kind.before,
    "sale_price": Kind.sale,
}  # fmt: skip

#: Prices with VAT over those without, in hundredths: the rates of Europe and its neighbours.
_RATES = frozenset([*range(105, 111), *range(112, 126), 127])
_NEVER_PRICES = frozenset(["sku", "gtin", "weight", "length", "width", "height", "weight unit"])


@dataclass(frozen=True, slots=True)
class Amounts:
    """A column of money."""

    column: SampledColumn
    kind: Kind
    by_name: bool
    includes_vat: bool | None

    @property
    def header(self) -> str:
        return self.column.header

    @property
    def currency(self) -> str | None:
        return currency_of(self.header)


@dataclass(slots=True)
class PriceChoice:
    price: Amounts | None = None
    why: str = ""
    includes_vat: bool | None = None
    #: How that is known; "" where it is not.
    vat_why: str = ""
    #: The one that is taken of two that only VAT tells apart -> whether it is with VAT, and how that is known.
    pairs: dict[str, tuple[bool, str]] = field(default_factory=dict)
    #: Several could be the price.
    rivals: list[Amounts] = field(default_factory=list)
    #: The other amounts: header -> (word of a profile, reason).
    others: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Amounts that are left out, with the reason.
    left: dict[str, str] = field(default_factory=dict)
    #: A plain price beside the one that was chosen: perhaps what the shop pays.
    open_cost: str = ""


def amounts(columns: Sequence[SampledColumn]) -> list[Amounts]:
    """Columns that are called amounts, or have a currency in most cells."""
    return [found for column in columns if (found := _amounts(column))]


def _amounts(column: SampledColumn) -> Amounts | None:
    looks = column.looks
    if looks.is_empty or looks.numbers < 0.5 or is_vat_rate(column.header) or speaks_of_stock(column.header):
        return None
    places = bind((column.header,), TABLE).places
    kind = next((kind for role, kind in _ROLES.items() if role in places), None)
    spoken = kind_of(column.header)
    if kind is None and field_of(column.header) in _NEVER_PRICES:
        return None
    if kind in (None, Kind.price) and spoken:
        kind = spoken
    if kind is None and looks.priced < 0.5:
        return None
    return Amounts(column, kind or Kind.price, kind is not None, includes_vat(column.header))


def choose(found: Sequence[Amounts], *, said: str | None, wants_vat: bool | None) -> PriceChoice:
    """The price among the amounts. Where several could be it, none is chosen; `said` is what the operator says."""
    choice = PriceChoice()
    by_kind = {kind: _merged([one for one in found if one.kind is kind], choice, wants_vat) for kind in Kind}
    plain = _merged([*by_kind[Kind.selling], *by_kind[Kind.price]], choice, wants_vat)
    recommended, cost = by_kind[Kind.recommended], by_kind[Kind.cost]
    named = [one for one in found if one.header == said]
    if named:
        _take(choice, named[0], "you said so")
    elif len(plain) == 1 and (not recommended or plain[0].kind is Kind.selling or cost):
        _take(choice, plain[0], _because(plain[0]))
    elif not plain and len(recommended) == 1:
        _take(choice, recommended[0], "the recommended price, and no other")
    else:
        choice.rivals = [*plain, *recommended] or by_kind[Kind.sale] or by_kind[Kind.before]
    _place_others(choice, by_kind, plain)
    return choice


def _because(price: Amounts) -> str:
    return "" if price.by_name else "amounts with a currency"


def _take(choice: PriceChoice, price: Amounts, why: str) -> None:
    choice.price, choice.why = price, choice.why or why
    choice.includes_vat, choice.vat_why = choice.pairs.get(price.header, (None, ""))
    if price.includes_vat is not None:
        choice.includes_vat, choice.vat_why = price.includes_vat, f"{price.header} says so"


def _place_others(choice: PriceChoice, by_kind: dict[Kind, list[Amounts]], plain: Sequence[Amounts]) -> None:
    """What the other amounts are, beside the price that was chosen or has to be asked for."""
    price = choice.price
    for kind, word in ((Kind.cost, "cost"), (Kind.before, "compare at price"), (Kind.sale, "sale price")):
        others = [one for one in by_kind[kind] if one is not price]
        if len(others) > 1:
            choice.left |= {one.header: f"several could be the {word}" for one in others}
        elif others and (price or kind is Kind.cost):
            _place(choice, others[0], word)
    if price is None:
        return
    rest = [one for one in plain if one is not price]
    if len(rest) == 1 and price.kind is Kind.recommended and not by_kind[Kind.cost]:
        choice.open_cost = rest[0].header
    rest += [one for one in by_kind[Kind.recommended] if one is not price]
    choice.left |= {one.header: f"{price.header} is the price" for one in rest}
    choice.left |= {one.header: "no price of a piece" for one in by_kind[Kind.other]}


def _place(choice: PriceChoice, one: Amounts, word: str) -> None:
    """A cost is without VAT; the other prices are like the one to sell at."""
    like = False if word == "cost" else choice.includes_vat
    if like is not None and one.includes_vat is (not like):
        other = "a cost" if word == "cost" else "the price"
        choice.left[one.header] = f"it is with{'' if one.includes_vat else 'out'} VAT, unlike {other}"
    else:
        choice.others[one.header] = (word, "")


def _merged(group: Sequence[Amounts], choice: PriceChoice, wants_vat: bool | None) -> list[Amounts]:
    """The same price with VAT and without is one price: that which the shop's own prices are like."""
    if len(group) != 2:
        return list(group)
    with_vat = _gross_of(group)
    if with_vat is None:
        return list(group)
    net = next(one for one in group if one is not with_vat)
    taken, other = (net, with_vat) if wants_vat is False or with_vat.kind is Kind.cost else (with_vat, net)
    choice.left[other.header] = f"{taken.header} {'without' if taken is net else 'with'} VAT is used"
    choice.pairs[taken.header] = (taken is with_vat, _pair_words(net, with_vat))
    return [taken]


def _pair_words(net: Amounts, gross: Amounts) -> str:
    rates = ratios(net.column.cells, gross.column.cells)
    times = f"{rates[0] / 100:.2f} × " if len(set(rates)) == 1 else "never less than "
    return f"{gross.header} is {times}{net.header}"


def _gross_of(pair: Sequence[Amounts]) -> Amounts | None:
    """The one with VAT, where the headers and the amounts agree that the other is without."""
    said = {one.includes_vat: one for one in pair}
    if len(said) != 2:
        return None
    gross = said.get(True) or next(one for one in pair if one is not said[False])
    net = next(one for one in pair if one is not gross)
    found = ratios(net.column.cells, gross.column.cells)
    certain = {True, False} <= said.keys()
    fits = [rate in _RATES or (certain and 100 <= rate <= 130) for rate in found]
    return gross if found and sum(fits) * 20 >= len(fits) * 19 else None


def ratios(below: Sequence[str], above: Sequence[str]) -> list[int]:
    """One column's amounts over another's, in hundredths; cheap rows say little and are left out."""
    first, second = _figures(below), _figures(above)
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a and b and a >= 200]
    return [round(100 * b / a) for a, b in pairs]


def _figures(cells: Sequence[str]) -> list[int | None]:
    """In cents."""
    problems = Problems(range(len(cells)), range(len(cells)))
    found = values.money(cells, problems, "", currency="EUR", evidence=ColumnEvidence())
    scales = [scale == 2 for scale in found.scale]
    kept = iter(compress(found.amount, scales))
    return [next(kept) if is_cents else None for is_cents in scales]
