"""A plain table is read where its headers leave no doubt, and refused where they do."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from royal_cli.errors import FeedError
from tests.commerce.feeds.formats.reading import Feed, read


def table(folder: Path, header: str, *rows: str, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, **options)


def refusal(folder: Path, header: str, **options: Any) -> FeedError:
    with pytest.raises(FeedError) as refused:
        table(folder, header, **options)
    return refused.value


def test_the_words_of_suppliers_are_understood(tmp_path: Path) -> None:
    header = (
        "Article number;Product name;Brand;Product category;Retail price;Purchase price;EAN code;Stock quantity;"
        "Weight (g);Photo 1;Photo 2;Long description"
    )
    feed = table(
        tmp_path,
        header,
        "TEE-M;Linen Tee;Nordlys;Clothing > Tees;29,50;11,20;5901234123457;8;180;https://x.example/1.jpg;;Airy.",
    )
    row = feed["TEE-M"]

    assert feed.known.describe() == "table · semicolon, UTF-8 · 12 columns, 0 not used"
    assert (row.price, row.money("cost_price"), row.stock) == ("29.50 EUR", "11.20 EUR", {"": 8})
    assert (row.variant["weight"], row.variant["weight_unit"]) == (180_000, "g")
    assert row.product["vendor"] == "Nordlys"
    assert [url for url, _ in row.images] == ["https://x.example/1.jpg"]


@pytest.mark.parametrize("key", ["SKU Code", "Item #", "item_no", "Product Code", "Art. Nr", "Stock code"])
def test_a_key_column_has_many_names(tmp_path: Path, key: str) -> None:
    assert table(tmp_path, f"{key},Name,Price", "TEE,Tee,20")["TEE"].product["title"] == "Tee"


def test_rows_with_a_parent_are_variants_told_apart_by_size_and_colour(tmp_path: Path) -> None:
    feed = table(
        tmp_path, "Parent SKU,SKU code,Name,Price,Size,Colour", "TEE,TEE-S,Tee,20,S,Red", "TEE,TEE-M,,20,M,Red"
    )

    assert [(row.key, row.options) for row in feed.rows] == [
        ("TEE", ["Size: S", "Colour: Red"]),
        ("TEE", ["Size: M", "Colour: Red"]),
    ]


def test_without_a_parent_a_size_tells_nothing_apart(tmp_path: Path) -> None:
    feed = table(tmp_path, "SKU code,Name,Price,Size", "TEE-S,Tee,20,S", "TEE-M,Tee,20,M")

    assert [row.options for row in feed.rows] == [[], []]


def test_sizes_under_one_sku_are_variants_and_none_is_lost(tmp_path: Path) -> None:
    rows = ("POLO,Polo,Navy,M,9.90", "POLO,Polo,Navy,L,9.90", "CAP,Cap,Red,,2.00")
    feed = table(tmp_path, "Artikelnummer,Bezeichnung,Farbe,Größe,EK netto", *rows)

    assert [(row.key, row.options) for row in feed.rows] == [
        ("POLO", ["Farbe: Navy", "Größe: M"]),
        ("POLO", ["Farbe: Navy", "Größe: L"]),
        ("CAP", []),
    ]


@pytest.mark.parametrize(
    ("header", "price"),
    [
        ("Price (USD)", "20.00 USD"),
        ("Price GBP", "20.00 GBP"),
        ("Price in €", "20.00 EUR"),
        ("Retail price [CHF]", "20.00 CHF"),
    ],
)
def test_the_currency_may_stand_in_the_header(tmp_path: Path, header: str, price: str) -> None:
    assert table(tmp_path, f"SKU code,Name,{header}", "TEE,Tee,20")["TEE"].price == price


def test_a_dollar_sign_in_the_header_is_the_shops_own_dollar_and_else_open(tmp_path: Path) -> None:
    cells = ("SKU code,Name,Price ($)", "TEE,Tee,20")

    assert table(tmp_path, *cells, currency="CAD")["TEE"].price == "20.00 CAD"
    assert [reject.code for reject in table(tmp_path, *cells).rejects] == ["currency_open"]


@pytest.mark.parametrize(
    ("header", "includes"),
    [
        ("Price incl. VAT", True),
        ("Net price", False),
        ("Gross price", True),
        ("Price excl VAT", False),
        ("Price", None),
    ],
)
def test_the_header_may_say_whether_vat_is_included(tmp_path: Path, header: str, includes: bool | None) -> None:
    feed = table(tmp_path, f"SKU code,Name,{header}", "TEE,Tee,20", "CUP,Cup,")

    assert feed["TEE"].variant.get("price_includes_vat") is includes
    assert "price_includes_vat" not in feed["CUP"].variant


@pytest.mark.parametrize(
    ("header", "claim"),
    [
        ("SKU code,Name,Price,Retail price", "price: Price, Retail price"),
        ("SKU code,Name,Price,RRP", "price: Price, RRP"),
        ("SKU code,Name,Price,Price B2B", "price: Price, Price B2B"),
        ("SKU code,Name,Price,Price", "price: Price, Price (2)"),
        ("SKU code,Item no,Name,Price", "sku: SKU code, Item no"),
        ("SKU code,Name,Title,Price", "title: Name, Title"),
    ],
)
def test_two_columns_that_could_be_the_same_are_never_chosen_from(tmp_path: Path, header: str, claim: str) -> None:
    refused = refusal(tmp_path, header)

    assert refused.message == f"Several columns could be the {claim}."
    assert "--profile" in str(refused.hint)


def test_a_table_that_is_mostly_unknown_is_refused_unless_asked_for(tmp_path: Path) -> None:
    header = "SKU code,Name,Fabric,Season,Buyer"

    assert refusal(tmp_path, header).message == "Only 2 of 5 columns are known: not Fabric, Season, Buyer."
    assert table(tmp_path, header, "TEE,Tee,,,", form="table")["TEE"].product == {"title": "Tee"}


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("Name,Price,Stock", "Name is the title; Price is the price; Stock is the stock."),
        (
            "Name,VK netto,VK brutto,MwSt",
            "Name is the title; VK netto or VK brutto could be the price; not known: MwSt.",
        ),
    ],
)
@pytest.mark.parametrize("form", [None, "table"])
def test_a_table_without_a_key_is_refused_with_what_is_known_and_what_is_missing(
    tmp_path: Path, header: str, why: str, form: str | None
) -> None:
    refused = refusal(tmp_path, header, form=form)

    assert refused.message == (
        f"feed.csv has no column that names its products (a SKU, an article or item number, an EAN). {why}"
    )
    assert "`royal product profile create feed.csv`" in str(refused.hint)


def test_a_table_that_says_nothing_of_its_products_is_told_so(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "SKU code,Size,Colour").message

    assert "says nothing of its products that is known. SKU code is the sku." in refused


def test_words_that_nobody_knows_are_listed(tmp_path: Path) -> None:
    assert "Its columns are Foo, Bar." in refusal(tmp_path, "Foo,Bar").message


def test_without_a_sku_the_gtin_is_the_key(tmp_path: Path) -> None:
    feed = table(tmp_path, "upc,name,manufacturer", "096009010836,Fists of Fury,", "96385074,Tee,Nordlys")

    assert [(row.key, row.sku, row.variant["gtin"]) for row in feed.rows] == [
        ("096009010836", None, "096009010836"), ("96385074", None, "96385074")
    ]  # fmt: skip
    assert feed.rows[1].product["vendor"] == "Nordlys"


def test_a_gtin_that_a_spreadsheet_has_shortened_names_nothing(tmp_path: Path) -> None:
    feed = table(tmp_path, "EAN;Name", "8,71235E+12;Oak table", "8712345678906;Mug")

    assert [row.key for row in feed.rows] == ["8712345678906"]
    assert len(feed.rejects) == 1


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("Artikelnr;Bestand", "stock list"),
        ("SKU,Price,Cost", "price list"),
        ("EAN;Prijs;Voorraad", "stock and price list"),
        ("sku,stock: Main,stock: Shop", "stock list"),
        ("Réf.;Prix de vente TTC;Prix d'achat HT", "price list"),
        ("SKU,Name,Stock", "table"),
        ("Item no,Description,Price", "table"),
    ],
)
def test_a_key_with_nothing_but_stock_or_prices_is_a_list(tmp_path: Path, header: str, title: str) -> None:
    assert table(tmp_path, header).known.describe().startswith(f"{title} · ")


def test_in_a_list_a_row_without_a_sku_is_none_of_its_product(tmp_path: Path) -> None:
    feed = table(tmp_path, "SKU code,Design No.,EAN,Stock", "TEE-S,TEE,,3", ",TEE,,4", ",,8712345678906,5")

    assert [(row.key, row.stock) for row in feed.rows] == [("TEE", {"": 3}), ("8712345678906", {"": 5})]
    assert [(reject.line, reject.code, reject.hint) for reject in feed.rejects] == [
        (3, "missing_key", "fill in SKU code")
    ]


@pytest.mark.parametrize(
    ("header", "cells", "field", "value"),
    [
        ("SKU,Name,Brand,Manufacturer", "TEE,Tee,Nordlys,Knitwear Ltd", "vendor", "Nordlys"),
        ("SKU,Name,Hersteller", "TEE,Tee,Nordlys", "vendor", "Nordlys"),
        ("SKU,Name,Kategorie,Warengruppe", "TEE,Tee,Shirts,17 Textil", "category_path", "Shirts"),
        (
            "SKU,Name,Short description,Long description",
            "TEE,Tee,Airy.,Airy and light.",
            "description",
            "Airy and light.",
        ),
    ],
)
def test_the_better_of_two_columns_counts(tmp_path: Path, header: str, cells: str, field: str, value: str) -> None:
    assert table(tmp_path, header, cells)["TEE"].product[field] == value


def test_an_ean_goes_before_a_barcode_and_of_two_weights_none_is_chosen(tmp_path: Path) -> None:
    feed = table(
        tmp_path, "SKU,Name,Barcode,EAN,Net weight (g),Gross weight (g)", "TEE,Tee,INT-1,8712345678906,180,210"
    )

    assert feed["TEE"].variant == {"gtin": "8712345678906"}
    assert feed.known.unused == ("Barcode", "Gross weight (g)", "Net weight (g)")
    assert table(tmp_path, "SKU,Name,Net weight (g)", "TEE,Tee,180")["TEE"].variant["weight"] == 180_000


def test_prices_with_and_without_vat_are_not_mixed(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "SKU,Name,Preis netto,Aktionspreis brutto")

    assert refused.message == "Some of these prices include VAT, and some do not: Preis netto, Aktionspreis brutto."


@pytest.mark.parametrize("rival", ["Staffelpreis", "Price B2B", "UVP", "Prix conseillé", "Preiseinheit"])
def test_another_column_that_may_be_a_price_is_told_in_any_language(tmp_path: Path, rival: str) -> None:
    assert f"the price: Price, {rival}" in refusal(tmp_path, f"SKU,Name,Price,{rival}").message


@pytest.mark.parametrize("header", ["Versandpreis", "Price updated", "Price list", "Price valid until"])
def test_what_is_certainly_no_price_to_sell_at_stays_unused(tmp_path: Path, header: str) -> None:
    assert table(tmp_path, f"SKU,Name,Price,{header}", "TEE,Tee,20,1")["TEE"].price == "20.00 EUR"


def test_nombre_is_a_name_in_spanish_and_a_number_in_french(tmp_path: Path) -> None:
    spanish = table(tmp_path, "Referencia;Nombre;Precio", "TEE;Camiseta;20")
    french = table(tmp_path, "Réf.;Nombre;Prix", "TEE;12;20")

    assert spanish["TEE"].product["title"] == "Camiseta"
    assert (french["TEE"].product, french.known.unused) == ({}, ("Nombre",))


def test_a_table_whose_rows_depend_on_each_other_is_refused(tmp_path: Path) -> None:
    assert "(Wix)" in refusal(tmp_path, "fieldType,name,sku,price,inventory").message


def test_a_lone_comma_before_three_digits_is_read_by_its_column_or_refused(tmp_path: Path) -> None:
    refused = table(tmp_path, "SKU code;Name;Price", "SOFA;Sofa;1,299", "LAMP;Lamp;2,499")
    evident = table(tmp_path, "SKU code;Name;Price", "SOFA;Sofa;1,299", "LAMP;Lamp;49,90")
    told = table(tmp_path, "SKU code;Name;Price", "SOFA;Sofa;1,299", decimal_mark=".")

    assert [reject.code for reject in refused.rejects] == ["ambiguous_number"] * 2
    assert evident["SOFA"].price == "1.299 EUR"
    assert told["SOFA"].price == "1299.00 EUR"


def test_the_row_of_a_parent_describes_the_product_and_is_not_sold(tmp_path: Path) -> None:
    header = "SKU code,Parent SKU,Name,Price,Size"
    feed = table(tmp_path, header, "TEE,,Tee,20,", "TEE-S,TEE,,20,S", "TEE-M,TEE,,22,M", "CUP,,Cup,9,")

    assert [(row.key, row.sells) for row in feed.rows] == [("TEE", False), ("TEE", True), ("TEE", True), ("CUP", True)]
    assert feed["TEE"].product["base_price"] == 2000


def test_a_column_that_may_be_a_price_is_not_passed_over_where_all_others_are_known(tmp_path: Path) -> None:
    assert "price: price, RRP" in refusal(tmp_path, "sku,title,price,stock,vendor,RRP").message


@pytest.mark.parametrize("word", ["Total", "TOTAL:", "Grand total", "Gesamtsumme", "Итого:"])
def test_a_row_that_adds_up_the_others_is_no_product(tmp_path: Path, word: str) -> None:
    feed = table(tmp_path, "SKU code,Name,Price,Qty", "TEE,Tee,20,3", "TOTAL-CARE,Balm,4,1", f"{word},2 articles,24,4")

    assert [row.sku for row in feed.rows] == ["TEE", "TOTAL-CARE"]
    assert [(reject.line, reject.code, reject.value) for reject in feed.rejects] == [(4, "total_row", word)]


def test_one_sku_with_two_titles_is_rejected_the_second_time(tmp_path: Path) -> None:
    feed = table(tmp_path, "SKU code,Name,Price", "TEE,Linen Tee,20", "TEE,Wool Hat,20", "TEE,Linen Tee,20", "TEE,,20")

    assert [row.line for row in feed.rows] == [2, 4, 5]
    assert [(reject.line, reject.code) for reject in feed.rejects] == [(3, "duplicate_variant")]
    assert "line 2 gives this SKU another title" in feed.rejects[0].hint


def test_text_that_a_formula_protects_is_the_text(tmp_path: Path) -> None:
    cells = '"=""00123""","=""Cup""","=""1.50""","=""5"""'

    row = table(tmp_path, "SKU code,Name,Price,Qty", cells)["00123"]

    assert (row.product["title"], row.price, row.stock) == ("Cup", "1.50 EUR", {"": 5})


