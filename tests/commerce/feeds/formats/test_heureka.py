"""Heureka's XML: items without an id, net prices, groups told apart by their parameters, currencies of the sites."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read


def shop(folder: Path, *items: str, namespace: str = "", **options: Any) -> Feed:
    body = "\n".join(f"<SHOPITEM>{item}</SHOPITEM>" for item in items)
    return read(f"<SHOP{namespace}>\n{body}</SHOP>", folder=folder, name="feed.xml", **options)


def item(id: str, name: str, *more: str, price: str = "100", page: str = "https://cups.example/p") -> str:
    own = f"<ITEM_ID>{id}</ITEM_ID>" if id else ""
    return f"{own}<PRODUCTNAME>{name}</PRODUCTNAME><URL>{page}</URL><PRICE_VAT>{price}</PRICE_VAT>{''.join(more)}"


def param(name: str, value: str, unit: str = "") -> str:
    measured = f"<UNIT>{unit}</UNIT>" if unit else ""
    return f"<PARAM><PARAM_NAME>{name}</PARAM_NAME><VAL>{value}</VAL>{measured}</PARAM>"


def group(id: str) -> str:
    return f"<ITEMGROUP_ID>{id}</ITEMGROUP_ID>"


def test_the_real_example_has_what_was_counted(shared: Path) -> None:
    """Counted with ElementTree: SHOPITEM elements, distinct URLs and IMGURLs, the sum of PRICE_VAT as decimals."""
    feed = read(shared / "data" / "products" / "heureka_example.xml")

    assert feed.known.form.name == "heureka"
    assert (len(feed.rows), feed.rejects) == (18, [])
    assert len({row.key for row in feed.rows}) == 18
    assert all(row.sells and len(row.images) == 1 and row.sku is None for row in feed.rows)
    assert sum(Decimal(str(row.price).removesuffix(" CZK")) for row in feed.rows) == Decimal("127001")
    assert {row.variant["price_includes_vat"] for row in feed.rows} == {True}
    assert set(feed.codes) == {"gtin_check_digit"}


def test_the_real_example_has_titles_in_product_and_blanks_in_its_addresses(shared: Path) -> None:
    rows = read(shared / "data" / "products" / "heureka_example.xml").rows

    assert rows[0].product["title"] == "Nokia 5800 XpressMusic"
    assert rows[0].product["category_path"] == "Elektronika > Mobilní telefony"
    assert rows[0].images[0][0] == "http://obchod.cz/mobily/nokia-5800-%20xpressmusic/obrazek.jpg"
    assert rows[15].images[0][0].startswith("http://obchodxx.cz/jizdni%20kola%20-%20horske/")


@pytest.mark.parametrize(
    "namespace", ["", ' xmlns="http://www.heureka.cz/ns/offer/1.0"', ' xmlns="http://www.zbozi.cz/ns/offer/1.0"']
)
def test_a_namespace_changes_nothing(tmp_path: Path, namespace: str) -> None:
    feed = shop(tmp_path, item("CUP-1", "Cup", "<EAN>4006381333931</EAN>"), namespace=namespace)

    assert feed["CUP-1"].product["title"] == "Cup"
    assert feed["CUP-1"].variant["gtin"] == "4006381333931"


def test_the_product_name_goes_before_the_name_with_its_extras(tmp_path: Path) -> None:
    feed = shop(tmp_path, item("CUP-1", "Cup", "<PRODUCT>Cup + free spoon</PRODUCT>"))

    assert feed["CUP-1"].product["title"] == "Cup"


def test_items_of_a_group_are_variants_told_apart_by_what_differs(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        item("TEE-S", "Tee S", group("TEE"), param("Barva", "modrá"), param("Velikost", "S"), param("Materiál", "len")),
        item("TEE-M", "Tee M", group("TEE"), param("Barva", "rudá"), param("Velikost", "M"), param("Materiál", "len")),
        item("CUP", "Cup", param("Barva", "modrá")),
    )

    assert [row.key for row in feed.rows] == ["TEE", "TEE", "CUP"]
    assert feed["TEE-S"].options == ["Barva: modrá", "Velikost: S"]
    assert feed["TEE-M"].options == ["Barva: rudá", "Velikost: M"]
    assert feed["CUP"].options == []
    assert [row.product.get("title") for row in feed.rows] == ["Tee S", None, "Cup"]


def test_a_parameter_that_one_item_leaves_out_is_no_option(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        item("TEE-S", "Tee", group("TEE"), param("Velikost", "S"), param("Střih", "slim")),
        item("TEE-M", "Tee", group("TEE"), param("Velikost", "M"), "<PARAM/>"),
    )

    assert [row.options for row in feed.rows] == [["Velikost: S"], ["Velikost: M"]]


def test_an_item_that_comes_again_with_another_parameter_is_no_other_item(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        item("TEE-S", "Tee", group("TEE"), param("Velikost", "S")),
        item("TEE-S", "Tee", group("TEE"), param("Velikost", "XS")),
        item("TEE-M", "Tee", group("TEE"), param("Velikost", "M")),
    )

    assert [row.options for row in feed.rows] == [["Velikost: S"], ["Velikost: S"], ["Velikost: M"]]


def test_units_of_parameters_belong_to_their_values(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        item("OIL-1", "Oil", group("OIL"), param("Typ", "olej"), param("Objem", "1", "l")),
        item("OIL-5", "Oil", group("OIL"), param("Typ", "olej"), param("Objem", "5", "l")),
    )

    assert [row.options for row in feed.rows] == [["Objem: 1 l"], ["Objem: 5 l"]]


def test_a_net_price_is_only_taken_where_there_is_no_other_and_is_known_as_one(tmp_path: Path) -> None:
    net = "<ITEM_ID>{}</ITEM_ID><PRODUCT>Cup</PRODUCT><URL>https://cups.example</URL><PRICE>1 000,50</PRICE>"
    feed = shop(tmp_path, net.format("NET"), net.format("BOTH") + "<PRICE_VAT>1 210,61</PRICE_VAT>")

    assert (feed["NET"].price, feed["NET"].variant["price_includes_vat"]) == ("1000.50 EUR", False)
    assert (feed["BOTH"].price, feed["BOTH"].variant["price_includes_vat"]) == ("1210.61 EUR", True)


@pytest.mark.parametrize(
    ("page", "category", "price", "expected"),
    [
        ("https://cups.cz/cup", "Cups", "100", "100.00 CZK"),
        ("https://cups.sk/cup", "Cups", "4,50", "4.50 EUR"),
        ("https://cups.cz/cup", "Heureka.sk | Cups", "4.50", "4.50 EUR"),
        ("https://cups.example/cup", "Heureka.cz | Cups", "100", "100.00 CZK"),
        ("https://cups.cz/cup", "Cups", "4,50 EUR", "4.50 EUR"),
        ("https://cups.example/cup", "Cups", "100", "100.00 GBP"),
    ],
)
def test_the_currency_is_the_cells_else_the_sites_else_the_shops(
    tmp_path: Path, page: str, category: str, price: str, expected: str
) -> None:
    text = item("CUP", "Cup", f"<CATEGORYTEXT>{category}</CATEGORYTEXT>", price=price, page=page)
    feed = shop(tmp_path, text, currency="GBP", currency_origin="the user's settings")

    assert feed["CUP"].price == expected
    assert feed["CUP"].product["category_path"] == "Cups"


def test_what_the_operator_says_of_the_currency_goes_before_what_is_usual(tmp_path: Path) -> None:
    feed = shop(tmp_path, item("CUP", "Cup", page="https://cups.cz"), currency="PLN", currency_origin="--currency")

    assert feed["CUP"].price == "100.00 PLN"


def test_further_images_and_postage_are_told_from_the_main_one_and_the_price(tmp_path: Path) -> None:
    one, two, three = (f"https://cups.example/{n}.jpg" for n in (1, 2, 3))
    feed = shop(
        tmp_path,
        item(
            "CUP", "Cup", f"<IMGURL_ALTERNATIVE>{two}</IMGURL_ALTERNATIVE><IMGURL>{one}</IMGURL>",
            f"<IMGURL_ALTERNATIVE>{three}</IMGURL_ALTERNATIVE>",
            "<DELIVERY><DELIVERY_ID>PPL</DELIVERY_ID><DELIVERY_PRICE>99</DELIVERY_PRICE></DELIVERY>",
        ),
    )  # fmt: skip

    assert [url for url, _ in feed["CUP"].images] == [one, two, three]
    assert feed["CUP"].price == "100.00 EUR"


def test_shops_that_add_their_own_sku_and_stock_mean_them(tmp_path: Path) -> None:
    feed = shop(tmp_path, item("4991", "Cup", "<SKU>CUP-1</SKU><STOCK>4</STOCK>"), item("4992", "Mug"))

    assert [(row.key, row.sku, row.stock) for row in feed.rows] == [("4991", "CUP-1", {"": 4}), ("4992", "4992", {})]


def test_an_item_without_id_and_page_is_rejected(tmp_path: Path) -> None:
    feed = shop(tmp_path, item("CUP", "Cup"), "<PRODUCT>Mug</PRODUCT><PRICE_VAT>1</PRICE_VAT>")

    assert [(reject.line, reject.code) for reject in feed.rejects] == [(3, "missing_key")]


def test_the_same_elements_in_another_systems_words_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="<SHOP>"):
        read("<SHOP><SHOPITEM><NAME>Cup</NAME><CODE>1</CODE><PRICE_VAT>1</PRICE_VAT></SHOPITEM></SHOP>",
             folder=tmp_path, name="feed.xml")  # fmt: skip


def test_what_some_items_say_of_the_currency_holds_for_the_feed(tmp_path: Path) -> None:
    category = "<CATEGORYTEXT>Heureka.cz | Cups</CATEGORYTEXT>"
    feed = shop(
        tmp_path, item("A", "Cup", category, page="https://c.test/a"), item("B", "Jug", page="https://c.test/b")
    )

    assert [row.price for row in feed.rows] == ["100.00 CZK", "100.00 CZK"]


def test_zbozi_is_in_its_own_currency_and_has_a_price_before(tmp_path: Path) -> None:
    namespace = ' xmlns="http://www.zbozi.cz/ns/offer/1.0"'
    before = "<PRICE_BEFORE_DISCOUNT>120</PRICE_BEFORE_DISCOUNT>"
    feed = shop(tmp_path, item("A", "Cup", before, page="https://c.test/a"), namespace=namespace)

    assert (feed["A"].price, feed["A"].money("compare_at_price")) == ("100.00 CZK", "120.00 CZK")


@pytest.mark.parametrize(
    ("carriers", "price"),
    [
        (("CESKA_POSTA_NAPOSTU", "PPL"), "100.00 CZK"),
        (("PPL",), "100.00 GBP"),
        (("CESKA_POSTA", "SLOVENSKA_POSTA"), "100.00 GBP"),
    ],
)
def test_the_post_that_delivers_tells_the_currency_where_nothing_else_does(
    tmp_path: Path, carriers: tuple[str, ...], price: str
) -> None:
    stated = "".join(
        f"<DELIVERY><DELIVERY_ID>{id}</DELIVERY_ID><DELIVERY_PRICE>9</DELIVERY_PRICE></DELIVERY>" for id in carriers
    )
    feed = shop(tmp_path, item("A", "Cup", stated, page="https://c.test/a"), currency="GBP", currency_origin="settings")

    assert feed["A"].price == price
