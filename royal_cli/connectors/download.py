"""Fetch a feed from an http(s) address into a file, within limits and with patience."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import BinaryIO

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from royal_cli.errors import CredentialsError, FeedError, NotFound, RoyalError, Unavailable, UsageError

_ATTEMPTS = 4
_LONGEST_WAIT = 60.0
_BLOCK = 1 << 16
_TRANSIENT = frozenset([408, 425, 429, 500, 502, 503, 504])
_TOKEN = re.compile(r"(?=[^/]*\d)[\w-]{24,}")
_PATIENCE = wait_exponential_jitter(initial=1, max=20)


class _TransientError(Exception):
    """The server may answer better in a moment, and may have said when."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


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
    timeout: float = 30.0,
    transport: httpx.BaseTransport | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Write what the address answers to `into`, from its start again whenever the connection breaks.

    NotFound, CredentialsError; Unavailable once several attempts have failed; FeedError beyond `limit` bytes.
    """
    shown = without_secrets(address)
    attempts = Retrying(
        retry=retry_if_exception_type((_TransientError, httpx.TransportError, httpx.DecodingError)),
        stop=stop_after_attempt(_ATTEMPTS),
        wait=_wait,
        sleep=sleep,
        reraise=True,
    )
    with httpx.Client(timeout=timeout, follow_redirects=True, transport=transport) as client:
        try:
            attempts(_attempt, client, address, into, limit, shown)
        except (_TransientError, httpx.TransportError, httpx.DecodingError) as error:
            reason = str(error) or type(error).__name__
            hint = "try again later, or download it yourself and import the file"
            raise Unavailable(f"{shown} cannot be fetched: {reason}.", hint=hint) from error
        except (httpx.InvalidURL, httpx.TooManyRedirects) as error:
            raise UsageError(f"{shown} cannot be fetched: {error}.", hint="check the address") from error


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    after = error.after if isinstance(error, _TransientError) else None
    return _PATIENCE(state) if after is None else min(after, _LONGEST_WAIT)


def _attempt(client: httpx.Client, address: str, into: BinaryIO, limit: int, shown: str) -> None:
    into.seek(0)
    into.truncate()
    with client.stream("GET", address, headers={"User-Agent": "royal-cli"}) as response:
        _check(response, shown)
        for block in response.iter_bytes(_BLOCK):
            into.write(block)
            if into.tell() > limit:
                raise FeedError(f"{shown} is larger than {limit >> 20:,} MB.", hint="split the feed")


def _check(response: httpx.Response, shown: str) -> None:
    status = response.status_code
    if status in _TRANSIENT:
        raise _TransientError(f"the server answers {status}", _retry_after(response.headers.get("Retry-After")))
    if not response.is_success:
        raise _refusal(status, shown)


def _refusal(status: int, shown: str) -> RoyalError:
    if status in (401, 403, 407):
        hint = "check the user, password or token in the address"
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
