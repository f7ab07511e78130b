"""Changes stock by a difference: found, lost, bought, broken."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.catalog.editing.run import Findings
from royal_cli.commerce.stock.changing import Book, Confirm, StockChange, change_stock, opened
from royal_cli.commerce.stock.levels import Level
from royal_cli.commerce.stock.moving import Move
from royal_cli.commerce.stock.wanted import Asking, Line, leave, lines

KIND = "product.stock.adjust"


class AdjustmentType(StrEnum):
    """What the ledger calls it."""

    adjustment = "adjustment"
    purchase = "purchase"
    returned = "return"


class Shelf(StrEnum):
    """Which quantity of a level changes. What is committed changes with the orders that it is committed to."""

    available = "available"
    incoming = "incoming"
    damaged = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """By how many units what changes, and as what. `is_damage`: they stay where they are and become damaged."""

    asking: Asking
    type: AdjustmentType = AdjustmentType.adjustment
    shelf: Shelf = Shelf.available
    is_damage: bool = False


def adjust(engine: Engine, wanted: Adjustment, asked: Asked, confirm: Confirm = None) -> StockChange:
    """Change levels by a difference. Conflict where nobody has said how much there is, or too little is."""

    def find(hand: Hand, findings: Findings) -> Book:
        found = lines(hand, wanted.asking, findings)
        book = opened(hand, {line.place for line in found}, findings)
        for line in found:
            _enter(book, line, wanted, asked.reason)
        return book

    parameters = {"type": wanted.type.value, "quantity": "damage" if wanted.is_damage else wanted.shelf.value}
    return change_stock(engine, KIND, wanted.asking.source, asked, find, confirm, parameters)


def _enter(book: Book, line: Line, wanted: Adjustment, reason: str | None) -> None:
    level = book.levels[line.place]
    changes = (
        {"available": -line.units, "damaged": line.units} if wanted.is_damage else {wanted.shelf.value: line.units}
    )
    if level.available is None:
        hint = f"nobody has said how much of it is at {level.location}: count it (royal product stock count)"
        leave(line, "stock_unknown", hint, book.findings)
    elif (few := missing(level, changes)) is not None:
        leave(line, "too_few", few, book.findings)
    elif line.units:
        book.enter(
            Move(
                variant_id=line.variant_id,
                location_id=line.location_id,
                type=wanted.type.value,
                available=changes.get("available", 0),
                incoming=changes.get("incoming", 0),
                damaged=changes.get("damaged", 0),
                reason=reason or KIND.replace(".", " "),
            )
        )


def missing(level: Level, changes: Mapping[str, int], *, may_be_owed: bool = True) -> str | None:
    """What there is too little of. Units that may be sold without being there `may_be_owed` as well."""
    for name, change in changes.items():
        now = getattr(level, name) or 0
        is_owed = name == "available" and level.allow_backorder and may_be_owed
        if change < 0 and now + change < 0 and not is_owed:
            promised = f", and {level.committed} committed to orders" if name == "available" and level.committed else ""
            return f"there are {now} {name} at {level.location}{promised}; {-change} fewer would be less than none"
    return None
