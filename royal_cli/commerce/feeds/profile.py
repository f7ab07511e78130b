"""Mapping profiles: TOML files that say what the columns of a supplier's feed are, or those of a file of orders.

feed = "table"                     # or the format that this profile adds to: shopify, google …
title = "De Boer, weekly list"
key = "Artikelnr"                  # the column that names each variant (same as mapping it to sku)
product = "Modelnr"                # the column that names the product, where rows are variants of one
create = false                     # only update; true: create what has no title, too (as a draft)

[columns]                          # the feed's header = what it is, in the words of the format
"Omschrijving" = "title"           # (table: those of royal's own feed, such as title, cost, images, weight)
"Afmeting (LxBxH)" = "dimensions"  # length x width x height in one cell
"EAN" = ["gtin", "mpn"]

[stock]                            # the feed's header = location
"Voorraad" = "Main"

[markets.Germany]
price = "Preis DE"                 # header; also compare_at_price, included
currency = "EUR"

[constants]                        # what the feed does not say, the same for every row
vendor = "De Boer"

[values]
currency = "EUR"
decimal_mark = ","
price_includes_vat = false
weight_unit = "kg"
dimension_unit = "cm"
tag_separators = ","
category_separators = ">"
location = "Main"                  # of a stock column that names none
timezone = "Europe/Amsterdam"

[file]                             # only where recognition gets it wrong
encoding = "cp1252"
delimiter = ";"
quoting = "backslash"
header_line = 2
sheet = "Prices"                   # of a workbook; in JSON the path of the list, such as "data.products"

A profile of orders says so, and has `columns`, `constants`, `values` and `file` as above, and of its own:

kind = "orders"
channel = "Market stall"           # where they were sold

[orders]                           # what the beginning of an order's number says of it
credits = ["C"]                    # it gives money back
adjustments = ["A"]                # it corrects the books, nothing was sold

[codes]                            # what is sold under a code and is no product:
"POST" = "shipping"                # shipping, fee, discount, adjustment, or product after all

[values]
dates = "dmy"                      # in 03/04/2026 the day comes first; mdy: the month, ymd: the year
discounts = "share"                # 0.2 is a fifth of the price; amount: it is money

[file]
delimiter = " "                    # any number of blanks
header = "none"                    # the first line is data; the columns are called "column 1", "column 2"
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from royal_cli.commerce.feeds.formats.declare import AnyFormat
from royal_cli.commerce.feeds.formats.sheet import Binding, meaning
from royal_cli.commerce.feeds.headers import closest, fold, listed
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.profile_values import (
    FILE,
    LINE_KINDS,
    MARKET,
    OF_EVERY_KIND,
    PREFIXES,
    TOP,
    TRUTH,
    VALUES,
    Value,
    currency,
    one_of,
)
from royal_cli.errors import NotFound, UsageError

Options = TypeVar("Options", bound=FeedOptions)


class FileHints(NamedTuple):
    """What the profile says of the file itself; None leaves it to recognition."""

    encoding: str | None = None
    delimiter: str | None = None
    quoting: str | None = None
    header_line: int | None = None
    #: Of a workbook; of a JSON document the list, as data.products.
    sheet: str | None = None
    #: "none" where the first line is data already.
    header: str | None = None


class Said(NamedTuple):
    """A header as a profile writes it, and the keys that lead to it."""

    header: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    feed: str
    title: str
    #: Folded header of the feed -> the words of the format that it stands for.
    meant: Mapping[str, tuple[str, ...]]
    #: Word of the format -> what every cell would say.
    constants: Mapping[str, str]
    file: FileHints
    #: What its files are full of: products, or orders.
    kind: str = "products"
    #: Where the orders were sold.
    channel: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    #: Whether what the catalogue does not know is created; None leaves it to the kind of feed.
    create: bool | None = None
    #: Folded header -> how and where the profile writes it, for complaints.
    said: Mapping[str, Said] = field(default_factory=dict)
    text: str = field(default="", repr=False)

    def check_kind(self, noun: str) -> None:
        """UsageError where this reads another kind of file."""
        if self.kind != f"{noun}s":
            command = f"royal {self.kind.removesuffix('s')} import"
            raise UsageError(f"{self.name} reads {self.kind}, not {noun}s.", hint=f"`{command}` takes it")

    def options(self, given: Options) -> Options:
        """The options with what the profile says; the operator's own word (a flag) is set after this."""
        stated = dict(self.values)
        if "currency" in stated:
            stated["currency_origin"] = f"profile {self.name}"
        return replace(given, **stated)

    def roles(self, form: AnyFormat) -> dict[str, str]:
        """Role -> what every cell of it says."""
        for word in self.constants:
            self._check_word(form, word, "constants", word)
        return {form.columns[fold(word)]: value for word, value in self.constants.items()}

    def check(self, form: AnyFormat, binding: Binding) -> None:
        """Hold the profile against the words of its format and the columns of a feed."""
        present = {fold(name): name for name in binding.header}
        for header, words in self.meant.items():
            said = self.said[header]
            for word in words:
                self._check_word(form, word, *said.path)
            if header not in present:
                near = closest(header, binding.header)
                hint = f"did you mean {near}?" if near else f"its columns are {listed(binding.header)}"
                raise self._error(f'the feed has no column "{said.header}"', *said.path, hint=hint)
        for role, headers in binding.doubled.items():
            path = next((self.said[name].path for name in map(fold, headers) if name in self.said), ())
            raise self._error(f"{listed(headers)} cannot all be the {meaning(role)}", *path)
        for role in binding.constants:
            if role in binding.places:
                raise self._error(
                    f"there is a column for {meaning(role)}, so it cannot be a constant as well", "constants"
                )

    def _check_word(self, form: AnyFormat, word: str, *path: str) -> None:
        if fold(word) in form.columns or any(pattern.match.fullmatch(word) for pattern in form.patterns):
            return
        near = closest(word, form.columns)
        hint = f"did you mean {near}?" if near else f"known are {', '.join(form.columns)}"
        raise self._error(f"{word} is no column of a {form.title}", *path, hint=hint)

    def _error(self, message: str, *path: str, hint: str | None = None) -> UsageError:
        return UsageError(f"{self.name}{_line_of(self.text, path)}: {message}.", hint=hint)


