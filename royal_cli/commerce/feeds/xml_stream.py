"""XML of any length, an element at a time: what was read is forgotten again, and nothing is fetched from outside."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

if TYPE_CHECKING:
    from lxml import etree

#: Nothing is fetched, and no entity from outside is read.
SAFE: dict[str, Any] = {"resolve_entities": "internal", "no_network": True, "load_dtd": False}

_BLOCK = 1 << 16


class Endless(ValueError):
    """More was read without finding an element than one may have."""


def elements(file: BinaryIO, names: Iterable[str], *, limit: int, **settings: Any) -> "Iterator[etree._Element]":
    """The elements with these local names, whole, in the order in which they end; XMLSyntaxError where it is none.

    Each is emptied when the next one is asked for. `limit` is how many bytes may go by without one.
    """
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("end",), tag=[f"{{*}}{name}" for name in names], remove_comments=True, remove_pis=True, **settings
    )
    idle = 0
    while block := file.read(_BLOCK):
        parser.feed(block)
        idle += len(block)
        for element in found(parser):
            yield element
            _forget(element)
            idle = 0
        if idle > limit:
            raise Endless
    parser.close()


def found(parser: "etree.XMLPullParser") -> "Iterator[etree._Element]":
    return (cast("etree._Element", element) for _, element in parser.read_events())


def _forget(element: "etree._Element") -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
