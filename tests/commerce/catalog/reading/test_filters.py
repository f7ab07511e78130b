"""The filters of the product list, each alone and together."""

from decimal import Decimal

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.reading.listing import list_products
from royal_cli.commerce.catalog.reading.rows import Filters, Status
from royal_cli.db.database import reading, transaction
from royal_cli.errors import NotFound, UsageError
from tests.commerce.catalog.reading.made_catalogue import mugs, product, variant


def skus(engine: Engine, filters: Filters | None = None) -> list[str]:
    with reading(engine) as session:
        found = list_products(session, filters, count=True)
    assert found.total == len(found.rows)
    return [row.sku for row in found.rows]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, ["MUG-BLUE", "MUG-RED", "SHIRT", "TEAPOT"]),
        (Status.active, ["MUG-BLUE", "MUG-RED", "TEAPOT"]),
        (Status.draft, ["SHIRT"]),
        (Status.archived, ["VASE"]),
        (Status.any, ["MUG-BLUE", "MUG-RED", "SHIRT", "TEAPOT", "VASE"]),
    ],
)
def test_the_archived_are_left_out_unless_they_are_asked_for(
    engine: Engine, status: Status | None, expected: list[str]
) -> None:
    mugs(engine)

    assert skus(engine, Filters(status=status)) == expected


def test_a_product_without_a_status_is_not_archived(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "MUG").status = None

    assert skus(engine) == ["MUG"]
    assert skus(engine, Filters(status=Status.active)) == []


@pytest.mark.parametrize("name", ["Kitchen", "kitchen", "KITCHEN"])
def test_a_category_has_all_that_is_below_it(engine: Engine, name: str) -> None:
    mugs(engine)

    assert skus(engine, Filters(category=name)) == ["MUG-BLUE", "MUG-RED", "TEAPOT"]


@pytest.mark.parametrize("name", ["Kitchen > Mugs", "kitchen > mugs", "kitchen-mugs", "Mugs"])
def test_a_category_is_known_by_its_path_its_slug_or_its_name(engine: Engine, name: str) -> None:
    mugs(engine)

    assert skus(engine, Filters(category=name)) == ["MUG-BLUE", "MUG-RED"]


def test_a_name_that_several_categories_have_means_all_of_them(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "SHIRT-M", category="Men > Shirts")
        product(session, "SHIRT-W", category="Women > Shirts > Silk")
        product(session, "SOCK", category="Men > Socks")

    assert skus(engine, Filters(category="Shirts")) == ["SHIRT-M", "SHIRT-W"]


def test_an_unknown_category_is_not_an_empty_list(engine: Engine) -> None:
    mugs(engine)

    with pytest.raises(NotFound, match="There is no category 'Mug'") as caught:
        skus(engine, Filters(category="Mug"))

    assert caught.value.hint == "Did you mean 'Kitchen > Mugs'?"


def test_a_catalogue_without_categories_says_so(engine: Engine) -> None:
    with pytest.raises(NotFound) as caught:
        skus(engine, Filters(category="Mugs"))

    assert caught.value.hint == "The catalogue has no categories yet."


@pytest.mark.parametrize("name", ["Potter & Sons", "potter & sons"])
def test_a_vendor_is_known_whatever_the_case(engine: Engine, name: str) -> None:
    mugs(engine)

    assert skus(engine, Filters(vendor=name)) == ["MUG-BLUE", "MUG-RED"]


def test_part_of_a_vendor_is_another_vendor(engine: Engine) -> None:
    mugs(engine)

    assert skus(engine, Filters(vendor="Potter")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mug", ["MUG-BLUE", "MUG-RED"]),
        ("red mug", ["MUG-RED"]),
        ("potter blue", ["MUG-BLUE"]),
        ("blue-s blue-l potter", ["MUG-BLUE"]),
        ("blue-s red potter", []),
        ("4006381333931 shirt weber", ["SHIRT"]),
        ("theepot grün", ["TEAPOT"]),
        ("THEEPOT „GRÜN“", ["TEAPOT"]),
        ("BLUE-L", ["MUG-BLUE"]),
        ("638133393", ["SHIRT"]),
        ("GRÜN", ["TEAPOT"]),
        ("gru\u0308n", ["TEAPOT"]),
        ("  ", ["MUG-BLUE", "MUG-RED", "SHIRT", "TEAPOT"]),
        ("tankard", []),
    ],
)
def test_every_word_is_looked_for_in_title_skus_gtins_and_vendor(
    engine: Engine, text: str, expected: list[str]
) -> None:
    mugs(engine)

    assert skus(engine, Filters(search=text)) == expected


