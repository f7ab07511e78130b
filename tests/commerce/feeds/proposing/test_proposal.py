"""What is proposed for tables of suppliers in several languages and dialects, and what is left to a person."""

from pathlib import Path

import pytest

from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.proposing.said import Said
from royal_cli.errors import FeedError
from tests.commerce.feeds.proposing.tables import asked, meant, proposed, values

GERMAN = (
    "Art.-Nr.;Artikelbezeichnung;Händler-EK netto;UVP brutto;EAN;Lager Köln;Lager Wien;Gewicht (g);Hersteller;"
    "Warengruppe",
    "L-1;Kerzenhalter, klein;4,20;12,95;4006381333931;14;2;180;Lichthaus;Wohnen > Kerzen",
    "L-2;Kerzenhalter, groß;1.006,80;1.919,95;4006381333948;;0;320;Lichthaus;Wohnen > Kerzen",
)


def test_a_german_price_list_leaves_nothing_open(tmp_path: Path) -> None:
    found = proposed(tmp_path, *GERMAN)

    assert meant(found) == {
        "Art.-Nr.": "sku", "Artikelbezeichnung": "title", "Händler-EK netto": "cost", "UVP brutto": "price",
        "EAN": "gtin", "Lager Köln": "stock: Köln", "Lager Wien": "stock: Wien", "Gewicht (g)": "weight",
        "Hersteller": "vendor", "Warengruppe": "category",
    }  # fmt: skip
    assert (found.key, found.product) == ("Art.-Nr.", None)
    assert values(found) == {"price_includes_vat": True, "decimal_mark": ",", "weight_unit": "g"}
    assert asked(found) == {}


@pytest.mark.parametrize(
    ("lines", "fields", "read"),
    [
        (
            ("Artikelnr;Omschrijving;Inkoop excl. btw;Adviesprijs incl. btw;EAN;Voorraad;Gewicht (gram);Foto",
             "DB-1;Scheepslamp, messing;27,40;69,95;2990017700018;14;1850;https://x.example/1.jpg",
             "DB-2;Scheepslamp, koper;28,40;74,95;2990017700025;;1850;https://x.example/2.jpg"),
            "sku title cost price gtin stock weight images",
            {"price_includes_vat": True, "decimal_mark": ",", "weight_unit": "g"},
        ),
        (
            ("Référence;Désignation;Marque;Prix d'achat HT;PPC TTC;Code-barres;Quantité en stock;Poids (kg)",
             "RF1;Bol en grès;Terra;4,50;12,90;3760123450017;25;0,450",
             "RF2;Tasse;Terra;2,10;6,90;3760123450024;0;0,150"),
            "sku title vendor cost price gtin stock weight",
            {"price_includes_vat": True, "decimal_mark": ",", "weight_unit": "kg"},
        ),
        (
            ("Referencia;Denominación;Fabricante;PVP;Coste;Existencias;Alto (cm);Ancho (cm);Largo (cm)",
             "ES-1;Jarrón de cristal;Vidrios;24,95;9,80;12;30;12;12",
             "ES-2;Cuenco de barro;Barros;14,95;5,10;4;10;22;22"),
            "sku title vendor price cost stock height width length",
            {"decimal_mark": ",", "dimension_unit": "cm"},
        ),
        (
            ("Indeks;Nazwa towaru;Producent;Cena netto zł;Cena brutto zł;Stan magazynowy;Kod kreskowy;Waga",
             "PL-1;Kubek ceramiczny;Bolesławiec;40,65;50,00;12;5901234123457;0,35 kg",
             "PL-2;Talerz głęboki;Bolesławiec;56,91;70,00;0;5901234123464;0,6 kg"),
            "sku title vendor - price stock gtin weight",
            {"currency": "PLN", "price_includes_vat": True, "decimal_mark": ","},
        ),
        (
            ("Stok Kodu;Ürün Adı;Marka;Satış Fiyatı (TL);Alış Fiyatı (TL);Stok Adedi;Barkod",
             "T1;Seramik kupa;Kütahya;1.250,50;800,00;10;8690000000012",
             "T2;Cam bardak;Cam;250,00;120,00;25;8690000000029"),
            "sku title vendor price cost stock gtin",
            {"currency": "TRY", "decimal_mark": ","},
        ),
        (
            ("Artikelnummer;Benämning;Varumärke;Pris inkl. moms (SEK);Lagersaldo;Vikt (g)",
             "SE-1;Mugg röd stor;Rör;129,00;4;350", "SE-2;Mugg blå stor;Rör;129,00;0;350"),
            "sku title vendor price stock weight",
            {"currency": "SEK", "price_includes_vat": True, "decimal_mark": ",", "weight_unit": "g"},
        ),
        (
            ("Item #\tDescription\tLong Description\tMSRP USD\tDealer Cost\tOn Hand\tUPC\tWeight (lbs)",
             f"10023\tCast iron skillet\t<p>{'Made to last. ' * 12}</p>\t39.99\t18.20\t24\t036000291452\t5.2",
             f"10024\tCast iron wok\t<p>{'Made to last. ' * 12}</p>\t49.99\t22.20\t0\t036000291469\t7.9"),
            "sku title description price cost stock gtin weight",
            {"currency": "USD", "decimal_mark": ".", "weight_unit": "lb"},
        ),
    ],
    ids=["dutch", "french", "spanish", "polish", "turkish", "swedish", "american"],
)  # fmt: skip
def test_headers_of_many_languages_are_understood(
    tmp_path: Path, lines: tuple[str, ...], fields: str, read: dict[str, str | bool]
) -> None:
    found = proposed(tmp_path, *lines)

    assert [field or "-" for field in meant(found).values()] == fields.split()
    assert values(found) == read
    assert not found.missing


