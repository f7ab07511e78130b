"""WooCommerce's CSV: products, variations in rows of their own, sales between dates, lists with commas in them."""

from pathlib import Path
from typing import Any

import pytest

from tests.commerce.feeds.formats.reading import Feed, read


def shop(folder: Path, header: str, *rows: str, **options: Any) -> Feed:
    return read("\n".join([header, *rows]) + "\n", folder=folder, form="woocommerce", **options)


def test_woocommerce_is_recognised_by_its_headers_in_any_case(tmp_path: Path) -> None:
    header = "id,TYPE,sku,Name,published,In stock?,regular PRICE,Meta: _something"

    assert read(f"{header}\n", folder=tmp_path).known.form.name == "woocommerce"


def test_woocommerce_is_recognised_where_products_have_nothing_but_a_name(tmp_path: Path) -> None:
    header = "Type,Name,Published,Is featured?,In stock?,Stock,Regular price,Categories,Images"
    feed = read(f"{header}\nsimple,Herb Tea,1,0,1,30,4.50,Tea,\n", folder=tmp_path)

    assert feed.known.form.name == "woocommerce"
    assert [(row.key, row.price, row.stock) for row in feed.rows] == [("herb-tea", "4.50 EUR", {"": 30})]


@pytest.mark.parametrize(
    ("kind", "sells"),
    [
        ("simple", True),
        ("variable", False),
        ("variation", True),
        ("grouped", False),
        ("external", True),
        ("simple, downloadable, virtual", True),
        ("variation, virtual", True),
        ("", True),
    ],
)
def test_variable_and_grouped_products_are_not_sold_themselves(tmp_path: Path, kind: str, sells: bool) -> None:
    feed = shop(tmp_path, "Type,SKU,Name,Regular price,Parent", f'"{kind}",TEE,Tee,20,PARENT')

    assert feed["TEE"].sells is sells


@pytest.mark.parametrize(
    ("row", "key"), [("7,simple,TEE,Tee", "TEE"), ("7,simple,,Tee", "id:7"), (",simple,,Two Cups,", "two-cups")]
)
def test_a_product_is_named_by_its_sku_else_its_id_else_its_name(tmp_path: Path, row: str, key: str) -> None:
    feed = shop(tmp_path, "ID,Type,SKU,Name,Parent", row.removesuffix(",") + ",")

    assert feed.rows[0].key == key


def test_a_variation_names_its_parent_by_sku_or_by_id_and_the_parent_answers_to_both(tmp_path: Path) -> None:
    header = "ID,Type,SKU,Name,Parent,Attribute 1 name,Attribute 1 value(s)"
    feed = shop(
        tmp_path,
        header,
        '744,variable,TEE,Tee,,Size,"S, M"',
        "745,variation,TEE-S,Tee - S,TEE,Size,S",
        "746,variation,TEE-M,Tee - M,ID:744,Size,M",
    )

    assert [row.key for row in feed.rows] == ["TEE", "TEE", "id:744"]
    assert [row.alias for row in feed.rows] == ["id:744", None, None]
    assert [row.options for row in feed.rows] == [[], ["Size: S"], ["Size: M"]]
    assert [row.product.get("title") for row in feed.rows] == ["Tee", None, None]


def test_a_variation_without_a_parent_is_rejected(tmp_path: Path) -> None:
    feed = shop(tmp_path, "ID,Type,SKU,Name,Parent", "745,variation,TEE-S,Tee - S,")

    assert [reject.code for reject in feed.rejects] == ["missing_key"]


def test_a_feed_without_a_column_of_parents_names_its_variations_by_their_sku(tmp_path: Path) -> None:
    feed = shop(tmp_path, "ID,Type,SKU,Name,Regular price", "745,variation,TEE-S,Tee - S,20")

    assert feed["TEE-S"].key == "TEE-S"
    assert feed["TEE-S"].product == {}


SALE = "Type,SKU,Name,Date sale price starts,Date sale price ends,Sale price,Regular price"


