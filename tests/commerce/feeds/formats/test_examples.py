"""The example feeds are read without a reject, and their deliberate blemishes are noticed."""

from collections import Counter
from pathlib import Path

from royal_cli.commerce.feeds.profile import load
from tests.commerce.feeds.formats.reading import Feed, read

ROOT = Path(__file__).parents[4]


def size(feed: Feed) -> tuple[int, int, int]:
    """Products, variants, rejects."""
    return len({row.key for row in feed.rows}), sum(row.sells for row in feed.rows), len(feed.rejects)


def test_the_catalogue_of_the_demo_shop() -> None:
    feed = read(ROOT / "examples" / "catalogue.csv")

    assert size(feed) == (62, 208, 0)
    assert feed.known.unused == ()
    assert set(feed.batches[0].stock) == {"Amsterdam", "Rotterdam", "Antwerp"}
    assert Counter(feed.codes) == {"gtin_check_digit": 1, "gtin_scientific": 1}
    assert all(row.price for row in feed.rows)


def test_the_products_in_ndjson() -> None:
    assert size(read(ROOT / "examples" / "products.ndjson")) == (10, 16, 0)


def test_the_supplier_with_its_profile() -> None:
    profile = load(ROOT / "config" / "profiles" / "supplier.toml")
    feed = read(ROOT / "examples" / "supplier.csv", profile=profile)
    table = feed["DB-BT-02"]

    assert size(feed) == (13, 31, 0)
    assert feed.warnings == []
    assert feed.known.unused == ("Levertijd",)
    assert feed["DB-BT-01"].product["title"] == "Bijzettafel »Brug«"
    assert (table.price, table.money("cost_price")) == ("1149.00 EUR", "428.50 EUR")
    assert table.options == ["Variant: noten"]
    assert table.stock.keys() == {"De Boer, Almere"}