def load(path: Path) -> Profile:
    """Read a profile; UsageError names the file, the line and the key of what is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NotFound(
            f"There is no profile {path}.", hint="`royal product profile list` shows those that there are"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The profile {path} cannot be read: {error}.") from error
    return parse(text, path.name)


def parse(text: str, name: str) -> Profile:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = 'names with blanks or points need quotes: "Art. nr" = "sku"'
        raise UsageError(f"{name} is not valid TOML: {error}.", hint=hint) from error
    return _Reader(table, text, name).profile()


class _Reader:
    """Goes through a profile and complains with file, line and key."""

    def __init__(self, table: dict[str, Any], text: str, name: str) -> None:
        self.table = table
        self.text = text
        self.name = name
        self.meant: dict[str, tuple[str, ...]] = {}
        self.said: dict[str, Said] = {}

    def profile(self) -> Profile:
        kind = self.table.get("kind", "products")
        if kind not in TOP:
            raise self._error(f"kind must be products or orders, not {kind!r}", "kind")
        self._known((), self.table, OF_EVERY_KIND | TOP[kind])
        for key, word in (("key", "sku"), ("product", "product")):
            if key in self.table:
                self._map(self._text(key), (word,), key)
        for header, words in self._section("columns").items():
            self._map(header, self._words("columns", header, words), "columns", header)
        for header, location in self._section("stock").items():
            self._map(header, (f"stock: {self._is_text(location, 'stock', header)}",), "stock", header)
        return Profile(
            name=self.name, kind=kind, feed=self._text("feed", "table"), title=self._text("title", ""),
            channel=self._text("channel") if "channel" in self.table else None,
            values=self._values(VALUES[kind]) | (self._of_orders() if kind == "orders" else self._of_markets()),
            meant=self.meant, constants=self._constants(), file=self._file(), said=self.said,
            create=self._create(), text=self.text,
        )  # fmt: skip

    def _of_markets(self) -> dict[str, Any]:
        return {"market_currencies": self._markets()}

    def _of_orders(self) -> dict[str, Any]:
        """What the numbers of orders and the codes of their lines mean, as far as the profile says so."""
        section = self._section("orders")
        self._known(("orders",), section, set(PREFIXES))
        said: dict[str, Any] = {
            option: tuple(self._words("orders", key, section[key]))
            for key, option in PREFIXES.items()
            if key in section
        }
        codes = self._section("codes")
        if codes:
            is_kind = one_of(*LINE_KINDS)
            said["code_kinds"] = {
                code.casefold(): self._checked(("codes", code), what, is_kind) for code, what in codes.items()
            }
        return said

    def _map(self, header: str, words: tuple[str, ...], *path: str) -> None:
        taken = self.meant.get(fold(header), ())
        if set(taken) & set(words):
            raise self._error(f'"{header}" is said to be {words[0]} twice', *path)
        self.meant[fold(header)] = (*taken, *words)
        self.said.setdefault(fold(header), Said(header, path))

    def _words(self, section: str, header: str, words: Any) -> tuple[str, ...]:
        listed = words if isinstance(words, list) and words else [words]
        return tuple(self._is_text(word, section, header) for word in listed)

    def _markets(self) -> dict[str, str]:
        currencies = {}
        for market, said in self._section("markets").items():
            if not isinstance(said, dict):
                raise self._error(f'write [markets."{market}"] with price = "the header"', "markets", market)
            self._known(("markets", market), said, {*MARKET, "currency"})
            for key in MARKET & said.keys():
                word = f"{key.replace('_', ' ')}: {market}"
                self._map(self._is_text(said[key], "markets", market, key), (word,), "markets", market, key)
            if "currency" in said:
                currencies[market] = self._checked(("markets", market, "currency"), said["currency"], currency)
        return currencies

    def _constants(self) -> dict[str, str]:
        return {
            word: ("true" if value else "false") if isinstance(value, bool) else str(value)
            for word, value in self._section("constants").items()
        }

    def _values(self, known: Mapping[str, Value]) -> dict[str, Any]:
        section = self._section("values")
        self._known(("values",), section, set(known))
        return {known[key][0]: self._checked(("values", key), value, known[key][1]) for key, value in section.items()}

    def _file(self) -> FileHints:
        section = self._section("file")
        self._known(("file",), section, set(FileHints._fields))
        return FileHints(**{key: self._checked(("file", key), value, FILE[key]) for key, value in section.items()})

    def _create(self) -> bool | None:
        found = self.table.get("create")
        return None if found is None else bool(self._checked(("create",), found, TRUTH))

    def _section(self, name: str) -> dict[str, Any]:
        found = self.table.get(name, {})
        if not isinstance(found, dict):
            raise self._error(f"{name} is a section; write [{name}] and its lines below it", name)
        return found

    def _text(self, key: str, default: str | None = None) -> str:
        return self._is_text(self.table.get(key, default), key)

    def _is_text(self, value: Any, *path: str) -> str:
        if not isinstance(value, str) or (not value.strip() and path != ("title",)):
            raise self._error(f"{path[-1]} must be a text in quotes, not {value!r}", *path)
        return value

    def _known(self, path: tuple[str, ...], found: Mapping[str, Any], known: set[str]) -> None:
        for key in found:
            if key not in known:
                near = closest(key, known)
                hint = f"did you mean {near}?" if near else f"known are {', '.join(sorted(known))}"
                raise self._error(f"{key} is not known here", *path, key, hint=hint)

    def _checked(self, path: tuple[str, ...], value: Any, check: Callable[[Any], str | None]) -> Any:
        wanted = check(value)
        if wanted:
            raise self._error(f"{path[-1]} must be {wanted}, not {value!r}", *path)
        return value

    def _error(self, message: str, *path: str, hint: str | None = None) -> UsageError:
        return UsageError(f"{self.name}{_line_of(self.text, path)}: {message}.", hint=hint)


def _line_of(text: str, path: tuple[str, ...]) -> str:
    """ ", line 7" for a key, found again in the text: TOML readers do not tell."""
    section: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[+([^\]]+)\]", line):
            section = re.findall(r'"[^"]*"|\'[^\']*\'|[^.\s]+', header[1])
            here = [part.strip("\"'") for part in section]
            if here == list(path):
                return f", line {number}"
            section = here
        elif path and section == list(path[:-1]) and _is_key(line, path[-1]):
            return f", line {number}"
    return ""


def _is_key(line: str, key: str) -> bool:
    name, sign, _ = line.strip().partition("=")
    quoted = re.match(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'", line.strip())
    return (quoted[1] or quoted[2]) == key if quoted else bool(sign) and name.strip() == key
