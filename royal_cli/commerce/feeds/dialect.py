"""How a delimited feed is written: encoding, delimiter, quoting, and the line that its header stands on."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from royal_cli.commerce.feeds import encoding as encodings
from royal_cli.commerce.feeds.lines import count_line_ends, split_lines
from royal_cli.commerce.feeds.source import Source
from royal_cli.errors import UsageError

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe"}
#: Any number of blanks, where a profile says so: text has too many for a guess.
BLANKS = " "
NAMES = {**DELIMITERS, BLANKS: "blanks"}

_SAMPLE_CHARACTERS = 262_144
_SAMPLE_ROWS = 300
HEADER_WITHIN = 30
_LONGEST_LABEL = 200
_LONGEST_MARKED_LABEL = 40
_MOST_COLUMNS_COUNTED = 30
#: More than any score: rows are passed over only where no reading does without.
_HEADER_COMES_FIRST = 100
_SEPARATOR_LINE = re.compile(r'\s*"?sep=(.)"?[\r\n]+', re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[\d.,\s]+")
_BACKSLASHED = re.compile(r'\\(["\\])')


class Quoting(StrEnum):
    """How a quote inside a quoted cell is written; `none` where quotes are plain text."""

    DOUBLED = "doubled"
    BACKSLASH = "backslash"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Dialect:
    delimiter: str = ","
    encoding: str = "utf-8"
    quoting: Quoting = Quoting.DOUBLED
    #: Blanks after a delimiter belong to the delimiter: `"a", "b"`.
    spaced: bool = False
    #: The physical line, counted from 1, on which the header starts.
    header_line: int = 1
    has_bom: bool = False
    #: The first line is data already.
    is_headless: bool = False
    #: No alphabet explains all of the text: the encoding is the likeliest one.
    is_guess: bool = False

    @property
    def skipped(self) -> int:
        """Lines before the header: titles, comments, help, blanks."""
        return self.header_line - 1

    def describe(self) -> str:
        """One line for the operator, such as "CSV, semicolon, UTF-8 with BOM, header on line 2"."""
        delimiter = NAMES.get(self.delimiter, repr(self.delimiter))
        parts = ["TSV" if self.delimiter == "\t" else f"CSV, {delimiter}"]
        parts.append(encodings.label(self.encoding) + " with BOM" * self.has_bom + " (guessed)" * self.is_guess)
        if self.quoting is Quoting.BACKSLASH:
            parts.append("quotes escaped with a backslash")
        if self.quoting is Quoting.NONE:
            parts.append("quotes are text")
        if self.is_headless:
            parts.append("no header")
        elif self.header_line > 1:
            parts.append(f"header on line {self.header_line}")
        return ", ".join(parts)

    def reader(self, lines: Iterable[str]) -> "Reader":
        """Rows of lines that still have their ends; csv.Error where quotes do not pair."""
        if self.quoting is Quoting.NONE:
            return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE)
        if self.quoting is Quoting.BACKSLASH:
            lines = map(doubled, lines)
        if self.delimiter == BLANKS:
            lines = (f"{line.rstrip()}\n" for line in lines)
        return csv.reader(lines, delimiter=self.delimiter, skipinitialspace=self.spaced, strict=True)


def doubled(line: str) -> str:
    r"""Turn \" into "" and \\ into \; any other backslash is text."""
    return _BACKSLASHED.sub(lambda match: '""' if match[1] == '"' else "\\", line) if "\\" in line else line


class _Row(NamedTuple):
    """A row of the sample and the line it starts on."""

    line: int
    cells: list[str]
    is_broken: bool = False


class _Candidate(NamedTuple):
    score: float
    dialect: Dialect


def of(
    source: Source,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    quoting: Quoting | None = None,
    header_line: int | None = None,
    is_headless: bool = False,
) -> Dialect:
    """The dialect of a source; what is given is not looked for."""
    first_line = 1 if is_headless and header_line is None else header_line
    known = sniff(
        source.head,
        is_whole=source.is_whole,
        name=source.name,
        encoding=encoding,
        delimiter=delimiter,
        quoting=quoting,
        header_line=first_line,
    )
    return replace(known, is_headless=is_headless)


def sniff(
    head: bytes,
    *,
    is_whole: bool = True,
    name: str = "the feed",
    encoding: str | None = None,
    delimiter: str | None = None,
    quoting: Quoting | None = None,
    header_line: int | None = None,
) -> Dialect:
    """The dialect in which most rows of the head have as many fields as its header."""
    known = encodings.stated(encoding, head) if encoding else encodings.detect(head, is_whole=is_whole, name=name)
    text = encodings.decode(head, known)
    is_cut = not is_whole or len(text) > _SAMPLE_CHARACTERS
    first_line, stated, sample = _from_header(text[:_SAMPLE_CHARACTERS], header_line)
    delimiter = _checked(delimiter) if delimiter else stated
    plain = Dialect(encoding=known.codec, has_bom=known.has_bom, is_guess=known.is_guess, header_line=first_line)
    candidates = [
        _judge(candidate, sample, is_cut=is_cut, header_fixed=header_line is not None)
        for candidate in _candidates(plain, sample, delimiter, quoting, is_cut=is_cut)
    ]
    return max(candidates, key=lambda candidate: candidate.score).dialect


def _checked(delimiter: str) -> str:
    by_name = {name: sign for sign, name in NAMES.items()}
    sign = by_name.get(delimiter.lower(), delimiter.replace("\\t", "\t"))
    if len(sign) != 1 or sign in '"\r\n':
        raise UsageError(f"{delimiter!r} cannot be a delimiter.", hint="use one character, such as ';', or its name")
    return sign


