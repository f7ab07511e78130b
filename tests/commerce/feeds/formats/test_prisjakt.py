"""Prisjakt (PriceSpy) takes Google's attributes, with few of its own: its feeds are read as what they are."""

from decimal import Decimal
from pathlib import Path

import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read


def rss(folder: Path, *items: str) -> Feed:
    spaces = 'xmlns:pj="https://schema.prisjakt.nu/ns/1.0" xmlns:g="http://base.google.com/ns/1.0"'
    body = "".join(f"<item>{item}</item>" for item in items)
    return read(f'<rss {spaces} version="3.0"><channel>{body}</channel></rss>', folder=folder, name="feed.xml")


def offer(*more: str, price: str = "<g:price>249 SEK</g:price>") -> str:
    return (
        "<g:id>LAMP</g:id><g:title>Lamp</g:title><g:link>https://lamps.example/1</g:link>"
        f"<g:availability>in_stock</g:availability><g:condition>new</g:condition>{price}{''.join(more)}"
    )


def test_the_real_feed_has_what_was_counted(shared: Path) -> None:
    """Counted with ElementTree: item elements, distinct g:id, and per item g:sale_price or else g:price, added up."""
    feed = read(shared / "data" / "products" / "prisjakt_fixed.xml")
    prices = [Decimal(str(row.price).removesuffix(" SEK")) for row in feed.rows]

    assert feed.known.form.name == "google"
    assert (len(feed.rows), len({row.key for row in feed.rows}), feed.rejects) == (17, 17, [])
    assert sum(prices) == Decimal("16644")
    assert sum("compare_at_price" in row.variant for row in feed.rows) == 11
    assert sum(len(row.images) for row in feed.rows) == 17
    assert not any(batch.stock for batch in feed.batches)


def test_a_reduced_price_and_the_postage_are_told_from_the_price(shared: Path) -> None:
    feed = read(shared / "data" / "products" / "prisjakt_fixed.xml")

    assert (feed["LT-ABUS-Fon"].price, feed["LT-ABUS-Fon"].money("compare_at_price")) == ("189.00 SEK", "249.00 SEK")
    assert (feed["CH-IZUMI-BLK"].price, feed["CH-IZUMI-BLK"].money("compare_at_price")) == ("169.00 SEK", None)


def test_the_broken_one_is_refused_with_the_line_of_its_fault(shared: Path) -> None:
    with pytest.raises(FeedError, match=r"Line 389 .* bare &") as refused:
        read(shared / "data" / "products" / "prisjakt_broken_ampersand.xml")

    assert "&amp;" in str(refused.value.hint)


def test_the_price_of_members_is_nobody_elses(tmp_path: Path) -> None:
    feed = rss(tmp_path, offer("<pj:member_price>199 SEK</pj:member_price><pj:prisjakt_id>123</pj:prisjakt_id>"))

    assert (feed.known.form.name, feed["LAMP"].price) == ("google", "249.00 SEK")
    assert "compare_at_price" not in feed["LAMP"].variant


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ("99.99 SEK", "99.99 SEK"),
        ("SEK 100", "100.00 SEK"),
        ("99,99 SEK", "99.99 SEK"),
        ("10,000.00 SEK", "10000.00 SEK"),
        ("10 000.00 SEK", "10000.00 SEK"),
        ("1.144.000 SEK", "1144000.00 SEK"),
    ],
)
def test_prices_as_prisjakt_allows_them(tmp_path: Path, written: str, price: str) -> None:
    assert rss(tmp_path, offer(price=f"<g:price>{written}</g:price>"))["LAMP"].price == price


def test_a_price_that_could_be_ten_or_ten_thousand_is_not_guessed(tmp_path: Path) -> None:
    feed = rss(tmp_path, offer(price="<g:price>10.000 SEK</g:price>"))

    assert (feed.rows, len(feed.rejects)) == ([], 1)


def test_a_feed_of_local_stock_without_titles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="no kind of feed"):
        rss(tmp_path, "<g:id>LAMP</g:id><g:availability>in_stock</g:availability><g:store_code>Malmo</g:store_code>")
