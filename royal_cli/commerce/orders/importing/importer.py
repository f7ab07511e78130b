"""`royal order import`: a file of orders becomes a difference, which is shown, and written as one operation.

Nothing is written before everything is known, and then all of it in one transaction: an import that is killed
has done nothing, and the same command does it again. A dry run does all but the writing, and takes it back.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, Self

from sqlalchemy import Connection, Engine, text

from royal_cli.commerce import journal, sql
from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.customers.adopting import adopt
from royal_cli.commerce.customers.refreshing import refresh
from royal_cli.commerce.feeds.batch import Warn
from royal_cli.commerce.importing import plan
from royal_cli.commerce.importing.problems import EXAMPLES_PER_CODE, Rejects, Warnings
from royal_cli.commerce.importing.progress import Progress, silent
from royal_cli.commerce.importing.staging import insert_rows
from royal_cli.commerce.importing.told import PlannedChange
from royal_cli.commerce.lock import catalogue_lock
from royal_cli.commerce.operations import count_changes
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.orders.importing import planned, refuse, scattered, stage
from royal_cli.commerce.orders.importing.amounts import settle_amounts
from royal_cli.commerce.orders.importing.changes import differences_digest, planned_changes
from royal_cli.commerce.orders.importing.channels import create_channel, find_channel
from royal_cli.commerce.orders.importing.checks import refuse_incomplete, refuse_overpaid, refuse_untrue
from royal_cli.commerce.orders.importing.codes import find_codes, settle_codes
from royal_cli.commerce.orders.importing.counts import Counts, count, find_touched
from royal_cli.commerce.orders.importing.diff import compare
from royal_cli.commerce.orders.importing.facts import HAS_FACTS, settle_facts
from royal_cli.commerce.orders.importing.kind import KIND
from royal_cli.commerce.orders.importing.loading import Loader
from royal_cli.commerce.orders.importing.match import match_lines, match_orders, refuse_undone_work
from royal_cli.commerce.orders.importing.tags import keep_desk_tags
from royal_cli.commerce.orders.importing.write import write
from royal_cli.commerce.orders.risk import Rules, assess
from royal_cli.commerce.orders.state import settle
from royal_cli.db.database import translated
from royal_cli.errors import StalePlan

_ERASED = "the customer was erased after placing this order; it goes in without the person"
#: So many new orders change what a table looks like.
_LARGE_LOAD = 5_000


class OrderFile(Protocol):
    """A recognised file, ready to be read from its beginning."""

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str | None: ...
    @property
    def size(self) -> int: ...
    @property
    def position(self) -> int: ...
    def batches(self) -> Iterator[OrderBatch]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRequest:
    """What the operator asks for besides the file itself."""

    #: The name of the channel on which the orders were placed, and its type where it is new.
    channel: str = "file"
    channel_type: str = "file"
    #: What is let in: totals, quantity, future.
    allow: frozenset[str] = frozenset()
    actor: str = field(default_factory=journal.operator)
    reason: str | None = None
    #: By which new orders are scored that wait to be sent; None: they are not.
    risk: Rules | None = None
    #: Seconds to wait for another import.
    wait: float = 600.0
    progress: Progress = silent
    notice: Callable[[str], None] = lambda message: None


class OrderImport:
    """One import on its way from the file to the journal. Use it as a context manager."""

    def __init__(self, engine: Engine, request: OrderRequest) -> None:
        self.engine = engine
        self.request = request
        self.rejects = Rejects()
        self.warnings = Warnings()
        self.read = 0
        self.source = ""
        self.source_digest: str | None = None
        #: The journal's id of it; None until, and unless, something was written.
        self.operation: str | None = None
        #: How many new orders are on hold because of their risk.
        self.held = 0
        self.counts: Counts
        #: Fields that change, as far as they were asked for, and whether there are more.
        self.changes: list[PlannedChange] = []
        self.more_changes = False
        self.connection: Connection
        #: What the operator was shown, or a plan says, before anything is written; see `_found`.
        self._shown: dict[str, Any] | None = None
        #: The staged orders that something would be done to, and what; kept for a plan.
        self._changing: list[tuple[int, str]] = []
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as entering:
            entering.callback(self.rejects.close)
            entering.enter_context(translated(self.engine.url))
            entering.enter_context(catalogue_lock(self.engine, self.request.wait, self.request.notice))
            self.connection = entering.enter_context(self.engine.connect())
            self._exit = entering.pop_all()
        return self

    def __exit__(self, *failure: Any) -> bool | None:
        return self._exit.__exit__(*failure)

    def stage(self, file: OrderFile) -> None:
        """Read the whole file into the staging tables, and refuse there what no order can be."""
        trusts_totals = "totals" in self.request.allow
        stage.create(self.connection)
        loaded = Loader(self.connection, trusts_totals)
        for batch in file.batches():
            self.rejects.extend(batch.rejects)
            self.warnings.extend(batch.warnings)
            loaded.load(batch)
            self.request.progress("reading", file.position, file.size, loaded.rows + len(self.rejects))
        self.read = loaded.rows + len(self.rejects)
        self.source, self.source_digest = file.name, file.digest
        self.request.progress("sorting", 0, None, self.read)
        stage.index(self.connection)
        stage.name_orders(self.connection)
        contradictions = [*loaded.contradictions, *scattered.gather(self.connection)]
        wrong = list(scattered.complete_totals(self.connection, trusted=trusts_totals))
        refuse.refuse_rows(self.connection, self.rejects, loaded.refused, loaded.spoilt)
        refuse.refuse_listed(self.connection, self.rejects, "line_total", wrong)
        refuse.refuse_listed(self.connection, self.rejects, "contradiction", map(_contradiction, contradictions))
        refuse_untrue(self.connection, self.rejects, self.request.allow, datetime.now(UTC))
        self.connection.commit()  # of temporary tables only

    def look(self, shown_changes: int | None, *, planning: bool = False) -> None:
        """Find out what the file would change: all of it is done but the writing, and taken back.

        `planning` keeps what `save_plan_to` needs.
        """
        with self._transaction() as (hand, _):
            self._find(hand)
            self.changes, self.more_changes = planned_changes(self.connection, shown_changes)
            self._shown = self._found()
            self._changing = planned.changing(self.connection) if planning else []
        self._leave_out_rejected()

    def save_plan_to(self, path: Path) -> None:
        """Save what `look` found as a plan; the file appears whole or not at all."""
        head = {
            "kind": KIND,
            "source": self.source,
            "source_digest": self.source_digest,
            "counts": self.counts.as_dict(),
            "channel": self.request.channel,
            "channel_type": self.request.channel_type,
            "allow": sorted(self.request.allow),
            "found": self._shown,
        }
        lines = planned.planned_lines(self.connection, self._changing)
        plan.save_to(path, lambda target: plan.save(target, head, lines))

    def stage_plan(self, saved: plan.Plan) -> None:
        """Stage a plan instead of a file; what it finds must then be what the plan says."""
        self.stage(planned.PlannedOrders(saved))
        self._shown = saved.more["found"]

    def write(self, parameters: dict[str, Any]) -> None:
        """Write and journal what the file changes, if that is anything; StalePlan where it is not what was shown."""
        with self._transaction() as (hand, begun):
            self._find(hand)
            if self._shown and self._shown != self._found():
                raise StalePlan(
                    "The orders have changed since this was shown; nothing was written.",
                    hint="Look at the difference again and write that.",
                )
            self.request.progress("writing", 0, None, self.read)
            write(hand)
            self._follow(hand)
            if count_changes(self.connection, begun.id):
                found = {**parameters, "channel": self.request.channel}
                journal.finish(self.connection, begun, self.counts.as_dict(), datetime.now(UTC), parameters=found)
                self.connection.commit()
                self.operation = begun.public_id

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Hand, journal.Begun]]:
        """An operation that is gone at the end, unless it was committed."""
        self.connection.rollback()
        self.connection.execution_options(royal_writes=True)
        now = datetime.now(UTC)
        begun = journal.begin(
            self.connection,
            KIND,
            actor=self.request.actor,
            now=now,
            reason=self.request.reason,
            source=self.source,
            source_digest=self.source_digest,
        )
        try:
            yield Hand(self.connection, begun.id, self.request.actor, now), begun
        finally:
            self.connection.rollback()

    def _find(self, hand: Hand) -> None:
        """Bring the staged orders together with those that are there, as they are now."""
        self.request.progress("comparing", 0, None, self.read)
        connection, rejects = self.connection, self.rejects
        channel_id = find_channel(connection, self.request.channel)
        match_orders(connection, rejects, channel_id)
        refuse_incomplete(connection, rejects)
        find_codes(connection, channel_id)
        settle_amounts(connection, rejects, trusts_totals="totals" in self.request.allow)
        settle_facts(connection)
        refuse_overpaid(connection, rejects)
        keep_desk_tags(connection)
        match_lines(connection)
        refuse_undone_work(connection, rejects)
        if connection.execute(text("SELECT 1 FROM stage_orders LIMIT 1")).first():
            settle_codes(hand, channel_id or create_channel(hand, self.request.channel, self.request.channel_type))
        erased = adopt(connection, operation_id=hand.operation_id, now=hand.now)
        if self._shown is None:
            self._warn_of_erased(erased)
        compare(connection)
        find_touched(connection)
        self.counts = count(connection, hand.operation_id, read=self.read, rejected=len(rejects))

    def _found(self) -> dict[str, Any]:
        """What would be written, so that nobody confirms one thing and gets another."""
        return {**self.counts.changing(), "differences": differences_digest(self.connection)}

    def _follow(self, hand: Hand) -> None:
        """What follows from new and changed orders: their states, what their customers spent, how risky they are."""
        known = "SELECT s.order_id FROM stage_orders s JOIN touched_orders t ON t.id = s.id"
        if self.counts.orders.updated:
            settle(self.connection, known, hand=hand)
        facts = f"SELECT order_id FROM stage_orders WHERE is_new AND {HAS_FACTS}"
        if self.connection.execute(text(f"{facts} LIMIT 1")).first():
            settle(self.connection, facts)
        if self.counts.orders.created >= _LARGE_LOAD:
            sql.look_again(self.connection, "orders", "order_line_items", "sold_codes", "customers")
        if self.counts.orders.created or self.counts.orders.updated:
            refresh(self.connection, hand.operation_id)
        waiting = (
            "SELECT s.order_id FROM stage_orders s JOIN orders o ON o.id = s.order_id"
            " WHERE s.is_new AND o.order_status = 'open'"
        )
        if self.request.risk and self.connection.execute(text(f"{waiting} LIMIT 1")).first():
            self.held = assess(self.connection, waiting, self.request.risk)

    def _warn_of_erased(self, orders: list[int]) -> None:
        first = ", ".join(map(str, orders[:EXAMPLES_PER_CODE]))
        if first:
            rows = self.connection.execute(
                text(f"SELECT line, external_id FROM stage_orders WHERE id IN ({first}) ORDER BY id")
            )
            examples = [Warn(line, "", order, "customer_erased", _ERASED) for line, order in rows]
            self.warnings.count("customer_erased", len(orders), examples)

    def _leave_out_rejected(self) -> None:
        """What was refused while looking is refused for good, and not told a second time."""
        ids = [(id,) for id in self.connection.scalars(text("SELECT id FROM stage_orders")) if id in self.rejects]
        self.connection.execute(text("CREATE TEMPORARY TABLE stage_left_out (id BIGINT PRIMARY KEY)"))
        insert_rows(self.connection, "stage_left_out", ["id"], ids)
        refuse.drop(self.connection, "SELECT id FROM stage_left_out")
        self.connection.execute(text("DROP TABLE stage_left_out"))
        self.connection.commit()


def _contradiction(found: tuple[int, str]) -> tuple[int, None, str]:
    id, name = found
    return id, None, f"rows of this order say different things as its {name.replace('_', ' ')}"
