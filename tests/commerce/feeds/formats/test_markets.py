"""A price per channel, country or currency is the price of a market; nothing else is taken for one."""

from pathlib import Path
from typing import Any

import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read


def table(folder: Path, header: str, *rows: str, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, **options)


def prices(feed: Feed) -> dict[str, list[int | None]]:
    return {name: market.price for name, market in feed.markets.items()}


@pytest.mark.parametrize(
    ("header", "markets"),
    [
        ("Ajio MRP,Amazon MRP,Flipkart MRP", ["Ajio", "Amazon", "Flipkart"]),
        ("Price NL,Price DE,Price AT", ["NL", "DE", "AT"]),
        ("price_amazon,price_ebay,price_webshop", ["amazon", "ebay", "webshop"]),
        ("Amazon price,bol.com price,Amazon DE price", ["Amazon", "bol com", "Amazon DE"]),
        ("Preis Österreich,Preis Schweiz,Preis Deutschland", ["Österreich", "Schweiz", "Deutschland"]),
        ("Cena PL,Cena CZ,Cena SK", ["PL", "CZ", "SK"]),
    ],
)
def test_columns_that_differ_in_a_market_are_its_prices(tmp_path: Path, header: str, markets: list[str]) -> None:
    feed = table(tmp_path, f"SKU code,{header}", "TEE,20,21.50,22")

    assert prices(feed) == dict(zip(markets, [[2000], [2150], [2200]], strict=True))
    assert feed["TEE"].price is None
    assert feed.known.unused == ()


def test_a_plain_price_beside_them_stays_the_price(tmp_path: Path) -> None:
    feed = table(tmp_path, "SKU code,Name,Price,Price NL,Price DE", "TEE,Tee,20,21,22")

    assert (feed["TEE"].price, prices(feed)) == ("20.00 EUR", {"NL": [2100], "DE": [2200]})


def test_one_channel_beside_the_plain_price_will_do(tmp_path: Path) -> None:
    feed = table(tmp_path, "SKU code,Name,Price,Amazon price", "TEE,Tee,20,21")

    assert (feed["TEE"].price, prices(feed)) == ("20.00 EUR", {"Amazon": [2100]})


def test_prices_in_several_currencies_are_markets_in_their_currency(tmp_path: Path) -> None:
    feed = table(tmp_path, "SKU code,Name,Price (EUR),Price (USD),Price SEK", "TEE,Tee,20,21,229.00")

    assert {name: (market.currency, market.price) for name, market in feed.markets.items()} == {
        "EUR": ("EUR", [2000]), "USD": ("USD", [2100]), "SEK": ("SEK", [22900])
    }  # fmt: skip


def test_a_market_may_state_its_currency(tmp_path: Path) -> None:
    feed = table(tmp_path, "SKU code,Price DE (EUR),Price CH (CHF)", "TEE,20,19.50")

    assert {name: market.currency for name, market in feed.markets.items()} == {"DE": "EUR", "CH": "CHF"}


def test_what_says_no_currency_has_none_unless_the_operator_says_it_of_this_feed(tmp_path: Path) -> None:
    cells = ("SKU code,Ajio MRP,Amazon MRP", "TEE,2295,2195")
    silent = table(tmp_path, *cells)
    told = table(tmp_path, *cells, currency="INR", currency_origin="--currency")

    assert {market.currency for market in silent.markets.values()} == {None}
    assert {market.currency for market in told.markets.values()} == {"INR"}


@pytest.mark.parametrize("other", ["MRP Old", "Final MRP Old", "B2B MRP", "MRP 2"])
def test_what_names_no_market_stays_unused(tmp_path: Path, other: str) -> None:
    feed = table(tmp_path, f"SKU code,Ajio MRP,Amazon MRP,{other}", "TEE,2295,2195,2095")

    assert set(prices(feed)) == {"Ajio", "Amazon"}
    assert feed.known.unused == (other,)


def test_a_recommended_price_per_market_is_the_one_compared_to(tmp_path: Path) -> None:
    feed = table(tmp_path, "SKU code,Preis AT,Preis DE,UVP AT,UVP DE", "TEE,20,21,25,26")

    assert {name: (m.price, m.compare_at_price) for name, m in feed.markets.items()} == {
        "AT": ([2000], [2500]), "DE": ([2100], [2600])
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "claim"),
    [
        ("Price NL,Price DE,Retail price NL,Retail price DE", "Price NL, Retail price NL"),
        ("Price NL,Price DE,Price NL incl. VAT", "Price NL, Price NL incl. VAT"),
        ("Price,Price NL,Price DE,Price B2B", "the price: Price, Price B2B"),
        ("Price,Price USD", "the price: Price, Price USD"),
    ],
)
def test_two_columns_for_one_price_are_never_chosen_from(tmp_path: Path, header: str, claim: str) -> None:
    with pytest.raises(FeedError) as refused:
        table(tmp_path, f"SKU code,Name,{header}")

    assert claim in refused.value.message


def test_words_and_broken_formulas_leave_the_price_of_a_market_unknown_and_are_told(tmp_path: Path) -> None:
    feed = table(tmp_path, "SKU code,Ajio MRP,Amazon MRP", "TEE,Nill,2195", "CUP,#VALUE!,995", "CAP,12x,5", "HAT,7,8")

    assert prices(feed) == {"Ajio": [None, None, None, 700], "Amazon": [219500, 99500, 500, 800]}
    assert sorted(feed.codes) == ["no_value", "not_a_number", "spreadsheet_error"]
