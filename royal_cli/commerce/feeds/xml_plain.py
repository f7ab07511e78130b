"""XML items that are all written alike, as most programs write them: read with one pattern, many at a time.

    <item>
      <g:id>TEE-M</g:id>
      <title>Tee &amp; more</title>
      <g:shipping><g:country>NL</g:country><g:price>4.95 EUR</g:price></g:shipping>
    </item>

The first items say which elements there are and in what order; any may be missing from an item. `xml_items` reads the
same to the same rows and knows everything else that XML has. As soon as something stands in the way (an attribute, a
comment, an element that nobody has seen or in another place) this ends, and the rest is its.
"""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from royal_cli.commerce.feeds import xml_stream
from royal_cli.commerce.feeds.rows import CHUNK_ROWS, SEPARATOR, RawChunk
from royal_cli.commerce.feeds.source import Source

if TYPE_CHECKING:
    from lxml import etree

#: The column that an element fills, given the element and what it stands in; as `xml_items` names them.
NameOf = Callable[["etree._Element", "etree._Element"], str]

#: Columns in which elements are markup, and no columns of their own.
MARKUP = frozenset(["description", "content", "summary"])

_BLOCK = 1 << 20
_CHUNK_CHARACTERS = 8 << 20
_LEARNED_FROM = 50

_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})
_NO_CHARACTER = re.compile(b"\xef\xbf[\xbe\xbf]")
_NUMBER = re.compile(r"#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}))")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
#: Stands between cells for a moment; no feed holds it.
_BETWEEN = "\x1e"
_BLANKS = " \t\r\n"
_SKIP = "[ \\t\\n]*+"
#: Text, or CDATA and nothing else. Which of it is which is told by its first sign.
_CONTENT = r"(?:<!\[CDATA\[[^\]]*+\]\]>|[^<]*+)"
_CDATA = ("<![CDATA[", "]]>")


class NotPlainError(ValueError):
    """Something is written in a way that only a parser understands."""


@dataclass(slots=True)
class _Element:
    """An element of the items: as it is written, the column that it fills, and the elements in it."""

    tag: str
    column: str
    is_repeated: bool = False
    inner: "dict[str, _Element]" = field(default_factory=dict)

    @property
    def pattern(self) -> str:
        tag = re.escape(self.tag)
        if self.inner:
            inner = "".join(element.pattern for element in self.inner.values())
            return f"(?:<{tag}>{_SKIP}{inner}</{tag}>{_SKIP})?"
        if self.is_repeated:
            return f"((?:<{tag}>{_CONTENT}</{tag}>{_SKIP})*+)"
        return f"(?:<{tag}>({_CONTENT})</{tag}>{_SKIP})?"

    @property
    def leaves(self) -> "Iterator[_Element]":
        if not self.inner:
            yield self
        for element in self.inner.values():
            yield from element.leaves


