"""Addresses hold no secret where they are stored, and the right ones where they are fetched."""

from pathlib import Path

import pytest

from royal_cli.commerce.catalog.scheduled_feeds.addresses import checked_headers, checked_source, resolve
from royal_cli.errors import CredentialsError, UsageError


@pytest.mark.parametrize(
    "source",
    [
        "https://shop.example/feed.csv",
        "http://shop.example:8080/export?lang=nl&limit=5000",
        "https://${FEED_USER}:${FEED_PASSWORD}@shop.example/feed.csv",
        "https://anna:${FEED_PASSWORD}@shop.example/feed.csv",
        "https://shop.example/feed.csv?token=${FEED_TOKEN}&keyword=mug",
        "https://shop.example/export/${FEED_TOKEN}/feed.xml",
        "https://shop.example/spring-catalogue-2026-all-products.csv",
        "${FEED_ADDRESS}",
    ],
)
def test_an_address_without_a_secret_is_stored_as_it_is(source: str) -> None:
    assert checked_source(source) == source


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("https://anna:s3cret@shop.example/feed.csv", "a password"),
        ("https://s3cretuser@shop.example/feed.csv", "a user"),
        ("https://shop.example/feed.csv?token=s3cret", "token=…"),
        ("https://shop.example/feed.csv?lang=nl&apiKey=s3cret", "apiKey=…"),
        ("https://shop.example/feed.csv?key=s3cret", "key=…"),
        ("https://shop.example/feed.csv?x=9f86d081884c7d659a2feaa0c55ad015", "x=…"),
        ("https://shop.example/9f86d081884c7d659a2feaa0c55ad015/feed.csv", "what looks like a token"),
        ("https://shop.example/5fd924625-0000/6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b.csv", "what looks like a token"),
    ],
)
def test_a_secret_in_an_address_is_refused_and_not_repeated(source: str, what: str) -> None:
    with pytest.raises(UsageError, match="the database keeps no secrets") as caught:
        checked_source(source)

    assert what in caught.value.message
    said = f"{caught.value.message} {caught.value.hint}"
    assert not [secret for secret in ("s3cret", "9f86d0818", "6ec0bd7f") if secret in said]


@pytest.mark.parametrize("source", ["-", "ftp://shop.example/f", "file:///etc/passwd", "https:///f", "https://[::1/f"])
def test_what_cannot_be_fetched_is_refused(source: str) -> None:
    with pytest.raises(UsageError):
        checked_source(source)


def test_a_path_counts_from_where_it_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert checked_source("feeds/stock.csv") == str(tmp_path / "feeds" / "stock.csv")


def test_headers_name_variables() -> None:
    assert checked_headers(["Authorization=env:ABC_AUTH", "X-Key=Token ${KEY}", "Accept=text/csv"]) == {
        "Authorization": "${ABC_AUTH}",
        "X-Key": "Token ${KEY}",
        "Accept": "text/csv",
    }


@pytest.mark.parametrize("header", ["Authorization=Bearer s3cret", "Authorization", "X Key=env:A", "Host=env:A", "A="])
def test_other_headers_are_refused(header: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_headers([header])

    assert "s3cret" not in f"{caught.value.message} {caught.value.hint}"


def test_placeholders_are_filled_in_and_escaped_where_they_have_to_be(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("a&b c\n")
    environ = {"USER_": "anna@x", "PASS": "p/w:d", "TOKEN_FILE": str(tmp_path / "token"), "PART": "nl/2026"}

    found = resolve(
        "https://${USER_}:${PASS}@shop.example/${PART}/f.csv?token=${TOKEN}&x=1", {"X-Key": "Key ${PASS}"}, environ
    )

    assert found.address == "https://anna%40x:p%2Fw%3Ad@shop.example/nl/2026/f.csv?token=a%26b%20c&x=1"
    assert found.headers == {"X-Key": "Key p/w:d"}
    assert found.is_remote
    assert found.masked("p/w:d and p%2Fw%3Ad and a&b c") == "*** and *** and ***"


def test_a_whole_address_may_be_a_secret() -> None:
    assert (
        resolve("${ADDRESS}", {}, {"ADDRESS": "https://a:b@x.example/f?t=1"}).address == "https://a:b@x.example/f?t=1"
    )


@pytest.mark.parametrize(("environ", "sentence"), [({}, "is not set"), ({"TOKEN": "a\nb"}, "holds a line break")])
def test_a_variable_that_cannot_be_used_is_named(environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(CredentialsError, match=f"The variable TOKEN.* {sentence}"):
        resolve("https://x.example/?token=${TOKEN}", {}, environ)
