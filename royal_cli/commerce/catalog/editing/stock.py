"""Sets how much there is: of what is chosen at one location, or of a list at each its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial

from sqlalchemy import Connection, text

from royal_cli.commerce.catalog.editing.edit import streamed
from royal_cli.commerce.catalog.editing.lists import Rows, name_variants, read_list
from royal_cli.commerce.catalog.editing.run import FROM_LIST, Findings, Job, Unable
from royal_cli.commerce.catalog.editing.targets import Targets, choose_variants
from royal_cli.commerce.catalog.importing.proposals import FieldChange, Proposal
from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.values import ColumnEvidence, Problems
from royal_cli.commerce.importing.staging import insert_rows
from royal_cli.db.stock import LOCATION_LENGTH
from royal_cli.errors import Conflict, NotFound, UsageError

KIND = "product.stock.set"
COLUMNS = ("sku", "quantity", "location")
_WORDS = {"qty": "quantity", "stock": "quantity", "available": "quantity", "units": "quantity"}
_SIGNS = frozenset("+-\u2212")
_UNSIGNED = "a list says how much there is, without a sign; a change of it is typed: royal product stock set SKU -3"
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
    _refuse_whole_products(connection, wanted.targets)
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


def _refuse_whole_products(connection: Connection, targets: Targets) -> None:
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
    known = list(connection.scalars(text("SELECT name FROM locations ORDER BY name")))
    close = get_close_matches(name, known, n=1)
    meant = f"Did you mean {close[0]!r}?" if close else f"The locations are {', '.join(known) or 'none yet'}."
    raise NotFound(f"There is no location {name!r}.", hint=f"{meant} --create-location makes a new one.")


def _listed(wanted: StockSet, connection: Connection, findings: Findings) -> Iterator[Proposal]:
    connection.execute(text("DROP TABLE IF EXISTS given"))
    connection.execute(text("CREATE TEMPORARY TABLE given (line BIGINT, sku TEXT, location TEXT, units BIGINT)"))
    evidence = ColumnEvidence()
    for listed in read_list(wanted.lines, COLUMNS, _WORDS):
        _stage(connection, listed, wanted.location, evidence, findings)
    name_variants(connection)
    for name in connection.scalars(text("SELECT DISTINCT location FROM given ORDER BY location")).all():
        require_location(connection, name, wanted.default_location, create=wanted.create_location)
    with streamed(connection, _LISTED) as rows:
        for row in rows:
            unable = Unable(row.given_sku, "", "", row.line)
            if row.sku is None:
                findings.reject(replace(unable, code="unknown_sku", hint="nothing in the catalogue has this SKU"))
            elif row.several:
                hint = "this is a product with several variants: name the one whose stock it is"
                if row.place == 1:
                    findings.reject(replace(unable, code="several_variants", hint=hint))
            elif row.turn > 1:
                findings.reject(replace(unable, code="repeated", hint="a line above sets this stock already"))
            else:
                yield level(row.sku, row.location, row.units)


#: `turn` counts the lines that set a level; those that name several variants set none.
_LISTED = (
    "SELECT g.line, g.sku AS given_sku, g.location, g.units, v.sku, t.several,"
    " row_number() OVER (PARTITION BY g.line ORDER BY v.id) AS place,"
    " row_number() OVER (PARTITION BY v.id, g.location, t.several ORDER BY g.line) AS turn"
    " FROM given g LEFT JOIN given_variants t ON t.line = g.line LEFT JOIN product_variants v ON v.id = t.variant_id"
    " ORDER BY g.line, v.id"
)


def _stage(connection: Connection, rows: Rows, location: str, evidence: ColumnEvidence, findings: Findings) -> None:
    problems = Problems(rows.lines, rows.lines)
    skus = values.identifier(rows.cells["sku"], problems, "sku", key=True)
    cells = rows.cells.get("quantity", [""] * len(skus))
    units = values.quantity(cells, problems, "quantity", evidence=evidence, strict=True)
    places = rows.cells.get("location", [""] * len(skus))
    for place, (sku, count) in enumerate(zip(skus, units, strict=True)):
        if sku is None:
            problems.reject(place, "sku", "", "missing_key", "the line names no SKU")
        elif count is None:
            problems.reject(place, "quantity", "", "no_quantity", "the line states no quantity")
        elif cells[place][0] in _SIGNS:
            problems.reject(place, "quantity", cells[place], "signed", _UNSIGNED)
    staged = (
        (line, sku, name or location, count)
        for line, sku, name, count in zip(rows.lines, skus, places, units, strict=True)
    )
    kept = (row for place, row in enumerate(staged) if place not in problems.rejected)
    insert_rows(connection, "given", ["line", "sku", "location", "units"], kept)
    for place, reject in problems.rejected.items():
        findings.reject(Unable(skus[place] or "", reject.code, reject.hint, reject.line))
    for line, sku in rows.ragged:
        findings.reject(Unable(sku, "too_many_cells", "the line has more cells than there are columns", line))
