"""How a database would carry out what a piece of work asks it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event

from royal_cli.db.database import reading


def plans(engine: Engine, work: Callable[[Any], object]) -> str:
    """The plans of all SELECTs that `work` makes with a session. PostgreSQL, which reads small tables from end to end
    whatever indexes they have, is told to do so only where there is no other way."""
    calls: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: object, statement: str, values: Any, *_more: object) -> None:
        calls.append((statement, values))

    with reading(engine) as session:
        connection = session.connection()
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        event.listen(engine, "before_cursor_execute", note)
        work(session)
        event.remove(engine, "before_cursor_execute", note)
        explain = "EXPLAIN" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        asked = [call for call in calls if call[0].lstrip().startswith("SELECT")]
        assert asked
        steps = [step for sql, values in asked for step in connection.exec_driver_sql(f"{explain} {sql}", values)]
    return "\n".join(str(step[-1]) for step in steps)


def whole_tables(plan: str, *tables: str) -> list[str]:
    """The steps that read one of the tables from end to end."""
    return [
        line
        for line in plan.splitlines()
        for table in tables
        if f"Seq Scan on {table}" in line or (f"SCAN {table}" in line and "USING" not in line)
    ]
