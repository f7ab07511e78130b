"""`royal report render`: JSON from a pipe becomes a table, CSV, or a page."""

import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.charts import are_shown, show_charts
from royal_cli.cli.output import draw, show
from royal_cli.cli.terminal import Format, answering, note, one_line, terminal, write
from royal_cli.cli.views import Column, One
from royal_cli.commerce.whole_file import check_place
from royal_cli.errors import UsageError

if TYPE_CHECKING:
    from royal_cli.cli.tables import Painter
    from royal_cli.commerce.reports.notation import Notation
    from royal_cli.commerce.reports.page import Page, Table
    from royal_cli.commerce.reports.render import Records


@dataclass(frozen=True, slots=True)
class Rendered:
    """`rows` are those that came in, `bytes` those of the page."""

    source: str
    file: Path
    rows: int
    columns: int
    bytes: int


RENDERED = One(
    Rendered, Column("source"), Column("file", "Page"), Column("rows"), Column("columns"), Column("bytes"), summary=True
)

app = App()


@app.command(
    "render",
    shows=RENDERED,
    examples="""
    royal report sales --by month --json | royal report render - --html sales.html
    royal product list --all --format ndjson | royal report render - --fields sku,stock
    royal report render rows.json --format csv > rows.csv
    royal report render sales.json --chart period,net --title "Sales of spring" --html spring.html
    """,
)
def render(
    source: Annotated[str, typer.Argument(metavar="FILE|-", help="JSON or NDJSON; - reads standard input.")],
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page that anyone can open.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What stands above it.")] = None,
    chart: Annotated[
        str | None,
        typer.Option("--chart", metavar="X,Y", help="Draw the field Y along X; further ones are drawn beside it."),
    ] = None,
) -> None:
    """Make a table, CSV or a page of JSON: what a command of royal prints with --json, or any list of objects.

    The columns are the names that the objects have, --fields chooses among them; a.b is b within a. Amounts with
    their currency are written as such, and in CSV take two columns. What is nested stands as words in a table, as
    JSON in CSV. One object becomes a table of its fields, and one for every list in it.
    """
    from royal_cli.cli.feed_options import source_limits
    from royal_cli.commerce.reports.render import open_records

    settings = terminal().settings
    if source == "-" and sys.stdin.isatty():
        raise UsageError(
            "Nothing comes in on standard input.", hint="royal report sales --json | royal report render -"
        )
    if html is None and terminal().format in (Format.json, Format.ndjson):
        raise UsageError("What comes in is JSON already.", hint="--format csv, or --html FILE for a page.")
    if chart is not None and html is None and terminal().format is Format.csv:
        raise UsageError("CSV has no charts.", hint="Leave --chart out, or write a page: --html FILE")
    if html:
        check_place(html)
    with open_records(source, source_limits(settings)) as records:
        if html:
            _write_page(records, html, title, chart)
        elif terminal().format is Format.csv:
            _write_csv(records)
        else:
            _write_table(records, title, chart)


def _write_page(records: "Records", path: Path, title: str | None, chart: str | None) -> None:
    """Fields that the summary has choose among its own; the others are of the rows."""
    from royal_cli.commerce.reports.html import write_html

    of_summary = [name for name in terminal().fields if name in RENDERED.names]
    of_rows = [name for name in terminal().fields if name not in RENDERED.names]
    page = _page(records, of_rows, title, chart)
    write_html(page, _notation(), path)
    done = Rendered(records.name, path, records.count, len(records.chosen(of_rows)), path.stat().st_size)
    with answering(replace(terminal(), fields=tuple(of_summary))):
        show(RENDERED, done)


def _page(records: "Records", fields: Sequence[str], title: str | None, chart: str | None) -> "Page":
    from royal_cli.commerce.reports.render_page import chart_of, page_of

    names = [name.strip() for name in chart.split(",") if name.strip()] if chart is not None else None
    drawn = None if names is None else chart_of(records, names, title or ", ".join(names[1:]), _notation())
    return page_of(records, records.chosen(fields), title=title, chart=drawn, now=datetime.now(UTC))


def _notation() -> "Notation":
    from royal_cli.commerce.reports.notation import Notation

    return Notation.of(terminal().settings)


def _write_csv(records: "Records") -> None:
    from royal_cli.commerce.reports.json_values import as_cells
    from royal_cli.commerce.reports.render import look_up

    columns = records.chosen(terminal().fields)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = (
        [column.name, f"{column.name}_currency"] if column.kind == "money" else [column.name] for column in columns
    )
    writer.writerow(chain.from_iterable(names))
    rows = records.rows()
    while block := [*islice(rows, 1_000)]:
        writer.writerows(
            [cell for column in columns for cell in as_cells(look_up(row, column.name), column.kind == "money")]
            for row in block
        )
        write(text.getvalue())
        text.seek(0)
        text.truncate()
    write(text.getvalue())


def _write_table(records: "Records", title: str | None, chart: str | None) -> None:
    from royal_cli.commerce.reports.render_page import tables_of

    tables = tables_of(records, records.chosen(terminal().fields))
    page = None if chart is None else _page(records, [], title, chart)
    if title:
        write(f"{one_line(title)}\n\n")
    for place, table in enumerate(tables):
        if not table.rows:
            note(table.empty)
            continue
        draw(partial(_painted, table=table, gap="\n" if place else ""))
    if page and are_shown(True):
        show_charts(page, everything=True)


def _painted(painter: "Painter", table: "Table", gap: str) -> str:
    from royal_cli.cli.tables import Strip, cell

    strips = [
        Strip(
            Column(one_line(field.heading), one_line(field.heading), shorten=field.kind == "text"),
            field.kind in ("money", "number"),
            [cell(row[place]) for row in table.rows],
        )
        for place, field in enumerate(table.fields)
    ]
    heading = f"{painter.heading(one_line(table.title))}\n" if table.title else ""
    return gap + heading + painter.table(strips)
