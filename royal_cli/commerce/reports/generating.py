"""Makes the reports of a saved set: each is computed, written to its files, and its figures are kept."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from royal_cli.commerce.reports import saved
from royal_cli.commerce.reports.asked import Asked, Span, asked_of, settled
from royal_cli.commerce.reports.html import to_html
from royal_cli.commerce.reports.metrics import store
from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.registry import REPORTS
from royal_cli.commerce.reports.saved import Saved
from royal_cli.commerce.reports.words import By, Compare, Words
from royal_cli.commerce.whole_file import whole_file
from royal_cli.db.database import reading, transaction
from royal_cli.errors import RoyalError, UsageError

_Choice = TypeVar("_Choice", By, Compare)

#: A report as text: its name, what was computed, and json, ndjson or csv.
AsText = Callable[[str, Any, str], str]


@dataclass(frozen=True, slots=True)
class Planned:
    """A report with the days and the files that it is about to have."""

    saved: Saved[Asked]
    span: Span
    files: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Made:
    """How one report went. `figures` is how many were kept, None where none were to be."""

    planned: Planned
    figures: int | None = None
    error: RoyalError | None = None
    too_large: list[str] = field(default_factory=list)


def load(path: Path, timezone: str, now: datetime) -> list[Saved[Asked]]:
    """The reports of a set; UsageError where one of them cannot be asked for."""

    def check(name: str, options: Mapping[str, Any]) -> Asked:
        return asked_of(words_of(options, now), timezone, REPORTS[name].period)

    return saved.load(path, {name: report.options for name, report in REPORTS.items()}, check)


def words_of(options: Mapping[str, Any], now: datetime) -> Words:
    """The options of a report as TOML says them."""
    texts = {key: _text(key, value) for key, value in options.items()}
    return Words(
        since=texts.get("from"), until=texts.get("to"), period=texts.get("period"), now=now,
        by=_choice(By, "by", texts), compare=_choice(Compare, "compare", texts),
    )  # fmt: skip


def plan(engine: Engine, reports: Sequence[Saved[Asked]], zone: ZoneInfo) -> list[Planned]:
    """What would be written where; UsageError where two reports would write the same file."""
    with reading(engine) as session:
        planned = [_planned(one, settled(session.connection(), one.asked), zone) for one in reports]
    for path, count in Counter(path.absolute() for one in planned for path in one.files.values()).items():
        if count > 1:
            raise UsageError(f"{path} would be written twice.", hint="{name}, {from} and {to} may tell files apart.")
    return planned


def make(engine: Engine, planned: Sequence[Planned], notation: Notation, as_text: AsText) -> Iterator[Made]:
    """One after the other; what goes wrong with one does not stop the others."""
    for one in planned:
        try:
            yield _make(engine, one, notation, as_text)
        except RoyalError as error:
            yield Made(one, error=error)
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            yield Made(one, error=RoyalError(f"The system says: {error.strerror or error}{where}."))


def _make(engine: Engine, planned: Planned, notation: Notation, as_text: AsText) -> Made:
    """Every file is written once the whole report is known, and each of them whole or not at all."""
    report = REPORTS[planned.saved.name]
    with reading(engine) as session:
        found = report.make(session.connection(), planned.span)
    page = report.page(found, planned.span)
    texts = {
        form: to_html(page, notation) if form == "html" else as_text(planned.saved.name, found, form)
        for form in planned.files
    }
    for form, path in planned.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as file:
            file.write(texts[form].encode())
    if not planned.saved.keeps_metrics:
        return Made(planned)
    with transaction(engine) as session:
        kept = store(session.connection(), page, notation.zone)
    return Made(planned, figures=kept.stored, too_large=kept.too_large)


def _planned(one: Saved[Asked], span: Span, zone: ZoneInfo) -> Planned:
    values = {
        "name": one.name,
        "date": span.now.astimezone(zone).date().isoformat(),
        "from": span.period.first.isoformat(),
        "to": span.period.last.isoformat(),
    }
    return Planned(one, span, one.paths(values))


def _text(key: str, value: Any) -> str:
    """Dates may stand without quotes, as TOML has them."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if not isinstance(value, str):
        raise UsageError(f"{key} must be a text in quotes, not {value!r}.")
    return value


def _choice(kind: type[_Choice], key: str, texts: Mapping[str, str]) -> _Choice | None:
    if key not in texts:
        return None
    try:
        return kind(texts[key])
    except ValueError:
        raise UsageError(f"{key} cannot be {texts[key]!r}.", hint=f"It is one of {', '.join(kind)}.") from None
