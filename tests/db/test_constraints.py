from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session, SQLModel

from royal_cli.db.agents import Agent, AgentCommunication, AgentExecution
from royal_cli.db.analytics import AnalyticsEvent, BusinessMetric
from royal_cli.db.channels import Channel, ChannelSyncLog
from royal_cli.db.customers import Customer, CustomerAddress
from royal_cli.db.database import reading, transaction
from royal_cli.db.journal import Change, Operation
from royal_cli.db.orders import Order, OrderLineItem
from royal_cli.db.products import Category, MarketPrice, Product, ProductVariant
from royal_cli.db.stock import InventoryLevel, InventoryMovement, Location
from royal_cli.db.suppliers import Supplier
from royal_cli.db.system import SystemConfiguration, SystemLog

NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def shop(engine: Engine) -> dict[str, int]:
    """One of each: the ids of a channel, an agent, a location, a product, a variant, a customer and an order."""
    with transaction(engine) as session:
        channel = Channel(name="shopify-nl", type="shopify", configuration={})
        agent = Agent(name="pricing", type="Pricing")
        location = Location(name="Main", type="warehouse")
        product = Product(sku="RETRO-CLOCK", title="Retro clock")
        customer = Customer(email="anna@example.com")
        ids = {name: _added(session, row) for name, row in locals().items() if isinstance(row, SQLModel)}
        ids["variant"] = _added(session, ProductVariant(product_id=ids["product"], sku="RETRO-CLOCK-RED"))
        ids["order"] = _added(
            session, Order(order_number="1001", channel_id=ids["channel"], customer_id=ids["customer"], currency="EUR")
        )
    return ids