def test_a_currency_that_cannot_be_read_is_not_the_shops_own(tmp_path: Path) -> None:
    rows = ("TEE,Tee,20,US Dollars", "CUP,Cup,9,$", "CAP,Cap,5,USD", "SOCK,Sock,3,")
    feed = table(tmp_path, "SKU code,Name,Price,Currency", *rows)

    assert [(row.sku, row.price) for row in feed.rows] == [("CAP", "5.00 USD"), ("SOCK", "3.00 EUR")]
    assert [reject.code for reject in feed.rejects] == ["currency_unknown", "currency_open"]


def test_a_table_without_a_header_is_told_so(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "NORDLYS;TEE-M;29,50;8;Linen Tee in medium")

    assert "Its columns are NORDLYS, TEE-M, 29,50, 8, Linen Tee in medium." in refused.message
    assert "write the names of the columns above it" in str(refused.hint)


@pytest.mark.parametrize("key", ["Code", "Código", "Codice", "Kod", "KÓD", "Код"])
def test_a_code_is_the_key_where_nothing_else_could_be(tmp_path: Path, key: str) -> None:
    assert table(tmp_path, f"{key};Name;Price;Stock", "TEE;Tee;20;3")["TEE"].product["title"] == "Tee"


def test_a_code_beside_a_gtin_is_not_chosen_from(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "code;pairCode;name;price;ean")

    assert refused.message == "Its products could be named by pairCode, code, or by their GTIN (ean)."
    assert table(tmp_path, "code;name;price;ean", "A;Mug;5;8712345678906", form="table").rows[0].key == "8712345678906"


