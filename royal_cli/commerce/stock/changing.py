"""What changes of stock by a difference have in common: how they are found, posted and told."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.editing.run import Findings, Unable
from royal_cli.commerce.stock.levels import QUANTITIES, Level, Place, hold
from royal_cli.commerce.stock.moving import Move
from royal_cli.commerce.stock.posting import post


@dataclass(frozen=True, slots=True)
class MovedUnits:
    """One quantity of a level. `before` is None where nobody had said how much there is."""

    sku: str
    location: str
    quantity: str
    before: int | None
    change: int
    after: int


@dataclass(frozen=True, slots=True)
class StockChange:
    """What was moved, or with `dry_run` would be. `operation` is None when nothing was written.

    `rejected` counts the lines of a list that could not be done while the rest was; `rejects` lists the first of them.
    """

    operation: str | None
    dry_run: bool
    levels: int
    rejected: int
    rejects: list[Unable]
    moves: list[MovedUnits]
    more_moves: bool


Confirm = Callable[[StockChange], None] | None


@dataclass(slots=True)
class Book:
    """Levels that are held, the moves that are to be posted to them, and how they stand after these."""

    levels: dict[Place, Level]
    findings: Findings
    moves: list[Move] = field(default_factory=list)
    told: list[MovedUnits] = field(default_factory=list)

    def enter(self, move: Move) -> None:
        level = self.levels[move.variant_id, move.location_id]
        self.moves.append(move)
        for name in QUANTITIES:
            change, before = getattr(move, name), getattr(level, name)
            if change:
                self.told.append(MovedUnits(level.sku, level.location, name, before, change, (before or 0) + change))
            setattr(level, name, (before or 0) + change)


def opened(hand: Hand, places: Collection[Place], findings: Findings) -> Book:
    return Book(hold(hand, places), findings)


def change_stock(
    engine: Engine,
    kind: str,
    source: str,
    asked: Asked,
    find: Callable[[Hand, Findings], Book],
    confirm: Confirm,
    parameters: dict[str, Any],
) -> StockChange:
    """Post what `find` has entered into a book, as one operation."""

    def work(hand: Hand) -> StockChange:
        book = find(hand, Findings())
        post(hand, book.moves)
        shown = asked.shown_changes
        return StockChange(
            operation=None,
            dry_run=asked.dry_run,
            levels=len({(move.variant_id, move.location_id) for move in book.moves}),
            rejected=book.findings.rejected,
            rejects=sorted(book.findings.rejects, key=lambda unable: unable.line or 0),
            moves=book.told[:shown],
            more_moves=shown is not None and len(book.told) > shown,
        )

    found, operation = carry_out(engine, kind, asked, work, confirm=confirm, source=source, parameters=parameters)
    return replace(found, operation=operation, dry_run=asked.dry_run)
