"""Google Merchant feeds: XML with and without prefixes, tables with g: headers, groups, sales, postage."""

from pathlib import Path
from typing import Any

import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read


def table(folder: Path, header: str, *rows: str, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, form="google", **options)


def rss(folder: Path, *items: str) -> Feed:
    body = "".join(f"<item>{item}</item>" for item in items)
    start = '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>'
    return read(f"{start}{body}</channel></rss>", folder=folder, name="feed.xml")


def test_a_table_with_prefixed_headers_is_a_google_feed(tmp_path: Path) -> None:
    feed = read(
        "g:id\tg:title\tg:link\tg:image_link\tg:availability\tg:price\n"
        "0042\tCup\thttps://x.example\thttps://x.example/c.jpg\tin_stock\t9.00 EUR\n",
        folder=tmp_path,
    )

    assert feed.known.form.name == "google"
    assert feed["0042"].price == "9.00 EUR"


def test_an_item_is_a_variant_of_its_group_and_the_first_one_names_the_product(tmp_path: Path) -> None:
    header = "id,item_group_id,title,color,size,material,image_link,price"
    feed = table(
        tmp_path,
        header,
        "tee-s,tee,Tee in small,Red,S,Linen,https://x.example/red.jpg,20 EUR",
        "tee-m,tee,Tee in medium,Red,M,Linen,https://x.example/red.jpg,20 EUR",
        "cup,,Cup,Blue,,,https://x.example/cup.jpg,9 EUR",
    )

    assert [row.key for row in feed.rows] == ["tee", "tee", "cup"]
    assert [row.product.get("title") for row in feed.rows] == ["Tee in small", None, "Cup"]
    assert [row.variant["title"] for row in feed.rows] == ["Tee in small", "Tee in medium", "Cup"]
    assert [row.options for row in feed.rows] == [
        ["Color: Red", "Size: S", "Material: Linen"],
        ["Color: Red", "Size: M", "Material: Linen"],
        [],
    ]
    assert [len(row.images) for row in feed.rows] == [1, 0, 1]


@pytest.mark.parametrize(
    ("cell", "price"),
    [
        ("12.00 USD", "12.00 USD"),
        ("USD 12.00", "12.00 USD"),
        ("12,50 EUR", "12.50 EUR"),
        ("1.234,50 EUR", "1234.50 EUR"),
        ("12.50", "12.50 EUR"),
        ("1200 JPY", "1200 JPY"),
        ("", None),
    ],
)
def test_the_currency_stands_in_the_cell(tmp_path: Path, cell: str, price: str | None) -> None:
    assert table(tmp_path, "id,title,price", f'CUP,Cup,"{cell}"')["CUP"].price == price


@pytest.mark.parametrize(
    ("dates", "price", "compared"),
    [
        ("", "8.00 EUR", "10.00 EUR"),
        ("2026-11-20T00:00+01:00/2026-11-30T23:59+01:00", "8.00 EUR", "10.00 EUR"),
        ("2026-11-23T12:00Z/2026-11-30T23:59Z", "8.00 EUR", "10.00 EUR"),
        ("2026-11-24T00:00+0100 / 2026-11-30T23:59+0100", "10.00 EUR", None),
        ("2026-11-01/2026-11-22", "10.00 EUR", None),
    ],
)
def test_a_sale_price_counts_between_its_dates(tmp_path: Path, dates: str, price: str, compared: str | None) -> None:
    header = "id,title,price,sale_price,sale_price_effective_date"
    row = table(tmp_path, header, f"CUP,Cup,10 EUR,8 EUR,{dates}")["CUP"]

    assert (row.price, row.money("compare_at_price")) == (price, compared)


def test_dates_without_a_zone_are_in_the_shops_own(tmp_path: Path) -> None:
    header = "id,title,price,sale_price,sale_price_effective_date"
    cells = "CUP,Cup,10 EUR,8 EUR,2026-11-23T21:30/2026-11-24T00:00"

    assert table(tmp_path, header, cells, timezone="Asia/Tokyo")["CUP"].price == "10.00 EUR"
    assert table(tmp_path, header, cells, timezone="Australia/Sydney")["CUP"].price == "8.00 EUR"


def test_a_sale_price_in_another_currency_is_refused(tmp_path: Path) -> None:
    feed = table(tmp_path, "id,title,price,sale_price", "CUP,Cup,10 EUR,8 USD")

    assert feed["CUP"].price == "10.00 EUR"
    assert feed.codes == ["currency_differs"]


def test_postage_weight_and_price_columns_are_told_apart(tmp_path: Path) -> None:
    header = "id,title,shipping(country:price),shipping_weight,price,shipping,installment(months:amount)"
    row = table(tmp_path, header, "CUP,Cup,NL:4.95 EUR,350 g,9 EUR,NL:::4.95 EUR,3:3 EUR")["CUP"]

    assert row.price == "9.00 EUR"
    assert (row.variant["weight"], row.variant["weight_unit"]) == (350_000, "g")


