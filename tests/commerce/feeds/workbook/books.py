"""Small workbooks made for a test, by openpyxl; and what is to be changed in their XML by hand."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]


def book(folder: Path, sheets: Rows | dict[str, Rows], *, formats: dict[str, str] | None = None) -> Path:
    """A workbook of these rows; `formats` are number formats by cell of the first sheet."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in (sheets if isinstance(sheets, dict) else {"Sheet": sheets}).items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for cell, code in (formats or {}).items():
        made.worksheets[0][cell].number_format = code
    return saved(folder, made)


def saved(folder: Path, made: Workbook) -> Path:
    path = folder / "list.xlsx"
    made.save(path)
    made.close()
    return path


def edited(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The same workbook with a part of it changed."""
    parts = _parts(path)
    return _written(path, parts | {part: change(parts[part].decode()).encode()})


def with_sheet(path: Path, data: str) -> Path:
    """The same workbook with other rows on its first sheet, given as XML."""
    rows = f"<sheetData>{data}</sheetData>"
    return edited(path, "xl/worksheets/sheet1.xml", lambda xml: re.sub("<sheetData.*</sheetData>", rows, xml))


def added(path: Path, part: str, content: str) -> Path:
    return _written(path, _parts(path) | {part: content.encode()})


def without(path: Path, part: str) -> Path:
    parts = _parts(path)
    del parts[part]
    return _written(path, parts)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _written(path: Path, parts: dict[str, bytes]) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    path.write_bytes(packed.getvalue())
    return path
