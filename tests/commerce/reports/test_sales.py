"""The figures of sales, order by order written down by hand. Amounts are in cents."""

from typing import Any

import pytest

from tests.commerce.reports.shop import Shop, at, line


def only(shop: Shop, **words: Any) -> Any:
    """The one currency of the report of March 2026."""
    (row,) = shop.report("sales", period="2026-03", **words).totals
    return row


def amounts(row: Any) -> dict[str, int]:
    names = ("gross", "discounts", "cancellations", "refunds", "net")
    return {name: getattr(row, name).amount for name in names}


def test_an_order_is_gross_and_net(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=1000, quantity=3), line(kind="shipping", price=495))

    row = only(shop)

    assert amounts(row) == {"gross": 3495, "discounts": 0, "cancellations": 0, "refunds": 0, "net": 3495}
    assert (row.orders, row.units, row.average_order.amount, row.currency) == (1, 3, 3495, "EUR")


def test_discounts_of_lines_and_of_the_order_come_off_the_gross(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=1000, quantity=2, discount=200), discount_total=300)

    assert amounts(only(shop)) == {"gross": 2000, "discounts": 500, "cancellations": 0, "refunds": 0, "net": 1500}


def test_a_cancelled_order_is_gross_and_comes_off_whole(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=1000), order_status="cancelled")
    shop.order("2026-03-03", line(price=700))

    row = only(shop)

    assert amounts(row) == {"gross": 1700, "discounts": 0, "cancellations": 1000, "refunds": 0, "net": 700}
    assert row.orders == 2


def test_cancelled_units_come_off_by_their_share_of_the_total(shop: Shop) -> None:
    """Of 30.00 of goods 10.00 are cancelled; the customer paid 31.50, so that is 10.50."""
    shop.order(
        "2026-03-02", line(price=1000, quantity=3, cancelled_quantity=1),
        tax_total=150, prices_include_vat=False,
    )  # fmt: skip

    row = only(shop)

    assert amounts(row) == {"gross": 3150, "discounts": 0, "cancellations": 1050, "refunds": 0, "net": 2100}
    assert row.vat.amount == 100


def test_the_money_of_cancelled_units_does_not_come_off_twice(shop: Shop) -> None:
    """100.00 paid, 40.00 cancelled and given back, and later 10.00 more."""
    shop.order("2026-03-02", line(price=1000, quantity=10, cancelled_quantity=4), paid_total=10000, refunded_total=5000)

    assert amounts(only(shop)) == {"gross": 10000, "discounts": 0, "cancellations": 4000, "refunds": 1000, "net": 5000}


def test_a_refund_of_what_was_paid_comes_off_beside_units_that_were_not(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=1000, quantity=10, cancelled_quantity=4), paid_total=6000, refunded_total=1000)

    assert amounts(only(shop)) == {"gross": 10000, "discounts": 0, "cancellations": 4000, "refunds": 1000, "net": 5000}


def test_a_cancelled_order_that_was_refunded_is_nothing(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=900), order_status="cancelled", paid_total=900, refunded_total=900)

    assert amounts(only(shop)) == {"gross": 900, "discounts": 0, "cancellations": 900, "refunds": 0, "net": 0}


def test_a_credit_counts_as_cancellation_on_its_own_day(shop: Shop) -> None:
    shop.order("2026-02-27", line(price=1000, quantity=5))
    shop.order("2026-03-02", line(price=1000, quantity=-2), kind="credit")
    shop.order("2026-03-03", line(price=500))

    row = only(shop)

    assert amounts(row) == {"gross": 500, "discounts": 0, "cancellations": 2000, "refunds": 0, "net": -1500}
    assert (row.orders, row.units, row.credits) == (1, 1, 1)


def test_an_adjustment_is_no_sale(shop: Shop) -> None:
    shop.order("2026-03-02", line(kind="fee", price=-1106206), kind="adjustment")
    shop.order("2026-03-03", line(price=500))

    row = only(shop)

    assert (row.orders, row.net.amount, row.adjustments.amount) == (1, 500, -1106206)


