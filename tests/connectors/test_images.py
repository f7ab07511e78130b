"""Images are asked for gently, and never within our own network."""

import threading
import time
from collections.abc import Callable, Sequence

import httpx
import pytest

from royal_cli.connectors import images
from royal_cli.connectors.images import Answer, Verdict, answers, is_public

PICTURE = {"Content-Type": "image/jpeg", "Content-Length": "48211"}
PUBLIC = "93.184.216.34"
Handler = Callable[[httpx.Request], httpx.Response]


def ask(handler: Handler, *addresses: str, numbers: dict[str, Sequence[str]] | None = None) -> list[Answer]:
    def resolve(host: str) -> Sequence[str]:
        return (numbers or {}).get(host, [PUBLIC])

    return list(answers(addresses, transport=httpx.MockTransport(handler), resolve=resolve, sleep=lambda _: None))


def verdict(handler: Handler, address: str = "https://cdn.example/a.jpg") -> Verdict:
    (answer,) = ask(handler, address)
    assert answer.address == address
    return answer.verdict


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (httpx.Response(200, headers=PICTURE), Verdict.fine),
        (httpx.Response(200, headers={"Content-Type": "image/webp"}), Verdict.fine),
        (httpx.Response(404), Verdict.gone),
        (httpx.Response(410), Verdict.gone),
        (httpx.Response(403), Verdict.gone),
        (httpx.Response(500), Verdict.silent),
        (httpx.Response(503), Verdict.silent),
        (httpx.Response(429), Verdict.silent),
        (httpx.Response(200, headers={"Content-Type": "text/html; charset=utf-8"}), Verdict.other),
        (httpx.Response(200), Verdict.other),
        (httpx.Response(200, headers=PICTURE | {"Content-Length": "0"}), Verdict.odd_size),
        (httpx.Response(200, headers=PICTURE | {"Content-Length": "999"}), Verdict.odd_size),
        (httpx.Response(200, headers=PICTURE | {"Content-Length": "20000001"}), Verdict.odd_size),
    ],
)
def test_what_an_answer_means(response: httpx.Response, expected: Verdict) -> None:
    assert verdict(lambda request: httpx.Response(response.status_code, headers=response.headers)) is expected


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_a_server_that_refuses_a_head_is_asked_for_the_first_byte(status: int) -> None:
    def server(request: httpx.Request) -> httpx.Response:
        if request.method == "HEAD":
            return httpx.Response(status)
        assert request.headers["Range"] == "bytes=0-0"
        return httpx.Response(206, headers=PICTURE | {"Content-Length": "1", "Content-Range": "bytes 0-0/48211"})

    assert verdict(server) is Verdict.fine


def test_a_server_that_throttles_is_asked_once_more() -> None:
    replies = [httpx.Response(429, headers={"Retry-After": "3600"}), httpx.Response(200, headers=PICTURE)]
    waits: list[float] = []

    (answer,) = answers(
        ["https://cdn.example/a.jpg"],
        transport=httpx.MockTransport(lambda request: replies.pop(0)),
        resolve=lambda host: [PUBLIC],
        sleep=waits.append,
    )

    assert (answer.verdict, waits) == (Verdict.fine, [10.0])


@pytest.mark.parametrize("error", [httpx.ConnectTimeout("slow"), httpx.ConnectError("refused")])
def test_no_answer_is_no_verdict_on_the_image(error: Exception) -> None:
    def server(request: httpx.Request) -> httpx.Response:
        raise error

    assert verdict(server) is Verdict.silent


def test_a_name_that_nobody_knows_is_silent() -> None:
    def resolve(host: str) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    (answer,) = answers(["https://nowhere.example/a.jpg"], resolve=resolve)

    assert (answer.verdict, answer.told) == (Verdict.silent, "nowhere.example is not known: Name or service not known")


@pytest.mark.parametrize(
    "address", ["ftp://cdn.example/a.jpg", "file:///etc/passwd", "https://", "http://[::1", "a.jpg"]
)
def test_what_is_no_address_of_the_web_is_not_asked(address: str) -> None:
    assert verdict(_nobody, address) is Verdict.gone


def _nobody(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"{request.url} was asked")


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_a_host_of_our_own_network_is_not_asked(number: str) -> None:
    (answer,) = ask(_nobody, "https://cdn.example/a.jpg", numbers={"cdn.example": [PUBLIC, number]})

    assert answer.verdict is Verdict.private
    assert not is_public(number)


def test_a_redirect_into_our_own_network_is_not_followed() -> None:
    def server(request: httpx.Request) -> httpx.Response:
        assert request.headers["Host"] == "cdn.example"
        return httpx.Response(302, headers={"Location": "http://intranet.example/secret.jpg"})

    (answer,) = ask(server, "https://cdn.example/a.jpg", numbers={"intranet.example": ["10.0.0.7"]})

    assert (answer.verdict, answer.told) == (Verdict.private, "intranet.example is not on the public internet")


def test_the_number_that_was_judged_is_the_one_that_is_asked() -> None:
    """A second look-up could name another host."""
    asked: list[tuple[str, str, str]] = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.host, request.headers["Host"], request.extensions["sni_hostname"]))
        return httpx.Response(200, headers=PICTURE)

    assert verdict(server, "https://cdn.example:8443/a.jpg") is Verdict.fine
    assert asked == [(PUBLIC, "cdn.example:8443", "cdn.example")]


def test_a_private_host_is_asked_if_that_is_allowed() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(200, headers=PICTURE))

    (answer,) = answers(["http://127.0.0.1/a.jpg"], allow_private=True, transport=transport)

    assert answer.verdict is Verdict.fine


def test_a_redirect_leads_to_the_image_and_one_in_circles_to_nothing() -> None:
    def server(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/a.jpg":
            return httpx.Response(200, headers=PICTURE)
        return httpx.Response(301, headers={"Location": "/a.jpg" if request.url.path == "/old" else "/round"})

    assert verdict(server, "https://cdn.example/old") is Verdict.fine
    assert verdict(server, "https://cdn.example/round") is Verdict.silent


def test_a_few_are_asked_at_once_and_fewer_of_one_host() -> None:
    lock, now, most = threading.Lock(), {"all": 0}, {"all": 0}

    def server(request: httpx.Request) -> httpx.Response:
        names = ("all", request.headers["Host"])
        with lock:
            for name in names:
                now[name] = now.get(name, 0) + 1
                most[name] = max(most.get(name, 0), now[name])
        time.sleep(0.01)
        with lock:
            for name in names:
                now[name] -= 1
        return httpx.Response(200, headers=PICTURE)

    found = ask(server, *(f"https://cdn{number % 6}.example/{number}.jpg" for number in range(90)))

    assert len({answer.address for answer in found}) == 90
    assert most.pop("all") <= images.AT_ONCE
    assert max(most.values()) <= images.PER_HOST
