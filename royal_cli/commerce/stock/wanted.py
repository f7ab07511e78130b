"""What an operator asks to be moved or counted: of which variants, where, how many units."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.catalog.editing.run import FROM_LIST, Findings, Unable
from royal_cli.commerce.catalog.editing.stock import refuse_whole_products
from royal_cli.commerce.catalog.editing.stock_lists import UnitList, stage_units, staged_units
from royal_cli.commerce.catalog.editing.targets import Targets, choose_variants
from royal_cli.commerce.stock.levels import Place
from royal_cli.commerce.stock.locations import find_location
from royal_cli.errors import Conflict


@dataclass(frozen=True, slots=True)
class Line:
    """One variant at one location. `number` is that of its line in a list; None where somebody has typed it."""

    number: int | None
    sku: str
    variant_id: int
    location_id: int
    units: int

    @property
    def place(self) -> Place:
        return self.variant_id, self.location_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """`units` of each of the `skus`, at `location`; or what the lines of a list say."""

    location: str
    skus: Sequence[str] = ()
    units: int = 0
    #: Lines of sku,quantity[,location].
    lines: Iterable[str] | None = None
    #: Of a list: why a quantity may have no sign, and why a variant may not be there again.
    unsigned: str | None = None
    once: str | None = None

    @property
    def source(self) -> str:
        return FROM_LIST if self.lines is not None else Targets(skus=self.skus).spoken


def lines(hand: Hand, asking: Asking, findings: Findings) -> list[Line]:
    """What is asked for, line by line. NotFound for a SKU that was typed, or a location, that is not there."""
    return list(_listed(hand, asking, findings) if asking.lines is not None else _typed(hand, asking))


def leave(line: Line, code: str, hint: str, findings: Findings) -> None:
    """A line of a list is left out; what somebody has typed is refused."""
    if line.number is None:
        raise Conflict(f"{line.sku}: {hint}.")
    findings.reject(Unable(line.sku, code, hint, line.number))


def _typed(hand: Hand, asking: Asking) -> Iterator[Line]:
    targets = Targets(skus=asking.skus)
    choose_variants(hand.connection, targets)
    refuse_whole_products(hand.connection, targets)
    location = find_location(hand.connection, asking.location)
    chosen = "SELECT v.id, v.sku FROM product_variants v WHERE v.id IN (SELECT variant_id FROM chosen) ORDER BY v.id"
    for id, sku in hand.connection.execute(text(chosen)).all():
        yield Line(None, sku, id, location, asking.units)


def _listed(hand: Hand, asking: Asking, findings: Findings) -> Iterator[Line]:
    listed = UnitList(lines=asking.lines or (), location=asking.location, unsigned=asking.unsigned, once=asking.once)
    names = stage_units(hand.connection, listed, findings)
    locations = {name: find_location(hand.connection, name) for name in names}
    for units in staged_units(hand.connection, listed, findings):
        yield Line(units.line, units.sku, units.variant_id, locations[units.location], units.units)
