"""A feed is fetched with patience, within limits, and no secret of its address is ever shown."""

import io
from collections.abc import Callable, Iterator

import httpx
import pytest

from royal_cli.connectors.download import fetch, without_secrets
from royal_cli.errors import CredentialsError, FeedError, NotFound, RoyalError, Unavailable, UsageError

ADDRESS = "https://anna:s3cret@shop.example/feed.csv?token=t0ps3cret"
FEED = b"sku,title\nTEE-M,Linen Tee\n"


class Server:
    """Answers one request after another, and notes how long the client waits in between."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.waits: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def fetch(self, limit: int = 1 << 20) -> bytes:
        into = io.BytesIO()
        fetch(ADDRESS, into, limit=limit, transport=httpx.MockTransport(self), sleep=self.waits.append)
        return into.getvalue()


def broken(first: bytes) -> Iterator[bytes]:
    yield first
    raise httpx.ReadError("the connection broke")


def test_what_the_address_answers_is_written() -> None:
    server = Server(httpx.Response(200, content=FEED))

    assert server.fetch() == FEED
    assert server.requests[0].headers["User-Agent"] == "royal-cli"
    assert server.requests[0].headers["Authorization"].startswith("Basic ")


def test_a_broken_connection_starts_again_from_the_first_byte() -> None:
    server = Server(httpx.Response(200, content=broken(FEED[:10])), httpx.Response(200, content=FEED))

    assert server.fetch() == FEED
    assert len(server.waits) == 1


def test_a_redirect_is_followed() -> None:
    server = Server(httpx.Response(302, headers={"Location": "/new.csv"}), httpx.Response(200, content=FEED))

    assert server.fetch() == FEED


def test_the_server_says_how_long_to_wait() -> None:
    server = Server(
        httpx.Response(429, headers={"Retry-After": "7"}),
        httpx.Response(503, headers={"Retry-After": "86400"}),
        httpx.Response(503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        httpx.Response(200, content=FEED),
    )

    assert server.fetch() == FEED
    assert server.waits == [7.0, 60.0, 0.0]


def test_without_a_word_from_the_server_the_waits_grow() -> None:
    server = Server(*[httpx.Response(500, headers={"Retry-After": "soon"})] * 3, httpx.Response(200, content=FEED))

    assert server.fetch() == FEED
    assert all(1 <= wait <= 21 for wait in server.waits)


@pytest.mark.parametrize(
    ("answer", "times", "error", "sentence"),
    [
        (lambda: httpx.Response(401), 1, CredentialsError, "does not let us in (status 401)"),
        (lambda: httpx.Response(403), 1, CredentialsError, "does not let us in (status 403)"),
        (lambda: httpx.Response(404), 1, NotFound, "There is nothing at https://shop.example/feed.csv (status 404)"),
        (lambda: httpx.Response(418), 1, FeedError, "answers with status 418 and no feed"),
        (lambda: httpx.Response(503), 4, Unavailable, "the server answers 503"),
        (lambda: httpx.ConnectError("no route to host"), 4, Unavailable, "no route to host"),
        (lambda: httpx.ReadTimeout(""), 4, Unavailable, "ReadTimeout"),
        (lambda: httpx.Response(302, headers={"Location": "/"}), 21, UsageError, "Exceeded maximum allowed redirects"),
    ],
)
def test_every_failure_has_its_error_and_no_secret(
    answer: Callable[[], httpx.Response | Exception], times: int, error: type[RoyalError], sentence: str
) -> None:
    server = Server(*(answer() for _ in range(times)))

    with pytest.raises(error) as caught:
        server.fetch()

    assert sentence in caught.value.message
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint} {caught.value.details}"
    assert server.answers == []


def test_a_feed_beyond_the_limit_is_not_taken_to_its_end() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * (1 << 20)

    with pytest.raises(FeedError, match=r"https://shop\.example/feed\.csv is larger than 3 MB"):
        Server(httpx.Response(200, content=endless())).fetch(limit=3 << 20)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (ADDRESS, "https://shop.example/feed.csv"),
        (
            "https://shop.example/export/9f86d081884c7d659a2feaa0c55ad015/feed.xml",
            "https://shop.example/export/…/feed.xml",
        ),
        ("http://shop.example:8080/a/b.csv#top", "http://shop.example:8080/a/b.csv"),
        ("https://shop.example:port/", "the address"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    assert without_secrets(address) == shown


def test_an_address_that_is_none_is_wrong_usage() -> None:
    with pytest.raises(UsageError):
        fetch("https://shop.example:port/", io.BytesIO(), limit=1)
