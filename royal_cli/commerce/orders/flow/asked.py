"""What an operator asks for: which orders, and which units of their lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from royal_cli.commerce.orders.flow.at_hand import AtHand, Line, open_orders
from royal_cli.commerce.orders.reading.find import find_order
from royal_cli.errors import Conflict, NotFound, Refused, UsageError

_MOST = 2_147_483_647


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """The orders with these numbers, or every open one. `unknown_is_open`: also those that nobody called open."""

    numbers: Sequence[str] = ()
    channel: str | None = None
    every_open: bool = False
    unknown_is_open: bool = False

    @property
    def is_one(self) -> bool:
        return len(self.numbers) == 1

    @property
    def spoken(self) -> str:
        return "open orders" if self.every_open else ", ".join(self.numbers)[:200]


def chosen(connection: Connection, which: Which) -> list[int]:
    """The ids of the orders, each once. NotFound for a number that no order has."""
    if which.every_open:
        return open_orders(connection)
    return list(dict.fromkeys(find_order(connection, number, which.channel) for number in which.numbers))


@dataclass(frozen=True, slots=True)
class Units:
    """So many units of what the order calls `name`; None is all there are."""

    name: str
    units: int | None


def units_of(words: Iterable[str] | None) -> list[Units]:
    """SKU=2 as it is typed; SKU alone means all of it, and #3=1 the third line. UsageError for anything else."""
    return [_units(word) for word in words or ()]


def _units(word: str) -> Units:
    name, equals, units = word.rpartition("=")
    if not equals:
        return Units(word.strip(), None)
    if not (units.isascii() and units.isdigit() and 0 < int(units) <= _MOST) or not name.strip():
        raise UsageError(f"{word!r} names no units of a line.", hint="Write it as SKU=2, or SKU for all of it.")
    return Units(name.strip(), int(units))


def share_out(
    order: AtHand,
    asked: Sequence[Units],
    at_most: Callable[[Line], int],
    state: str,
    error: type[Conflict | Refused] = Conflict,
) -> Mapping[int, int]:
    """Units per line id. `at_most` is how many of a line can be meant; of several lines with one SKU the first ones
    are. An error where there are not as many in that `state`, such as "still to be sent"."""
    found: dict[int, int] = {}
    for one in asked:
        lines = lines_called(order, one.name)
        room = {line.id: max(at_most(line) - found.get(line.id, 0), 0) for line in lines}
        there = sum(room.values())
        wanted = there if one.units is None else one.units
        if wanted > there or not there:
            ordered = sum(line.quantity for line in lines)
            asks = f"{wanted} asked for, " if wanted else ""
            count = f"{there or 'none'} of {ordered} {'is' if there <= 1 else 'are'} {state}"
            raise error(f"{one.name} in order {order.number}: {asks}{count}.")
        for line in lines:
            units = min(wanted, room[line.id])
            if units:
                found[line.id] = found.get(line.id, 0) + units
                wanted -= units
    return found


def lines_called(order: AtHand, name: str) -> list[Line]:
    """By SKU, that of the order or that of the matched variant, in any letter case; by its place; by its title."""
    folded = name.casefold()
    lines = [line for line in order.lines if folded in _skus(line)]
    lines = lines or [line for line in order.lines if folded == f"#{line.position}"]
    lines = lines or [line for line in order.lines if folded == (line.title or "").casefold()]
    if not lines:
        listed = ", ".join(f"{line.name} (#{line.position})" for line in order.lines) or "no lines"
        raise NotFound(f"Order {order.number} has no line {name!r}.", hint=f"It has {listed}.")
    return lines


def _skus(line: Line) -> set[str]:
    return {sku.casefold() for sku in (line.sku, line.variant_sku) if sku}