def test_vat_is_that_of_what_is_left(shop: Shop) -> None:
    """121.00 with 21.00 of VAT, of which a tenth is refunded."""
    shop.order("2026-03-02", line(price=12100), tax_total=2100, prices_include_vat=True, refunded_total=1210)

    row = only(shop)

    assert (row.net.amount, row.vat.amount) == (10890, 1890)


def test_vat_that_nobody_states_is_unknown(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=12100))

    report = shop.report("sales", period="2026-03")

    assert report.totals[0].vat is None
    assert any("VAT" in note for note in report.notes)


def test_the_margin_is_without_vat_and_without_what_has_no_cost(shop: Shop) -> None:
    """Two lines of 60.50, which are 50.00 each without VAT; one of them cost 30.00."""
    shop.order("2026-03-02", line(price=6050, cost=3000), line(price=6050), tax_total=2100, prices_include_vat=True)

    row = only(shop)

    assert (row.margin.amount, row.margin_share, row.costed_share) == (2000, 0.4, 0.5)


def test_a_discount_on_the_order_lowers_the_margin_of_its_lines(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=6000, cost=3000), line(price=4000, cost=1000), discount_total=1000)

    row = only(shop)

    assert (row.margin.amount, row.costed_share) == (5000, 1.0)


def test_units_that_came_back_cost_nothing(shop: Shop) -> None:
    """Two of four come back and are refunded: 40.00 sold at a cost of 20.00."""
    shop.order(
        "2026-03-02",
        line(price=2000, quantity=4, cost=4000, fulfilled_quantity=4, returned_quantity=2),
        refunded_total=4000,
    )

    assert only(shop).margin.amount == 2000


def test_no_cost_is_no_margin(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=2000))

    row = only(shop)

    assert (row.margin, row.margin_share, row.costed_share) == (None, None, 0.0)


def test_an_order_of_unknown_total_is_counted_and_in_no_amount(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=2000), subtotal=None, shipping_total=None, fee_total=None, total=None)
    shop.order("2026-03-03", line(price=1000))

    report = shop.report("sales", period="2026-03")
    (row,) = report.totals

    assert (row.orders, row.unknown_totals, row.gross.amount, row.average_order.amount) == (2, 1, 1000, 1000)
    assert any("no known total" in note for note in report.notes)


def test_currencies_are_never_added(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=1000), currency="EUR")
    shop.order("2026-03-02", line(price=3000), currency="JPY")

    totals = shop.report("sales", period="2026-03").totals

    assert [str(row.net) for row in totals] == ["10.00 EUR", "3000 JPY"]


def test_a_period_without_orders_has_zeros_and_no_averages(shop: Shop) -> None:
    shop.order("2025-12-24", line(price=1000))

    report = shop.report("sales", period="2026-03", by="week", compare="previous")
    (row,) = report.totals

    assert (row.orders, row.net.amount, row.average_order, row.margin, row.net_change) == (0, 0, None, None, None)
    assert [one.orders for one in report.rows] == [0] * 6
    assert any("2025-12-24" in note for note in report.notes)


def test_a_shop_without_orders_says_what_to_type(shop: Shop) -> None:
    for by in (None, "day", "channel", "country", "category"):
        report = shop.report("sales", by=by)

        assert any("royal order import" in note for note in report.notes)
        assert all(row.net.amount == 0 for row in report.totals)


def test_days_are_those_of_the_shop(shop: Shop) -> None:
    """Half an hour before and after midnight in Amsterdam, in winter and in summer."""
    for moment in (
        at("2026-03-28 23:30", "Europe/Amsterdam"),
        at("2026-03-29 00:30", "Europe/Amsterdam"),
        at("2026-03-29 23:30", "Europe/Amsterdam"),
        at("2026-03-30 00:30", "Europe/Amsterdam"),
        at("2026-10-25 23:59", "Europe/Amsterdam"),
    ):
        shop.order(moment, line(price=100))

    march = shop.report("sales", since="2026-03-28", until="2026-03-30", by="day", zone="Europe/Amsterdam")
    october = shop.report("sales", period="2026-10", by="day", zone="Europe/Amsterdam")

    assert [(row.bucket, row.orders) for row in march.rows] == [("2026-03-28", 1), ("2026-03-29", 2), ("2026-03-30", 1)]
    assert [row.bucket for row in october.rows if row.orders] == ["2026-10-25"]


