"""The reports there are: how each is made, and what it takes besides its period."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from royal_cli.commerce.reports.asked import Asked, Span, settled
from royal_cli.commerce.reports.words import By, Choices, Compare
from royal_cli.errors import UsageError

if TYPE_CHECKING:
    from sqlmodel import Session

    from royal_cli.commerce.reports.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`period` is that of a report that is asked for none. `own` are the names of its own options, see `Choices`."""

    name: str
    period: str = "30d"
    by: tuple[By, ...] = ()
    compares: bool = True
    #: With what it is compared by itself.
    compare: Compare | None = None
    own: tuple[str, ...] = ()

    @property
    def options(self) -> frozenset[str]:
        """All that it takes, as it is typed without the dashes."""
        compare = ("compare",) if self.compares else ()
        return frozenset(["from", "to", "period", *(("by",) if self.by else ()), *compare, *self.own])


_ALL = (
    Kind(name="sales", by=tuple(By)),
    Kind(name="products", own=("limit", "sort", "per")),
    Kind(name="customers", period="1y", by=(By.day, By.week, By.month), compares=False),
    Kind(name="inventory", period="90d", compares=False, own=("limit", "sort")),
    Kind(name="orders", by=(By.day, By.week, By.month, By.channel, By.country), compares=False),
    Kind(name="channels"),
    Kind(name="dashboard", compare=Compare.previous),
)
KINDS = {kind.name: kind for kind in _ALL}


@dataclass(frozen=True, slots=True)
class Made:
    """`report` is the dataclass that JSON shows; the page is made of it when somebody wants to look at it."""

    report: Any
    span: Span
    draw: "Callable[[], Page]" = field(repr=False)


def check(kind: Kind, asked: Asked, choices: Choices) -> None:
    """UsageError where a report has no rows of what is asked for; a module with options of its own checks them."""
    if asked.by and asked.by not in kind.by:
        words = ", ".join(by.value for by in kind.by)
        raise UsageError(f"The report on {kind.name} has no rows by {asked.by.value}.", hint=f"By {words}.")
    if kind.own:
        _room(kind.name).check(choices)


def make(session: "Session", kind: Kind, asked: Asked, choices: Choices | None = None) -> Made:
    """The figures of one report. UsageError where it has no rows of what is asked for."""
    choices = choices or Choices()
    check(kind, asked, choices)
    if asked.period and not asked.compare:
        asked = replace(asked, compare=kind.compare)
    connection = session.connection()
    span = settled(connection, asked)
    report = _room(kind.name).of_span(connection, span, choices)
    return Made(report, span, lambda: _page(kind, report, span))


def _page(kind: Kind, report: Any, span: Span) -> "Page":
    page: Page = _room(f"{kind.name}_page").page(report, span)
    return page


def _room(name: str) -> Any:
    """A module of this folder; only that of the report that is made is imported."""
    return import_module(f"{__package__}.{name}")


def choices_of(said: Mapping[str, Any]) -> Choices:
    """Of options as a file says them, which knows numbers and texts only."""
    return Choices(**{name.replace("-", "_"): value for name, value in said.items()})
