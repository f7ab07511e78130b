"""Products and variants made by hand, and what stops it."""

from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.editing.create import New, create_product
from royal_cli.commerce.catalog.editing.run import Edited
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict, NotFound, UsageError
from tests.commerce.catalog.editing.doing import MUG, SIZES, do, prices, stock
from tests.commerce.catalog.made_feeds import everything, import_rows, ledger_agrees, rows


def create(engine: Engine, sku: str, **said: Any) -> Edited:
    more = {name: said.pop(name) for name in ("of", "options", "stock", "location", "currency") if name in said}
    places = {"location": more.pop("location", "Main"), "default_location": "Main"}
    new = New(sku=sku, values=said, default_currency="EUR", **places, **more)
    return do(engine, create_product(new))


def test_a_product_comes_with_its_variant_its_stock_and_a_way_back(engine: Engine) -> None:
    before = everything(engine)
    done = create(
        engine, "MUG", title="Mug", category="Kitchen > Mugs", price="12.50", weight="250 g", stock=12,
        images="https://a.example/1.jpg",
    )  # fmt: skip

    assert rows(
        engine,
        "SELECT p.sku, p.title, p.status, c.path, v.sku, v.price, v.currency, v.weight, v.status, v.allow_backorder,"
        " v.sku_derived FROM products p JOIN product_variants v ON v.product_id = p.id"
        " JOIN categories c ON c.id = p.category_id",
    ) == [("MUG", "Mug", "active", "Kitchen > Mugs", "MUG", 1250, "EUR", 250_000, "active", False, False)]
    assert stock(engine) == {("MUG", "Main"): 12}
    assert ledger_agrees(engine)
    assert done.operation is not None
    undo(engine, done.operation)
    assert everything(engine) == before


def test_what_is_created_is_what_an_import_of_the_same_would_find(engine: Engine) -> None:
    create(engine, "SHIRT-S", of="shirt", title="Shirt", vendor="Weber", price="25.00", cost_price="9",
           category="Clothes", options={"Size": "S"})  # fmt: skip

    assert import_rows(engine, SIZES[0]).operation is None


def test_another_variant_joins_a_product_with_the_same_options_and_currency(engine: Engine) -> None:
    import_rows(engine, {**SIZES[0], "currency": "SEK", "price_scale": 2})
    create(engine, "SHIRT-M", of="shirt", price="26", options={"size": "M"})

    assert prices(engine)["SHIRT-M"] == (2600, "SEK")
    assert rows(engine, "SELECT option1_name, option1_value FROM product_variants WHERE sku = 'SHIRT-M'") == [
        ("Size", "M")
    ]


@pytest.mark.parametrize(
    ("sku", "said", "error", "words"),
    [
        ("MUG", {"title": "Mug"}, Conflict, "variant MUG already"),
        ("CUP", {"of": "shirt", "title": "Cup"}, Conflict, "product shirt already"),
        ("CUP", {}, UsageError, "needs a title"),
        ("CUP", {"of": "cups"}, NotFound, "no product 'cups'"),
        ("SHIRT-L", {"of": "shirt"}, UsageError, "have the options Size"),
        ("SHIRT-L", {"of": "shirt", "options": {"Size": "L", "Colour": "red"}}, UsageError, "have the options Size"),
        ("SHIRT-L", {"of": "shirt", "options": {"Size": "M"}}, Conflict, "same options"),
        ("SHIRT-L", {"of": "shirt", "options": {"Size": "L"}, "vendor": "X"}, UsageError, "vendor is that of"),
        ("MUG-2", {"of": "MUG"}, Conflict, "same options"),
        ("CUP", {"title": "Cup", "options": dict.fromkeys("abcd", "1")}, UsageError, "up to 3"),
        ("CUP", {"title": "Cup", "stock": 1, "location": "Gent"}, NotFound, "no location"),
        ("", {"title": "Cup"}, UsageError, "1 to 255"),
        ("x" * 256, {"title": "Cup"}, UsageError, "1 to 255"),
    ],
)
def test_what_cannot_be_created_is_refused(
    engine: Engine, sku: str, said: dict[str, Any], error: type[Exception], words: str
) -> None:
    import_rows(engine, *SIZES, MUG)
    before = everything(engine)

    with pytest.raises(error, match=words):
        create(engine, sku, **said)
    assert everything(engine) == before
