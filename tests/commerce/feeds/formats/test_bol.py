"""bol's offers: known by reference or EAN, in euros with VAT, without what lies in bol's warehouse."""

from decimal import Decimal
from pathlib import Path

import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read

HEADER = "offerId,ean,conditionName,bundlePricesPrice,stockAmount,fulfilmentType,mutationDateTime,referenceCode"


def offers(folder: Path, *rows: str, header: str = HEADER) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder)


def test_the_real_export_has_what_was_counted(shared: Path) -> None:
    """Counted with the csv module: rows, distinct EANs, bundlePricesPrice and stockAmount added up."""
    feed = read(shared / "data" / "products" / "bol_offers_export.csv")

    assert feed.known.form.name == "bol"
    assert (len(feed.rows), len({row.key for row in feed.rows}), feed.rejects) == (9, 9, [])
    assert sum(Decimal(str(row.price).removesuffix(" EUR")) for row in feed.rows) == Decimal("186.77")
    assert sum(row.stock[""] for row in feed.rows) == 9
    assert {row.variant["gtin"] for row in feed.rows} >= {"8785073983111", "8717418510749"}


def test_an_offer_says_nothing_that_could_become_a_product(shared: Path) -> None:
    feed = read(shared / "data" / "products" / "bol_offers_export.csv")

    assert all(row.sku is None and not row.product and not row.images for row in feed.rows)


def test_a_reference_goes_before_the_ean(tmp_path: Path) -> None:
    feed = offers(
        tmp_path,
        "o1,4006381333931,NEW,9.00,5,FBR,2026-01-05 14:00:32.743 UTC,CUP-1",
        "o2,4012345678901,NEW,8.00,4,FBR,2026-01-05 14:00:32.743 UTC,",
    )

    assert [(row.key, row.sku) for row in feed.rows] == [("CUP-1", "CUP-1"), ("4012345678901", None)]


def test_what_lies_in_bols_warehouse_is_none_of_the_retailers_stock(tmp_path: Path) -> None:
    feed = offers(tmp_path, "o1,4006381333931,NEW,9.00,50,FBB,,CUP-1", "o2,4012345678901,NEW,8.00,0,FBR,,MUG-1")

    assert (feed["CUP-1"].stock, feed["MUG-1"].stock) == ({}, {"": 0})


def test_prices_are_euros_with_vat_whatever_the_shop_is_in(tmp_path: Path) -> None:
    row = read(
        f"{HEADER}\no1,4006381333931,NEW,9.00,5,FBR,,CUP-1\n", folder=tmp_path,
        currency="GBP", currency_origin="the user's settings",
    )["CUP-1"]  # fmt: skip

    assert (row.price, row.variant["price_includes_vat"]) == ("9.00 EUR", True)


def test_an_offer_without_reference_and_ean_is_rejected(tmp_path: Path) -> None:
    feed = offers(tmp_path, "o1,,NEW,9.00,5,FBR,,", "o2,4012345678901,NEW,8.00,4,FBR,,")

    assert [(reject.line, reject.code) for reject in feed.rejects] == [(2, "missing_key")]


def test_earlier_names_of_the_columns(tmp_path: Path) -> None:
    header = "offerId,ean,conditionName,conditionCategory,conditionComment,price,fulfilmentDeliveryCode,retailerStock"
    feed = offers(tmp_path, "o1,4006381333931,NEW,NEW,,37.00,24uurs-22,12", header=header)

    assert (feed.rows[0].price, feed.rows[0].stock) == ("37.00 EUR", {"": 12})


def test_offers_that_are_not_shown_have_reasons_and_nothing_to_import(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="nothing of prices or stock"):
        offers(
            tmp_path, "o1,8053672768770,PRICE_NOT_COMPETITIVE,Price too high",
            header="offerId,ean,notPublishableReason,notPublishableReasonDescription",
        )  # fmt: skip


def test_which_of_several_offers_of_an_ean_is_meant_only_a_reference_says(tmp_path: Path) -> None:
    feed = offers(
        tmp_path, "o1,4006381333931,GOOD,4.00,1,FBR,,", "o2,4006381333931,NEW,9.00,5,FBR,,CUP-1",
        "o3,4012345678901,GOOD,8.00,4,FBR,,",
    )  # fmt: skip

    assert [(row.key, row.price) for row in feed.rows] == [("CUP-1", "9.00 EUR"), ("4012345678901", "8.00 EUR")]
    assert [(reject.line, reject.code) for reject in feed.rejects] == [(2, "several_offers")]