BROKEN: dict[str, Callable[[dict[str, int]], SQLModel]] = {
    "a channel status that is none": lambda _: Channel(name="x", type="x", configuration={}, status="broken"),
    "a sync status that is none": lambda shop: ChannelSyncLog(
        channel_id=shop["channel"], sync_type="orders", status="ok"
    ),
    "a second channel of that name": lambda _: Channel(name="shopify-nl", type="shopify", configuration={}),
    "a product without a title": lambda _: _without("title", Product(sku="A", title="A")),
    "a product with an empty SKU": lambda _: Product(sku="", title="A"),
    "a product with a SKU of 256 characters": lambda _: Product(sku="A" * 256, title="A"),
    "a product of a type of 256 characters": lambda _: Product(sku="A", title="A", product_type="A" * 256),
    "a product status that is none": lambda _: Product(sku="A", title="A", status="sold"),
    "a second product of that SKU": lambda _: Product(sku="RETRO-CLOCK", title="A"),
    "an amount without its scale": lambda _: Product(sku="A", title="A", base_price=100),
    "a product in a category that is not there": lambda _: Product(sku="A", title="A", category_id=99),
    "a variant of no product": lambda _: ProductVariant(sku="A"),
    "a variant status that is none": lambda shop: ProductVariant(product_id=shop["product"], sku="A", status="sold"),
    "a second variant of that SKU": lambda shop: ProductVariant(product_id=shop["product"], sku="RETRO-CLOCK-RED"),
    "a price without its scale": lambda shop: ProductVariant(product_id=shop["product"], sku="A", price=100),
    "a market price without its scale": lambda shop: MarketPrice(
        product_variant_id=shop["variant"], market="NL", price=100
    ),
    "a category without a path": lambda _: _without("path", Category(name="Clocks", path="Clocks")),
    "a category with an empty path": lambda _: Category(name="Clocks", path=""),
    "a location of no known type": lambda _: Location(name="Attic", type="attic"),
    "a stock level that nobody stated": lambda shop: _level(shop),
    "a negative allocation": lambda shop: _level(shop, available=1, committed=-1),
    "a negative incoming quantity": lambda shop: _level(shop, available=1, incoming=-1),
    "a negative damaged quantity": lambda shop: _level(shop, available=1, damaged=-1),
    "a movement of no known type": lambda shop: _movement(shop, movement_type="theft"),
    "a movement that does not add up": lambda shop: _movement(
        shop, previous_quantity=5, quantity_change=-2, new_quantity=4
    ),
    "a customer type that is none": lambda _: Customer(customer_type="giant"),
    "an account status that is none": lambda _: Customer(account_status="asleep"),
    "an address type that is none": lambda shop: CustomerAddress(
        customer_id=shop["customer"], address1="Damrak 1", type="summer"
    ),
    "an address without a first line": lambda shop: _without(
        "address1", CustomerAddress(customer_id=shop["customer"], address1="Damrak 1")
    ),
    "t74 an order number twice on one channel": lambda shop: Order(
        order_number="1001", channel_id=shop["channel"], currency="EUR"
    ),
    "an order without a currency": lambda _: _without("currency", Order(order_number="1", currency="EUR")),
    "a financial status that is none": lambda _: Order(order_number="1", currency="EUR", financial_status="owed"),
    "a fulfillment status that is none": lambda _: Order(order_number="1", currency="EUR", fulfillment_status="gone"),
    "an order status that is none": lambda _: Order(order_number="1", currency="EUR", order_status="lost"),
    "a risk level that is none": lambda _: Order(order_number="1", currency="EUR", risk_level="none"),
    "a line of no order": lambda _: OrderLineItem(sku="A"),
    "a line price without its scale": lambda shop: OrderLineItem(order_id=shop["order"], price=100),
    "a negative refunded quantity": lambda shop: OrderLineItem(order_id=shop["order"], refunded_quantity=-1),
    "an agent status that is none": lambda _: Agent(name="a", type="a", status="busy"),
    "a health that is none": lambda _: Agent(name="a", type="a", health_status="fine"),
    "a second agent of that name": lambda _: Agent(name="pricing", type="a"),
    "t40 a run status that is none": lambda shop: AgentExecution(agent_id=shop["agent"], status="success"),
    "a run type that is none": lambda shop: AgentExecution(agent_id=shop["agent"], execution_type="cron"),
    "a message type that is none": lambda _: AgentCommunication(message_type="rumour"),
    "a message status that is none": lambda _: AgentCommunication(status="lost"),
    "an event category that is none": lambda _: AnalyticsEvent(event_type="view", event_category="weather"),
    "a metric type that is none": lambda _: BusinessMetric(metric_name="a", metric_type="guess"),
    "a period that is none": lambda _: BusinessMetric(metric_name="a", time_period="sometimes"),
    "a configuration without a value": lambda _: SystemConfiguration(config_key="a", config_value=None),
    "a configuration type that is none": lambda _: SystemConfiguration(
        config_key="a", config_value=1, config_type="money"
    ),
    "a log level that is none": lambda _: SystemLog(level="LOUD", message="a"),
    "an operation status that is none": lambda _: Operation(public_id="a", kind="import", actor="a", status="done"),
    "a change of no operation": lambda _: Change(entity="products", entity_id=1, action="create"),
}


def test_the_database_refuses(engine: Engine, shop: dict[str, int], subtests: pytest.Subtests) -> None:
    for name, row in BROKEN.items():
        with subtests.test(name), pytest.raises((IntegrityError, DataError)), transaction(engine) as session:
            session.add(row(shop))


def test_a_category_is_not_its_own_parent(engine: Engine) -> None:
    with transaction(engine) as session:
        clocks = Category(name="Clocks", path="Clocks")
        session.add(clocks)

    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.execute(text("UPDATE categories SET parent_id = id"))


@pytest.mark.parametrize(("action", "last"), [("update", 5), ("create", 2)])
def test_only_created_rows_are_recorded_as_a_range(engine: Engine, action: str, last: int) -> None:
    with transaction(engine) as session:
        operation = _operation()
        number = _added(session, operation)

    change = Change(operation_id=number, entity="products", entity_id=3, last_entity_id=last, action=action)
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add(change)


