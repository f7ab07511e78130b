"""Looks through the catalogue and tells what it finds: in numbers, one by one, or as a score."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, func, literal, select
from sqlmodel import Session

from royal_cli.commerce.catalog.checking import alike, pictures
from royal_cli.commerce.catalog.checking.asked import Asked
from royal_cli.commerce.catalog.checking.facts import P, V
from royal_cli.commerce.catalog.checking.report import Finding, Findings, Found, Score
from royal_cli.commerce.catalog.checking.scan import Hit, Numbered, Scan
from royal_cli.commerce.catalog.reading import cursor as cursors
from royal_cli.commerce.catalog.reading.conditions import conditions
from royal_cli.commerce.catalog.reading.figures import PRODUCTS, VARIANTS
from royal_cli.commerce.catalog.reading.find import find_product
from royal_cli.commerce.catalog.reading.rows import Filters, Status

_EXAMPLES = 3
_KEYS = [cursors.Key(literal(0, BigInteger), int) for _ in range(3)]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which products are looked at: those that pass the filters, and of these, if SKUs are named, theirs only.

    One that is archived is looked at if its status or its SKU is named.
    """

    filters: Filters = field(default_factory=Filters)
    skus: Sequence[str] = ()

    @property
    def of_status(self) -> Filters:
        return replace(self.filters, status=Status.any) if self.skus and not self.filters.status else self.filters


def ask_for_images(
    session: Session,
    choice: Choice,
    asked: Asked,
    *,
    allow_private: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    answers: pictures.Answers | None = None,
) -> pictures.Pictures:
    """Ask for every image of the products, over the network; what comes out is given to the functions below."""
    if answers is None:
        from royal_cli.connectors import images

        answers = partial(images.answers, allow_private=allow_private)
    return pictures.look(session.connection(), _scan(session, choice), asked.images, answers, progress)


def in_numbers(session: Session, choice: Choice, asked: Asked, images: Sequence[Hit] = ()) -> list[Found]:
    """Each thing that is wrong somewhere, the worst and most frequent first."""
    counts: dict[int, int] = {}
    skus: dict[int, list[str]] = {}
    for hits in (*_streams(session, _scan(session, choice), asked), images):
        for hit in hits:
            if hit.place not in asked.checks:
                continue  # an image of which less is asked now than when it was looked at
            counts[hit.place] = counts.get(hit.place, 0) + 1
            named = skus.setdefault(hit.place, [])
            if len(named) < _EXAMPLES and hit.sku not in named:
                named.append(hit.sku)
    found = [_found(asked.checks[place], count, skus[place]) for place, count in counts.items()]
    return sorted(found, key=lambda row: (row.severity.rank, -row.count, row.channel or "", row.code))


def one_by_one(
    session: Session,
    choice: Choice,
    asked: Asked,
    images: Sequence[Hit] = (),
    *,
    limit: int | None = None,
    cursor: str | None = None,
) -> Findings:
    """Every finding, in the order in which the products came into the catalogue."""
    of = (choice, asked.names)
    after: tuple[Any, ...] = tuple(cursors.decode(_KEYS, cursor, of)) if cursor else ()
    scan = _scan(session, choice, start=after[0] if after else None, values=True, ordered=True)
    hits = heapq.merge(*_streams(session, scan, asked), images)
    rest = (hit for hit in hits if hit[:3] > after)
    return Findings(rest, lambda hit: _finding(hit, asked), lambda hit: cursors.encode(hit[:3], of), limit)


def scores(
    session: Session, choice: Choice, asked: Asked, images: Sequence[Hit] = (), *, limit: int | None = None
) -> list[Score]:
    """The products that lack most, the least complete first; a product that lacks nothing is not among them."""
    rows = _every_score(session, choice, asked, images)
    return sorted(rows, key=_worst) if limit is None else heapq.nsmallest(limit, rows, key=_worst)


def _worst(row: Score) -> tuple[int, int, int]:
    return row.score, -row.errors, -row.warnings


def _every_score(session: Session, choice: Choice, asked: Asked, images: Sequence[Hit]) -> Iterator[Score]:
    hits = heapq.merge(*_streams(session, _scan(session, choice, ordered=True), asked), images)
    for _, of_product in groupby(hits, key=lambda hit: hit.product_id):
        yield from _scored(list(of_product), asked)


def _scored(hits: Sequence[Hit], asked: Asked) -> Iterator[Score]:
    failed = [asked.checks[place] for place in sorted({hit.place for hit in hits})]
    for channel, of_channel in groupby(failed, key=lambda one: one.channel):
        lacks = list(of_channel)
        severities = [one.check.severity.value for one in lacks]
        demanded = asked.demanded[channel]
        yield Score(
            product=hits[0].product,
            channel=_shown(channel),
            score=100 * (demanded - len(lacks)) // demanded,
            errors=severities.count("error"),
            warnings=severities.count("warning"),
            advice=severities.count("advice"),
            lacks=[one.check.code for one in lacks],
        )


def looked_at(session: Session, choice: Choice) -> tuple[int, int]:
    """How many products, with how many variants."""
    connection = session.connection()
    chosen = select(P.id).where(*_chosen(session, choice, choice.of_status)).cte("looked_at")
    products = connection.scalar(select(func.count()).select_from(chosen)) or 0
    variants = select(func.count()).select_from(VARIANTS).where(V.product_id.in_(select(chosen.c.id)))
    return products, connection.scalar(variants) or 0


def _streams(session: Session, scan: Scan, asked: Asked) -> Iterable[Iterator[Hit]]:
    """The hits of the products, of their variants, and of titles that are alike."""
    connection = session.connection()
    yield scan.products(connection, asked.product)
    yield scan.variants(connection, asked.variant)
    if asked.titles:
        yield alike.hits(connection, scan, asked.titles)


def _scan(
    session: Session, choice: Choice, *, start: int | None = None, values: bool = False, ordered: bool = False
) -> Scan:
    filters = choice.of_status
    every_status = filters.status in (Status.archived, Status.any)
    if not filters.status:
        # What is archived is passed over by the scan itself, but for the checks that are about it.
        filters = replace(filters, status=Status.any)
    return Scan(list(_chosen(session, choice, filters)), every_status, start, values, ordered)


def _chosen(session: Session, choice: Choice, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Conditions on a product, in a statement of their own: they speak of variants, as the scan does."""
    if choice.skus:
        ids = sorted({find_product(session, sku) for sku in choice.skus})
        yield P.id.in_(bindparam("ids", ids, expanding=True, literal_execute=True))
    if filters != Filters(status=Status.any):
        passing = select(PRODUCTS.c.id).where(*conditions(session.connection(), filters)).cte("passing")
        yield P.id.in_(select(passing.c.id))


def _found(one: Numbered, count: int, skus: list[str]) -> Found:
    check = one.check
    return Found(
        check.severity, count, check.code, _shown(one.channel), check.field, check.says, check.todo, sorted(skus)
    )


def _finding(hit: Hit, asked: Asked) -> Finding:
    one = asked.checks[hit.place]
    check = one.check
    return Finding(
        sku=hit.sku,
        code=check.code,
        severity=check.severity,
        channel=_shown(one.channel),
        field=check.field,
        value=hit.value,
        says=check.says,
        todo=check.todo,
        product=hit.product,
    )


def _shown(channel: str) -> str | None:
    return None if channel == "general" else channel