def test_the_last_day_is_in_the_period_and_the_next_is_not(shop: Shop) -> None:
    shop.order("2026-03-31 23:59:59.999999", line(price=100))
    shop.order("2026-04-01", line(price=200))
    shop.order("2026-02-28 23:59:59.999999", line(price=400))

    assert only(shop).net.amount == 100


def test_stretches_of_time_are_compared_by_their_place(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=1500))
    shop.order("2026-02-02", line(price=1000))
    shop.order("2025-03-02", line(price=3000))

    def second(compare: str) -> Any:
        return shop.report("sales", period="2026-03", by="day", compare=compare).rows[1]

    assert (second("previous").net_before.amount, second("previous").net_change) == (1000, 0.5)
    assert (second("year").net_before.amount, second("year").net_change) == (3000, -0.5)


def test_what_was_only_sold_before_has_a_row(shop: Shop) -> None:
    shop.order("2026-02-02", line(price=1000), channel="old")
    shop.order("2026-03-02", line(price=1500), channel="new")

    rows = shop.report("sales", period="2026-03", by="channel", compare="previous").rows

    assert [(row.bucket, row.net.amount, row.net_before.amount) for row in rows] == [("new", 1500, 0), ("old", 0, 1000)]


def test_channels_and_countries_have_rows_and_what_is_unknown_too(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=1000), channel="web", country_code="NL")
    shop.order("2026-03-02", line(price=2000), channel="bol", country_code="BE")
    shop.order("2026-03-02", line(price=500), channel="bol", channel_id=None)

    def rows(by: str) -> list[tuple[str, int]]:
        return [(row.bucket, row.net.amount) for row in shop.report("sales", period="2026-03", by=by).rows]

    assert rows("channel") == [("bol", 2000), ("web", 1000), ("unknown", 500)]
    assert rows("country") == [("BE", 2000), ("NL", 1000), ("unknown", 500)]


def test_categories_are_those_at_the_top_and_have_no_shipping(shop: Shop) -> None:
    mug = shop.variant("MUG", category="Kitchen > Mugs")
    bowl = shop.variant("BOWL", category="Kitchen")
    lamp = shop.variant("LAMP")
    shop.order(
        "2026-03-02",
        line(price=1000, quantity=2, product_variant_id=mug, discount=100, cost=500),
        line(price=300, product_variant_id=bowl),
        line(price=5000, product_variant_id=lamp),
        line(price=50, sold_code_id=shop.code("X1")),
        line(kind="shipping", price=495),
    )
    shop.order("2026-03-03", line(price=300, quantity=-1, product_variant_id=bowl), kind="credit")

    report = shop.report("sales", period="2026-03", by="category")

    assert [(row.bucket, row.gross.amount, row.net.amount) for row in report.rows] == [
        ("no category", 5000, 5000),
        ("Kitchen", 2300, 1900),
        ("unmatched", 50, 50),
    ]
    assert report.rows[1].margin.amount == 1400
    assert report.totals[0].net.amount == 6950


@pytest.mark.parametrize("by", ["day", "week", "month", "channel", "country"])
def test_rows_add_up_to_the_totals(shop: Shop, by: str) -> None:
    for place in range(40):
        shop.order(
            f"2026-03-{place % 31 + 1:02}", line(price=999 + place, quantity=place % 4 + 1),
            channel=f"c{place % 3}", country_code=["NL", "BE", None][place % 3], refunded_total=place,
            order_status="cancelled" if place % 7 == 0 else "closed",
        )  # fmt: skip

    report = shop.report("sales", period="2026-03", by=by)

    assert sum(row.net.amount for row in report.rows) == report.totals[0].net.amount
    assert sum(row.orders for row in report.rows) == 40
