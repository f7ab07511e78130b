"""The money of a chunk: every row in one currency and scale, sale prices, prices of markets."""

import re
from collections.abc import Sequence
from itertools import compress
from typing import Any

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch, MarketColumns
from royal_cli.commerce.feeds.formats import plain
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.money import exponent, is_currency

#: The main one first: the others of a row have to agree with its currency.
ROLES = ("variant.price", "sale_price", "variant.compare_at_price", "variant.cost_price")

Amounts = list[int | None]

_BARE_FIGURE = re.compile(r"[+-]?\d[\d.,'’\s]*")


def price(sheet: Sheet, batch: Batch) -> None:
    """Convert the columns of money. A price that cannot be read rejects its row, another amount only itself."""
    roles = [role for role in ROLES if sheet.has(role)]
    if not roles:
        return
    currency = _currencies(sheet)
    rows = _plain(sheet, roles, currency) or values.in_one_currency(
        sheet.problems,
        {sheet.header(role): _read(sheet, sheet.header(role), sheet.cells(role), currency, role) for role in roles},
    )
    batch.variant["currency"], batch.variant["price_scale"] = rows.currency, rows.scale
    for role, amounts in zip(roles, rows.amounts, strict=True):
        batch.variant[role.removeprefix("variant.")] = amounts
    _say_whether_vat_is_included(sheet, batch)


def _plain(sheet: Sheet, roles: Sequence[str], currency: str | Sequence[str | None] | None) -> values.RowPrices | None:
    """The common case: one currency with two decimals, and every amount written with both of them."""
    if any(map(sheet.unit, roles)):
        return None
    code = currency
    columns = []
    for role in roles:
        cells: Sequence[str] = sheet.cells(role)
        if said := plain.stated(cells):
            code = said.word if role == roles[0] else code
            cells = said.cells
        if (said and said.word != code) or (not said and code != currency and any(cells)):
            return None
        amounts = plain.amounts(cells) if _has_cents(code) else None
        if amounts is None:
            return None
        columns.append(amounts)
    for role, amounts in zip(roles, columns, strict=True):
        sheet.evidence(sheet.header(role)).learn("." if any(amounts) else "")
    priced = [True] * sheet.size
    if None in columns[0]:
        priced = [any(amount is not None for amount in row) for row in zip(*columns, strict=True)]
    stated = code if isinstance(code, str) else None
    return values.RowPrices([stated if p else None for p in priced], [2 if p else None for p in priced], columns)


def _has_cents(code: str | Sequence[str | None] | None) -> bool:
    return code is None or (isinstance(code, str) and is_currency(code) and exponent(code) == 2)


def _read(
    sheet: Sheet, header: str, cells: Sequence[str], currency: str | Sequence[str | None] | None, role: str
) -> values.Prices:
    if sign := sheet.unit(role):
        cells = [f"{sign} {cell}" if cell[:1].isdigit() else cell for cell in cells]
    found = values.money(
        cells, sheet.problems, header, currency=currency,
        decimal_mark=sheet.options.decimal_mark, evidence=sheet.evidence(header),
        clears=role, strict=role in ("variant.price", "sale_price"),
    )  # fmt: skip
    if role == "variant.price" and isinstance(currency, str) and not sheet.options.currency_is_said:
        _refuse_bare_figures(sheet, header, cells, [code for code in found.currency if code not in (currency, None)])
    return found


def _refuse_bare_figures(sheet: Sheet, header: str, cells: Sequence[str], others: Sequence[str | None]) -> None:
    """Where most prices of a column state another currency than the shop's, one without is not in the shop's own."""
    bare = [row for row, cell in enumerate(cells) if _BARE_FIGURE.fullmatch(cell.strip())] if others else []
    for row in bare if len(bare) < len(others) else ():
        hint = "most prices of this column state another currency than the shop's: do so here, or use --currency"
        sheet.problems.reject(row, header, cells[row], "currency_missing", hint)


def _currencies(sheet: Sheet) -> str | Sequence[str | None] | None:
    """What the feed states of each row; else what the operator says; else what feeds of its kind are in."""
    if not sheet.has("currency", "usual_currency"):
        return sheet.options.currency
    usual = [sheet.options.currency] * sheet.size
    if sheet.has("usual_currency") and not sheet.options.currency_is_said:
        usual = [code or sheet.options.currency for code in sheet.cells("usual_currency")]
    stated: Sequence[str | None] = [None] * sheet.size
    if sheet.has("currency"):
        stated = values.currency_codes(sheet.cells("currency"), sheet.problems, sheet.header("currency"), strict=True)
    codes = [code or other for code, other in zip(stated, usual, strict=True)]
    return codes if len(set(codes)) > 1 else next(iter(codes), None)


