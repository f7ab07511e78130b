"""Tables as shops and suppliers really have them; what must come out is counted with the csv module alone."""

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import pytest

from royal_cli.commerce.feeds.profile import FileHints, parse
from royal_cli.commerce.feeds.proposing.making import making
from royal_cli.commerce.feeds.proposing.said import Said
from royal_cli.commerce.feeds.recognise import recognise
from royal_cli.commerce.feeds.rehearsal import Rehearsal, rehearse
from royal_cli.commerce.feeds.source import DEFAULT_LIMITS, open_feed
from royal_cli.errors import UsageError
from tests.commerce.feeds.proposing.tables import SETTINGS, asked, meant


@pytest.fixture
def products(shared: Path) -> Path:
    return shared / "data/products"


def _whole(feed: Path, said: Said) -> Rehearsal:
    """All rows of a feed by the profile that is proposed for it."""
    with making(str(feed), FileHints(), SETTINGS, DEFAULT_LIMITS, is_table=False) as table:
        proposal = table.proposal(said)
        assert not proposal.missing
        profile = parse(table.text(proposal, "real", None), "real.toml")
    with open_feed(str(feed)) as source:
        known = recognise(source, profile=profile)
        return rehearse(source, known, known.options(SETTINGS))


def test_a_till_without_article_numbers_is_refused_and_then_read_by_its_texts(products: Path) -> None:
    feed = products / "pos_articles_de_cp1252.csv"
    with making(str(feed), FileHints(), SETTINGS, DEFAULT_LIMITS, is_table=False) as table:
        proposal = table.proposal(Said())
    assert asked(proposal) == {"key": '--key "Artikeltext1"'}
    assert meant(proposal) == {
        "Artikeltext1": "title", "Gruppe": "category", "MwSt": None, "vkNetto": None, "vkBrutto": "price",
    }  # fmt: skip
    with feed.open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    prices: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        prices[row["Artikeltext1"].strip()].append(row["vkBrutto"])
    contradicting = sum(sum(price != found[0] for price in found) for found in prices.values())

    done = _whole(feed, Said(key="Artikeltext1"))

    assert (done.read, done.rejected) == (len(rows), contradicting)
    assert {reject.code: reject.count for reject in done.rejects} == {"duplicate_variant": contradicting}


def test_two_prices_of_a_marketplace_are_left_to_a_person(products: Path) -> None:
    feed = products / "marketplace_air_conditioners_in.csv"
    with making(str(feed), FileHints(), SETTINGS, DEFAULT_LIMITS, is_table=False) as table:
        assert list(asked(table.proposal(Said()))) == ["price", "key"]

    done = _whole(feed, Said(key="name", price="discount_price"))

    assert str(done.rows[0].price) == "32999.00 INR"
    assert done.read == 720


def test_a_catalogue_of_barcodes_is_known_by_them(products: Path) -> None:
    feed = products / "large_bestbuy_48k.csv.gz"
    with gzip.open(feed, "rt", encoding="utf-8", newline="") as file:
        rows = sum(1 for _ in csv.reader(file, escapechar="\\", doublequote=False)) - 1

    done = _whole(feed, Said())

    assert done.read == rows
    assert (done.rows[0].sku, done.rows[0].gtin) == ("096009010836", "096009010836")


def test_prices_by_channel_become_markets_where_that_is_said(products: Path) -> None:
    feed = products / "apparel_multichannel_mrp.csv"

    done = _whole(
        feed,
        Said(
            price="Final MRP Old", weight_unit="kg", currency="INR", fields={"Amazon MRP": ("price: Amazon",)},
            market_currencies={"Amazon": "INR"},
        ),
    )  # fmt: skip

    assert (done.read, done.rejected) == (1330, 0)
    assert (str(done.rows[0].price), str(done.rows[0].cost)) == ("2295.00 INR", "538.00 INR")
    assert {market: str(price) for market, price in done.rows[0].prices.items()} == {"Amazon": "2295.00 INR"}


def test_a_list_of_stock_keeps_its_broken_skus_out(products: Path) -> None:
    feed = products / "apparel_stock.csv"
    with feed.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if any(row.values())]

    done = _whole(feed, Said())

    counts = {reject.code: reject.count for reject in done.rejects}
    assert done.read == len(rows)
    assert counts["spreadsheet_error"] == sum(row["SKU Code"] == "#REF!" for row in rows)
    assert counts["missing_key"] == sum(not row["SKU Code"].strip() for row in rows)


@pytest.mark.parametrize("name", ["shopify_apparel.csv", "woocommerce_sample_products.csv", "etsy_woodplans.csv"])
def test_a_known_format_needs_no_profile(products: Path, name: str) -> None:
    with (
        pytest.raises(UsageError, match="needs no profile"),
        making(str(products / name), FileHints(), SETTINGS, DEFAULT_LIMITS, is_table=False),
    ):
        pass