def test_the_sku_of_the_feed_is_found_as_well(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "SHIRT", variant("SHIRT-S", sku_derived=True, source_sku="LS-1"), variant("SHIRT-L"))

    assert skus(engine, Filters(search="ls-1")) == ["SHIRT"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("100%", "100% wool"),
        ("A_B", "Cable A_B"),
        ("a/b", "Fuse A/B"),
        ("[xl]", "Shirt [XL]"),
        ("[É]", "Café [É]"),
        ("*é*", "Star *É*"),
        ("é?", "Wie é?"),
        (".é+", "Odd .é+"),
        ("a\\b", "Back A\\b"),
        ("^a$", "Rope ^A$"),
        ("(é|x)", "Group (é|x)"),
    ],
)
def test_no_character_stands_for_others(engine: Engine, text: str, title: str) -> None:
    with transaction(engine) as session:
        product(session, "THIS", title=title)
        product(session, "OTHER", title="100 AxB a b XL wool Éa café é ab x plain oddé")

    assert skus(engine, Filters(search=text)) == ["THIS"]


def test_text_that_no_database_takes_is_wrong_usage(engine: Engine) -> None:
    for filters in (Filters(search="caf\udce9"), Filters(vendor="a\0b"), Filters(category="x" * 10_000)):
        with pytest.raises(UsageError):
            skus(engine, filters)


def test_a_cost_is_missing_where_neither_variant_nor_product_has_one(engine: Engine) -> None:
    mugs(engine)
    with transaction(engine) as session:
        product(session, "BOWL", variant("BOWL", price=500), cost_price=200)
        product(session, "DISH", variant("DISH-S", price=500, cost_price=200), variant("DISH-L", price=700))
        product(session, "GIFT-CARD", base_price=1000, cost_price=1000)

    assert skus(engine, Filters(missing_cost=True)) == ["DISH", "SHIRT", "TEAPOT"]


def test_a_margin_is_below_only_where_it_is_known(engine: Engine) -> None:
    mugs(engine)

    assert skus(engine, Filters(below_margin=Decimal(20))) == ["MUG-RED"]
    assert skus(engine, Filters(below_margin=Decimal(60))) == ["MUG-BLUE", "MUG-RED"]
    assert skus(engine, Filters(below_margin=Decimal(9))) == []


@pytest.mark.parametrize(
    ("price", "cost", "limit", "is_below"),
    [
        (300, 210, "30", False),
        (300, 210, "30.000001", True),
        (1000, 1250, "-25", False),
        (1000, 1250, "-24.9", True),
        (0, 100, "50", False),
        (10**17, 10**17 - 1, "0.00001", True),
        (10**17, 1, "99.9", False),
    ],
)
def test_a_margin_is_compared_exactly(engine: Engine, price: int, cost: int, limit: str, is_below: bool) -> None:
    with transaction(engine) as session:
        product(session, "MUG", variant("MUG", price=price, cost_price=cost))

    assert skus(engine, Filters(below_margin=Decimal(limit))) == (["MUG"] if is_below else [])


def test_a_margin_is_known_across_scales_but_not_across_currencies(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "SCREW", variant("SCREW", price=1_000_000, price_scale=5), cost_price=750)
        product(session, "STAMP", variant("STAMP", price=1000, currency="USD"), cost_price=750)

    assert skus(engine, Filters(below_margin=Decimal("25.1"))) == ["SCREW"]
    assert skus(engine, Filters(below_margin=Decimal(25))) == []


def test_a_margin_that_cannot_be_compared_is_wrong_usage(engine: Engine) -> None:
    with pytest.raises(UsageError, match="cannot be looked for"):
        skus(engine, Filters(below_margin=Decimal("1e30")))


def test_an_image_of_a_variant_is_an_image(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "NOTHING", images=None)
        product(session, "EMPTY", variant("EMPTY"), images=[])
        product(session, "OWN", images=[{"url": "https://cdn.example/own.jpg"}])
        product(session, "VARIANT", variant("VARIANT", image_url="https://cdn.example/variant.jpg"))

    assert skus(engine, Filters(missing_image=True)) == ["EMPTY", "NOTHING"]


def test_out_of_stock_is_known_and_nothing(engine: Engine) -> None:
    mugs(engine)
    with transaction(engine) as session:
        product(session, "BOWL", variant("BOWL", stock={"Main": -3, "Gent": 1}))

    assert skus(engine, Filters(out_of_stock=True)) == ["BOWL", "MUG-RED"]


def test_all_filters_must_hold(engine: Engine) -> None:
    mugs(engine)

    assert skus(engine, Filters(category="Kitchen", search="mug", below_margin=Decimal(20))) == ["MUG-RED"]
    assert skus(engine, Filters(category="Clothes", search="mug")) == []
