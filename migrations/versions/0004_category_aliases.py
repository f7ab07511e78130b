"""Paths that categories had before: a feed that still says one finds the category where it is now.

Products are found by their category through indexes.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import sqlite

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")

HAS_SUBCATEGORY = sa.text("subcategory_id IS NOT NULL")


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
    op.create_index("idx_products_category", "products", ["category_id"])
    op.create_index(
        "idx_products_subcategory",
        "products",
        ["subcategory_id"],
        sqlite_where=HAS_SUBCATEGORY,
        postgresql_where=HAS_SUBCATEGORY,
    )


def downgrade() -> None:
    op.drop_index("idx_products_subcategory", "products")
    op.drop_index("idx_products_category", "products")
    op.drop_table("category_aliases")
