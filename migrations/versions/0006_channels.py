"""What channels show and shall show, how far they were read, what was sent to them, what is left of their quotas."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

revision = "0006"
down_revision = "0005"

KEY = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "listings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("product_variant_id", sa.BigInteger()),
        sa.Column("external_id", sa.String(255), nullable=False),
        sa.Column("parent_id", sa.String(255)),
        sa.Column("stock_id", sa.String(255)),
        sa.Column("sku", sa.String()),
        sa.Column("gtin", sa.String(50)),
        sa.Column("title", sa.String()),
        sa.Column("variant_title", sa.String()),
        sa.Column("status", sa.String(50)),
        sa.Column("reasons", DOCUMENT),
        sa.Column("url", sa.String()),
        sa.Column("managed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("details", DOCUMENT),
        sa.Column("currency", sa.String(3)),
        sa.Column("price", sa.BigInteger()),
        sa.Column("price_scale", sa.SmallInteger()),
        sa.Column("compare_at_price", sa.BigInteger()),
        sa.Column("stock", sa.BigInteger()),
        sa.Column("stock_at", DOCUMENT),
        sa.Column("content", DOCUMENT),
        sa.Column("content_digest", sa.String(64)),
        sa.Column("wanted_currency", sa.String(3)),
        sa.Column("wanted_price", sa.BigInteger()),
        sa.Column("wanted_price_scale", sa.SmallInteger()),
        sa.Column("wanted_compare_at_price", sa.BigInteger()),
        sa.Column("wanted_stock", sa.BigInteger()),
        sa.Column("wanted_digest", sa.String(64)),
        sa.Column("is_paused", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("seen_at", TIME),
        sa.Column("gone_at", TIME),
        sa.Column("channel_updated_at", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_listings_channel_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_variant_id"],
            ["product_variants.id"],
            name=op.f("fk_listings_product_variant_id"),
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint("channel_id", "external_id", name=op.f("uq_listings_channel_id_external_id")),
        sa.CheckConstraint("price IS NULL OR price_scale IS NOT NULL", name=op.f("ck_listings_price_scale")),
        sa.CheckConstraint(
            "wanted_price IS NULL OR wanted_price_scale IS NOT NULL",
            name=op.f("ck_listings_wanted_price_scale"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("idx_listings_parent", "listings", ["channel_id", "parent_id"])
    op.create_index("idx_listings_sku", "listings", ["channel_id", "sku"])
    op.create_index("idx_listings_stock", "listings", ["channel_id", "stock_id"])
    op.create_index("idx_listings_variant", "listings", ["product_variant_id", "channel_id"])
    op.create_table(
        "channel_places",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("external_id", sa.String(255), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("location_id", sa.BigInteger()),
        sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_places")),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_channel_places_channel_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["locations.id"], name=op.f("fk_channel_places_location_id"), ondelete="SET NULL"
        ),
        sa.UniqueConstraint("channel_id", "external_id", name=op.f("uq_channel_places_channel_id_external_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "channel_streams",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("cursor", sa.String()),
        sa.Column("records", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("last_attempt_at", TIME),
        sa.Column("last_success_at", TIME),
        sa.Column("last_whole_at", TIME),
        sa.Column("error_code", sa.String(20)),
        sa.Column("error", sa.String()),
        sa.Column("consecutive_failures", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_streams")),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_channel_streams_channel_id"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("channel_id", "name", name=op.f("uq_channel_streams_channel_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "channel_failures",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("stream", sa.String(50), nullable=False),
        sa.Column("record", sa.String(255), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("raw", DOCUMENT),
        sa.Column("times", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("first_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.Column("resolved_at", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_failures")),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_channel_failures_channel_id"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint(
            "channel_id", "stream", "record", name=op.f("uq_channel_failures_channel_id_stream_record")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "idx_channel_failures_open",
        "channel_failures",
        ["channel_id"],
        sqlite_where=sa.text("resolved_at IS NULL"),
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_table(
        "channel_writes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("request_key", sa.String(100), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("listing_id", sa.BigInteger()),
        sa.Column("order_id", sa.BigInteger()),
        sa.Column("fulfillment_id", sa.BigInteger()),
        sa.Column("refund_id", sa.BigInteger()),
        sa.Column("place", sa.String(255)),
        sa.Column("was", sa.String()),
        sa.Column("wanted", sa.String()),
        sa.Column("token", sa.String()),
        sa.Column("messages", DOCUMENT),
        sa.Column("attempts", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sent_at", TIME),
        sa.Column("settled_at", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_writes")),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_channel_writes_channel_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["fulfillment_id"], ["fulfillments.id"], name=op.f("fk_channel_writes_fulfillment_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_channel_writes_listing_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_channel_writes_order_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refunds.id"], name=op.f("fk_channel_writes_refund_id"), ondelete="SET NULL"
        ),
        sa.UniqueConstraint("request_key", name=op.f("uq_channel_writes_request_key")),
        sa.CheckConstraint(
            "kind IN ('price', 'stock', 'content', 'ship', 'cancel', 'refund')",
            name=op.f("ck_channel_writes_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('new', 'sent', 'pending', 'done', 'refused', 'stale', 'unsure')",
            name=op.f("ck_channel_writes_status"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("idx_channel_writes_listing", "channel_writes", ["listing_id", "kind"])
    op.create_index(
        "idx_channel_writes_open",
        "channel_writes",
        ["channel_id"],
        sqlite_where=sa.text("status IN ('new', 'sent', 'pending', 'unsure')"),
        postgresql_where=sa.text("status IN ('new', 'sent', 'pending', 'unsure')"),
    )
    op.create_index("idx_channel_writes_order", "channel_writes", ["order_id"])
    op.create_table(
        "rate_budgets",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account", sa.String(200), nullable=False),
        sa.Column("operation", sa.String(100), nullable=False),
        sa.Column("per_second", sa.Float(), nullable=False),
        sa.Column("burst", sa.Float(), nullable=False),
        sa.Column("remaining", sa.Float(), nullable=False),
        sa.Column("counted_at", sa.Float(), nullable=False),
        sa.Column("blocked_until", sa.Float()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_budgets")),
        sa.UniqueConstraint("account", "operation", name=op.f("uq_rate_budgets_account_operation")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("rate_budgets")
    op.drop_table("channel_writes")
    op.drop_table("channel_failures")
    op.drop_table("channel_streams")
    op.drop_table("channel_places")
    op.drop_table("listings")
