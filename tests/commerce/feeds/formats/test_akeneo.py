"""Akeneo's CSV: languages, channels and currencies in the headers, several prices in a cell."""

from pathlib import Path
from typing import Any

import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read


def shop(folder: Path, header: str, *rows: str, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, **options)


def test_akeneo_is_recognised_by_families_and_locales(tmp_path: Path) -> None:
    assert shop(tmp_path, "sku;family;categories;name-en_US\n").known.form.name == "akeneo"
    assert shop(tmp_path, "sku;family;groups;enabled;name\n").known.form.name == "akeneo"
    assert shop(tmp_path, "sku,name,price,stock,family,categories\n").known.form.name == "table"


def test_the_language_with_the_most_texts_counts_for_all_rows(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        "sku;family;categories;name-fr_FR;name-en_US;name-de_DE",
        "CUP;cups;;;Cup;Tasse",
        "POT;pots;;;Pot;",
        "PAN;pans;;;;Pfanne",
    )

    assert [row.product.get("title") for row in feed.rows] == ["Cup", "Pot", None]
    assert [(warning.value, warning.code) for warning in feed.warnings] == [("en_US", "other_locales")]
    assert "not de_DE" in feed.warnings[0].hint


def test_the_channel_with_the_most_texts_counts(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        "sku;family;categories;description-en_US-print;description-en_US-mobile",
        "CUP;cups;;;Short",
        "POT;pots;;Long;Brief",
    )

    assert [row.product["description"] for row in feed.rows] == ["Short", "Brief"]


def test_a_backslash_and_an_n_are_a_line_break(tmp_path: Path) -> None:
    row = shop(tmp_path, "sku;family;groups;enabled;description", r"CUP;cups;;1;One\nTwo")["CUP"]

    assert (row.product["description"], row.product["status"]) == ("One\nTwo", "active")


@pytest.mark.parametrize(
    ("header", "cells", "currency", "price", "codes"),
    [
        ("price", '"29.56 EUR,662 USD"', "EUR", "29.56 EUR", ["other_currencies"]),
        ("price", '"29.56 EUR,662 USD"', "USD", "662.00 USD", ["other_currencies"]),
        ("price", '"29,56 EUR, 662,10 USD"', "EUR", "29.56 EUR", ["other_currencies"]),
        ("price", "985.49 USD", "EUR", "985.49 USD", []),
        ("price", '"29.56 EUR,662 USD"', "GBP", None, ["several_currencies"]),
        ("price", "", "EUR", None, []),
        ("price-EUR;price-USD", "10;14", "USD", "14.00 USD", ["other_currencies"]),
        ("price-EUR;price-USD", ";14", "EUR", "14.00 USD", []),
        ("price-web-EUR;price-print-EUR", "10;10", "EUR", "10.00 EUR", []),
        ("price-web-EUR;price-print-EUR", "10;12", "EUR", None, ["several_currencies"]),
    ],
)
def test_one_of_several_prices_is_taken_if_it_is_clear_which(
    tmp_path: Path, header: str, cells: str, currency: str, price: str | None, codes: list[str]
) -> None:
    feed = shop(tmp_path, f"sku;family;groups;enabled;{header}", f"CUP;cups;;1;{cells}", currency=currency)

    assert (feed["CUP"].price, feed.codes) == (price, codes)


@pytest.mark.parametrize(("header", "cells"), [("weight", "1.5 KILOGRAM"), ("weight;weight-unit", "1.5;KILOGRAM")])
def test_units_are_words(tmp_path: Path, header: str, cells: str) -> None:
    row = shop(tmp_path, f"sku;family;groups;enabled;{header}", f"CUP;cups;;1;{cells}")["CUP"]

    assert (row.variant["weight"], row.variant["weight_unit"]) == (1500, "kg")


def test_variants_belong_to_their_product_model(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        "sku;family;parent;groups;enabled;name-en_US;color;size;price-EUR",
        "TEE-S;tees;TEE;;1;Tee;red;s;20",
        "TEE-M;tees;TEE;;1;Tee;red;m;21",
        "CUP;cups;;;1;Cup;red;;9",
    )

    assert [(row.key, row.options, row.price) for row in feed.rows] == [
        ("TEE", ["Color: red", "Size: s"], "20.00 EUR"),
        ("TEE", ["Color: red", "Size: m"], "21.00 EUR"),
        ("CUP", [], "9.00 EUR"),
    ]


def test_a_file_of_product_models_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="product models holds nothing that is sold"):
        shop(tmp_path, "code;family_variant;parent;categories;name-en_US", "TEE;tees_by_size;;tees;Tee")


def test_real_tablets_have_their_english_texts(shared: Path) -> None:
    feed = read(shared / "data" / "products" / "akeneo_tablets.csv")

    assert all(row.product["description"] and row.product["title"] for row in feed.rows)
    assert "\n\nYou can easily record" in feed["10434725"].product["description"]
    assert [row.sku for row in feed.rows if (row.price or "").endswith("USD")] == ["10645888"]
    # Of 25 weights four are stated, 1 KILOGRAM each.
    assert [row.variant["weight"] for row in feed.rows if "weight" in row.variant] == [1000] * 4


def test_a_model_is_enabled_where_any_of_its_variants_is(tmp_path: Path) -> None:
    feed = shop(
        tmp_path, "sku;family;groups;parent;enabled;name", "T-S;tees;;tee;0;Tee", "T-M;tees;;tee;1;Tee",
        "C-S;caps;;cap;0;Cap", "BOX;boxes;;;0;Box",
    )  # fmt: skip

    assert [row.variant.get("status") for row in feed.rows] == ["draft", "active", "draft", None]
    assert [(row.key, row.product["status"]) for row in feed.rows if "status" in row.product] == [
        ("tee", "active"), ("cap", "draft"), ("BOX", "draft"),
    ]  # fmt: skip
