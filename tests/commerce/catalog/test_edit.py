"""Fields changed by hand: what is meant by a SKU, what is kept, and the way back."""

from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.edit import BY_HAND, Edit, Edited, edit_products
from royal_cli.commerce.catalog.importer import Request
from royal_cli.commerce.undo import undo
from royal_cli.errors import NotFound, Refused, UsageError
from tests.commerce.catalog.made_feeds import LIMITS, NO_LIMITS, everything, import_rows, rows

SIZES: list[dict[str, Any]] = [
    {"key": "shirt", "sku": f"SHIRT-{size}", "title": "Shirt", "option1_name": "Size", "option1_value": size,
     "price": 2500, "cost_price": 900, "category_path": "Clothes"}
    for size in ("S", "M")
]  # fmt: skip
MUG = {"sku": "MUG", "title": "Mug"}


def edit(engine: Engine, *skus: str, limits: Any = NO_LIMITS, dry_run: bool = False, **values: Any) -> Edited:
    wanted = Edit(skus=skus, values=values, currency="EUR", dry_run=dry_run)
    return edit_products(engine, wanted, Request(limits=limits, wait=0.0), confirm=lambda found: None)


def prices(engine: Engine) -> dict[str, tuple[int | None, str | None]]:
    return {
        sku: (price, currency)
        for sku, price, currency in rows(engine, "SELECT sku, price, currency FROM product_variants")
    }


def test_the_sku_of_a_variant_means_that_one_and_of_a_product_all(engine: Engine) -> None:
    import_rows(engine, *SIZES)
    edit(engine, "SHIRT-S", price="27.50")
    one = prices(engine)
    edit(engine, "shirt", price="30.00")

    assert one == {"SHIRT-S": (2750, "EUR"), "SHIRT-M": (2500, "EUR")}
    assert prices(engine) == {"SHIRT-S": (3000, "EUR"), "SHIRT-M": (3000, "EUR")}


def test_fields_of_the_product_are_set_and_emptied(engine: Engine) -> None:
    import_rows(engine, *SIZES)
    done = edit(
        engine, "SHIRT-M", title="Linen shirt", category="Clothes > Linen", tags=["linen", "new"], cost_price=None
    )

    assert done.operation is not None
    assert rows(engine, "SELECT p.title, c.path FROM products p JOIN categories c ON c.id = p.category_id") == [
        ("Linen shirt", "Clothes > Linen")
    ]
    assert rows(engine, "SELECT sku, cost_price FROM product_variants ORDER BY sku") == [
        ("SHIRT-M", None),
        ("SHIRT-S", 900),
    ]


def test_an_edit_is_undone_like_anything_else(engine: Engine) -> None:
    import_rows(engine, *SIZES, MUG)
    before = everything(engine)
    done = edit(engine, "shirt", "MUG", title="All new", price="1.00", status="draft", allow_backorder=True)

    assert done.operation is not None
    assert done.variants.updated == 3
    undo(engine, done.operation)
    assert everything(engine)["products"] == before["products"]
    assert everything(engine)["stock"] == before["stock"]
    assert prices(engine)["SHIRT-S"] == (2500, "EUR")


def test_a_dry_run_shows_the_same_changes_and_makes_none(engine: Engine) -> None:
    import_rows(engine, *SIZES)
    before = everything(engine)
    dry = edit(engine, "shirt", price="30.00", dry_run=True)

    assert everything(engine) == before
    assert (dry.operation, dry.dry_run) == (None, True)
    assert [(c.key, c.field, str(c.before), str(c.after)) for c in dry.changes] == [
        ("SHIRT-S", "price", "25.00 EUR", "30.00 EUR"),
        ("SHIRT-M", "price", "25.00 EUR", "30.00 EUR"),
    ]


def test_the_same_edit_again_changes_nothing(engine: Engine) -> None:
    import_rows(engine, *SIZES)
    edit(engine, "shirt", price="30.00")

    assert edit(engine, "shirt", price="30").operation is None


def test_a_variant_without_a_currency_gets_that_of_the_settings(engine: Engine) -> None:
    import_rows(engine, MUG)
    edit(engine, "MUG", price="9.125")

    assert rows(engine, "SELECT price, price_scale, currency FROM product_variants") == [(9125, 3, "EUR")]


def test_an_edit_of_many_is_held_to_the_limits_of_a_feed_and_one_of_a_few_is_not(engine: Engine) -> None:
    cups = [{"sku": f"CUP-{n}", "title": f"Cup {n}", "price": 1000} for n in range(BY_HAND + 1)]
    import_rows(engine, *cups)
    skus = [str(cup["sku"]) for cup in cups]

    with pytest.raises(Refused, match="prices would change"):
        edit(engine, *skus, price="2.50", limits=LIMITS)
    edit(engine, *skus[:BY_HAND], price="2.50", limits=LIMITS)
    assert sorted(set(prices(engine).values())) == [(250, "EUR"), (1000, "EUR")]


@pytest.mark.parametrize(
    "values",
    [
        {"price": "12,50"},
        {"price": "-1"},
        {"title": ""},
        {"status": None},
        {"status": "sold"},
        {"sku": "X"},
        {"gtin": "1"},
    ],
)
def test_a_value_that_cannot_be_is_refused(engine: Engine, values: dict[str, Any]) -> None:
    import_rows(engine, *SIZES)
    before = everything(engine)

    with pytest.raises(UsageError):
        edit(engine, "shirt", **values)
    assert everything(engine) == before


def test_an_unknown_sku_stops_all_of_it(engine: Engine) -> None:
    import_rows(engine, *SIZES)

    with pytest.raises(NotFound, match="SHIRT-XL"):
        edit(engine, "SHIRT-S", "SHIRT-XL", price="1.00")
    assert prices(engine)["SHIRT-S"] == (2500, "EUR")
