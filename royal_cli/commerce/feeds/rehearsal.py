"""A feed read as an import would read it, without any database: what arrives, what is rejected, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from royal_cli.commerce.feeds.arriving import ArrivingRow, arriving
from royal_cli.commerce.feeds.batch import Batch, Reject, Warn
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.recognise import Recognised, batches
from royal_cli.commerce.feeds.source import Source

_FIRST_ROWS = 3
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class RejectedRows:
    code: str
    count: int
    first_line: int
    column: str
    value: str
    hint: str


@dataclass(frozen=True, slots=True)
class WarnedCells:
    code: str
    count: int
    column: str
    value: str
    hint: str
    lines: list[int]


@dataclass(slots=True)
class Rehearsal:
    """Counts over the rows that were read."""

    read: int = 0
    arriving: int = 0
    has_titles: bool = False
    rows: list[ArrivingRow] = field(default_factory=list)
    rejected: int = 0
    rejects: list[RejectedRows] = field(default_factory=list)
    warnings: list[WarnedCells] = field(default_factory=list)


def rehearse(source: Source, known: Recognised, options: FeedOptions, *, limit: int | None = None) -> Rehearsal:
    """Read all rows, or the first `limit` of them."""
    found = _Findings(options.default_location, limit)
    for batch in batches(source, known, options):
        found.add(batch)
        if limit is not None and found.last >= limit:
            break
    return found.rehearsal()


class _Findings:
    """What the batches of a feed say, up to the row `limit`."""

    def __init__(self, location: str, limit: int | None) -> None:
        self.location = location
        self.limit = limit
        self.last = 0
        self.arriving = 0
        self.has_titles = False
        self.rows: list[ArrivingRow] = []
        self.rejected: set[int] = set()
        self.reasons: Counter[str] = Counter()
        self.first: dict[str, Reject] = {}
        self.warned: Counter[str] = Counter()
        self.warnings: dict[str, list[Warn]] = {}
        #: Hash of product, SKU and options -> the line they stood on first, and the hash of what that said.
        self.seen: dict[int, tuple[int, int]] = {}

    def add(self, batch: Batch) -> None:
        self.has_titles = self.has_titles or any(batch.product.get("title", ()))
        for row, number in enumerate(batch.numbers):
            if self._counts(number):
                self._add_row(batch, row, number)
        for reject in filter(lambda reject: self._counts(reject.number), batch.rejects):
            self._reject(reject)
        for warning in batch.warnings if self.limit is None else _of_rows(batch, self.limit):
            self.warned[warning.code] += 1
            examples = self.warnings.setdefault(warning.code, [])
            examples += [warning] if len(examples) < _EXAMPLES else []
        self.last = max([self.last, *batch.numbers[-1:], *(reject.number for reject in batch.rejects)])

    def _counts(self, number: int) -> bool:
        return self.limit is None or number <= self.limit

    def _reject(self, reject: Reject) -> None:
        self.rejected.add(reject.number)
        self.reasons[reject.code] += 1
        known = self.first.setdefault(reject.code, reject)
        if reject.line < known.line:
            self.first[reject.code] = reject

    def _add_row(self, batch: Batch, row: int, number: int) -> None:
        if batch.sells[row] and (reject := self._contradiction(batch, row, number)):
            self._reject(reject)
            return
        self.arriving += 1
        if len(self.rows) < _FIRST_ROWS:
            self.rows.append(arriving(batch, row, self.location))

    def _contradiction(self, batch: Batch, row: int, number: int) -> Reject | None:
        """The import rejects a row that says other things of a variant than an earlier one."""
        sku = batch.skus[row]
        options = [batch.variant[name][row] for name in _OPTIONS if name in batch.variant]
        says = hash(tuple(column[row] for column in (*batch.variant.values(), *batch.stock.values())))
        line, before = self.seen.setdefault(hash((batch.keys[row], sku, *options)), (batch.lines[row], says))
        if sku is None or says == before:
            return None
        hint = f"line {line} describes this variant with other values: keep one of the rows"
        return Reject(number, batch.lines[row], "", sku, "duplicate_variant", hint)

    def rehearsal(self) -> Rehearsal:
        return Rehearsal(
            read=self.arriving + len(self.rejected),
            arriving=self.arriving,
            rejected=len(self.rejected),
            has_titles=self.has_titles,
            rows=self.rows,
            rejects=[_rejected(self.first[code], count) for code, count in self.reasons.most_common()],
            warnings=[_warned(self.warnings[code], count) for code, count in self.warned.most_common()],
        )


_OPTIONS = ("option1_value", "option2_value", "option3_value")


def _of_rows(batch: Batch, limit: int) -> list[Warn]:
    """The warnings that concern rows up to a number; they state lines alone."""
    numbers = zip(batch.lines, batch.numbers, strict=True)
    last = max((line for line, number in numbers if number <= limit), default=0)
    return [warning for warning in batch.warnings if warning.line <= last]


def _rejected(first: Reject, count: int) -> RejectedRows:
    return RejectedRows(first.code, count, first.line, first.column, first.value, first.hint)


def _warned(examples: Sequence[Warn], count: int) -> WarnedCells:
    first = examples[0]
    return WarnedCells(first.code, count, first.column, first.value, first.hint, [one.line for one in examples])
