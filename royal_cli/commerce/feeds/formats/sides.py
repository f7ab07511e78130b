"""Length, width and height that stand in one cell, in this order: "10 x 20 x 30 cm"."""

import re
from collections.abc import Sequence

from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.rows import CLEAR

SIDES = ("length", "width", "height")

_BETWEEN = re.compile(r"\s*[x×*]\s*", re.IGNORECASE)
_UNIT = re.compile(r"[^\W\d_]+\.?\Z|[\"″]\Z")


def spread(sheet: Sheet) -> None:
    """Let the parts of such cells stand for the sides, where no column is one of them."""
    if not sheet.has("dimensions") or sheet.has(*SIDES):
        return
    header = sheet.header("dimensions")
    rows = [_parts(cell.strip()) for cell in sheet.cells("dimensions")]
    for row, parts in enumerate(rows):
        if parts is None:
            hint = "write length x width x height, such as 10 x 20 x 30 cm"
            sheet.problems.warn(row, header, sheet.cells("dimensions")[row], "not_three_sides", hint)
    for place, side in enumerate(SIDES):
        sheet.state(side, header, [parts[place] if parts else "" for parts in rows])


def _parts(cell: str) -> Sequence[str] | None:
    """The sides, each with the unit that the last one has; None where there are not three."""
    if cell in ("", CLEAR):
        return (cell, "", "")
    parts = _BETWEEN.split(cell)
    unit = _UNIT.search(parts[-1])
    if len(parts) != len(SIDES):
        return None
    return [f"{part} {unit[0]}" if unit and not _UNIT.search(part) else part for part in parts]
