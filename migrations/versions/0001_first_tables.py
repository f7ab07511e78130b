"""The first tables: the catalogue, its stock, what sells it, who runs it, the journal of it all."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
NO_CHANNEL = sa.text("channel_id IS NULL")
MARGIN = (
    "CASE WHEN base_price > 0 AND base_price / 1000000000 < 400000 AND abs(cost_price) / 1000000000 < 400000 "
    "THEN (base_price - cost_price) * 10000 / base_price END"
)


def upgrade() -> None:
    for create in TABLES:
        create()


def downgrade() -> None:
    for create in reversed(TABLES):
        op.drop_table(create.__name__)


def table(name: str, *parts: SchemaItem) -> None:
    """Create a table whose keys and constraints bear the same names on every database."""
    for part in parts:
        if isinstance(part, sa.CheckConstraint):
            part.name = op.f(f"ck_{name}_{part.name}")
        if isinstance(part, sa.Column):
            for target in part.foreign_keys:
                target.name = op.f(f"fk_{name}_{part.name}")
    op.create_table(
        name,
        sa.Column("id", KEY, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_autoincrement=True,
    )


def reference(name: str, target: str, ondelete: str, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), sa.ForeignKey(f"{target}.id", ondelete=ondelete), nullable=nullable)


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=name)


def one_of(column: str, *words: str) -> sa.CheckConstraint:
    return check(column, f"{column} IN ({', '.join(repr(word) for word in words)})")


def categories() -> None:
    table(
        "categories",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(500)),
        sa.Column("path", sa.String(500), nullable=False),
        sa.Column("description", sa.String()),
        reference("parent_id", "categories", "RESTRICT"),
        sa.Column("level", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("position", sa.Integer()),
        sa.Column("seo_data", DOCUMENT),
        sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("created_at", TIME, nullable=False),
        unique("categories", "path"),
        unique("categories", "slug"),
        check("path", "length(path) BETWEEN 1 AND 500"),
        check("parent_id", "parent_id <> id"),
    )
    op.create_index("idx_categories_parent_level", "categories", ["parent_id", "level"])


def collections() -> None:
    table(
        "collections",
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("slug", sa.String(255), nullable=False),
        sa.Column("description", sa.String()),
        sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        unique("collections", "slug"),
    )


def products() -> None:
    table(
        "products",
        sa.Column("sku", sa.String(255), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String()),
        sa.Column("product_type", sa.String(255)),
        sa.Column("vendor", sa.String()),
        sa.Column("tags", DOCUMENT),
        sa.Column("status", sa.String(20), server_default="active"),
        sa.Column("currency", sa.String(3)),
        sa.Column("price_scale", sa.SmallInteger()),
        sa.Column("base_price", sa.BigInteger()),
        sa.Column("compare_at_price", sa.BigInteger()),
        sa.Column("cost_price", sa.BigInteger()),
        sa.Column("profit_margin", sa.BigInteger(), sa.Computed(MARGIN, persisted=True)),
        sa.Column("weight", sa.BigInteger()),
        sa.Column("weight_unit", sa.String(10)),
        sa.Column("dimensions", DOCUMENT),
        sa.Column("seo_title", sa.String()),
        sa.Column("seo_description", sa.String()),
        sa.Column("meta_keywords", DOCUMENT),
        sa.Column("search_keywords", DOCUMENT),
        sa.Column("images", DOCUMENT),
        sa.Column("videos", DOCUMENT),
        reference("category_id", "categories", "SET NULL"),
        reference("subcategory_id", "categories", "SET NULL"),
        sa.Column("collection_ids", DOCUMENT),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("published_at", TIME),
        sa.Column("archived_at", TIME),
        unique("products", "sku"),
        check("sku", "length(sku) BETWEEN 1 AND 255"),
        check("product_type", "length(product_type) <= 255"),
        one_of("status", "active", "draft", "archived"),
        check(
            "price_scale",
            "price_scale IS NOT NULL OR (base_price IS NULL AND compare_at_price IS NULL AND cost_price IS NULL)",
        ),
    )
    op.create_index("idx_products_status_type", "products", ["status", "product_type"])
    op.create_index("idx_products_updated_at", "products", [sa.text("updated_at DESC")])


def product_variants() -> None:
    table(
        "product_variants",
        reference("product_id", "products", "CASCADE", nullable=False),
        sa.Column("sku", sa.String(255), nullable=False),
        sa.Column("sku_derived", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("source_sku", sa.String()),
        sa.Column("title", sa.String()),
        sa.Column("gtin", sa.String(14)),
        sa.Column("asin", sa.String(10)),
        sa.Column("mpn", sa.String()),
        sa.Column("option1_name", sa.String()),
        sa.Column("option1_value", sa.String()),
        sa.Column("option2_name", sa.String()),
        sa.Column("option2_value", sa.String()),
        sa.Column("option3_name", sa.String()),
        sa.Column("option3_value", sa.String()),
        sa.Column("currency", sa.String(3)),
        sa.Column("price_scale", sa.SmallInteger()),
        sa.Column("price", sa.BigInteger()),
        sa.Column("compare_at_price", sa.BigInteger()),
        sa.Column("cost_price", sa.BigInteger()),
        sa.Column("price_includes_vat", sa.Boolean()),
        sa.Column("weight", sa.BigInteger()),
        sa.Column("weight_unit", sa.String(10)),
        sa.Column("dimensions", DOCUMENT),
        sa.Column("image_url", sa.String()),
        sa.Column("allow_backorder", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("status", sa.String(20), server_default="active"),
        sa.Column("position", sa.Integer()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        unique("product_variants", "sku"),
        check("sku", "length(sku) BETWEEN 1 AND 255"),
        check(
            "price_scale",
            "price_scale IS NOT NULL OR (price IS NULL AND compare_at_price IS NULL AND cost_price IS NULL)",
        ),
        one_of("status", "active", "draft", "archived"),
    )
    op.create_index("idx_product_variants_product_sku", "product_variants", ["product_id", "sku"])


def market_prices() -> None:
    table(
        "market_prices",
        reference("product_variant_id", "product_variants", "CASCADE", nullable=False),
        sa.Column("market", sa.String(100), nullable=False),
        sa.Column("currency", sa.String(3)),
        sa.Column("price_scale", sa.SmallInteger()),
        sa.Column("price", sa.BigInteger()),
        sa.Column("compare_at_price", sa.BigInteger()),
        sa.Column("is_included", sa.Boolean()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        unique("market_prices", "product_variant_id", "market"),
        check("price_scale", "price_scale IS NOT NULL OR (price IS NULL AND compare_at_price IS NULL)"),
    )


def locations() -> None:
    table(
        "locations",
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("type", sa.String(50)),
        sa.Column("address", DOCUMENT),
        sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("priority", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("created_at", TIME, nullable=False),
        unique("locations", "name"),
        one_of("type", "warehouse", "store", "supplier", "dropship"),
    )


def inventory_levels() -> None:
    table(
        "inventory_levels",
        reference("product_variant_id", "product_variants", "CASCADE", nullable=False),
        reference("location_id", "locations", "RESTRICT", nullable=False),
        sa.Column("available", sa.BigInteger(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("incoming", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("damaged", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("reorder_point", sa.BigInteger()),
        sa.Column("reorder_quantity", sa.BigInteger()),
        sa.Column("max_stock_level", sa.BigInteger()),
        sa.Column("last_counted_at", TIME),
        sa.Column("updated_at", TIME, nullable=False),
        unique("inventory_levels", "product_variant_id", "location_id"),
        check("committed", "committed >= 0"),
        check("incoming", "incoming >= 0"),
        check("damaged", "damaged >= 0"),
    )


def inventory_movements() -> None:
    table(
        "inventory_movements",
        reference("product_variant_id", "product_variants", "CASCADE", nullable=False),
        reference("location_id", "locations", "RESTRICT", nullable=False),
        sa.Column("movement_type", sa.String(50), nullable=False),
        sa.Column("quantity_change", sa.BigInteger()),
        sa.Column("previous_quantity", sa.BigInteger()),
        sa.Column("new_quantity", sa.BigInteger()),
        sa.Column("reference_type", sa.String(50)),
        sa.Column("reference_id", sa.BigInteger()),
        sa.Column("reason", sa.String()),
        sa.Column("notes", sa.String()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", sa.String()),
        one_of("movement_type", "sale", "purchase", "adjustment", "transfer", "return", "count"),
        check("new_quantity", "new_quantity = previous_quantity + quantity_change"),
    )
    op.create_index(
        "idx_inventory_movements_variant_date",
        "inventory_movements",
        ["product_variant_id", sa.text("created_at DESC")],
    )


def suppliers() -> None:
    table(
        "suppliers",
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("email", sa.String(255)),
        sa.Column("phone", sa.String(50)),
        sa.Column("website", sa.String()),
        sa.Column("address", DOCUMENT),
        sa.Column("currency", sa.String(3)),
        sa.Column("lead_time_days", sa.Integer()),
        sa.Column("minimum_order", sa.BigInteger()),
        sa.Column("notes", sa.String()),
        sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        unique("suppliers", "name"),
    )


def channels() -> None:
    table(
        "channels",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("type", sa.String(50), nullable=False),
        sa.Column("status", sa.String(20), server_default="active"),
        sa.Column("configuration", DOCUMENT, nullable=False),
        sa.Column("sync_settings", DOCUMENT),
        sa.Column("last_sync_at", TIME),
        sa.Column("rate_limit_config", DOCUMENT),
        sa.Column("error_count", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        unique("channels", "name"),
        one_of("status", "active", "inactive", "maintenance"),
    )
    op.create_index("idx_channels_type_status", "channels", ["type", "status"])


def channel_sync_logs() -> None:
    table(
        "channel_sync_logs",
        reference("channel_id", "channels", "CASCADE", nullable=False),
        sa.Column("sync_type", sa.String(50), nullable=False),
        sa.Column("status", sa.String(20)),
        sa.Column("cursor", sa.String()),
        sa.Column("records_processed", sa.BigInteger()),
        sa.Column("error_details", DOCUMENT),
        sa.Column("duration_ms", sa.BigInteger()),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("completed_at", TIME),
        one_of("status", "success", "error", "partial"),
    )
    op.create_index(
        "idx_channel_sync_logs_channel_date", "channel_sync_logs", ["channel_id", sa.text("started_at DESC")]
    )


def customers() -> None:
    table(
        "customers",
        sa.Column("email", sa.String(255)),
        sa.Column("phone", sa.String(50)),
        sa.Column("first_name", sa.String()),
        sa.Column("last_name", sa.String()),
        sa.Column("date_of_birth", sa.Date()),
        sa.Column("account_status", sa.String(20), server_default="active"),
        sa.Column("email_verified", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("phone_verified", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("currency", sa.String(3)),
        sa.Column("total_orders", sa.BigInteger()),
        sa.Column("total_spent", sa.BigInteger()),
        sa.Column("average_order_value", sa.BigInteger()),
        sa.Column("lifetime_value", sa.BigInteger()),
        sa.Column("customer_type", sa.String(50)),
        sa.Column("tags", DOCUMENT),
        sa.Column("notes", sa.String()),
        sa.Column("accepts_marketing", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("marketing_consent_updated_at", TIME),
        sa.Column("first_order_at", TIME),
        sa.Column("last_order_at", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        unique("customers", "email"),
        one_of("account_status", "active", "inactive", "invited", "blocked"),
        one_of("customer_type", "retail", "wholesale", "vip"),
    )
    op.create_index("idx_customers_total_spent", "customers", [sa.text("total_spent DESC")])


def customer_aliases() -> None:
    table(
        "customer_aliases",
        reference("customer_id", "customers", "CASCADE", nullable=False),
        reference("channel_id", "channels", "CASCADE", nullable=False),
        sa.Column("external_id", sa.String(255), nullable=False),
        sa.Column("email", sa.String(255)),
        sa.Column("created_at", TIME, nullable=False),
        unique("customer_aliases", "channel_id", "external_id"),
    )
    op.create_index("idx_customer_aliases_customer", "customer_aliases", ["customer_id"])


def customer_totals() -> None:
    table(
        "customer_totals",
        reference("customer_id", "customers", "CASCADE", nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("total_orders", sa.BigInteger()),
        sa.Column("total_spent", sa.BigInteger()),
        sa.Column("average_order_value", sa.BigInteger()),
        sa.Column("lifetime_value", sa.BigInteger()),
        sa.Column("updated_at", TIME, nullable=False),
        unique("customer_totals", "customer_id", "currency"),
    )


def customer_addresses() -> None:
    table(
        "customer_addresses",
        reference("customer_id", "customers", "CASCADE", nullable=False),
        sa.Column("type", sa.String(20)),
        sa.Column("first_name", sa.String()),
        sa.Column("last_name", sa.String()),
        sa.Column("company", sa.String()),
        sa.Column("address1", sa.String(), nullable=False),
        sa.Column("address2", sa.String()),
        sa.Column("city", sa.String()),
        sa.Column("province", sa.String()),
        sa.Column("postal_code", sa.String(20)),
        sa.Column("country_code", sa.String(2)),
        sa.Column("phone", sa.String(50)),
        sa.Column("is_default", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("is_verified", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("verified_at", TIME),
        sa.Column("created_at", TIME, nullable=False),
        one_of("type", "billing", "shipping"),
    )
    op.create_index("idx_customer_addresses_customer", "customer_addresses", ["customer_id"])


def orders() -> None:
    table(
        "orders",
        sa.Column("order_number", sa.String(50), nullable=False),
        reference("channel_id", "channels", "RESTRICT"),
        sa.Column("external_id", sa.String(255)),
        reference("customer_id", "customers", "SET NULL"),
        sa.Column("financial_status", sa.String(30)),
        sa.Column("fulfillment_status", sa.String(30)),
        sa.Column("order_status", sa.String(30)),
        sa.Column("subtotal", sa.BigInteger()),
        sa.Column("tax_total", sa.BigInteger()),
        sa.Column("shipping_total", sa.BigInteger()),
        sa.Column("discount_total", sa.BigInteger()),
        sa.Column("total", sa.BigInteger()),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("prices_include_vat", sa.Boolean()),
        sa.Column("exchange_rate", sa.BigInteger()),
        sa.Column("locale", sa.String(10)),
        sa.Column("customer_email", sa.String(255)),
        sa.Column("customer_phone", sa.String(50)),
        sa.Column("billing_address", DOCUMENT),
        sa.Column("shipping_address", DOCUMENT),
        sa.Column("processed_at", TIME),
        sa.Column("shipped_at", TIME),
        sa.Column("delivered_at", TIME),
        sa.Column("cancelled_at", TIME),
        sa.Column("refunded_at", TIME),
        sa.Column("risk_level", sa.String(20)),
        sa.Column("fraud_score", sa.BigInteger()),
        sa.Column("tags", DOCUMENT),
        sa.Column("notes", sa.String()),
        sa.Column("source_name", sa.String()),
        sa.Column("referring_site", sa.String()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        unique("orders", "channel_id", "external_id"),
        unique("orders", "channel_id", "order_number"),
        one_of(
            "financial_status",
            "pending",
            "authorized",
            "partially_paid",
            "paid",
            "partially_refunded",
            "refunded",
            "voided",
        ),
        one_of("fulfillment_status", "unfulfilled", "partial", "fulfilled"),
        one_of("order_status", "open", "closed", "cancelled"),
        one_of("risk_level", "low", "medium", "high"),
    )
    op.create_index("idx_orders_channel_date", "orders", ["channel_id", sa.text("created_at DESC")])
    op.create_index("idx_orders_customer_created", "orders", ["customer_id", sa.text("created_at DESC")])
    op.create_index(
        "idx_orders_number_without_channel",
        "orders",
        ["order_number"],
        unique=True,
        sqlite_where=NO_CHANNEL,
        postgresql_where=NO_CHANNEL,
    )
    op.create_index("idx_orders_status_dates", "orders", ["order_status", "fulfillment_status", "created_at"])


def order_line_items() -> None:
    table(
        "order_line_items",
        reference("order_id", "orders", "CASCADE", nullable=False),
        reference("product_id", "products", "SET NULL"),
        reference("product_variant_id", "product_variants", "SET NULL"),
        sa.Column("product_title", sa.String()),
        sa.Column("variant_title", sa.String()),
        sa.Column("sku", sa.String()),
        sa.Column("price", sa.BigInteger()),
        sa.Column("price_scale", sa.SmallInteger()),
        sa.Column("quantity", sa.BigInteger()),
        sa.Column("tax", sa.BigInteger()),
        sa.Column("discount", sa.BigInteger()),
        sa.Column("total", sa.BigInteger()),
        sa.Column("fulfillment_status", sa.String(30)),
        sa.Column("fulfilled_quantity", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("refunded_quantity", sa.BigInteger(), nullable=False, server_default="0"),
        reference("supplier_id", "suppliers", "SET NULL"),
        sa.Column("supplier_sku", sa.String()),
        sa.Column("created_at", TIME, nullable=False),
        check("price_scale", "price IS NULL OR price_scale IS NOT NULL"),
        one_of("fulfillment_status", "unfulfilled", "partial", "fulfilled"),
        check("fulfilled_quantity", "fulfilled_quantity >= 0"),
        check("refunded_quantity", "refunded_quantity >= 0"),
    )
    op.create_index("idx_order_line_items_order", "order_line_items", ["order_id"])
    op.create_index("idx_order_line_items_product", "order_line_items", ["product_id"])
    op.create_index("idx_order_line_items_variant", "order_line_items", ["product_variant_id"])


def agents() -> None:
    table(
        "agents",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("type", sa.String(50), nullable=False),
        sa.Column("version", sa.String(20)),
        sa.Column("status", sa.String(20), server_default="inactive"),
        sa.Column("health_status", sa.String(20), server_default="unknown"),
        sa.Column("last_heartbeat", TIME),
        sa.Column("configuration", DOCUMENT, nullable=False),
        sa.Column("capabilities", DOCUMENT),
        sa.Column("dependencies", DOCUMENT),
        sa.Column("execution_interval_minutes", sa.Integer(), server_default="60"),
        sa.Column("max_concurrent_tasks", sa.Integer(), server_default="1"),
        sa.Column("timeout_seconds", sa.Integer(), server_default="300"),
        sa.Column("retry_attempts", sa.Integer(), server_default="3"),
        sa.Column("total_executions", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("successful_executions", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("failed_executions", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("average_execution_time_ms", sa.BigInteger()),
        sa.Column("registered_at", TIME, nullable=False),
        sa.Column("last_started_at", TIME),
        sa.Column("last_stopped_at", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        unique("agents", "name"),
        one_of("status", "active", "inactive", "error", "maintenance"),
        one_of("health_status", "healthy", "warning", "critical", "unknown"),
    )
    op.create_index("idx_agents_type_status", "agents", ["type", "status"])


def agent_executions() -> None:
    table(
        "agent_executions",
        reference("agent_id", "agents", "CASCADE", nullable=False),
        sa.Column("execution_type", sa.String(50)),
        sa.Column("status", sa.String(20)),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("completed_at", TIME),
        sa.Column("execution_time_ms", sa.BigInteger()),
        sa.Column("result_data", DOCUMENT),
        sa.Column("error_message", sa.String()),
        sa.Column("error_details", DOCUMENT),
        sa.Column("trigger_source", sa.String(100)),
        sa.Column("input_parameters", DOCUMENT),
        sa.Column("output_data", DOCUMENT),
        sa.Column("records_processed", sa.BigInteger()),
        sa.Column("api_calls_made", sa.BigInteger()),
        sa.Column("resources_used", DOCUMENT),
        one_of("execution_type", "scheduled", "manual", "triggered"),
        one_of("status", "running", "completed", "failed", "timeout"),
    )
    op.create_index("idx_agent_executions_agent_date", "agent_executions", ["agent_id", sa.text("started_at DESC")])


def agent_communications() -> None:
    table(
        "agent_communications",
        reference("from_agent_id", "agents", "CASCADE"),
        reference("to_agent_id", "agents", "CASCADE"),
        sa.Column("message_type", sa.String(50)),
        sa.Column("subject", sa.String()),
        sa.Column("content", DOCUMENT),
        sa.Column("status", sa.String(20), server_default="sent"),
        sa.Column("priority", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("delivered_at", TIME),
        sa.Column("processed_at", TIME),
        sa.Column("expires_at", TIME),
        sa.Column("response_required", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("response_timeout_minutes", sa.Integer()),
        sa.Column("response_received", sa.Boolean(), nullable=False, server_default=sa.false()),
        reference("response_message_id", "agent_communications", "SET NULL"),
        one_of("message_type", "command", "data", "notification", "response"),
        one_of("status", "sent", "delivered", "processed", "failed"),
    )
    op.create_index(
        "idx_agent_communications_agents_status", "agent_communications", ["from_agent_id", "to_agent_id", "status"]
    )


def analytics_events() -> None:
    table(
        "analytics_events",
        sa.Column("event_type", sa.String(100), nullable=False),
        sa.Column("event_category", sa.String(50)),
        sa.Column("entity_type", sa.String(50)),
        sa.Column("entity_id", sa.BigInteger()),
        sa.Column("properties", DOCUMENT),
        sa.Column("session_id", sa.String(100)),
        sa.Column("user_id", sa.String(100)),
        reference("agent_id", "agents", "SET NULL"),
        reference("channel_id", "channels", "SET NULL"),
        sa.Column("ip_address", sa.String(45)),
        sa.Column("user_agent", sa.String()),
        sa.Column("referrer", sa.String()),
        sa.Column("utm_parameters", DOCUMENT),
        sa.Column("country_code", sa.String(2)),
        sa.Column("region", sa.String()),
        sa.Column("city", sa.String()),
        sa.Column("created_at", TIME, nullable=False),
        one_of("event_category", "product", "order", "customer", "agent"),
    )
    op.create_index("idx_analytics_events_entity", "analytics_events", ["entity_type", "entity_id"])
    op.create_index("idx_analytics_events_type_date", "analytics_events", ["event_type", sa.text("created_at DESC")])


def business_metrics() -> None:
    table(
        "business_metrics",
        sa.Column("metric_name", sa.String(100), nullable=False),
        sa.Column("metric_type", sa.String(50)),
        sa.Column("currency", sa.String(3)),
        sa.Column("value", sa.BigInteger()),
        sa.Column("previous_value", sa.BigInteger()),
        sa.Column("change_amount", sa.BigInteger()),
        sa.Column("change_percentage", sa.BigInteger()),
        sa.Column("dimensions", DOCUMENT),
        sa.Column("time_period", sa.String(50)),
        sa.Column("calculated_at", TIME, nullable=False),
        sa.Column("data_source", sa.String(100)),
        sa.Column("calculation_method", sa.String(100)),
        sa.Column("period_start", TIME),
        sa.Column("period_end", TIME),
        sa.Column("created_at", TIME, nullable=False),
        one_of("metric_type", "counter", "gauge", "histogram"),
        one_of("time_period", "hourly", "daily", "weekly", "monthly", "quarterly", "yearly"),
    )
    op.create_index(
        "idx_business_metrics_name_period", "business_metrics", ["metric_name", "period_start", "period_end"]
    )


def system_configurations() -> None:
    table(
        "system_configurations",
        sa.Column("config_key", sa.String(255), nullable=False),
        sa.Column("config_value", DOCUMENT, nullable=False),
        sa.Column("config_type", sa.String(50)),
        sa.Column("category", sa.String(100)),
        sa.Column("subcategory", sa.String(100)),
        sa.Column("description", sa.String()),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("validation_schema", DOCUMENT),
        sa.Column("default_value", DOCUMENT),
        sa.Column("created_by", sa.String()),
        sa.Column("updated_by", sa.String()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        unique("system_configurations", "config_key"),
        one_of("config_type", "string", "number", "boolean", "object", "array"),
    )
    op.create_index("idx_system_configurations_category", "system_configurations", ["category", "subcategory"])


def system_logs() -> None:
    table(
        "system_logs",
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("logger_name", sa.String(255)),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("module", sa.String(100)),
        sa.Column("function_name", sa.String(100)),
        sa.Column("line_number", sa.Integer()),
        sa.Column("extra_data", DOCUMENT),
        sa.Column("exception_info", sa.String()),
        sa.Column("stack_trace", sa.String()),
        sa.Column("request_id", sa.String(100)),
        sa.Column("user_id", sa.String(100)),
        sa.Column("session_id", sa.String(100)),
        sa.Column("created_at", TIME, nullable=False),
        one_of("level", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
    )
    op.create_index("idx_system_logs_level_created", "system_logs", ["level", sa.text("created_at DESC")])


def operations() -> None:
    table(
        "operations",
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(50), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(100), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("source", sa.String()),
        sa.Column("source_digest", sa.String()),
        sa.Column("parameters", DOCUMENT),
        sa.Column("counts", DOCUMENT),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        reference("undoes_id", "operations", "SET NULL"),
        unique("operations", "public_id"),
        one_of("status", "applied", "undone", "partly_undone"),
    )


def changes() -> None:
    table(
        "changes",
        reference("operation_id", "operations", "CASCADE", nullable=False),
        sa.Column("entity", sa.String(40), nullable=False),
        sa.Column("entity_id", sa.BigInteger(), nullable=False),
        sa.Column("last_entity_id", sa.BigInteger()),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("field", sa.String(60)),
        sa.Column("before", sa.String()),
        sa.Column("after", sa.String()),
        sa.Column("snapshot", DOCUMENT),
        check("last_entity_id", "last_entity_id IS NULL OR (action = 'create' AND last_entity_id >= entity_id)"),
        one_of("action", "create", "update", "delete"),
    )
    op.create_index("idx_changes_entity", "changes", ["entity", "entity_id"])
    op.create_index("idx_changes_operation", "changes", ["operation_id"])


# Tables that others refer to come first.
TABLES = (
    categories,
    collections,
    products,
    product_variants,
    market_prices,
    locations,
    inventory_levels,
    inventory_movements,
    suppliers,
    channels,
    channel_sync_logs,
    customers,
    customer_aliases,
    customer_totals,
    customer_addresses,
    orders,
    order_line_items,
    agents,
    agent_executions,
    agent_communications,
    analytics_events,
    business_metrics,
    system_configurations,
    system_logs,
    operations,
    changes,
)
