"""Scheduled feeds, and the log of their runs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
STATUSES = "('imported', 'unchanged', 'not_modified', 'rejected_some', 'refused', 'failed')"


def upgrade() -> None:
    op.create_table(
        "product_feeds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("headers", DOCUMENT),
        sa.Column("profile", sa.String()),
        sa.Column("feed", sa.String(50)),
        sa.Column("options", DOCUMENT, nullable=False),
        sa.Column("every_minutes", sa.BigInteger()),
        sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("etag", sa.String()),
        sa.Column("last_modified", sa.String()),
        sa.Column("digest", sa.String()),
        sa.Column("recipe", sa.String()),
        sa.Column("last_status", sa.String(20)),
        sa.Column("last_error", sa.String()),
        sa.Column("last_operation", sa.String(20)),
        sa.Column("last_checked_at", TIME),
        sa.Column("last_changed_at", TIME),
        sa.Column("last_success_at", TIME),
        sa.Column("consecutive_failures", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_feeds")),
        sa.UniqueConstraint("name", name=op.f("uq_product_feeds_name")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 100", name=op.f("ck_product_feeds_name")),
        sa.CheckConstraint("every_minutes > 0", name=op.f("ck_product_feeds_every_minutes")),
        sa.CheckConstraint(f"last_status IN {STATUSES}", name=op.f("ck_product_feeds_last_status")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "product_feed_runs",
        sa.Column("id", KEY, nullable=False),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("operation", sa.String(20)),
        sa.Column("counts", DOCUMENT),
        sa.Column("bytes", sa.BigInteger()),
        sa.Column("error_code", sa.String(20)),
        sa.Column("error", sa.String()),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_feed_runs")),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["product_feeds.id"], ondelete="CASCADE", name=op.f("fk_product_feed_runs_feed_id")
        ),
        sa.CheckConstraint(f"status IN {STATUSES}", name=op.f("ck_product_feed_runs_status")),
        sqlite_autoincrement=True,
    )
    op.create_index("idx_product_feed_runs_feed_date", "product_feed_runs", ["feed_id", sa.text("started_at DESC")])


def downgrade() -> None:
    op.drop_table("product_feed_runs")
    op.drop_table("product_feeds")
