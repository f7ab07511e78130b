"""A catalogue that a test writes down product by product. Amounts are in cents of EUR unless a row says more."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from royal_cli.db.database import transaction
from royal_cli.db.products import Category, MarketPrice, Product, ProductVariant
from royal_cli.db.stock import InventoryLevel, Location

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)

#: Units per location.
Stock = Mapping[str, int]


def variant(
    sku: str, *, stock: Stock | None = None, markets: dict[str, Any] | None = None, **fields: Any
) -> dict[str, Any]:
    """For `product`. `markets` are the fields of each market price, by the market's name."""
    money = {"currency": "EUR", "price_scale": 2} if {"price", "cost_price", "compare_at_price"} & {*fields} else {}
    return {"sku": sku, "stock": stock or {}, "markets": markets or {}, **money, **fields}


def product(
    session: Session, sku: str, *variants: dict[str, Any], category: str | None = None, day: int = 0, **fields: Any
) -> Product:
    """Add a product with its variants; `day` counts from Monday, when it was last changed."""
    money = {"currency": "EUR", "price_scale": 2} if {"base_price", "cost_price"} & {*fields} else {}
    times = {"created_at": MONDAY + timedelta(days=day), "updated_at": MONDAY + timedelta(days=day)}
    made = Product(
        **{"sku": sku, "title": sku.replace("-", " ").capitalize(), **money, **times, **fields},
        category_id=category_id(session, category) if category else None,
    )
    product_id = _added(session, made)
    for fields_of_variant in variants:
        _variant(session, product_id, **fields_of_variant)
    return made


def _added(session: Session, row: Product | ProductVariant | Category | Location) -> int:
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def _variant(session: Session, product_id: int, stock: Stock, markets: Mapping[str, Any], **fields: Any) -> None:
    variant_id = _added(session, ProductVariant(product_id=product_id, **fields))
    for place, available in stock.items():
        session.add(
            InventoryLevel(product_variant_id=variant_id, location_id=_location_id(session, place), available=available)
        )
    for market, price in markets.items():
        session.add(MarketPrice(product_variant_id=variant_id, market=market, **price))
    session.flush()


def category_id(session: Session, path: str) -> int:
    """Of the category with this path, made with all those above it."""
    found: int | None = session.exec(select(Category.id).where(col(Category.path) == path)).first()
    if found:
        return found
    above, _, name = path.rpartition(" > ")
    parent = category_id(session, above) if above else None
    slug = path.lower().replace(" > ", "-")
    return _added(session, Category(name=name, path=path, slug=slug, parent_id=parent, level=path.count(">")))


def _location_id(session: Session, name: str) -> int:
    found: int | None = session.exec(select(Location.id).where(col(Location.name) == name)).first()
    return found if found is not None else _added(session, Location(name=name))


def mugs(engine: Engine) -> None:
    """What most of these tests are about: five products, each of another kind."""
    with transaction(engine) as session:
        product(
            session,
            "MUG-BLUE",
            variant("MUG-BLUE-S", price=950, cost_price=400, stock={"Main": 12}),
            variant("MUG-BLUE-L", price=1250, cost_price=400, stock={"Main": 3, "Gent": 1}),
            category="Kitchen > Mugs",
            vendor="Potter & Sons",
            images=[{"url": "https://cdn.example/blue.jpg", "alt_text": None, "position": 1, "is_primary": True}],
            day=3,
        )
        product(
            session,
            "MUG-RED",
            variant("MUG-RED", price=1990, cost_price=1800, stock={"Main": 0}),
            category="Kitchen > Mugs",
            vendor="Potter & Sons",
            day=1,
        )
        product(
            session,
            "SHIRT",
            variant("SHIRT-S", price=2500, option1_name="Size", option1_value="S", gtin="4006381333931"),
            category="Clothes",
            vendor="Weber",
            status="draft",
            day=4,
        )
        product(session, "TEAPOT", category="Kitchen", title="Theepot „Grün“", day=2)
        product(
            session,
            "VASE",
            variant("VASE", price=5000, cost_price=4000, stock={"Main": 7}),
            status="archived",
            day=0,
        )
