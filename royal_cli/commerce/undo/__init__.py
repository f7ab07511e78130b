"""Takes an operation back: fields return to what they were, created rows go, deleted rows come back.

What somebody changed since is a conflict: it is listed and kept, unless the caller insists.
An undo is an operation of its own, and can be undone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, text

from royal_cli.commerce import journal
from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.catalog.categories.memory import forget
from royal_cli.commerce.catalog.categories.tree import write_paths
from royal_cli.commerce.customers.refreshing import refresh as refresh_customers
from royal_cli.commerce.lock import catalogue_lock
from royal_cli.commerce.operations import Summary, find_operation
from royal_cli.commerce.undo import fields, refusals
from royal_cli.commerce.undo.conflicts import Conflict, Conflicts
from royal_cli.commerce.undo.created import remove_created
from royal_cli.commerce.undo.deleted import restore_deleted
from royal_cli.commerce.undo.movements import hold_levels, take_back
from royal_cli.commerce.undo.units import Ledger
from royal_cli.db.database import translated, writing

KIND = "undo"


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did, or would do. `operation` is its own id, None when nothing was written.

    `status` is how the undone operation stands afterwards: undone or partly_undone.
    """

    undoes: str
    operation: str | None
    status: str
    dry_run: bool
    fields_restored: int
    rows_removed: int
    rows_restored: int
    movements_taken_back: int
    conflicts: int
    examples: list[Conflict]


def undo(
    engine: Engine,
    public_id: str,
    *,
    force: bool = False,
    dry_run: bool = False,
    actor: str | None = None,
    reason: str | None = None,
    wait: float = 600.0,
    notice: Callable[[str], None] = lambda message: None,
) -> Undone:
    """Undo one operation in one transaction; `force` overrides what was changed since.

    NotFound for an unknown operation. One that is undone already is left alone: `operation` is None then.
    """
    with translated(engine.url), catalogue_lock(engine, wait, notice), writing(engine).connect() as connection:
        transaction = connection.begin()
        operation = find_operation(connection, public_id)
        if operation.status == "undone":
            return Undone(operation.operation, None, "undone", dry_run, 0, 0, 0, 0, 0, [])
        done = _undo(connection, operation, force, actor or journal.operator(), reason)
        if dry_run:
            transaction.rollback()
            return replace(done, operation=None, dry_run=True)
        transaction.commit()
        return done


def _undo(connection: Connection, operation: Summary, force: bool, actor: str, reason: str | None) -> Undone:
    now = datetime.now(UTC)
    begun = journal.begin(
        connection, KIND, actor=actor, now=now, reason=reason, source=operation.operation, undoes_id=operation.id
    )
    found = Conflicts()
    ids = (connection, operation.id, begun.id)
    hand = Hand(connection, begun.id, actor, now)
    ledger = Ledger(connection, begun.id, actor, now)
    refusals.refuse_erasure(operation)
    is_order_work = refusals.is_order_work(connection, operation)
    if is_order_work:
        refusals.refuse_what_left(connection, operation, force=force)
    hold_levels(connection, operation.id)
    ledger.find_moved(operation.id)
    restored = restore_deleted(*ids, ledger=ledger, found=found)
    back = fields.restore(*ids, now=now, force=force, found=found, derives=is_order_work)
    ledger.note_changed()
    if restored or back:
        write_paths(connection)
    moved = take_back(hand, operation.id, force=force, found=found)
    removed = remove_created(*ids, ledger=ledger, force=force, found=found)
    forget(hand)
    ledger.even_out()
    if is_order_work:
        refusals.refuse_a_part(operation, found)
        refusals.refuse_over_reserved(connection, operation)
        refusals.derive_anew(hand, operation)
    refresh_customers(connection, begun.id)
    status = "partly_undone" if found.count and not force else "undone"
    counts = {
        "fields_restored": back, "rows_removed": removed, "rows_restored": restored, "movements_taken_back": moved,
        "conflicts": found.count,
    }  # fmt: skip
    journal.finish(connection, begun, counts, datetime.now(UTC))
    _mark(connection, operation, status)
    return Undone(
        operation.operation, begun.public_id, status, False, back, removed, restored, moved, found.count, found.examples
    )


def _mark(connection: Connection, operation: Summary, status: str) -> None:
    connection.execute(
        text("UPDATE operations SET status = :status WHERE id = :id"), {"status": status, "id": operation.id}
    )
    if operation.kind == KIND and status == "undone":  # undoing an undo: what it undid applies again
        connection.execute(
            text("UPDATE operations SET status = 'applied' WHERE public_id = :id"), {"id": operation.undoes}
        )
