"""The fields that a person sets by hand: what each is called, and how what is typed becomes its value.

What is typed is read as a cell of a feed is, but nothing of it is left out: what cannot be read is wrong usage.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from royal_cli.commerce.catalog.field_kinds import AMOUNTS
from royal_cli.commerce.catalog.importing.images import images_json
from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Warn
from royal_cli.commerce.feeds.formats.fields import category_path
from royal_cli.commerce.feeds.values import Problems
from royal_cli.commerce.feeds.values.numbers import MOST_DIGITS
from royal_cli.db.products import ASIN_LENGTH, PATH_LENGTH, TYPE_LENGTH
from royal_cli.errors import UsageError
from royal_cli.money import from_text, normal, to_text

STATUSES = ("active", "draft", "archived")
_MOST_DECIMALS = 9
SIDES = ("length", "width", "height")

#: Fields of a proposal, by name.
Values = dict[str, Any]
Reader = Callable[["Typed", str, str], Values]


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is unique among all fields; `called` is what the table of its entity calls it."""

    name: str
    entity: str
    called: str
    read: Reader
    hint: str = ""
    #: What emptying it empties.
    parts: tuple[str, ...] = ()
    required: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        return self.parts or (self.called,)


@dataclass(slots=True)
class Typed:
    """Reads what was typed, and collects what is odd about it but can be kept."""

    warnings: list[Warn] = field(default_factory=list)

    def read(self, name: str, text: str | None) -> Values:
        """The fields of a proposal that the text stands for; an empty one empties them."""
        known = FIELDS.get(name)
        if known is None:
            raise UsageError(f"The field {name} cannot be edited.", hint="royal product edit --help lists them.")
        found = known.read(self, name, text) if text is not None and text.strip() else dict.fromkeys(known.fields)
        if known.required and None in found.values():
            raise UsageError(f"The {name} cannot be empty.")
        return found

    def one(self, name: str, text: str, convert: Callable[..., Sequence[Any]], **options: Any) -> Any:
        """The value of a single cell, as `feeds.values` reads it."""
        problems = Problems([1], [1])
        (value,) = convert([text], problems, name, **options)
        for reject in problems.rejected.values():
            raise UsageError(f"{text!r} is no {name.replace('_', ' ')}: {reject.hint}.")
        self.warnings += [warning._replace(column=name) for _, warning in problems.warned]
        return value


def _cell(convert: Callable[..., Sequence[Any]], typed: Typed, name: str, text: str, **options: Any) -> Values:
    return {FIELDS[name].called: typed.one(name, text, convert, **options)}


def _strictly(convert: Callable[..., Sequence[Any]], **options: Any) -> Reader:
    return partial(_cell, partial(convert, strict=True, **options))


def _identifier(typed: Typed, name: str, text: str) -> Values:
    return _cell(partial(values.identifier, key=True), typed, name, text)


def _limited(longest: int, read: Reader) -> Reader:
    def within(typed: Typed, name: str, text: str) -> Values:
        found = read(typed, name, text)
        if any(value is not None and len(value) > longest for value in found.values()):
            raise UsageError(f"The {name.replace('_', ' ')} may have {longest} characters.")
        return found

    return within


def _category(typed: Typed, name: str, text: str) -> Values:
    path = category_path(typed.one(name, text, values.text, strict=True) or "")
    if path is None:
        raise UsageError(f"{text!r} is no category.", hint='A path reads: "Clothing > Shirts"')
    return {"category": path}


def _words(typed: Typed, name: str, text: str) -> Values:
    return {FIELDS[name].called: list(typed.one(name, text, values.words, strict=True) or ())}


def _images(typed: Typed, name: str, text: str) -> Values:
    addresses = typed.one(name, text, values.urls, separators=",| \n", strict=True) or ()
    return {"images": json.loads(images_json([(address, None) for address in addresses]))}


def with_alt_texts(images: list[dict[str, Any]] | None, stored: str | None) -> list[dict[str, Any]] | None:
    """The same pictures, with the texts that are known of their addresses."""
    texts = {image["url"]: image["alt_text"] for image in json.loads(stored or "[]")}
    return images and [{**image, "alt_text": texts.get(image["url"])} for image in images]


def _image(typed: Typed, name: str, text: str) -> Values:
    first, *more = typed.one(name, text, values.urls, strict=True) or (None,)
    if more:
        raise UsageError(f"The {name.replace('_', ' ')} is one address.")
    return {"image_url": first}


def _amount(_typed: Typed, name: str, text: str) -> Values:
    """As text: the currency is that of each variant."""
    return {FIELDS[name].called: to_text(*amount(name, text))}


def _weight(typed: Typed, name: str, text: str) -> Values:
    def both(cells: Sequence[str], problems: Problems, column: str) -> list[tuple[int | None, str | None]]:
        found = values.weight(cells, problems, column, strict=True)
        return list(zip(found.thousandths, found.unit, strict=True))

    thousandths, unit = typed.one(name, text, both)
    return {"weight": to_text(thousandths, 3), "weight_unit": unit}


