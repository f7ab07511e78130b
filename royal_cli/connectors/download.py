"""Fetch a feed from an http(s) address into a file, within limits and with patience."""

import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import BinaryIO, NamedTuple

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from royal_cli.errors import CredentialsError, FeedError, NotFound, RoyalError, Unavailable, UsageError

_ATTEMPTS = 4
_LONGEST_WAIT = 60.0
_MOST_REDIRECTS = 20
_BLOCK = 1 << 16
_TRANSIENT = frozenset([408, 425, 429, 500, 502, 503, 504])
_TOKEN = re.compile(r"(?=[^/]*\d)[\w-]{24,}")
_PATIENCE = wait_exponential_jitter(initial=1, max=20)


class Validators(NamedTuple):
    """How the server calls a version of what it has, to be asked later whether there is another one."""

    etag: str | None = None
    last_modified: str | None = None

    def conditions(self) -> dict[str, str]:
        stated = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in stated.items() if value}


NOTHING_KNOWN = Validators()


class _TransientError(Exception):
    """The server may answer better in a moment, and may have said when."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What to ask for, how to speak of it, and how much of it to take."""

    address: str
    shown: str
    limit: int
    headers: Mapping[str, str] = field(default_factory=dict)
    known: Validators = NOTHING_KNOWN


def without_secrets(address: str) -> str:
    """The address as it may be shown: no user, password, query or fragment, and no token in its path."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return "the address"
    return _TOKEN.sub("…", str(url.copy_with(userinfo=b"", query=None, fragment=None)))


def fetch(
    address: str,
    into: BinaryIO,
    *,
    limit: int,
    headers: Mapping[str, str] | None = None,
    known: Validators = NOTHING_KNOWN,
    shown: str | None = None,
    timeout: float = 30.0,
    transport: httpx.BaseTransport | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Validators | None:
    """Write what the address answers to `into`, from its start again whenever the connection breaks.

    Returns what the server calls it; None where that is what is `known` already, and nothing was written. `headers`
    go to the address itself, and to nobody whom it refers to. `shown` is what messages call it.

    NotFound, CredentialsError; Unavailable once several attempts have failed; FeedError beyond `limit` bytes, and
    where the address leads from https to http.
    """
    wanted = _Wanted(address, shown or without_secrets(address), limit, headers or {}, known)
    attempts = Retrying(
        retry=retry_if_exception_type((_TransientError, httpx.TransportError, httpx.DecodingError)),
        stop=stop_after_attempt(_ATTEMPTS),
        wait=_wait,
        sleep=sleep,
        reraise=True,
    )
    with httpx.Client(timeout=timeout, transport=transport) as client:
        try:
            return attempts(_attempt, client, wanted, into)
        except (_TransientError, httpx.TransportError, httpx.DecodingError) as error:
            reason = str(error) or type(error).__name__
            hint = "try again later, or download it yourself and import the file"
            raise Unavailable(f"{wanted.shown} cannot be fetched: {reason}.", hint=hint) from error
        except (httpx.InvalidURL, httpx.TooManyRedirects) as error:
            raise UsageError(f"{wanted.shown} cannot be fetched: {error}.", hint="check the address") from error


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    after = error.after if isinstance(error, _TransientError) else None
    return _PATIENCE(state) if after is None else min(after, _LONGEST_WAIT)


def _attempt(client: httpx.Client, wanted: _Wanted, into: BinaryIO) -> Validators | None:
    into.seek(0)
    into.truncate()
    with _answer(client, wanted) as response:
        if response.status_code == httpx.codes.NOT_MODIFIED and wanted.known.conditions():
            return None
        _check(response, wanted.shown)
        for block in _body(response):
            into.write(block)
            if into.tell() > wanted.limit:
                raise FeedError(f"{wanted.shown} is larger than {wanted.limit >> 20:,} MB.", hint="split the feed")
        return Validators(response.headers.get("ETag"), response.headers.get("Last-Modified"))


@contextmanager
def _answer(client: httpx.Client, wanted: _Wanted) -> Iterator[httpx.Response]:
    """The answer at the end of all redirects."""
    ours = {"User-Agent": "royal-cli", "Accept-Encoding": "gzip"}
    request = client.build_request("GET", wanted.address, headers=ours | wanted.known.conditions() | {**wanted.headers})
    for _ in range(_MOST_REDIRECTS + 1):
        _check_scheme(request.url, wanted.shown)
        response = client.send(request, stream=True)
        if response.next_request is None:
            try:
                yield response
            finally:
                response.close()
            return
        response.close()
        request = _redirected(request, response.next_request, wanted)
    raise httpx.TooManyRedirects(f"Exceeded maximum allowed redirects ({_MOST_REDIRECTS})")


def _check_scheme(url: httpx.URL, shown: str) -> None:
    if url.scheme not in ("http", "https"):
        raise UsageError(f"{shown} is no address on the web, or leads to none.", hint="It begins with https://")


def _redirected(before: httpx.Request, after: httpx.Request, wanted: _Wanted) -> httpx.Request:
    """The next request, without what only the first server may see."""
    if before.url.scheme == "https" and after.url.scheme == "http":
        raise FeedError(
            f"{wanted.shown} leads from https to http, where anybody may change the feed.",
            hint="Ask the supplier for an https address.",
        )
    if (before.url.host, before.url.port) != (after.url.host, after.url.port):
        for name in wanted.headers:
            after.headers.pop(name, None)
    return after


def _body(response: httpx.Response) -> Iterator[bytes]:
    if response.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip"):
        return _inflated(response.iter_raw(_BLOCK))
    return response.iter_bytes(_BLOCK)


def _inflated(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip, which httpx does as well, but without a word where the end is missing."""
    inflate = None
    for block in blocks:
        while block:
            if inflate is None or inflate.eof:
                inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            try:
                yield inflate.decompress(block)
            except zlib.error as error:
                raise _TransientError("its compressed data is damaged") from error
            block = inflate.unused_data
    if inflate is not None and not inflate.eof:
        raise _TransientError("its compressed data ends too early")


def _check(response: httpx.Response, shown: str) -> None:
    status = response.status_code
    if status in _TRANSIENT:
        raise _TransientError(f"the server answers {status}", _retry_after(response.headers.get("Retry-After")))
    if not response.is_success:
        raise _refusal(status, shown)


def _refusal(status: int, shown: str) -> RoyalError:
    if status in (401, 403, 407):
        hint = "check the user, password or token that it is asked with"
        return CredentialsError(f"{shown} does not let us in (status {status}).", hint=hint)
    if status in (404, 410):
        return NotFound(f"There is nothing at {shown} (status {status}).", hint="check the address")
    return FeedError(f"{shown} answers with status {status} and no feed.", hint="open the address in a browser")


def _retry_after(stated: str | None) -> float | None:
    """Seconds to wait, from a number of seconds or from a date."""
    if not stated:
        return None
    if stated.isascii() and stated.isdigit():
        return float(stated)
    try:
        return max((parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
