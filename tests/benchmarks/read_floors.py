"""The least that reading a feed can cost: a workbook's cells, one by one; an XML feed's items, with or without what
stands in them."""

import sys
from collections.abc import Iterator
from typing import Any

import openpyxl
from lxml import etree


def xlsx(path: str) -> int:
    """The rows of a workbook, every cell looked at."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = sum(any(cell.value is not None for cell in row) for row in book.worksheets[0].iter_rows())
    book.close()
    return rows - 1


def xml(path: str) -> int:
    """The items of an XML feed, with the name and the text of all that is in them."""
    return sum(len({element.tag: element.text for element in item}) > 0 for item in _items(path))


def xml_bare(path: str) -> int:
    """The items of an XML feed, and nothing of what is in them."""
    return sum(1 for _ in _items(path))


def _items(path: str) -> Iterator[Any]:
    for _, item in etree.iterparse(path, tag="item"):
        yield item
        item.clear()
        while item.getprevious() is not None:
            del item.getparent()[0]


if __name__ == "__main__":
    print({"xlsx": xlsx, "xml": xml, "xml_bare": xml_bare}[sys.argv[1]](sys.argv[2]))  # noqa: T201
