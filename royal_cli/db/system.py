"""Settings that live in the database, with the program's own log."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from royal_cli.db.columns import DOCUMENT, Row, created, document, flag, key, newest_first, one_of, updated


class SystemConfiguration(Row, table=True):
    """`created_by` and `updated_by` name who acted: "operator:anna", "agent:pricing"."""

    __tablename__ = "system_configurations"
    __table_args__ = (
        one_of("config_type", "string", "number", "boolean", "object", "array"),
        Index("idx_system_configurations_category", "category", "subcategory"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    config_key: str = Field(max_length=255, unique=True)
    config_value: Any = Field(sa_type=DOCUMENT, nullable=False)
    config_type: str | None = Field(default=None, max_length=50)
    category: str | None = Field(default=None, max_length=100)
    subcategory: str | None = Field(default=None, max_length=100)
    description: str | None = None
    is_sensitive: bool = flag(False)
    is_public: bool = flag(False)
    validation_schema: dict[str, Any] | None = document()
    default_value: Any = document()
    created_by: str | None = None
    updated_by: str | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()


class SystemLog(Row, table=True):
    __tablename__ = "system_logs"
    __table_args__ = (
        one_of("level", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
        newest_first("idx_system_logs_level_created", "level", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    level: str = Field(max_length=20)
    logger_name: str | None = Field(default=None, max_length=255)
    message: str
    module: str | None = Field(default=None, max_length=100)
    function_name: str | None = Field(default=None, max_length=100)
    line_number: int | None = None
    extra_data: dict[str, Any] | None = document()
    exception_info: str | None = None
    stack_trace: str | None = None
    request_id: str | None = Field(default=None, max_length=100)
    user_id: str | None = Field(default=None, max_length=100)
    session_id: str | None = Field(default=None, max_length=100)
    created_at: datetime = created()
