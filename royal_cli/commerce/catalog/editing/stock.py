"""Sets how much there is: of what is chosen at one location, or of a list at each its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, text

from royal_cli.commerce.catalog.editing.edit import streamed
from royal_cli.commerce.catalog.editing.run import FROM_LIST, Findings, Job, Unable
from royal_cli.commerce.catalog.editing.stock_lists import UnitList, stage_units, staged_units
from royal_cli.commerce.catalog.editing.targets import Targets, choose_variants
from royal_cli.commerce.catalog.importing.proposals import FieldChange, Proposal
from royal_cli.commerce.stock.locations import no_location
from royal_cli.db.stock import LOCATION_LENGTH
from royal_cli.errors import Conflict, UsageError

KIND = "product.stock.set"
_UNSIGNED = "a list says how much there is, without a sign; a change of it is typed: royal product stock set SKU -3"
_ONCE = "a line above sets this stock already"
_MOST = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Quantity:
    """Units: so many, or so many more (less than 0: fewer) than there are."""

    text: str
    units: int
    is_relative: bool


def is_quantity(text: str) -> bool:
    digits = text.strip().replace("\u2212", "-").removeprefix("+").removeprefix("-")
    return digits.isascii() and digits.isdigit() and int(digits) <= _MOST


def quantity(text: str, *, is_relative: bool | None = None) -> Quantity:
    """12, or with a sign a change: +5, -3. `is_relative` says it without one. UsageError for no whole number."""
    if not is_quantity(text):
        raise UsageError(f"{text!r} is no number of units.", hint="Write it as 40, or a change of it: +5 or -3")
    bare = text.strip().replace("\u2212", "-")
    return Quantity(bare, int(bare), bare[0] in "+-" if is_relative is None else is_relative)


@dataclass(frozen=True, slots=True, kw_only=True)
class StockSet:
    """New levels for `targets`, or where `lines` are given for those that a list names."""

    targets: Targets | None = None
    lines: Iterable[str] = ()
    quantity: Quantity | None = None
    location: str
    #: The location that the settings name need not be there yet; others only where this is said.
    default_location: str
    create_location: bool = False


def set_stock(wanted: StockSet) -> Job:
    told = {"quantity": wanted.quantity.text} if wanted.quantity else {}
    targets = wanted.targets
    return Job(
        kind=KIND,
        source=targets.spoken if targets else FROM_LIST,
        propose=partial(_listed if targets is None else _of_targets, wanted),
        parameters={**(targets.described if targets else {}), **told, "location": wanted.location},
        are_many=targets is None or targets.are_many,
    )


def _of_targets(wanted: StockSet, connection: Connection, findings: Findings) -> Iterator[Proposal]:
    assert wanted.targets is not None
    assert wanted.quantity is not None
    choose_variants(connection, wanted.targets)
    refuse_whole_products(connection, wanted.targets)
    require_location(connection, wanted.location, wanted.default_location, create=wanted.create_location)
    with streamed(connection, _HELD, location=wanted.location) as rows:
        for row in rows:
            units = wanted.quantity.units
            if wanted.quantity.is_relative:
                if row.available is None:
                    hint = f"nobody has said how much of it is at {wanted.location}: set it, or count it"
                    findings.leave(Unable(row.sku, "stock_unknown", hint), wanted.targets, is_harmless=True)
                    continue
                units += int(row.available)
            yield level(row.sku, wanted.location, units)


_HELD = (
    "SELECT v.sku, l.available FROM product_variants v LEFT JOIN locations o ON o.name = :location"
    " LEFT JOIN inventory_levels l ON l.product_variant_id = v.id AND l.location_id = o.id"
    " WHERE v.id IN (SELECT variant_id FROM chosen) ORDER BY v.id"
)


def level(sku: str, location: str, units: int) -> Proposal:
    return Proposal("stock", "update", sku, location, {"available": FieldChange(None, units)})


def refuse_whole_products(connection: Connection, targets: Targets) -> None:
    """So many pieces are pieces of one variant; who means all of them says it with a filter."""
    found = connection.execute(
        text(
            "SELECT p.sku, count(*) AS variants FROM (SELECT DISTINCT product_id, variant_id FROM chosen WHERE whole) c"
            " JOIN products p ON p.id = c.product_id GROUP BY p.sku HAVING count(*) > 1 ORDER BY p.sku LIMIT 1"
        )
    ).one_or_none()
    if found is not None and targets.filters is None:
        raise Conflict(
            f"{found.sku} is a product with {found.variants} variants.",
            hint=f"Name the variant whose stock it is: royal product show {found.sku}",
        )


def require_location(connection: Connection, name: str, default: str, *, create: bool) -> None:
    """NotFound for a location that nobody has used so far, unless it is the default or is to be created."""
    if len(name) > LOCATION_LENGTH:
        raise UsageError(f"The name of a location has up to {LOCATION_LENGTH} characters.")
    if create or name == default or connection.scalar(text("SELECT 1 FROM locations WHERE name = :n"), {"n": name}):
        return
    raise no_location(connection, name, "--create-location makes a new one.")


def _listed(wanted: StockSet, connection: Connection, findings: Findings) -> Iterator[Proposal]:
    listed = UnitList(lines=wanted.lines, location=wanted.location, unsigned=_UNSIGNED, once=_ONCE)
    for name in stage_units(connection, listed, findings):
        require_location(connection, name, wanted.default_location, create=wanted.create_location)
    for units in staged_units(connection, listed, findings):
        yield level(units.sku, units.location, units.units)