def test_where_headers_say_nothing_the_cells_do(tmp_path: Path) -> None:
    found = proposed(
        tmp_path,
        "n,c1,c2,c3,c4,c5",
        "1,AB-1001,Red ceramic mug,4006381333931,https://x.example/red.jpg,Kitchen > Mugs",
        "2,AB-1002,Blue ceramic mug,4006381333948,https://x.example/blue.jpg,Kitchen > Mugs",
        "3,AB-1003,Large oak table,4006381333955,https://x.example/oak.jpg,Kitchen > Mugs",
    )

    assert list(meant(found).values()) == [None, "sku", "title", "gtin", "images", "category"]
    assert {column.known for column in found.columns} == {"by its values", "not used"}
    assert found.columns[0].reason == "counts the rows"


def test_a_barcode_is_the_key_where_there_is_nothing_else(tmp_path: Path) -> None:
    found = proposed(
        tmp_path, "EAN;Name;RRP GBP;Trade price;Qty", "5012345678900;Oak tray;£24.99;£11.50;4",
        "5012345678917;Ash tray;£14.99;£6.50;0", "5012345678924;Board;£39.99;£18.00;0",
    )  # fmt: skip

    assert list(meant(found).values()) == ["sku + gtin", "title", "price", "cost", "stock"]
    assert values(found)["currency"] == "GBP"


def test_rows_are_variants_where_a_column_names_their_product(tmp_path: Path) -> None:
    rows = ("T1,T1-R-S,Tee,Red,S,4,1", "T1,T1-R-M,Tee,Red,M,0,2", "H1,H1-B-S,Hoodie,Blue,S,4,1")
    found = proposed(tmp_path, "Style No,SKU,Product name,Colour,Size,Stock NL,Stock DE", *rows)

    assert (found.key, found.product) == ("SKU", "Style No")
    assert list(meant(found).values()) == [
        "product", "sku", "title", "option: Colour", "option: Size", "stock: NL", "stock: DE",
    ]  # fmt: skip


def test_a_model_whose_rows_have_several_titles_is_no_product(tmp_path: Path) -> None:
    rows = ("T1,T1-R,Red tee,Red", "T1,T1-B,Blue tee,Blue", "H1,H1-B,Blue hoodie,Blue", "H1,H1-R,Red hoodie,Red")
    found = proposed(tmp_path, "Style No,SKU,Product name,Colour", *rows)

    assert found.product is None
    assert list(meant(found).values()) == [None, "sku", "title", None]
    assert found.columns[3].reason == "rows of one Style No differ in Product name"


