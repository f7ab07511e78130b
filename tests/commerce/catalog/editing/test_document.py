"""Products as a document: written, changed by a person, and read back."""

import json
import tomllib
from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.catalog.editing.edit_document import DocumentEdit, document_of, edit_document
from royal_cli.commerce.catalog.editing.run import Edited
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict, NotFound, RoyalError, StalePlan, UsageError
from tests.commerce.catalog.editing.doing import MUG, SIZES, do, stock
from tests.commerce.catalog.made_feeds import everything, import_rows, rows

TEE: dict[str, Any] = {
    "key": "tee", "sku": "TEE-S", "title": 'The "tee"', "description": "Soft,\nand 'light'.\\", "tags": '["new","a b"]',
    "images": [("https://a.example/1.jpg", "front"), ("https://a.example/2.jpg", None)],
    "option1_name": "Size", "option1_value": "S", "price": 995, "weight": 180_500, "weight_unit": "g",
    "dimensions": '{"length":"30","width":"20","height":"1.5","unit":"cm"}', "gtin": "8712345678906",
    "stock": {"Main": 3, "Gent": 0}, "markets": {"Norway": 12900},
}  # fmt: skip


def edited(engine: Engine, after: str, *skus: str, before: str | None = None) -> Edited:
    known = document_of(engine, skus) if before is None else before
    wanted = DocumentEdit(skus=skus, before=known, after=after, currency="EUR", default_location="Main")
    return do(engine, edit_document(wanted))


def changed(engine: Engine, *replaced: tuple[str, str], sku: str = "tee") -> Edited:
    """The document with these lines in the place of others."""
    document = document_of(engine, [sku])
    for line, other in replaced:
        assert document.count(line) == 1, line
        document = document.replace(line, other)
    return edited(engine, document, sku)


def test_the_document_says_what_is_stored_and_changes_nothing_by_itself(engine: Engine) -> None:
    import_rows(engine, TEE, {**TEE, "sku": "TEE-M", "option1_value": "M", "stock": {}, "markets": {}, "gtin": None})
    document = document_of(engine, ["tee"])
    found = tomllib.loads(document)

    product, variant = found["product"]["tee"], found["variant"]["TEE-S"]
    assert (product["title"], product["description"]) == ('The "tee"', "Soft,\nand 'light'.\\")
    assert (product["tags"], product["vendor"]) == (["new", "a b"], "")
    assert product["images"] == ["https://a.example/1.jpg", "https://a.example/2.jpg"]
    assert (variant["price"], variant["weight"], variant["dimensions"]) == ("9.95", "180.5 g", "30 x 20 x 1.5 cm")
    assert (variant["options"], variant["stock"]) == ({"Size": "S"}, {"Main": 3, "Gent": 0})
    assert variant["market"]["Norway"] == {"currency": "NOK", "price": "129.00", "compare_at_price": "", "sold": ""}
    assert list(found["variant"]) == ["TEE-S", "TEE-M"]
    assert edited(engine, document, "tee").changes == []


def test_what_is_changed_in_the_document_is_changed_in_the_catalogue_and_undone(engine: Engine) -> None:
    import_rows(engine, TEE)
    before = everything(engine)
    done = changed(
        engine,
        ('title = "The \\"tee\\""', 'title = "Tee"'), ('vendor = ""', 'vendor = "Weber"'),
        ('"https://a.example/1.jpg", ', ""), ('{"Size" = "S"}', '{Size = "XS", Colour = "red"}'),
        ('price = "9.95"', "price = 10.50"), ('cost_price = ""', "cost_price = 4"),
        ('weight = "180.5 g"', 'weight = ""'),
        ("allow_backorder = false", "allow_backorder = true"), ('"Main" = 3', "Main = 7"),
        ('price = "129.00"', "price = 139"), ('sold = ""', "sold = false"), ('mpn = ""\n', ""),
    )  # fmt: skip

    assert rows(engine, "SELECT title, vendor FROM products") == [("Tee", "Weber")]
    columns = "option1_value, option2_name, option2_value, price, cost_price, weight, weight_unit, allow_backorder"
    assert rows(engine, f"SELECT {columns} FROM product_variants") == [
        ("XS", "Colour", "red", 1050, 400, None, None, True)
    ]
    assert stock(engine) == {("TEE-S", "Main"): 7, ("TEE-S", "Gent"): 0}
    assert rows(engine, "SELECT price, is_included FROM market_prices") == [(13900, False)]
    ((images,),) = rows(engine, "SELECT CAST(images AS TEXT) FROM products")
    assert [image["url"] for image in json.loads(images)] == ["https://a.example/2.jpg"]
    assert done.operation is not None
    undo(engine, done.operation)
    assert everything(engine) == before


