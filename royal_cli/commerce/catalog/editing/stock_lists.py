"""Reads lists of units on standard input: a variant, a number of units, and where they are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection, text

from royal_cli.commerce.catalog.editing.edit import streamed
from royal_cli.commerce.catalog.editing.lists import Rows, name_variants, read_list
from royal_cli.commerce.catalog.editing.run import Findings, Unable
from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.values import ColumnEvidence, Problems
from royal_cli.commerce.importing.staging import insert_rows

_SIGNS = frozenset("+-\u2212")
_WORDS = ("qty", "stock", "available", "units", "counted", "change")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitList:
    """Lines of sku,quantity[,location], and how they are meant."""

    lines: Iterable[str]
    #: Of the lines that name none.
    location: str
    #: Why a quantity may have no sign; None where it is a change, which may.
    unsigned: str | None
    #: Why a variant is there once for each location; None where it may be there again.
    once: str | None


@dataclass(frozen=True, slots=True)
class Units:
    """What one line says of one variant."""

    line: int
    variant_id: int
    sku: str
    location: str
    units: int


def stage_units(connection: Connection, wanted: UnitList, findings: Findings) -> list[str]:
    """Read the lines into the temporary table `given`; returns the locations that they name."""
    connection.execute(text("DROP TABLE IF EXISTS given"))
    connection.execute(text("CREATE TEMPORARY TABLE given (line BIGINT, sku TEXT, location TEXT, units BIGINT)"))
    evidence = ColumnEvidence()
    for listed in read_list(wanted.lines, ("sku", "quantity", "location"), dict.fromkeys(_WORDS, "quantity")):
        _stage(connection, listed, wanted, evidence, findings)
    name_variants(connection)
    return list(connection.scalars(text("SELECT DISTINCT location FROM given ORDER BY location")))


def staged_units(connection: Connection, wanted: UnitList, findings: Findings) -> Iterator[Units]:
    """What they say of each variant; lines that name none, or several, are rejected."""
    with streamed(connection, _LISTED) as rows:
        for row in rows:
            unable = Unable(row.given_sku, "", "", row.line)
            if row.sku is None:
                findings.reject(replace(unable, code="unknown_sku", hint="nothing in the catalogue has this SKU"))
            elif row.several:
                hint = "this is a product with several variants: name the one whose stock it is"
                if row.place == 1:
                    findings.reject(replace(unable, code="several_variants", hint=hint))
            elif wanted.once and row.turn > 1:
                findings.reject(replace(unable, code="repeated", hint=wanted.once))
            else:
                yield Units(row.line, row.variant_id, row.sku, row.location, row.units)


#: `turn` counts the lines about a level; those that name several variants are about none.
_LISTED = (
    "SELECT g.line, g.sku AS given_sku, g.location, g.units, v.id AS variant_id, v.sku, t.several,"
    " row_number() OVER (PARTITION BY g.line ORDER BY v.id) AS place,"
    " row_number() OVER (PARTITION BY v.id, g.location, t.several ORDER BY g.line) AS turn"
    " FROM given g LEFT JOIN given_variants t ON t.line = g.line LEFT JOIN product_variants v ON v.id = t.variant_id"
    " ORDER BY g.line, v.id"
)


def _stage(connection: Connection, rows: Rows, wanted: UnitList, evidence: ColumnEvidence, findings: Findings) -> None:
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
        elif wanted.unsigned and cells[place][0] in _SIGNS:
            problems.reject(place, "quantity", cells[place], "signed", wanted.unsigned)
    staged = (
        (line, sku, name or wanted.location, count)
        for line, sku, name, count in zip(rows.lines, skus, places, units, strict=True)
    )
    kept = (row for place, row in enumerate(staged) if place not in problems.rejected)
    insert_rows(connection, "given", ["line", "sku", "location", "units"], kept)
    for place, reject in problems.rejected.items():
        findings.reject(Unable(skus[place] or "", reject.code, reject.hint, reject.line))
    for line, sku in rows.ragged:
        findings.reject(Unable(sku, "too_many_cells", "the line has more cells than there are columns", line))