def _say_whether_vat_is_included(sheet: Sheet, batch: Batch) -> None:
    """What the header, the profile or the operator says of VAT concerns the rows that state a price."""
    role = "variant.price_includes_vat"
    known = sheet.options.price_includes_vat
    if known is not None and not sheet.has(role):
        batch.variant["price_includes_vat"] = [known] * sheet.size
    if role not in sheet.binding.places and "price_includes_vat" in batch.variant:
        stated = zip(batch.variant["price_includes_vat"], batch.variant["price_scale"], strict=True)
        batch.variant["price_includes_vat"] = [None if scale is None else includes for includes, scale in stated]


def sell_at_sale_price(sheet: Sheet, batch: Batch, running: Sequence[bool] | None = None) -> None:
    """Where a sale runs, the price is the sale price and the regular one is compared to; elsewhere nothing is."""
    sale: Amounts | None = batch.variant.pop("sale_price", None)
    if sale is None:
        return
    regular: Amounts = batch.variant.get("price") or [None] * sheet.size
    on_sale = [amount is not None for amount in sale]
    if running is not None:
        on_sale = [is_on and runs for is_on, runs in zip(on_sale, running, strict=True)]
    _refuse_gifts(sheet, sale, regular, on_sale)
    batch.variant["price"] = [s if on else r for s, r, on in zip(sale, regular, on_sale, strict=True)]
    batch.variant["compare_at_price"] = [r if on else None for r, on in zip(regular, on_sale, strict=True)]
    over = [not on and r is not None for r, on in zip(regular, on_sale, strict=True)]
    for row in compress(range(sheet.size), over):
        sheet.problems.clear(row, "variant.compare_at_price")


def _refuse_gifts(sheet: Sheet, sale: Amounts, regular: Amounts, on_sale: list[bool]) -> None:
    """Feeds write a sale price of 0 where there is no sale; nobody sells for nothing because of it."""
    for row, amount in enumerate(sale if 0 in sale else ()):
        if amount == 0 and regular[row] and on_sale[row]:
            on_sale[row] = False
            hint = "leave the sale price empty where there is no sale; the regular price is used"
            sheet.problems.warn(row, sheet.header("sale_price"), "0", "sale_price_zero", hint)


def price_markets(sheet: Sheet, batch: Batch) -> None:
    """Prices of markets; a market of which no row says anything is left out."""
    names = [name for role in ("market.included", "market.price", "market.compare_at_price")
             for name in sheet.binding.named.get(role, {})]  # fmt: skip
    for market in dict.fromkeys(names):
        columns = _market(sheet, market)
        if any(value is not None for column in columns[2:5] for value in column):
            batch.markets.append(columns)


def _market(sheet: Sheet, market: str) -> MarketColumns:
    known = {name.casefold(): code for name, code in sheet.options.market_currencies.items()}
    currency = _market_currencies(sheet, market) or known.get(market.casefold()) or _shared_currency(sheet)
    stated = {
        header: _read(sheet, header, cells, currency, f"market:{market}.{field}")
        for field in ("price", "compare_at_price")
        for header, cells in [_named(sheet, f"market.{field}", market)]
    }
    rows = values.in_one_currency(sheet.problems, stated)
    _keep_one_currency(sheet, rows, market)
    codes = {code for code, scale in zip(rows.currency, rows.scale, strict=True) if scale is not None}
    code = next(iter(codes), known.get(market.casefold()))
    amounts, compare_at = rows.amounts
    return MarketColumns(market, code, _included(sheet, market), amounts, compare_at, rows.scale)


def _shared_currency(sheet: Sheet) -> str | None:
    """What the operator says of the currency of this feed."""
    is_said = sheet.form.markets_share_currency and sheet.options.currency_is_said
    return sheet.options.currency if is_said else None


def _market_currencies(sheet: Sheet, market: str) -> Sequence[str | None] | None:
    if market not in sheet.binding.named.get("market.currency", {}):
        return None
    header, cells = _named(sheet, "market.currency", market)
    return values.currency_codes(cells, sheet.problems, header)


def _named(sheet: Sheet, role: str, name: str) -> tuple[str, Sequence[str]]:
    return sheet.named(role).get(name, (f"{role} {name}", [""] * sheet.size))


def _included(sheet: Sheet, market: str) -> list[bool | None]:
    header, cells = _named(sheet, "market.included", market)
    return values.boolean(cells, sheet.problems, header, clears=f"market:{market}.included")


def _keep_one_currency(sheet: Sheet, rows: values.RowPrices, market: str) -> None:
    """A market has one currency; what is stated in another is refused."""
    priced = [row for row in range(sheet.size) if rows.scale[row] is not None]
    main = rows.currency[priced[0]] if priced else None
    columns: list[list[Any]] = [rows.scale, *rows.amounts]
    for row in priced:
        if rows.currency[row] != main:
            hint = f"prices of one market have one currency, here {main or 'an unstated one'}"
            sheet.problems.warn(row, market, rows.currency[row] or "", "currency_differs", hint)
            for column in columns:
                column[row] = None
