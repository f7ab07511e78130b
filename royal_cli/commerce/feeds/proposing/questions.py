"""What a table does not say by itself: each with the flag that says it, and the answers that there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.proposing.price_words import Kind
from royal_cli.commerce.feeds.proposing.prices import PriceChoice
from royal_cli.commerce.feeds.proposing.said import Said
from royal_cli.commerce.feeds.proposing.sample import Sample, SampledColumn
from royal_cli.commerce.feeds.proposing.words import field_of, is_vat_rate, speaks_of_stock

NOT_KNOWN = "not known"
NONE_OF_THEM = "none of them"

WEIGHT_UNITS = ("g", "kg", "lb", "oz", "mg")
LENGTH_UNITS = ("cm", "mm", "m", "in", "ft")


@dataclass(frozen=True, slots=True)
class Question:
    """`needed`: without an answer there is no profile. `flag` is what says the same, as one types it."""

    about: str
    asks: str
    flag: str
    #: Answer -> what to show beside it.
    choices: Mapping[str, str]
    default: str
    needed: bool = True
    #: The column that it is about.
    column: str = ""

    def answered(self, said: Said, answer: str) -> Said:
        """What is said from now on."""
        said = replace(said, heard=said.heard | {self.about})
        if answer in (NOT_KNOWN, NONE_OF_THEM):
            return said
        match self.about:
            case "title":
                return said.with_field(answer, "title")
            case "cost":
                return said.with_field(self.column, *([] if answer == _LEAVE_OUT else [answer]))
            case "vat":
                return replace(said, price_includes_vat=answer == "included")
        return said.stating(self.about, answer)


_LEAVE_OUT = "leave it out"


def of_key(likely: Sequence[SampledColumn], sample: Sample) -> Question:
    if not likely:
        asks = "No column names the products: none has another value in every row."
    elif all(not column.looks.repeats for column in likely) and len(likely) > 1:
        asks = "Which column is the article number?"
    else:
        asks = f"No column names every product: {_fault(likely[0])}. Which one comes closest?"
        asks += " Rows that repeat it and say other things will be rejected."
    return Question("key", asks, _flag("--key", likely), _choices(likely), likely[0].header if likely else "")


def _fault(column: SampledColumn) -> str:
    """Why a column is no key."""
    looks = column.looks
    if looks.repeats:
        return f"{looks.repeats} of {looks.rows} rows repeat {column.header}"
    return f"{looks.rows - looks.filled} of {looks.rows} rows have no {column.header}"


def of_price(choice: PriceChoice, sample: Sample, said: Said) -> Iterable[Question]:
    if choice.rivals:
        rivals = [one.column for one in choice.rivals]
        likely = next((one.header for one in choice.rivals if one.kind is Kind.recommended), rivals[0].header)
        yield Question("price", "Which column is the selling price?", _flag("--price", rivals),
                       _choices(rivals), likely)  # fmt: skip
        return
    able = [column for column in sample.columns if column.looks.fractions > 0.3 and column.looks.numbers > 0.95]
    able = [column for column in able if column.header not in said.fields and not _is_explained(column)]
    if able and "price" not in said.heard:
        choices = _choices(able) | {NONE_OF_THEM: "the table has no prices"}
        yield Question("price", "Is one of these columns the price?", _flag("--price", able), choices, NONE_OF_THEM,
                       needed=False)  # fmt: skip


def _is_explained(column: SampledColumn) -> bool:
    header = column.header
    return bool(field_of(header)) or speaks_of_stock(header) or is_vat_rate(header)


def of_cost(column: str, said: Said) -> Iterable[Question]:
    if "cost" not in said.heard:
        choices = {"cost": "what the shop pays", "compare at price": "what customers paid before", _LEAVE_OUT: ""}
        yield Question(
            "cost", f"What is {column}?", f'--map "{column}=cost"', choices, "cost", needed=False, column=column
        )


def of_title(able: Sequence[str], sample: Sample, said: Said) -> Iterable[Question]:
    if able and "title" not in said.heard:
        columns = [sample.by_header[name] for name in able]
        choices = _choices(columns) | {NONE_OF_THEM: "the table has no titles"}
        yield Question("title", "Which column is the title?", f'--map "{able[0]}=title"', choices, able[0])


def _choices(columns: Sequence[SampledColumn]) -> dict[str, str]:
    return {column.header: column.looks.example for column in columns}


def _flag(flag: str, columns: Sequence[SampledColumn]) -> str:
    named = [f'{flag} "{column.header}"' for column in columns[:4]] + ["…"] * (len(columns) > 4)
    return " or ".join(named) or f"{flag} COLUMN"


class Values(NamedTuple):
    values: dict[str, tuple[str | bool, str]]
    questions: list[Question]


@dataclass(slots=True)
class _Asked:
    """Collects what goes into [values], and what has to be asked for that."""

    sample: Sample
    said: Said
    options: FeedOptions
    values: dict[str, tuple[str | bool, str]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def set(self, name: str, value: str | bool | None, why: str) -> bool:
        if value is not None:
            self.values[name] = (value, why)
        return value is not None

    def ask(self, about: str, asks: str, flag: str, choices: Mapping[str, str], default: str, needed: bool) -> None:
        if needed or about not in self.said.heard:
            self.questions.append(Question(about, asks, flag, choices, default, needed))


def of_values(
    sample: Sample,
    said: Said,
    options: FeedOptions,
    price: PriceChoice,
    words: Mapping[str, str],
    units: Mapping[str, str],
) -> Values:
    """Currency, VAT, decimal mark and units: what the table proves, what is said, and what has to be asked."""
    asked = _Asked(sample, said, options)
    money = [words[word] for word in ("price", "cost", "compare at price", "sale price") if word in words]
    if money and "currency" not in words:
        _currency(asked, sample.by_header[money[0]], price)
    if "price" in words and "price includes vat" not in words:
        _vat(asked, price)
    _decimal_mark(asked, [*money, *(words[word] for word in ("weight", "length", "width", "height") if word in words)])
    if "weight" in words and "weight unit" not in words:
        _unit(asked, "weight", words["weight"], units.get("weight"), WEIGHT_UNITS)
    sides = [word for word in ("length", "width", "height", "dimensions") if word in words]
    if sides and "dimension unit" not in words:
        known = next((units[side] for side in sides if side in units), None)
        _unit(asked, "dimension", words[sides[0]], known, LENGTH_UNITS)
    return Values(asked.values, asked.questions)


def _currency(asked: _Asked, column: SampledColumn, price: PriceChoice) -> None:
    looks, ours = column.looks, asked.options.currency
    in_header = price.price.currency if price.price else None
    if asked.set("currency", asked.said.currency, "you said so"):
        return
    if asked.set("currency", in_header, f"{column.header} says so"):
        return
    if looks.open_sign:
        asked.ask("currency", f"Which currency is {looks.open_sign}?", "--currency CODE", {}, ours or "", needed=True)
    elif len(looks.currencies) == 1 and looks.priced > 0.5:
        asked.set("currency", next(iter(looks.currencies)), "the cells say so")
    elif not looks.currencies and asked.options.currency_origin == "default":
        asked.ask(
            "currency", "In which currency are the prices?", "--currency CODE", {}, ours or "EUR", needed=not ours
        )


def _vat(asked: _Asked, price: PriceChoice) -> None:
    if asked.set("price_includes_vat", asked.said.price_includes_vat, "you said so"):
        return
    if asked.set("price_includes_vat", price.includes_vat, price.vat_why):
        return
    if asked.options.price_includes_vat is None:
        choices = {"included": "", "excluded": "", NOT_KNOWN: ""}
        asked.ask("vat", "Do these prices include VAT?", "--vat included|excluded", choices, NOT_KNOWN, needed=False)


def _decimal_mark(asked: _Asked, numbers: Sequence[str]) -> None:
    if asked.set("decimal_mark", asked.said.decimal_mark, "you said so"):
        return
    looks = {name: asked.sample.by_header[name].looks for name in numbers}
    marks = {found.mark for found in looks.values()} - {""}
    open_ones = {name: found.open_number for name, found in looks.items() if found.open_number and not found.mark}
    if len(marks) == 1 and marks <= {".", ","}:
        name = next(name for name, found in looks.items() if found.mark in marks)
        asked.set("decimal_mark", marks.pop(), f"{looks[name].proof} in {name} shows it")
    elif open_ones:
        name, number = next(iter(open_ones.items()))
        choices = {",": f"{number} has {'decimals' if ',' in number else 'thousands'}",
                   ".": f"{number} has {'decimals' if '.' in number else 'thousands'}"}  # fmt: skip
        flag = '--decimal-mark "," or --decimal-mark "."'
        asked.ask(
            "decimal_mark", f"Which mark is the decimal one in {number} ({name})?", flag, choices, ",", needed=True
        )


def _unit(asked: _Asked, what: str, name: str, in_header: str | None, units: Sequence[str]) -> None:
    said = asked.said.weight_unit if what == "weight" else asked.said.dimension_unit
    if asked.set(f"{what}_unit", said, "you said so"):
        return
    if asked.set(f"{what}_unit", in_header, f"{name} says so"):
        return
    looks = asked.sample.by_header[name].looks
    if looks.example[-1:].isdigit():
        flag = f'--{what}-unit {units[0]}|{units[1]} …, or --map "{name}=" to leave it out'
        default = "kg" if what == "weight" and looks.fractions > 0.3 else units[0]
        asked.ask(f"{what}_unit", f"In which unit is {name}, such as {looks.example}?", flag,
                  dict.fromkeys(units, ""), default, needed=True)  # fmt: skip