def _dimensions(typed: Typed, name: str, text: str) -> Values:
    """Sides with a unit behind the last or each: "30 x 20 x 10 cm"."""
    parts = text.replace("×", "x").replace("X", "x").split("x")
    if len(parts) != len(SIDES):
        raise UsageError(f"{text!r} is no length, width and height.", hint='They read: "30 x 20 x 10 cm"')
    unit = parts[-1].strip().lstrip("0123456789.,").strip()

    def both(cells: Sequence[str], problems: Problems, column: str) -> list[tuple[str | None, str | None]]:
        found = values.length(cells, problems, column, unit=unit or None, strict=True)
        return list(zip(found.value, found.unit, strict=True))

    sides = {side: typed.one(name, part, both) for side, part in zip(SIDES, parts, strict=True)}
    units = {unit for _, unit in sides.values()}
    if len(units) > 1:
        raise UsageError(f"{text!r} has several units.", hint="Give length, width and height in one unit.")
    return {"dimensions": {**{side: figure for side, (figure, _) in sides.items()}, "unit": units.pop()}}


def _status(_typed: Typed, name: str, text: str) -> Values:
    if text not in STATUSES:
        raise UsageError(f"There is no status {text!r}.", hint=f"It is {', '.join(STATUSES)}.")
    return {FIELDS[name].called: text}


_BOOLEAN, _TEXT = _strictly(values.boolean), _strictly(values.text)
_MONEY = "as 12.50, in the currency of the variant"

_ALL = (
    Field("title", "product", "title", _TEXT, required=True),
    Field("description", "product", "description", _strictly(values.html), "text or HTML"),
    Field("vendor", "product", "vendor", _TEXT),
    Field("product_type", "product", "product_type", _limited(TYPE_LENGTH, _TEXT)),
    Field("category", "product", "category", _limited(PATH_LENGTH, _category), 'a path, as "Clothing > Shirts"'),
    Field("tags", "product", "tags", _words, "between commas"),
    Field("status", "product", "status", _status, ", ".join(STATUSES), required=True),
    Field("seo_title", "product", "seo_title", _TEXT),
    Field("seo_description", "product", "seo_description", _TEXT),
    Field("meta_keywords", "product", "meta_keywords", _words, "between commas"),
    Field("search_keywords", "product", "search_keywords", _words, "between commas"),
    Field("images", "product", "images", _images, "addresses, the first is the main one"),
    Field("variant_title", "variant", "title", _TEXT),
    Field("variant_status", "variant", "status", _status, ", ".join(STATUSES), required=True),
    Field("price", "variant", "price", _amount, _MONEY),
    Field("compare_at_price", "variant", "compare_at_price", _amount, _MONEY),
    Field("cost_price", "variant", "cost_price", _amount, _MONEY),
    Field("price_includes_vat", "variant", "price_includes_vat", _BOOLEAN, "true or false"),
    Field("gtin", "variant", "gtin", _strictly(values.gtin), "8, 12, 13 or 14 digits"),
    Field("asin", "variant", "asin", _limited(ASIN_LENGTH, _identifier)),
    Field("mpn", "variant", "mpn", _identifier),
    Field("weight", "variant", "weight", _weight, 'as "250 g"', parts=("weight", "weight_unit")),
    Field("dimensions", "variant", "dimensions", _dimensions, 'as "30 x 20 x 10 cm"'),
    Field("variant_image", "variant", "image_url", _image, "an address"),
    Field("allow_backorder", "variant", "allow_backorder", _BOOLEAN, "true or false", required=True),
)
FIELDS: Mapping[str, Field] = {known.name: known for known in _ALL}


def of_entity(entity: str) -> Iterator[Field]:
    return (known for known in _ALL if known.entity == entity)


def amount(name: str, text: str) -> tuple[int, int]:
    """A plain decimal that is no less than 0, as amount and scale."""
    try:
        figures, scale = from_text(text.strip())
    except ValueError:
        raise UsageError(f"{text} is no amount for {name}.", hint="Write it as 12.50, without a currency.") from None
    if figures < 0:
        raise UsageError(f"The {name.replace('_', ' ')} cannot be below 0.")
    if figures >= 10**MOST_DIGITS or scale > _MOST_DECIMALS:
        raise UsageError(f"The {name.replace('_', ' ')} has more digits than can be kept.")
    return figures, scale


def in_currency(fields: Values, currency: str) -> Values:
    """The same, with every amount in the currency's own digits, and in more only where they are not zero."""
    return {
        name: {"amount": to_text(*normal(*from_text(value), currency)), "currency": currency}
        if name in AMOUNTS and value is not None
        else value
        for name, value in fields.items()
    }
