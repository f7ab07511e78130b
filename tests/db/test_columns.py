import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import StatementError
from sqlmodel import col

from royal_cli.db.agents import Agent
from royal_cli.db.analytics import BusinessMetric
from royal_cli.db.database import reading, transaction
from royal_cli.db.orders import Order
from royal_cli.db.products import Category, Product, ProductVariant
from royal_cli.db.system import SystemConfiguration

AMSTERDAM = timezone(timedelta(hours=2))


def test_t41_a_moment_comes_back_in_utc(engine: Engine) -> None:
    noon = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=AMSTERDAM)
    with transaction(engine) as session:
        session.add(Product(sku="RETRO-CLOCK", title="Retro clock", published_at=noon))

    with reading(engine) as session:
        found = session.execute(select(col(Product.published_at))).scalar_one()

    assert found == noon
    assert (found.tzinfo, found.hour) == (UTC, 10)


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="timezone"), transaction(engine) as session:
        session.add(Product(sku="RETRO-CLOCK", title="Retro clock", published_at=datetime(2026, 7, 1)))  # noqa: DTZ001


def test_lists_and_documents_come_back_as_they_were(engine: Engine) -> None:
    images = [{"url": "https://example.com/clock.jpg", "alt_text": "Küchenuhr", "position": 1, "is_primary": True}]
    with transaction(engine) as session:
        session.add(Product(sku="RETRO-CLOCK", title="Retro clock", tags=["küche", "rétro"], images=images))

    with reading(engine) as session:
        clock = session.execute(select(Product)).scalar_one()

        assert (clock.tags, clock.images, clock.videos) == (["küche", "rétro"], images, None)


def test_sqlite_keeps_json_as_compact_readable_text(sqlite_engine: Engine) -> None:
    dimensions = {"width": "2.5", "length": "10", "unit": "cm"}
    with transaction(sqlite_engine) as session:
        session.add(Product(sku="RETRO-CLOCK", title="Retro clock", tags=["küche"], dimensions=dimensions))

    with reading(sqlite_engine) as session:
        row = session.execute(text("SELECT tags, dimensions FROM products")).one()

    assert tuple(row) == ('["küche"]', '{"width":"2.5","length":"10","unit":"cm"}')


def test_no_document_is_null_and_not_the_word_null(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Product(sku="RETRO-CLOCK", title="Retro clock", tags=None))
        session.flush()

        assert session.execute(text("SELECT count(*) FROM products WHERE tags IS NULL")).scalar() == 1


@pytest.mark.parametrize("value", [5, "5", "12.50", True, ["a", 1], {"a": {"b": None}}, 2**53])
def test_a_setting_keeps_its_kind(engine: Engine, value: object) -> None:
    with transaction(engine) as session:
        session.add(SystemConfiguration(config_key="safety.limit", config_value=value))

    with reading(engine) as session:
        found = session.execute(select(col(SystemConfiguration.config_value))).scalar_one()

    assert json.dumps(found) == json.dumps(value)


@pytest.mark.parametrize("rate", ["0.0061234567", "1", "45000.0000000001", "-0.5"])
def test_an_exchange_rate_is_exact(engine: Engine, rate: str) -> None:
    with transaction(engine) as session:
        session.add(Order(order_number="1001", currency="JPY", exchange_rate=Decimal(rate)))

    with reading(engine) as session:
        found = session.execute(select(col(Order.exchange_rate))).scalar_one()

    assert found == Decimal(rate)


@pytest.mark.parametrize("rate", [Decimal("0.00000000001"), 0.1])
def test_a_rate_that_would_lose_something_is_refused(engine: Engine, rate: Any) -> None:
    with pytest.raises(StatementError, match=r"decimals|float"), transaction(engine) as session:
        session.add(Order(order_number="1001", currency="JPY", exchange_rate=rate))


def test_t16_a_change_of_more_than_a_thousand_percent_fits(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(
            BusinessMetric(metric_name="revenue", value=Decimal("0.10"), change_percentage=Decimal("123456.78"))
        )
        session.add(BusinessMetric(metric_name="revenue", value=Decimal("0.20"), change_percentage=None))

    with reading(engine) as session:
        high = select(BusinessMetric).where(col(BusinessMetric.change_percentage) > Decimal("999.99"))

        assert session.execute(high).scalar_one().change_percentage == Decimal("123456.78")


def test_t16_the_margin_follows_the_prices(engine: Engine) -> None:
    with transaction(engine) as session:
        clock = Product(sku="RETRO-CLOCK", title="Retro clock", price_scale=2, base_price=2000, cost_price=1500)
        session.add(clock)
        session.flush()
        session.refresh(clock)
        assert clock.profit_margin == 2500

        clock.cost_price = 2200
        session.flush()
        session.refresh(clock)
        assert clock.profit_margin == -1000


@pytest.mark.parametrize(
    ("base_price", "cost_price"), [(None, 1500), (2000, None), (0, 1500), (9 * 10**18, 1), (1, 9 * 10**18)]
)
def test_a_margin_that_cannot_be_known_is_unknown(
    engine: Engine, base_price: int | None, cost_price: int | None
) -> None:
    with transaction(engine) as session:
        clock = Product(sku="X", title="X", price_scale=2, base_price=base_price, cost_price=cost_price)
        session.add(clock)
        session.flush()
        session.refresh(clock)

        assert clock.profit_margin is None


def test_amounts_of_money_are_integers_of_any_size(engine: Engine) -> None:
    with transaction(engine) as session:
        clock = Product(sku="RETRO-CLOCK", title="Retro clock")
        session.add(clock)
        session.flush()
        assert clock.id
        session.add(ProductVariant(product_id=clock.id, sku="RETRO-CLOCK-RED", price_scale=6, price=9 * 10**18))

    with reading(engine) as session:
        assert session.execute(text("SELECT price FROM product_variants")).scalar() == 9_000_000_000_000_000_000


def test_plain_sql_gets_the_defaults_the_models_have(engine: Engine) -> None:
    now = "2026-07-01 10:00:00.000000+00:00" if engine.dialect.name == "postgresql" else "2026-07-01 10:00:00.000000"
    with transaction(engine) as session:
        session.execute(text(f"INSERT INTO categories (name, path, created_at) VALUES ('Clocks', 'Clocks', '{now}')"))
        session.execute(
            text(
                "INSERT INTO agents (name, type, configuration, registered_at, created_at, updated_at)"
                f" VALUES ('pricing', 'Pricing', '{{}}', '{now}', '{now}', '{now}')"
            )
        )
        clocks = session.execute(select(Category)).scalar_one()
        pricing = session.execute(select(Agent)).scalar_one()

        assert (clocks.level, clocks.is_active) == (0, True)
        assert clocks.created_at == datetime(2026, 7, 1, 10, tzinfo=UTC)
        assert (pricing.status, pricing.health_status, pricing.total_executions) == ("inactive", "unknown", 0)
        assert (pricing.execution_interval_minutes, pricing.timeout_seconds) == (60, 300)
