"""The texts that the cells of a workbook share, on disk: there may be more of them than memory for them."""

import mmap
import re
from array import array
from typing import TYPE_CHECKING

from royal_cli.commerce.feeds.source import Source
from royal_cli.commerce.feeds.workbook.package import Package

if TYPE_CHECKING:
    from lxml import etree

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Strings:
    """Text by number."""

    def __init__(self, source: Source, package: Package) -> None:
        self._ends = array("Q", [0])
        file = source.temporary_file()
        for element in package.elements(package.strings, "si") if package.strings else ():
            file.write(text_of(element).encode("utf-8"))
            self._ends.append(file.tell())
        file.flush()
        self._bytes: mmap.mmap | bytes = b""
        if self._ends[-1]:
            self._bytes = source.belongings.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise IndexError(number)
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode("utf-8")


def text_of(element: "etree._Element") -> str:
    """The text of a string, whose parts may be set in several fonts; how it is spoken is left out."""
    parts: list[str] = []
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += (one.text or "" for one in child if one.tag.endswith("}t"))
    text = "".join(parts)
    return _ESCAPED.sub(_unescaped, text) if "_x" in text else text


def _unescaped(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return sign if sign.isprintable() or sign in "\t\n\r" else match[0]