class Plain:
    """One pass over a feed whose items are `name` elements."""

    def __init__(self, source: Source, name: str, name_of: NameOf) -> None:
        #: How many rows have been read so far, and whether those are all.
        self.rows = 0
        self.is_complete = False
        self._source = source
        self._name_of = name_of
        self._opens, self._closes = f"<{name}>", f"</{name}>"

    def read(self) -> Iterator[RawChunk]:
        """The rows up to where something is not plain."""
        pending = _Pending()
        try:
            for _ in self._blocks(pending):
                if pending.is_full:
                    yield self._chunk(pending)
            self.is_complete = True
        except (NotPlainError, UnicodeDecodeError):
            pass
        if pending.rows:
            yield self._chunk(pending)

    def _chunk(self, pending: "_Pending") -> RawChunk:
        chunk = pending.chunk(self.rows + 1)
        self.rows += len(chunk.rows)
        return chunk

    def _blocks(self, pending: "_Pending") -> Iterator[None]:
        """Read block by block into `pending`; a block counts as a whole or not at all."""
        texts = self._texts()
        text = next(texts, "")
        start = text.find(self._opens)
        if start < 0:
            raise NotPlainError
        head, text = text[:start], text[start:]
        line = 1 + head.count("\n")
        reader: _Reader | None = None
        while True:
            end = text.rfind(self._closes) + len(self._closes)
            if end >= len(self._closes):
                block, text = _checked(text[:end]), text[end:]
                reader = reader or _Reader(self._learn(head, block), self._opens)
                line = reader.read(block, line, pending)
                yield
            elif len(text) > self._source.limits.cell:
                raise NotPlainError
            more = next(texts, "")
            if not more:
                break
            text += more
        self._check_end(head, text)

    def _texts(self) -> Iterator[str]:
        head = self._source.head[:1024].removeprefix(b"\xef\xbb\xbf")
        declared = _DECLARED.search(head)
        if not head.startswith(b"<") or (declared and declared[1].lower() not in (b"utf-8", b"utf8")):
            raise NotPlainError
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        with self._source.open_bytes() as file:
            while block := file.read(_BLOCK):
                if len(block.translate(None, _CONTROLS)) < len(block) or _NO_CHARACTER.search(block):
                    raise NotPlainError
                text = decoder.decode(block)
                yield text.replace("\r\n", "\n") if b"\r" in block else text

    def _learn(self, head: str, block: str) -> dict[str, _Element]:
        """The elements of the first items, in their order."""
        sample = self._closes.join(block.split(self._closes)[:-1][:_LEARNED_FROM])
        known: dict[str, _Element] = {}
        if "<!DOCTYPE" in head:
            raise NotPlainError
        for item in _parsed(head + sample + self._closes, self._opens[1:-1]):
            self._learn_from(item, known, "")
        leaves = [leaf.column for element in known.values() for leaf in element.leaves]
        if not leaves or len(set(leaves)) < len(leaves):
            raise NotPlainError
        return known

    def _learn_from(self, parent: "etree._Element", known: dict[str, _Element], prefix: str) -> None:
        before: str | None = None
        for child in parent:
            if not isinstance(child.tag, str) or child.attrib or (prefix and len(child)):
                raise NotPlainError
            local = child.tag.rpartition("}")[2]
            if ":" in local:
                # Its prefix has no namespace.
                raise NotPlainError
            tag = f"{child.prefix}:{local}" if child.prefix else local
            if tag not in known:
                _insert(known, before, _Element(tag, prefix + self._name_of(child, parent)))
            element = known[tag]
            element.is_repeated |= tag == before
            if len(child) and element.column in MARKUP:
                raise NotPlainError
            if len(child):
                self._learn_from(child, element.inner, f"{element.column}.")
            elif element.inner:
                raise NotPlainError
            before = tag

    def _check_end(self, head: str, end: str) -> None:
        """What follows the last item closes what stands before the first one, and nothing else."""
        if self._opens in end or "<!" in end:
            raise NotPlainError
        for _ in _parsed(head + end, self._opens[1:-1], is_whole=True):
            raise NotPlainError


def _insert(known: dict[str, _Element], before: str | None, element: _Element) -> None:
    """Put an element where it was met: right behind the one before it."""
    order = list(known.values())
    place = 0 if before is None else list(known).index(before) + 1
    order.insert(place, element)
    known.clear()
    known.update((one.tag, one) for one in order)


def _parsed(text: str, name: str, *, is_whole: bool = False) -> "list[etree._Element]":
    from lxml import etree

    parser = etree.XMLPullParser(events=("end",), tag=f"{{*}}{name}", **xml_stream.SAFE)
    try:
        parser.feed(text.encode())
        if is_whole:
            parser.close()
    except etree.XMLSyntaxError as error:
        raise NotPlainError from error
    return list(xml_stream.found(parser))


def _checked(block: str) -> str:
    """A block without anything that a parser would refuse or take for another thing."""
    # What opens CDATA and does not close it fits no pattern; what closes it alone has to be looked for.
    if "\r" in block or (_CDATA[1] in block and block.count(_CDATA[0]) != block.count(_CDATA[1])):
        raise NotPlainError
    return block


class _Pending:
    """Rows on their way into a chunk, as tuples under the columns of the reader."""

    def __init__(self) -> None:
        self.columns: tuple[str, ...] = ()
        self.present: set[str] = set()
        self.rows: list[list[str]] = []
        self.lines: list[int] = []
        self.characters = 0

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= CHUNK_ROWS or self.characters >= _CHUNK_CHARACTERS

    def chunk(self, number: int) -> RawChunk:
        """Up to a chunk of rows, under the columns that occur in them."""
        rows, self.rows = self.rows[:CHUNK_ROWS], self.rows[CHUNK_ROWS:]
        lines, self.lines = self.lines[:CHUNK_ROWS], self.lines[CHUNK_ROWS:]
        kept = [place for place, column in enumerate(self.columns) if column in self.present]
        if not self.rows:
            self.present, self.characters = set(), 0
        if len(kept) < len(self.columns):
            rows = [[row[place] for place in kept] for row in rows]
        header = tuple(self.columns[place] for place in kept)
        return RawChunk(header, rows, list(range(number, number + len(rows))), lines)


