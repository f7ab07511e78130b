"""Reports of 245,903 real order lines, held to what csv and Decimal count of the same file."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.reports.words import Choices
from royal_cli.db import schema
from royal_cli.db.database import opened
from tests.commerce.reports import uci
from tests.commerce.reports.shop import Shop
from tests.conftest import SHARED, _database

FILE = SHARED / "data/orders/uci_online_retail_to_2011-06-30.csv.gz"
HALF = {"since": "2010-12-01", "until": "2011-06-30"}

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=f"{FILE} is not here")


postgres_database = contextmanager(_database)


@pytest.fixture(scope="module")
def lines() -> list[uci.Line]:
    return list(uci.read(FILE))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database for all tests here: nothing is loaded twice."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('uci') / 'royal.db'}"
        else:
            url = stack.enter_context(postgres_database(request.getfixturevalue("postgres_server"), "template1"))
        schema.upgrade(url)
        yield stack.enter_context(opened(url))


@pytest.fixture(scope="module")
def shop(loaded: Engine, lines: list[uci.Line]) -> Iterator[Shop]:
    with loaded.connect() as connection:
        shop = Shop(connection)
        uci.load(shop, lines)
        yield shop


def test_gross_and_net_are_those_that_are_known_of_the_file(shop: Shop) -> None:
    (row,) = shop.report("sales", **HALF).totals

    assert (str(row.gross), str(row.net)) == ("4826466.49 GBP", "4397950.76 GBP")
    assert str(row.cancellations) == "428515.73 GBP"
    assert row.credits == 2006
    assert row.vat is None
    assert row.margin is None


def test_months_are_those_that_csv_counts(shop: Shop, lines: list[uci.Line]) -> None:
    net: Counter[str] = Counter()
    invoices = defaultdict(set)
    for line in lines:
        net[f"{line.placed:%Y-%m}"] += line.total
        if not line.is_credit and (line.total or line.quantity > 0):
            invoices[f"{line.placed:%Y-%m}"].add(line.invoice)

    rows = shop.report("sales", **HALF, by="month").rows

    assert {row.bucket: row.net.amount for row in rows} == net
    assert {row.bucket: row.orders for row in rows} == {month: len(found) for month, found in invoices.items()}


def test_days_of_a_zone_far_away_are_those_that_csv_counts(shop: Shop, lines: list[uci.Line]) -> None:
    """In Auckland, where most of these orders were placed on the next day."""
    zone = ZoneInfo("Pacific/Auckland")
    gross: Counter[str] = Counter()
    placed: dict[str, str] = {}
    for line in lines:
        # An invoice may go on in the next minute.
        day = placed.setdefault(line.invoice, line.placed.astimezone(zone).date().isoformat())
        if not line.is_credit:
            gross[day] += line.total

    rows = shop.report("sales", since="2010-12-01", until="2011-07-01", by="day", zone="Pacific/Auckland").rows

    assert {row.bucket: row.gross.amount for row in rows if row.gross.amount} == {d: g for d, g in gross.items() if g}


def test_the_best_products_are_those_that_csv_counts(shop: Shop, lines: list[uci.Line]) -> None:
    revenue: Counter[str] = Counter()
    units: Counter[str] = Counter()
    for line in lines:
        if line.kind == "product" and (line.is_credit or line.total or line.quantity > 0):
            revenue[line.code.upper()] += line.total
            units[line.code.upper()] += 0 if line.is_credit else line.quantity

    rows = shop.report("products", **HALF, choices=Choices(limit=50)).rows

    assert [row.revenue.amount for row in rows] == [amount for _, amount in revenue.most_common(50)]
    assert all(revenue[row.code] == row.revenue.amount for row in rows)
    assert "POST" not in {row.code for row in rows}


def test_customers_are_those_that_csv_counts(shop: Shop, lines: list[uci.Line]) -> None:
    orders = defaultdict(set)
    net: Counter[str] = Counter()
    for line in lines:
        net[line.customer] += line.total
        if not line.is_credit and (line.total or line.quantity > 0):
            orders[line.customer].add(line.invoice)
    unknown = len(orders.pop("", set()))
    placed = unknown + sum(len(found) for found in orders.values())
    best = sorted((max(0, net[name]) for name in orders), reverse=True)
    tenth = -(-len(best) // 10)

    report = shop.report("customers", **HALF)
    (row,) = report.totals

    assert report.customers == len(orders)
    assert row.orders == placed
    assert row.known_share == round(1 - unknown / placed, 4)
    assert row.repeat_share == round(sum(len(found) > 1 for found in orders.values()) / len(orders), 4)
    assert row.top_10 == round(sum(best[:tenth]) / sum(best), 4)
    assert sum(segment.customers for segment in report.segments) == len(orders)


def test_cohorts_are_those_that_csv_counts(shop: Shop, lines: list[uci.Line]) -> None:
    months = defaultdict(set)
    for line in lines:
        if line.customer and not line.is_credit and (line.total or line.quantity > 0):
            months[line.customer].add(f"{line.placed:%Y-%m}")
    expected = Counter((min(found), month) for found in months.values() for month in found)
    names = sorted({month for _, month in expected})

    cohorts = shop.report("customers", **HALF).cohorts

    found = {(row.cohort, names[names.index(row.cohort) + row.later]): row.active for row in cohorts if row.active}
    assert found == expected
