"""A feed is fetched with patience, within limits, and no secret of its address is ever shown."""

import gzip
import io
from collections.abc import Callable, Iterator

import httpx
import pytest

from royal_cli.connectors.download import NOTHING_KNOWN, Validators, fetch, without_secrets
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
        return self.ask(limit=limit)[1]

    def ask(
        self,
        limit: int = 1 << 20,
        address: str = ADDRESS,
        headers: dict[str, str] | None = None,
        known: Validators = NOTHING_KNOWN,
    ) -> tuple[Validators | None, bytes]:
        into = io.BytesIO()
        found = fetch(
            address, into, limit=limit, headers=headers, known=known, transport=httpx.MockTransport(self),
            sleep=self.waits.append,
        )  # fmt: skip
        return found, into.getvalue()


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


PACKED = {"Content-Encoding": "gzip"}


def test_what_the_server_calls_it_is_told() -> None:
    server = Server(httpx.Response(200, content=FEED, headers={"ETag": 'W/"7"', "Last-Modified": "yesterday"}))

    assert server.ask() == (Validators('W/"7"', "yesterday"), FEED)
    assert not {"If-None-Match", "If-Modified-Since"} & set(server.requests[0].headers)


def test_a_server_with_nothing_new_is_believed() -> None:
    server = Server(httpx.Response(304))

    assert server.ask(known=Validators('"7"', "Mon, 02 Mar 2026 08:00:00 GMT")) == (None, b"")
    asked = server.requests[0].headers
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"7"', "Mon, 02 Mar 2026 08:00:00 GMT")


def test_nothing_new_is_no_answer_to_a_server_that_was_not_asked() -> None:
    with pytest.raises(FeedError, match="status 304"):
        Server(httpx.Response(304)).fetch()


def test_a_packed_answer_is_unpacked_also_in_parts() -> None:
    packed = gzip.compress(FEED[:9]) + gzip.compress(FEED[9:])

    assert Server(httpx.Response(200, headers=PACKED, stream=httpx.ByteStream(packed))).fetch() == FEED


@pytest.mark.parametrize("torn", [gzip.compress(FEED, mtime=0)[:-9], gzip.compress(FEED, mtime=0)[:12], b"sku,title\n"])
def test_a_packed_answer_without_its_end_is_asked_for_again(torn: bytes) -> None:
    """httpx itself unpacks what is there, and says nothing of the rest."""
    answers = [httpx.Response(200, headers=PACKED, stream=httpx.ByteStream(torn)) for _ in range(4)]

    with pytest.raises(Unavailable, match="its compressed data"):
        Server(*answers).fetch()


def to(location: str) -> httpx.Response:
    return httpx.Response(302, headers={"Location": location})


def test_headers_go_to_their_own_server_only() -> None:
    server = Server(to("/moved.csv"), to("https://cdn.example/feed.csv"), httpx.Response(200, content=FEED))

    server.ask(address="https://shop.example/feed.csv", headers={"X-Key": "s3cret", "Authorization": "Bearer s3cret"})

    assert [request.headers.get("X-Key") for request in server.requests] == ["s3cret", "s3cret", None]
    assert server.requests[2].headers.get("Authorization") is None


def test_a_user_and_password_do_not_follow_to_another_server() -> None:
    server = Server(to("https://cdn.example/feed.csv"), httpx.Response(200, content=FEED))

    server.fetch()

    assert "Authorization" in server.requests[0].headers
    assert "Authorization" not in server.requests[1].headers


def test_https_is_not_left_for_http() -> None:
    with pytest.raises(FeedError, match="leads from https to http"):
        Server(to("http://shop.example/feed.csv")).fetch()


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://shop.example/feed.csv"])
def test_only_the_web_is_fetched(location: str) -> None:
    server = Server(to(location))

    with pytest.raises(UsageError, match="leads to none"):
        server.fetch()

    assert len(server.requests) == 1
