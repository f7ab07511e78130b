"""How a profile that was made for a table is shown."""

from dataclasses import dataclass
from pathlib import Path

from royal_cli.cli.output import show
from royal_cli.cli.profile_target import Called
from royal_cli.cli.rehearsed import REJECTS, ROWS, WARNINGS, notices
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.feeds.arriving import ArrivingRow
from royal_cli.commerce.feeds.proposing.making import Making
from royal_cli.commerce.feeds.proposing.proposal import Proposal, ProposedColumn
from royal_cli.commerce.feeds.rehearsal import Rehearsal, RejectedRows, WarnedCells


@dataclass(frozen=True)
class ReadAs:
    """How cells are read, and how that is known."""

    name: str
    value: str
    reason: str


@dataclass(frozen=True)
class CreatedProfile:
    """A profile that was made for a table. Counts are of the rows that were looked at."""

    name: str
    title: str
    source: str
    written: str
    file: Path
    dry_run: bool
    read: int
    arriving: int
    rejected: int
    columns: list[ProposedColumn]
    values: list[ReadAs]
    rows: list[ArrivingRow]
    rejects: list[RejectedRows]
    warnings: list[WarnedCells]
    notes: list[str]
    text: str


COLUMNS = Column(
    "columns",
    rows=Rows(
        ProposedColumn,
        Column("column", shorten=True),
        Column("example", shorten=True),
        Column("field", "Is", style="bold"),
        Column("known", "Known", style={"not used": "dim"}),
        Column("reason", "Why", shorten=True),
    ),
    shown=False,
)
VALUES = Column(
    "values", "How cells are read",
    rows=Rows(ReadAs, Column("name"), Column("value"), Column("reason", "Why", shorten=True)), shown=False,
)  # fmt: skip

CREATED = One(
    CreatedProfile,
    Column("name", "Profile", style="bold"),
    Column("title", shown=False),
    Column("source"),
    Column("written"),
    Column("read", "Rows looked at"),
    Column("arriving", "Of these arrive"),
    Column("rejected", "Of these rejected"),
    Column("file", "Saved in"),
    Column("dry_run", shown=False),
    COLUMNS,
    VALUES,
    ROWS,
    REJECTS,
    WARNINGS,
    Column("notes", shown=False),
    Column("text", shown=False),
    summary=True,
)


def created(
    table: Making, called: Called, title: str | None, proposal: Proposal, text: str, done: Rehearsal, dry_run: bool
) -> CreatedProfile:
    return CreatedProfile(
        name=called.name, title=title or called.name, source=proposal.source, written=table.sample.written,
        file=called.path, dry_run=dry_run, read=done.read, arriving=done.arriving, rejected=done.rejected,
        columns=proposal.columns, values=_values(table, proposal), rows=done.rows, rejects=done.rejects,
        warnings=done.warnings, notes=proposal.notes, text=text,
    )  # fmt: skip


def _values(table: Making, proposal: Proposal) -> list[ReadAs]:
    """Also what the settings say where the table does not: it holds as long as they do."""
    said = [ReadAs(name, _text(value), why) for name, (value, why) in proposal.values.items()]
    options, words = table.options, {column.field for column in proposal.columns}
    if "price" in words and "currency" not in proposal.values and "currency" not in words:
        said.append(ReadAs("currency", options.currency or "not known", "your settings, where a cell does not say it"))
    if "price" in words and "price_includes_vat" not in proposal.values:
        vat = options.price_includes_vat
        said.append(ReadAs("price_includes_vat", "not known" if vat is None else _text(vat), "your settings"))
    return said


def _text(value: str | bool) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else value


def report(done: CreatedProfile, feed: str, *, talked: bool) -> None:
    also = [] if talked else [name for name in ("columns", "values", "rows", "rejects") if getattr(done, name)]
    show(CREATED, done, also=also, warnings=notices(done.warnings) if terminal().format is Format.json else ())
    for line in done.notes:
        note(line)
    if done.dry_run:
        note("A dry run: nothing was saved.")
    else:
        note(f"The next step: royal product import {feed} --profile {done.name} --dry-run")
