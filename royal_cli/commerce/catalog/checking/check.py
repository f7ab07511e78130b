"""How a check is declared: what is wrong in SQL, in a sentence, and what to do about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, false, func, literal_column, select, tuple_

from royal_cli.commerce.catalog.reading.figures import PRODUCTS, VARIANTS

_SHOWN = 200


class Severity(StrEnum):
    """An error: a channel refuses it, or nothing can be sold so. A warning: it is probably wrong. Advice: it could
    be better."""

    error = "error"
    warning = "warning"
    advice = "advice"

    @property
    def rank(self) -> int:
        return [*Severity].index(self)


class Group:
    """Variants with the same key, where there are several. Archived ones do not count."""

    def __init__(self, name: str, *key: ColumnElement[Any], where: ColumnElement[bool]) -> None:
        self._name, self._key, self._where = name, key, where
        keys = (self._column(f"key{number}") for number in range(len(key)))
        self.joined = and_(where, *(mine == theirs for mine, theirs in zip(key, keys, strict=True)))
        self.several: ColumnElement[bool] = self._column("members").is_not(None)
        #: For `others`.
        self.shows = (VARIANTS.c.sku, *map(self._column, ("first", "last", "members")))

    def rows(self, conditions: Sequence[ColumnElement[bool]]) -> Subquery:
        """A row for each key that several variants have; with conditions on products, only of the keys of theirs."""
        keys = [part.label(f"key{number}") for number, part in enumerate(self._key)]
        sku, all_variants = VARIANTS.c.sku, PRODUCTS.join(VARIANTS)
        figures = (func.count().label("members"), func.min(sku).label("first"), func.max(sku).label("last"))
        found = select(*keys, *figures).select_from(all_variants).where(on_sale(), self._where)
        if conditions:
            theirs = select(*self._key).select_from(all_variants).where(self._where, *conditions).correlate(None)
            found = found.where(tuple_(*self._key).in_(theirs))
        return found.group_by(*keys).having(func.count() > 1).subquery(self._name)

    def _column(self, name: str) -> ColumnElement[Any]:
        return literal_column(f"{self._name}.{name}")


def on_sale() -> ColumnElement[bool]:
    """A variant that is not archived, of a product that is not."""
    return and_(*(func.coalesce(table.c.status, "") != "archived" for table in (PRODUCTS, VARIANTS)))


def others(sku: str, first: str, last: str, members: int) -> str:
    """With whom a variant shares a key."""
    named = sorted({first, last} - {sku})
    more = members - 1 - len(named)
    return f"{', '.join(named)} and {more} more" if more > 0 else ", ".join(named)


def plain(*values: object) -> str | None:
    """The first of the values as it stands in the catalogue, shortened where it is a whole text."""
    value = values[0] if values else None
    text = None if value is None else str(value)
    return f"{text[:_SHOWN]}…" if text and len(text) > _SHOWN else text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Check:
    """`wrong` is a condition on a product, or on a variant with its product. What SQL cannot tell, `confirm` looks at:
    it gets the values of `shows`, of which `told` makes the value that is reported."""

    severity: Severity
    code: str
    field: str
    wrong: ColumnElement[bool]
    says: str
    todo: str
    shows: tuple[ColumnElement[Any], ...] = ()
    told: Callable[..., str | None] = plain
    confirm: Callable[..., bool] | None = None
    group: Group | None = None
    #: It is about archived products, which all others leave alone.
    of_archived: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """The checks of a channel, or the general ones; the file that declares them names their sources."""

    channel: str
    product: Sequence[Check]
    variant: Sequence[Check]


def _declare(severity: Severity) -> Callable[..., Check]:
    def check(code: str, field: str, wrong: ColumnElement[bool], says: str, todo: str, **more: Any) -> Check:
        return Check(severity=severity, code=code, field=field, wrong=wrong, says=says, todo=todo, **more)

    return check


error, warning, advice = map(_declare, Severity)

#: For checks whose findings another room brings: titles that are alike, images that do not answer.
ELSEWHERE = false()
