"""The list of products: what a row says, and that it never says more than is known."""

from decimal import Decimal

import pytest
from sqlalchemy import Engine, event

from royal_cli.commerce.catalog.reading.listing import list_products
from royal_cli.commerce.catalog.reading.rows import Filters, ProductRow, Status
from royal_cli.db.database import reading, transaction
from royal_cli.money import Money
from tests.commerce.catalog.reading.made_catalogue import MONDAY, category_id, mugs, product, variant


def rows(engine: Engine, filters: Filters | None = None) -> list[ProductRow]:
    with reading(engine) as session:
        return list_products(session, filters).rows


def only(engine: Engine) -> ProductRow:
    (row,) = rows(engine, Filters(status=Status.any))
    return row


def test_a_row_says_what_is_known_of_a_product_and_its_variants(engine: Engine) -> None:
    mugs(engine)

    assert rows(engine)[0] == ProductRow(
        sku="MUG-BLUE",
        title="Mug blue",
        status="active",
        vendor="Potter & Sons",
        product_type=None,
        category="Kitchen > Mugs",
        variants=2,
        lowest_price=Money(950, "EUR", 2),
        highest_price=Money(1250, "EUR", 2),
        currencies=["EUR"],
        cost=Money(400, "EUR", 2),
        without_cost=0,
        gross_margin=Decimal("57.89"),
        stock=16,
        without_stock=0,
        images=1,
        created_at=MONDAY.replace(day=5),
        updated_at=MONDAY.replace(day=5),
    )


def test_what_is_not_known_is_none_and_not_zero(engine: Engine) -> None:
    mugs(engine)

    teapot = rows(engine)[3]

    assert teapot.sku == "TEAPOT"
    assert (teapot.variants, teapot.images) == (0, 0)
    assert (teapot.lowest_price, teapot.highest_price, teapot.currencies) == (None, None, [])
    assert (teapot.cost, teapot.gross_margin, teapot.stock, teapot.vendor) == (None, None, None, None)


def test_no_stock_is_zero_and_unknown_stock_is_none(engine: Engine) -> None:
    mugs(engine)

    stocks = {row.sku: (row.stock, row.without_stock) for row in rows(engine)}

    assert stocks == {"MUG-BLUE": (16, 0), "MUG-RED": (0, 0), "SHIRT": (None, 1), "TEAPOT": (None, 0)}


def test_stock_below_zero_takes_away_from_the_sum(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "MUG", variant("MUG-S", stock={"Main": -2, "Gent": 5}), variant("MUG-L"))

    assert (only(engine).stock, only(engine).without_stock) == (3, 1)


def test_prices_of_different_scale_are_compared_by_what_they_are_worth(engine: Engine) -> None:
    with transaction(engine) as session:
        product(
            session,
            "SCREW",
            variant("SCREW-S", price=125, price_scale=2),
            variant("SCREW-M", price=12_499, price_scale=4),
            variant("SCREW-L", price=1_250_001, price_scale=6),
        )

    assert only(engine).lowest_price == Money(12_499, "EUR", 4)
    assert only(engine).highest_price == Money(1_250_001, "EUR", 6)


def test_a_price_is_shown_without_the_zeros_that_its_row_needs_for_another_amount(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "SCREW", variant("SCREW", price=125_000, cost_price=6_255, price_scale=5))

    assert only(engine).lowest_price == Money(125, "EUR", 2)
    assert only(engine).cost == Money(6_255, "EUR", 5)


def test_prices_in_two_currencies_have_no_lowest_and_no_highest(engine: Engine) -> None:
    with transaction(engine) as session:
        product(
            session,
            "MUG",
            variant("MUG-EU", price=950, cost_price=400),
            variant("MUG-JP", price=1500, cost_price=600, currency="JPY", price_scale=0),
        )

    row = only(engine)

    assert (row.lowest_price, row.highest_price, row.currencies) == (None, None, ["EUR", "JPY"])
    assert (row.cost, row.without_cost) == (None, 0)
    assert row.gross_margin == Decimal("57.89")


