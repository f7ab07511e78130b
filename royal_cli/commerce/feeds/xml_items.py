"""XML feeds as chunks of rows: one element (RSS `item`, Atom `entry`, …) is one row.

The columns of a row are named after the elements in it:

    <g:price>12.50 EUR</g:price>                       price
    <shipping><price>4.95</price></shipping>           shipping.price
    <param name="Size">M</param>                       param, and param@name if `attributes` names it
    <link href="https://…"/>                           link (Atom), any other empty element: link@href
    <offer id="7"> (the item itself)                   @id

An element that comes again stands in the same cell, values joined with `rows.SEPARATOR`; groups that come again
stay aligned. Google's prefixes (g:, c:) are dropped, and what has one wins over the plain element of that name.
Other foreign prefixes stay (content:encoded). An element with text and markup mixed is its markup.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from royal_cli.commerce.feeds import xml_stream
from royal_cli.commerce.feeds.rows import CHUNK_ROWS, SEPARATOR, RawChunk, tabulate
from royal_cli.commerce.feeds.source import Source
from royal_cli.commerce.feeds.xml_plain import MARKUP, Plain
from royal_cli.errors import FeedError

if TYPE_CHECKING:
    from lxml import etree

ITEMS = ("item", "entry")

_CHUNK_BYTES = 8 << 20
_NAMES_KEPT = 10_000
_BLANKS = b" \t\r\n"
_MARKS = b"\xef\xbb\xbf\xff\xfe\x00"
_GOOGLE = re.compile(r"https?://base\.google\.com/c?ns/1\.0/?", re.IGNORECASE)
_DECLARATION = re.compile(r'\sxmlns(?::\w+)?="[^"]*"')
_PLACE = re.compile(r", line \d+, column \d+\s*\Z")
_INTERNAL_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]*\[")

#: Some programs declare UTF-16, which they have in memory, and then write UTF-8.
_NOT_UTF16 = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']utf-?16["'][^>]*\?>""", re.IGNORECASE)

_NO_ENTITY = ("holds an entity that is not defined", "write the character itself, or its number such as &#160;")
_BARE = ("holds a bare &", "write & as &amp;")
_FAULTS = {
    9: ("holds a control character", "remove the character, or export the feed again"),
    26: _NO_ENTITY,
    27: _NO_ENTITY,
    23: _BARE,
    68: _BARE,
    77: ("ends before its last element is closed", "export or download the feed again"),
    81: ("holds bytes that are no text in its encoding", "correct the encoding in its first line, <?xml …?>"),
    114: ("holds more than is safe to read at once", "leave out embedded files"),
    201: ("uses a prefix without a namespace", 'add xmlns:g="http://base.google.com/ns/1.0" to the first element'),
}


class Root(NamedTuple):
    """What an XML feed begins with: the local name of its root, the root's namespace, the names that follow."""

    name: str
    namespace: str
    names: frozenset[str]


def root_of(source: Source) -> Root | None:
    """The root element, to recognise a feed by; None where the source is no XML."""
    if not source.head.lstrip(_MARKS + _BLANKS).startswith(b"<"):
        return None
    from lxml import etree

    parser = etree.XMLPullParser(events=("start",), **_settings(source))
    error: etree.XMLSyntaxError | None = None
    try:
        parser.feed(source.head.lstrip(_BLANKS))
    except etree.XMLSyntaxError as found:
        error = found
    # A QName would refuse a prefix that has no namespace; where that is told is where the items are read.
    tags = [element.tag for element in xml_stream.found(parser) if isinstance(element.tag, str)]
    if not tags:
        raise _malformed(source, error) from error
    namespace, _, name = tags[0].rpartition("}")
    return Root(name, namespace[1:], frozenset(tag.rpartition("}")[2] for tag in tags[1:]))


