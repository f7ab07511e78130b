"""Asks whether addresses of images answer with an image, gently, and never within our own network.

Addresses come from feeds of others: one that leads to this machine or its neighbours is not asked, neither at once nor
by a redirect. A name is looked up once, judged, and then asked at the very number that was judged.
"""

import ipaddress
import socket
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import NamedTuple

import httpx

AT_ONCE = 8
PER_HOST = 2
_SECONDS = 10.0
_AHEAD = 1_000
_REDIRECTS = 5
_LONGEST_PAUSE = 10.0
#: What some servers answer to a HEAD, although they have the image.
_HEAD_REFUSED = frozenset([400, 401, 403, 404, 405, 406, 500, 501])
_LATER = frozenset([429, 503])
#: Less is no picture of a product; more is refused by the channels that take the largest.
SMALLEST, LARGEST = 1_000, 20_000_000


class Verdict(Enum):
    fine = "fine"
    gone = "gone"
    silent = "silent"
    other = "other"
    odd_size = "odd_size"
    private = "private"


class Answer(NamedTuple):
    address: str
    verdict: Verdict
    told: str


Resolve = Callable[[str], Sequence[str]]


class _Stop(Exception):
    """What is known of an address is enough."""

    def __init__(self, verdict: Verdict, told: str) -> None:
        super().__init__(told)
        self.verdict, self.told = verdict, told


def resolve(host: str) -> Sequence[str]:
    """The numbers of a host."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)))


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks for one image at a time; may be used by many threads."""

    client: httpx.Client
    allow_private: bool = False
    resolve: Resolve = resolve
    sleep: Callable[[float], None] = time.sleep

    def ask(self, address: str) -> Answer:
        try:
            return Answer(address, *self._judged(self._response(address)))
        except _Stop as stop:
            return Answer(address, stop.verdict, stop.told)
        except httpx.TimeoutException:
            return Answer(address, Verdict.silent, "no answer in time")
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            return Answer(address, Verdict.gone, f"not an address: {error}")
        except (httpx.HTTPError, OSError) as error:
            return Answer(address, Verdict.silent, str(error) or type(error).__name__)

    def _response(self, address: str) -> httpx.Response:
        response = self._followed("HEAD", address)
        if response.status_code in _LATER:
            self.sleep(_pause(response))
            response = self._followed("HEAD", address)
        return self._followed("GET", address) if response.status_code in _HEAD_REFUSED else response

    def _followed(self, method: str, address: str) -> httpx.Response:
        url = httpx.URL(address)
        for _ in range(_REDIRECTS):
            response = self._sent(method, url)
            if not response.has_redirect_location:
                return response
            url = url.join(response.headers["Location"])
        raise _Stop(Verdict.silent, "it redirects without end")

    def _sent(self, method: str, url: httpx.URL) -> httpx.Response:
        """Without its body."""
        if url.scheme not in ("http", "https") or not url.host:
            raise _Stop(Verdict.gone, f"not an http(s) address: {url}")
        headers = {"User-Agent": "royal-cli", "Accept": "image/*"} | ({"Range": "bytes=0-0"} if method == "GET" else {})
        extensions = {}
        if not self.allow_private:
            number = self._public(url.host)
            headers["Host"] = url.netloc.decode()
            extensions = {"sni_hostname": url.host}
            url = url.copy_with(host=number)
        request = self.client.build_request(method, url, headers=headers, extensions=extensions)
        response = self.client.send(request, stream=True)
        response.close()
        return response

    def _public(self, host: str) -> str:
        try:
            numbers = self.resolve(host)
        except OSError as error:
            raise _Stop(Verdict.silent, f"{host} is not known: {error.strerror or error}") from error
        if not numbers or not all(is_public(number) for number in numbers):
            raise _Stop(Verdict.private, f"{host} is not on the public internet")
        return next((number for number in numbers if ":" not in number), numbers[0])

    def _judged(self, response: httpx.Response) -> tuple[Verdict, str]:
        status = response.status_code
        if not response.is_success:
            gone = status < 500 and status not in (408, 425, 429)
            return (Verdict.gone if gone else Verdict.silent), f"the server answers {status}"
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if not kind.startswith("image/"):
            return Verdict.other, f"it is {kind or 'of no stated type'}"
        size = _size(response)
        if size is not None and not SMALLEST <= size <= LARGEST:
            return Verdict.odd_size, f"it has {size:,} bytes"
        return Verdict.fine, kind


def is_public(number: str) -> bool:
    """Whether it is an address of the internet, and not of this machine, its network, or nothing."""
    found = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (inner is None or inner.is_global)


def _pause(response: httpx.Response) -> float:
    stated = response.headers.get("Retry-After", "")
    return min(float(stated), _LONGEST_PAUSE) if stated.isascii() and stated.isdigit() else 1.0


def _size(response: httpx.Response) -> int | None:
    """In bytes, of the whole image; a part names the whole after a slash."""
    stated = response.headers.get("Content-Length", "")
    if response.status_code == httpx.codes.PARTIAL_CONTENT:
        stated = response.headers.get("Content-Range", "").rpartition("/")[2]
    elif "Content-Encoding" in response.headers:
        return None
    return int(stated) if stated.isascii() and stated.isdigit() else None


def answers(
    addresses: Iterable[str],
    *,
    allow_private: bool = False,
    transport: httpx.BaseTransport | None = None,
    resolve: Resolve = resolve,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Answer]:
    """The answers as they come: a few addresses at once, and fewer of one host."""
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    with httpx.Client(timeout=_SECONDS, transport=transport, limits=limits) as client:
        asker = Asker(client, allow_private, resolve, sleep)
        pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="image")
        try:
            yield from _asked(pool, asker, iter(addresses))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _asked(pool: ThreadPoolExecutor, asker: Asker, addresses: Iterator[str]) -> Iterator[Answer]:
    waiting: dict[str, deque[str]] = {}
    asking: dict[Future[Answer], str] = {}
    busy: Counter[str] = Counter()
    while True:
        for address in islice(addresses, max(0, _AHEAD - sum(map(len, waiting.values())))):
            waiting.setdefault(_host(address), deque()).append(address)
        for host in [host for host in waiting if busy[host] < PER_HOST]:
            while waiting[host] and busy[host] < PER_HOST and len(asking) < AT_ONCE:
                asking[pool.submit(asker.ask, waiting[host].popleft())] = host
                busy[host] += 1
            if not waiting[host]:
                del waiting[host]
        if not asking:
            return
        done, _ = wait(asking, return_when=FIRST_COMPLETED)
        for future in done:
            busy[asking.pop(future)] -= 1
            yield future.result()


def _host(address: str) -> str:
    with suppress(httpx.InvalidURL):
        return httpx.URL(address).host
    return ""
