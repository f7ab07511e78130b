"""Says what a channel's codes are: one by hand, a list of them, or those that can be told from what is known."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, text

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.editing.lists import read_list
from royal_cli.commerce.orders.matching.attaching import attach, set_kinds
from royal_cli.commerce.orders.matching.codes import Code, codes_of, find_code, find_variant
from royal_cli.errors import Conflict, NotFound, UsageError

KIND = "order.match"
COLUMNS = ("code", "sku", "channel")


@dataclass(frozen=True, slots=True)
class MatchedCode:
    """What a code is from now on: the `sku` of its variant, or something else than a product. `why` where it was
    proposed; `was` is the SKU or the kind that it had."""

    channel: str
    code: str
    title: str | None
    sku: str | None
    kind: str
    lines: int
    was: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line of a list that could not be done."""

    line: int
    code: str
    hint: str


@dataclass(frozen=True, slots=True)
class Matched:
    operation: str | None
    dry_run: bool
    codes: int
    lines: int
    rejected: int
    matched: list[MatchedCode]
    rejects: list[LeftOut]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A code, by its id, and the variant or the kind that it is."""

    code_id: int
    variant_id: int | None = None
    kind: str = "product"
    why: str | None = None


Confirm = Callable[[Matched], None] | None


def match_code(
    engine: Engine, code: str, sku: str, asked: Asked, confirm: Confirm = None, *, channel: str | None = None
) -> Matched:
    """A code is the variant with that SKU, on the one channel that has it. NotFound and Conflict as for both names."""

    def wanted(connection: Connection) -> list[Wanted]:
        return [Wanted(find_code(connection, code, channel).id, find_variant(connection, sku))]

    return _carry_out(engine, code, asked, confirm, wanted)


def set_kind(
    engine: Engine, code: str, kind: str, asked: Asked, confirm: Confirm = None, *, channel: str | None = None
) -> Matched:
    """A code is no product but postage, a fee, a discount or an adjustment; or a product after all."""

    def wanted(connection: Connection) -> list[Wanted]:
        return [Wanted(find_code(connection, code, channel).id, kind=kind)]

    return _carry_out(engine, code, asked, confirm, wanted)


def match_all(engine: Engine, wanted: Sequence[Wanted], asked: Asked, confirm: Confirm = None) -> Matched:
    """What was proposed, and chosen where there was a choice."""
    return _carry_out(engine, "proposals", asked, confirm, lambda connection: list(wanted))


def match_list(
    engine: Engine, lines: Iterable[str], asked: Asked, confirm: Confirm = None, *,
    channel: str | None = None, source: str,
) -> Matched:  # fmt: skip
    """A list with `code,sku` on every line, and the channel in a third cell if it is to differ. Lines that name
    nothing, or something else than an earlier line, are left out and told."""
    rows = list(_read(lines))
    rejects: list[LeftOut] = []

    def wanted(connection: Connection) -> list[Wanted]:
        rejects.clear()
        found: dict[int, Wanted] = {}
        for line, code, sku, at in rows:
            try:
                one = Wanted(find_code(connection, code, at or channel).id, find_variant(connection, sku))
                if found.setdefault(one.code_id, one) != one:
                    raise Conflict("An earlier line says that it is something else.")
            except (NotFound, Conflict, UsageError) as error:
                rejects.append(LeftOut(line, code, error.message))
        return list(found.values())

    return _carry_out(engine, source, asked, confirm, wanted, rejects)


def _read(lines: Iterable[str]) -> Iterator[tuple[int, str, str, str]]:
    for rows in read_list(lines, COLUMNS, {"variant": "sku", "product": "sku"}):
        empty = [""] * len(rows.lines)
        cells = [rows.cells.get(name, empty) for name in COLUMNS]
        yield from zip(rows.lines, *cells, strict=True)
        yield from ((line, cell, "", "") for line, cell in rows.ragged)


def _carry_out(
    engine: Engine,
    source: str,
    asked: Asked,
    confirm: Confirm,
    wanted: Callable[[Connection], list[Wanted]],
    rejects: Sequence[LeftOut] = (),
) -> Matched:
    def work(hand: Hand) -> Matched:
        asked_for = wanted(hand.connection)
        before = codes_of(hand.connection, [one.code_id for one in asked_for])
        attach(hand, {one.code_id: one.variant_id for one in asked_for if one.variant_id is not None})
        set_kinds(hand, {one.code_id: one.kind for one in asked_for if one.variant_id is None})
        return _told(hand.connection, asked, asked_for, before, rejects)

    found, operation = carry_out(engine, KIND, asked, work, confirm=confirm, source=source)
    return replace(found, operation=operation)


def _told(
    connection: Connection, asked: Asked, wanted: Sequence[Wanted], before: Sequence[Code], rejects: Sequence[LeftOut]
) -> Matched:
    counts = _lines(connection, [code.id for code in before])
    after = codes_of(connection, [code.id for code in before])
    matched = [
        MatchedCode(
            channel=now.channel,
            code=now.name,
            title=now.title,
            sku=now.sku,
            kind=now.kind,
            lines=counts.get(now.id, 0),
            was=was.sku or (was.kind if was.kind != "product" else None),
            why=one.why,
        )
        for one, was, now in zip(wanted, before, after, strict=True)
        if (was.sku, was.kind) != (now.sku, now.kind)
    ]
    shown = matched if asked.shown_changes is None else matched[: asked.shown_changes]
    return Matched(
        operation=None,
        dry_run=asked.dry_run,
        codes=len(matched),
        lines=sum(one.lines for one in matched),
        rejected=len(rejects),
        matched=shown,
        rejects=list(rejects),
    )


def _lines(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    """How many lines were sold under each code."""
    if not ids:
        return {}
    listed = ", ".join(map(str, ids))
    rows = connection.execute(
        text(f"SELECT sold_code_id, count(*) AS n FROM order_line_items WHERE sold_code_id IN ({listed}) GROUP BY 1")
    )
    return {row.sold_code_id: row.n for row in rows}