def read(
    source: Source, item: str | Collection[str] = ITEMS, *, attributes: Collection[str] = ()
) -> Iterator[RawChunk]:
    """One row for each element whose local name is in `item`. `attributes` become columns on any element."""
    items = [item] if isinstance(item, str) else item
    columns = _Columns(frozenset(attributes))
    number = 0
    if name := _first_item(source, items):
        plain = Plain(source, name, columns.name_of)
        yield from plain.read()
        if plain.is_complete:
            return
        number = plain.rows
    yield from _parsed(source, items, columns, number)


def _first_item(source: Source, items: Iterable[str]) -> str | None:
    """The element that the first item is, where that is one of a few and has no attributes."""
    found = re.search(rb"<(" + "|".join(map(re.escape, items)).encode() + rb")[\s/>]", source.head)
    return found[1].decode() if found and found[0].endswith(b">") else None


def _parsed(source: Source, items: Collection[str], columns: "_Columns", passed: int) -> Iterator[RawChunk]:
    """The rows behind those that have been read already."""
    rows: list[dict[str, str]] = []
    lines: list[int] = []
    number = passed
    begun = 0
    for element, line in islice(_elements(source, items), passed, None):
        rows.append(columns.row(element))
        lines.append(line)
        if len(rows) == CHUNK_ROWS or source.position - begun > _CHUNK_BYTES:
            yield tabulate(rows, list(range(number + 1, number + 1 + len(rows))), lines)
            number += len(rows)
            rows, lines, begun = [], [], source.position
    if rows:
        yield tabulate(rows, list(range(number + 1, number + 1 + len(rows))), lines)


def named_before(source: Source, name: str, item: str) -> Iterator[tuple[dict[str, str], str]]:
    """Attributes and text of every element of a name that ends before the first `item` does."""
    for element, _ in _elements(source, [name, item]):
        if element.tag.rpartition("}")[2] == item:
            return
        yield _attributes(element), element.text or ""


def _elements(source: Source, names: Iterable[str]) -> "Iterator[tuple[etree._Element, int]]":
    """The elements one after another, each with its line; what was read of the feed is forgotten again."""
    from lxml import etree

    _refuse_entities(source)
    blanks = len(source.head) - len(source.head.lstrip(_BLANKS))
    lines_above = source.head.count(b"\n", 0, blanks)
    with source.open_bytes() as file:
        file.read(blanks)
        try:
            for element in xml_stream.elements(file, names, limit=source.limits.cell, **_settings(source)):
                yield element, cast(int, element.sourceline) + lines_above
        except xml_stream.Endless as error:
            raise _endless(source, names) from error
        except etree.XMLSyntaxError as error:
            raise _malformed(source, error, lines_above) from error


def _settings(source: Source) -> dict[str, Any]:
    """How to parse. UTF-16 that it can be read in single bytes is none."""
    declared = _NOT_UTF16.match(source.head.lstrip(_MARKS + _BLANKS))
    return {**xml_stream.SAFE, "encoding": "utf-8"} if declared else xml_stream.SAFE


def _refuse_entities(source: Source) -> None:
    prolog = source.head.replace(b"\0", b"")[: 1 << 16]
    first = re.search(rb"<[A-Za-z_]", prolog)
    if _INTERNAL_SUBSET.search(prolog[: first.start() if first else None]):
        hint = "remove the <!DOCTYPE …[…]> part and export the feed without entities"
        raise FeedError(f"{source.name} defines XML entities of its own, which are not read for safety.", hint=hint)


def _endless(source: Source, names: Iterable[str]) -> FeedError:
    shown = " or ".join(f"<{name}>" for name in names)
    size = source.limits.cell >> 20
    return FeedError(f"{source.name} goes on for {size} MB without another {shown}.", hint="export the feed again")


