"""What becomes of orders, what each channel sells, and the dashboard that is made of all of it."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from royal_cli.commerce.reports.orders import percentile
from royal_cli.errors import UsageError
from tests.commerce.reports.shop import NOW, Shop, at, line


def orders(shop: Shop, **words: Any) -> Any:
    return shop.report("orders", **{"period": "2026-03", **words})


def test_statuses_are_counted_and_what_no_source_says_is_unknown(shop: Shop) -> None:
    shop.order("2026-03-02", line(), order_status="open", fulfillment_status="unfulfilled", financial_status="paid")
    shop.order("2026-03-02", line(), order_status="cancelled")
    shop.order("2026-03-02", line(), order_status="closed", refunded_total=10)
    shop.order("2026-03-02", line())
    shop.order("2026-03-02", line(quantity=-1), kind="credit")
    shop.order("2026-03-02", line(price=0, quantity=-1), kind="adjustment")

    report = orders(shop)
    (total,) = report.totals

    assert (total.orders, total.open, total.cancelled, total.refunded, total.credits) == (4, 1, 1, 1, 1)
    assert (total.cancelled_share, total.refunded_share) == (0.25, 0.25)
    assert [(row.status, row.orders, row.share) for row in report.statuses if row.kind == "order"] == [
        (None, 1, 0.25), ("cancelled", 1, 0.25), ("closed", 1, 0.25), ("open", 1, 0.25),
    ]  # fmt: skip


def test_hours_to_shipping_are_whole_ones_that_began(shop: Shop) -> None:
    placed = at("2026-03-02 10:00")
    for minutes in (30, 60, 61, 600):
        shop.order(placed, line(), shipped_at=placed + timedelta(minutes=minutes))
    shop.order(placed, line())

    (total,) = orders(shop).totals

    assert total.shipped == 4
    assert (total.median_hours, total.p90_hours, total.p99_hours) == (1, 10, 10)


@pytest.mark.parametrize(
    ("percent", "expected"), [(1, 15), (50, 35), (90, 50), (99, 50), (100, 50), (20, 15), (21, 20)]
)
def test_a_percentile_is_the_nearest_rank(percent: int, expected: int) -> None:
    """Of 15, 20, 35, 40, 50."""
    assert percentile(Counter([15, 20, 35, 40, 50]), percent) == expected


def test_a_percentile_of_nothing_is_unknown(shop: Shop) -> None:
    assert percentile(Counter(), 50) is None
    assert orders(shop).totals[0].median_hours is None


def test_what_is_open_is_told_by_its_age_whenever_it_was_placed(shop: Shop) -> None:
    for days in (0.5, 2, 4, 10, 400):
        shop.order(NOW - timedelta(days=days), line(), order_status="open")
    shop.order(NOW + timedelta(days=2), line(), order_status="open")
    shop.order(NOW - timedelta(days=10), line(), order_status="closed")

    report = orders(shop)

    assert [row.orders for row in report.ages] == [2, 1, 1, 1, 1]
    assert (report.open_now, report.late) == (6, 3)


def test_parcels_and_lines_without_a_variant_are_those_of_the_period(shop: Shop) -> None:
    first = shop.order("2026-03-02", line(product_variant_id=shop.variant("MUG")), line())
    shop.order("2026-03-02", line(kind="shipping"))
    old = shop.order("2026-02-02", line())
    for order, number in ((first, 1), (first, 2), (old, 1)):
        shop.insert("fulfillments", order_id=order, number=number, created_at=NOW, updated_at=NOW)

    report = orders(shop)

    assert (report.parcels, report.parcels_per_order, report.unmatched_lines) == (2, 2.0, 1)


def test_orders_have_rows_by_week_and_by_channel(shop: Shop) -> None:
    shop.order("2026-03-02", line(), channel="bol", order_status="cancelled")
    shop.order("2026-03-09", line(), channel="web")
    shop.order("2026-03-10", line(), channel="web")

    def rows(by: str) -> list[tuple[str, int, int]]:
        return [(row.bucket, row.orders, row.cancelled) for row in orders(shop, by=by).rows]

    assert rows("channel") == [("web", 2, 0), ("bol", 1, 1)]
    assert [row for row in rows("week") if row[1]] == [("2026-W10", 1, 1), ("2026-W11", 2, 0)]
    assert len(rows("week")) == 6


def test_orders_have_no_rows_by_category(shop: Shop) -> None:
    with pytest.raises(UsageError, match="by category"):
        orders(shop, by="category")


def test_channels_stand_beside_each_other_in_each_currency(shop: Shop) -> None:
    shop.order("2026-03-02", line(price=3000), channel="web", refunded_total=300)
    shop.order("2026-03-02", line(price=1000), channel="bol")
    shop.order("2026-03-02", line(price=1000, quantity=-1), channel="bol", kind="credit")
    shop.order("2026-03-02", line(price=900), channel="bol", currency="GBP")
    shop.order("2026-02-02", line(price=2000), channel="web")

    report = shop.report("channels", period="2026-03", compare="previous")

    assert [(row.channel, str(row.net), row.net_share) for row in report.rows] == [
        ("web", "27.00 EUR", 1.0),
        ("bol", "0.00 EUR", 0.0),
        ("bol", "9.00 GBP", 1.0),
    ]
    assert (report.rows[0].refunded_share, report.rows[1].cancelled_share) == (0.1, 1.0)
    assert (report.rows[0].net_before.amount, report.rows[0].net_change) == (2000, 0.35)
    assert report.channels == 2


def test_the_dashboard_says_what_its_reports_say(shop: Shop) -> None:
    mug = shop.variant("MUG")
    for place in range(12):
        shop.order(
            f"2026-03-{place + 1:02}", line(price=1000 + place, product_variant_id=mug), line(price=77),
            channel=("web", "bol")[place % 2], order_status=("open", "closed", "cancelled")[place % 3],
        )  # fmt: skip
    shop.order("2026-02-28", line(price=500), currency="GBP", order_status="open", held_at=NOW)
    shop.code("X1")
    shop.stock("MUG", -1, reorder_point=3)

    found = shop.report("dashboard", period="this-month")

    sales = shop.report("sales", period="this-month", by="day", compare="previous")
    assert found.totals == sales.totals
    assert found.rows == sales.rows
    assert found.channels == shop.report("channels", period="this-month", compare="previous").rows
    assert [row.code for row in found.best] == ["MUG", "?"]
    report = orders(shop)
    assert (found.open_orders, found.late) == (report.open_now, report.late) == (5, 5)
    assert (found.held, found.unmatched_codes) == (1, 1)
    assert (found.out_of_stock, found.below_reorder_point, found.negative_stock) == (1, 1, 1)


def test_a_dashboard_of_a_shop_without_anything(shop: Shop) -> None:
    for period in ("30d", "all", "2020"):
        found = shop.report("dashboard", period=period)

        assert (found.totals[0].net.amount, found.open_orders, found.out_of_stock, found.best) == (0, 0, 0, [])


@pytest.mark.parametrize(
    "name", ["sales", "products", "customers", "inventory", "orders", "channels", "dashboard"]
)  # fmt: skip
def test_every_report_has_a_page_with_and_without_orders(shop: Shop, name: str) -> None:
    empty = shop.made(name, period="2026-03").draw()
    shop.order(
        "2026-03-02", line(price=1000, product_variant_id=shop.variant("MUG")), customer_id=shop.customer("anna")
    )
    shop.stock("MUG", 4)
    made = shop.made(name, period="2026-03").draw()

    assert empty.title == made.title
    assert made.name == name
    assert any(section.figures for section in made.sections)
    assert made.end
    assert made.end.isoformat() == "2026-04-01T00:00:00+00:00"