@pytest.mark.parametrize("header", ["Code,Name", "code,name,continent", "Kod,Nazwa"])
def test_codes_with_names_may_be_those_of_anything(tmp_path: Path, header: str) -> None:
    assert "says nothing of its products that is known" in refusal(tmp_path, header).message


@pytest.mark.parametrize(
    "header",
    [
        "Order ID,SKU,Product name,Quantity,Price",
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
        "Rechnungsnummer;Artikelnummer;Bezeichnung;Menge;Preis",
    ],
)
def test_the_lines_of_orders_are_no_products(tmp_path: Path, header: str) -> None:
    assert "belongs to a feed of another kind (orders)" in refusal(tmp_path, header).message


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Monat;Artikelnummer;Bezeichnung;Menge;Umsatz", "Menge may be what was sold, no stock, beside Umsatz."),
        ("SKU,Title,Price,Qty,Revenue", "Qty may be what was sold, no stock, beside Revenue."),
    ],
)
def test_a_quantity_beside_what_was_earned_is_no_stock(tmp_path: Path, header: str, told: str) -> None:
    assert refusal(tmp_path, header).message == told
    assert table(tmp_path, "SKU,Title,Price,Stock,Revenue", "TEE,Tee,5,3,90")["TEE"].stock == {"": 3}


