"""What the operator says of a table, by flags or by answers: it goes before whatever a proposal makes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from royal_cli.commerce.feeds.formats.table import MAPPED
from royal_cli.commerce.feeds.headers import clean, closest, fold, listed
from royal_cli.errors import UsageError
from royal_cli.money import is_currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """None, or no entry, leaves it to the proposal."""

    key: str | None = None
    price: str | None = None
    #: Column -> words of the profile; none at all leaves the column out.
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    currency: str | None = None
    price_includes_vat: bool | None = None
    decimal_mark: str | None = None
    weight_unit: str | None = None
    dimension_unit: str | None = None
    #: Market -> currency of its prices.
    market_currencies: Mapping[str, str] = field(default_factory=dict)
    #: Questions that have been answered, also by "not known".
    heard: frozenset[str] = frozenset()

    def changed(self, column: str, word: str) -> "Said":
        """The same with another meaning of one column; "" leaves it out. A key and a price are there only once."""
        said = self
        for about in [about for about in ("key", "price") if getattr(self, about) == column]:
            said = said.stating(about, None)
        others = {other: words for other, words in said.fields.items() if other != column and (word,) != words}
        said = replace(said, fields=others)
        if word in ("key", "price"):
            return said.stating(word, column)
        return said.with_field(column, *([word] if word else []))

    def stating(self, about: str, answer: str | None) -> "Said":
        """The same with what is said of `key`, `currency`, `weight_unit` …"""
        stated: dict[str, Any] = {about: answer}
        return replace(self, **stated)

    def with_field(self, column: str, *words: str) -> "Said":
        return replace(self, fields={**self.fields, column: words})


class Saying:
    """Takes flags for the columns of one table, and says which of them mean nothing there."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header
        self._folded = {fold(column): column for column in header}

    def column(self, named: str, flag: str) -> str:
        """The column of that name."""
        if found := self._folded.get(fold(named)):
            return found
        near = closest(named, self.header)
        hint = f"Did you mean {near}?" if near else f"Its columns are {listed(self.header)}."
        raise UsageError(f"{flag}: the table has no column {clean(named)!r}.", hint=hint)

    def pair(self, text: str, flag: str) -> tuple[str, str]:
        """COLUMN=WORD, where either side may hold an equals sign."""
        if "=" not in text:
            raise UsageError(f"{flag} {text} has no equals sign.", hint=f'It reads: {flag} "COLUMN={_LIKE[flag]}"')
        parts = text.split("=")
        for place in range(1, len(parts)):
            if fold(left := "=".join(parts[:place])) in self._folded:
                return self._folded[fold(left)], "=".join(parts[place:]).strip()
        return self.column(parts[0], flag), ""

    def fields(
        self, maps: Sequence[str] = (), stock: Sequence[str] = (), markets: Sequence[str] = ()
    ) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
        """What --map, --stock and --market say, and the currencies of the markets."""
        found: dict[str, tuple[str, ...]] = {}
        currencies: dict[str, str] = {}
        for text in maps:
            column, word = self.pair(text, "--map")
            found[column] = (*found.get(column, ()), checked_word(word)) if word else ()
        for text in stock:
            column, place = self.pair(text, "--stock")
            found[column] = (f"stock: {place}" if place else "stock",)
        for text in markets:
            column, market = self.pair(text, "--market")
            name, _, code = market.partition(":")
            if not name or (code and not is_currency(code.upper())):
                raise UsageError(f"--market {text} names no market.", hint=f'It reads: --market "{column}=Norway:NOK"')
            found[column] = (f"price: {name}",)
            currencies |= {name: code.upper()} if code else {}
        return found, currencies


_LIKE = {"--map": "title", "--stock": "Main", "--market": "Norway:NOK"}


def checked_word(word: str) -> str:
    """A word that a profile may use for a column, as it is written in profiles."""
    bare = " ".join(word.split())
    if fold(bare) in MAPPED.columns or any(pattern.match.fullmatch(bare) for pattern in MAPPED.patterns):
        return bare
    near = closest(bare, MAPPED.columns)
    hint = f"Did you mean {near}?" if near else f"There are {', '.join(WORDS)}."
    raise UsageError(f"Nothing is called {bare!r}.", hint=hint)


#: The words of profiles that people need, in the order in which a list offers them.
WORDS = (
    "title", "description", "price", "compare at price", "sale price", "cost", "currency", "stock", "gtin", "mpn",
    "vendor", "type", "category", "tags", "images", "weight", "weight unit", "length", "width", "height",
    "dimensions", "dimension unit", "status", "variant title", "seo title", "seo description", "search keywords",
)  # fmt: skip


def complaint(check: Callable[[], object]) -> str | None:
    """What is wrong with an answer, for the terminal."""
    try:
        check()
    except UsageError as error:
        return f"{error.message} {error.hint or ''}".strip()
    return None