def _from_header(text: str, header_line: int | None) -> tuple[int, str | None, str]:
    """The line the sample starts on, the delimiter that Excel's `sep=;` states, and the text from there."""

    if header_line is not None:
        return header_line, None, "".join(split_lines(text)[header_line - 1 :])
    if match := _SEPARATOR_LINE.match(text):
        skipped = text[: match.end()]
        return 1 + count_line_ends(skipped), match[1], text[match.end() :]
    return 1, None, text


def _candidates(
    plain: Dialect, sample: str, delimiter: str | None, quoting: Quoting | None, *, is_cut: bool
) -> Iterator[Dialect]:
    """Every dialect that may be; of two that fit alike, the first is taken."""
    for sign in [delimiter] if delimiter else DELIMITERS:
        blanks = re.search(rf'{re.escape(sign)} +"', sample)
        for style in [quoting] if quoting else _quotings(sample, sign, is_cut=is_cut):
            if sign == BLANKS:
                yield replace(plain, delimiter=sign, quoting=style, spaced=True)
                continue
            for spaced in (False, True) if blanks and style is not Quoting.NONE else (False,):
                yield replace(plain, delimiter=sign, quoting=style, spaced=spaced)


def _quotings(sample: str, delimiter: str, *, is_cut: bool) -> list[Quoting]:
    found = [Quoting.DOUBLED]
    if '\\"' in sample:
        found.append(Quoting.BACKSLASH)
    if '"' in sample and not _is_well_quoted(sample, delimiter, is_cut=is_cut):
        found.append(Quoting.NONE)
    return found


def _is_well_quoted(sample: str, delimiter: str, *, is_cut: bool) -> bool:
    """Every quote that opens a cell also ends one: then quotes are not text."""
    lines = split_lines(sample)
    try:
        for _ in csv.reader(lines[:-1] if is_cut else lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return is_cut and "unexpected end" in str(error)
    return True


def _judge(dialect: Dialect, sample: str, *, is_cut: bool, header_fixed: bool) -> _Candidate:
    """Score by the share of rows with the usual number of fields, and by how well the header agrees with it."""
    rows = _sample_rows(dialect, sample, is_cut=is_cut)
    filled = [row for row in rows if row.is_broken or any(cell.strip() for cell in row.cells)]
    if all(row.is_broken for row in filled):
        return _Candidate(-1.0, dialect)
    counts = Counter(len(row.cells) for row in filled)
    fields, rows_with = max(counts.items(), key=lambda item: (item[1], item[0]))
    header = filled[0] if header_fixed else _header(filled, fields)
    agreement = min(len(header.cells), fields) / max(len(header.cells), fields, 1)
    score = rows_with / len(filled) * min(fields, _MOST_COLUMNS_COUNTED) * agreement
    labels = [cell for cell in header.cells if cell.strip()]
    if header is filled[0] and fields > 1 and not (labels[0].startswith("#") and _is_comment(labels, fields)):
        score += _HEADER_COMES_FIRST
    if dialect.quoting is Quoting.NONE and _wraps(filled):
        score = 0.0
    elif not dialect.spaced and _opens_after_blanks(filled):
        score /= 2
    return _Candidate(score, replace(dialect, header_line=dialect.header_line + header.line - 1))


def _sample_rows(dialect: Dialect, sample: str, *, is_cut: bool) -> list[_Row]:
    # The limit holds for the whole process: it is only ever raised here.
    csv.field_size_limit(max(csv.field_size_limit(), _SAMPLE_CHARACTERS))
    reader = dialect.reader(split_lines(sample))
    rows: list[_Row] = []
    while len(rows) < _SAMPLE_ROWS:
        line = reader.line_num + 1
        try:
            rows.append(_Row(line, next(reader)))
        except StopIteration:
            # The sample may end within its last row.
            return rows[:-1] if is_cut and len(rows) > 1 else rows
        except csv.Error:
            rows.append(_Row(line, [], is_broken=True))
    return rows


def _wraps(rows: Sequence[_Row]) -> bool:
    """Cells that begin with a quote mostly end with one: the quotes are no part of the text."""
    opened = [cell for row in rows for cell in row.cells if cell.startswith('"')]
    return 2 * sum(1 for cell in opened if len(cell) > 1 and cell.endswith('"')) > len(opened)


def _opens_after_blanks(rows: Sequence[_Row]) -> bool:
    """Cells begin with a blank and a quote, too often for text: the blank belongs to the delimiter."""
    later = [cell for row in rows for cell in row.cells[1:] if cell]
    return 3 * sum(1 for cell in later if cell[0] == " " and cell.lstrip(" ").startswith('"')) > len(later) > 0


def _header(rows: Sequence[_Row], fields: int) -> _Row:
    """The first row that can be one: not a title, a comment, help text, or figures."""
    within = rows[:HEADER_WITHIN]
    return next((row for row in within if can_be_header(row.cells, fields)), rows[0])


def can_be_header(cells: Sequence[str], fields: int) -> bool:
    """Whether a row can be the header of a table whose rows have so many fields."""
    labels = [cell.strip() for cell in cells if cell.strip()]
    if not labels or len(labels) * 2 < fields or len(cells) == 1 < fields:
        return False
    if all(_NUMBER.fullmatch(label) for label in labels):
        return False
    if labels[0].startswith("#") and _is_comment(labels, fields):
        return False
    return all(len(label) <= (_LONGEST_MARKED_LABEL if "\n" in label else _LONGEST_LABEL) for label in labels)


def _is_comment(labels: Sequence[str], fields: int) -> bool:
    is_all = len(labels) > 1 and all(label.startswith("#") for label in labels)
    return is_all or len(labels) < fields or len(labels[0]) > _LONGEST_MARKED_LABEL
