"""Where a feed comes from: a file, standard input or an address, packed or not, read as often as needed."""

import gzip
import hashlib
import io
import os
import stat
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, NamedTuple, Self, cast

from royal_cli.commerce.feeds import signatures
from royal_cli.errors import BrokenFeed, Conflict, FeedError, NotFound, UsageError

HEAD_BYTES = 1 << 20
_BLOCK = 1 << 18
_MIB = 1 << 20
#: A short file may well shrink a thousandfold; only what is also large is a bomb.
_RATIO_FROM = 64 * _MIB

#: As much of the directory of a compound file as names what is in it.
_DIRECTORY = 1 << 14
_ZIP = b"PK\x03\x04"

_SAVE_AS = "open it in a spreadsheet, save it as xlsx or as CSV UTF-8, and import that"
_HINTS = {
    **dict.fromkeys(signatures.SPREADSHEETS, _SAVE_AS),
    signatures.LOCKED: "open it with its password, save it without one, and import that",
}


class Limits(NamedTuple):
    """What keeps memory and disk bounded whatever comes in. Bytes, and characters for cells and lines."""

    spooled: int = 8192 * _MIB
    unpacked: int = 16384 * _MIB
    ratio: int = 400
    cell: int = 8 * _MIB
    line: int = 16 * _MIB
    timeout: float = 30.0


DEFAULT_LIMITS = Limits()


class _Packing(NamedTuple):
    """How to get from the file to the feed in it."""

    name: str
    unpack: Callable[[io.BufferedReader], BinaryIO]


@dataclass(frozen=True, slots=True)
class _Stamp:
    """Tells whether a file is still the one that was opened."""

    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> "_Stamp":
        found = path.stat()
        return cls(found.st_size, found.st_mtime_ns)


