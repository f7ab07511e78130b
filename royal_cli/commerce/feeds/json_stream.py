"""A JSON document of any length, a value at a time: its lists of objects, each object with the line it stands on."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from royal_cli.commerce.feeds import encoding as encodings
from royal_cli.commerce.feeds.json_objects import DECODER, DEEPEST_LIST
from royal_cli.commerce.feeds.source import Source
from royal_cli.errors import FeedError

_BLOCK = 1 << 18
_BLANKS = re.compile(r"[ \t\n\r]*")
_AGAIN = "export or download the feed again"


class Element(NamedTuple):
    """A member of a list of objects. `path` leads to the list, as "data.products"; "" is the document itself."""

    path: str
    line: int
    value: Any
    text: str


class Document:
    """One pass over a document. It is read to its end, so that one which is torn or malformed is refused."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._blocks = self._decoded()
        self._text = ""
        self._place = 0
        #: Lines before the text at hand, and characters of its first line before it.
        self._lines = 0
        self._column = 0
        #: A place in the text at hand, and the line ends before it: lines are counted on from there.
        self._counted = (0, 0)
        self._is_at_end = False

    def elements(self) -> Iterator[Element]:
        """The members of all lists of objects that are not inside of such a list."""
        yield from self._within("", 0)
        if sign := self._next():
            raise self._malformed(f"{sign} after its end", self._place)

    def whole(self) -> Element:
        """The document as one value."""
        self._next()
        line, start = self._line(self._place), self._place
        value = self._decode()
        return Element("", line, value, self._text[start : self._place])

    def _within(self, path: str, depth: int) -> Iterator[Element]:
        sign = self._next()
        if sign == "{" and depth <= DEEPEST_LIST:
            yield from self._object(path, depth)
        elif sign == "[":
            yield from self._list(path)
        else:
            self._decode()

    def _object(self, path: str, depth: int) -> Iterator[Element]:
        names: set[str] = set()
        self._place += 1
        is_first = True
        while self._goes_on("}", is_first=is_first):
            is_first = False
            if self._next() != '"':
                raise self._malformed("a name in quotes belongs here", self._place)
            name = self._decode()
            if name in names:
                raise self._malformed(f"{name} comes twice in one object", self._place)
            names.add(name)
            if self._next() != ":":
                raise self._malformed("a colon belongs here", self._place)
            self._place += 1
            yield from self._within(f"{path}.{name}" if path else name, depth + 1)

    def _list(self, path: str) -> Iterator[Element]:
        self._place += 1
        is_first, has_objects = True, False
        while self._goes_on("]", is_first=is_first):
            sign = self._next()
            has_objects = has_objects or sign == "{"
            is_first = False
            line = self._line(self._place) if has_objects else 0
            value, text = self._decoded_with_text()
            if has_objects:
                yield Element(path, line, value, text)

    def _goes_on(self, end: str, *, is_first: bool) -> bool:
        """Whether another member follows; the signs between members are taken."""
        sign = self._next()
        if sign == end:
            self._place += 1
            return False
        if is_first:
            return True
        if sign != ",":
            raise self._malformed(f"a comma or {end} belongs here", self._place)
        self._place += 1
        if self._next() == end:
            raise self._malformed(f"a comma before {end}", self._place)
        return True

    def _next(self) -> str:
        """The next sign that is not blank, which is not taken yet; "" at the end."""
        while True:
            self._place = _BLANKS.match(self._text, self._place).end()  # type: ignore[union-attr]
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._read_more():
                return ""

    def _decode(self) -> Any:
        return self._decoded_with_text()[0]

    def _decoded_with_text(self) -> tuple[Any, str]:
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._place)
            except json.JSONDecodeError as error:
                offset = error.pos - self._place
                if not self._read_more():
                    raise self._malformed(error.msg, self._place + offset) from error
                continue
            except RecursionError as error:
                raise self._malformed("nested deeper than any product", self._place) from error
            # A number may go on in the next block.
            if end < len(self._text) or self._text[end - 1] in '}]"' or not self._read_more():
                text, self._place = self._text[self._place : end], end
                return value, text

    def _read_more(self) -> bool:
        """Take more of the feed; False at its end. What has been read is forgotten."""
        if self._is_at_end:
            return False
        kept = self._text[self._place :]
        if len(kept) > self._source.limits.line:
            limit = f"{self._source.limits.line:,}"
            hint = f"a value of more than {limit} characters begins there, or one that is never closed"
            line = self._line(self._place)
            raise FeedError(f"Line {line} of {self._source.name} cannot be read.", hint=hint, line=line)
        before = self._text[: self._place]
        self._lines += before.count("\n")
        self._column = len(before) - before.rfind("\n") - 1 + (0 if "\n" in before else self._column)
        # More at once where much is waited for: a long value is tried a few times only.
        more = ""
        while len(more) <= len(kept) and not self._is_at_end:
            block = next(self._blocks, "")
            self._is_at_end = not block
            more += block
        self._text, self._place, self._counted = kept + more, 0, (0, 0)
        return bool(more)

    def _line(self, place: int) -> int:
        start, ends = self._counted if self._counted[0] <= place else (0, 0)
        self._counted = place, ends + self._text.count("\n", start, place)
        return self._lines + self._counted[1] + 1

    def _decoded(self) -> Iterator[str]:
        known = encodings.detect(self._source.head, is_whole=self._source.is_whole, name=self._source.name)
        decoder = codecs.getincrementaldecoder(known.codec)()
        with self._source.open_bytes() as file:
            is_first = True
            while block := file.read(_BLOCK):
                try:
                    text = decoder.decode(block)
                except UnicodeDecodeError as error:
                    raise self._malformed(
                        f"bytes that are not {encodings.label(known.codec)}", len(self._text)
                    ) from error
                if text and is_first:
                    text, is_first = text.removeprefix("\ufeff"), False
                if text:
                    yield text
        if not decoder.getstate()[0]:
            return
        raise self._malformed("it ends in the middle of a character", len(self._text))

    def _malformed(self, what: str, place: int) -> FeedError:
        line = self._line(place)
        name = self._source.name
        is_torn = what.startswith("Unterminated") or not self._text[place:].strip()
        if is_torn and self._is_at_end:
            return FeedError(f"{name} ends in the middle of its JSON, on line {self._line(len(self._text))}.",
                             hint=_AGAIN, line=line)  # fmt: skip
        before = self._text[:place]
        column = len(before) - before.rfind("\n") + (0 if "\n" in before else self._column)
        return FeedError(f"Line {line} of {name} is no JSON: column {column}, {what}.", hint=_AGAIN, line=line)
