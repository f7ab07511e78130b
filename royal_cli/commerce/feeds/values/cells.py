"""How a column of cells becomes values: each distinct text is read once, and only odd ones cost more."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from royal_cli.commerce.feeds.rows import CLEAR, SEPARATOR, TYPED
from royal_cli.commerce.feeds.values.problems import Problems

T = TypeVar("T")

_FAILED = """
    #REF! #VALUE! #N/A #NAME? #DIV/0! #NUM! #NULL! #SPILL! #CALC! #ERROR! #FIELD! #GETTING_DATA
    #BEZUG! #WERT! #NV #ZAHL! #ÜBERLAUF! #VALEUR! #NOM? #NOMBRE! #NUL! #WAARDE! #VERW! #NAAM? #DEEL/0! #GETAL! #N/B
    #LEEG! #¡REF! #¡VALOR! #¿NOMBRE? #¡DIV/0! #¡NUM! #N/D #VALOR! #VALORE! #RIF! #NOME?
    #ADR! #ARG! #LICZBA! #NAZWA? #N/D! #DZIEL/0! #NÚM! #ЗНАЧ! #ССЫЛКА! #ДЕЛ/0! #ИМЯ? #ЧИСЛО! #ПУСТО! #Н/Д
    #VÄRDEFEL! #REFERENS! #DIVISION/0! #NAMN? #OGILTIGT! #SAKNAS! #VÆRDI! #REFERENCE! #NAVN? #VERDI! #I/T
    #HODNOTA! #ODKAZ! #NÁZEV? #ČÍSLO! #ÉRTÉK! #HIV! #ZÉRÓOSZTÓ! #NÉV? #SZÁM! #HIÁNYZIK #DEĞER! #BAŞV! #SAYI/0! #AD?
"""

#: What a spreadsheet leaves where a formula failed, in the languages of Europe.
SPREADSHEET_ERRORS = frozenset(_FAILED.split())

#: What a workbook holds where a formula has no result yet, since no spreadsheet has opened it since it was written.
UNCALCULATED = "#UNCALCULATED!"

#: Words that stand for "no number" in columns of numbers.
NULL_WORDS = frozenset(["nill", "nil", "null", "n/a", "na", "n.a.", "none", "nan", "-", "--", "–", "—"])

#: What keeps a spreadsheet from taking text for a number: ="00123".
_FORMULA_OF_TEXT = re.compile(r'="([^"]*)"')

_DATED = re.compile(r"\d{4}-\d\d-|\d+:\d\d:")

_REMEMBERED = 8_192
_LONG = 200


@dataclass(frozen=True, slots=True)
class Odd(Generic[T]):
    """A cell that is not simply a value. `kept` is the value that is used all the same, with a warning."""

    code: str
    hint: str
    kept: T | None = None


CLEARED: Odd[Any] = Odd("cleared", "")
SPREADSHEET_ERROR: Odd[Any] = Odd(
    "spreadsheet_error", "a formula failed in the spreadsheet; put the value itself into the cell"
)
NOT_CALCULATED: Odd[Any] = Odd(
    "not_calculated", "this formula has no result yet; open the workbook in a spreadsheet, save it and import that"
)
NOT_A_DATE: Odd[Any] = Odd(
    "date_for_text", "a spreadsheet took this text for a date; format the column as text and write it again"
)
SEVERAL: Odd[Any] = Odd("several_values", "give this value once; several values were found where one belongs")
NO_VALUE: Odd[Any] = Odd("no_value", "leave the cell empty where there is no value")


class Cells(dict[str, T | Odd[T] | None], Generic[T]):
    """Text of a cell -> its value, read once by `parse`, which gets it trimmed and without the spreadsheet's mark."""

    def __init__(self, parse: Callable[[str], T | Odd[T] | None], *, null_words: bool = False) -> None:
        super().__init__()
        self.parse = parse
        self.null_words = null_words

    def __missing__(self, text: str) -> T | Odd[T] | None:
        value = self._read(text.strip())
        if len(text) < _LONG:
            self[text] = value
        return value

    def _read(self, cell: str) -> T | Odd[T] | None:
        if not cell:
            return None
        if odd := special(cell):
            return odd
        if self.null_words and cell.casefold() in NULL_WORDS:
            return NO_VALUE
        if self.null_words and SEPARATOR in cell:
            return SEVERAL
        bare = without_formula(cell).removeprefix("'").strip()
        return self.parse(bare) if bare else None

    def look_up(self, cells: Sequence[str]) -> list[T | Odd[T] | None]:
        if len(self) > _REMEMBERED:
            self.clear()
        return list(map(self.__getitem__, cells))


def is_date(cell: str) -> bool:
    """Whether a spreadsheet holds a date or a time in this cell."""
    return cell[-1:] == TYPED and bool(_DATED.match(cell))


def without_formula(cell: str) -> str:
    """The text of a formula that is nothing but a text in quotes."""
    found = _FORMULA_OF_TEXT.fullmatch(cell)
    return found[1] if found else cell


def special(cell: str) -> Odd[Any] | None:
    """The cells that mean the same in every column."""
    if cell == CLEAR:
        return CLEARED
    if cell.upper() in SPREADSHEET_ERRORS or (cell.startswith("Err:") and cell[4:].isdigit()):
        return SPREADSHEET_ERROR
    return NOT_CALCULATED if cell == UNCALCULATED else None


def read_column(
    cells: Sequence[str],
    known: Cells[T],
    problems: Problems,
    column: str,
    clears: str | None,
    strict: bool,
) -> list[T | None]:
    """The values of a column. What is odd is reported: it rejects its row if `strict`, else only its value."""
    return without_odd(known.look_up(cells), cells, problems, column, clears, strict)


def without_odd(
    found: list[T | Odd[T] | None],
    cells: Sequence[str],
    problems: Problems,
    column: str,
    clears: str | None,
    strict: bool,
) -> list[T | None]:
    """Report the odd ones of what was looked up, and put in their place what is used all the same."""
    if not has_odd(found):
        return cast(list[T | None], found)
    return [
        report(value, problems, row, column, cells[row], clears, strict) if isinstance(value, Odd) else value
        for row, value in enumerate(found)
    ]


def has_odd(found: Sequence[object]) -> bool:
    return Odd in set(map(type, found))


def report(
    odd: Odd[T], problems: Problems, row: int, column: str, cell: str, clears: str | None, strict: bool
) -> T | None:
    """Say what is odd about a cell, and give the value that is used all the same."""
    if odd is CLEARED:
        problems.clear(row, clears or column)
    elif strict and odd is not NO_VALUE and odd.kept is None:
        problems.reject(row, column, cell, odd.code, odd.hint)
    else:
        problems.warn(row, column, cell, odd.code, odd.hint)
    return odd.kept