@pytest.mark.parametrize(
    ("cells", "price", "compared", "clears"),
    [
        (",,,20", "20.00 EUR", None, True),
        (",,18,20", "18.00 EUR", "20.00 EUR", False),
        (",,18,", "18.00 EUR", None, False),
        ("2026-11-20,2026-11-30,18,20", "18.00 EUR", "20.00 EUR", False),
        ("2026-11-24,,18,20", "20.00 EUR", None, True),
        (",2026-11-22,18,20", "20.00 EUR", None, True),
        # A day that ends a sale is its last day.
        (",2026-11-23,18,20", "18.00 EUR", "20.00 EUR", False),
        ("2017-01-01,2030-01-01 0:00:00,18,20", "18.00 EUR", "20.00 EUR", False),
        (",,0,20", "20.00 EUR", None, True),
    ],
)
def test_the_sale_price_counts_while_the_sale_runs(
    tmp_path: Path, cells: str, price: str, compared: str | None, clears: bool
) -> None:
    row = shop(tmp_path, SALE, f"simple,TEE,Tee,{cells}")["TEE"]

    assert (row.price, row.money("compare_at_price")) == (price, compared)
    assert ("variant.compare_at_price" in row.clears) is clears


@pytest.mark.parametrize(
    "date", ["tomorrow", "31/02/2026", "05/12/2026", "5-12-26", "26/11/22", "2026-13-01", "11/1/26, 13:00 PM"]
)
def test_a_date_that_is_none_or_could_be_two_rejects_a_row_on_sale(tmp_path: Path, date: str) -> None:
    """On 23 November the sale of 05/12 runs since May, or begins in December."""
    feed = shop(tmp_path, SALE, f'simple,TEE,Tee,"{date}",,18,20', f'simple,CUP,Cup,"{date}",,,9')

    assert [(reject.column, reject.value, reject.code) for reject in feed.rejects] == [
        ("Date sale price starts", date, "date")
    ]
    assert feed["CUP"].price == "9.00 EUR"


@pytest.mark.parametrize(
    ("start", "end", "price"),
    [
        ("24/11/2026", "", "20.00 EUR"),
        ("11/24/2026", "", "20.00 EUR"),
        ("22/11/2026", "", "18.00 EUR"),
        ("11/1/26", "", "18.00 EUR"),  # the first of November or the eleventh of January: both are over
        ("12/6/2027", "", "20.00 EUR"),
        ("05.12.2026", "", "20.00 EUR"),
        ("1/1/26, 12:00 AM", "23/11/2026", "18.00 EUR"),
        ("", "11/23/26 11:59 AM", "20.00 EUR"),
        ("", "11/23/26 12:01 PM", "18.00 EUR"),
    ],
)
def test_a_date_with_its_year_last_counts_where_all_ways_to_read_it_say_the_same(
    tmp_path: Path, start: str, end: str, price: str
) -> None:
    assert shop(tmp_path, SALE, f'simple,TEE,Tee,"{start}","{end}",18,20')["TEE"].price == price


def test_a_feed_without_a_sale_column_leaves_the_compare_at_price_alone(tmp_path: Path) -> None:
    row = shop(tmp_path, "Type,SKU,Name,Regular price", "simple,TEE,Tee,20")["TEE"]

    assert row.clears == set()


@pytest.mark.parametrize(
    ("categories", "path"),
    [
        ("Clothing > Tees", "Clothing > Tees"),
        ("Clothing, Clothing > Tees", "Clothing > Tees"),
        ("Music > Albums, Music", "Music > Albums"),
        ("Sale, Clothing > Tees", "Sale"),
        (r"Bed\, Bath > Towels, Sale", "Bed, Bath > Towels"),
        ("", None),
    ],
)
def test_the_first_category_counts_with_the_most_specific_one_below_it(
    tmp_path: Path, categories: str, path: str | None
) -> None:
    row = shop(tmp_path, "Type,SKU,Name,Categories", f'simple,TEE,Tee,"{categories}"')["TEE"]

    assert row.product.get("category_path") == path


def test_a_comma_with_a_backslash_belongs_to_its_tag(tmp_path: Path) -> None:
    row = shop(tmp_path, "Type,SKU,Name,Tags", r'simple,TEE,Tee,"black\, white, linen"')["TEE"]

    assert row.product["tags"] == '["black, white","linen"]'


