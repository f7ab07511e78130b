"""Figures that are kept: once per period, with everything that they came from, and compared with those before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce.reports.metric_history import list_metrics
from royal_cli.commerce.reports.metric_rows import Metric, MetricFilters, Stored
from royal_cli.commerce.reports.metrics import store, time_period
from royal_cli.commerce.reports.page import Figure, Page, Section
from royal_cli.db.database import reading, transaction
from royal_cli.money import Money
from tests.commerce.reports.pages import page

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
UTC_ZONE = ZoneInfo("UTC")
#: Months of Amsterdam begin at 23:00 of the day before in UTC, in winter.
DECEMBER = (datetime(2025, 11, 30, 23, tzinfo=UTC), datetime(2025, 12, 31, 23, tzinfo=UTC))
JANUARY = (datetime(2025, 12, 31, 23, tzinfo=UTC), datetime(2026, 1, 31, 23, tzinfo=UTC))
FEBRUARY = (datetime(2026, 1, 31, 23, tzinfo=UTC), datetime(2026, 2, 28, 23, tzinfo=UTC))
MADE = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def net(cents: int | None, currency: str = "EUR", **said: Any) -> Figure:
    value = None if cents is None else Money(cents, currency, 2)
    return Figure(label="Net", name="net_sales", value=value, kind="money", dimensions={"currency": currency}, **said)


def of(period: tuple[datetime | None, datetime | None], *figures: Figure, **said: Any) -> Page:
    start, end = period
    known: dict[str, Any] = {"name": "sales", "start": start, "end": end, "method": "net = gross - refunds"}
    return page(Section(title="", figures=list(figures)), **known | said)


def keep(engine: Engine, made: Page, zone: ZoneInfo = AMSTERDAM) -> Stored:
    with transaction(engine) as session:
        return store(session.connection(), made, zone)


def kept(engine: Engine, **filters: Any) -> list[Metric]:
    with reading(engine) as session:
        return list_metrics(session.connection(), MetricFilters(**filters), AMSTERDAM)


def _raw(engine: Engine) -> Iterator[Any]:
    with engine.connect() as connection:
        yield from connection.execute(text("SELECT * FROM business_metrics ORDER BY id")).mappings()


def test_a_figure_is_kept_with_where_it_comes_from(engine: Engine) -> None:
    before = Money(10_000, "EUR", 2)

    done = keep(engine, of(JANUARY, net(12_345, previous=before)))

    assert done == Stored("sales", "1 Jan 2026 to 31 Jan 2026, UTC", stored=1, unknown=0, too_large=[])
    assert kept(engine) == [
        Metric(
            name="sales.net_sales", period="2026-01", value=Decimal("123.45"), currency="EUR", earlier=None,
            growth_percent=None, previous=Decimal(100), change=Decimal("23.45"), change_percent=Decimal("23.45"),
            dimensions={"currency": "EUR"}, type="counter", time_period="monthly", period_start=JANUARY[0],
            period_end=JANUARY[1], source="orders", method="net = gross - refunds", calculated_at=MADE,
        )
    ]  # fmt: skip
    (row,) = _raw(engine)
    assert (row["value"], row["previous_value"]) == (123_450_000, 100_000_000)
    assert (row["change_amount"], row["change_percentage"]) == (23_450_000, 23_450_000)


def test_kept_again_a_figure_takes_the_place_of_what_it_was(engine: Engine) -> None:
    keep(engine, of(JANUARY, net(12_345)))
    keep(engine, of(JANUARY, net(11_000), made_at=datetime(2026, 3, 2, tzinfo=UTC)))

    (metric,) = kept(engine)
    assert (metric.value, metric.calculated_at) == (Decimal(110), datetime(2026, 3, 2, tzinfo=UTC))
    (row,) = _raw(engine)
    assert str(row["created_at"])[:10] == "2026-03-01"


@pytest.mark.parametrize(
    "other",
    [
        of(FEBRUARY, net(12_345)),
        of(JANUARY, net(12_345, "GBP")),
        of(JANUARY, replace(net(12_345), dimensions={"currency": "EUR", "channel": "bol"})),
        of(JANUARY, net(12_345), method="net = gross"),
        of(JANUARY, replace(net(12_345), name="gross_sales")),
        of(JANUARY, net(12_345), name="dashboard"),
    ],
    ids=["period", "currency", "dimensions", "method", "name", "report"],
)
def test_what_is_another_figure_stands_beside_it(engine: Engine, other: Page) -> None:
    keep(engine, of(JANUARY, net(12_345)))
    keep(engine, other)

    assert len(kept(engine)) == 2


def test_the_same_dimensions_in_another_order_are_the_same(engine: Engine) -> None:
    one = replace(net(1), dimensions={"currency": "EUR", "channel": "bol"})
    keep(engine, of(JANUARY, one))
    keep(engine, of(JANUARY, replace(one, dimensions={"channel": "bol", "currency": "EUR"})))

    assert len(kept(engine)) == 1


def test_what_is_unknown_is_not_kept_and_takes_nothing_away(engine: Engine) -> None:
    keep(engine, of(JANUARY, net(12_345)))

    done = keep(engine, of(JANUARY, net(None), Figure(label="Without a name", value=1, kind="count")))

    assert (done.stored, done.unknown) == (0, 1)
    assert [metric.value for metric in kept(engine)] == [Decimal("123.45")]


def test_a_change_of_a_million_percent_fits(engine: Engine) -> None:
    """The blueprint's column ended at 999.99 %."""
    keep(engine, of(JANUARY, net(100_000_000, previous=Money(1, "EUR", 2))))

    (metric,) = kept(engine)
    assert metric.change_percent == Decimal("9999999900")