def test_a_source_may_say_less_than_nothing_is_left(engine: Engine, shop: dict[str, int]) -> None:
    with transaction(engine) as session:
        session.add(_level(shop, available=-39))


def test_the_first_movement_knows_nothing_before_it(engine: Engine, shop: dict[str, int]) -> None:
    with transaction(engine) as session:
        session.add(_movement(shop, previous_quantity=None, quantity_change=None, new_quantity=5))


def test_t74_two_shops_both_have_an_order_1001(engine: Engine, shop: dict[str, int]) -> None:
    with transaction(engine) as session:
        other = _added(session, Channel(name="shopify-be", type="shopify", configuration={}))
        session.add(Order(order_number="1001", channel_id=other, currency="EUR"))

    with reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM orders WHERE order_number = '1001'")).scalar() == 2


def test_an_order_number_without_a_channel_is_unique_too(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Order(order_number="1001", currency="EUR"))

    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add(Order(order_number="1001", currency="EUR"))


def test_what_belongs_to_a_product_goes_with_it(engine: Engine, shop: dict[str, int]) -> None:
    with transaction(engine) as session:
        session.add(_level(shop, available=5))
        session.add(_movement(shop, new_quantity=5))
        session.add(MarketPrice(product_variant_id=shop["variant"], market="NL"))

    with transaction(engine) as session:
        session.execute(text("DELETE FROM products"))
        for table in ("product_variants", "inventory_levels", "inventory_movements", "market_prices"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_an_order_keeps_its_lines_when_the_product_goes(engine: Engine, shop: dict[str, int]) -> None:
    with transaction(engine) as session:
        supplier = _added(session, Supplier(name="Clockmakers"))
        line = OrderLineItem(
            order_id=shop["order"], product_id=shop["product"], product_variant_id=shop["variant"],
            supplier_id=supplier, sku="RETRO-CLOCK-RED", quantity=1,
        )  # fmt: skip
        session.add(line)

    with transaction(engine) as session:
        session.execute(text("DELETE FROM products"))
        session.execute(text("DELETE FROM suppliers"))
        kept = session.execute(select(OrderLineItem)).scalar_one()

        assert (kept.sku, kept.product_id, kept.product_variant_id, kept.supplier_id) == (
            "RETRO-CLOCK-RED",
            None,
            None,
            None,
        )


@pytest.mark.parametrize("table", ["channels", "locations"])
def test_a_channel_with_orders_and_a_location_with_stock_cannot_go(
    engine: Engine, shop: dict[str, int], table: str
) -> None:
    with transaction(engine) as session:
        session.add(_level(shop, available=5))

    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.execute(text(f"DELETE FROM {table}"))


def test_the_number_of_a_deleted_row_is_never_given_again(engine: Engine) -> None:
    with transaction(engine) as session:
        first = _added(session, Product(sku="RETRO-CLOCK", title="Retro clock"))
        session.execute(text("DELETE FROM products"))
        second = _added(session, Product(sku="RETRO-LAMP", title="Retro lamp"))

    assert second == first + 1


def test_names_of_constraints_are_the_same_on_both_databases(engine: Engine, shop: dict[str, int]) -> None:
    with pytest.raises(IntegrityError, match="ck_products_sku"), transaction(engine) as session:
        session.add(Product(sku="", title="A"))


def _added(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    number: int = row.id
    return number


def _without(field: str, row: SQLModel) -> SQLModel:
    setattr(row, field, None)
    return row


def _level(shop: dict[str, int], **numbers: Any) -> InventoryLevel:
    return InventoryLevel(product_variant_id=shop["variant"], location_id=shop["location"], **numbers)


def _movement(shop: dict[str, int], movement_type: str = "count", **numbers: Any) -> InventoryMovement:
    return InventoryMovement(
        product_variant_id=shop["variant"], location_id=shop["location"], movement_type=movement_type, **numbers
    )


def _operation() -> Operation:
    return Operation(public_id="k7f2", kind="import", actor="operator:anna", status="applied", started_at=NOW)