def test_a_price_in_a_market_that_had_none(engine: Engine) -> None:
    import_rows(engine, MUG)
    added = '[variant.MUG.market.Japan]\ncurrency = "jpy"\nprice = 1200\n'
    edited(engine, document_of(engine, ["MUG"]) + added, "MUG")

    assert rows(engine, "SELECT market, currency, price, price_scale FROM market_prices") == [("Japan", "JPY", 1200, 0)]


@pytest.mark.parametrize(
    ("line", "other", "words"),
    [
        ("[product.", "[product", "line 5"),
        ('status = "active"\nseo', 'status = "gone"\nseo', r"no status 'gone'. \(tee, line \d+\)"),
        ("vendor =", "vender =", r"no field 'vender' \(line 10\)"),
        ('price = "9.95"', 'price = "9,95"', r"no amount for price. \(TEE-S, line \d+\)"),
        ('price = "9.95"', "price = -1", "below 0"),
        ('price = "9.95"', "price = 2026-01-01", "no text"),
        ('gtin = "8712345678906"', 'gtin = "12"', "no gtin"),
        ('[variant."TEE-S"]', '[variant."TEE-X"]', "had no variant TEE-X"),
        ('[variant."TEE-S"]', '[variants."TEE-S"]', "'variants' has no place"),
        ('"Main" = 3', '"Main" = 3.5', "no stock"),
        ('"Main" = 3', '"Mian" = 3', "no location 'Mian'"),
        ('{"Size" = "S"}', '"S"', "options is a table"),
        ('currency = "NOK"', 'currency = "EUX"', "needs a currency"),
        ('sold = ""', "solt = true", "has no solt"),
        ('tags = ["new", "a b"]', 'tags = ["new, old"]', "what stands between"),
        ('title = "The \\"tee\\""', 'title = ""', "title cannot be empty"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_changes_nothing(engine: Engine, line: str, other: str, words: str) -> None:
    import_rows(engine, TEE)
    before = everything(engine)

    with pytest.raises(RoyalError, match=words) as mistake:
        changed(engine, (line, other))
    assert isinstance(mistake.value, UsageError | NotFound)
    assert everything(engine) == before


def test_two_variants_cannot_be_given_the_same_options(engine: Engine) -> None:
    import_rows(engine, *SIZES)

    with pytest.raises(Conflict, match="same options"):
        changed(engine, ('{"Size" = "M"}', '{Size = "S"}'), sku="shirt")
    document = document_of(engine, ["shirt"])
    swapped = document.replace('"S"}', '"?"}').replace('"M"}', '"S"}').replace('"?"}', '"M"}')
    edited(engine, swapped, "shirt")
    assert rows(engine, "SELECT sku, option1_value FROM product_variants ORDER BY sku") == [
        ("SHIRT-M", "S"),
        ("SHIRT-S", "M"),
    ]


def test_what_somebody_else_has_changed_meanwhile_is_a_conflict(engine: Engine) -> None:
    import_rows(engine, MUG)
    document = document_of(engine, ["MUG"])
    with engine.begin() as connection:
        connection.execute(text("UPDATE products SET vendor = 'Potter'"))

    with pytest.raises(StalePlan, match="meantime"):
        edited(engine, document.replace('title = "Mug"', 'title = "Cup"'), "MUG", before=document)


def test_a_document_holds_a_few_products_and_of_a_variant_itself_alone(engine: Engine) -> None:
    import_rows(engine, *SIZES, MUG)

    found = tomllib.loads(document_of(engine, ["MUG", "SHIRT-S"]))
    assert (sorted(found["product"]), sorted(found["variant"])) == (["MUG", "shirt"], ["MUG", "SHIRT-S"])
    with pytest.raises(UsageError, match="too many"):
        document_of(engine, ["MUG"] * 21)
    with pytest.raises(NotFound):
        document_of(engine, ["NIX"])


@pytest.mark.parametrize("words", ["'''", "a\x7fb", "tab\tnl\r\nx", "ends '", "\\", '"""', "\u2028", "'''\ny", "\n'"])
def test_any_text_comes_back_as_it_was(engine: Engine, words: str) -> None:
    import_rows(engine, {**MUG, "description": words})

    found = tomllib.loads(document_of(engine, ["MUG"]))
    assert found["product"]["MUG"]["description"] == words