def test_several_prices_are_asked_for_with_the_flags_that_say_it(tmp_path: Path) -> None:
    lines = ("sku;name;Preis;UVP", "A1;Tasse;12,50;19,90", "A2;Teller;14,50;21,90")

    assert asked(proposed(tmp_path, *lines)) == {"price": '--price "Preis" or --price "UVP"'}
    said = proposed(tmp_path, *lines, said=Said(price="UVP"))
    assert meant(said) == {"sku": "sku", "name": "title", "Preis": None, "UVP": "price"}
    assert asked(said) == {"cost?": '--map "Preis=cost"', "vat?": VAT}


VAT = "--vat included|excluded"


def test_a_column_that_is_no_key_is_said_so_and_only_proposed(tmp_path: Path) -> None:
    """A table without article numbers: the names repeat, and nobody may guess that they do not matter."""
    found = proposed(tmp_path, "Text;vkBrutto", "Mug, red;1,20", "Mug, blue;1,20", "Tea;2,20", "Mug, red;1,50")

    assert found.key is None
    assert [question.asks for question in found.missing] == [
        "No column names every product: 1 of 4 rows repeat Text. Which one comes closest?"
        " Rows that repeat it and say other things will be rejected."
    ]
    assert asked(found)["key"] == '--key "Text"'


def test_a_number_of_the_row_is_no_article_number(tmp_path: Path) -> None:
    lines = ("Nr;Name;EAN", "1;Mug, red;4006381333931", "2;Mug, blue;4006381333948", "3;Tea;4006381333955")

    assert proposed(tmp_path, *lines).key == "EAN"
    assert proposed(tmp_path, *("SKU" + line.removeprefix("Nr") for line in lines)).key == "SKU"


def test_what_cannot_be_known_is_asked_all_at_once(tmp_path: Path) -> None:
    found = proposed(
        tmp_path, "Artikelnr;Naam;Prijs;Gewicht;Lengte", "A;Grote bank;1.250;12,5;200", "B;Bank;2.300;10,5;180"
    )

    assert [question.about for question in found.missing] == ["weight_unit", "dimension_unit"]
    assert values(found) == {"decimal_mark": ","}, "the weights show the mark of the prices"


def test_a_thousand_or_one_and_a_quarter_is_asked(tmp_path: Path) -> None:
    (question,) = proposed(tmp_path, "Artikelnr;Naam;Prijs", "A;Grote bank;1.250", "B;Kleine bank;2.300").missing

    assert question.asks == "Which mark is the decimal one in 1.250 (Prijs)?"
    assert question.choices == {",": "1.250 has thousands", ".": "1.250 has decimals"}


def test_a_sign_of_several_currencies_is_asked_unless_the_shop_has_one_of_them(tmp_path: Path) -> None:
    lines = ("sku,name,price", "A,Mug,$5.00", "B,Cup,$6.00")

    assert asked(proposed(tmp_path, *lines))["currency"] == "--currency CODE"
    assert asked(proposed(tmp_path, *lines, said=Said(currency="USD"))) == {"vat?": VAT}


def test_settings_answer_for_currency_and_vat(tmp_path: Path) -> None:
    lines = ("sku,name,price", "A,Mug,5.00", "B,Cup,6.00")
    nobody = FeedOptions(currency="EUR", currency_origin="default")

    assert asked(proposed(tmp_path, *lines, settings=nobody)) == {"currency?": "--currency CODE", "vat?": VAT}
    known = FeedOptions(currency="EUR", currency_origin="royal.toml", price_includes_vat=True)
    assert asked(proposed(tmp_path, *lines, settings=known)) == {}


def test_a_table_without_titles_or_prices_says_so(tmp_path: Path) -> None:
    found = proposed(tmp_path, "sku,Stock", "A,5.0", "B,6.0")

    assert found.notes == [
        "No column is the title: such a table changes products, and creates none.", "No column is the price.",
    ]  # fmt: skip


def test_what_is_said_goes_before_what_is_seen(tmp_path: Path) -> None:
    found = proposed(
        tmp_path, *GERMAN,
        maps=("Hersteller=", "Warengruppe=type", "EAN=gtin", "EAN=mpn", "Artikelbezeichnung=description"),
    )  # fmt: skip

    assert meant(found) == {
        "Art.-Nr.": "sku", "Artikelbezeichnung": "description", "Händler-EK netto": "cost", "UVP brutto": "price",
        "EAN": "gtin + mpn", "Lager Köln": "stock: Köln", "Lager Wien": "stock: Wien", "Gewicht (g)": "weight",
        "Hersteller": None, "Warengruppe": "type",
    }  # fmt: skip


