"""Fields changed by hand: what is meant by a SKU or a filter, what is kept, and the way back."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.catalog.editing.edit import Edit, archive_products, edit_products
from royal_cli.commerce.catalog.editing.run import Edited, Mode, carry_out
from royal_cli.commerce.catalog.editing.targets import BY_HAND, Targets
from royal_cli.commerce.catalog.importing.feed_import import apply_plan
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.importing.plan import load
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict, NotFound, Refused, StalePlan, UsageError
from tests.commerce.catalog.editing.doing import MUG, SIZES, do, found_by, named, prices
from tests.commerce.catalog.made_feeds import LIMITS, NO_LIMITS, everything, import_rows, rows


def edit(engine: Engine, *skus: str, limits: Any = NO_LIMITS, options: Any = None, **values: Any) -> Edited:
    return do(engine, job(named(*skus), options, **values), limits=limits)


def job(targets: Targets, options: dict[str, str] | None = None, **values: str) -> Any:
    return edit_products(Edit(targets=targets, values=values, options=options or {}, currency="EUR"))


def test_the_sku_of_a_variant_means_that_one_and_of_a_product_all(engine: Engine) -> None:
    import_rows(engine, *SIZES)
    edit(engine, "SHIRT-S", price="27.50")
    one = prices(engine)
    edit(engine, "shirt", price="30.00")

    assert one == {"SHIRT-S": (2750, "EUR"), "SHIRT-M": (2500, "EUR")}
    assert prices(engine) == {"SHIRT-S": (3000, "EUR"), "SHIRT-M": (3000, "EUR")}


def test_fields_of_the_product_are_set_and_emptied(engine: Engine) -> None:
    import_rows(engine, *SIZES)
    done = edit(engine, "SHIRT-M", title="Linen shirt", category="Clothes > Linen", tags="linen, new", cost_price="")

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
    done = edit(engine, "shirt", "MUG", title="All new", price="1.00", status="draft", allow_backorder="true")

    assert done.operation is not None
    assert done.variants.updated == 3
    undo(engine, done.operation)
    assert everything(engine)["products"] == before["products"]
    assert everything(engine)["stock"] == before["stock"]
    assert prices(engine)["SHIRT-S"] == (2500, "EUR")


def test_a_dry_run_shows_the_same_changes_and_makes_none(engine: Engine) -> None:
    import_rows(engine, *SIZES)
    before = everything(engine)
    dry = do(engine, job(named("shirt"), price="30.00"), dry_run=True)

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
        {"status": ""},
        {"status": "sold"},
        {"variant_status": ""},
        {"sku": "X"},
        {"gtin": "1"},
        {"weight": "250"},
        {"weight": "heavy"},
        {"dimensions": "30 x 20 cm"},
        {"dimensions": "30 cm x 20 mm x 1 cm"},
        {"category": "12"},
        {"images": "blue.jpg"},
        {"variant_image": "https://a.example/1.jpg,https://a.example/2.jpg"},
        {"price_includes_vat": "perhaps"},
        {"price": "1" * 19},
        {"product_type": "x" * 256},
        {"title": "#REF!"},
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


def test_every_field_can_be_set_and_emptied(engine: Engine) -> None:
    import_rows(engine, MUG)
    said = {
        "vendor": "Potter", "product_type": "mug", "seo_title": "A mug", "seo_description": "To drink from",
        "meta_keywords": "mug, cup", "search_keywords": "beaker", "images": "https://a.example/1.jpg",
        "variant_title": "Blue", "price": "12.50", "compare_at_price": "15", "cost_price": "4.1",
        "price_includes_vat": "yes", "gtin": "8712345678906", "asin": "B000000001", "mpn": "0042",
        "weight": "250 g", "dimensions": "8 x 8 x 9.5 cm", "variant_image": "https://a.example/2.jpg",
    }  # fmt: skip
    edit(engine, "MUG", **said, variant_status="draft")

    ((product),) = rows(
        engine,
        "SELECT vendor, product_type, seo_title, seo_description, CAST(meta_keywords AS TEXT), CAST(images AS TEXT)"
        " FROM products",
    )
    assert product[:4] == ("Potter", "mug", "A mug", "To drink from")
    assert json.loads(product[4]) == ["mug", "cup"]
    assert json.loads(product[5]) == [
        {"url": "https://a.example/1.jpg", "alt_text": None, "position": 1, "is_primary": True}
    ]
    columns = (
        "title, status, price, compare_at_price, cost_price, price_scale, currency, price_includes_vat, gtin, asin,"
        " mpn, weight, weight_unit, image_url"
    )
    assert rows(engine, f"SELECT {columns} FROM product_variants") == [
        ("Blue", "draft", 1250, 1500, 410, 2, "EUR", True, "8712345678906", "B000000001", "0042", 250_000, "g",
         "https://a.example/2.jpg")
    ]  # fmt: skip
    ((sides,),) = rows(engine, "SELECT CAST(dimensions AS TEXT) FROM product_variants")
    assert json.loads(sides) == {"length": "8", "width": "8", "height": "9.5", "unit": "cm"}

    edit(engine, "MUG", **dict.fromkeys(said, ""))
    assert rows(engine, "SELECT price, gtin, weight, weight_unit, dimensions, image_url FROM product_variants") == [
        (None, None, None, None, None, None)
    ]
    assert rows(engine, "SELECT vendor, seo_title, meta_keywords, images FROM products") == [(None, None, None, None)]


def test_a_wrong_check_digit_is_kept_and_told_as_in_a_feed(engine: Engine) -> None:
    import_rows(engine, MUG)
    done = edit(engine, "MUG", gtin="8712345678907")

    assert [(remark.code, remark.examples) for remark in done.warnings] == [("gtin_check_digit", ["8712345678907"])]


def test_a_picture_that_stays_keeps_its_text(engine: Engine) -> None:
    import_rows(engine, {**MUG, "images": [("https://a.example/1.jpg", "blue mug")]})
    edit(engine, "MUG", images="https://a.example/0.jpg\nhttps://a.example/1.jpg")

    ((images,),) = rows(engine, "SELECT CAST(images AS TEXT) FROM products")
    assert [(image["url"][-5:], image["alt_text"]) for image in json.loads(images)] == [
        ("0.jpg", None),
        ("1.jpg", "blue mug"),
    ]


def test_options_go_by_their_names_and_two_variants_cannot_have_the_same(engine: Engine) -> None:
    import_rows(engine, *SIZES)
    edit(engine, "SHIRT-M", options={"size": "XL", "Colour": "red"})

    assert rows(
        engine,
        "SELECT option1_name, option1_value, option2_name, option2_value FROM product_variants WHERE sku = 'SHIRT-M'",
    ) == [("Size", "XL", "Colour", "red")]
    with pytest.raises(Conflict, match="same options"):
        edit(engine, "SHIRT-M", options={"Size": "S", "Colour": ""})
    with pytest.raises(UsageError, match="one variant"):
        edit(engine, "shirt", options={"Size": "L"})


def test_a_gtin_names_the_variant_that_bears_it(engine: Engine) -> None:
    import_rows(engine, SIZES[0], {**SIZES[1], "gtin": "0012345678905"})
    edit(engine, "012345678905", price="31.00")

    assert prices(engine) == {"SHIRT-S": (2500, "EUR"), "SHIRT-M": (3100, "EUR")}


def test_a_filter_means_what_the_list_shows_and_is_held_to_the_limits(engine: Engine) -> None:
    import_rows(engine, *SIZES, MUG, {"sku": "OLD", "title": "Old", "vendor": "Weber", "status": "archived"})
    do(engine, job(found_by(vendor="weber"), vendor="Weber & Zn"))

    assert rows(engine, "SELECT sku, vendor FROM products ORDER BY sku") == [
        ("MUG", None),
        ("OLD", "Weber"),
        ("shirt", "Weber & Zn"),
    ]
    with pytest.raises(Refused, match="prices would change"):
        do(engine, job(found_by(vendor="Weber & Zn"), price="2.00"), limits=LIMITS)


def test_what_has_been_shown_is_what_is_written_or_nothing(engine: Engine) -> None:
    import_rows(engine, *SIZES)

    def meanwhile(found: Edited) -> None:
        import_elsewhere(engine, 2700)

    with pytest.raises(StalePlan):
        carry_out(engine, Request(limits=NO_LIMITS), job(named("SHIRT-S"), price="30.00"), Mode(), confirm=meanwhile)
    assert prices(engine)["SHIRT-S"] == (2700, "EUR")


def import_elsewhere(engine: Engine, price: int) -> None:
    """As somebody does who does not ask for the catalogue's lock."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE product_variants SET price = :price WHERE sku = 'SHIRT-S'"), {"price": price})


