"""royal's own table: its columns and rows, as people see them."""

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.exporting.blocks import blocks
from royal_cli.commerce.catalog.exporting.feed import Target
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.catalog.reading.rows import Filters, Status
from royal_cli.db.database import reading, transaction
from royal_cli.errors import UsageError
from tests.commerce.catalog.exporting.exported import EVERYTHING, exported, left_out, table
from tests.commerce.catalog.made_feeds import import_rows
from tests.commerce.catalog.reading.made_catalogue import mugs, product, variant


def test_a_product_is_described_on_the_first_of_its_rows(engine: Engine) -> None:
    mugs(engine)

    rows = table(engine, columns=["product", "sku", "title", "category", "images", "price", "currency", "stock: Main"])

    assert [list(row.values()) for row in rows] == [
        ["MUG-BLUE", "MUG-BLUE-S", "Mug blue", "Kitchen > Mugs", "https://cdn.example/blue.jpg", "9.50", "EUR", "12"],
        ["MUG-BLUE", "MUG-BLUE-L", "", "", "", "12.50", "EUR", "3"],
        ["MUG-RED", "MUG-RED", "Mug red", "Kitchen > Mugs", "", "19.90", "EUR", "0"],
        ["SHIRT", "SHIRT-S", "Shirt", "Clothes", "", "25.00", "EUR", ""],
        ["TEAPOT", "", "Theepot „Grün“", "Kitchen", "", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("filters", "skus"),
    [
        (Filters(), ["MUG-BLUE-S", "MUG-BLUE-L", "MUG-RED", "SHIRT-S", ""]),
        (EVERYTHING, ["MUG-BLUE-S", "MUG-BLUE-L", "MUG-RED", "SHIRT-S", "", "VASE"]),
        (Filters(status=Status.archived), ["VASE"]),
        (Filters(category="Mugs"), ["MUG-BLUE-S", "MUG-BLUE-L", "MUG-RED"]),
        (Filters(search="4006381333931"), ["SHIRT-S"]),
        (Filters(out_of_stock=True), ["MUG-RED"]),
        (Filters(vendor="nobody"), []),
    ],
)
def test_the_filters_are_those_of_the_list(engine: Engine, filters: Filters, skus: list[str]) -> None:
    mugs(engine)

    assert [row["sku"] for row in table(engine, filters=filters)] == skus


def test_products_are_named_by_skus(engine: Engine) -> None:
    """By their own or that of a variant; the filters hold as well, so the archived vase is not among them."""
    mugs(engine)
    report = Report()

    rows = table(engine, report=report, skus=["SHIRT", "MUG-BLUE-L", "SPOON", "VASE", "MUG-BLUE-L", "it's"])

    assert [row["sku"] for row in rows] == ["MUG-BLUE-S", "MUG-BLUE-L", "SHIRT-S"]
    assert left_out(report) == {"there is none with this SKU": ["SPOON", "it's"]}


def test_many_products_are_named(engine: Engine) -> None:
    mugs(engine)

    assert len(table(engine, skus=[*map(str, range(100_000)), "MUG-RED"])) == 1


def test_a_market_has_its_columns(engine: Engine) -> None:
    import_rows(engine, {"sku": "MUG", "title": "Mug", "price": 950, "markets": {"Norway": 11_900}})

    (row,) = table(engine)

    assert (row["price: Norway"], row["currency: Norway"], row["compare at price: Norway"]) == ("119.00", "NOK", "")


def test_what_is_unknown_is_an_empty_cell(engine: Engine) -> None:
    import_rows(engine, {"sku": "MUG", "title": "Mug"})

    (row,) = table(engine)

    assert {name: cell for name, cell in row.items() if cell} == {
        "product": "MUG",
        "sku": "MUG",
        "title": "Mug",
        "status": "active",
        "variant status": "active",
        "allow backorder": "false",
    }


def test_an_empty_catalogue_is_a_header(engine: Engine) -> None:
    assert exported(engine).startswith("product,sku,title,")
    assert table(engine) == []


def test_a_column_that_there_is_not_is_wrong_usage(engine: Engine) -> None:
    with pytest.raises(UsageError, match="no column 'prise'") as raised:
        exported(engine, columns=["sku", "prise"])

    assert raised.value.hint == "Did you mean 'price'?"


def test_without_both_keys_every_row_is_a_variant(engine: Engine) -> None:
    """A product's own price, read under its SKU alone, would be taken for that of a variant."""
    shown = [{"url": f"https://img.example/{n}.jpg", "alt_text": f"Side {n}", "position": n} for n in (1, 2)]
    with transaction(engine) as session:
        product(session, "MUG", variant("MUG", price=950), base_price=1_000)
        product(session, "JUG", variant("JUG", price=800), images=shown)
        product(session, "TEAPOT")
    report = Report()

    assert table(engine, report=report, columns=["sku", "price", "image"]) == [
        {"sku": "MUG", "price": "9.50", "image": ""},
        {"sku": "JUG", "price": "8.00", "image": ""},
    ]
    assert left_out(report) == {"there are more than rows; choose the columns product and sku": ["JUG"]}


def test_of_columns_that_are_not_chosen_nothing_is_told(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "PAN", variant("PAN"), tags=["salt, pepper"], title=" Pan")
    report = Report()

    assert table(engine, report=report, columns=["sku", "title"]) == [{"sku": "PAN", "title": ""}]
    assert [left.what for left in report.left_out] == ["title"]


def test_a_variant_has_its_sku_where_columns_are_chosen(engine: Engine) -> None:
    import_rows(engine, {"key": "SOCK", "title": "Sock", "sku": None, "option1_value": "38", "price": 500})

    assert table(engine, columns=["sku", "price"]) == [{"sku": "SOCK-38", "price": "5.00"}]


def test_only_a_royal_table_lets_columns_be_chosen(engine: Engine) -> None:
    with pytest.raises(UsageError, match="columns of a shopify feed are given"):
        exported(engine, Target.shopify, columns=["sku"])


def test_portions_make_no_difference(engine: Engine) -> None:
    """Products that others lie between, each portion with its own stock and prices."""
    with transaction(engine) as session:
        for number in range(9):
            status = "archived" if number % 4 == 1 else "active"
            product(session, f"P{number}", variant(f"V{number}", price=number, stock={"Main": number}), status=status)

    with reading(engine) as session:
        found = [
            (own.sku, variants[0].sku, block.units(variants[0].id))
            for block in blocks(session.connection(), Filters(), portion=2)
            for own, variants in block
        ]

    assert found == [(f"P{n}", f"V{n}", n) for n in (0, 2, 3, 4, 6, 7, 8)]


def test_the_report_counts_what_was_written(engine: Engine) -> None:
    mugs(engine)
    report = Report()

    exported(engine, Target.royal, report)

    assert (report.rows, report.products, report.variants, report.left_out) == (5, 4, 4, [])
