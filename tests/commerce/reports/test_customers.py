"""The figures of customers. Amounts are in cents."""

from typing import Any

from tests.commerce.reports.shop import Shop, line


def customers(shop: Shop, **words: Any) -> Any:
    return shop.report("customers", **{"period": "2026-Q1", **words})


def bought(shop: Shop, name: str | None, day: str, cents: int, **said: Any) -> None:
    customer = None if name is None else shop.customer(name)
    shop.order(day, line(price=cents), customer_id=customer, **said)


def test_a_customer_is_new_with_the_very_first_order(shop: Shop) -> None:
    bought(shop, "anna", "2025-11-02", 1000)
    bought(shop, "anna", "2026-01-05", 2000)
    bought(shop, "ben", "2026-01-06", 3000)
    bought(shop, "ben", "2026-01-07", 500)
    bought(shop, "ben", "2026-03-07", 700)

    report = customers(shop)

    assert [
        (row.bucket, row.new_customers, row.returning_customers, row.new_net.amount, row.returning_net.amount)
        for row in report.rows
    ] == [("2026-01", 1, 1, 3500, 2000), ("2026-02", 0, 0, 0, 0), ("2026-03", 0, 1, 0, 700)]
    assert (report.customers, report.new_customers) == (2, 1)


def test_a_cohort_says_how_many_come_back_and_when_nobody_does(shop: Shop) -> None:
    for name in ("anna", "ben", "cleo", "dirk"):
        bought(shop, name, "2026-01-15", 1000)
    bought(shop, "anna", "2026-03-01", 1000)
    bought(shop, "eva", "2026-02-01", 1000)

    report = customers(shop)

    assert [(row.cohort, row.later, row.active, row.retention) for row in report.cohorts] == [
        ("2026-01", 0, 4, 1.0),
        ("2026-01", 1, 0, 0.0),
        ("2026-01", 2, 1, 0.25),
        ("2026-02", 0, 1, 1.0),
        ("2026-02", 1, 0, 0.0),
    ]


def test_months_of_cohorts_are_those_of_the_shop(shop: Shop) -> None:
    """On 31 January at 23:30 UTC it is February in Amsterdam."""
    bought(shop, "anna", "2026-01-31 23:30", 1000)

    report = customers(shop, zone="Europe/Amsterdam")

    assert {row.cohort for row in report.cohorts} == {"2026-02"}


def test_segments_tell_who_bought_lately_often_and_for_much(shop: Shop) -> None:
    """Five customers, each a quintile of its own: the last is the best in all three."""
    for place in range(1, 6):
        for again in range(place):
            bought(shop, f"customer {place}", f"2026-0{1 + place // 3}-{place * 3 + again:02}", place * 1000)

    report = customers(shop)
    found = {row.segment: (row.customers, row.orders, row.net.amount) for row in report.segments}

    assert found["champions"] == (1, 5, 25000)
    assert found["lost"] == (1, 1, 1000)
    assert sum(row.customers for row in report.segments) == 5
    assert sum(row.customers_share for row in report.segments) == 1.0


def test_equal_customers_are_in_the_same_segment(shop: Shop) -> None:
    for place in range(10):
        bought(shop, f"customer {place}", "2026-02-10", 1000)

    assert [row.customers for row in customers(shop).segments] == [10]


def test_how_much_the_best_bring_in(shop: Shop) -> None:
    """Ten customers bring in 10, 20 … 100: the best tenth 100 of 550, and the Gini coefficient is 0.3."""
    for place in range(1, 11):
        bought(shop, f"customer {place}", "2026-02-10", place * 1000)

    (row,) = customers(shop).totals

    assert (row.top_1, row.top_5, row.top_10, row.top_20) == (0.1818, 0.1818, 0.1818, 0.3455)
    assert row.gini == 0.3
    assert row.net_per_customer.amount == 5500


def test_orders_of_nobody_known_are_told_as_a_share(shop: Shop) -> None:
    bought(shop, None, "2026-02-10", 9000)
    bought(shop, "anna", "2026-02-10", 1000)
    bought(shop, "anna", "2026-02-11", 1000)
    bought(shop, "ben", "2026-02-11", 1000)

    report = customers(shop)
    (row,) = report.totals

    assert (row.orders, row.known_share, row.customers, row.net.amount) == (4, 0.75, 2, 12000)
    assert (row.repeat_share, row.orders_per_customer) == (0.5, 1.5)
    assert any("25.0 %" in note for note in report.notes)


def test_cancelled_orders_refunds_and_credits_bring_in_nothing(shop: Shop) -> None:
    bought(shop, "anna", "2026-02-10", 1000, order_status="cancelled")
    bought(shop, "anna", "2026-02-11", 1000, refunded_total=300)
    shop.order(
        "2026-02-12", line(price=1000, quantity=-1), line(price=500), kind="credit", customer_id=shop.customer("anna")
    )

    (row,) = customers(shop).totals

    assert (row.orders, row.net.amount) == (2, 200)


def test_who_only_gave_back_is_no_customer_of_the_period(shop: Shop) -> None:
    bought(shop, "anna", "2025-12-10", 1000)
    shop.order("2026-02-12", line(price=1000, quantity=-1), kind="credit", customer_id=shop.customer("anna"))

    report = customers(shop)

    assert (report.customers, report.segments, report.cohorts) == (0, [], [])
    assert report.totals[0].net.amount == -1000


def test_who_pays_in_two_currencies_is_one_customer_and_new_once(shop: Shop) -> None:
    bought(shop, "anna", "2026-01-10", 1000)
    bought(shop, "anna", "2026-02-10", 2000, currency="GBP")

    report = customers(shop)

    assert (report.customers, report.new_customers) == (1, 1)
    assert [(row.currency, row.customers) for row in report.totals] == [("EUR", 1), ("GBP", 1)]
    assert [
        (row.bucket, row.new_customers, row.returning_customers) for row in report.rows if row.currency == "GBP"
    ] == [
        ("2026-01", 0, 0),
        ("2026-02", 0, 1),
        ("2026-03", 0, 0),
    ]


def test_a_shop_without_orders_has_no_customers(shop: Shop) -> None:
    report = shop.report("customers")

    assert (report.customers, report.totals, report.segments, report.rows, report.cohorts) == (0, [], [], [], [])
    assert any("royal order import" in note for note in report.notes)


def test_it_can_be_made_twice_in_one_session(shop: Shop) -> None:
    bought(shop, "anna", "2026-02-10", 1000)

    assert customers(shop) == customers(shop)
