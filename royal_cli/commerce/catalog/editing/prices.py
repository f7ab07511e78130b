"""Sets prices: of what is chosen all in one way, or of a list each to its own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce.catalog.editing.amounts import Change, Rounding, result
from royal_cli.commerce.catalog.editing.edit import streamed
from royal_cli.commerce.catalog.editing.price_lists import LISTED, stage_prices
from royal_cli.commerce.catalog.editing.run import FROM_LIST, Findings, Job, Unable
from royal_cli.commerce.catalog.editing.targets import Targets, choose_variants
from royal_cli.commerce.catalog.importing.proposals import FieldChange, Proposal
from royal_cli.errors import Conflict
from royal_cli.money import Money, to_text

KIND = "product.price.set"
#: In place of a compare-at price: the price that there was.
WAS = "price"

_AMOUNTS = ("price", "compare_at_price", "cost_price")
#: What a variant has, then what its product would lend it, then the price of the market in question.
_COLUMNS = (
    "v.sku, p.sku AS product, v.currency, v.price_scale, v.price, v.compare_at_price, v.cost_price,"
    " p.currency AS p_currency, p.price_scale AS p_price_scale, p.base_price AS p_price,"
    " p.compare_at_price AS p_compare_at_price, p.cost_price AS p_cost_price,"
    " m.currency AS m_currency, m.price_scale AS m_price_scale, m.price AS m_price,"
    " m.compare_at_price AS m_compare_at_price, NULL AS m_cost_price"
)
_CHOSEN = (
    "FROM product_variants v JOIN products p ON p.id = v.product_id"
    " LEFT JOIN market_prices m ON m.product_variant_id = v.id AND m.market = :market"
    " WHERE v.id IN (SELECT variant_id FROM chosen)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSet:
    """New amounts or changes, by field; for `targets`, or where `lines` are given for those that a list names."""

    targets: Targets | None = None
    lines: Iterable[str] = ()
    changes: Mapping[str, Change]
    #: The compare-at price becomes the price that there was.
    keeps_old: bool = False
    rounding: Rounding | None = None
    market: str | None = None
    #: Of the amounts that are stated; without it that of each price.
    currency: str | None = None
    #: Of a variant that has no currency yet.
    default_currency: str


class _CannotError(Exception):
    """Why one variant stays as it is; `is_harmless` where there is nothing that could be changed."""

    def __init__(self, code: str, hint: str, *, is_harmless: bool = False) -> None:
        super().__init__(hint)
        self.code = code
        self.hint = hint
        self.is_harmless = is_harmless


def set_prices(wanted: PriceSet) -> Job:
    told = {name: change.text for name, change in wanted.changes.items()}
    more = {"market": wanted.market, "currency": wanted.currency}
    targets = wanted.targets
    return Job(
        kind=KIND,
        source=targets.spoken if targets else FROM_LIST,
        propose=partial(_listed if targets is None else _of_targets, wanted),
        parameters={
            **(targets.described if targets else {}),
            **told,
            **{name: value for name, value in more.items() if value},
        },
        are_many=targets is None or targets.are_many,
    )


def _of_targets(wanted: PriceSet, connection: Connection, findings: Findings) -> Iterator[Proposal]:
    assert wanted.targets is not None
    choose_variants(connection, wanted.targets)
    if wanted.currency is None and any(change.is_money for change in wanted.changes.values()):
        _refuse_several_currencies(connection, wanted.market)
    with streamed(connection, f"SELECT {_COLUMNS} {_CHOSEN} ORDER BY v.id", market=wanted.market) as rows:
        for row in rows:
            try:
                yield _proposal(row, wanted, wanted.changes, wanted.market, wanted.currency)
            except _CannotError as error:
                unable = Unable(row.sku, error.code, error.hint)
                findings.leave(unable, wanted.targets, is_harmless=error.is_harmless)


def _refuse_several_currencies(connection: Connection, market: str | None) -> None:
    currency = "m.currency" if market else "COALESCE(v.currency, p.currency)"
    found = connection.scalars(text(f"SELECT DISTINCT {currency} {_CHOSEN} ORDER BY 1"), {"market": market}).all()
    codes = [code for code in found if code]
    if len(codes) > 1:
        raise Conflict(
            f"These have prices in {', '.join(codes)}, and one amount cannot be meant in all of them.",
            hint="Choose those of one currency, say --currency, or change them by percent.",
        )


def _listed(wanted: PriceSet, connection: Connection, findings: Findings) -> Iterator[Proposal]:
    stage_prices(connection, wanted.lines, wanted.market, findings)
    with streamed(connection, LISTED.format(columns=_COLUMNS)) as rows:
        for row in rows:
            try:
                if row.sku is None:
                    raise _CannotError("unknown_sku", "nothing in the catalogue has this SKU")
                if row.turn > 1:
                    raise _CannotError("repeated", "a line above sets this price already")
                yield _proposal(row, wanted, _given(row), row.given_market, row.given_currency or wanted.currency)
            except _CannotError as error:
                findings.reject(Unable(row.sku or row.given_sku, error.code, error.hint, row.line))


def _given(row: Row[Any]) -> dict[str, Change]:
    values = row._mapping
    return {
        name: Change("", "", Fraction(values[f"given_{name}"], 10**row.given_scale), digits=row.given_scale)
        for name in _AMOUNTS
        if values[f"given_{name}"] is not None
    }


def _proposal(
    row: Row[Any], wanted: PriceSet, changes: Mapping[str, Change], market: str | None, currency: str | None
) -> Proposal:
    fields = {name: _money(row, wanted, change, name, market, currency) for name, change in changes.items()}
    if wanted.keeps_old and (old := _held(row, "price", market)):
        fields["compare_at_price"] = old
    if len({money.currency for money in fields.values()}) > 1:
        raise _CannotError("currency_differs", "its amounts would be in several currencies")
    _refuse_other_currency(row, fields, market)
    told = {
        name: FieldChange(None, {"amount": to_text(money.amount, money.scale), "currency": money.currency})
        for name, money in fields.items()
    }
    if market is None:
        return Proposal("variant", "update", row.sku, row.product, told)
    return Proposal("market_price", "update", row.sku, market, told)


def _refuse_other_currency(row: Row[Any], fields: Mapping[str, Money], market: str | None) -> None:
    """The amounts of a row have one currency: what is not set anew must be in it."""
    values, prefix = row._mapping, "m_" if market else ""
    stored = values[f"{prefix}currency"]
    left = [_CALLED[name] for name in _AMOUNTS if name not in fields and values[prefix + name] is not None]
    for money in fields.values():
        if left and stored not in (None, money.currency):
            hint = f"its {' and '.join(left)} would stay in {stored} beside {money.currency}: set them together"
            raise _CannotError("currency_differs", hint)


def _held(row: Row[Any], name: str, market: str | None) -> Money | None:
    """The amount that counts now: the variant's own, or else the product's."""
    values = row._mapping
    for prefix in ("m_",) if market else ("", "p_"):
        amount, currency = values[f"{prefix}{name}"], values[f"{prefix}currency"]
        if amount is not None and currency is not None:
            return Money(amount, currency, values[f"{prefix}price_scale"])
    return None


def _money(row: Row[Any], wanted: PriceSet, change: Change, name: str, market: str | None, stated: str | None) -> Money:
    what = _CALLED[name]
    held = _held(row, name, market) if change.is_relative else None
    if not change.is_relative:
        own = row.m_currency if market else row.currency or row.p_currency
        currency = stated or own or (None if market else wanted.default_currency)
        if currency is None:
            raise _CannotError("currency_unknown", f"it has no price in {market} yet: say --currency")
    elif held is None:
        raise _CannotError("no_amount", f"it has no {what} that could be changed", is_harmless=True)
    elif stated not in (None, held.currency):
        raise _CannotError("currency_differs", f"its {what} is in {held.currency}, not in {stated}")
    else:
        currency = held.currency
    amount, scale = (held.amount, held.scale) if held else (0, 0)
    found = result(change, amount, scale, currency, None if name == "cost_price" else wanted.rounding)
    if found is None:
        raise _CannotError("out_of_bounds", f"its {what} would be below 0, or too large to be kept")
    return Money(found[0], currency, found[1])


_CALLED = {"price": "price", "compare_at_price": "compare-at price", "cost_price": "cost"}
