"""Changes stored rows by hand: fields are set, rows come and go, and the journal keeps all of it as one operation.

What is planned and what is done are the same work: a dry run does it and takes it back before anybody sees it.
"""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, text

from royal_cli.commerce import journal, sql
from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce.ledger import note_movements
from royal_cli.commerce.lock import catalogue_lock
from royal_cli.commerce.operations import ChangedField, changes, count_changes
from royal_cli.db.database import translated, writing
from royal_cli.db.tables import METADATA
from royal_cli.errors import StalePlan

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How an operator asks for a change."""

    dry_run: bool = False
    actor: str = field(default_factory=journal.operator)
    reason: str | None = None
    #: Seconds to wait for an import.
    wait: float = 600.0
    notice: Callable[[str], None] = lambda message: None
    #: How many changed fields a summary lists; None for all.
    shown_changes: int | None = 20


@dataclass(frozen=True, slots=True)
class Hand:
    """One operation while it is at work, inside its transaction."""

    connection: Connection
    operation_id: int
    actor: str
    now: datetime

    @property
    def moment(self) -> str:
        """`now` as a value for `set_field`."""
        return f"{self.now:%Y-%m-%d %H:%M:%S.%f}{'+00' if sql.is_postgres(self.connection) else ''}"

    def set_field(self, table: str, field: str, rows: str, **values: Any) -> int:
        """Set a field of rows: `rows` selects their `id`, and as `value` the text that the journal has of it.

        Rows that have the value already are left alone; returns how many were changed.
        """
        stored = tables.current(self.connection, table, field)
        wanted = tables.written(self.connection, table, field, "r.value")
        last = self.connection.scalar(text("SELECT max(id) FROM changes")) or 0
        joined = f"{table} AS e JOIN ({rows}) r ON r.id = e.id WHERE {sql.differs(self.connection, stored, wanted)}"
        found = self.connection.execute(
            text(
                "INSERT INTO changes (operation_id, entity, entity_id, action, field, before, after)"
                f" SELECT {self.operation_id}, '{table}', e.id, 'update', '{field}', {stored}, {wanted}"
                f" FROM {joined} ORDER BY e.id"
            ),
            values,
        ).rowcount
        if found:
            change = tables.assignment(self.connection, table, field, "c.after")
            touched = ", updated_at = :now" if tables.has_updated_at(table) else ""
            self.connection.execute(
                journal.at(
                    f"UPDATE {table} AS e SET {change}{touched} FROM changes c WHERE c.id > {last}"
                    f" AND c.operation_id = {self.operation_id} AND c.entity_id = e.id",
                    self.now,
                )
            )
        return found

    def set_values(self, table: str, field: str, values: Mapping[int, str | None]) -> int:
        """The same for values that were worked out row by row: by the row's id."""
        if not values:
            return 0
        self.keep_rows("hand_values", "id BIGINT PRIMARY KEY, value TEXT", list(values.items()))
        return self.set_field(table, field, "SELECT id, value FROM hand_values")

    def delete(self, table: str, ids: str, **values: Any) -> int:
        """Delete the rows whose `id` the SELECT finds; the journal keeps them whole."""
        found = self.connection.execute(
            text(
                "INSERT INTO changes (operation_id, entity, entity_id, action, snapshot)"
                f" SELECT {self.operation_id}, '{table}', e.id, 'delete', {tables.snapshot(self.connection, table)}"
                f" FROM {table} e WHERE e.id IN ({ids}) ORDER BY e.id"
            ),
            values,
        ).rowcount
        if found:
            self.connection.execute(
                text(
                    f"DELETE FROM {table} WHERE id IN (SELECT entity_id FROM changes WHERE operation_id ="
                    f" {self.operation_id} AND entity = '{table}' AND action = 'delete')"
                )
            )
        return found

    def create(self, table: str, values: Mapping[str, Any]) -> int:
        """Create one row; returns its id."""
        rows = METADATA.tables[table]
        id = int(self.connection.scalar(rows.insert().returning(rows.c.id), dict(values)) or 0)
        journal.note_created(self.connection, self.operation_id, table, f"SELECT {id} AS id")
        return id

    def create_all(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Create many rows at once."""
        last = self.connection.scalar(text(f"SELECT max(id) FROM {table}")) or 0
        if rows:
            self.connection.execute(METADATA.tables[table].insert(), rows)
            journal.note_created(self.connection, self.operation_id, table, f"SELECT id FROM {table} WHERE id > {last}")

    def move_units(self, movements: str, reason: str, *, others: bool = False) -> None:
        """Note in the ledger how levels went from one number of units to another, as `note_movements` has it."""
        note_movements(
            self.connection, movements, operation_id=self.operation_id, reason=reason, actor=self.actor, now=self.now,
            others=others,
        )  # fmt: skip

    def keep_rows(self, name: str, declared: str, rows: list[tuple[Any, ...]]) -> None:
        """A temporary table of these rows, for the statements of this operation."""
        self.connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
        self.connection.execute(text(f"CREATE TEMPORARY TABLE {name} ({declared})"))
        width = len(rows[0]) if rows else 0
        marks = ", ".join(f":v{place}" for place in range(width))
        if rows:
            self.connection.execute(
                text(f"INSERT INTO {name} VALUES ({marks})"),
                [{f"v{place}": value for place, value in enumerate(row)} for row in rows],
            )

    def changes(self, limit: int | None) -> tuple[list[ChangedField], bool]:
        """The first changes so far, and whether there are more."""
        if limit is None:
            return list(changes(self.connection, self.operation_id)), False
        found = list(islice(changes(self.connection, self.operation_id, limit=limit + 1), limit + 1))
        return found[:limit], len(found) > limit


def carry_out(
    engine: Engine,
    kind: str,
    asked: Asked,
    work: Callable[[Hand], Found],
    *,
    confirm: Callable[[Found], None] | None = None,
    source: str | None = None,
    parameters: dict[str, Any] | None = None,
    exclusive: bool = True,
) -> tuple[Found, str | None]:
    """Do the work as one operation; returns what it found, and the operation's id where anything was written.

    `exclusive` keeps imports out meanwhile; work on one order does without, and locks its rows instead.

    `confirm` is shown what would be done and raises to stop it: nothing is held up while somebody thinks, and what
    is done then is what was shown, or StalePlan.
    """

    def attempt(connection: Connection, shown: Found | None, for_good: bool) -> tuple[Found, str | None]:
        transaction = connection.begin()
        now = datetime.now(UTC)
        begun = journal.begin(
            connection, kind, actor=asked.actor, now=now, reason=asked.reason, source=source, parameters=parameters
        )
        found = work(Hand(connection, begun.id, asked.actor, now))
        written = count_changes(connection, begun.id)
        if not for_good or not written:
            transaction.rollback()
            return found, begun.public_id if written else None
        if shown is not None and found != shown:
            raise StalePlan(
                "The catalogue has changed since this was shown; nothing was written.",
                hint="Look at it again with --dry-run.",
            )
        journal.finish(connection, begun, {"changes": written}, datetime.now(UTC))
        transaction.commit()
        return found, begun.public_id

    with (
        translated(engine.url),
        catalogue_lock(engine, asked.wait, asked.notice) if exclusive else nullcontext(),
        writing(engine).connect() as connection,
    ):
        if not asked.dry_run and confirm is None:
            return attempt(connection, None, True)
        shown, would = attempt(connection, None, False)
        if asked.dry_run or would is None or confirm is None:
            return shown, None
        confirm(shown)
        return attempt(connection, shown, True)
