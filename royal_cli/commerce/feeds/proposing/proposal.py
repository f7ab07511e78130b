"""A proposal for a table: what each column is and how that is known, and what only a person can say.

sample = take(source, as_table(source), "EUR")
proposal = propose(sample, Said(), FeedOptions(currency="EUR"))
for question in proposal.questions:        # an answer is the same as a flag
    said = question.answered(said, "UVP")
"""

from dataclasses import dataclass, field
from typing import Literal

from royal_cli.commerce.feeds.formats.doubts import is_of_sales
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.proposing import columns, keys, prices, questions
from royal_cli.commerce.feeds.proposing.columns import Guess
from royal_cli.commerce.feeds.proposing.questions import Question
from royal_cli.commerce.feeds.proposing.said import Said
from royal_cli.commerce.feeds.proposing.sample import Sample

Known = Literal["by its name", "by its values", "you said so", "not used"]

#: A profile can give these to one column only.
_ONCE = frozenset(
    ["title", "description", "gtin", "mpn", "vendor", "category", "weight", "length", "width", "height", "dimensions",
     "tags", "stock", "currency", "weight unit", "dimension unit", "type", "status"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """A column of the table, and the word of the profile that it stands for; None where it is left out."""

    column: str
    example: str
    field: str | None
    known: Known
    reason: str


@dataclass(slots=True)
class Proposal:
    source: str
    columns: list[ProposedColumn]
    key: str | None = None
    product: str | None = None
    #: What goes into [values], each with how it is known.
    values: dict[str, tuple[str | bool, str]] = field(default_factory=dict)
    market_currencies: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[Question]:
        """Without an answer to these there is no profile."""
        return [question for question in self.questions if question.needed]

    def fields(self, column: str) -> list[str]:
        return [one.field for one in self.columns if one.column == column and one.field]


def propose(sample: Sample, said: Said, options: FeedOptions) -> Proposal:
    """Say what the columns are as far as the table tells it; the rest is in `questions`."""
    return _Draft(sample, said, options).proposal()


class _Draft:
    """Goes through the parts of a profile one after the other; what is given away first is not given again."""

    def __init__(self, sample: Sample, said: Said, options: FeedOptions) -> None:
        self.sample = sample
        self.said = said
        self.options = options
        #: Column -> word, how it is known, why. What is not here is left out.
        self.given: dict[str, list[tuple[str, Known, str]]] = {}
        self.left: dict[str, str] = {}
        self.asked: list[Question] = []
        self.notes: list[str] = []
        self.units: dict[str, str] = {}
        self.product: str | None = None

    def proposal(self) -> Proposal:
        self._take_what_is_said()
        price = self._choose_price()
        key = self._choose_key()
        self._guess_the_rest()
        self._choose_texts()
        if key:
            self._choose_product(key)
        proposal = Proposal(
            self.sample.source, self._columns(key), key, self.product,
            market_currencies=dict(self.said.market_currencies), notes=self.notes,
        )  # fmt: skip
        found = questions.of_values(self.sample, self.said, self.options, price, self._words(), self.units)
        proposal.values = found.values
        proposal.questions = [*self.asked, *found.questions]
        if not price.price and "price" not in self._words():
            open_price = next((question.flag for question in self.asked if question.about == "price"), "")
            self.notes.append(f"No column is the price{f'; {open_price} says which one is' if open_price else ''}.")
        return proposal

    def _give(self, column: str, word: str, known: Known, why: str) -> None:
        self.given.setdefault(column, []).append((word, known, why))

    def _words(self) -> dict[str, str]:
        """Word -> the column that has it."""
        return {word: column for column, parts in self.given.items() for word, _, _ in parts}

    def _take_what_is_said(self) -> None:
        for column, words in self.said.fields.items():
            for word in words:
                self._give(column, word, "you said so", "")
            if not words:
                self.left[column] = "you said so"

    def _free(self) -> list[str]:
        return [name for name in self.sample.header if name not in self.given and name not in self.left]

    def _choose_price(self) -> prices.PriceChoice:
        said_price = self.said.price or self._words().get("price")
        taken = self.given.keys() | self.left.keys()
        found = [
            one for one in prices.amounts(self.sample.columns) if one.header not in taken or one.header == said_price
        ]
        choice = prices.choose(found, said=said_price, wants_vat=self._wanted_vat())
        if self.said.price and not choice.price:
            self._give(self.said.price, "price", "you said so", "")
        elif choice.price and "price" not in self._words():
            known: Known = "you said so" if said_price else "by its name" if choice.price.by_name else "by its values"
            self._give(choice.price.header, "price", known, "" if said_price else choice.why)
        for header, (word, why) in choice.others.items():
            if word not in self._words() and header not in self.given:
                self._give(header, word, "by its name", why)
        if not said_price and (choice.rivals or not choice.price):
            self.asked += questions.of_price(choice, self.sample, self.said)
        self.left |= {header: why for header, why in choice.left.items() if header not in self.given}
        self.left |= {one.header: "it could be the price" for one in choice.rivals if one.header not in self.given}
        if choice.open_cost and choice.open_cost not in self.said.fields:
            self.asked += questions.of_cost(choice.open_cost, self.said)
        return choice

    def _wanted_vat(self) -> bool | None:
        said = self.said.price_includes_vat
        return self.options.price_includes_vat if said is None else said

    def _choose_key(self) -> str | None:
        if self.said.key:
            self.left.pop(self.said.key, None)
            return self.said.key
        choice = keys.choose(self.sample)
        if choice.key and choice.key.header not in self.left:
            self._give(choice.key.header, "sku", "by its name" if choice.by_name else "by its values", choice.why)
            return choice.key.header
        self.asked.append(questions.of_key(choice.likely, self.sample))
        return None

    def _guess_the_rest(self) -> None:
        """Those with a header that a table is read by come first: they are the surest."""
        found = {name: columns.guess(self.sample.by_header[name]) for name in self._free()}
        found |= {name: Guess("", "what was ordered or sold, no stock") for name in found if self._is_of_sales(name)}
        if key := self.said.key or self._words().get("sku"):
            found |= self._also(key)
        short = columns.short_description(found, self.sample)
        if short and "title" not in self._words():
            found[short] = Guess("title", "short enough for one", exact=True)
        self._place_stock(found)
        for name, guess in sorted(found.items(), key=lambda item: (not item[1].exact, not item[1].by_name)):
            self._accept(name, guess)

    def _is_of_sales(self, column: str) -> bool:
        return is_of_sales(self.sample.header, self.sample.header.index(column))

    def _place_stock(self, found: dict[str, Guess]) -> None:
        """One column of stock is that of the usual location; several are of the places that they name."""
        stock = {name: guess for name, guess in found.items() if guess.field.partition(":")[0] == "stock"}
        placed = [name for name, guess in stock.items() if guess.field != "stock"]
        if len(stock) == 1 and any(guess.is_place for guess in stock.values()):
            found |= {name: guess._replace(field="stock") for name, guess in stock.items()}
        elif placed:
            nowhere = Guess("", "the other columns of stock say where it is")
            found |= {name: nowhere for name in stock if name not in placed}

    def _also(self, key: str) -> dict[str, Guess]:
        """A key may say more: a GTIN is one, and a name is the title."""
        guess = columns.guess(self.sample.by_header[key])
        return {key: guess} if guess.field in ("gtin", "title") and not self.said.fields.get(key) else {}

    def _accept(self, name: str, guess: Guess) -> None:
        word = guess.field
        taken = self._words()
        if not word or word in ("sku", "product"):
            self.left[name] = guess.why if not word else "another column is the key"
        elif word in taken and word in _ONCE:
            self.left[name] = f"{taken[word]} is the {word}"
        else:
            self._give(name, word, "by its name" if guess.by_name else "by its values", guess.why)
            if guess.unit:
                self.units[word] = guess.unit

    def _choose_texts(self) -> None:
        free = [name for name in self.left if name not in self.said.fields and name not in self.given]
        found = columns.texts(self.sample, free)
        for word in ("title", "description"):
            able = [name for name, what in found.items() if what == word]
            if word not in self._words() and len(able) == 1:
                self.left.pop(able[0])
                why = "a few words, different in most rows" if word == "title" else "long text"
                self._give(able[0], word, "by its values", why)
            elif word == "title" and word not in self._words():
                self.asked += questions.of_title(able, self.sample, self.said)
        if "title" not in self._words():
            self.notes.append("No column is the title: such a table changes products, and creates none.")

    def _choose_product(self, key: str) -> None:
        """Rows are variants of a product only where a column says of which; without one, options say nothing."""
        words = self._words()
        named, why = self.sample.by_header.get(words.get("product", "")), "you said so"
        if named is None:
            title = self.sample.by_header.get(words.get("title", ""))
            named, why = keys.product(self.sample, self.sample.by_header[key], title)
            if named and named.header not in self.said.fields:
                self.left.pop(named.header, None)
                self._give(named.header, "product", "by its name", why)
        if named:
            self.product = named.header
            return
        for name in [name for name, parts in self.given.items() if parts[0][0].startswith("option: ")]:
            if name not in self.said.fields:
                self.given.pop(name)
                self.left[name] = why or "no column names the product that it is an option of"

    def _columns(self, key: str | None) -> list[ProposedColumn]:
        if key and not any(word == "sku" for word, _, _ in self.given.get(key, ())):
            self.given.setdefault(key, []).insert(0, ("sku", "you said so", ""))
        found = []
        for column in self.sample.columns:
            name, example = column.header, column.looks.example
            parts = self.given.get(name)
            for word, known, why in parts or ():
                found.append(ProposedColumn(name, example, word, known, why))
            if not parts:
                found.append(ProposedColumn(name, example, None, "not used", self.left.get(name, "")))
        return found
