"""Puts together all that is known of one product."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select
from sqlmodel import Session

from royal_cli.commerce.catalog.reading.amounts import money
from royal_cli.commerce.catalog.reading.detail_rows import Image, Level, Offer, Product, Variant
from royal_cli.commerce.catalog.reading.figures import CATEGORIES, LEVELS, PRODUCTS, VARIANTS
from royal_cli.commerce.catalog.reading.find import find_product
from royal_cli.commerce.catalog.reading.summary import figures, lowest_margin
from royal_cli.commerce.catalog.reading.touched import last_operation
from royal_cli.db.products import Collection, MarketPrice
from royal_cli.db.stock import Location
from royal_cli.money import Money

_COLLECTIONS = Collection.metadata.tables["collections"]
_MARKETS = MarketPrice.metadata.tables["market_prices"]
_LOCATIONS = Location.metadata.tables["locations"]

#: Weights are stored in thousandths of their unit.
_WEIGHT_DIGITS = 3


def show_product(session: Session, sku: str) -> Product:
    """The product that a SKU or a GTIN names. NotFound says which may have been meant, Conflict which are."""
    connection, id = session.connection(), find_product(session, sku)
    product = connection.execute(_product(id)).one()
    variants = connection.execute(_variants(id)).all()
    levels = connection.execute(_levels(id)).all()
    markets = connection.execute(_markets(id)).all()
    sold = [figures(product, variant) for variant in variants] or [figures(product)]
    touched = {
        "products": [id],
        "product_variants": [variant.id for variant in variants],
        "inventory_levels": [level.id for level in levels],
        "market_prices": [price.id for price in markets],
    }
    own = figures(product)
    return Product(
        sku=product.sku,
        title=product.title,
        status=product.status,
        stock=_stock(levels),
        gross_margin=lowest_margin(sold),
        price=own.price,
        compare_at_price=_amount(product, "compare_at_price"),
        cost=own.cost,
        category=product.category,
        vendor=product.vendor,
        product_type=product.product_type,
        tags=product.tags,
        collections=_collections(connection, product.collection_ids),
        weight=_weight(product.weight),
        weight_unit=product.weight_unit,
        dimensions=product.dimensions,
        seo_title=product.seo_title,
        seo_description=product.seo_description,
        meta_keywords=product.meta_keywords,
        search_keywords=product.search_keywords,
        videos=product.videos,
        created_at=product.created_at,
        updated_at=product.updated_at,
        published_at=product.published_at,
        archived_at=product.archived_at,
        last_operation=last_operation(connection, touched),
        description=product.description,
        variants=_all_variants(product, variants, levels, markets),
        images=None if product.images is None else [_image(image) for image in product.images],
    )


def _product(id: int) -> Select[Any]:
    category = func.coalesce(PRODUCTS.c.subcategory_id, PRODUCTS.c.category_id)
    query = select(PRODUCTS, CATEGORIES.c.path.label("category"))
    return query.outerjoin(CATEGORIES, CATEGORIES.c.id == category).where(PRODUCTS.c.id == id)


def _variants(id: int) -> Select[Any]:
    position = VARIANTS.c.position
    return select(VARIANTS).where(VARIANTS.c.product_id == id).order_by(position.is_(None), position, VARIANTS.c.id)


def _levels(id: int) -> Select[Any]:
    query = select(LEVELS, _LOCATIONS.c.name).join(_LOCATIONS, _LOCATIONS.c.id == LEVELS.c.location_id)
    return query.where(LEVELS.c.product_variant_id.in_(_variant_ids(id))).order_by(_LOCATIONS.c.name)


def _markets(id: int) -> Select[Any]:
    return select(_MARKETS).where(_MARKETS.c.product_variant_id.in_(_variant_ids(id))).order_by(_MARKETS.c.market)


def _variant_ids(id: int) -> Select[Any]:
    return select(VARIANTS.c.id).where(VARIANTS.c.product_id == id)


def _collections(connection: Connection, ids: Sequence[int] | None) -> list[str] | None:
    if ids is None:
        return None
    query = select(_COLLECTIONS.c.name).where(_COLLECTIONS.c.id.in_(ids)).order_by(_COLLECTIONS.c.name)
    return list(connection.scalars(query))


def _all_variants(
    product: Row[Any], variants: Iterable[Row[Any]], levels: Iterable[Row[Any]], markets: Iterable[Row[Any]]
) -> list[Variant]:
    of_levels, of_markets = _by_variant(levels), _by_variant(markets)
    return [_variant(product, variant, of_levels[variant.id], of_markets[variant.id]) for variant in variants]


def _by_variant(rows: Iterable[Row[Any]]) -> Mapping[int, list[Row[Any]]]:
    grouped: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        grouped[row.product_variant_id].append(row)
    return grouped


def _variant(product: Row[Any], variant: Row[Any], levels: Sequence[Row[Any]], markets: Sequence[Row[Any]]) -> Variant:
    sold = figures(product, variant)
    compared = product if variant.compare_at_price is None else variant
    return Variant(
        sku=variant.sku,
        options=_options(variant),
        price=sold.price,
        stock=_stock(levels),
        gross_margin=sold.margin,
        cost=sold.cost,
        gtin=variant.gtin,
        levels={level.name: _level(level) for level in levels},
        market_prices={price.market: _offer(price) for price in markets},
        compare_at_price=_amount(compared, "compare_at_price"),
        price_includes_vat=variant.price_includes_vat,
        sku_derived=variant.sku_derived,
        source_sku=variant.source_sku,
        title=variant.title,
        status=variant.status,
        asin=variant.asin,
        mpn=variant.mpn,
        weight=_weight(variant.weight),
        weight_unit=variant.weight_unit,
        dimensions=variant.dimensions,
        image_url=variant.image_url,
        allow_backorder=variant.allow_backorder,
        position=variant.position,
        created_at=variant.created_at,
        updated_at=variant.updated_at,
    )


def _options(variant: Row[Any]) -> dict[str, str]:
    """Value by name; an option whose name is missing or taken is called by its number."""
    options: dict[str, str] = {}
    for number in (1, 2, 3):
        name, value = variant._mapping[f"option{number}_name"], variant._mapping[f"option{number}_value"]
        if value is not None:
            options[name if name and name not in options else f"Option {number}"] = value
    return options


def _level(level: Row[Any]) -> Level:
    return Level(
        available=level.available,
        committed=level.committed,
        incoming=level.incoming,
        damaged=level.damaged,
        reorder_point=level.reorder_point,
        reorder_quantity=level.reorder_quantity,
        updated_at=level.updated_at,
    )


def _offer(price: Row[Any]) -> Offer:
    return Offer(_amount(price, "price"), _amount(price, "compare_at_price"), price.is_included)


def _image(image: Mapping[str, Any]) -> Image:
    return Image(image["url"], image.get("alt_text"), image.get("position"), image.get("is_primary"))


def _amount(row: Row[Any], name: str) -> Money | None:
    return money(row._mapping[name], row.price_scale, row.currency)


def _stock(levels: Sequence[Row[Any]]) -> int | None:
    return sum(level.available for level in levels) if levels else None


def _weight(thousandths: int | None) -> Decimal | None:
    """Without the zeros that nobody wrote."""
    if thousandths is None:
        return None
    weight = Decimal(thousandths).scaleb(-_WEIGHT_DIGITS).normalize()
    return weight.quantize(Decimal(1)) if weight == weight.to_integral_value() else weight