def test_a_key_may_be_said_and_is_the_title_as_well(tmp_path: Path) -> None:
    found = proposed(tmp_path, "Name;Preis", "Mug, red;1,20", "Mug, blue;1,30", "Mug, red;1,40", said=Said(key="Name"))

    assert meant(found) == {"Name": "sku + title", "Preis": "price"}


def test_a_size_in_one_cell_is_taken_where_its_header_says_the_order(tmp_path: Path) -> None:
    rows = ("A,Mug,10 x 12 x 9 cm,10x12x9,30x32", "B,Cup,11 x 12 x 9 cm,10x12x9,32x34")
    found = proposed(tmp_path, "sku,name,Maße (L x B x H),Packing,Size", *rows)

    assert list(meant(found).values())[2:] == ["dimensions", None, None]
    assert [column.reason for column in found.columns[3:]] == [
        'sizes; "dimensions" where they are length × width × height',
        "no column names the product that it is an option of",
    ]  # fmt: skip


def test_barcodes_and_weights_of_cartons_are_left_out(tmp_path: Path) -> None:
    found = proposed(
        tmp_path, "sku,name,EAN Karton,Gewicht Karton", "A,Mug,4006381333931,5.5", "B,Cup,4006381333948,5.5",
        "C,Tea,4006381333955,5.5",
    )  # fmt: skip

    assert list(meant(found).values())[2:] == [None, None]
    assert not found.missing


def test_one_total_beside_stock_by_place_is_left_out(tmp_path: Path) -> None:
    found = proposed(tmp_path, "sku,name,Stock,Stock NL,Stock DE", "A,Mug,5,3,2", "B,Cup,1,0,1")

    assert list(meant(found).values())[2:] == [None, "stock: NL", "stock: DE"]


def test_a_header_that_the_cells_contradict_is_not_believed(tmp_path: Path) -> None:
    found = proposed(tmp_path, "sku,name,EAN,Price,VAT", "A,Mug,soon,on request,19", "B,Cup,soon,on request,7")

    assert list(meant(found).values())[2:] == [None, None, None]
    assert [column.reason for column in found.columns[2:]] == [
        "called gtin, but does not look like it", "called price, but does not look like it", "a rate of VAT",
    ]  # fmt: skip


def test_columns_that_only_their_case_tells_apart_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match=r"cannot be told apart by their names: Price, PRICE\."):
        proposed(tmp_path, "Price,PRICE,sku", "1,2,A")


def test_a_header_alone_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="no rows below it"):
        proposed(tmp_path, "sku,name")


def test_what_was_sold_is_no_stock_and_an_invoice_no_product(tmp_path: Path) -> None:
    found = proposed(
        tmp_path,
        "Invoice ID,Product SKU,Product Name,Quantity,Selling Price",
        "I-101,MUG,Mug,2,9.50", "I-102,CUP,Cup,1,5.00", "I-103,JUG,Jug,1,7.00",
    )  # fmt: skip

    assert meant(found) == {
        "Invoice ID": None, "Product SKU": "sku", "Product Name": "title", "Quantity": None, "Selling Price": "price",
    }  # fmt: skip


def test_json_has_columns_as_well(tmp_path: Path) -> None:
    found = proposed(
        tmp_path,
        '[{"id": 1, "title": "Backpack", "price": 109.95, "rating": {"rate": 3.9}},',
        ' {"id": 7, "title": "Slim shirt", "price": 22.3, "rating": {"rate": 4.1}}]',
    )

    assert meant(found) == {"id": "sku", "title": "title", "price": "price", "rating.rate": None}


def test_flat_xml_has_columns_as_well(tmp_path: Path) -> None:
    one = '<product id="7"><code>C-1</code><label>Oak chair</label><price currency="EUR">49.90</price></product>'
    other = '<product id="9"><code>C-2</code><label>Oak table</label><price currency="EUR">149.90</price></product>'
    found = proposed(tmp_path, f"<export>{one}{other}</export>")

    assert (meant(found)["code"], meant(found)["price"]) == ("sku", "price")
    with pytest.raises(FeedError, match="is no table"):
        proposed(tmp_path, "<export><row><code>C-1</code></row></export>")
