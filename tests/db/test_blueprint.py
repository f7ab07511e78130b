"""Every table, column and index of the data model, written down by hand."""

import pytest
from sqlalchemy import Engine, inspect

TABLES = {
    "channels": """name type status configuration sync_settings last_sync_at rate_limit_config error_count
        created_at updated_at""",
    "channel_sync_logs": """channel_id sync_type status records_processed error_details duration_ms started_at
        completed_at""",
    "products": """sku title description product_type vendor tags status base_price compare_at_price cost_price
        profit_margin weight weight_unit dimensions seo_title seo_description meta_keywords search_keywords images
        videos category_id subcategory_id collection_ids created_at updated_at published_at archived_at""",
    "product_variants": """product_id sku title option1_name option1_value option2_name option2_value option3_name
        option3_value price compare_at_price cost_price weight dimensions status position created_at updated_at""",
    "categories": "name slug description parent_id level position seo_data is_active created_at",
    "locations": "name type address is_active priority created_at",
    "inventory_levels": """product_variant_id location_id available committed incoming damaged reorder_point
        reorder_quantity max_stock_level last_counted_at updated_at""",
    "inventory_movements": """product_variant_id location_id movement_type quantity_change previous_quantity
        new_quantity reference_type reference_id reason notes created_at created_by""",
    "customers": """email phone first_name last_name date_of_birth account_status email_verified phone_verified
        total_orders total_spent average_order_value lifetime_value customer_type tags notes accepts_marketing
        marketing_consent_updated_at first_order_at last_order_at created_at updated_at""",
    "customer_addresses": """customer_id type first_name last_name company address1 address2 city province
        postal_code country_code phone is_default is_active is_verified verified_at created_at""",
    "orders": """order_number channel_id customer_id financial_status fulfillment_status order_status subtotal
        tax_total shipping_total discount_total total currency exchange_rate locale customer_email customer_phone
        billing_address shipping_address processed_at shipped_at delivered_at cancelled_at refunded_at risk_level
        fraud_score tags notes source_name referring_site created_at updated_at""",
    "order_line_items": """order_id product_id product_variant_id product_title variant_title sku price quantity
        total fulfillment_status fulfilled_quantity supplier_id supplier_sku created_at""",
    "agents": """name type version status health_status last_heartbeat configuration capabilities dependencies
        execution_interval_minutes max_concurrent_tasks timeout_seconds retry_attempts total_executions
        successful_executions failed_executions average_execution_time_ms registered_at last_started_at
        last_stopped_at created_at updated_at""",
    "agent_executions": """agent_id execution_type status started_at completed_at execution_time_ms result_data
        error_message error_details trigger_source input_parameters output_data records_processed api_calls_made
        resources_used""",
    "agent_communications": """from_agent_id to_agent_id message_type subject content status priority sent_at
        delivered_at processed_at expires_at response_required response_timeout_minutes response_received
        response_message_id""",
    "analytics_events": """event_type event_category entity_type entity_id properties session_id user_id agent_id
        channel_id ip_address user_agent referrer utm_parameters country_code region city created_at""",
    "business_metrics": """metric_name metric_type value previous_value change_amount change_percentage dimensions
        time_period calculated_at data_source calculation_method period_start period_end created_at""",
    "system_configurations": """config_key config_value config_type category subcategory description is_sensitive
        is_public validation_schema default_value created_by updated_by created_at updated_at""",
    "system_logs": """level logger_name message module function_name line_number extra_data exception_info
        stack_trace request_id user_id session_id created_at""",
}

MORE = {
    "channel_sync_logs": "cursor",
    "products": "currency price_scale",
    "product_variants": """gtin asin mpn currency price_scale price_includes_vat weight_unit sku_derived source_sku
        image_url allow_backorder""",
    "categories": "path",
    "customers": "currency",
    "customer_aliases": "customer_id channel_id external_id email",
    "customer_totals": "customer_id currency total_orders total_spent average_order_value lifetime_value",
    "orders": "external_id prices_include_vat",
    "order_line_items": "tax discount refunded_quantity price_scale",
    "category_aliases": "path category_id created_at",
    "collections": "name slug description is_active created_at updated_at",
    "suppliers": "name email phone address currency lead_time_days minimum_order notes is_active",
    "market_prices": "product_variant_id market currency price_scale price compare_at_price is_included",
    "operations": """public_id kind status actor reason source source_digest parameters counts started_at finished_at
        undoes_id""",
    "changes": "operation_id entity entity_id last_entity_id action field before after snapshot",
    "product_feeds": """name source headers profile feed options every_minutes is_active etag last_modified digest
        recipe last_status last_error last_operation last_checked_at last_changed_at last_success_at
        consecutive_failures created_at updated_at""",
    "product_feed_runs": "feed_id status operation counts bytes error_code error started_at finished_at",
}