def test_a_percentage_beyond_any_column_is_unknown_and_the_rest_is_kept(engine: Engine) -> None:
    rupiah = Money(9 * 10**14, "IDR", 2)
    keep(engine, of(JANUARY, replace(net(1), value=rupiah, previous=Money(1, "IDR", 2))))

    (metric,) = kept(engine)
    assert (metric.value, metric.change_percent) == (Decimal(9 * 10**12), None)
    assert metric.change == Decimal("8999999999999.99")


def test_a_number_beyond_any_column_is_named_and_the_others_are_kept(engine: Engine) -> None:
    done = keep(
        engine, of(JANUARY, replace(net(10**18), label="Huge"), Figure(label="N", name="n", value=1, kind="count"))
    )

    assert (done.stored, done.too_large) == (1, ["Huge"])
    assert [metric.name for metric in kept(engine)] == ["sales.n"]


def test_a_share_is_rounded_to_the_millionth(engine: Engine) -> None:
    keep(engine, of(JANUARY, Figure(label="Returns", name="return_rate", value=Decimal(2) / 3, kind="share")))

    (metric,) = kept(engine)
    assert (metric.value, metric.type) == (Decimal("0.666667"), "gauge")


def test_a_figure_may_say_that_it_does_not_add_up(engine: Engine) -> None:
    keep(engine, of(JANUARY, net(100, metric="gauge")))

    assert [metric.type for metric in kept(engine)] == ["gauge"]


def test_what_is_there_right_now_is_kept_once_a_day_of_the_shop(engine: Engine) -> None:
    """22:30 and 23:30 in UTC are two days in Amsterdam."""
    for hour, cents in ((21, 100), (22, 200), (23, 300)):
        made = datetime(2026, 1, 14, hour, 30, tzinfo=UTC)
        keep(engine, of((None, None), net(cents), name="inventory", made_at=made))

    found = [(metric.period, metric.value, metric.type, metric.earlier) for metric in kept(engine)]
    assert found == [("2026-01-15", Decimal(3), "gauge", Decimal(2)), ("2026-01-14", Decimal(2), "gauge", None)]


