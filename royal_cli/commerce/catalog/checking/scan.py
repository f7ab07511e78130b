"""Goes once through the products, and once through the variants, whatever the number of checks.

Each row that fails a check comes with a mask, a bit per check; what is all right never leaves the database.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, FromClause, Select, case, func, literal, or_, select

from royal_cli.commerce.catalog.checking.check import Check, Group, on_sale
from royal_cli.commerce.catalog.checking.facts import P, V
from royal_cli.commerce.catalog.reading.figures import PRODUCTS, VARIANTS

#: Bits of a mask, of the 63 that a BIGINT has.
_BITS = 60
_AT_ONCE = 2_000


class Numbered(NamedTuple):
    """A check of a channel, with its place among all that are asked for."""

    place: int
    channel: str
    check: Check


class Hit(NamedTuple):
    """A product, or a variant of it, that a check has found; sorted, those of a product follow each other."""

    product_id: int
    #: 0 where it is about the product.
    variant_id: int
    place: int
    product: str
    sku: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Scan:
    """Which products to look at. `every_status` also looks at what is archived, as at anything else."""

    conditions: Sequence[ColumnElement[bool]]
    every_status: bool = False
    #: Of the product to begin with.
    start: int | None = None
    #: Whether values are told, and whether the products come in order; counting needs neither.
    values: bool = False
    ordered: bool = False

    def products(self, connection: Connection, checks: Sequence[Numbered]) -> Iterator[Hit]:
        live = func.coalesce(P.status, "") != "archived"
        columns = [P.id, literal(0, BigInteger).label("variant_id"), P.sku, P.sku.label("own_sku")]
        return self._hits(connection, checks, live, PRODUCTS, columns)

    def variants(self, connection: Connection, checks: Sequence[Numbered]) -> Iterator[Hit]:
        rows: FromClause = PRODUCTS.join(VARIANTS)
        for group in _groups(checks):
            rows = rows.outerjoin(group.rows(self.conditions), group.joined)
        columns = [P.id, V.id.label("variant_id"), P.sku, V.sku.label("own_sku")]
        return self._hits(connection, checks, on_sale(), rows, columns)

    def _hits(
        self,
        connection: Connection,
        checks: Sequence[Numbered],
        live: ColumnElement[bool],
        rows: FromClause,
        columns: Sequence[ColumnElement[Any]],
    ) -> Iterator[Hit]:
        if not checks:
            return iter(())
        portions = [checks[start : start + _BITS] for start in range(0, len(checks), _BITS)]
        masks = [self._mask(portion, live).label(f"mask{number}") for number, portion in enumerate(portions)]
        shown = _Shown([one for one in checks if self.values or one.check.confirm])
        query = select(*columns, *masks, *shown.columns).select_from(rows).where(*self.conditions)
        if self.start is not None:
            query = query.where(P.id >= self.start)
        if self.ordered:
            query = query.order_by(*columns[:2])
        return _read(connection, _failing(query, masks), portions, shown)

    def _mask(self, checks: Sequence[Numbered], live: ColumnElement[bool]) -> ColumnElement[int]:
        looked_at = _bits((bit, one) for bit, one in enumerate(checks) if not one.check.of_archived)
        archived = _bits((bit, one) for bit, one in enumerate(checks) if one.check.of_archived)
        return archived + (looked_at if self.every_status else case((live, looked_at), else_=0))


def _groups(checks: Iterable[Numbered]) -> list[Group]:
    return list(dict.fromkeys(one.check.group for one in checks if one.check.group))


def _bits(checks: Iterable[tuple[int, Numbered]]) -> ColumnElement[int]:
    parts = (case((one.check.wrong, literal(1 << bit, BigInteger)), else_=0) for bit, one in checks)
    return reduce(lambda whole, part: whole + part, parts, literal(0, BigInteger))


def _failing(query: Select[Any], masks: Sequence[ColumnElement[int]]) -> Select[Any]:
    # OFFSET keeps both databases from working the masks out a second time, for the condition.
    found = query.offset(0).subquery("found")
    failing = select(found).where(or_(*(found.c[mask.name] != 0 for mask in masks)))
    return failing.execution_options(yield_per=_AT_ONCE)


class _Shown:
    """The columns with the values of checks, each only once."""

    def __init__(self, checks: Iterable[Numbered]) -> None:
        self.columns: list[ColumnElement[Any]] = []
        self.places: dict[int, list[int]] = {}
        known: dict[int, int] = {}
        for one in checks:
            for column in one.check.shows:
                if id(column) not in known:
                    known[id(column)] = len(self.columns)
                    self.columns.append(column.label(f"value{len(self.columns)}"))
            self.places[one.place] = [known[id(column)] for column in one.check.shows]


def _read(
    connection: Connection, query: Select[Any], portions: Sequence[Sequence[Numbered]], shown: _Shown
) -> Iterator[Hit]:
    first_value = 4 + len(portions)
    failed: dict[tuple[int, ...], list[Numbered]] = {}
    for row in connection.execute(query):
        masks = row[4:first_value]
        if masks not in failed:
            failed[masks] = _of_masks(portions, masks)
        for place, _, check in failed[masks]:
            told = None
            if place in shown.places:
                values = [row[first_value + column] for column in shown.places[place]]
                if check.confirm and not check.confirm(*values):
                    continue
                told = check.told(*values)
            yield Hit(row[0], row[1], place, row[2], row[3], told)


def _of_masks(portions: Sequence[Sequence[Numbered]], masks: Sequence[int]) -> list[Numbered]:
    pairs = zip(portions, masks, strict=True)
    return [one for portion, mask in pairs for bit, one in enumerate(portion) if mask >> bit & 1]
