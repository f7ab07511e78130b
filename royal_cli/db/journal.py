"""The journal: every operation with each change it made, so that it can be shown or undone."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from royal_cli.db.columns import Row, check, created, document, key, one_of, reference, whole


class Operation(Row, table=True):
    """What somebody asked for, done as one. Users know it by its short `public_id`."""

    __tablename__ = "operations"
    __table_args__ = (
        one_of("status", "applied", "undone", "partly_undone"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    public_id: str = Field(max_length=20, unique=True)
    kind: str = Field(max_length=50)
    status: str = Field(max_length=20)
    actor: str = Field(max_length=100)
    reason: str | None = None
    source: str | None = None
    source_digest: str | None = None
    parameters: dict[str, Any] | None = document()
    counts: dict[str, Any] | None = document()
    started_at: datetime = created()
    finished_at: datetime | None = None
    undoes_id: int | None = reference("operations.id", ondelete="SET NULL")


class Change(Row, table=True):
    """What one operation did to one row, or to the rows `entity_id` to `last_entity_id` that it created.

    `entity` is the table's name. An update names the field with its value before and after; a delete keeps the row.
    """

    __tablename__ = "changes"
    __table_args__ = (
        one_of("action", "create", "update", "delete"),
        check("last_entity_id", "last_entity_id IS NULL OR (action = 'create' AND last_entity_id >= entity_id)"),
        Index("idx_changes_entity", "entity", "entity_id"),
        Index("idx_changes_operation", "operation_id"),
        # Few rows are runs, and the one that holds an id is looked for by its beginning.
        Index(
            "idx_changes_created",
            "entity",
            "entity_id",
            sqlite_where=text("last_entity_id IS NOT NULL"),
            postgresql_where=text("last_entity_id IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    operation_id: int = reference("operations.id", ondelete="CASCADE", nullable=False)
    entity: str = Field(max_length=40)
    entity_id: int = whole()
    last_entity_id: int | None = whole()
    action: str = Field(max_length=10)
    field: str | None = Field(default=None, max_length=60)
    before: str | None = None
    after: str | None = None
    snapshot: dict[str, Any] | None = document()