def test_a_saved_plan_does_the_same_later_under_the_same_name(engine: Engine, tmp_path: Path) -> None:
    import_rows(engine, *SIZES)
    plan = tmp_path / "plan.json"
    do(engine, job(named("shirt"), price="30.00", title="Shirts"), dry_run=True, plan_file=plan)
    found = load(plan)
    done = apply_plan(engine, found, Request(limits=NO_LIMITS))

    assert (found.kind, found.source) == ("product.edit", "shirt")
    assert prices(engine) == {"SHIRT-S": (3000, "EUR"), "SHIRT-M": (3000, "EUR")}
    assert rows(engine, "SELECT kind, source FROM operations WHERE public_id = :id", id=done.operation) == [
        ("product.edit", "shirt")
    ]


def statuses(engine: Engine, table: str) -> dict[str, str]:
    return {str(sku): str(status) for sku, status in rows(engine, f"SELECT sku, status FROM {table}")}


def test_archiving_a_product_leaves_its_variants_and_of_several_variants_one_alone(engine: Engine) -> None:
    import_rows(engine, *SIZES, MUG)
    do(engine, archive_products(named("SHIRT-S", "MUG")))

    assert statuses(engine, "products") == {"shirt": "active", "MUG": "archived"}
    assert statuses(engine, "product_variants") == {"SHIRT-S": "archived", "SHIRT-M": "active", "MUG": "active"}
    assert rows(engine, "SELECT sku FROM products WHERE archived_at IS NOT NULL") == [("MUG",)]


def test_the_last_variants_of_a_product_take_it_along_and_undo_brings_all_back(engine: Engine) -> None:
    import_rows(engine, *SIZES)
    before = everything(engine)
    done = do(engine, archive_products(named("SHIRT-S", "SHIRT-M")))

    assert done.operation is not None
    assert statuses(engine, "products") == {"shirt": "archived"}
    undo(engine, done.operation)
    assert everything(engine) == before


def test_archiving_many_is_held_to_the_limits(engine: Engine) -> None:
    import_rows(engine, *SIZES, MUG)

    with pytest.raises(Refused, match="would leave the catalogue"):
        do(engine, archive_products(found_by()), limits=LIMITS)
