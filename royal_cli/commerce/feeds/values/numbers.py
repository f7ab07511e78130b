"""Numbers as people write them: which mark is the decimal one, decided only where the text leaves no doubt.

Two kinds of mark, a group that is no group, or a leading zero leave none: 1.234,50 1'234.50 0,500 12,5.
"1,234" and "1.234" do. Other cells of the column decide those, or the operator does (`decimal_mark`).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple, Protocol, TypeVar

from royal_cli.commerce.feeds.rows import TYPED
from royal_cli.commerce.feeds.values.cells import Cells, Odd, has_odd, without_odd
from royal_cli.commerce.feeds.values.problems import Problems
from royal_cli.money import to_text

M = TypeVar("M", bound="Marked")

_LOOSE = re.compile(r"([^0-9]*)([0-9](?:.*[0-9])?)([^0-9]*)", re.DOTALL)
_BODY = re.compile(r"[0-9][0-9.,' ]*")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[Ee][+-]?[0-9]+")
_WESTERN = re.compile(r"[1-9][0-9]{0,2}(?:[.,' ][0-9]{3})*")
_INDIAN = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")
_LIKE_A_GROUP = re.compile(r"(?<![0-9.])([0-9]{1,3}\.[0-9]{3})(?![0-9.])")
_WHOLE_SIGN = re.compile(r"[.,](?:-{1,2})?(?=\s|\Z)")

_BLANKS = dict.fromkeys(map(ord, "\t\u00a0\u2007\u2009\u202f"), " ")
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc`\u00b4"), "'")
_DASHES = dict.fromkeys(map(ord, "\u2012\u2013\u2014\u2212"), "-")
_ONE_KIND = {**_BLANKS, **_APOSTROPHES, **_DASHES}

#: In place of a decimal mark: nothing in the column speaks for one, so only the kind of value may.
UNDECIDED = "undecided"

#: More digits than this do not fit an integer of the database.
MOST_DIGITS = 18
_LARGEST_QUANTITY = 2_147_483_647

NOT_A_NUMBER: Odd[Any] = Odd("not_a_number", "write digits only, such as 12.50")
AMBIGUOUS: Odd[Any] = Odd("ambiguous_number", "thousands or decimals? say which mark is decimal with --decimal-mark")
SCIENTIFIC: Odd[Any] = Odd(
    "scientific", "a spreadsheet shortened this number; format the column as a plain number and export again"
)
TOO_LARGE: Odd[Any] = Odd("too_large", "this number is larger than any that can be kept")
_NOT_WHOLE: Odd[Any] = Odd("not_whole", "write a whole number")
NEGATIVE: Odd[Any] = Odd("negative", "this cannot be less than zero")


class Number(NamedTuple):
    """`figures` counts 10**-scale; `mark` is the decimal mark that this cell proves, or ""."""

    figures: int
    scale: int
    mark: str = ""


class Parts(NamedTuple):
    """A cell taken apart: the words before, the digits with their marks, the words after."""

    before: str
    body: str
    after: str
    negative: bool


@dataclass(slots=True)
class ColumnEvidence:
    """Which decimal mark the unambiguous cells of a column have shown so far. Keep one per column and feed."""

    point: bool = False
    comma: bool = False

    @property
    def mark(self) -> str:
        """The mark; "" while none was seen, "?" once both were."""
        if self.point and self.comma:
            return "?"
        return "." if self.point else "," if self.comma else ""

    def learn(self, marks: Iterable[str]) -> None:
        seen = set(marks)
        self.point |= "." in seen
        self.comma |= "," in seen


def take_apart(cell: str) -> Parts | None:
    """Sign, words and digits of a cell; None where that is not what it consists of."""
    match = _LOOSE.fullmatch(cell.translate(_ONE_KIND))
    if match is None:
        return None
    before, body, after = match.groups()
    if before.endswith((".", ",")) and not before[-2:-1].isalpha():
        before, body = before[:-1], f"0{before[-1]}{body}"
    after = _WHOLE_SIGN.sub("", after, count=1) if after[:1] in (".", ",") else after
    bracketed = before.startswith("(") and after.endswith(")")
    if bracketed:
        before, after = before[1:], after[:-1]
    minuses = bracketed + before.count("-") + after.count("-")
    if minuses > 1:
        return None
    return Parts(before.replace("+", "", 1).replace("-", "").strip(), body, after.replace("-", "").strip(), minuses > 0)


def read_number(body: str, decimal_mark: str = "") -> Number | Odd[Any]:
    """The digits of a cell. `decimal_mark` decides only what the cell itself leaves open."""
    if body.isdecimal() and body.isascii():
        return _number(body, "")
    if not _BODY.fullmatch(body):
        return SCIENTIFIC if _SCIENTIFIC.fullmatch(body) else NOT_A_NUMBER
    last = next(sign for sign in reversed(body) if not sign.isdigit())
    whole, _, tail = body.rpartition(last)
    if whole.isdigit():
        return _after_one_mark(whole, last, tail, decimal_mark)
    if last in whole:
        return _grouped(body, last)
    return _number(whole, tail, last) if last in ".," and _is_grouped(whole) else NOT_A_NUMBER


def _after_one_mark(whole: str, mark: str, tail: str, decimal_mark: str) -> Number | Odd[Any]:
    could_be_group = len(tail) == 3 and len(whole) <= 3 and whole[0] != "0"
    if mark in " '":
        return _number(whole + tail, "") if could_be_group else NOT_A_NUMBER
    if not could_be_group:
        return _number(whole, tail, mark)
    if decimal_mark not in (".", ","):
        return AMBIGUOUS
    return _number(whole, tail) if mark == decimal_mark else _number(whole + tail, "")


def _grouped(body: str, mark: str) -> Number | Odd[Any]:
    if not _is_grouped(body):
        return NOT_A_NUMBER
    return _number(body, "", {",": ".", ".": ","}.get(mark, ""))


def _is_grouped(whole: str) -> bool:
    marks = {sign for sign in whole if not sign.isdigit()}
    return len(marks) == 1 and bool(_WESTERN.fullmatch(whole) or _INDIAN.fullmatch(whole))


def _number(whole: str, tail: str, mark: str = "") -> Number | Odd[Any]:
    digits = "".join(filter(str.isdigit, whole)) + tail.rstrip("0")
    if len(digits.lstrip("0")) > MOST_DIGITS:
        return TOO_LARGE
    return Number(int(digits), len(tail.rstrip("0")), mark)


class Marked(Protocol):
    """A value that may prove which mark is the decimal one."""

    @property
    def mark(self) -> str: ...


def look_up_numbers(
    cells: Sequence[str],
    reader: Callable[[str], Cells[M]],
    decimal_mark: str | None,
    evidence: ColumnEvidence | None,
) -> list[M | Odd[M] | None]:
    """Read by what each cell proves, and the rest by `decimal_mark` or by what the column has proven.

    `reader` gives the cells that are read with a decimal mark. What was typed as a number leaves nothing open, and says
    nothing of how people write theirs.
    """
    typed = [cell[-1:] == TYPED for cell in cells] if TYPED in "".join(cells) else []
    if typed:
        cells = [_without_doubt(cell) if one else cell for cell, one in zip(cells, typed, strict=True)]
    found = reader("").look_up(cells)
    seen = evidence or ColumnEvidence()
    is_odd = has_odd(found)
    written = [value for value, one in zip(found, typed, strict=True) if not one] if typed else found
    seen.learn({value.mark for value in written if value is not None and not isinstance(value, Odd)})
    return reader(decimal_mark or seen.mark or UNDECIDED).look_up(cells) if is_odd else found


def _without_doubt(cell: str) -> str:
    """A number with a point before its decimals, of which three would look like a group of thousands."""
    return _LIKE_A_GROUP.sub(r"\g<1>0", cell.removesuffix(TYPED))


def look_up_in_groups(
    cells: Sequence[str],
    belongs_to: str | Sequence[str | None] | None,
    reader: Callable[[str | None, str], Cells[M]],
    decimal_mark: str | None,
    evidence: ColumnEvidence | None,
) -> list[M | Odd[M] | None]:
    """Read cells whose currency or unit (`belongs_to`) is the same for all, or stated row by row."""
    if belongs_to is None or isinstance(belongs_to, str):
        return look_up_numbers(cells, partial(reader, belongs_to), decimal_mark, evidence)
    groups: dict[str | None, list[str]] = {one: [] for one in belongs_to}
    for cell, one in zip(cells, belongs_to, strict=True):
        groups[one].append(cell)
    evidence = evidence or ColumnEvidence()
    # Once for what the column proves, whichever group comes first, and once to read by it.
    for _ in range(min(len(groups), 2)):
        found = {
            one: iter(look_up_numbers(group, partial(reader, one), decimal_mark, evidence))
            for one, group in groups.items()
        }
    return [next(found[one]) for one in belongs_to]


def quantity(
    cells: Sequence[str],
    problems: Problems,
    column: str,
    *,
    decimal_mark: str | None = None,
    evidence: ColumnEvidence | None = None,
    clears: str | None = None,
    strict: bool = False,
) -> list[int | None]:
    """Whole numbers, negative ones too: "5", "5.0", "-3", "1,234,567". "5.5" and "InStock" are odd."""
    found = look_up_numbers(cells, _quantities, decimal_mark, evidence)
    numbers = without_odd(found, cells, problems, column, clears, strict)
    return [None if number is None else number[0] for number in numbers]


def decimal(
    cells: Sequence[str],
    problems: Problems,
    column: str,
    *,
    decimal_mark: str | None = None,
    evidence: ColumnEvidence | None = None,
    clears: str | None = None,
    strict: bool = False,
) -> list[str | None]:
    """Numbers without a unit, as plain decimal text with a point: "1.234,50" becomes "1234.5"."""
    found = look_up_numbers(cells, _decimals, decimal_mark, evidence)
    numbers = without_odd(found, cells, problems, column, clears, strict)
    return [None if number is None else to_text(number[0], number[1]) for number in numbers]


@lru_cache(maxsize=4)
def _decimals(decimal_mark: str) -> Cells[Number]:
    def read(cell: str) -> Number | Odd[Number]:
        parts = take_apart(cell)
        if parts is None or parts.before or parts.after:
            return NOT_A_NUMBER
        number = read_number(parts.body, decimal_mark)
        if isinstance(number, Odd) or not parts.negative:
            return number
        return number._replace(figures=-number.figures)

    return Cells(read, null_words=True)


@lru_cache(maxsize=4)
def _quantities(decimal_mark: str) -> Cells[Number]:
    decimals = _decimals(decimal_mark).parse

    def read(cell: str) -> Number | Odd[Number] | None:
        number = decimals(cell)
        if number is None or isinstance(number, Odd):
            return number
        if number.scale:
            return _NOT_WHOLE
        return number if abs(number.figures) <= _LARGEST_QUANTITY else TOO_LARGE

    return Cells(read, null_words=True)