def test_line_breaks_are_written_out_and_the_short_description_stands_in(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        "Type,SKU,Name,Short description,Description",
        r"simple,TEE,Tee,Short.,One\nTwo",
        "simple,CUP,Cup,Short.,",
    )

    assert [row.product["description"] for row in feed.rows] == ["One\nTwo", "Short."]


def test_in_stock_is_no_quantity(tmp_path: Path) -> None:
    feed = shop(tmp_path, "Type,SKU,Name,In stock?,Stock", "simple,TEE,Tee,1,", "simple,CUP,Cup,1,5")

    assert [row.stock for row in feed.rows] == [{}, {"": 5}]


@pytest.mark.parametrize(("published", "status"), [("1", "active"), ("0", "draft"), ("-1", "draft"), ("", None)])
def test_published_is_the_status_of_a_product_or_of_a_variation(
    tmp_path: Path, published: str, status: str | None
) -> None:
    feed = shop(
        tmp_path,
        "Type,SKU,Name,Parent,Published",
        f"simple,TEE,Tee,,{published}",
        f"variation,CUP-L,Cup,CUP,{published}",
    )

    assert feed["TEE"].product.get("status") == status
    assert feed["CUP-L"].variant.get("status") == status
    assert "status" not in feed["CUP-L"].product


@pytest.mark.parametrize(("cell", "allowed"), [("1", True), ("notify", True), ("0", False), ("", None)])
def test_backorders_may_be_allowed_with_a_notice(tmp_path: Path, cell: str, allowed: bool | None) -> None:
    row = shop(tmp_path, "Type,SKU,Name,Backorders allowed?", f"simple,TEE,Tee,{cell}")["TEE"]

    assert row.variant.get("allow_backorder") is allowed


def test_a_variation_keeps_its_first_image_for_itself(tmp_path: Path) -> None:
    one, two, three = (f"https://img.example/{n}.jpg" for n in (1, 2, 3))
    feed = shop(
        tmp_path,
        "Type,SKU,Name,Parent,Images",
        f'variable,TEE,Tee,,"{one}, {two}"',
        f'variation,TEE-S,,TEE,"{two}, {three}"',
    )

    assert [[url for url, _ in row.images] for row in feed.rows] == [[one, two], [three]]
    assert feed["TEE-S"].variant["image_url"] == two


def test_more_than_three_attributes_share_the_last_option(tmp_path: Path) -> None:
    names = ",".join(f"Attribute {n} name,Attribute {n} value(s)" for n in (1, 2, 3, 4))
    feed = shop(tmp_path, f"Type,SKU,Name,Parent,{names}", "variation,V,V,TEE,Size,M,Color,Red,Fit,Slim,Sleeve,Long")

    assert feed["V"].options == ["Size: M", "Color: Red", "Fit / Sleeve: Slim / Long"]


@pytest.mark.parametrize(("unit", "expected"), [("kg", "kg"), ("lbs", "lb"), ("g", "g"), ("oz", "oz")])
def test_the_unit_of_a_weight_stands_in_its_header(tmp_path: Path, unit: str, expected: str) -> None:
    row = shop(tmp_path, f"Type,SKU,Name,Weight ({unit})", "simple,TEE,Tee,1.5")["TEE"]

    assert (row.variant["weight"], row.variant["weight_unit"]) == (1_500, expected)


def test_brands_and_gtins_of_later_versions_are_known(tmp_path: Path) -> None:
    header = 'Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,Brands,Position,Parent'
    feed = shop(tmp_path, header, "variation,TEE-S,5901234123457,Tee,,3,TEE", "simple,CUP,,Cup,Nordlys,1,")

    assert feed["TEE-S"].variant["gtin"] == "5901234123457"
    assert feed["TEE-S"].variant["position"] == 3
    assert feed["CUP"].product["vendor"] == "Nordlys"
    assert "position" not in feed["CUP"].variant


def test_a_damaged_attribute_rejects_its_variation_and_one_without_a_name_is_none(tmp_path: Path) -> None:
    header = "Type,SKU,Name,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)"
    feed = shop(tmp_path, header, "variation,A,,TEE,Size,#N/A,,", "variation,B,,TEE,Size,M,,Red")

    assert [(reject.column, reject.code) for reject in feed.rejects] == [("Attribute 1 value(s)", "spreadsheet_error")]
    assert feed["B"].options == ["Size: M"]


