"""Show what a command found, in the format that was asked for.

stdout carries the data and nothing else. On a terminal a table is fitted to its width; in a pipe it is plain
text under aligned headings, complete and undecorated, for people and grep. Programs ask for JSON, NDJSON or CSV.
"""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, TextIO, TypeVar, overload

from royal_cli.cli.terminal import Format, coloured, decorated, note, terminal, write
from royal_cli.cli.views import Column, Json, Notice, One, Page, Rows, View, encoded, to_json
from royal_cli.money import Money, to_text

if TYPE_CHECKING:
    from rich.console import JustifyMethod, OverflowMethod, RenderableType
    from rich.table import Table

    from royal_cli.cli.tables import Painter, Strip

Row = TypeVar("Row")


@overload
def show(
    view: Rows[Row],
    data: Iterable[Row],
    *,
    page: Page | None = None,
    warnings: Sequence[Notice] = (),
    also: Sequence[str] = (),
) -> None: ...
@overload
def show(view: One[Row], data: Row, *, warnings: Sequence[Notice] = (), also: Sequence[str] = ()) -> None: ...
def show(
    view: View[Any],
    data: Any,
    *,
    page: Page | None = None,
    warnings: Sequence[Notice] = (),
    also: Sequence[str] = (),
) -> None:
    """Write the data to stdout and every remark to stderr. `also` names hidden columns that this table shows."""
    call = terminal()
    if view not in (call.view, *call.parts):
        raise TypeError(f"`royal {' '.join(call.words)}` does not declare the view that it shows")
    if view.lines and call.format in (Format.ndjson, Format.csv):
        field, view, columns = view.listed(call.fields)
        data = getattr(data, field.field)
    else:
        columns = view.chosen(call.fields)
    rows: Iterable[Any] = data if view.many else [data]
    match call.format:
        case Format.json:
            _write_json(view, rows, columns, page, warnings)
            return
        case Format.ndjson:
            _write_lines(_compact(encoded(row, columns)) for row in rows)
        case Format.csv:
            _write_lines(_csv_lines(view, rows, columns))
        case Format.table if not (view.summary and call.quiet):
            visible = columns if call.fields else [c for c in columns if c.shown or c.field in also]
            _write_table(view, list(rows), visible)
    _remark(page, warnings)


def sketch(column: Column, rows: Sequence[Any]) -> None:
    """Show rows on stderr, for somebody who is about to answer a question on them."""
    from royal_cli.cli.tables import Plain, painted_rows

    painter = ForTerminal(sys.stderr) if decorated(sys.stderr) else Plain()
    write(painted_rows(painter, column, rows) + "\n", sys.stderr)


def schema_name(view: View[Any], words: Sequence[str]) -> str:
    named = [*words, view.part] if view.part else words
    return f"royal.{'.'.join(named)}/{view.version}"


def as_text(view: View[Any], data: Any, form: Format, words: Sequence[str]) -> str:
    """What the command of those words would print in that format, for a file."""
    if form is Format.json:
        rows = data if view.many else [data]
        return json.dumps(_envelope(view, rows, view.columns, None, (), words), ensure_ascii=False, indent=2) + "\n"
    columns: Sequence[Column] = view.columns
    if view.lines:
        field, view, columns = view.listed(())
        data = getattr(data, field.field)
    rows = data if view.many else [data]
    if form is Format.csv:
        return "".join(_csv_lines(view, rows, columns))
    return "".join(_compact(encoded(row, columns)) for row in rows)


def _write_json(
    view: View[Any], rows: Iterable[Any], columns: Sequence[Column], page: Page | None, warnings: Sequence[Notice]
) -> None:
    envelope = _envelope(view, rows, columns, page, warnings, terminal().words)
    indent = 2 if decorated(sys.stdout) else None
    write(json.dumps(envelope, ensure_ascii=False, allow_nan=False, indent=indent) + "\n")


def _envelope(
    view: View[Any],
    rows: Iterable[Any],
    columns: Sequence[Column],
    page: Page | None,
    warnings: Sequence[Notice],
    words: Sequence[str],
) -> dict[str, Json]:
    data: list[Json] = [encoded(row, columns) for row in rows]
    return {
        "schema": schema_name(view, words),
        "data": data if view.many else data[0],
        "page": to_json(page),
        "warnings": to_json(warnings),
    }


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _write_lines(lines: Iterator[str]) -> None:
    """In blocks, so that a long list neither waits for its end nor fills the memory."""
    while block := "".join(islice(lines, 1_000)):
        write(block)