class _Reader:
    """Reads blocks of items that look like the ones that were learned from."""

    def __init__(self, known: dict[str, _Element], opens: str) -> None:
        self._opens = opens
        self._closes = opens.replace("<", "</")
        self._leaves = [leaf for element in known.values() for leaf in element.leaves]
        self._repeated = [place for place, leaf in enumerate(self._leaves) if leaf.is_repeated]
        self._columns = tuple(leaf.column for leaf in self._leaves)
        inner = "".join(element.pattern for element in known.values())
        self._pattern = re.compile(f"{opens}{_SKIP}{inner}{self._closes}")

    def read(self, block: str, line: int, into: _Pending) -> int:
        """Append the rows of a block that begins on that line; gives the line it ends on."""
        rows: list[tuple[str, ...]] = []
        lines: list[int] = []
        match, opens = self._pattern.match, self._opens
        end = counted = 0
        while (start := block.find(opens, end)) >= 0:
            found = match(block, start)
            if found is None or (start > end and block[end:start].strip(_BLANKS)):
                raise NotPlainError
            line += block.count("\n", counted, start)
            rows.append(found.groups(""))
            lines.append(line)
            counted, end = start, found.end()
        columns = list(zip(*rows, strict=True))
        texts = [self._texts(leaf, column) for leaf, column in zip(self._leaves, columns, strict=True)]
        into.columns = self._columns
        into.present.update(self._present(block, texts))
        into.rows += map(list, zip(*texts, strict=True))
        into.lines += lines
        into.characters += len(block)
        return line + block.count("\n", counted)

    def _texts(self, leaf: _Element, column: Sequence[str]) -> Sequence[str]:
        """What is meant by what is written, or the very same column."""
        everything = "".join(column)
        if leaf.is_repeated and everything:
            column = [self._joined(cell, leaf.tag) for cell in column]
        if "&" in everything and _CDATA[0] not in everything and _is_simple(everything):
            return _replaced(column)
        if "&" in everything or _CDATA[0] in everything:
            return [_read(cell) if "&" in cell or "<" in cell else cell for cell in column]
        return column

    def _joined(self, cell: str, tag: str) -> str:
        if not cell:
            return ""
        parts = cell.split(f"</{tag}>")[:-1]
        return SEPARATOR.join(part.partition(">")[2] for part in parts)

    def _present(self, block: str, columns: Iterable[Sequence[str]]) -> Iterator[str]:
        for leaf, column in zip(self._leaves, columns, strict=True):
            if any(column) or f"<{leaf.tag}>" in block:
                yield leaf.column


def _is_simple(text: str) -> bool:
    """Every & begins the name of one of XML's own signs."""
    return text.count("&") == sum(text.count(f"&{name};") for name in _SIGNS)


def _replaced(column: Sequence[str]) -> list[str]:
    """The signs put in, in all cells at once."""
    text = _BETWEEN.join(column)
    # What the sign & itself stands for comes last: &amp;lt; is no <.
    for name in ("lt", "gt", "quot", "apos", "amp"):
        text = text.replace(f"&{name};", _SIGNS[name])
    return text.split(_BETWEEN)


def _read(cell: str) -> str:
    if SEPARATOR in cell:
        return SEPARATOR.join(map(_read, cell.split(SEPARATOR)))
    if cell.startswith("<"):
        return cell.removeprefix(_CDATA[0]).removesuffix(_CDATA[1])
    return "".join(_characters(cell)) if "&" in cell else cell


def _characters(cell: str) -> Iterator[str]:
    first, *others = cell.split("&")
    yield first
    for part in others:
        name, end, rest = part.partition(";")
        yield _SIGNS[name] if end and name in _SIGNS else _numbered(name, end)
        yield rest


def _numbered(name: str, end: str) -> str:
    """The character of #160 or #xA0."""
    found = _NUMBER.fullmatch(name)
    if not found or not end:
        raise NotPlainError
    code = int(found[1]) if found[1] else int(found[2], 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or _NO_TEXT.match(sign := chr(code)):
        raise NotPlainError
    return sign