def test_gtins_alone_with_texts_are_refused_for_what_is_missing(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "Part;Description;UPC;Qty")

    assert "has GTINs, but neither SKUs nor titles beside them. Description is the description" in refused.message


@pytest.mark.parametrize(
    "header", ["Product name;Your item number;Price including VAT;EAN", "Titel;Referentie;Prijs;EAN"]
)
def test_a_shop_s_own_number_goes_before_the_gtin(tmp_path: Path, header: str) -> None:
    assert table(tmp_path, header, "Tee;OWN-1;29,50;8712345678906").rows[0].sku == "OWN-1"


def test_where_a_spreadsheet_made_a_date_of_the_product_that_is_said(tmp_path: Path) -> None:
    """Its rows are products of their own: nobody knows which design 1 January was."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Product SKU", "Design Number", "Stock", "Size"])
    sheet.append(["JAN01-M", date(2001, 1, 1), 1, "M"])
    sheet.append(["AN201-M", "AN201", 5, "M"])
    book.save(tmp_path / "stock.xlsx")
    feed = read(tmp_path / "stock.xlsx")

    assert [(row.sku, row.key) for row in feed.rows] == [("JAN01-M", "JAN01-M"), ("AN201-M", "AN201")]
    assert feed.codes == ["date_for_text"]


@pytest.mark.parametrize(("cell", "status"), [("ja", "active"), ("nein", "draft"), ("1", "active"), ("", None)])
def test_what_is_not_active_is_a_draft(tmp_path: Path, cell: str, status: str | None) -> None:
    feed = table(tmp_path, "Artikelnummer;Bezeichnung;Preis;Aktiv", f"A;Stuhl;129,90;{cell}")

    assert feed["A"].product.get("status") == status


def test_rows_of_a_sku_may_each_be_of_one_warehouse(tmp_path: Path) -> None:
    feed = table(tmp_path, "source_code,sku,quantity", "default,MUG,100", "de,MUG,3", ",CUP,1")

    assert [(row.sku, row.stock) for row in feed.rows] == [
        ("MUG", {"default": 100}),
        ("MUG", {"de": 3}),
        ("CUP", {"": 1}),
    ]


def test_what_is_available_goes_before_what_is_on_hand(tmp_path: Path) -> None:
    feed = table(tmp_path, "SKU code,On hand,Committed,Available,Incoming", "MUG,10,2,8,5")

    assert feed["MUG"].stock == {"": 8}
    assert table(tmp_path, "SKU code,On hand", "MUG,10")["MUG"].stock == {"": 10}


def test_columns_without_a_place_in_the_catalogue_are_no_reason_to_doubt_the_others(tmp_path: Path) -> None:
    feed = table(tmp_path, "Référence;Désignation;Prix achat;Unité;TVA;Fournisseur;Stock mini", "A;Vis;0,50;u;20;X;5")

    assert feed.known.unused == ("Unité", "TVA", "Fournisseur", "Stock mini")
    assert feed["A"].money("cost_price") == "0.50 EUR"


@pytest.mark.parametrize("header", ["Standardpreis (Shop)", "Trade Price (ex VAT)", "Price B2B", "Liste Fiyatı"])
def test_products_do_not_arrive_without_the_price_that_a_column_may_have(tmp_path: Path, header: str) -> None:
    refused = refusal(tmp_path, f"SKU,Name,Stock,{header}")

    assert refused.message == f"No column is certainly the price, but {header} could be."
    assert table(tmp_path, f"SKU,Name,Stock,{header}", "TEE,Tee,3,20", form="table")["TEE"].price is None


@pytest.mark.parametrize("header", ["UVP", "RRP", "Adviesprijs incl. btw", "MSRP"])
def test_a_recommended_price_is_none_to_sell_at(tmp_path: Path, header: str) -> None:
    feed = table(tmp_path, f"SKU,Name,EK netto,{header}", "TEE,Tee,11,20")

    assert (feed["TEE"].price, feed["TEE"].money("cost_price")) == (None, "11.00 EUR")


@pytest.mark.parametrize(("word", "status"), [("aktiv", "active"), ("Inactif", "draft"), ("true", "active")])
def test_a_status_is_understood_in_other_languages(tmp_path: Path, word: str, status: str) -> None:
    assert table(tmp_path, "SKU,Name,Product status", f"TEE,Tee,{word}")["TEE"].product["status"] == status


def xml(*products: str) -> str:
    return f"<?xml version='1.0'?><products>{''.join(f'<product>{one}</product>' for one in products)}</products>"


def test_flat_xml_is_a_table_in_all_but_name(tmp_path: Path) -> None:
    chair = "<sku>C</sku><name>Chair</name><price>49,90</price><qty>4</qty><ean>8712345678906</ean>"
    pictures = "<images><image>https://x.example/1.jpg</image><image>https://x.example/2.jpg</image></images>"
    bench = f"<sku>B</sku><name>Bench</name><price currency='CHF'>149.90</price><qty>1</qty>{pictures}"
    feed = read(xml(chair, bench), folder=tmp_path, name="products.xml")

    assert (feed["C"].price, feed["C"].stock, feed["C"].variant["gtin"]) == ("49.90 EUR", {"": 4}, "8712345678906")
    assert feed["B"].price == "149.90 CHF"
    assert [url for url, _ in feed["B"].images] == ["https://x.example/1.jpg", "https://x.example/2.jpg"]


def test_xml_with_variants_within_its_products_is_refused(tmp_path: Path) -> None:
    """Their rows would be lost: only a format that knows them can read such a feed."""
    variants = "<variants><variant><sku>C-1</sku></variant><variant><sku>C-2</sku></variant></variants>"
    with pytest.raises(FeedError, match=r"columns are sku, name, price, variants\.variant\.sku"):
        read(xml(f"<sku>C</sku><name>Chair</name><price>5</price>{variants}"), folder=tmp_path, name="products.xml")


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Token,Item Name,Variation Name,SKU,Price,Current Quantity Shop", "Square"),
        ("id,handle,sku,name,variant_option_one_name,variant_option_one_value,retail_price", "Vend"),
    ],
)
def test_tills_with_options_in_columns_of_their_own_are_refused(tmp_path: Path, header: str, kind: str) -> None:
    assert f"belongs to a feed of another kind ({kind})" in refusal(tmp_path, header).message


def test_a_place_beside_stock_may_be_a_warehouse_or_a_shelf(tmp_path: Path) -> None:
    refused = refusal(tmp_path, "SKU,Location,Qty")

    assert refused.message == "Location may say in which warehouse this stock is, or only on which shelf."
    assert table(tmp_path, "SKU,Location,Qty", "MUG,A-3,5", form="table")["MUG"].stock == {"": 5}
    assert table(tmp_path, "SKU,Title,Location,Qty", "MUG,Mug,A-3,5")["MUG"].stock == {"": 5}
