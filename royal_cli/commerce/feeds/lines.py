"""A feed as decoded lines: few at a time, none longer than allowed, and a line number for whatever is wrong."""

import codecs
import io
from collections import deque
from collections.abc import Iterator
from itertools import chain

from royal_cli.commerce.feeds.source import Source
from royal_cli.errors import FeedError

_BLOCK = 1 << 16


class Lines:
    """Lines with their ends, as LF, CRLF and CR make them. Iterate once; the latest ones can be looked at again."""

    def __init__(self, source: Source, encoding: str, *, skip: int = 0) -> None:
        self._source = source
        self._encoding = encoding
        self._skip = skip
        self._rest: list[str] = []
        self._batches: deque[tuple[int, list[str]]] = deque(maxlen=3)
        #: Lines handed out so far, those that were skipped included; never fewer than have been consumed.
        self.count = 0
        #: Characters read so far.
        self.characters = 0

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self.batches())

    def batches(self) -> Iterator[list[str]]:
        for batch in self._split():
            first = self.count + 1
            self.count += len(batch)
            if first <= self._skip:
                batch = batch[self._skip - first + 1 :]
                first = self.count - len(batch) + 1
            self._batches.append((first, batch))
            yield batch

    def between(self, first: int, last: int) -> list[str] | None:
        """Lines that were handed out a moment ago; None where they are gone."""
        if not self._batches or first < self._batches[0][0]:
            return None
        oldest = self._batches[0][0]
        kept = [line for _, batch in self._batches for line in batch]
        return kept[first - oldest : last - oldest + 1]

    def _split(self) -> Iterator[list[str]]:
        for text in self._decoded():
            self._check(text)
            self._rest.append(text)
            self.characters += len(text)
            if "\n" in text or "\r" in text:
                lines = split_lines("".join(self._rest))
                # The last one may go on in the next block, and a CR at its end may be half of a CRLF.
                self._rest = [lines.pop()]
                yield lines
        if last := split_lines("".join(self._rest)):
            self._rest = []
            yield last

    def _check(self, text: str) -> None:
        if "\0" in text:
            raise self.error(
                self._line_after(text.partition("\0")[0]), "holds a NUL byte", "remove it, or export again"
            )
        limit = self._source.limits.line
        if sum(map(len, self._rest)) > limit:
            raise self.error(self._line_after(""), f"is longer than {limit:,} characters", "export one row per line")

    def _decoded(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self._encoding)()
        is_first = True
        with self._source.open_bytes() as file:
            while block := file.read(_BLOCK):
                text = self._decode(decoder, block)
                if is_first and text:
                    text, is_first = text.removeprefix("\ufeff"), False
                if text:
                    yield text
            if text := self._decode(decoder, b"", final=True):
                yield text

    def _decode(self, decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> str:
        try:
            return decoder.decode(block, final)
        except UnicodeDecodeError as error:
            line = self._line_after(error.object[: error.start].decode(self._encoding))
            shown = " ".join(f"{byte:02X}" for byte in error.object[error.start : error.end])
            hint = "export it in one encoding, or say which one it has with --encoding"
            raise self.error(line, f"is not {self._encoding.upper()} text (bytes {shown})", hint) from error

    def _line_after(self, text: str) -> int:
        """The number of the line in which this text, the next after what was handed out, ends."""
        before = "".join(self._rest) + text
        return self.count + 1 + count_line_ends(before)

    def error(self, line: int, fault: str, hint: str) -> FeedError:
        return FeedError(f"Line {line} of {self._source.name} {fault}.", hint=hint, line=line)


def count_line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def split_lines(text: str) -> list[str]:
    """Lines with their ends; only LF, CR and CRLF end one."""
    return io.StringIO(text, newline="").readlines()