def test_a_period_stands_beside_the_one_before(engine: Engine) -> None:
    for period, cents in ((FEBRUARY, 15_000), (DECEMBER, 8_000), (JANUARY, 10_000)):
        keep(engine, of(period, net(cents)))
    keep(engine, of((DECEMBER[0], FEBRUARY[1]), net(99_999)))
    keep(engine, of(JANUARY, net(77_777), method="another"))
    keep(engine, of(JANUARY, net(66_666, "GBP")))

    found = [
        (metric.period, metric.value, metric.earlier, metric.growth_percent)
        for metric in kept(engine, dimensions=(("currency", "EUR"),))
        if metric.time_period and metric.method == "net = gross - refunds"
    ]
    assert found == [
        ("2026-02", Decimal(150), Decimal(100), Decimal(50)),
        ("2026-01", Decimal(100), Decimal(80), Decimal(25)),
        ("2025-12", Decimal(80), None, None),
    ]


def test_from_nothing_there_is_no_growth(engine: Engine) -> None:
    keep(engine, of(DECEMBER, net(0)))
    keep(engine, of(JANUARY, net(100)))

    assert [(metric.earlier, metric.growth_percent) for metric in kept(engine)] == [(Decimal(0), None), (None, None)]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["2026-02", "2026-01", "2025-12"]),
        ({"name": "sales.net_sales"}, ["2026-02", "2026-01", "2025-12"]),
        ({"name": "net_sales"}, ["2026-02", "2026-01", "2025-12"]),
        ({"name": "sales"}, ["2026-02", "2026-01", "2025-12"]),
        ({"name": "netxsales"}, []),
        ({"name": "net"}, []),
        ({"since": JANUARY[0]}, ["2026-02", "2026-01"]),
        ({"until": JANUARY[0]}, ["2025-12"]),
        ({"since": datetime(2026, 1, 10, tzinfo=UTC), "until": datetime(2026, 1, 11, tzinfo=UTC)}, ["2026-01"]),
        ({"dimensions": (("currency", "EUR"),)}, ["2026-02", "2026-01", "2025-12"]),
        ({"dimensions": (("currency", "GBP"),)}, []),
        ({"dimensions": (("channel", "bol"),)}, []),
    ],
)
def test_figures_are_found_by_name_time_and_what_they_are_of(
    engine: Engine, filters: dict[str, Any], expected: list[str]
) -> None:
    for period in (DECEMBER, JANUARY, FEBRUARY):
        keep(engine, of(period, net(100)))

    assert [metric.period for metric in kept(engine, **filters)] == expected


def test_the_newest_come_first_and_no_more_than_wanted(engine: Engine) -> None:
    for period in (DECEMBER, JANUARY, FEBRUARY):
        keep(engine, of(period, net(100)))

    with reading(engine) as session:
        found = list_metrics(session.connection(), MetricFilters(), AMSTERDAM, 2)
    assert [metric.period for metric in found] == ["2026-02", "2026-01"]


@pytest.mark.parametrize(
    ("start", "end", "zone", "expected"),
    [
        ("2026-01-01T00:00", "2026-02-01T00:00", "UTC", "monthly"),
        ("2026-03-01T00:00", "2026-04-01T00:00", "Europe/Amsterdam", "monthly"),
        ("2026-01-01T00:00", "2026-04-01T00:00", "UTC", "quarterly"),
        ("2026-02-01T00:00", "2026-05-01T00:00", "UTC", None),
        ("2026-01-01T00:00", "2027-01-01T00:00", "UTC", "yearly"),
        ("2026-04-01T00:00", "2027-04-01T00:00", "UTC", None),
        ("2026-01-05T00:00", "2026-01-12T00:00", "UTC", "weekly"),
        ("2026-01-06T00:00", "2026-01-13T00:00", "UTC", None),
        ("2026-03-29T00:00", "2026-03-30T00:00", "Europe/Amsterdam", "daily"),
        ("2026-01-01T08:00", "2026-01-01T09:00", "UTC", "hourly"),
        ("2026-01-01T08:00", "2026-01-01T10:00", "UTC", None),
        ("2026-01-01T00:00", "2026-01-31T00:00", "UTC", None),
    ],
)
def test_a_period_has_the_word_of_the_calendar(start: str, end: str, zone: str, expected: str | None) -> None:
    """Times are those of the shop; the day on which the clock moves has 23 hours."""
    shop = ZoneInfo(zone)
    first, last = (datetime.fromisoformat(text).replace(tzinfo=shop).astimezone(UTC) for text in (start, end))

    assert time_period(first, last, shop) == expected
