"""Moves units from one location to another: at once, or sent first and received later."""

from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import Engine

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.catalog.editing.run import Findings
from royal_cli.commerce.stock.adjusting import missing
from royal_cli.commerce.stock.changing import Book, Confirm, StockChange, change_stock, opened
from royal_cli.commerce.stock.locations import find_location
from royal_cli.commerce.stock.moving import Move
from royal_cli.commerce.stock.wanted import Asking, Line, leave, lines
from royal_cli.errors import UsageError

KIND = "product.stock.transfer"


class Step(Enum):
    """The whole way, or only one end of it: what is sent is incoming at the other end until it is received."""

    whole = auto()
    send = auto()
    receive = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """`asking` is about where the units leave; where they are received, about where they arrive."""

    asking: Asking
    to: str
    step: Step = Step.whole


def transfer(engine: Engine, wanted: Transfer, asked: Asked, confirm: Confirm = None) -> StockChange:
    """Conflict where too little is available at one end, or incoming at the other.

    A level begins with what arrives where nobody has said yet how much there is.
    """

    def find(hand: Hand, findings: Findings) -> Book:
        found = lines(hand, wanted.asking, findings)
        to = find_location(hand.connection, wanted.to)
        book = opened(hand, {place for line in found for place in (line.place, (line.variant_id, to))}, findings)
        for line in found:
            _enter(book, line, to, wanted.step, asked.reason or KIND.replace(".", " "))
        return book

    parameters = {"from": wanted.asking.location, "to": wanted.to, "step": wanted.step.name}
    return change_stock(engine, KIND, wanted.asking.source, asked, find, confirm, parameters)


def _enter(book: Book, line: Line, to: int, step: Step, reason: str) -> None:
    level, gone = book.levels[line.place], "incoming" if step is Step.receive else "available"
    if line.units <= 0:
        raise UsageError(
            "One unit is the least that can be moved.", hint="It reads: royal product stock transfer SKU 5"
        )
    if step is not Step.receive and line.location_id == to:
        raise UsageError(f"{line.sku} is to go from {level.location} to {level.location}.", hint="Name another --to.")
    if level.available is None:
        hint = f"nobody has said how much of it is at {level.location}: count it (royal product stock count)"
        leave(line, "stock_unknown", hint, book.findings)
    elif (few := missing(level, {gone: -line.units}, may_be_owed=False)) is not None:
        leave(line, "too_few", few, book.findings)
    elif step is Step.receive:
        book.enter(_move(line, to, reason, incoming=-line.units, available=line.units))
    else:
        book.enter(_move(line, line.location_id, reason, available=-line.units))
        arriving = "incoming" if step is Step.send else "available"
        book.enter(_move(line, to, reason, **{arriving: line.units}))


def _move(line: Line, location_id: int, reason: str, *, available: int = 0, incoming: int = 0) -> Move:
    return Move(
        variant_id=line.variant_id,
        location_id=location_id,
        type="transfer",
        available=available,
        incoming=incoming,
        reason=reason,
    )