class Source:
    """A feed that can be read again from the start; close it to remove what was spooled for it."""

    def __init__(self, name: str, path: Path, *, spooled: bool, limits: Limits = DEFAULT_LIMITS) -> None:
        self.name = name
        self.path = path
        self.limits = limits
        #: Bytes of the file that the latest pass has read so far, for progress against `size`.
        self.position = 0
        #: What is closed together with the source.
        self.belongings = ExitStack()
        self._stamp = _Stamp.of(path)
        if spooled:
            self.belongings.callback(path.unlink, missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.belongings.close()

    @property
    def size(self) -> int:
        """Bytes of the file as it lies there, packed or not."""
        return self._stamp.size

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file as it lies there, as hexadecimal text."""
        with self._open_file() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @cached_property
    def head(self) -> bytes:
        """The first bytes of the unpacked feed, to recognise it by."""
        with self.open_bytes() as file:
            return file.read(HEAD_BYTES)

    def read_through(self) -> None:
        """Unpack it to its end: BrokenFeed where it has none."""
        for packing in map(_member, self.parts) if self.is_workbook else [self._packing]:
            if packing:
                with self._unpacked(packing) as file:
                    while file.read(_BLOCK):
                        pass

    @property
    def is_whole(self) -> bool:
        """The head is all there is."""
        return len(self.head) < HEAD_BYTES

    def temporary_file(self) -> IO[bytes]:
        """An empty file for what is made of the feed, as long as the source is open."""
        return self.belongings.enter_context(tempfile.TemporaryFile(prefix="royal-feed-"))

    def open_bytes(self) -> BinaryIO:
        """The unpacked feed from its first byte; what cannot be read raises FeedError while it is read."""
        return self._unpacked(self._packing)

    def open_part(self, name: str) -> BinaryIO:
        """One file of a workbook, which is a zip archive."""
        return self._unpacked(_member(name))

    def _unpacked(self, packing: _Packing | None) -> BinaryIO:
        file = self._open_file()
        try:
            stream = packing.unpack(file) if packing else file
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            file.close()
            raise FeedError(f"{self.name} cannot be unpacked: {error}.", hint="unpack it and import that") from error
        return io.BufferedReader(_Guarded(self, file, stream), _BLOCK)

    def _open_file(self) -> io.BufferedReader:
        try:
            if _Stamp.of(self.path) != self._stamp:
                raise Conflict(f"{self.name} changed while it was being read.", hint="run the command again")
            return io.BufferedReader(_Watched(self), _BLOCK)
        except OSError as error:
            raise _unreadable(self.name, error) from error

    @cached_property
    def is_workbook(self) -> bool:
        """It is a workbook, which is read part by part."""
        return bool(self.parts) and signatures.of_archive(self.parts) == signatures.WORKBOOK

    @cached_property
    def parts(self) -> list[str]:
        """The names of the files in a zip archive; none where it is not one."""
        if self._magic != _ZIP:
            return []
        try:
            with zipfile.ZipFile(self.path) as archive:
                return archive.namelist()
        except (zipfile.BadZipFile, OSError) as error:
            raise _damaged(self.name, "zip") from error

    @cached_property
    def is_packed(self) -> bool:
        return self._packing is not None

    @cached_property
    def _packing(self) -> _Packing | None:
        if self._magic[:2] == b"\x1f\x8b":
            return _Packing("gz", lambda file: cast(BinaryIO, gzip.GzipFile(fileobj=file)))
        if self._magic == _ZIP and not self.is_workbook:
            return _member(self._only_member())
        return None

    @cached_property
    def _magic(self) -> bytes:
        with self._open_file() as file:
            return file.read(4)

    def _only_member(self) -> str:
        if what := signatures.of_archive(self.parts):
            raise FeedError(f"{self.name} is {what}, not a feed that can be read as it is.", hint=_SAVE_AS)
        files = [name for name in self.parts if not name.endswith("/") and not name.startswith("__MACOSX/")]
        if len(files) != 1:
            hint = "unpack it and import the files one by one" if files else None
            raise FeedError(f"{self.name} is a zip archive of {len(files)} files, not one feed.", hint=hint)
        return files[0]


def _member(name: str) -> _Packing:
    return _Packing("zip", lambda file: cast(BinaryIO, zipfile.ZipFile(file).open(name)))


class _Watched(io.FileIO):
    """The file itself; tells the source how far it has been read."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.path, "rb")
        self._source = source
        source.position = 0

    def readinto(self, buffer: "memoryview | bytearray") -> int | None:  # type: ignore[override]
        count = super().readinto(buffer)
        self._source.position += count or 0
        return count


class _Guarded(io.RawIOBase):
    """The unpacked stream, with limits on what a packed file may become and plain words for what is broken."""

    def __init__(self, source: Source, file: BinaryIO, stream: BinaryIO) -> None:
        self._source = source
        self._file = file
        self._stream = stream
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        block = self._read(len(buffer))
        buffer[: len(block)] = block
        if self._stream is not self._file:
            self._count += len(block)
            self._check()
        return len(block)

    def _read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except EOFError as error:
            message = f"{self._source.name} ends in the middle of its compressed data."
            raise BrokenFeed(message, hint="download or copy it again") from error
        except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
            raise _damaged(self._source.name, "compressed") from error
        except OSError as error:
            raise _unreadable(self._source.name, error) from error

    def _check(self) -> None:
        limits = self._source.limits
        if self._count > limits.unpacked or self._count > max(_RATIO_FROM, limits.ratio * self._source.position):
            size = f"{self._source.size:,} bytes unpack to more than {self._count:,}"
            raise FeedError(f"{self._source.name} looks like a zip bomb: {size}.", hint="unpack it and look into it")

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._file.close()
        super().close()


def open_feed(
    name: str, *, at: Path | None = None, limits: Limits = DEFAULT_LIMITS, stdin: BinaryIO | None = None
) -> Source:
    """Open a path, `-` for standard input, or an http(s) address, and make sure that it can be a feed.

    `at` is a file that already holds it; the name then only says where it came from.
    """
    source = Source(name, at, spooled=False, limits=limits) if at else _open(name, limits, stdin)
    try:
        source = _without_wrapping(source)
        _check_content(source)
    except BaseException:
        source.close()
        raise
    return source


def _without_wrapping(source: Source) -> Source:
    """A workbook that is packed once more is unpacked first: its parts are read here and there."""
    if not source.is_packed or not source.head.startswith(_ZIP):
        return source
    with source.open_bytes() as packed:
        inner = _spool(source.name, source.limits, lambda into: _copy(packed, into, source.limits, source.name))
    if inner.is_workbook:
        source.close()
        return inner
    inner.close()
    return source


def _open(name: str, limits: Limits, stdin: BinaryIO | None) -> Source:
    if name == "-":
        stream = stdin or sys.stdin.buffer
        if stream.isatty():
            raise UsageError("Nothing comes in on standard input.", hint="royal product import - < feed.csv")
        return _spool("standard input", limits, lambda into: _copy(stream, into, limits, "standard input"))
    if name.lower().startswith(("http://", "https://")):
        return _download(name, limits)
    return _open_path(name, limits)


def _open_path(name: str, limits: Limits) -> Source:
    path = Path(name)
    shown = path.name or name
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FeedError(f"{name} is a directory, not a feed.", hint="name one file in it")
        if not stat.S_ISREG(mode):
            with path.open("rb", buffering=0) as pipe:
                return _spool(shown, limits, lambda into: _copy(pipe, into, limits, shown))
        return Source(shown, path, spooled=False, limits=limits)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise NotFound(f"There is no file {name}.", hint="check the name and the folder you are in") from error
    except OSError as error:
        raise _unreadable(name, error) from error


def _download(address: str, limits: Limits) -> Source:
    from royal_cli.connectors import download

    shown = download.without_secrets(address)
    return _spool(
        shown, limits, lambda into: download.fetch(address, into, limit=limits.spooled, timeout=limits.timeout)
    )


def _spool(name: str, limits: Limits, fill: Callable[[BinaryIO], object]) -> Source:
    handle, path = tempfile.mkstemp(prefix="royal-feed-")
    try:
        with os.fdopen(handle, "wb") as into:
            fill(into)
        return Source(name, Path(path), spooled=True, limits=limits)
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise


def _copy(stream: BinaryIO, into: BinaryIO, limits: Limits, name: str) -> None:
    count = 0
    while block := stream.read(_BLOCK):
        count += len(block)
        if count > limits.spooled:
            raise FeedError(f"{name} is larger than {limits.spooled // _MIB:,} MB.", hint="split the feed")
        into.write(block)


def _check_content(source: Source) -> None:
    if source.size == 0:
        raise BrokenFeed(f"{source.name} is empty.", hint="export the feed again")
    if source.is_workbook:
        return
    head = source.head
    if what := signatures.of_bytes(head, _directory(source)):
        kind = BrokenFeed if what == signatures.WEB_PAGE else FeedError
        hint = _HINTS.get(what, "export the feed as CSV, XML or JSON")
        raise kind(f"{source.name} is {what}, not a feed that can be read.", hint=hint)
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        part = "" if source.is_whole else " for more than a megabyte"
        raise BrokenFeed(f"{source.name} holds nothing but blank lines{part}.", hint="export the feed again")


def _directory(source: Source) -> bytes:
    """What a compound file says of its contents, wherever in the file that stands."""
    place = signatures.directory_of(source.head)
    if place < len(source.head) or source.is_packed:
        return source.head[place : place + _DIRECTORY] if place else b""
    with source.path.open("rb") as file:
        file.seek(place)
        return file.read(_DIRECTORY)


def _damaged(name: str, kind: str) -> BrokenFeed:
    return BrokenFeed(f"The {kind} data of {name} is damaged.", hint="download or copy it again")


def _unreadable(name: str, error: OSError) -> FeedError:
    if isinstance(error, PermissionError):
        return FeedError(f"{name} may not be read by this user.", hint="change its permissions, or run as its owner")
    return FeedError(f"{name} cannot be read: {(error.strerror or str(error)).lower()}.")
