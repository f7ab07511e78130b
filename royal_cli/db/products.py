"""The catalogue: products, their variants, prices per market, the category tree, collections."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Computed, Index, SmallInteger, UniqueConstraint, text
from sqlmodel import Field

from royal_cli.db.columns import (
    Row,
    check,
    created,
    document,
    flag,
    key,
    one_of,
    reference,
    setting,
    state,
    updated,
    whole,
)

#: What is looked up has a length, in characters: an index of PostgreSQL holds 2,704 bytes.
SKU_LENGTH = 255
TYPE_LENGTH = 255
PATH_LENGTH = 500
ASIN_LENGTH = 10
MARKET_LENGTH = 100

#: Basis points of the base price. Beyond these bounds the product would not fit the column; it stays unknown then.
_MARGIN = """
CASE WHEN base_price > 0 AND base_price / 1000000000 < 400000 AND abs(cost_price) / 1000000000 < 400000
THEN (base_price - cost_price) * 10000 / base_price END
"""


def _searched(name: str, *columns: str) -> Index:
    """What the list's search looks at, without the long texts beside it; PostgreSQL's indexes hold no long titles."""
    return Index(name, *columns).ddl_if(dialect="sqlite")


def _amounts_have_scale(*amounts: str) -> Any:
    unknown = " AND ".join(f"{amount} IS NULL" for amount in amounts)
    return check("price_scale", f"price_scale IS NOT NULL OR ({unknown})")


class Category(Row, table=True):
    """A subcategory is a category with a parent. `path` is the way from the root: "Apparel > Shirts"."""

    __tablename__ = "categories"
    __table_args__ = (
        check("parent_id", "parent_id <> id"),
        check("path", f"length(path) BETWEEN 1 AND {PATH_LENGTH}"),
        Index("idx_categories_parent_level", "parent_id", "level"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    name: str
    slug: str | None = Field(default=None, max_length=PATH_LENGTH, unique=True)
    path: str = Field(max_length=PATH_LENGTH, unique=True)
    description: str | None = None
    parent_id: int | None = reference("categories.id", ondelete="RESTRICT")
    level: int = setting(0)
    position: int | None = None
    seo_data: dict[str, Any] | None = document()
    is_active: bool = flag(True)
    created_at: datetime = created()


class CategoryAlias(Row, table=True):
    """A path that a category had before it was renamed, moved or merged; feeds may go on calling it so."""

    __tablename__ = "category_aliases"
    __table_args__ = (
        check("path", f"length(path) BETWEEN 1 AND {PATH_LENGTH}"),
        Index("idx_category_aliases_category", "category_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    path: str = Field(max_length=PATH_LENGTH, unique=True)
    category_id: int = reference("categories.id", ondelete="CASCADE", nullable=False)
    created_at: datetime = created()


class Collection(Row, table=True):
    __tablename__ = "collections"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = key()
    name: str = Field(max_length=255)
    slug: str = Field(max_length=255, unique=True)
    description: str | None = None
    is_active: bool = flag(True)
    created_at: datetime = created()
    updated_at: datetime = updated()


class Product(Row, table=True):
    """What is described once for all its variants. `sku` is its own key: parent SKU, handle or group id.

    Amounts count 10**-price_scale of `currency`; `weight` counts thousandths of `weight_unit`;
    `dimensions` is {"length", "width", "height", "unit"} with decimal strings;
    `images` is [{"url", "alt_text", "position", "is_primary"}].
    """

    __tablename__ = "products"
    __table_args__ = (
        check("sku", f"length(sku) BETWEEN 1 AND {SKU_LENGTH}"),
        check("product_type", f"length(product_type) <= {TYPE_LENGTH}"),
        one_of("status", "active", "draft", "archived"),
        _amounts_have_scale("base_price", "compare_at_price", "cost_price"),
        Index("idx_products_status_type", "status", "product_type"),
        Index("idx_products_updated_at", text("updated_at DESC")),
        _searched("idx_products_search", "id", "title", "sku", "vendor"),
        # Without these, every category that goes has all products looked through.
        Index("idx_products_category", "category_id"),
        Index(
            "idx_products_subcategory",
            "subcategory_id",
            sqlite_where=text("subcategory_id IS NOT NULL"),
            postgresql_where=text("subcategory_id IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    sku: str = Field(max_length=SKU_LENGTH, unique=True)
    title: str
    description: str | None = None
    product_type: str | None = Field(default=None, max_length=TYPE_LENGTH)
    vendor: str | None = None
    tags: list[str] | None = document()
    status: str | None = state("active")
    currency: str | None = Field(default=None, max_length=3)
    price_scale: int | None = Field(default=None, sa_type=SmallInteger)
    base_price: int | None = whole()
    compare_at_price: int | None = whole()
    cost_price: int | None = whole()
    profit_margin: int | None = Field(
        default=None, sa_type=BigInteger, sa_column_args=[Computed(" ".join(_MARGIN.split()), persisted=True)]
    )
    weight: int | None = whole()
    weight_unit: str | None = Field(default=None, max_length=10)
    dimensions: dict[str, str] | None = document()
    seo_title: str | None = None
    seo_description: str | None = None
    meta_keywords: list[str] | None = document()
    search_keywords: list[str] | None = document()
    images: list[dict[str, Any]] | None = document()
    videos: list[dict[str, Any]] | None = document()
    category_id: int | None = reference("categories.id", ondelete="SET NULL")
    subcategory_id: int | None = reference("categories.id", ondelete="SET NULL")
    collection_ids: list[int] | None = document()
    created_at: datetime = created()
    updated_at: datetime = updated()
    published_at: datetime | None = None
    archived_at: datetime | None = None


class ProductVariant(Row, table=True):
    """What is sold, known by its SKU. Prices here come before those of the product.

    `sku_derived`: royal made the SKU from the product's key and the options, since the feed had none or shared it;
    `source_sku` is then what the feed says.
    """

    __tablename__ = "product_variants"
    __table_args__ = (
        check("sku", f"length(sku) BETWEEN 1 AND {SKU_LENGTH}"),
        one_of("status", "active", "draft", "archived"),
        _amounts_have_scale("price", "compare_at_price", "cost_price"),
        Index("idx_product_variants_product_sku", "product_id", "sku"),
        _searched("idx_product_variants_search", "product_id", "sku", "source_sku", "gtin"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    product_id: int = reference("products.id", ondelete="CASCADE", nullable=False)
    sku: str = Field(max_length=SKU_LENGTH, unique=True)
    sku_derived: bool = flag(False)
    source_sku: str | None = None
    title: str | None = None
    gtin: str | None = Field(default=None, max_length=14)
    asin: str | None = Field(default=None, max_length=ASIN_LENGTH)
    mpn: str | None = None
    option1_name: str | None = None
    option1_value: str | None = None
    option2_name: str | None = None
    option2_value: str | None = None
    option3_name: str | None = None
    option3_value: str | None = None
    currency: str | None = Field(default=None, max_length=3)
    price_scale: int | None = Field(default=None, sa_type=SmallInteger)
    price: int | None = whole()
    compare_at_price: int | None = whole()
    cost_price: int | None = whole()
    price_includes_vat: bool | None = None
    weight: int | None = whole()
    weight_unit: str | None = Field(default=None, max_length=10)
    dimensions: dict[str, str] | None = document()
    image_url: str | None = None
    allow_backorder: bool = flag(False)
    status: str | None = state("active")
    position: int | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()


class MarketPrice(Row, table=True):
    """What a variant costs in one market, and whether it is sold there."""

    __tablename__ = "market_prices"
    __table_args__ = (
        UniqueConstraint("product_variant_id", "market"),
        _amounts_have_scale("price", "compare_at_price"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    product_variant_id: int = reference("product_variants.id", ondelete="CASCADE", nullable=False)
    market: str = Field(max_length=MARKET_LENGTH)
    currency: str | None = Field(default=None, max_length=3)
    price_scale: int | None = Field(default=None, sa_type=SmallInteger)
    price: int | None = whole()
    compare_at_price: int | None = whole()
    is_included: bool | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()
