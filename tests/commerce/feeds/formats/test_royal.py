"""royal's own feed, as a table and as NDJSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commerce.feeds.formats.reading import Feed, read


def table(folder: Path, header: str, *rows: str, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, **options)


def ndjson(folder: Path, *products: dict[str, Any]) -> Feed:
    lines = "".join(json.dumps(product, ensure_ascii=False) + "\n" for product in products)
    return read(lines, folder=folder, name="feed.ndjson")


def test_a_table_in_our_own_words_is_recognised_and_read_to_the_last_column(tmp_path: Path) -> None:
    columns = {
        "product": "linen-tee",
        "sku": "TEE-M",
        "title": "Linen Tee",
        "description": "Airy.",
        "vendor": "Nordlys",
        "type": "Tees",
        "status": "active",
        "category": "Clothing > Tees",
        "tags": '"linen, summer"',
        "meta keywords": "tee",
        "search keywords": "shirt",
        "seo title": "Linen Tee | Nordlys",
        "seo description": "An airy tee",
        "images": "https://x.example/1.jpg https://x.example/2.jpg",
        "videos": "https://x.example/1.mp4",
        "variant title": "Linen Tee M",
        "variant status": "draft",
        "variant image": "https://x.example/m.jpg",
        "position": "2",
        "gtin": "5901234123457",
        "asin": "B01I53BE4O",
        "mpn": "NL-T-M",
        "allow backorder": "no",
        "option1 name": "Size",
        "option1 value": "M",
        "currency": "USD",
        "price": "29.50",
        "compare at price": "39.00",
        "cost": "11.2550",
        "price includes vat": "false",
        "weight (kg)": "0.18",
        "length (cm)": "30",
        "width (cm)": "20",
        "height (cm)": "2.5",
        "stock: Utrecht": "4",
        "stock: Lille": "0",
        "price: Norway": "399",
        "compare at price: Norway": "499",
        "currency: Norway": "NOK",
        "included: Norway": "true",
    }
    feed = table(tmp_path, ",".join(columns), ",".join(columns.values()))
    row = feed["TEE-M"]

    assert feed.known.form.name == "royal"
    assert feed.known.unused == ()
    assert row.key == "linen-tee"
    assert row.product == {
        "title": "Linen Tee",
        "description": "Airy.",
        "vendor": "Nordlys",
        "product_type": "Tees",
        "status": "active",
        "category_path": "Clothing > Tees",
        "tags": '["linen","summer"]',
        "meta_keywords": '["tee"]',
        "search_keywords": '["shirt"]',
        "seo_title": "Linen Tee | Nordlys",
        "seo_description": "An airy tee",
        "videos": '["https://x.example/1.mp4"]',
    }
    assert row.variant == {
        "title": "Linen Tee M",
        "status": "draft",
        "image_url": "https://x.example/m.jpg",
        "position": 2,
        "gtin": "5901234123457",
        "asin": "B01I53BE4O",
        "mpn": "NL-T-M",
        "allow_backorder": False,
        "option1_name": "Size",
        "option1_value": "M",
        "currency": "USD",
        "price_scale": 3,
        "price": 29_500,
        "compare_at_price": 39_000,
        "cost_price": 11_255,
        "price_includes_vat": False,
        "weight": 180,
        "weight_unit": "kg",
        "dimensions": '{"length":"30","width":"20","height":"2.5","unit":"cm"}',
    }
    assert row.images == [("https://x.example/1.jpg", None), ("https://x.example/2.jpg", None)]
    assert row.stock == {"Utrecht": 4, "Lille": 0}
    assert feed.markets["Norway"] == ("Norway", "NOK", [True], [39_900], [49_900], [2])


def test_rows_of_one_product_are_its_variants_and_one_with_nothing_of_a_variant_adds_to_it(tmp_path: Path) -> None:
    feed = table(
        tmp_path,
        "product,sku,title,option: Size,price,image,image alt text",
        "tee,TEE-S,Tee,S,20,https://x.example/1.jpg,Front",
        "tee,,,,,https://x.example/2.jpg,Back",
        "tee,,,L,22,,",
        ",CUP,Cup,,9,,",
    )

    assert [(row.key, row.sku, row.sells) for row in feed.rows] == [
        ("tee", "TEE-S", True),
        ("tee", None, False),
        ("tee", None, True),
        ("CUP", "CUP", True),
    ]
    assert [row.options for row in feed.rows] == [["Size: S"], [], ["Size: L"], []]
    assert feed.rows[1].images == [("https://x.example/2.jpg", "Back")]


def test_what_a_row_without_a_variant_says_of_weight_it_says_of_its_product(tmp_path: Path) -> None:
    feed = table(tmp_path, "product,sku,title,weight (kg)", "tee,,Tee,0.2", "tee,TEE-S,,0.18")

    assert [row.product.get("weight") for row in feed.rows] == [200, None]
    assert feed["TEE-S"].variant["weight"] == 180


def test_the_columns_may_state_a_unit_row_by_row(tmp_path: Path) -> None:
    feed = table(tmp_path, "sku,title,weight,weight unit", "TEE,Tee,180,g", "BAG,Bag,1.2,lb", "CUP,Cup,0.3 kg,")

    assert [(row.variant["weight"], row.variant["weight_unit"]) for row in feed.rows] == [
        (180_000, "g"),
        (1_200, "lb"),
        (300, "kg"),
    ]


def test_sides_in_different_units_are_refused(tmp_path: Path) -> None:
    feed = table(tmp_path, "sku,title,length,width", "BAG,Bag,30 cm,12 in")

    assert feed.codes == ["units_differ"]
    assert "dimensions" not in feed["BAG"].variant


def test_each_row_may_have_a_currency_of_its_own(tmp_path: Path) -> None:
    feed = table(tmp_path, "sku,title,price,currency", "TEE,Tee,20,USD", "CUP,Cup,900,JPY", "BAG,Bag,30,")

    assert [row.price for row in feed.rows] == ["20.00 USD", "900 JPY", "30.00 EUR"]


def test_a_market_has_one_currency(tmp_path: Path) -> None:
    feed = table(tmp_path, "sku,title,price: Nordics", "TEE,Tee,200 NOK", "CUP,Cup,90 SEK")

    assert (feed.markets["Nordics"].currency, feed.markets["Nordics"].price) == ("NOK", [20_000, None])
    assert feed.codes == ["currency_differs"]


def test_what_the_operator_says_of_vat_and_location_holds_for_rows_that_state_a_price_and_a_quantity(
    tmp_path: Path,
) -> None:
    feed = table(
        tmp_path,
        "sku,title,price,stock",
        "TEE,Tee,20,4",
        "CUP,Cup,,",
        price_includes_vat=True,
        default_location="Lille",
    )

    assert [row.variant.get("price_includes_vat") for row in feed.rows] == [True, None]
    assert [row.stock for row in feed.rows] == [{"Lille": 4}, {}]


def test_an_ndjson_product_has_variants_with_options_stock_and_market_prices(tmp_path: Path) -> None:
    feed = ndjson(
        tmp_path,
        {
            "sku": "TEE",
            "title": "Tee",
            "product_type": "Tees",
            "tags": ["linen", "summer"],
            "seo": {"title": "Tee | Nordlys"},
            "images": [{"url": "https://x.example/1.jpg", "alt": "Front"}, {"url": "https://x.example/2.jpg"}],
            "variants": [
                {
                    "sku": "TEE-S",
                    "options": {"Size": "S", "Fit": "Slim"},
                    "price": "20.00",
                    "currency": "USD",
                    "stock": {"Main": 5, "Lille": 0},
                    "prices": {"NL": {"price": "22.50", "currency": "EUR"}},
                    "image": "https://x.example/s.jpg",
                },
                {"sku": "TEE-M", "options": {"Size": "M", "Fit": "Slim"}, "price": 21, "currency": "USD"},
            ],
        },
    )
    small, medium = feed.rows

    assert feed.known.describe() == "royal product feed · NDJSON · 17 columns, 0 not used"
    assert [row.key for row in feed.rows] == ["TEE", "TEE"]
    assert small.product == {
        "title": "Tee",
        "product_type": "Tees",
        "tags": '["linen","summer"]',
        "seo_title": "Tee | Nordlys",
    }
    assert small.images == [("https://x.example/1.jpg", "Front"), ("https://x.example/2.jpg", None)]
    assert small.options == ["Size: S", "Fit: Slim"]
    assert small.stock == {"Main": 5, "Lille": 0}
    assert small.variant["image_url"] == "https://x.example/s.jpg"
    assert (small.price, medium.price) == ("20.00 USD", "21.00 USD")
    assert (feed.markets["NL"].currency, feed.markets["NL"].price) == ("EUR", [2250, None])
    assert medium.product == {}


def test_an_ndjson_product_without_variants_is_its_own_variant_also_beside_one_with_some(tmp_path: Path) -> None:
    feed = ndjson(
        tmp_path,
        {"sku": "CUP", "title": "Cup", "price": "9.00", "stock": {"Main": 3}, "weight": {"value": "0.3", "unit": "kg"}},
        {"sku": "TEE", "title": "Tee", "variants": [{"options": {"Size": "S"}}, {"sku": "TEE-M"}]},
    )

    assert [(row.key, row.sku, row.price, row.stock) for row in feed.rows] == [
        ("CUP", "CUP", "9.00 EUR", {"Main": 3}),
        ("TEE", None, None, {}),
        ("TEE", "TEE-M", None, {}),
    ]
    assert (feed["CUP"].variant["weight"], feed["CUP"].variant["weight_unit"]) == (300, "kg")


def test_what_an_ndjson_product_says_of_price_and_weight_holds_for_variants_that_do_not(tmp_path: Path) -> None:
    feed = ndjson(
        tmp_path,
        {
            "sku": "TEE",
            "price": "20.00",
            "weight": {"value": 180, "unit": "g"},
            "variants": [{"sku": "TEE-S"}, {"sku": "TEE-M", "price": "22.00", "weight": {"value": 200}}],
        },
        {"sku": "BAG", "variants": [{"sku": "BAG-1"}]},
    )

    assert [row.price for row in feed.rows] == ["20.00 EUR", "22.00 EUR", None]
    assert [row.variant.get("weight") for row in feed.rows] == [180_000, 200_000, None]


def test_a_malformed_line_of_ndjson_is_rejected_and_the_others_go_in(tmp_path: Path) -> None:
    feed = read('{"sku": "TEE", "title": "Tee"}\n{"sku": "CUP",\n', folder=tmp_path, name="feed.ndjson")

    assert [row.sku for row in feed.rows] == ["TEE"]
    assert [(reject.line, reject.code) for reject in feed.rejects] == [(2, "malformed_json")]


def test_rejected_rows_of_ndjson_can_be_read_back_as_a_table(tmp_path: Path) -> None:
    header = "royal_line,royal_code,sku,title,variant.sku,variant.options.Size,variant.price,variant.stock.Main"
    feed = table(tmp_path, header, "7,not_a_number,TEE,Tee,TEE-S,S,20.00,5")
    row = feed["TEE-S"]

    assert (row.key, row.options, row.price, row.stock) == ("TEE", ["Size: S"], "20.00 EUR", {"Main": 5})


@pytest.mark.parametrize(("cell", "code"), [("5.5", "not_whole"), ("lots", "not_a_number")])
def test_a_damaged_quantity_rejects_its_row(tmp_path: Path, cell: str, code: str) -> None:
    assert [reject.code for reject in table(tmp_path, "sku,title,stock: Main", f"TEE,Tee,{cell}").rejects] == [code]


@pytest.mark.parametrize("word", ["InStock", "sold out", "Available"])
def test_a_word_in_place_of_a_quantity_leaves_it_unknown_with_a_warning(tmp_path: Path, word: str) -> None:
    feed = table(tmp_path, "sku,title,stock: Main", f"TEE,Tee,{word}", "CUP,Cup,5")

    assert [row.stock for row in feed.rows] == [{}, {"Main": 5}]
    assert [(warning.value, warning.code) for warning in feed.warnings] == [(word, "no_quantity")]