TRANSLATED = {
    "German": "Typ|Artikelnummer|Name|Veröffentlicht|Übergeordnetes Produkt|Regulärer Preis|Angebotspreis|"
              '"Datum, an dem Angebotspreis endet"|Lager|Attribut 1 Name|Attribut 1 Wert(e)|Gewicht (kg)',
    "Dutch": "Type|Artikelnummer|Naam|Gepubliceerd|Hoofd|Reguliere prijs|Actieprijs|Einddatum actieprijs|Voorraad|"
             "Naam eigenschap 1|Waarde eigenschap 1|Gewicht (kg)",
    "French": "Type|UGS|Nom|Publié|Parent|Tarif régulier|Tarif promo|Date de fin de promo|Stock|"
              "Nom de l’attribut 1|Valeur(s) de l’attribut 1 |Poids (kg)",
    "Spanish": "Tipo|SKU|Nombre|Publicado|Superior|Precio normal|Precio rebajado|"
               "Día en que termina el precio rebajado|Inventario|Nombre del atributo 1|Valor(es) del atributo 1|"
               "Peso (kg)",
    "Italian": "Tipo|SKU|Nome|Pubblicato|Genitore|Prezzo di listino|Prezzo in offerta|Data in cui termina l'offerta|"
               "Magazzino|Nome dell'attributo 1|Valore dell'attributo 1|Peso (kg)",
    "Portuguese": "Tipo|SKU|Nome|Publicado|Ascendente|Preço|Preço promocional|"
                  "Data de preço promocional termina em|Estoque|Nome do atributo 1|Valores do atributo 1|Peso (kg)",
    "Polish": "Typ|SKU|Nazwa|Opublikowano|Element nadrzędny|Cena|Cena promocyjna|Data zakończenia promocji|"
              "Stan magazynowy|Nazwa atrybutu 1|Wartości atrybutu 1|Waga (kg)",
    "Russian": "Тип|Артикул|Имя|Опубликован|Родительский|Базовая цена|Акционная цена|Дата окончания действия скидки|"
               "Запасы|Название атрибута 1|Значения атрибутов 1|Weight (kg)",
}  # fmt: skip


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_headers_of_a_shop_in_another_language_mean_the_same(tmp_path: Path, language: str) -> None:
    header = TRANSLATED[language].replace("|", ",")
    feed = read(f"{header}\nvariation,BOOT-41,Boot 41,1,BOOT,80,60,2026-11-01,4,Size,41,1.2\n", folder=tmp_path)
    row = feed["BOOT-41"]

    assert feed.known.form.name == "woocommerce"
    assert feed.known.unused == ()
    assert (row.key, row.price, row.money("compare_at_price"), row.stock) == ("BOOT", "80.00 EUR", None, {"": 4})
    assert row.options == ["Size: 41"]
    assert (row.variant["status"], row.variant["weight"], row.variant["weight_unit"]) == ("active", 1_200, "kg")


def test_both_dates_of_a_sale_may_be_called_the_same_in_portuguese(tmp_path: Path) -> None:
    header = "Tipo,SKU,Nome,Data de preço promocional,Data de preço promocional,Preço promocional,Preço"
    feed = shop(tmp_path, header, "simple,BOTA,Bota,2026-11-01,2026-11-10,60,80", "simple,LUVA,Luva,2026-11-20,,6,8")

    assert (feed["BOTA"].price, feed["LUVA"].price) == ("80.00 EUR", "6.00 EUR")


def test_words_that_any_feed_may_have_in_another_language_do_not_make_it_a_woocommerce_feed(tmp_path: Path) -> None:
    header = "Typ;Artikelnummer;Name;Kurzbeschreibung;Kategorien;Bilder;Lager\n"

    assert read(header, folder=tmp_path).known.form.name == "table"


ATTRIBUTES = "Type,SKU,Name,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)"