def _csv_lines(view: View[Any], rows: Iterable[Any], columns: Sequence[Column]) -> Iterator[str]:
    """Money takes two columns, `price` and `price_currency`; what is nested is JSON in its cell."""
    money = {column.field for column in columns if view.types[column.field] is Money}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = ([c.field, f"{c.field}_currency"] if c.field in money else [c.field] for c in columns)
    cells = ([cell for c in columns for cell in _csv_cells(getattr(row, c.field), c.field in money)] for row in rows)
    for line in chain([chain.from_iterable(names)], cells):
        writer.writerow(line)
        yield text.getvalue()
        text.seek(0)
        text.truncate()


def _csv_cells(value: object, is_money: bool) -> list[object]:
    if is_money:
        return [to_text(value.amount, value.scale), value.currency] if isinstance(value, Money) else ["", ""]
    match plain := to_json(value):
        case None:
            return [""]
        case bool():
            return [str(plain).lower()]
        case list() | dict():
            return [_compact(plain).rstrip()]
    return [plain]


def _write_table(view: View[Any], rows: Sequence[Any], columns: Sequence[Column]) -> None:
    from royal_cli.cli.tables import painted_list, painted_object

    if not rows:
        note(view.empty)
    elif view.many:
        draw(lambda painter: painted_list(painter, view, rows, columns))
    elif view.only and not terminal().fields:
        write(f"{getattr(rows[0], view.only)}\n")
    else:
        draw(lambda painter: painted_object(painter, rows[0], columns))


def draw(paint: Callable[["Painter"], str]) -> None:
    """Write to stdout what is painted for whoever reads there: also tables that no view declares."""
    from royal_cli.cli.tables import Plain

    painter = ForTerminal(sys.stdout) if decorated(sys.stdout) else Plain()
    write(paint(painter))
    if isinstance(painter, ForTerminal) and painter.left_out:
        note(f"No room for {', '.join(painter.left_out)}: --fields chooses, --json has all.")


def _remark(page: Page | None, warnings: Sequence[Notice]) -> None:
    if page and page.next:
        total = f" of {page.total}" if page.total is not None else ""
        note(f"The first {page.limit}{total}; `--cursor {page.next}` shows what follows.")
    for warning in warnings:
        note(f"warning: {warning.message}")


class ForTerminal:
    """Tables fitted to the width of the terminal: what may be shortened is, then the last columns are left out."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.left_out: list[str] = []

    def table(self, strips: Sequence["Strip"]) -> str:
        from royal_cli.cli.tables import fitting

        widths = fitting(strips, _room())
        grid = _grid()
        for strip, width in zip(strips, widths, strict=False):
            justify: JustifyMethod = "right" if strip.right else "left"
            overflow: OverflowMethod = "fold" if strip.column.fold else "ellipsis"
            no_wrap = not strip.column.fold
            grid.add_column(strip.column.title, width=width, justify=justify, no_wrap=no_wrap, overflow=overflow)
        texts = [map(partial(_text, strip.column), strip.cells) for strip in strips[: len(widths)]]
        for row in zip(*texts, strict=True):
            grid.add_row(*row)
        self.left_out += [strip.column.field for strip in strips[len(widths) :]]
        return _drawn(grid, self.stream)

    def pairs(self, lines: Sequence[tuple[Column, str]]) -> str:
        grid = _grid(show_header=False)
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for column, text in lines:
            grid.add_row(column.title, _text(column, text))
        return _drawn(grid, self.stream)

    def heading(self, text: str) -> str:
        from rich.text import Text

        return _drawn(Text(text, style="bold"), self.stream).rstrip("\n")


def _text(column: Column, text: str) -> "RenderableType":
    from rich.text import Text

    style = column.style if isinstance(column.style, str) else column.style.get(text, "")
    return Text(text, style=style)


def _grid(show_header: bool = True) -> "Table":
    from rich.table import Table

    return Table(box=None, show_header=show_header, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))


def _room() -> int:
    return max(20, get_terminal_size().columns)


def _drawn(drawing: "RenderableType", stream: TextIO) -> str:
    from rich.console import Console

    text = io.StringIO()
    plain = not coloured(stream)
    console = Console(file=text, force_terminal=True, color_system="standard", no_color=plain, width=_room())
    console.print(drawing)
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())
