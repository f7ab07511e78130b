"""Paths that categories had before: a feed that still says one finds the category where it is now."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "category_aliases",
        sa.Column("id", KEY, nullable=False),
        sa.Column("path", sa.String(500), nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name="fk_category_aliases_category_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("path", name="uq_category_aliases_path"),
        sa.CheckConstraint("length(path) BETWEEN 1 AND 500", name=op.f("ck_category_aliases_path")),
        sa.PrimaryKeyConstraint("id", name="pk_category_aliases"),
        sqlite_autoincrement=True,
    )
    op.create_index("idx_category_aliases_category", "category_aliases", ["category_id"])


def downgrade() -> None:
    op.drop_table("category_aliases")
