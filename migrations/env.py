"""How Alembic runs royal's migrations: on the connection, and in the transaction, that royal_cli.db.schema opened."""

from alembic import context
from sqlalchemy.schema import SchemaItem

from royal_cli.db.tables import METADATA


def is_ours(item: SchemaItem, name: str | None, kind: str, reflected: bool, compare_to: SchemaItem | None) -> bool:
    """Another program's tables in the same database are none of our business."""
    return not (kind == "table" and reflected and compare_to is None)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    include_object=is_ours,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
