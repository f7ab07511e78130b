"""What the cells of a column look like, by the same converters that will read them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise
from statistics import median_low

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.rows import TYPED
from royal_cli.commerce.feeds.values import ColumnEvidence, Problems

#: Kinds of value show in as many different cells.
_LOOKED_AT = 400

_ADDRESS = re.compile(r"(?:https?:)?//[^\s/]+\S*", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|bmp|tiff?|svg)(?:[?#&]|\Z)|/images?/", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./-]\d{1,2}[./-](?:\d\d|\d{4})(?: .*)?")
_SIZE = re.compile(r"\D{0,3}\d[\d.,]*(?:\s*\D{0,4}[xX×*]\s*\d[\d.,]*){2}\D{0,6}")
_CODE = re.compile(r"(?=.*\d)[\w.\-/#+:]{1,40}")
_MARKUP = re.compile(r"<(?:p|br|div|ul|li|b|strong|span|h\d)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_PATH = re.compile(r"\S\s*(?:>|\|| / |»|\\)\s*\S")
_HAS_FRACTION = re.compile(r"[.,]\d{1,2}(?!\d)")
_HAS_MARK = re.compile(r"\d[.,]\d")
_SIGN = re.compile(r"[^\d\s.,'’+()-]")
#: FR-100 is a code, although Fr. is a currency.
_LIKE_A_CODE = re.compile(r"[^\W\d_]+-\d")


@dataclass(frozen=True, slots=True)
class Looks:
    """Shares are of the filled cells, from 0 to 1."""

    rows: int
    filled: int
    distinct: int
    #: A cell as people will recognise the column by.
    example: str
    #: Median number of characters.
    length: int
    #: Whole numbers that grow by one from row to row.
    counts_rows: bool
    gtins: float = 0
    codes: float = 0
    numbers: float = 0
    fractions: float = 0
    #: Numbers with a currency.
    priced: float = 0
    whole: float = 0
    weights: float = 0
    addresses: float = 0
    pictures: float = 0
    dates: float = 0
    sizes: float = 0
    paths: float = 0
    markup: float = 0
    #: Cells of two words or more.
    phrases: float = 0
    #: The decimal mark that the cells prove: "" if none does, "?" if they disagree.
    mark: str = ""
    #: A cell that does.
    proof: str = ""
    #: A number that may mean two things, such as 1.234.
    open_number: str = ""
    #: A price whose sign several currencies use.
    open_sign: str = ""
    currencies: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not self.filled

    @property
    def repeats(self) -> int:
        return self.filled - self.distinct

    @property
    def uniqueness(self) -> float:
        return self.distinct / self.filled if self.filled else 0


def looks(cells: Sequence[str], currency: str | None = None) -> Looks:
    filled = [bare for cell in cells if (bare := cell.strip())]
    distinct = dict.fromkeys(filled)
    seen = list(islice(distinct, _LOOKED_AT))
    if not seen:
        return Looks(len(cells), 0, 0, "", 0, counts_rows=False)
    # As they stand: what was typed as a number proves no mark.
    money = _money(list(islice(dict.fromkeys(filter(str.strip, cells)), _LOOKED_AT)), currency)
    share = partial(_share, seen)
    return Looks(
        rows=len(cells), filled=len(filled), distinct=len(distinct), example=_example(seen),
        length=median_low(map(len, seen)), counts_rows=_counts_rows(cells),
        gtins=share(_is_gtin), codes=share(_CODE.fullmatch), numbers=money.numbers, fractions=money.fractions,
        priced=money.priced, whole=_whole(seen), weights=_weights(seen), addresses=share(_ADDRESS.match),
        pictures=share(lambda cell: _ADDRESS.match(cell) and _PICTURE.search(cell)), dates=share(_DATE.fullmatch),
        sizes=share(_SIZE.fullmatch), paths=share(_PATH.search), markup=share(_MARKUP.search),
        phrases=share(lambda cell: len(_WORD.findall(cell)) > 1), mark=money.mark, proof=money.proof,
        open_number=money.open_number, open_sign=money.open_sign, currencies=money.currencies,
    )  # fmt: skip


def _share(cells: Sequence[str], is_one: Callable[[str], object]) -> float:
    return sum(1 for cell in cells if is_one(cell)) / len(cells)


def _example(cells: Sequence[str]) -> str:
    """The first of usual length: not the one that has almost nothing in it."""
    usual = median_low(map(len, cells))
    return next((" ".join(cell.split()) for cell in cells if len(cell) * 2 >= usual), cells[0])


def _counts_rows(cells: Sequence[str]) -> bool:
    if len(cells) < 3 or not all(cell.strip().isdecimal() for cell in cells):
        return False
    figures = [int(cell) for cell in cells]
    return figures[0] in (0, 1) and all(after == before + 1 for before, after in pairwise(figures))


def _is_gtin(cell: str) -> bool:
    return len(cell) in (8, 12, 13, 14) and cell.isascii() and cell.isdigit() and values.has_right_check_digit(cell)


@dataclass(frozen=True, slots=True)
class _Money:
    numbers: float
    fractions: float
    priced: float
    mark: str
    proof: str
    open_number: str
    open_sign: str
    currencies: frozenset[str]


def _money(cells: Sequence[str], currency: str | None) -> _Money:
    """What the reader of prices makes of the cells. Each is asked alone for the mark that it proves."""
    evidence, problems = ColumnEvidence(), _problems(cells)
    found = values.money(cells, problems, "", currency=currency, evidence=evidence, negative=True)
    odd = {warning.value: warning.code for _, warning in problems.warned}
    by_code = {code: cell for cell, code in reversed(odd.items())}
    unread = ("ambiguous_number", "currency_open")
    read = [cell for cell in cells if cell and (cell not in odd or odd[cell] in unread)]
    numbers = [cell for cell in read if not _LIKE_A_CODE.match(cell)]
    signed = [cell for cell in numbers if _SIGN.search(cell)]
    stated = {
        code for cell, code in zip(cells, found.currency, strict=True) if code and cell not in odd and cell in signed
    }
    return _Money(
        len(numbers) / len(cells), sum(1 for cell in numbers if _HAS_FRACTION.search(cell)) / len(cells),
        len(signed) / len(cells), evidence.mark,
        next((cell for cell in numbers if cell not in odd and cell[-1:] != TYPED and _HAS_MARK.search(cell)), ""),
        by_code.get("ambiguous_number", ""), by_code.get("currency_open", "") if signed else "",
        frozenset(stated),
    )  # fmt: skip


def _whole(cells: Sequence[str]) -> float:
    found = values.quantity(cells, _problems(cells), "")
    return sum(1 for number in found if number is not None) / len(cells)


def _weights(cells: Sequence[str]) -> float:
    """Of the cells that carry a unit of weight themselves."""
    found = values.weight(cells, _problems(cells), "")
    return sum(1 for weight in found.thousandths if weight is not None) / len(cells)


def _problems(cells: Sequence[str]) -> Problems:
    return Problems(range(len(cells)), range(len(cells)))
