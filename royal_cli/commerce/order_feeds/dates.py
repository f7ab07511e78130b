"""When orders were placed: times as files write them, and whether the day or the month comes first in them."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from royal_cli.commerce.feeds.formats.dates import moment
from royal_cli.commerce.feeds.rows import TYPED
from royal_cli.commerce.feeds.values.cells import Cells, Odd
from royal_cli.commerce.order_feeds.sheet import OrderSheet
from royal_cli.errors import FeedError

_OPEN = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})\b")
_YEAR_FIRST = re.compile(r"\A(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?(Z?)")
_ZONED = re.compile(r"(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}|(?<=:\d\d)[+-]\d{1,2})\Z", re.IGNORECASE)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene gen", "feb fév", "mar mär maa mrz", "apr avr abr", "may mai mei maj mag", "jun juin giu",
         "jul juil lug", "aug aoû ago", "sep set", "oct okt ott", "nov", "dec dez déc dic"), 1,
    )
    for name in names.split()
}  # fmt: skip
_WORDED = re.compile(
    r"(?:[^\W\d]+,? +)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[ -]+(?P<month>[^\W\d]{3,})\.?|"
    r"(?P<name>[^\W\d]{3,})\.? +(?P<date>\d{1,2})(?:st|nd|rd|th)?),?[ -]+(?P<year>\d{4}|\d{2})(?!\d|:)(?P<rest>.*)"
)
_READINGS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
#: Clocks differ, and a day begins earlier elsewhere.
_AHEAD = timedelta(days=1)

_NOT_A_DATE: Odd[datetime] = Odd("date", "write dates as 2026-11-27, or as 2026-11-27T09:00+01:00")
_OPEN_DATE: Odd[datetime] = Odd("ambiguous_date", "does the day come first or the month? --dates dmy or mdy says it")


def times(sheet: OrderSheet, role: str, *, strict: bool = False) -> list[datetime | None]:
    """Of every run the time that its first row states, as UTC; one that cannot be read is refused."""
    rows, cells = sheet.stated(role)
    return _read(sheet, role, rows, cells, strict=strict)


def earliest(sheet: OrderSheet, role: str) -> list[datetime | None]:
    """The same, where rows of one order were written at several times: the earliest counts."""
    cells = sheet.cells(role)
    distinct = [dict.fromkeys(cells[start:end]) for start, end in sheet.runs]
    if all(len(one) == 1 for one in distinct):
        return times(sheet, role, strict=True)
    found = _read(sheet, role, range(sheet.size), cells, strict=True)
    return [min(filter(None, found[start:end]), default=None) for start, end in sheet.runs]


def _read(
    sheet: OrderSheet, role: str, rows: Sequence[int], cells: Sequence[str], *, strict: bool
) -> list[datetime | None]:
    header, problems = sheet.header(role), sheet.problems_at(rows)
    known: Cells[datetime] = sheet.remember("dates", lambda: _reader(sheet.options.timezone, order_of(sheet)))
    found: list[datetime | None] = []
    for place, value in enumerate(known.look_up(cells)):
        if isinstance(value, Odd):
            refuse = problems.reject if strict else problems.warn
            refuse(place, header, cells[place], value.code, value.hint)
            found.append(None)
        else:
            found.append(value)
    _mention_zone(sheet, role, rows, cells)
    return found


def _mention_zone(sheet: OrderSheet, role: str, rows: Sequence[int], cells: Sequence[str]) -> None:
    """Say once which zone times are taken to be in that do not state their own."""
    if "zone is told" in sheet.memory:
        return
    bare = next((place for place, cell in enumerate(cells) if cell.strip() and not _ZONED.search(cell.strip())), None)
    if bare is not None:
        sheet.memory["zone is told"] = True
        hint = f"no zone is stated: taken to be {sheet.options.timezone}, as the settings or the profile say"
        sheet.problems.warn(rows[bare], sheet.header(role), cells[bare], "no_zone", hint)


def _reader(timezone: str, order: str) -> Cells[datetime]:
    def read(cell: str) -> datetime | Odd[datetime]:
        if not order and (open_ := _OPEN.match(cell)) and open_[2] != ".":
            return _OPEN_DATE
        try:
            found = moment(_plain(cell), timezone, order=order or "dmy", is_said=bool(order))
        except (ValueError, OverflowError):
            return _NOT_A_DATE
        return _NOT_A_DATE if found is None else found.astimezone(UTC)

    return Cells(read, null_words=True)


def _plain(cell: str) -> str:
    """The date in figures, with signs between them."""
    cell = cell.removesuffix(TYPED).strip()
    if cell[:4].isdigit() and (found := _COMPACT.fullmatch(cell)):
        year, month, day, hour, minute, second, zone = found.groups()
        return f"{year}-{month}-{day}" + (f" {hour}:{minute}:{second or '00'}{zone}" if hour else "")
    if found := _WORDED.fullmatch(cell):
        word = (found["month"] or found["name"]).casefold()
        if number := _MONTHS.get(word[:4]) or _MONTHS.get(word[:3]):
            year = found["year"] if len(found["year"]) == 4 else f"20{found['year']}"
            return f"{year}-{number}-{found['day'] or found['date']}{found['rest'].replace(',', '')}"
    return re.sub(r" ?(?:UTC|GMT)\Z", "Z", _YEAR_FIRST.sub(r"\1-\2-\3", cell))


def order_of(sheet: OrderSheet) -> str:
    """What comes first in the dates of the file: as the operator says, else as its dates themselves prove; else ""."""
    return sheet.options.dates or (sheet.surveyed.dates if isinstance(sheet.surveyed, Survey) else "")


class Survey:
    """What only many rows together say of a file: the order of its dates, whether discounts are shares."""

    def __init__(self) -> None:
        self.dates = ""
        #: "share", "amount", or "" where there are none.
        self.discounts = ""
        #: Orders have plain numbers, so that a letter before one says something.
        self.is_numbered = False
        #: Role -> order -> what its rows add up to, of orders whose rows do not stand together.
        self.sums: dict[str, dict[str, int | None]] = {}


class Dates:
    """Goes through dates until one order is left in which all of them are dates, and none of them of the future."""

    def __init__(self, now: datetime) -> None:
        self._latest = (now + _AHEAD).date()
        self._possible = {"dmy", "mdy", "ymd"}
        self._has_seen = False
        #: A date that is another one in each order.
        self._example = ""

    @property
    def is_open(self) -> bool:
        return self._has_seen and len(self._possible) > 1

    def look_at(self, cells: Iterable[str]) -> None:
        for cell in cells:
            if (found := _OPEN.match(cell.strip())) and found[2] != ".":
                self._weigh(found)

    def _weigh(self, found: re.Match[str]) -> None:
        figures = (int(found[1]), int(found[3]), int(found[4]))
        orders = ("dmy", "mdy") if len(found[4]) == 4 else tuple(_READINGS)
        readings = {order: day for order in orders if (day := _day(figures, order, self._latest))}
        if not readings:
            return
        self._has_seen = True
        self._possible &= readings.keys()
        if not self._possible:
            message = f"Some dates have the day first and others the month: {found[0]} does not fit those before it."
            raise FeedError(message, hint="write all dates as 2026-11-27, or say what comes first: --dates dmy")
        if len({readings[order] for order in self._possible}) > 1:
            self._example = found[0]

    def order(self) -> str:
        """FeedError where several are possible and dates are others in each."""
        if not self._has_seen:
            return ""
        if len(self._possible) == 1 or not self._example:
            return min(self._possible)
        message = f"Dates such as {self._example} may have the day first or the month, and no other date tells."
        raise FeedError(message, hint="say it: --dates dmy, mdy or ymd")


@lru_cache(maxsize=8192)
def _day(figures: tuple[int, int, int], order: str, latest: date) -> tuple[int, int, int] | None:
    """Year, month and day in one order; None where that is no date, or one of the future."""
    year, month, day = (figures[place] for place in _READINGS[order])
    is_short = year < 100
    try:
        found = date(year + 2000 if is_short else year, month, day)
    except ValueError:
        return None
    return None if is_short and found > latest else (found.year, found.month, found.day)
