"""The figures of products. Amounts are in cents."""

from typing import Any

import pytest

from royal_cli.commerce.reports.words import Choices
from royal_cli.errors import UsageError
from tests.commerce.reports.shop import Shop, line


def products(shop: Shop, compare: str | None = None, **choices: Any) -> Any:
    return shop.report("products", period="2026-03", compare=compare, choices=Choices(**choices))


def ranked(report: Any) -> list[tuple[str, int, int]]:
    return [(row.code, row.units, row.revenue.amount) for row in report.rows]


def test_what_brings_in_most_comes_first_and_postage_is_no_product(shop: Shop) -> None:
    mug, bowl = shop.variant("MUG"), shop.variant("BOWL")
    shop.order(
        "2026-03-02",
        line(price=1000, quantity=3, product_variant_id=mug),
        line(price=5000, product_variant_id=bowl),
        line(kind="shipping", price=9000),
        line(kind="fee", price=9000),
    )

    report = products(shop)

    assert ranked(report) == [("BOWL", 1, 5000), ("MUG", 3, 3000)]
    assert [row.revenue_share for row in report.rows] == [0.625, 0.375]
    assert ranked(products(shop, sort="units")) == [("MUG", 3, 3000), ("BOWL", 1, 5000)]
    assert [row.code for row in report.worst] == ["MUG", "BOWL"]


def test_cancelled_credited_and_refunded_units_bring_in_nothing(shop: Shop) -> None:
    mug = shop.variant("MUG")
    sold = {"price": 1000, "product_variant_id": mug}
    shop.order("2026-03-02", line(**sold, quantity=4, cancelled_quantity=1))
    shop.order("2026-03-03", line(**sold, quantity=2), order_status="cancelled")
    shop.order("2026-03-04", line(**sold, quantity=2, fulfilled_quantity=2, returned_quantity=1, refunded_amount=800))
    shop.order("2026-03-05", line(**sold, quantity=-1), kind="credit")

    (row,) = products(shop).rows

    assert (row.units, row.revenue.amount) == (8, 3000 + 2000 - 800 - 1000)
    assert (row.returned_units, row.returns_share) == (2, 0.25)


def test_a_refund_of_cancelled_units_does_not_come_off_twice(shop: Shop) -> None:
    mug = shop.variant("MUG")
    shop.order(
        "2026-03-02",
        line(price=1000, quantity=4, cancelled_quantity=1, refunded_amount=1500, product_variant_id=mug),
    )

    (row,) = products(shop).rows

    assert row.revenue.amount == 2500


def test_the_margin_is_without_vat(shop: Shop) -> None:
    mug, bowl = shop.variant("MUG"), shop.variant("BOWL")
    shop.order(
        "2026-03-02",
        line(price=12100, cost=6000, product_variant_id=mug),
        line(price=12100, tax=2100, cost=8000, product_variant_id=bowl),
        tax_total=4200,
        prices_include_vat=True,
    )

    report = products(shop)

    assert {row.code: (row.margin.amount, row.margin_share) for row in report.rows} == {
        "MUG": (4000, 0.4),
        "BOWL": (2000, 0.2),
    }


def test_few_products_make_most_of_the_revenue(shop: Shop) -> None:
    for sku, price in {"A1": 7000, "A2": 1500, "B1": 900, "C1": 400, "C2": 200}.items():
        shop.order("2026-03-02", line(price=price, product_variant_id=shop.variant(sku)))

    report = products(shop)

    assert [(row.code, row.abc) for row in report.rows] == [
        ("A1", "A"), ("A2", "A"), ("B1", "B"), ("C1", "B"), ("C2", "C"),
    ]  # fmt: skip
    assert [(row.abc, row.products, row.revenue.amount) for row in report.classes] == [
        ("A", 2, 8500), ("B", 2, 1300), ("C", 1, 200),
    ]  # fmt: skip


def test_what_has_no_variant_stands_under_its_code(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=1000, sold_code_id=shop.code("85123A")))
    shop.order("2026-03-02", line(price=500))

    report = products(shop)

    assert [(row.code, row.title, row.category, row.matched) for row in report.rows] == [
        ("85123A", "Called 85123A", "unmatched", False),
        ("?", "neither code nor title", "unmatched", False),
    ]
    assert report.unmatched_codes == 2
    assert any("royal order unmatched" in note for note in report.notes)


def test_the_variants_of_a_product_are_one_row_where_that_is_asked_for(shop: Shop) -> None:
    for sku, price in {"TEE-S": 1000, "TEE-M": 2000}.items():
        shop.order("2026-03-02", line(price=price, product_variant_id=shop.variant(sku, product="TEE")))

    assert ranked(products(shop, per="product")) == [("TEE", 2, 3000)]
    assert len(products(shop).rows) == 2


def test_what_was_not_sold_is_listed_with_its_stock(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=1000, product_variant_id=shop.variant("SOLD")))
    shop.order("2026-02-02", line(price=1000, product_variant_id=shop.variant("BEFORE")))
    shop.variant("UNKNOWN")
    shop.variant("GONE", status="archived")
    shop.stock("BEFORE", 7)
    shop.stock("BEFORE", 2, location="Shop")

    report = products(shop)

    assert [(row.sku, row.stock) for row in report.never_sold] == [("BEFORE", 9), ("UNKNOWN", None)]
    assert report.never_sold_count == 2


def test_what_was_only_given_back_was_not_sold(shop: Shop) -> None:
    mug = shop.variant("MUG")
    shop.order("2026-03-02", line(price=1000, quantity=-1, product_variant_id=mug), kind="credit")

    report = products(shop)

    assert (report.products_sold, report.never_sold_count) == (0, 1)
    assert (report.rows[0].revenue.amount, report.rows[0].abc, report.rows[0].returns_share) == (-1000, "C", None)


def test_each_currency_is_ranked_by_itself(shop: Shop) -> None:
    mug, bowl = shop.variant("MUG"), shop.variant("BOWL")
    shop.order("2026-03-02", line(price=1000, product_variant_id=mug), line(price=10, product_variant_id=bowl))
    shop.order("2026-03-02", line(price=7, product_variant_id=bowl), currency="GBP")

    report = products(shop, limit=1)

    assert [(row.code, str(row.revenue), row.rank) for row in report.rows] == [
        ("MUG", "10.00 EUR", 1),
        ("BOWL", "0.07 GBP", 1),
    ]


def test_products_are_compared_with_themselves_before(shop: Shop) -> None:
    mug = shop.variant("MUG")
    shop.order("2026-02-10", line(price=1000, product_variant_id=mug))
    shop.order("2026-03-10", line(price=1250, product_variant_id=mug))

    (row,) = products(shop, compare="previous").rows

    assert (row.revenue_before.amount, row.revenue_change) == (1000, 0.25)


@pytest.mark.parametrize("choices", [Choices(sort="colour"), Choices(per="shelf")])
def test_what_products_cannot_be_sorted_by_is_refused(shop: Shop, choices: Choices) -> None:
    with pytest.raises(UsageError):
        shop.report("products", choices=choices)


def test_a_shop_without_orders_has_no_products_sold(shop: Shop) -> None:
    shop.variant("MUG")

    report = shop.report("products", period="all")

    assert (report.rows, report.classes, report.products_sold, report.never_sold_count) == ([], [], 0, 1)
