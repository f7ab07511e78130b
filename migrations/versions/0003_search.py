"""What the search of the product list looks at, as indexes of SQLite: there it need not read the long texts."""

from alembic import op

revision = "0003"
down_revision = "0002"

INDEXES = {
    "idx_products_search": ("products", ["id", "title", "sku", "vendor"]),
    "idx_product_variants_search": ("product_variants", ["product_id", "sku", "source_sku", "gtin"]),
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, (table, columns) in INDEXES.items():
            op.create_index(name, table, columns)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, (table, _) in INDEXES.items():
            op.drop_index(name, table)