def test_a_value_without_a_name_has_the_name_of_the_attribute_of_its_product_that_lists_it(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        f"ID,{ATTRIBUTES}",
        r'7,variable,ROPE,Rope,,Length,"5 m, 2\, 50 m",Colour,"Red, Blue"',
        "8,variation,ROPE-5,,ROPE,,5 m,,Blue",
        r'9,variation,ROPE-2,,id:7,,"2\, 50 m",Colour,Red',
    )

    assert feed["ROPE-5"].options == ["Length: 5 m", "Colour: Blue"]
    assert feed["ROPE-2"].options == ["Length: 2, 50 m", "Colour: Red"]
    assert feed.warnings == []


def test_a_value_that_no_product_names_is_refused_with_a_warning(tmp_path: Path) -> None:
    feed = shop(
        tmp_path,
        ATTRIBUTES,
        'variable,ROPE,Rope,,Material,"Hemp, Sisal",Length,"5 m, 10 m"',
        "variation,ROPE-5,,ROPE,,5 m,,",
    )
    (warning,) = feed.warnings

    assert feed["ROPE-5"].options == []
    assert (warning.line, warning.column, warning.code) == (3, "Attribute 1 name", "attribute_name")


@pytest.mark.parametrize(
    ("status", "expected"), [("publish", "active"), ("draft", "draft"), ("pending", "draft"), ("trash", "archived")]
)
def test_other_tools_write_the_status_as_a_word(tmp_path: Path, status: str, expected: str) -> None:
    row = shop(tmp_path, "id,type,sku,name,status", f"5,simple,TEE,Tee,{status}")["TEE"]

    assert row.product["status"] == expected


def test_published_goes_before_a_status_of_another_kind(tmp_path: Path) -> None:
    row = shop(tmp_path, "Type,SKU,Name,Status,Published", "simple,TEE,Tee,publish,0")["TEE"]

    assert row.product["status"] == "draft"


def test_the_names_that_other_tools_have_for_stock_and_the_dates_of_a_sale_are_known(tmp_path: Path) -> None:
    header = "id,type,sku,name,regular_price,sale_price,date_on_sale_from,date_on_sale_to,stock_quantity"
    row = shop(tmp_path, header, "5,simple,TEE,Tee,20,12,2026-01-01,2026-02-01,6")["TEE"]

    assert (row.price, row.stock) == ("20.00 EUR", {"": 6})


def test_a_decimal_comma_of_prices_is_none_of_weights_and_sizes(tmp_path: Path) -> None:
    header = "Type,SKU,Name,Regular price,Weight (kg),Length (cm)"
    rows = 'simple,BED,Bed,"1.250,00",1.250,2.125', 'simple,CUP,Cup,"9,50",0.2,12.5'
    bed = shop(tmp_path, header, *rows, decimal_mark=",")["BED"]

    assert bed.price == "1250.00 EUR"
    assert (bed.variant["weight"], bed.variant["dimensions"]) == (1_250, '{"length":"2.125","unit":"cm"}')


def test_stock_that_variations_share_is_refused_with_a_warning(tmp_path: Path) -> None:
    feed = shop(
        tmp_path, "Type,SKU,Name,Parent,Stock", "variable,TEE,Tee,,50", "variation,TEE-S,,TEE,", "simple,CUP,Cup,,3"
    )

    assert feed.codes == ["shared_stock"]
    assert [row.stock for row in feed.rows] == [{}, {}, {"": 3}]


@pytest.mark.parametrize("name", ["Uncategorized", "Unkategorisiert", "Geen categorie", "Non classé", "Без рубрики"])
def test_the_category_of_what_has_none_is_no_category(tmp_path: Path, name: str) -> None:
    row = shop(tmp_path, "Type,SKU,Name,Categories", f'simple,TEE,Tee,"{name}, Tees"')["TEE"]

    assert row.product.get("category_path") == "Tees"


def test_a_variation_names_its_parent_by_a_bare_id_in_a_column_for_that(tmp_path: Path) -> None:
    feed = shop(
        tmp_path, "id,type,sku,name,parent_id,regular_price", "10,variable,TEE,Tee,0,", "11,variation,TEE-S,,10,9",
        "12,variation,CAP-S,,0,9",
    )  # fmt: skip

    assert [(row.key, row.alias) for row in feed.rows] == [("TEE", "id:10"), ("id:10", None)]
    assert [(reject.line, reject.code) for reject in feed.rejects] == [(4, "missing_key")]
