"""Akeneo's product CSV, whose columns carry a locale, a channel or a currency: description-en_US-print, price-EUR."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import options
from royal_cli.commerce.feeds.formats.declare import Format, Seen, pattern
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.headers import clean
from royal_cli.commerce.feeds.rows import CLEAR
from royal_cli.money import is_currency

COLUMNS = {
    "sku": "sku", "identifier": "sku", "parent": "parent", "family": "product.product_type",
    "categories": "categories", "enabled": "product.status",
    "vendor": "product.vendor", "brand": "product.vendor", "manufacturer": "product.vendor",
    "ean": "variant.gtin", "ean13": "variant.gtin", "gtin": "variant.gtin", "upc": "variant.gtin",
    "barcode": "variant.gtin", "mpn": "variant.mpn", "asin": "variant.asin",
    "name": "title", "product name": "title", "title": "title", "label": "title",
    "description": "text", "long description": "text", "short description": "short_text",
    "meta title": "seo_title", "meta description": "seo_text",
    "price": "price", "weight": "variant.weight", "weight unit": "weight_unit",
    "picture": "images", "image": "images", "main image": "images", "images": "images",
    "color": "color", "colour": "color", "main color": "color", "size": "size", "clothing size": "size",
}  # fmt: skip

_SCOPE = "-(?P<name>.+)"
PATTERNS = (
    pattern(rf"(?:name|product_name|title|label){_SCOPE}", "title"),
    pattern(rf"(?:description|long_description){_SCOPE}", "text"),
    pattern(rf"short_description{_SCOPE}", "short_text"),
    pattern(rf"meta_title{_SCOPE}", "seo_title"),
    pattern(rf"meta_description{_SCOPE}", "seo_text"),
    pattern(rf"price{_SCOPE}", "price"),
)

#: What the texts are that may stand in several languages.
_TEXTS = {
    "title": ("variant.title",), "text": ("product.description",), "seo_title": ("product.seo_title",),
    "seo_text": ("product.seo_description",),
}  # fmt: skip
_OPTIONS = {"color": "Color", "size": "Size"}
_LOCALE = re.compile(r"[a-z]{2,3}_[A-Z]{2}")
_SCOPED = re.compile(r"[\w ]+?-(?:[a-z]{2,3}_[A-Z]{2}(?:-\w+)?|[A-Z]{3})")
_PRICE = re.compile(r"(?<=[A-Z]{3})\s*,\s*")


class Column(NamedTuple):
    header: str
    cells: Sequence[str]
    #: What the header says of it: locale, channel, currency.
    scope: tuple[str, ...] = ()

    @property
    def locale(self) -> str | None:
        return next(filter(_LOCALE.fullmatch, self.scope), None)


@dataclass(slots=True)
class Fullness:
    """How many cells of the texts say something, by column and by locale."""

    columns: Counter[str] = field(default_factory=Counter)
    locales: Counter[str] = field(default_factory=Counter)


def _fits(seen: Seen) -> int:
    if "family variant" in seen.words and "code" in seen.words:
        return 80
    own = seen.count("groups", "categories", "enabled", "parent", "uuid")
    scoped = any(_SCOPED.fullmatch(clean(name)) for name in seen.header)
    keyed = seen.count("sku", "identifier") and "family" in seen.words
    # A supplier's table may well have families and categories, but neither locales nor groups.
    is_akeneo = keyed and own and (scoped or "groups" in seen.words)
    return min(95, 50 + 10 * own + 15 * scoped) if is_akeneo else 0


def _columns(sheet: Sheet, role: str) -> list[Column]:
    plain = [Column(sheet.header(role), sheet.cells(role))] if sheet.has(role) else []
    return plain + [
        Column(header, cells, tuple(scope.split("-"))) for scope, (header, cells) in sheet.named(role).items()
    ]


def _survey(sheets: Iterable[Sheet]) -> Fullness:
    found = Fullness()
    for sheet in sheets:
        for column in (one for role in (*_TEXTS, "short_text") for one in _columns(sheet, role)):
            filled = sum(map(bool, map(str.strip, column.cells)))
            found.columns[column.header] += filled
            if column.locale:
                found.locales[column.locale] += filled
    return found


def _choose(sheet: Sheet) -> None:
    """The language with the most texts; of its channels the one with the most, too."""
    found = sheet.surveyed if isinstance(sheet.surveyed, Fullness) else _survey([sheet])
    locale = max(found.locales, key=lambda name: found.locales[name], default=None)
    for role, fields in _TEXTS.items():
        column = _fullest(sheet, role, locale, found) or (
            _fullest(sheet, "short_text", locale, found) if role == "text" else None
        )
        if column:
            for name in fields:
                sheet.state(name, column.header, [cell.replace("\\n", "\n") for cell in column.cells])
    _say_which(sheet, found, locale)
    _choose_prices(sheet)
    if sheet.has("categories"):
        first = [cell.partition(",")[0] for cell in sheet.cells("categories")]
        sheet.state("product.category_path", sheet.header("categories"), first)


def _fullest(sheet: Sheet, role: str, locale: str | None, found: Fullness) -> Column | None:
    columns = [one for one in _columns(sheet, role) if one.locale in (None, locale) and found.columns[one.header]]
    return max(columns, key=lambda one: found.columns[one.header], default=None)


def _say_which(sheet: Sheet, found: Fullness, locale: str | None) -> None:
    others = [name for name, filled in found.locales.items() if filled and name != locale]
    if others and locale and sheet.size and sheet.chunk.numbers[0] == 1:
        hint = f"royal keeps one language, here {locale}, which has the most texts; not {', '.join(others)}"
        sheet.problems.warn(0, "locale", locale, "other_locales", hint)


def _choose_prices(sheet: Sheet) -> None:
    """One price per row: in the currency of the shop, else the only one there is."""
    columns = [one for one in _columns(sheet, "price") if not one.scope or is_currency(one.scope[-1])]
    if not columns:
        return
    chosen = []
    for row, cells in enumerate(zip(*(one.cells for one in columns), strict=True)):
        stated = [
            price for one, cell in zip(columns, cells, strict=True) for price in _stated(cell, one.scope)
        ]  # fmt: skip
        chosen.append(_price(sheet, row, columns[0].header, stated))
    sheet.state("variant.price", columns[0].header, chosen)


def _stated(cell: str, scope: tuple[str, ...]) -> list[str]:
    """The prices of a cell, such as 29.56 EUR,662 USD, or of a column that names the currency."""
    bare = cell.strip()
    if not bare or bare == CLEAR:
        return [bare] if bare else []
    return [f"{bare} {scope[-1]}"] if scope else _PRICE.split(bare)


def _price(sheet: Sheet, row: int, header: str, stated: list[str]) -> str:
    if len(stated) < 2:
        return stated[0] if stated else ""
    own = {price for price in stated if price.rpartition(" ")[2] == sheet.options.currency}
    others = ", ".join(price for price in stated if len(own) > 1 or price not in own)
    if len(own) == 1 and not others:
        return own.pop()
    if len(own) == 1:
        hint = f"royal keeps one price of a variant, here that in {sheet.options.currency}"
        sheet.problems.warn(row, header, others, "other_currencies", hint)
        return own.pop()
    hint = "one of these has to be in the shop's own currency; say which one counts with --currency"
    sheet.problems.warn(row, header, others, "several_currencies", hint)
    return ""


def _keys(sheet: Sheet) -> list[str]:
    """The product model, or else the product itself."""
    return [sku and (parent or sku) for parent, sku in zip(sheet.names("parent"), sheet.names("sku"), strict=True)]


def _shape(sheet: Sheet, batch: Batch) -> None:
    if "title" in batch.variant:
        batch.product["title"] = list(batch.variant["title"])
    if sheet.has("parent"):
        present = [(name, sheet.header(role), sheet.cells(role)) for role, name in _OPTIONS.items() if sheet.has(role)]
        has_model = map(str.strip, sheet.cells("parent"))
        read = zip(options.read(sheet, present), has_model, strict=True)
        options.put(batch, [stated if model else [] for stated, model in read])
        _enable(sheet, batch)


def _enable(sheet: Sheet, batch: Batch) -> None:
    """Each variant of a model is enabled or not; the model is what any of them is."""
    stated = batch.product.get("status")
    if stated:
        of_model = [bool(parent) for parent in sheet.names("parent")]
        enabled = {key for key, status in zip(batch.keys, stated, strict=True) if status == "active"}
        batch.variant["status"] = [status if own else None for status, own in zip(stated, of_model, strict=True)]
        batch.product["status"] = [
            "active" if own and key in enabled else status
            for key, status, own in zip(batch.keys, stated, of_model, strict=True)
        ]


AKENEO = Format(
    name="akeneo", title="Akeneo product export", columns=COLUMNS, patterns=PATTERNS,
    fits=_fits, survey=_survey, choose=_choose, keys=_keys, shape=_shape,
    key_roles=("sku",), key_words="a sku or identifier; a file of product models holds nothing that is sold",
    statuses={"1": "active", "0": "draft", "true": "active", "false": "draft", "yes": "active", "no": "draft"},
)  # fmt: skip
