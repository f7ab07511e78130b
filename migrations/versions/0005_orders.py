"""Orders in full: what was sold under which code, parcels, refunds, returns; safety stock; consent and erasure.

The ledger also keeps what is committed, incoming and damaged.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations
from sqlalchemy.dialects import postgresql, sqlite

revision = "0005"
down_revision = "0004"

KEY = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
LINE_KINDS = "('product', 'shipping', 'fee', 'discount', 'adjustment')"
EVERY_CHANNEL = sa.text("channel_id IS NULL")
HELD = sa.text("held_at IS NOT NULL")
RUN = sa.text("last_entity_id IS NOT NULL")
#: What reports add up, beside each other.
ORDER_FIGURES = [
    "created_at", "id", "kind", "order_status", "currency", "channel_id", "country_code", "customer_id",
    "prices_include_vat", "subtotal", "tax_total", "shipping_total", "discount_total", "fee_total", "total",
    "paid_total", "refunded_total", "fulfillment_status", "financial_status", "shipped_at", "held_at",
]  # fmt: skip
LINE_FIGURES = [
    "order_id", "kind", "product_variant_id", "sold_code_id", "quantity", "total", "discount", "tax", "cost",
    "cancelled_quantity", "returned_quantity", "refunded_amount",
]  # fmt: skip
#: SQLite builds a table anew to change it, and cannot tell these indexes of it.
SORTED_INDEXES: dict[str, dict[str, tuple[str, ...]]] = {
    "orders": {
        "idx_orders_customer_created": ("customer_id", "created_at DESC"),
        "idx_orders_channel_date": ("channel_id", "created_at DESC"),
    },
    "order_line_items": {},
    "inventory_movements": {"idx_inventory_movements_variant_date": ("product_variant_id", "created_at DESC")},
    "customers": {"idx_customers_total_spent": ("total_spent DESC",)},
    "customer_aliases": {},
    "business_metrics": {},
}


def upgrade() -> None:
    _create_sold_codes()
    with _rebuilt("orders") as orders:
        orders.add_column(sa.Column("kind", sa.String(20), nullable=False, server_default="sale"))
        orders.add_column(sa.Column("fee_total", sa.BigInteger()))
        orders.add_column(sa.Column("paid_total", sa.BigInteger()))
        orders.add_column(sa.Column("refunded_total", sa.BigInteger(), nullable=False, server_default="0"))
        orders.add_column(sa.Column("country_code", sa.String(2)))
        orders.add_column(sa.Column("risk_reasons", DOCUMENT))
        orders.add_column(sa.Column("held_at", TIME))
        orders.add_column(sa.Column("hold_reason", sa.String()))
        orders.create_check_constraint(op.f("ck_orders_kind"), "kind IN ('sale', 'credit', 'adjustment')")
        orders.create_check_constraint(op.f("ck_orders_refunded_total"), "refunded_total >= 0")
    op.create_index("idx_orders_created", "orders", ORDER_FIGURES)
    op.create_index("idx_orders_email", "orders", ["customer_email"])
    op.create_index("idx_orders_held", "orders", ["created_at"], sqlite_where=HELD, postgresql_where=HELD)
    with _rebuilt("order_line_items") as lines:
        lines.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="1"))
        lines.add_column(sa.Column("external_id", sa.String(255)))
        lines.add_column(sa.Column("kind", sa.String(20), nullable=False, server_default="product"))
        lines.add_column(sa.Column("sold_code_id", sa.BigInteger()))
        lines.add_column(sa.Column("cost", sa.BigInteger()))
        lines.add_column(sa.Column("refunded_amount", sa.BigInteger(), nullable=False, server_default="0"))
        lines.create_foreign_key(
            op.f("fk_order_line_items_sold_code_id"), "sold_codes", ["sold_code_id"], ["id"], ondelete="SET NULL"
        )
        lines.create_check_constraint(op.f("ck_order_line_items_kind"), f"kind IN {LINE_KINDS}")
        lines.create_check_constraint(op.f("ck_order_line_items_refunded_amount"), "refunded_amount >= 0")
        for name in ("cancelled_quantity", "returned_quantity"):
            lines.add_column(sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
            lines.create_check_constraint(op.f(f"ck_order_line_items_{name}"), f"{name} >= 0")
    op.drop_index("idx_order_line_items_order", "order_line_items")
    op.create_index("idx_order_line_items_order", "order_line_items", LINE_FIGURES)
    op.create_index("idx_order_line_items_sold_code", "order_line_items", ["sold_code_id"])
    with _rebuilt("inventory_movements") as movements:
        for name in ("committed_change", "incoming_change", "damaged_change"):
            movements.add_column(sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index("idx_inventory_movements_reference", "inventory_movements", ["reference_type", "reference_id"])
    op.create_index("idx_changes_created", "changes", ["entity", "entity_id"], sqlite_where=RUN, postgresql_where=RUN)
    with _rebuilt("customers") as customers:
        customers.add_column(sa.Column("erased_at", TIME))
    _create_notes()
    with _rebuilt("customer_aliases") as aliases:
        aliases.alter_column("channel_id", existing_type=sa.BigInteger(), nullable=True)
    op.create_index("idx_customer_aliases_email", "customer_aliases", ["email"])
    op.create_index(
        "idx_customer_aliases_without_channel",
        "customer_aliases",
        ["external_id"],
        unique=True,
        sqlite_where=EVERY_CHANNEL,
        postgresql_where=EVERY_CHANNEL,
    )
    with _rebuilt("business_metrics") as metrics:
        metrics.add_column(sa.Column("metric_key", sa.String(64)))
        metrics.create_unique_constraint(op.f("uq_business_metrics_metric_key"), ["metric_key"])
    _create_fulfillment()
    _create_refunds_and_returns()
    _create_safety_stocks()
    _create_consents_and_erasures()


def downgrade() -> None:
    for table in (
        "customer_erasures", "customer_consents", "safety_stocks", "order_return_items", "order_returns",
        "refund_items", "refunds", "fulfillment_items", "fulfillments", "allocations", "order_notes",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_index("idx_customer_aliases_without_channel", "customer_aliases")
    op.drop_index("idx_customer_aliases_email", "customer_aliases")
    op.execute("DELETE FROM customer_aliases WHERE channel_id IS NULL")
    with _rebuilt("customer_aliases") as aliases:
        aliases.alter_column("channel_id", existing_type=sa.BigInteger(), nullable=False)
    with _rebuilt("business_metrics") as metrics:
        metrics.drop_constraint(op.f("uq_business_metrics_metric_key"), type_="unique")
        metrics.drop_column("metric_key")
    with _rebuilt("customers") as customers:
        customers.drop_column("erased_at")
    op.drop_index("idx_changes_created", "changes")
    op.drop_index("idx_inventory_movements_reference", "inventory_movements")
    with _rebuilt("inventory_movements") as movements:
        for name in ("damaged_change", "incoming_change", "committed_change"):
            movements.drop_column(name)
    op.drop_index("idx_order_line_items_sold_code", "order_line_items")
    op.drop_index("idx_order_line_items_order", "order_line_items")
    op.create_index("idx_order_line_items_order", "order_line_items", ["order_id"])
    with _rebuilt("order_line_items") as lines:
        lines.drop_constraint(op.f("fk_order_line_items_sold_code_id"), type_="foreignkey")
        for name in ("kind", "refunded_amount", "cancelled_quantity", "returned_quantity"):
            lines.drop_constraint(op.f(f"ck_order_line_items_{name}"), type_="check")
        for name in (
            "position", "external_id", "kind", "sold_code_id", "cost", "refunded_amount", "cancelled_quantity",
            "returned_quantity",
        ):  # fmt: skip
            lines.drop_column(name)
    op.drop_index("idx_orders_held", "orders")
    op.drop_index("idx_orders_email", "orders")
    op.drop_index("idx_orders_created", "orders")
    with _rebuilt("orders") as orders:
        for name in ("kind", "refunded_total"):
            orders.drop_constraint(op.f(f"ck_orders_{name}"), type_="check")
        for name in (
            "kind", "fee_total", "paid_total", "refunded_total", "country_code", "risk_reasons", "held_at",
            "hold_reason",
        ):  # fmt: skip
            orders.drop_column(name)
    op.drop_table("sold_codes")


@contextmanager
def _rebuilt(name: str) -> Iterator[BatchOperations]:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        for index in SORTED_INDEXES[name]:
            op.drop_index(index, name)
    recreate: Literal["always", "never"] = "always" if is_sqlite else "never"
    with op.batch_alter_table(name, table_kwargs={"sqlite_autoincrement": True}, recreate=recreate) as batch:
        yield batch
    if is_sqlite:
        for index, columns in SORTED_INDEXES[name].items():
            op.create_index(index, name, [sa.text(column) for column in columns])


def table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", KEY, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_autoincrement=True,
    )


def reference(table: str, name: str, target: str, ondelete: str, *, nullable: bool = True) -> sa.Column[int]:
    key = sa.ForeignKey(f"{target}.id", name=op.f(f"fk_{table}_{name}"), ondelete=ondelete)
    return sa.Column(name, sa.BigInteger(), key, nullable=nullable)


def _create_sold_codes() -> None:
    table(
        "sold_codes",
        reference("sold_codes", "channel_id", "channels", "CASCADE", nullable=False),
        sa.Column("code_key", sa.String(255), nullable=False),
        sa.Column("code", sa.String(255)),
        sa.Column("title", sa.String()),
        sa.Column("kind", sa.String(20), nullable=False, server_default="product"),
        reference("sold_codes", "product_variant_id", "product_variants", "SET NULL"),
        sa.Column("created_at", TIME, nullable=False),
        sa.UniqueConstraint("channel_id", "code_key", name=op.f("uq_sold_codes_channel_id_code_key")),
        sa.CheckConstraint(f"kind IN {LINE_KINDS}", name=op.f("ck_sold_codes_kind")),
    )
    op.create_index("idx_sold_codes_variant", "sold_codes", ["product_variant_id"])


def _create_notes() -> None:
    table(
        "order_notes",
        reference("order_notes", "order_id", "orders", "CASCADE", nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("author", sa.String(100), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("idx_order_notes_order", "order_notes", ["order_id"])


def _create_fulfillment() -> None:
    table(
        "allocations",
        reference("allocations", "order_line_item_id", "order_line_items", "CASCADE", nullable=False),
        reference("allocations", "location_id", "locations", "RESTRICT", nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("picked_quantity", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.UniqueConstraint(
            "order_line_item_id", "location_id", name=op.f("uq_allocations_order_line_item_id_location_id")
        ),
        sa.CheckConstraint("picked_quantity BETWEEN 0 AND quantity", name=op.f("ck_allocations_picked_quantity")),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_allocations_quantity")),
    )
    op.create_index("idx_allocations_location", "allocations", ["location_id"])
    table(
        "fulfillments",
        reference("fulfillments", "order_id", "orders", "CASCADE", nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("external_id", sa.String(255)),
        reference("fulfillments", "location_id", "locations", "RESTRICT"),
        sa.Column("status", sa.String(20), nullable=False, server_default="packed"),
        sa.Column("carrier", sa.String(100)),
        sa.Column("tracking_number", sa.String(100)),
        sa.Column("tracking_url", sa.String()),
        sa.Column("shipped_at", TIME),
        sa.Column("delivered_at", TIME),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_fulfillments_order_id_number")),
        sa.CheckConstraint("status IN ('packed', 'shipped', 'delivered')", name=op.f("ck_fulfillments_status")),
    )
    table(
        "fulfillment_items",
        reference("fulfillment_items", "fulfillment_id", "fulfillments", "CASCADE", nullable=False),
        reference("fulfillment_items", "order_line_item_id", "order_line_items", "CASCADE", nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint(
            "fulfillment_id", "order_line_item_id", name=op.f("uq_fulfillment_items_fulfillment_id_order_line_item_id")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_fulfillment_items_quantity")),
    )
    op.create_index("idx_fulfillment_items_line", "fulfillment_items", ["order_line_item_id"])


def _create_refunds_and_returns() -> None:
    table(
        "refunds",
        reference("refunds", "order_id", "orders", "CASCADE", nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("request_key", sa.String(100), nullable=False),
        sa.Column("external_id", sa.String(255)),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("shipping_amount", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("reason", sa.String()),
        sa.Column("refunded_at", TIME, nullable=False),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_refunds_order_id_number")),
        sa.UniqueConstraint("order_id", "request_key", name=op.f("uq_refunds_order_id_request_key")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refunds_amount")),
        sa.CheckConstraint("shipping_amount BETWEEN 0 AND amount", name=op.f("ck_refunds_shipping_amount")),
    )
    op.create_index("idx_refunds_date", "refunds", ["refunded_at"])
    table(
        "refund_items",
        reference("refund_items", "refund_id", "refunds", "CASCADE", nullable=False),
        reference("refund_items", "order_line_item_id", "order_line_items", "CASCADE", nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint(
            "refund_id", "order_line_item_id", name=op.f("uq_refund_items_refund_id_order_line_item_id")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_refund_items_amount")),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_refund_items_quantity")),
    )
    op.create_index("idx_refund_items_line", "refund_items", ["order_line_item_id"])
    table(
        "order_returns",
        reference("order_returns", "order_id", "orders", "CASCADE", nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("external_id", sa.String(255)),
        sa.Column("reason", sa.String()),
        sa.Column("received_at", TIME, nullable=False),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_order_returns_order_id_number")),
    )
    table(
        "order_return_items",
        reference("order_return_items", "order_return_id", "order_returns", "CASCADE", nullable=False),
        reference("order_return_items", "order_line_item_id", "order_line_items", "CASCADE", nullable=False),
        reference("order_return_items", "location_id", "locations", "RESTRICT"),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("disposition", sa.String(20), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_return_items_quantity")),
        sa.CheckConstraint(
            "disposition IN ('restock', 'damage', 'discard')", name=op.f("ck_order_return_items_disposition")
        ),
    )
    op.create_index("idx_order_return_items_line", "order_return_items", ["order_line_item_id"])
    op.create_index("idx_order_return_items_return", "order_return_items", ["order_return_id"])


def _create_safety_stocks() -> None:
    table(
        "safety_stocks",
        reference("safety_stocks", "product_variant_id", "product_variants", "CASCADE", nullable=False),
        reference("safety_stocks", "channel_id", "channels", "CASCADE"),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.UniqueConstraint(
            "product_variant_id", "channel_id", name=op.f("uq_safety_stocks_product_variant_id_channel_id")
        ),
        sa.CheckConstraint("units >= 0", name=op.f("ck_safety_stocks_units")),
    )
    op.create_index(
        "idx_safety_stocks_every_channel",
        "safety_stocks",
        ["product_variant_id"],
        unique=True,
        sqlite_where=EVERY_CHANNEL,
        postgresql_where=EVERY_CHANNEL,
    )


def _create_consents_and_erasures() -> None:
    table(
        "customer_consents",
        reference("customer_consents", "customer_id", "customers", "CASCADE", nullable=False),
        sa.Column("medium", sa.String(20), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("given_at", TIME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("medium IN ('email', 'sms', 'phone', 'post')", name=op.f("ck_customer_consents_medium")),
    )
    op.create_index("idx_customer_consents_customer", "customer_consents", ["customer_id", sa.text("given_at DESC")])
    table(
        "customer_erasures",
        reference("customer_erasures", "customer_id", "customers", "SET NULL"),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("erased_at", TIME, nullable=False),
        sa.UniqueConstraint("digest", name=op.f("uq_customer_erasures_digest")),
    )
