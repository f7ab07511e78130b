"""Facebook's catalogue: help above the header, lists over several columns, prices with either decimal mark."""

from pathlib import Path
from typing import Any

import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read

HEADER = "id,title,description,availability,condition,price,link,image_link,brand,fb_product_category"


def catalogue(folder: Path, cells: str, more: str = "", added: str = "", **options: Any) -> Feed:
    """One row of a catalogue, with `more` columns after the usual ones that hold what `added` says."""
    header = f"{HEADER},{more}" if more else HEADER
    return read(f"{header}\n{cells}{',' + added if more else ''}\n", folder=folder, **options)


CUP = "CUP,Cup,A cup,in stock,new,9.00 EUR,https://cups.example/1,https://cups.example/1.jpg,Nordlys,home > cups"


def test_the_real_catalogue_has_what_was_counted(shared: Path) -> None:
    """Counted with the csv module from the second row on: rows, and each cell of the third as it stands there."""
    feed = read(shared / "data" / "products" / "facebook_catalog_fr_comment_header.csv")
    shirt = feed["SKU12345"]

    assert feed.known.form.name == "facebook"
    assert [row.key for row in feed.rows] == ["0", "7", "TSHIRT123"]
    assert [row.price for row in feed.rows] == ["49.000 TND", "29.000 TND", "19.99 EUR"]
    assert [len(row.images) for row in feed.rows] == [1, 1, 1]
    assert shirt.product["tags"] == '["Été","Écologique"]'
    assert shirt.product["videos"] == '["https://placeit.net/uploads/stage/122241/preview.mp4?96"]'
    assert shirt.stock == {"": 50}
    assert (shirt.variant["weight"], shirt.variant["weight_unit"]) == (250, "kg")
    assert feed.codes == ["gtin_scientific"]


def test_the_sale_of_the_real_catalogue_is_over(shared: Path) -> None:
    feed = read(shared / "data" / "products" / "facebook_catalog_fr_comment_header.csv")

    assert "compare_at_price" not in feed["SKU12345"].variant


@pytest.mark.parametrize("help_text", ["# Required | A unique ID", "# Obligatoire | Un ID de contenu unique"])
def test_a_row_of_help_above_the_header_is_none_of_the_rows(tmp_path: Path, help_text: str) -> None:
    help_row = ",".join([help_text, *["# Optional | …"] * 9])
    feed = read(f"{help_row}\n{HEADER}\n{CUP}\n", folder=tmp_path)

    assert [row.sku for row in feed.rows] == ["CUP"]


def test_images_videos_and_tags_come_in_columns_with_numbers(tmp_path: Path) -> None:
    one, two, three, film = (f"https://cups.example/{name}" for name in ("1.jpg", "2.jpg", "3.jpg", "film.mp4"))
    row = catalogue(
        tmp_path, CUP,
        "image[0].url,additional_image_link[0],video[0].url,video[0].tag[0],product_tags[0],product_tags[1]",
        f"{two},{three},{film},How to,Gifts,\"Tea, coffee\"",
    )["CUP"]  # fmt: skip

    assert [url for url, _ in row.images] == [one, two, three]
    assert row.product["videos"] == f'["{film}"]'
    assert row.product["tags"] == '["Gifts","Tea, coffee"]'


def test_empty_lists_say_nothing_and_cleared_ones_are_emptied(tmp_path: Path) -> None:
    empty = catalogue(tmp_path, CUP, "product_tags[0],video[0].url", ",")["CUP"]
    cleared = catalogue(tmp_path, CUP, "product_tags[0],video[0].url", "__CLEAR__,__CLEAR__")["CUP"]

    assert not {"tags", "videos"} & empty.product.keys()
    assert {"product.tags", "product.videos"} <= cleared.clears


def test_facebooks_own_category_is_the_last_to_be_asked(tmp_path: Path) -> None:
    assert catalogue(tmp_path, CUP)["CUP"].product["category_path"] == "home > cups"
    shops_own = catalogue(tmp_path, CUP, "product_type", "Kitchen > Cups")

    assert shops_own["CUP"].product["category_path"] == "Kitchen > Cups"


def test_variants_of_a_group_and_a_running_sale_are_as_googles(tmp_path: Path) -> None:
    row = catalogue(tmp_path, CUP, "item_group_id,color,sale_price", "CUPS,Blue,8.00 EUR")["CUP"]

    assert (row.key, row.options) == ("CUPS", ["Color: Blue"])
    assert (row.price, row.money("compare_at_price")) == ("8.00 EUR", "9.00 EUR")


def test_prices_by_country_are_no_catalogue(tmp_path: Path) -> None:
    text = (
        "id,override,availability,price,link,sale_price,title,description,brand\n"
        "CUP,FR,in stock,9.99 EUR,https://cups.example/fr,,Tasse,Une tasse,Nordlys\n"
        "CUP,GB,in stock,9.99 GBP,https://cups.example/gb,,Cup,A cup,Nordlys\n"
    )
    with pytest.raises(FeedError, match="by country or language"):
        read(text, folder=tmp_path)


def test_googles_attributes_alone_stay_a_google_feed(tmp_path: Path) -> None:
    text = "id,title,link,price,availability,condition\nCUP,Cup,https://cups.example/1,9 EUR,in stock,new\n"

    assert read(text, folder=tmp_path).known.form.name == "google"


def test_whether_an_item_is_shown(tmp_path: Path) -> None:
    header = "id,title,description,availability,price,link,image_link,fb_product_category,status"
    rows = [f"{n},Cup,Clay,in stock,9 EUR,https://e.test,https://e.test/1.jpg,,{word}" for n, word in enumerate(
        ("active", "archived", "staging", ""))]  # fmt: skip
    feed = read("\n".join([header, *rows]), folder=tmp_path)

    assert [row.product.get("status") for row in feed.rows] == ["active", "archived", "draft", None]


def test_help_with_more_semicolons_than_there_are_columns(tmp_path: Path) -> None:
    told = [f"# Required | The {name}. Supported values: one; two; three" for name in HEADER.split(",")]
    told[2] += ' Use a semi-colon ";" or a comma ";" between several of them (keep the double "::")'
    feed = read(f"{','.join(told)}\n{HEADER}\n{CUP}\n", folder=tmp_path)

    assert (feed.known.form.name, [row.price for row in feed.rows]) == ("facebook", ["9.00 EUR"])
