"""What a column is that is neither key nor price: by its header where the cells agree, else by the cells alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from royal_cli.commerce.feeds.formats.sheet import bind
from royal_cli.commerce.feeds.formats.table import MAPPED, TABLE
from royal_cli.commerce.feeds.proposing.looks import Looks
from royal_cli.commerce.feeds.proposing.sample import Sample, SampledColumn
from royal_cli.commerce.feeds.proposing.words import (
    field_of,
    is_of_a_carton,
    is_option,
    is_vat_rate,
    location,
    says_order_of_sides,
    speaks_of_stock,
    unit_in,
    unit_of,
)

#: The table as it is read without a profile, but each header for itself.
_ALONE = replace(TABLE, refine=None)

#: Role -> the word of a profile.
_WORDS = {role: word for word, role in reversed([*MAPPED.columns.items()])} | {"image": "images"}


class Guess(NamedTuple):
    """`field` is a word of profiles, "" for none; `exact` where a table would be read so without a profile."""

    field: str
    why: str
    by_name: bool = True
    exact: bool = False
    unit: str | None = None
    #: The field holds a place that the header names beside other words.
    is_place: bool = False


#: What cells have to look like for what their header says.
_FITS: Mapping[str, Callable[[Looks], bool]] = {
    "gtin": lambda looks: looks.numbers > 0.5 or looks.gtins > 0.3,
    "images": lambda looks: looks.addresses > 0.5,
    "weight": lambda looks: looks.numbers > 0.5 or looks.weights > 0.5,
    **dict.fromkeys(["length", "width", "height"], lambda looks: looks.numbers > 0.5 or looks.fractions > 0.5),
    "title": lambda looks: looks.numbers < 0.5 and looks.addresses < 0.5,
    "description": lambda looks: looks.numbers < 0.5 and looks.addresses < 0.5,
    "vendor": lambda looks: looks.fractions < 0.5 and looks.addresses < 0.5,
    "category": lambda looks: looks.addresses < 0.5,
    **dict.fromkeys(["stock", "price", "cost", "compare at price", "sale price"], lambda looks: looks.numbers > 0.5),
    "tags": lambda looks: looks.addresses < 0.5,
}


def guess(column: SampledColumn) -> Guess:
    """Titles and descriptions that only the cells tell are found by `texts`."""
    looks, header = column.looks, column.header
    if looks.is_empty:
        return Guess("", "it is empty")
    if is_vat_rate(header) and looks.numbers > 0.5:
        return Guess("", "a rate of VAT")
    if is_of_a_carton(header):
        return Guess("", "of a carton, not of a piece")
    if looks.sizes > 0.8:
        return _size(header)
    found = _by_table(header) or _by_words(header)
    if not found:
        return _by_cells(looks)
    if not _FITS.get(found.field.partition(":")[0], bool)(looks):
        other = _by_cells(looks)
        return other if other.field else Guess("", f"called {found.field}, but does not look like it")
    return found


def _size(header: str) -> Guess:
    if says_order_of_sides(header):
        return Guess("dimensions", "length × width × height", unit=unit_in(header))
    return Guess("", 'sizes; "dimensions" where they are length × width × height')


def _by_table(header: str) -> Guess | None:
    binding = bind((header,), _ALONE)
    for role in binding.places:
        if word := _WORDS.get(role):
            return Guess(word, "", exact=True, unit=unit_of(binding.units.get(role, "")))
    for role, names in binding.named.items():
        name = next(iter(names))
        word = {"stock": f"stock: {name}", "option": f"option: {name}"}.get(role)
        return Guess(word or header, "", exact=True)
    return None


def _by_words(header: str) -> Guess | None:
    if speaks_of_stock(header):
        place = location(header)
        return Guess(f"stock: {place}" if place else "stock", "", is_place=bool(place))
    if is_option(header):
        return Guess(f"option: {header}", "")
    field = field_of(header)
    return Guess(field, "", unit=unit_in(header)) if field else None


def _by_cells(looks: Looks) -> Guess:
    if looks.gtins >= 0.9 and looks.distinct >= 3:
        return Guess("gtin", "GTINs with the right check digit", by_name=False)
    if looks.pictures >= 0.8:
        return Guess("images", "addresses of pictures", by_name=False)
    if looks.weights >= 0.9:
        return Guess("weight", "weights with their unit", by_name=False)
    if looks.paths >= 0.9 and looks.uniqueness < 0.5 and looks.addresses < 0.1:
        return Guess("category", "paths, many of them the same", by_name=False)
    return Guess("", _said_of(looks))


def _said_of(looks: Looks) -> str:
    """What a person would say of a column that nothing is known of."""
    kinds = (
        (looks.counts_rows, "counts the rows"), (looks.addresses > 0.8, "addresses"), (looks.dates > 0.8, "dates"),
        (looks.whole > 0.9, "whole numbers"), (looks.numbers > 0.9, "numbers"),
        (looks.distinct <= 12, f"{looks.distinct} different words"),
    )  # fmt: skip
    return next((said for holds, said in kinds if holds), "text")


def short_description(guesses: Mapping[str, Guess], sample: Sample) -> str | None:
    """The column that is called a description and is the title: a few words, where nothing else is called that."""
    if any(guess.field == "title" for guess in guesses.values()):
        return None
    called = [sample.by_header[name] for name, guess in guesses.items() if guess.field == "description"]
    short = [column.header for column in called if column.looks.length <= 80 and column.looks.markup < 0.1]
    return short[0] if len(short) == 1 else None


def texts(sample: Sample, free: Sequence[str]) -> dict[str, str]:
    """Columns of text that can be titles or descriptions by their cells: header -> which of the two."""
    found = {}
    for column in sample.columns:
        looks = column.looks
        if column.header not in free or looks.is_empty or max(looks.numbers, looks.addresses, looks.dates) > 0.3:
            continue
        if looks.length > 100 or looks.markup > 0.2:
            found[column.header] = "description"
        elif looks.phrases > 0.6 and looks.uniqueness > 0.7:
            found[column.header] = "title"
    return found