def test_the_weight_of_the_product_goes_before_the_one_it_is_shipped_with(tmp_path: Path) -> None:
    feed = table(tmp_path, "id,title,shipping_weight,product_weight", "CUP,Cup,500 g,0.35 kg")

    assert (feed["CUP"].variant["weight"], feed["CUP"].variant["weight_unit"]) == (350, "kg")
    assert feed.known.unused == ("shipping_weight",)


@pytest.mark.parametrize(
    ("product_type", "google_category", "path"),
    [
        ("Home > Kitchen", "5322", "Home > Kitchen"),
        ("", "Home & Garden > Kitchen", "Home & Garden > Kitchen"),
        ("", "5322", None),
        ("Cups", "Home & Garden > Kitchen", "Cups"),
    ],
)
def test_the_shops_own_product_type_goes_before_googles_category(
    tmp_path: Path, product_type: str, google_category: str, path: str | None
) -> None:
    feed = table(tmp_path, "id,title,product_type,google_product_category", f"CUP,Cup,{product_type},{google_category}")

    assert feed["CUP"].product.get("category_path") == path


def test_availability_is_no_quantity(tmp_path: Path) -> None:
    feed = table(tmp_path, "id,title,availability,price", "CUP,Cup,in_stock,9 EUR")

    assert feed["CUP"].stock == {}


def test_additional_images_come_in_one_cell_or_in_columns_of_the_same_name(tmp_path: Path) -> None:
    one, two, three, four = (f"https://x.example/{n}.jpg" for n in (1, 2, 3, 4))
    header = "id,title,image_link,additional_image_link,additional_image_link"
    feed = table(tmp_path, header, f'CUP,Cup,{one},"{two},{three}",{four}')

    assert [url for url, _ in feed["CUP"].images] == [one, two, three, four]


def test_the_prefixed_element_goes_before_the_plain_one(tmp_path: Path) -> None:
    feed = rss(
        tmp_path,
        "<title>Plain</title><g:title>Prefixed</g:title><g:id>CUP</g:id><g:price>9.00 EUR</g:price>"
        "<link>https://x.example</link><g:image_link>https://x.example/1.jpg</g:image_link>"
        "<g:additional_image_link>https://x.example/2.jpg</g:additional_image_link>"
        "<g:additional_image_link>https://x.example/3.jpg</g:additional_image_link>"
        "<g:shipping><g:country>NL</g:country><g:price>4.95 EUR</g:price></g:shipping>"
        "<g:product_type>Home &gt; Cups</g:product_type><g:product_type>Gifts</g:product_type>"
        "<g:availability>in stock</g:availability>",
    )
    row = feed["CUP"]

    assert row.product["title"] == "Prefixed"
    assert row.price == "9.00 EUR"
    assert len(row.images) == 3
    assert row.product["category_path"] == "Home > Cups"


def test_an_xml_item_without_an_id_is_rejected_with_its_line(tmp_path: Path) -> None:
    parts = "<g:title>Cup</g:title>\n<g:price>9 EUR</g:price><g:image_link>https://x.example/1.jpg</g:image_link>"
    feed = rss(tmp_path, f"<g:id>CUP</g:id>{parts}<g:availability/>", f"{parts}")

    assert [(reject.line, reject.code) for reject in feed.rejects] == [(2, "missing_key")]
    assert [row.sku for row in feed.rows] == ["CUP"]


def test_items_with_different_elements_keep_their_columns_apart(tmp_path: Path) -> None:
    seen = "<g:availability>in stock</g:availability><g:brand>Nordlys</g:brand><g:condition>new</g:condition>"
    feed = rss(
        tmp_path,
        f"<g:id>TEE-S</g:id><g:item_group_id>TEE</g:item_group_id><g:title>Tee</g:title><g:size>S</g:size>{seen}",
        f"<g:title>Tee</g:title><g:mpn>T-2</g:mpn><g:id>TEE-M</g:id><g:item_group_id>TEE</g:item_group_id>{seen}",
    )

    assert [(row.key, row.options, row.variant.get("mpn")) for row in feed.rows] == [
        ("TEE", ["Size: S"], None),
        ("TEE", [], "T-2"),
    ]


def test_xml_that_is_no_merchant_feed_is_refused_with_the_name_of_its_root(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="<SHOP>"):
        read("<SHOP><SHOPITEM><ID>1</ID></SHOPITEM></SHOP>", folder=tmp_path, name="feed.xml")
    with pytest.raises(FeedError, match="<item> or <entry>"):
        read("<rss><channel><title>Empty</title></channel></rss>", folder=tmp_path, name="feed.xml", form="google")


