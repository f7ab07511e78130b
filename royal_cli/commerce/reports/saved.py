"""Sets of reports that are made again and again, by cron for example: a TOML file, checked whole before it is used.

folder = "out"                     # where the files go; relative to this file, which is also where they go without it
metrics = true                     # keep the figures of each report, to compare them later

[[report]]
name = "sales"                     # the report, and below it what its command takes: --by week is by = "week"
by = "week"
period = "90d"
compare = "previous"
html = "sales-{date}.html"         # {date} the day it is made, {from} and {to} the days of its period, {name}
csv = "sales.csv"
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar

from royal_cli.commerce.feeds.headers import closest
from royal_cli.errors import NotFound, UsageError

Wanted = TypeVar("Wanted")
_Kind = TypeVar("_Kind", str, bool)

#: How a report can be written, by the key that names its file.
FILES = ("html", "json", "ndjson", "csv")
_TOP = ("folder", "metrics", "report")
_OF_EACH = ("name", "metrics", *FILES)
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
PLACEHOLDERS = ("date", "from", "to", "name")


@dataclass(frozen=True, slots=True)
class Saved(Generic[Wanted]):
    """One report of a set. `files` are templates of paths, by how they are written."""

    name: str
    wanted: Wanted
    files: Mapping[str, str]
    keeps_metrics: bool
    folder: Path

    def paths(self, values: Mapping[str, str]) -> dict[str, Path]:
        """Where it is written, once the placeholders are known."""
        return {form: self.folder / filled(template, values) for form, template in self.files.items()}


def filled(template: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


def load(
    path: Path, known: Mapping[str, frozenset[str]], check: Callable[[str, Mapping[str, Any]], Wanted]
) -> list[Saved[Wanted]]:
    """Read a set; UsageError names the file, the line and the key of what is wrong.

    `known` are the reports, each with the options that it takes. `check` makes of a report and its options what is
    asked of it, or raises UsageError.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(f"There is no file {path}.", hint="config/reports.toml is an example with every key.") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror.lower() if isinstance(error, OSError) and error.strerror else "it is not UTF-8"
        raise UsageError(f"{path} cannot be read: {reason}.") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            f"{path.name} is not valid TOML: {error}.", hint="A report begins with [[report]]; texts need quotes."
        ) from error
    return _Reader(table, text, path, known, check).reports()


class _Reader(Generic[Wanted]):
    """Goes through a set and complains with file, line and key."""

    def __init__(
        self,
        table: dict[str, Any],
        text: str,
        path: Path,
        known: Mapping[str, frozenset[str]],
        check: Callable[[str, Mapping[str, Any]], Wanted],
    ) -> None:
        self.table = table
        self.text = text
        self.path = path
        self.known = known
        self.check = check

    def reports(self) -> list[Saved[Wanted]]:
        self._know(self.table, _TOP, None)
        folder = self.path.parent / self._typed(self.table, "folder", str, "", None)
        keeps = self._typed(self.table, "metrics", bool, True, None)
        found = self.table.get("report", [])
        if not isinstance(found, list) or not found or not all(isinstance(said, dict) for said in found):
            self._fail(
                "it names no report", None, "report", hint='Each begins with [[report]] and a line name = "sales".'
            )
        return [self._report(place, said, folder, keeps) for place, said in enumerate(found)]

    def _report(self, place: int, said: dict[str, Any], folder: Path, keeps: bool) -> Saved[Wanted]:
        name = self._typed(said, "name", str, "", place)
        if name not in self.known:
            near = closest(name, self.known)
            hint = f"Did you mean {near}?" if near else f"The reports are {', '.join(self.known)}."
            self._fail(f"there is no report {name!r}" if name else "a report has no name", place, "name", hint=hint)
        self._know(said, (*_OF_EACH, *sorted(self.known[name])), place)
        keeps = self._typed(said, "metrics", bool, keeps, place)
        files = {form: self._template(said, form, place) for form in FILES if form in said}
        if not files and not keeps:
            self._fail(
                f"nothing is to be done with {name}", place, "name", hint='Name a file: html = "{name}-{date}.html"'
            )
        options = {key: value for key, value in said.items() if key not in _OF_EACH}
        return Saved(name, self._checked(name, options, place), files, keeps, folder)

    def _checked(self, name: str, options: Mapping[str, Any], place: int) -> Wanted:
        try:
            return self.check(name, options)
        except UsageError as error:
            wrong = next((key for key, value in options.items() if str(value) in error.message), "name")
            raise UsageError(f"{self._where(place, wrong)}: {error.message}", hint=error.hint) from error

    def _template(self, said: dict[str, Any], form: str, place: int) -> str:
        template = self._typed(said, form, str, "", place)
        if not template or template.endswith("/"):
            self._fail(f"{form} names no file", place, form)
        for word in _PLACEHOLDER.findall(template):
            if word not in PLACEHOLDERS:
                known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
                self._fail(f"{{{word}}} stands for nothing", place, form, hint=f"There are {known}.")
        return template

    def _know(self, said: Mapping[str, Any], known: tuple[str, ...], place: int | None) -> None:
        for key in said:
            if key not in known:
                near = closest(key, known)
                hint = f"Did you mean {near}?" if near else f"Known here are {', '.join(known)}."
                self._fail(f"{key} is not known here", place, key, hint=hint)

    def _typed(self, said: Mapping[str, Any], key: str, kind: type[_Kind], default: _Kind, place: int | None) -> _Kind:
        value = said.get(key, default)
        if not isinstance(value, kind):
            wanted = "true or false" if kind is bool else "a text in quotes"
            self._fail(f"{key} must be {wanted}, not {value!r}", place, key)
        return value

    def _fail(self, message: str, place: int | None, key: str, *, hint: str | None = None) -> NoReturn:
        raise UsageError(f"{self._where(place, key)}: {message}.", hint=hint)

    def _where(self, place: int | None, key: str) -> str:
        return f"{self.path.name}{_line_of(self.text, place, key)}"


def _line_of(text: str, place: int | None, key: str) -> str:
    """ ", line 7" for a key of the report at that place, found again in the text: TOML readers do not tell.

    A key that is not there is missed where its report begins.
    """
    report = -1
    begin = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*\[", line):
            report += bool(re.match(r"\s*\[\[\s*report\s*\]\]", line))
            if report == place:
                begin = begin or f", line {number}"
        name, sign, _ = line.partition("=")
        if sign and name.strip().strip("\"'") == key and report == (-1 if place is None else place):
            return f", line {number}"
    return begin