def _malformed(source: Source, error: "etree.XMLSyntaxError | None", lines_above: int = 0) -> FeedError:
    if error is None or not error.lineno:
        return FeedError(f"{source.name} begins like XML and holds no element.", hint="export the feed again")
    line = error.lineno + lines_above
    reason = _PLACE.sub("", error.msg or "")
    fault, hint = _FAULTS.get(
        getattr(error, "code", 0), (f"is no well-formed XML: {reason}", "correct that line, or export again")
    )
    return FeedError(f"Line {line} of {source.name} {fault}.", hint=hint, line=line)


class _Columns:
    """Turns elements into rows."""

    def __init__(self, attributes: frozenset[str]) -> None:
        self._attributes = attributes
        #: Tag -> the column it belongs to, and whether it bears a prefix of Google's.
        self._names: dict[str, tuple[str, bool]] = {}

    def row(self, item: "etree._Element") -> dict[str, str]:
        row = {f"@{name}": value for name, value in _attributes(item).items()}
        row.update(self._inside(item))
        return row

    def _inside(self, parent: "etree._Element") -> dict[str, str]:
        plain: dict[str, str] = {}
        google: dict[str, str] = {}
        names, has_attributes = self._names, bool(self._attributes)
        for element in parent:
            try:
                name, is_google = names[element.tag]
            except KeyError:
                name, is_google = self._learn(element, parent)
            row = google if is_google else plain
            text = element.text
            if not text or len(element) or (has_attributes and element.attrib):
                self._add_rare(row, name, element, text)
            elif name in row:
                row[name] += SEPARATOR + text
            else:
                row[name] = text
        return {**plain, **google} if plain and google else plain or google

    def name_of(self, element: "etree._Element", parent: "etree._Element") -> str:
        """The column that an element fills."""
        return self._learn(element, parent)[0]

    def _learn(self, element: "etree._Element", parent: "etree._Element") -> tuple[str, bool]:
        namespace, _, name = element.tag.rpartition("}")
        is_google = bool(_GOOGLE.fullmatch(namespace[1:]))
        if namespace and not is_google and not parent.tag.startswith(namespace):
            name = f"{element.prefix}:{name}" if element.prefix else name
        if len(self._names) < _NAMES_KEPT:
            self._names[element.tag] = name, is_google
        return name, is_google

    def _add_rare(self, row: dict[str, str], name: str, element: "etree._Element", text: str | None) -> None:
        if len(element):
            if name in MARKUP or _has_text_between(element, text):
                _add(row, name, _markup(element))
            else:
                _add_group(row, name, self._inside(element))
            return
        shown = {key: value for key, value in _attributes(element).items() if not text or key in self._attributes}
        if name == "link" and "href" in shown:
            if shown.get("rel", "alternate") == "alternate":
                _add(row, name, shown["href"])
            return
        _add(row, name, text or "")
        for key, value in shown.items():
            _add(row, f"{name}@{key}", value)


def _attributes(element: "etree._Element") -> dict[str, str]:
    """Attributes without a namespace."""
    return {str(name): str(value) for name, value in element.items() if not str(name).startswith("{")}


def _add(row: dict[str, str], name: str, text: str) -> None:
    row[name] = row[name] + SEPARATOR + text if name in row else text


def _add_group(row: dict[str, str], name: str, group: dict[str, str]) -> None:
    """Nested elements, each value at the place of its group where a group comes again."""
    prefix = f"{name}."
    named = {prefix + key: value for key, value in group.items()}
    known = [key for key in row if key.startswith(prefix)]
    if not known:
        row.update(named)
        return
    before = max(row[key].count(SEPARATOR) for key in known)
    for key in {**dict.fromkeys(known), **named}:
        row[key] = row.get(key, SEPARATOR * before) + SEPARATOR + named.get(key, "")


def _has_text_between(element: "etree._Element", text: str | None) -> bool:
    if text and not text.isspace():
        return True
    return any(child.tail and not child.tail.isspace() for child in element)


def _markup(element: "etree._Element") -> str:
    from lxml import etree

    inner = (etree.tostring(child, encoding="unicode") for child in element)
    return _DECLARATION.sub("", (element.text or "") + "".join(inner))