def test_a_price_in_an_unknown_currency_is_unknown(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "MUG", variant("MUG", price=950, cost_price=400, currency=None))

    row = only(engine)

    assert (row.lowest_price, row.cost, row.gross_margin, row.without_cost) == (None, None, None, 1)


def test_a_variant_without_a_price_or_a_cost_has_those_of_the_product(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "MUG", variant("MUG-S"), variant("MUG-L", price=1250), base_price=1000, cost_price=500)

    row = only(engine)

    assert (row.lowest_price, row.highest_price) == (Money(1000, "EUR", 2), Money(1250, "EUR", 2))
    assert (row.cost, row.without_cost, row.gross_margin) == (Money(500, "EUR", 2), 0, Decimal("50.00"))


def test_a_product_without_variants_speaks_for_itself(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "GIFT-CARD", base_price=2500, cost_price=2500)

    row = only(engine)

    assert (row.variants, row.lowest_price, row.highest_price) == (0, Money(2500, "EUR", 2), Money(2500, "EUR", 2))
    assert (row.cost, row.gross_margin) == (Money(2500, "EUR", 2), Decimal("0.00"))


def test_costs_that_differ_are_not_one_cost(engine: Engine) -> None:
    with transaction(engine) as session:
        product(
            session, "MUG", variant("MUG-S", price=900, cost_price=400), variant("MUG-L", price=900, cost_price=450)
        )

    assert (only(engine).cost, only(engine).without_cost) == (None, 0)


def test_one_cost_that_is_not_known_leaves_the_cost_unknown(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "MUG", variant("MUG-S", price=900, cost_price=400), variant("MUG-L", price=900))

    assert (only(engine).cost, only(engine).without_cost) == (None, 1)
    assert only(engine).gross_margin == Decimal("55.55")


@pytest.mark.parametrize(
    ("price", "cost", "margin"),
    [
        (1000, 750, "25.00"),
        (1000, 1250, "-25.00"),
        (300, 200, "33.33"),
        (300, 400, "-33.34"),
        (1000, 0, "100.00"),
        (0, 0, None),
        (0, 100, None),
        (10**17, 1, "99.99"),
    ],
)
def test_the_margin_is_the_share_of_the_price_rounded_down(
    engine: Engine, price: int, cost: int, margin: str | None
) -> None:
    with transaction(engine) as session:
        product(session, "MUG", variant("MUG", price=price, cost_price=cost))

    assert only(engine).gross_margin == (margin and Decimal(margin))


def test_a_price_and_a_cost_in_different_currencies_have_no_margin(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "MUG", variant("MUG", price=1500, currency="USD"), cost_price=500)

    assert only(engine).gross_margin is None


def test_images_of_variants_count_once(engine: Engine) -> None:
    blue, red = "https://cdn.example/blue.jpg", "https://cdn.example/red.jpg"
    with transaction(engine) as session:
        product(
            session, "MUG", variant("MUG-B", image_url=blue), variant("MUG-R", image_url=red), images=[{"url": blue}]
        )

    assert only(engine).images == 2


def test_the_deeper_category_is_shown(engine: Engine) -> None:
    with transaction(engine) as session:
        mug = product(session, "MUG", category="Kitchen")
        mug.subcategory_id = category_id(session, "Kitchen > Mugs")

    assert only(engine).category == "Kitchen > Mugs"


def test_a_list_costs_the_same_few_statements_however_long_it_is(engine: Engine) -> None:
    mugs(engine)
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2]))

    with reading(engine) as session:
        list_products(session, limit=4)

    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 3


def test_an_empty_catalogue_is_an_empty_list(engine: Engine) -> None:
    with reading(engine) as session:
        found = list_products(session, count=True)

    assert (found.rows, found.next, found.total) == ([], None, 0)
