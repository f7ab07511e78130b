"""The agents royal runs, each run of theirs, what they tell one another."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from royal_cli.db.columns import (
    Row,
    counter,
    created,
    document,
    flag,
    key,
    newest_first,
    one_of,
    reference,
    setting,
    state,
    updated,
    whole,
)


class Agent(Row, table=True):
    __tablename__ = "agents"
    __table_args__ = (
        one_of("status", "active", "inactive", "error", "maintenance"),
        one_of("health_status", "healthy", "warning", "critical", "unknown"),
        Index("idx_agents_type_status", "type", "status"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    name: str = Field(max_length=100, unique=True)
    type: str = Field(max_length=50)
    version: str | None = Field(default=None, max_length=20)
    status: str | None = state("inactive")
    health_status: str | None = state("unknown")
    last_heartbeat: datetime | None = None
    configuration: dict[str, Any] = document(nullable=False)
    capabilities: list[str] | None = document()
    dependencies: list[str] | None = document()
    execution_interval_minutes: int | None = setting(60)
    max_concurrent_tasks: int | None = setting(1)
    timeout_seconds: int | None = setting(300)
    retry_attempts: int | None = setting(3)
    total_executions: int = counter()
    successful_executions: int = counter()
    failed_executions: int = counter()
    average_execution_time_ms: int | None = whole()
    registered_at: datetime = created()
    last_started_at: datetime | None = None
    last_stopped_at: datetime | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()


class AgentExecution(Row, table=True):
    __tablename__ = "agent_executions"
    __table_args__ = (
        one_of("execution_type", "scheduled", "manual", "triggered"),
        one_of("status", "running", "completed", "failed", "timeout"),
        newest_first("idx_agent_executions_agent_date", "agent_id", "started_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    agent_id: int = reference("agents.id", ondelete="CASCADE", nullable=False)
    execution_type: str | None = Field(default=None, max_length=50)
    status: str | None = Field(default=None, max_length=20)
    started_at: datetime = created()
    completed_at: datetime | None = None
    execution_time_ms: int | None = whole()
    result_data: dict[str, Any] | None = document()
    error_message: str | None = None
    error_details: dict[str, Any] | None = document()
    trigger_source: str | None = Field(default=None, max_length=100)
    input_parameters: dict[str, Any] | None = document()
    output_data: dict[str, Any] | None = document()
    records_processed: int | None = whole()
    api_calls_made: int | None = whole()
    resources_used: dict[str, Any] | None = document()


class AgentCommunication(Row, table=True):
    """A letter from one agent to another, kept in its mailbox until it is processed."""

    __tablename__ = "agent_communications"
    __table_args__ = (
        one_of("message_type", "command", "data", "notification", "response"),
        one_of("status", "sent", "delivered", "processed", "failed"),
        Index("idx_agent_communications_agents_status", "from_agent_id", "to_agent_id", "status"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = key()
    from_agent_id: int | None = reference("agents.id", ondelete="CASCADE")
    to_agent_id: int | None = reference("agents.id", ondelete="CASCADE")
    message_type: str | None = Field(default=None, max_length=50)
    subject: str | None = None
    content: dict[str, Any] | None = document()
    status: str | None = state("sent")
    priority: int = setting(0)
    sent_at: datetime = created()
    delivered_at: datetime | None = None
    processed_at: datetime | None = None
    expires_at: datetime | None = None
    response_required: bool = flag(False)
    response_timeout_minutes: int | None = None
    response_received: bool = flag(False)
    response_message_id: int | None = reference("agent_communications.id", ondelete="SET NULL")