INDEXES = {
    "idx_channels_type_status": ("channels", "type status"),
    "idx_channel_sync_logs_channel_date": ("channel_sync_logs", "channel_id started_at"),
    "idx_products_status_type": ("products", "status product_type"),
    "idx_products_updated_at": ("products", "updated_at"),
    "idx_product_variants_product_sku": ("product_variants", "product_id sku"),
    "idx_categories_parent_level": ("categories", "parent_id level"),
    "idx_inventory_movements_variant_date": ("inventory_movements", "product_variant_id created_at"),
    "idx_orders_customer_created": ("orders", "customer_id created_at"),
    "idx_orders_status_dates": ("orders", "order_status fulfillment_status created_at"),
    "idx_orders_channel_date": ("orders", "channel_id created_at"),
    "idx_customers_total_spent": ("customers", "total_spent"),
    "idx_agents_type_status": ("agents", "type status"),
    "idx_agent_executions_agent_date": ("agent_executions", "agent_id started_at"),
    "idx_agent_communications_agents_status": ("agent_communications", "from_agent_id to_agent_id status"),
    "idx_analytics_events_type_date": ("analytics_events", "event_type created_at"),
    "idx_analytics_events_entity": ("analytics_events", "entity_type entity_id"),
    "idx_business_metrics_name_period": ("business_metrics", "metric_name period_start period_end"),
    "idx_system_logs_level_created": ("system_logs", "level created_at"),
    "idx_system_configurations_category": ("system_configurations", "category subcategory"),
}
NEWEST_FIRST = {
    "idx_channel_sync_logs_channel_date",
    "idx_products_updated_at",
    "idx_inventory_movements_variant_date",
    "idx_orders_customer_created",
    "idx_orders_channel_date",
    "idx_customers_total_spent",
    "idx_agent_executions_agent_date",
    "idx_analytics_events_type_date",
    "idx_system_logs_level_created",
}


def test_the_blueprint_has_19_tables_and_22_indexes_of_which_3_are_unique_keys_already() -> None:
    assert len(TABLES) == 19
    assert len(INDEXES) == 22 - 3


@pytest.mark.parametrize("table", sorted({*TABLES, *MORE}))
def test_every_column_is_there(engine: Engine, table: str) -> None:
    wanted = {"id", *TABLES.get(table, "").split(), *MORE.get(table, "").split()}

    assert wanted - {column["name"] for column in inspect(engine).get_columns(table)} == set()


def test_every_index_is_there_in_its_order(engine: Engine) -> None:
    found = _index_definitions(engine)

    assert set(INDEXES) - set(found) == set()
    for name, (table, columns) in INDEXES.items():
        assert found[name] == (table, columns.split(), name in NEWEST_FIRST), name


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("products", ["sku"]),
        ("product_variants", ["sku"]),
        ("customers", ["email"]),
        ("inventory_levels", ["location_id", "product_variant_id"]),
        ("agents", ["name"]),
        ("categories", ["slug"]),
        ("categories", ["path"]),
        ("orders", ["channel_id", "order_number"]),
        ("orders", ["channel_id", "external_id"]),
        ("market_prices", ["market", "product_variant_id"]),
        ("operations", ["public_id"]),
        ("product_feeds", ["name"]),
    ],
)
def test_keys_are_unique(engine: Engine, table: str, columns: list[str]) -> None:
    assert columns in [sorted(key["column_names"]) for key in inspect(engine).get_unique_constraints(table)]


def _index_definitions(engine: Engine) -> dict[str, tuple[str, list[str], bool]]:
    """Name -> table, columns, whether the last of them is descending; from the database's own words."""
    question = (
        "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        if engine.dialect.name == "sqlite"
        else "SELECT indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    )
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(question).all()
    return {name: (table, *_columns(definition)) for name, table, definition in rows}


def _columns(definition: str) -> tuple[list[str], bool]:
    inner = definition[definition.index("(") + 1 : definition.index(")")]
    return [part.split()[0] for part in inner.split(", ")], inner.endswith(" DESC")
