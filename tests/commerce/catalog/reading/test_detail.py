"""One product with all that is known of it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from royal_cli.commerce.catalog.reading.detail import show_product
from royal_cli.commerce.catalog.reading.detail_rows import Image, Offer, Product, Touched
from royal_cli.db.database import reading, transaction
from royal_cli.db.journal import Change, Operation
from royal_cli.db.products import Collection
from royal_cli.money import Money
from tests.commerce.catalog.reading.made_catalogue import MONDAY, mugs, product, variant

FRONT = "https://cdn.example/front.jpg"


def shown(engine: Engine, sku: str) -> Product:
    with reading(engine) as session:
        return show_product(session, sku)


def shirt(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Collection(id=4, name="Summer", slug="summer"))
        product(
            session,
            "SHIRT",
            variant(
                "SHIRT-Red-S",
                sku_derived=True,
                source_sku="LS-1",
                gtin="4006381333931",
                option1_name="Color",
                option1_value="Red",
                option2_name="Size",
                option2_value="S",
                price=2500,
                compare_at_price=3000,
                cost_price=1000,
                price_includes_vat=True,
                weight=250_000,
                weight_unit="g",
                stock={"Main": 3, "Gent": 0},
                markets={
                    "Japan": {"price": 3900, "currency": "JPY", "price_scale": 0, "is_included": False},
                    "Norway": {"price": 29_900, "currency": "NOK", "price_scale": 2, "compare_at_price": 34_900},
                },
                position=2,
            ),
            variant("SHIRT-Red-XS", option1_value="Red", option3_value="XS", position=1),
            variant("SHIRT-?"),
            title="Linen shirt",
            description="<p>Soft.</p>",
            category="Clothes > Shirts",
            vendor="Weber",
            product_type="Shirt",
            tags=["summer", "linen"],
            base_price=2600,
            cost_price=1100,
            weight=1500,
            weight_unit="kg",
            dimensions={"length": "30", "width": "20", "unit": "cm"},
            images=[{"url": FRONT, "alt_text": "the front", "position": 1, "is_primary": True}],
            collection_ids=[4],
        )


def test_a_product_is_shown_with_all_its_fields(engine: Engine) -> None:
    shirt(engine)

    found = shown(engine, "SHIRT")

    assert (found.title, found.status, found.category) == ("Linen shirt", "active", "Clothes > Shirts")
    assert (found.vendor, found.product_type, found.tags) == ("Weber", "Shirt", ["summer", "linen"])
    assert (found.price, found.cost, found.compare_at_price) == (Money(2600, "EUR", 2), Money(1100, "EUR", 2), None)
    assert (found.stock, found.gross_margin) == (3, Decimal("57.69"))
    assert (found.weight, found.weight_unit) == (Decimal("1.5"), "kg")
    assert found.dimensions == {"length": "30", "width": "20", "unit": "cm"}
    assert found.images == [Image(FRONT, "the front", 1, True)]
    assert found.collections == ["Summer"]
    assert found.description == "<p>Soft.</p>"
    assert (found.created_at, found.published_at, found.archived_at) == (MONDAY, None, None)


def test_what_nobody_said_is_none_and_what_is_said_to_be_empty_is_empty(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "MUG")
        product(session, "CUP", tags=[], images=[], collection_ids=[])

    mug, cup = shown(engine, "MUG"), shown(engine, "CUP")

    assert (mug.tags, mug.images, mug.collections, mug.videos, mug.weight, mug.stock) == (None,) * 6
    assert (cup.tags, cup.images, cup.collections, mug.variants) == ([], [], [], [])


def test_variants_stand_in_their_order_and_those_without_a_place_last(engine: Engine) -> None:
    shirt(engine)

    assert [one.sku for one in shown(engine, "SHIRT").variants] == ["SHIRT-Red-XS", "SHIRT-Red-S", "SHIRT-?"]


def test_a_variant_is_shown_with_its_options_prices_and_stock(engine: Engine) -> None:
    shirt(engine)

    found = shown(engine, "SHIRT").variants[1]

    assert found.options == {"Color": "Red", "Size": "S"}
    assert (found.price, found.compare_at_price) == (Money(2500, "EUR", 2), Money(3000, "EUR", 2))
    assert (found.cost, found.gross_margin, found.price_includes_vat) == (Money(1000, "EUR", 2), Decimal("60.00"), True)
    assert (found.sku_derived, found.source_sku, found.gtin) == (True, "LS-1", "4006381333931")
    assert (str(found.weight), found.weight_unit) == ("250", "g")
    assert {place: level.available for place, level in found.levels.items()} == {"Gent": 0, "Main": 3}
    assert found.stock == 3
    assert found.market_prices == {
        "Japan": Offer(Money(3900, "JPY", 0), None, False),
        "Norway": Offer(Money(29_900, "NOK", 2), Money(34_900, "NOK", 2), None),
    }


def test_a_variant_without_a_price_or_a_cost_shows_those_of_the_product(engine: Engine) -> None:
    shirt(engine)

    found = shown(engine, "SHIRT").variants[0]

    assert (found.price, found.cost) == (Money(2600, "EUR", 2), Money(1100, "EUR", 2))
    assert (found.stock, found.levels, found.market_prices, found.weight) == (None, {}, {}, None)


def test_an_option_without_a_name_is_called_by_its_number(engine: Engine) -> None:
    with transaction(engine) as session:
        product(
            session,
            "SHIRT",
            variant("SHIRT-1", option1_value="Red", option3_value="XS"),
            variant("SHIRT-2", option1_name="Size", option1_value="S", option2_name="Size", option2_value="Tall"),
        )

    assert [one.options for one in shown(engine, "SHIRT").variants] == [
        {"Option 1": "Red", "Option 3": "XS"},
        {"Size": "S", "Option 2": "Tall"},
    ]


@pytest.mark.parametrize(
    ("thousandths", "weight"),
    [
        (0, "0"),
        (1, "0.001"),
        (500, "0.5"),
        (1000, "1"),
        (20_000, "20"),
        (1_234_567, "1234.567"),
        (10**15, "1" + "0" * 12),
    ],
)
def test_a_weight_is_shown_without_the_zeros_that_nobody_wrote(engine: Engine, thousandths: int, weight: str) -> None:
    with transaction(engine) as session:
        product(session, "MUG", weight=thousandths, weight_unit="g")

    assert str(shown(engine, "MUG").weight) == weight


def operation(session: Session, name: str, *changes: Change) -> None:
    made = Operation(public_id=name, kind="product import", status="applied", actor="operator:ann", finished_at=MONDAY)
    session.add(made)
    session.flush()
    for change in changes:
        change.operation_id = made.id or 0
        session.add(change)
    session.flush()


def created(table: str, first: int, last: int | None = None) -> Change:
    return Change(entity=table, entity_id=first, last_entity_id=last, action="create")


def changed(table: str, id: int) -> Change:
    return Change(entity=table, entity_id=id, action="update", field="title", before="Cup", after="Mug")


def test_the_operation_that_created_a_product_among_others_is_told(engine: Engine) -> None:
    mugs(engine)
    with transaction(engine) as session:
        operation(session, "first", created("products", 1, 3))
        operation(session, "second", created("products", 4, 5))

    told = [shown(engine, sku).last_operation for sku in ("MUG-BLUE", "MUG-RED", "SHIRT", "TEAPOT")]

    assert [touched and touched.operation for touched in told] == ["first", "first", "first", "second"]
    assert told[0] == Touched("first", "product import", "operator:ann", datetime(2026, 3, 2, 8, tzinfo=UTC))


@pytest.mark.parametrize("table", ["products", "product_variants", "inventory_levels"])
def test_the_newest_operation_that_changed_anything_of_it_is_told(engine: Engine, table: str) -> None:
    mugs(engine)
    with transaction(engine) as session:
        operation(session, "first", created("products", 1, 5), created("product_variants", 1, 5))
        operation(session, "second", changed(table, 1))
        operation(session, "third", changed(table, 5), created("market_prices", 1, 9))

    touched = shown(engine, "MUG-BLUE").last_operation

    assert touched
    assert touched.operation == "second"


def test_a_row_that_came_back_among_others_was_touched_by_that(engine: Engine) -> None:
    mugs(engine)
    with transaction(engine) as session:
        operation(session, "import", created("products", 1, 5))
        operation(session, "undo", *(Change(entity="products", entity_id=id, action="delete") for id in range(1, 6)))
        operation(session, "redo", created("products", 1, 5))

    touched = shown(engine, "SHIRT").last_operation

    assert touched
    assert touched.operation == "redo"


def test_a_product_that_the_journal_does_not_know_was_touched_by_none(engine: Engine) -> None:
    mugs(engine)

    assert shown(engine, "MUG-RED").last_operation is None
