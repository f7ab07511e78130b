"""Reads a stream of records from a channel: page by page, from where it stopped, each record for itself."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Literal, TypeVar

from royal_cli.connectors.framework.caller import Caller
from royal_cli.connectors.framework.exchange import Answer, Request
from royal_cli.connectors.framework.faults import OutOfContract
from royal_cli.connectors.framework.paging import Pager
from royal_cli.connectors.framework.records import Record
from royal_cli.errors import RoyalError

LOGGER = logging.getLogger(__name__)
R = TypeVar("R", bound=Record)
Kind = Literal["orders", "listings", "stock", "places", "customers", "returns"]
#: More pages than this are no list, but a circle that does not repeat itself.
_MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that cannot be read. `reason` is a sentence; `raw` is free of secrets and persons."""

    key: str
    reason: str
    raw: Any = None


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """`cursor` is from where to go on once this page is stored; None: from where this reading began."""

    records: list[R]
    failures: list[BadRecord]
    cursor: str | None
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream(Generic[R]):
    """How the records of one kind are read.

    `first` makes the first request, from a cursor of an earlier reading, or None for all there is. `records` takes
    the raw records out of an answer; `parse` makes ours of one, None where it is none of our business. What `parse`
    stumbles over is a bad record and stops nothing. `complete` asks for what a raw record lacks.

    `cursor` makes the cursor for the next reading, of the first answer and the time at which we asked. Where the
    records come in the order of it, `position` reads it from a raw record: then a reading that was broken off goes
    on where it was. Without either, every reading is a whole one. `overlap` is how far a reading goes back behind
    the cursor, for what the channel wrote late.
    """

    name: str
    kind: Kind
    first: Callable[[str | None], Request]
    records: Callable[[Any], Sequence[Any]]
    pager: Pager
    parse: Callable[[Any], R | None]
    key: Callable[[Any], str]
    complete: Callable[[Caller, Any], Any] | None = None
    cursor: Callable[[Answer, datetime], str | None] | None = None
    position: Callable[[Any], str | None] | None = None
    overlap: timedelta = field(default=timedelta(minutes=5))

    @property
    def is_whole(self) -> bool:
        return self.cursor is None


def read(caller: Caller, stream: Stream[R], since: str | None) -> Iterator[Page[R]]:
    """All pages since a cursor. A page that comes twice is OutOfContract, and so is a list without end."""
    asked = caller.now()
    request: Request | None = stream.first(_earlier(since, stream.overlap))
    began: str | None = None
    seen: set[str] = set()
    before: Sequence[Any] = ()
    for number in range(_MOST_PAGES):
        assert request is not None  # the loop ends with the last page
        answer = caller.send(request)
        raw = _taken(caller, stream, answer)
        if number == 0 and stream.cursor is not None:
            began = stream.cursor(answer, asked)
        following = stream.pager.next(request, answer, raw)
        if raw and raw == before:
            raise _stuck(caller, stream, "the same page came twice")
        if following is not None:
            mark = repr((following.url, following.params, following.json))
            if mark in seen or following == request:
                raise _stuck(caller, stream, "its pages go round in a circle")
            seen.add(mark)
        yield _page(caller, stream, raw, began, is_last=following is None)
        if following is None:
            return
        request, before = following, raw
    raise _stuck(caller, stream, "its pages do not end")


def _page(caller: Caller, stream: Stream[R], raw: Sequence[Any], began: str | None, *, is_last: bool) -> Page[R]:
    records: list[R] = []
    failures: list[BadRecord] = []
    for one in raw:
        try:
            found = stream.parse(stream.complete(caller, one) if stream.complete else one)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, OutOfContract) as error:
            failures.append(_bad(caller, stream, one, error))
            continue
        if found is not None:
            records.append(found)
    cursor = began if is_last else None
    if stream.position is not None and raw and not is_last:
        cursor = stream.position(raw[-1])
    return Page(records, failures, cursor, is_last)


def _taken(caller: Caller, stream: Stream[R], answer: Answer) -> Sequence[Any]:
    try:
        found = stream.records(answer.data)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        found = None
        LOGGER.debug("%s: %s: %r", caller.account.name, stream.name, error)
    if not isinstance(found, Sequence) or isinstance(found, str | bytes):
        raise OutOfContract(
            f"{caller.account.name}: the answer to {stream.name} is not a list of records.",
            hint="The channel may have changed its interface; look for a newer royal.",
        )
    return found


def _bad(caller: Caller, stream: Stream[R], raw: Any, error: Exception) -> BadRecord:
    try:
        key = str(stream.key(raw))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        key = "?"
    match error:
        case RoyalError():
            reason = error.message
        case KeyError():
            reason = f"it has no {error.args[0]}"
        case _:
            reason = str(error) or type(error).__name__
    return BadRecord(key, caller.redactor.text(reason), caller.redactor.document(raw))


def _stuck(caller: Caller, stream: Stream[R], why: str) -> OutOfContract:
    return OutOfContract(
        f"{caller.account.name}: {stream.name} cannot be read to its end: {why}.",
        hint="What had come in is kept. Try again later.",
    )


def _earlier(since: str | None, overlap: timedelta) -> str | None:
    """A cursor that is a time, moved back; any other stays as it is."""
    moment = moment_of(since) if since else None
    return since if moment is None else stamp(moment - overlap)


def moment_of(text: str | None) -> datetime | None:
    """An aware time in UTC, from RFC 3339; None for anything else, and for a time without a zone."""
    try:
        found = datetime.fromisoformat(text) if text and "T" in text else None
    except ValueError:
        return None
    return found.astimezone(UTC) if found and found.tzinfo else None


def stamp(moment: datetime) -> str:
    """A time as channels read it: 2026-11-23T09:30:00Z, with a fraction only where it has one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def asked_at(answer: Answer, asked: datetime) -> str:
    """The cursor of most channels: the earlier of the channel's time and ours when the reading began."""
    return stamp(min(answer.received, asked))


Streams = Mapping[str, Stream[Any]]
