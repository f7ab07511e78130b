"""Converts the columns that are canonical fields, each by the kind of value that its field holds."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import plain, sides
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.formats.sides import SIDES
from royal_cli.commerce.feeds.rows import SEPARATOR

Converter = Callable[[Sheet, str], list[Any]]


def convert(sheet: Sheet, batch: Batch) -> None:
    """Put every column whose role is a canonical field into the batch."""
    for role in sheet.roles:
        converter = CONVERTERS.get(role)
        if converter:
            put(batch, role, converter(sheet, role))


def put(batch: Batch, role: str, column: list[Any]) -> None:
    """Set a canonical field, such as "product.vendor"."""
    entity, _, field = role.partition(".")
    (batch.product if entity == "product" else batch.variant)[field] = column


def _text(sheet: Sheet, role: str) -> list[str | None]:
    return values.text(sheet.cells(role), sheet.problems, sheet.header(role), clears=role)


def _option(sheet: Sheet, role: str) -> list[str | None]:
    """A damaged value rejects its row: without it, the variant would be another."""
    return values.text(sheet.cells(role), sheet.problems, sheet.header(role), clears=role, strict=True)


def _html(sheet: Sheet, role: str) -> list[str | None]:
    return values.html(sheet.cells(role), sheet.problems, sheet.header(role), clears=role)


def _identifier(sheet: Sheet, role: str) -> list[str | None]:
    return values.identifier(sheet.cells(role), sheet.problems, sheet.header(role), clears=role)


def _gtin(sheet: Sheet, role: str) -> list[str | None]:
    cells = sheet.cells(role)
    return plain.gtins(cells) or values.gtin(cells, sheet.problems, sheet.header(role), clears=role)


def _boolean(sheet: Sheet, role: str) -> list[bool | None]:
    return values.boolean(sheet.cells(role), sheet.problems, sheet.header(role), clears=role)


def _whole(sheet: Sheet, role: str) -> list[int | None]:
    return values.quantity(sheet.cells(role), sheet.problems, sheet.header(role), clears=role)


def _status(sheet: Sheet, role: str) -> list[str | None]:
    return values.choice(sheet.cells(role), sheet.problems, sheet.header(role), sheet.form.statuses, clears=role)


def _words(sheet: Sheet, role: str) -> list[str | None]:
    separators = sheet.options.tag_separators or sheet.form.tag_separators
    cells = sheet.cells(role)
    written = plain.lists(cells, separators) if len(separators) == 1 else None
    return written or as_json(
        values.words(cells, sheet.problems, sheet.header(role), separators=separators, clears=role)
    )


def as_json(lists: Sequence[tuple[str, ...] | None]) -> list[str | None]:
    """Canonical JSON of lists, written once per distinct list."""
    distinct = list(set(lists))
    written = dict(zip(distinct, values.as_json(distinct), strict=True))
    return [written[one] for one in lists]


def _addresses(sheet: Sheet, role: str) -> list[str | None]:
    return as_json(values.urls(sheet.cells(role), sheet.problems, sheet.header(role), clears=role))


def _address(sheet: Sheet, role: str) -> list[str | None]:
    found = values.urls(sheet.cells(role), sheet.problems, sheet.header(role), clears=role)
    return [addresses[0] if addresses else None for addresses in found]


def _category(sheet: Sheet, role: str) -> list[str | None]:
    separators = sheet.options.category_separators or sheet.form.category_separators
    first = [cell.partition(SEPARATOR)[0] for cell in sheet.cells(role)]
    paths = values.text(first, sheet.problems, sheet.header(role), clears=role)
    return [path and category_path(path, separators) for path in paths]


@lru_cache(maxsize=8192)
def category_path(path: str, separators: str = ">") -> str | None:
    """A path in the form in which it is stored: "Clothing > Shirts". A bare code of a taxonomy is no path."""
    parts = [" ".join(part.split()) for part in re.split(f"[{re.escape(separators)}]", path)]
    found = " > ".join(part for part in parts if part)
    return None if not found or _CODE.fullmatch(found) or found in _NO_CATEGORY else found


_CODE = re.compile(r"\d+|[a-z]{2}(?:-\d+)+|gid://.*")
_NO_CATEGORY = frozenset(
    ["Uncategorized", "Uncategorised", "Unkategorisiert", "Geen categorie", "Non classé", "Sin categorizar",
     "Senza categoria", "Sem categoria", "Bez kategorii", "Без категории", "Без рубрики"]
)  # fmt: skip


CONVERTERS: Mapping[str, Converter] = {
    **dict.fromkeys(
        ["product.title", "product.product_type", "product.vendor", "product.seo_title", "product.seo_description"],
        _text,
    ),
    **{f"variant.option{number}_name": _text for number in (1, 2, 3)},
    **{f"variant.option{number}_value": _option for number in (1, 2, 3)},
    "variant.title": _text,
    "product.description": _html,
    "product.tags": _words,
    "product.meta_keywords": _words,
    "product.search_keywords": _words,
    "product.status": _status,
    "product.category_path": _category,
    "product.videos": _addresses,
    "variant.gtin": _gtin,
    "variant.asin": _identifier,
    "variant.mpn": _identifier,
    "variant.status": _status,
    "variant.position": _whole,
    "variant.image_url": _address,
    "variant.allow_backorder": _boolean,
    "variant.price_includes_vat": _boolean,
}


def weigh(sheet: Sheet, batch: Batch) -> None:
    """Weights, in the unit of the cell, of the unit's column, of the header, or of the options."""
    role = "variant.weight"
    if sheet.has(role):
        unit = _units(sheet, role, "weight_unit", sheet.options.weight_unit)
        found = _plain_weights(sheet, role, unit) or values.weight(
            sheet.cells(role), sheet.problems, sheet.header(role), unit=unit,
            decimal_mark=_mark(sheet), evidence=sheet.evidence(sheet.header(role)), clears=role,
        )  # fmt: skip
        batch.variant["weight"], batch.variant["weight_unit"] = found.thousandths, found.unit


