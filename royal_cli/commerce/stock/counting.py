"""Stock-taking: what somebody has counted on a shelf, and how it differs from what should lie there."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.editing.run import Findings, Unable
from royal_cli.commerce.stock.changing import Book, opened
from royal_cli.commerce.stock.levels import hold
from royal_cli.commerce.stock.moving import Move
from royal_cli.commerce.stock.posting import post
from royal_cli.commerce.stock.wanted import Asking, Line, leave, lines

KIND = "product.stock.count"


@dataclass(frozen=True, slots=True)
class CountedUnits:
    """One counted shelf. `expected` is what should lie there to be sold, or sold already: available and committed;
    None, as its `difference`, where nobody had said."""

    sku: str
    location: str
    expected: int | None
    counted: int
    difference: int | None
    committed: int
    available: int


@dataclass(frozen=True, slots=True)
class StockCount:
    """What was counted, or with `dry_run` would be. `operation` is None when nothing was written.

    `found` and `lost` are the units more and fewer than expected; `unknown` counts shelves of which nobody had said
    how much lies there. `rejected` counts the lines that could not be taken; `rejects` lists the first of them.
    """

    operation: str | None
    dry_run: bool
    counted: int
    differing: int
    found: int
    lost: int
    unknown: int
    rejected: int
    rejects: list[Unable]
    counts: list[CountedUnits]
    more_counts: bool


def count_stock(
    engine: Engine, asking: Asking, asked: Asked, confirm: Callable[[StockCount], None] | None = None
) -> StockCount:
    """Take stock: every level becomes what was counted, with a movement also where it was that already.

    Counted are the good units on the shelf, also those that are committed to orders. Fewer than these is a Conflict.
    """

    def work(hand: Hand) -> StockCount:
        findings = Findings()
        found = lines(hand, asking, findings)
        book = opened(hand, {line.place for line in found}, findings)
        counts = [count for line in found if (count := _enter(book, line, asked.reason)) is not None]
        post(hand, book.moves)
        _note_counted(hand, book)
        return _told(counts, findings, asked)

    found, operation = carry_out(engine, KIND, asked, work, confirm=confirm, source=asking.source)
    return replace(found, operation=operation, dry_run=asked.dry_run)


def _enter(book: Book, line: Line, reason: str | None) -> CountedUnits | None:
    level = book.levels[line.place]
    if line.units < level.committed:
        hint = (
            f"{level.committed} of it are committed to orders at {level.location}, but {line.units} were counted:"
            " cancel or ship these orders first"
        )
        leave(line, "fewer_than_committed", hint, book.findings)
        return None
    before, available = level.available, line.units - level.committed
    expected = None if before is None else before + level.committed
    book.enter(
        Move(
            variant_id=line.variant_id,
            location_id=line.location_id,
            type="count",
            available=available - (before or 0),
            reason=reason or KIND.replace(".", " "),
        )
    )
    difference = None if expected is None else line.units - expected
    return CountedUnits(level.sku, level.location, expected, line.units, difference, level.committed, available)


def _note_counted(hand: Hand, book: Book) -> None:
    levels = hold(hand, {(move.variant_id, move.location_id) for move in book.moves})
    ids = [level.id for level in levels.values() if level.id is not None]
    hand.set_values("inventory_levels", "last_counted_at", dict.fromkeys(ids, hand.moment))


def _told(counts: list[CountedUnits], findings: Findings, asked: Asked) -> StockCount:
    """The largest differences first: they are what somebody looks at."""
    differences = [count.difference for count in counts if count.difference is not None]
    ordered = sorted(counts, key=lambda count: -abs(count.counted if count.difference is None else count.difference))
    return StockCount(
        operation=None,
        dry_run=asked.dry_run,
        counted=len(counts),
        differing=sum(difference != 0 for difference in differences),
        found=sum(difference for difference in differences if difference > 0),
        lost=-sum(difference for difference in differences if difference < 0),
        unknown=len(counts) - len(differences),
        rejected=findings.rejected,
        rejects=sorted(findings.rejects, key=lambda unable: unable.line or 0),
        counts=ordered[: asked.shown_changes],
        more_counts=asked.shown_changes is not None and len(ordered) > asked.shown_changes,
    )
