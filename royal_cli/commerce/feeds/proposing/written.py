"""A proposal as the TOML file that people edit: every column with an example, also those that are left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from royal_cli.commerce.feeds.profile import FileHints
from royal_cli.commerce.feeds.proposing.proposal import Proposal
from royal_cli.commerce.feeds.proposing.said import WORDS

_LONGEST = 60
_WIDTH = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

#: What may be said in [values], and who says it otherwise.
_UNSAID = {
    "currency": ('"EUR"', "the cells or your settings say it"),
    "price_includes_vat": ("true", "your settings say it"),
    "decimal_mark": ('","', "the cells show it"),
}


class _Entry(NamedTuple):
    """A line of the file, and what stands behind it; one that does not count is a comment itself."""

    key: str
    value: str
    comment: str = ""
    counts: bool = True

    def __str__(self) -> str:
        return f"{'' if self.counts else '# '}{self.key} = {self.value}"


def written(proposal: Proposal, *, name: str, title: str, file: FileHints) -> str:
    """The text of the profile `name`; reading it again gives what was proposed."""
    about = (
        f"What the columns of {proposal.source} mean: on the left the header as the file writes it, on the right what"
        f" it is. Change it as you like; `royal product profile test {name} FILE` shows what arrives."
    )
    sections = [
        _comment(about),
        [f"title = {_text(title)}"],
        _aligned(_names(proposal)),
        ["[columns]", *_aligned(_columns(proposal)), *_left_out(proposal)],
        _section("stock", _aligned(_stock(proposal)), "Stock: header = location."),
        *_markets(proposal),
        _section("values", _aligned(_values(proposal)), "How cells are read."),
        _section("file", _aligned(_file(file)), "How the file is written, where it is not recognised."),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _names(proposal: Proposal) -> Iterator[_Entry]:
    examples = {column.column: column.example for column in proposal.columns}
    for word, column, what in (
        ("key", proposal.key, "names each row"),
        ("product", proposal.product, "names the product of its rows"),
    ):
        if column:
            yield _Entry(word, _text(column), f"{what}, such as {examples[column]}")


def _columns(proposal: Proposal) -> Iterator[_Entry]:
    meanings: dict[str, list[str]] = {}
    for column in proposal.columns:
        if column.field and column.field not in ("sku", "product") and not _is_placed(column.field):
            meanings.setdefault(column.column, []).append(column.field)
    examples = {column.column: column.example for column in proposal.columns}
    for name, words in meanings.items():
        value = _text(words[0]) if len(words) == 1 else f"[{', '.join(map(_text, words))}]"
        yield _Entry(_text(name), value, examples[name])


def _left_out(proposal: Proposal) -> list[str]:
    left = [column for column in proposal.columns if column.field is None]
    if not left:
        return []
    entries = [
        _Entry(_text(column.column), '""', f"{column.example} ({column.reason})".strip(), counts=False)
        for column in left
    ]  # fmt: skip
    words = f"Left out. To use one, take the # in front of it away and say what it is: {', '.join(WORDS)}."
    return ["", *_comment(words), *_aligned(entries)]


def _stock(proposal: Proposal) -> Iterator[_Entry]:
    for column in proposal.columns:
        if column.field and column.field.startswith("stock: "):
            yield _Entry(_text(column.column), _text(column.field.removeprefix("stock: ")), column.example)


def _markets(proposal: Proposal) -> Iterator[list[str]]:
    for column in proposal.columns:
        if column.field and column.field.startswith("price: "):
            market = column.field.removeprefix("price: ")
            yield [f"[markets.{_text(market)}]", *_aligned(_market(column.column, column.example, proposal, market))]


def _market(column: str, example: str, proposal: Proposal, market: str) -> Iterator[_Entry]:
    yield _Entry("price", _text(column), example)
    if currency := proposal.market_currencies.get(market):
        yield _Entry("currency", _text(currency))


def _is_placed(word: str) -> bool:
    """It stands in a section of its own."""
    return word.startswith(("stock: ", "price: "))


def _values(proposal: Proposal) -> Iterator[_Entry]:
    for name, (value, why) in proposal.values.items():
        yield _Entry(name, _value(value), why)
    for name, (likely, who) in _UNSAID.items():
        if name not in proposal.values:
            yield _Entry(name, likely, f"not said here: {who}", counts=False)


def _file(file: FileHints) -> Iterator[_Entry]:
    for name, value in file._asdict().items():
        if value is not None:
            yield _Entry(name, _value(value))


def _section(name: str, lines: Sequence[str], comment: str) -> list[str]:
    return [*_comment(comment), f"[{name}]", *lines] if lines else []


def _aligned(entries: Iterable[_Entry]) -> list[str]:
    """The comments below each other, where the entries leave room for that."""
    lines = [(str(entry), _one_line(entry.comment)) for entry in entries]
    width = max((len(text) for text, _ in lines if len(text) <= _LONGEST), default=0)
    return [f"{text:{width}}  # {comment}" if comment else text for text, comment in lines]


def _comment(text: str) -> list[str]:
    return wrap(_CONTROL.sub(" ", text), _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _one_line(text: str) -> str:
    bare = _CONTROL.sub(" ", text)
    return bare if len(bare) <= _LONGEST else f"{bare[: _LONGEST - 1]}…"


def _value(value: str | bool | int) -> str:
    return _text(value) if isinstance(value, str) else str(value).lower()


def _text(text: str) -> str:
    from tomlkit import string

    return string(text).as_string()