def _mark(sheet: Sheet) -> str | None:
    return None if sheet.form.measures_apart else sheet.options.decimal_mark


def _plain_weights(sheet: Sheet, role: str, unit: str | Sequence[str | None] | None) -> values.Measures | None:
    cells = sheet.cells(role)
    if said := plain.stated(cells):
        unit, cells = said.word.casefold(), said.cells
    known = values.WEIGHT_UNITS.get(unit) if isinstance(unit, str) else None
    if known is None or _mark(sheet) == "," or sheet.evidence(sheet.header(role)).comma:
        return None
    thousandths = plain.weights(cells, is_large=known in ("kg", "lb"))
    if thousandths is None:
        return None
    return values.Measures(thousandths, [None if weight is None else known for weight in thousandths])


def _units(sheet: Sheet, role: str, unit_role: str, default: str | None) -> str | Sequence[str | None] | None:
    stated = sheet.unit(role) or default
    if not sheet.has(unit_role):
        return stated
    units = [cell.strip() or stated for cell in sheet.cells(unit_role)]
    return units if len(set(units)) > 1 else next(iter(units), stated)


def measure(sheet: Sheet, batch: Batch) -> None:
    """Length, width and height as one JSON object with decimal texts and their unit."""
    sides.spread(sheet)
    if sheet.has(*SIDES):
        found = [_side(sheet, side) for side in SIDES]
        rows = zip(*(side.value for side in found), *(side.unit for side in found), strict=True)
        batch.variant["dimensions"] = [
            _dimensions(sheet, row, figures) if any(figures) else None for row, figures in enumerate(rows)
        ]


def _side(sheet: Sheet, side: str) -> values.Lengths:
    if not sheet.has(side):
        nothing: list[str | None] = [None] * sheet.size
        return values.Lengths(nothing, nothing)
    return values.length(
        sheet.cells(side), sheet.problems, sheet.header(side),
        unit=_units(sheet, side, "dimension_unit", sheet.options.dimension_unit),
        decimal_mark=_mark(sheet), evidence=sheet.evidence(sheet.header(side)),
        clears="variant.dimensions",
    )  # fmt: skip


def _dimensions(sheet: Sheet, row: int, figures: tuple[str | None, ...]) -> str | None:
    units = {unit for unit in figures[3:] if unit}
    if len(units) > 1:
        sheet.problems.warn(row, sheet.header("length"), " / ".join(sorted(units)), "units_differ",
                            "give length, width and height in one unit")  # fmt: skip
        return None
    return _dimensions_json(figures[:3], units.pop())


@lru_cache(maxsize=8192)
def _dimensions_json(figures: tuple[str | None, ...], unit: str) -> str:
    stated = {side: figure for side, figure in zip(SIDES, figures, strict=True) if figure}
    return json.dumps({**stated, "unit": unit}, separators=(",", ":"))


#: What stands where a number should be and says nothing about how many there are.
_NO_QUANTITY = frozenset(
    ["instock", "in stock", "outofstock", "out of stock", "sold out", "available", "unavailable", "parent"]
)
NOT_STOCKED = frozenset(["not stocked"])


def count_stock(sheet: Sheet, batch: Batch) -> None:
    """Units available: of the locations that headers name, else of the column that names none."""
    for location, (header, cells) in sheet.named("stock").items():
        batch.stock[location] = quantities(sheet, header, cells, location)
    if sheet.has("stock") and not batch.stock:
        location = sheet.options.default_location
        batch.stock[location] = quantities(sheet, sheet.header("stock"), sheet.cells("stock"), location)


def quantities(sheet: Sheet, header: str, cells: Sequence[str], location: str) -> list[int | None]:
    """Whole numbers; what is no number rejects its row, but for words that mean: not counted."""
    words = {cell for cell in set(cells) if cell.strip().casefold() in _NO_QUANTITY | NOT_STOCKED}
    for row, cell in enumerate(cells) if words else ():
        if cell in words and cell.strip().casefold() in _NO_QUANTITY:
            sheet.problems.warn(row, header, cell, "no_quantity", "give the number of units; this stays unknown")
    return values.quantity(
        ["" if cell in words else cell for cell in cells] if words else cells, sheet.problems, header,
        decimal_mark=sheet.options.decimal_mark, evidence=sheet.evidence(header),
        clears=f"stock:{location}", strict=True,
    )  # fmt: skip