def test_several_colours_of_one_item_are_one_option(tmp_path: Path) -> None:
    seen = "<g:availability>in stock</g:availability><g:brand>Nordlys</g:brand><g:condition>new</g:condition>"
    feed = rss(
        tmp_path,
        f"<g:id>TEE-1</g:id><g:item_group_id>TEE</g:item_group_id><g:title>Tee</g:title>{seen}"
        "<g:color>Red</g:color><g:color>Navy</g:color><g:size>S</g:size><g:material>Linen</g:material>"
        "<g:pattern>Striped</g:pattern>",
    )

    assert feed["TEE-1"].options == ["Color: Red / Navy", "Size: S", "Material / Pattern: Linen / Striped"]


def test_an_atom_entry_is_described_by_its_summary(tmp_path: Path) -> None:
    parts = "<g:image_link>https://x.example/1.jpg</g:image_link><g:availability>in stock</g:availability>"
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">'
        f"<entry><g:id>CUP</g:id><title>Cup</title><summary>Of clay.</summary><g:price>9 EUR</g:price>{parts}</entry>"
        "</feed>",
        folder=tmp_path,
        name="feed.xml",
    )

    assert feed["CUP"].product["description"] == "Of clay."


def test_where_there_is_a_description_a_summary_is_not_used(tmp_path: Path) -> None:
    feed = table(tmp_path, "id,title,summary,description,price", "CUP,Cup,Short,Long,9 EUR")

    assert feed["CUP"].product["description"] == "Long"
    assert feed.known.unused == ("summary",)


def test_a_local_inventory_is_not_the_stock_of_its_items(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="store_code belongs to Google's local inventory"):
        table(tmp_path, "store_code,id,quantity,price", "Almere,CUP,3,9 EUR", "Utrecht,CUP,7,9 EUR")


def test_an_offset_may_be_hours_alone_but_a_sale_has_two_dates(tmp_path: Path) -> None:
    header = "id,title,price,sale_price,sale_price_effective_date"
    feed = table(
        tmp_path, header,
        "CUP,Cup,10 EUR,8 EUR,2026-11-23T08:00:00-5/2026-12-15T18:59:58-5",
        "MUG,Mug,10 EUR,8 EUR,2026-11-23T06:59:00-5/2026-12-15T18:59:58-5",
        "JUG,Jug,10 EUR,8 EUR,2026-11-01T00:00+0100",
        "POT,Pot,10 EUR,,2026-11-01T00:00+0100",
    )  # fmt: skip

    assert [row.price for row in feed.rows] == ["10.00 EUR", "8.00 EUR", "10.00 EUR"]
    assert [(reject.line, reject.code) for reject in feed.rejects] == [(4, "date")]


def test_a_price_said_twice_is_no_price(tmp_path: Path) -> None:
    feed = rss(
        tmp_path,
        "<g:id>CUP</g:id><g:title>Cup</g:title><g:price>20 EUR</g:price><g:price>25 EUR</g:price>"
        "<g:image_link>https://x.example/1.jpg</g:image_link><g:availability>in stock</g:availability>",
    )

    assert [reject.code for reject in feed.rejects] == ["several_values"]


def test_among_prices_in_another_currency_a_bare_figure_is_not_in_the_shops_own(tmp_path: Path) -> None:
    rows = ("CUP,Cup,9.00 USD", "MUG,Mug,7.00 USD", "JUG,Jug,12.00")
    feed = table(tmp_path, "id,title,price", *rows)
    told = table(tmp_path, "id,title,price", *rows, currency_origin="--currency")
    shops_own = table(tmp_path, "id,title,price", "CUP,Cup,9.00 USD", "MUG,Mug,7.00", "JUG,Jug,12.00")

    assert [(reject.line, reject.code) for reject in feed.rejects] == [(4, "currency_missing")]
    assert told["JUG"].price == "12.00 EUR"
    assert [row.price for row in shops_own.rows] == ["9.00 USD", "7.00 EUR", "12.00 EUR"]


@pytest.mark.parametrize("attribute", ["unit", "currency"])
def test_the_currency_may_stand_in_an_attribute_or_in_a_column(tmp_path: Path, attribute: str) -> None:
    rest = "<g:image_link>https://x.example/1.jpg</g:image_link><g:availability>in stock</g:availability>"
    feed = rss(
        tmp_path,
        f'<g:id>CUP</g:id><g:title>Cup</g:title><g:price {attribute}="GBP">9.00</g:price>{rest}',
        f'<g:id>MUG</g:id><g:title>Mug</g:title><g:price type="float">7.00</g:price>{rest}',
    )

    assert [row.price for row in feed.rows] == ["9.00 GBP", "7.00 EUR"]
    assert table(tmp_path, "id,title,price,currency", "CUP,Cup,9.00,GBP")["CUP"].price == "9.00 GBP"
