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
from royal_cli.commerce.reports.asked import Asked, Shop, Span, asked_of, settled
from royal_cli.commerce.reports.html import to_html
from royal_cli.commerce.reports.kinds import KINDS, Kind, check, choices_of, make
from royal_cli.commerce.reports.metric_rows import Stored
from royal_cli.commerce.reports.metrics import store
from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.saved import Saved
from royal_cli.commerce.reports.words import By, Choices, Compare, Words
from royal_cli.commerce.whole_file import whole_file
from royal_cli.db.database import reading, transaction
from royal_cli.errors import RoyalError, UsageError

#: What every report may be asked, and the options of single reports that are numbers.
_WORDS = ("from", "to", "period", "by", "compare")
_NUMBERS = ("limit",)
_Choice = TypeVar("_Choice", By, Compare)

#: A report as text: its name, what was computed, and json, ndjson or csv.
AsText = Callable[[str, Any, str], str]


@dataclass(frozen=True, slots=True)
class Wanted:
    asked: Asked
    choices: Choices


@dataclass(frozen=True, slots=True)
class Planned:
    """A report with the days and the files that it is about to have."""

    saved: Saved[Wanted]
    span: Span
    files: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Done:
    """How one report went. `figures` is how many were kept, None where none were to be."""

    planned: Planned
    figures: int | None = None
    error: RoyalError | None = None
    too_large: list[str] = field(default_factory=list)


def load(path: Path, shop: Shop, now: datetime) -> list[Saved[Wanted]]:
    """The reports of a set; UsageError where one of them cannot be asked for."""

    def wanted(name: str, options: Mapping[str, Any]) -> Wanted:
        kind = KINDS[name]
        asked = asked_of(_words(options, now), shop, kind.period)
        choices = choices_of({key: _own(key, options[key]) for key in kind.own if key in options})
        check(kind, asked, choices)
        return Wanted(asked, choices)

    return saved.load(path, {name: kind.options for name, kind in KINDS.items()}, wanted)


def _words(options: Mapping[str, Any], now: datetime) -> Words:
    """The options of a report as TOML says them."""
    texts = {key: _text(key, options[key]) for key in _WORDS if key in options}
    return Words(
        since=texts.get("from"), until=texts.get("to"), period=texts.get("period"), now=now,
        by=_choice(By, "by", texts), compare=_choice(Compare, "compare", texts),
    )  # fmt: skip


def plan(engine: Engine, reports: Sequence[Saved[Wanted]], zone: ZoneInfo) -> list[Planned]:
    """What would be written where; UsageError where two reports would write the same file."""
    with reading(engine) as session:
        planned = [_planned(one, settled(session.connection(), one.wanted.asked), zone) for one in reports]
    for path, count in Counter(path.absolute() for one in planned for path in one.files.values()).items():
        if count > 1:
            raise UsageError(f"{path} would be written twice.", hint="{name}, {from} and {to} may tell files apart.")
    return planned


def generate(engine: Engine, planned: Sequence[Planned], notation: Notation, as_text: AsText) -> Iterator[Done]:
    """One after the other; what goes wrong with one does not stop the others."""
    for one in planned:
        try:
            yield _generated(engine, one, notation, as_text)
        except RoyalError as error:
            yield Done(one, error=error)
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            yield Done(one, error=RoyalError(f"The system says: {error.strerror or error}{where}."))


def _generated(engine: Engine, planned: Planned, notation: Notation, as_text: AsText) -> Done:
    """Every file is written once the whole report is known, and each of them whole or not at all."""
    name, wanted = planned.saved.name, planned.saved.wanted
    with reading(engine) as session:
        made = make(session, KINDS[name], wanted.asked, wanted.choices)
        page = made.draw()
    texts = {
        form: to_html(page, notation) if form == "html" else as_text(name, made.report, form) for form in planned.files
    }
    for form, path in planned.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as file:
            file.write(texts[form].encode())
    if not planned.saved.keeps_metrics:
        return Done(planned)
    with transaction(engine) as session:
        kept = store(session.connection(), page, notation.zone)
    return Done(planned, figures=kept.stored, too_large=kept.too_large)


def keep(engine: Engine, kind: Kind, asked: Asked, zone: ZoneInfo) -> Stored:
    """Make a report for its figures alone."""
    with reading(engine) as session:
        page = make(session, kind, asked).draw()
    with transaction(engine) as session:
        return store(session.connection(), page, zone)


def _planned(one: Saved[Wanted], span: Span, zone: ZoneInfo) -> Planned:
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


def _own(key: str, value: Any) -> Any:
    if key not in _NUMBERS:
        return _text(key, value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise UsageError(f"{key} must be a whole number from 1, not {value!r}.")
    return value


def _choice(kind: type[_Choice], key: str, texts: Mapping[str, str]) -> _Choice | None:
    if key not in texts:
        return None
    try:
        return kind(texts[key])
    except ValueError:
        raise UsageError(f"{key} cannot be {texts[key]!r}.", hint=f"It is one of {', '.join(kind)}.") from None
