"""`royal product import`: a feed becomes a difference, which is judged, shown, and written as one operation.

Nothing is written before everything is known, and then all of it in one transaction: an import that is killed
has done nothing, and the same command does it again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol, Self

from sqlalchemy import Connection, Engine, text

from royal_cli.commerce import journal, sql
from royal_cli.commerce.catalog.categories.creating import follow_staged
from royal_cli.commerce.catalog.importing import replay, stage
from royal_cli.commerce.catalog.importing.counts import Counts, count
from royal_cli.commerce.catalog.importing.diff import compare
from royal_cli.commerce.catalog.importing.loading import Loader
from royal_cli.commerce.catalog.importing.match import create_tables, match
from royal_cli.commerce.catalog.importing.observe import observe
from royal_cli.commerce.catalog.importing.proposals import Proposal, as_json, line, proposals
from royal_cli.commerce.catalog.importing.refuse import refuse_too_long
from royal_cli.commerce.catalog.importing.resolve import resolve
from royal_cli.commerce.catalog.importing.safety import Check, Limits, checks, judge
from royal_cli.commerce.catalog.importing.write import write
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.importing import plan
from royal_cli.commerce.importing.difference import Entity
from royal_cli.commerce.importing.problems import Rejects, Warnings
from royal_cli.commerce.importing.progress import Progress, silent
from royal_cli.commerce.lock import catalogue_lock
from royal_cli.db.database import translated
from royal_cli.errors import StalePlan

KIND = "product.import"
#: So many new variants change what a table looks like.
_LARGE_LOAD = 10_000
#: What a difference says of rows that are there.
_FOUND = "SELECT entity, entity_id, field, before, after FROM stage_diff"


class Feed(Protocol):
    """A recognised feed, ready to be read from its beginning."""

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def position(self) -> int: ...
    def batches(self) -> Iterator[Batch]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the operator asks for besides the feed itself."""

    limits: Limits
    default_location: str = "Main"
    #: The feed is the whole catalogue: products that it does not have are archived.
    complete: bool = False
    #: False: only what the catalogue knows is updated. True: what has no title is created too, as a draft.
    create: bool | None = None
    #: The feed is a list of stock or prices: a SKU is one variant, whatever else its rows say.
    lists: bool = False
    #: Safety checks that may be exceeded: vanish, zero, price.
    allow: frozenset[str] = frozenset()
    actor: str = field(default_factory=journal.operator)
    reason: str | None = None
    #: Seconds to wait for another import.
    wait: float = 600.0
    progress: Progress = silent
    notice: Callable[[str], None] = lambda message: None


class Import:
    """One import on its way from the feed to the journal. Use it as a context manager."""

    def __init__(self, engine: Engine, request: Request, *, exclusive: bool = True) -> None:
        self.engine = engine
        self.request = request
        self.rejects = Rejects()
        self.warnings = Warnings()
        self.read = 0
        self.repeated = 0
        self.source = ""
        self.source_digest: str | None = None
        #: The journal's id of it; None until, and unless, something was written.
        self.operation: str | None = None
        self._exclusive = exclusive
        #: What the operator was shown, and what a plan file says, before anything is written.
        self._shown: Counts | None = None
        self._planned: str | None = None
        self._present: tuple[set[str], set[str]] = (set(), set())
        self._clears = False
        self._titled = True
        self._has_extra_rows = False
        self._exit = ExitStack()
        self.connection: Connection
        self._entities: tuple[Entity, Entity]
        self.counts: Counts
        self.checks: list[Check] = []

    def __enter__(self) -> Self:
        with ExitStack() as entering:
            entering.callback(self.rejects.close)
            entering.enter_context(translated(self.engine.url))
            if self._exclusive:
                entering.enter_context(catalogue_lock(self.engine, self.request.wait, self.request.notice))
            self.connection = entering.enter_context(self.engine.connect())
            self._exit = entering.pop_all()
        return self

    def __exit__(self, *failure: Any) -> bool | None:
        return self._exit.__exit__(*failure)

    def stage(self, feed: Feed) -> None:
        """Read the whole feed into the staging tables, and put it in order there."""
        stage.create(self.connection)
        create_tables(self.connection)
        staged = Loader(self.connection, self.request.default_location)
        for batch in feed.batches():
            self.rejects.extend(batch.rejects)
            self.warnings.extend(batch.warnings)
            staged.load(batch)
            self.request.progress("reading", feed.position, feed.size, staged.rows + len(self.rejects))
        self.read = staged.rows + len(self.rejects)
        self.source, self.source_digest = feed.name, feed.digest
        self._titled = "title" in staged.product_fields
        # New products may get a title all the same.
        self._present, self._clears = (staged.product_fields | {"title"}, staged.variant_fields), staged.clears
        self.request.progress("sorting", 0, None, self.read)
        if staged.too_long:
            refuse_too_long(self.connection, self.rejects)
        stage.index(self.connection)
        self.repeated = resolve(
            self.connection,
            self.rejects,
            self.warnings,
            has_aliases=staged.has_aliases,
            lists=self.request.lists,
        )
        self._has_extra_rows = staged.has_extra_rows
        self.connection.commit()

    def stage_plan(self, planned: plan.Plan) -> None:
        """Stage what a plan file proposes instead of a feed; what it finds must then be just that."""
        self._stage_changes(map(json.loads, planned.lines()))
        self.source, self.source_digest, self._planned = planned.source, planned.source_digest, planned.digest
        self.connection.commit()

    def propose(self, changes: Iterable[Proposal], source: str) -> None:
        """Stage proposals and find what they would change, both on the catalogue as it is at one moment.

        `changes` may come from a query of this connection while they are staged.
        """
        self.source = source
        self._see_one_moment()
        self._stage_changes(map(as_json, changes))
        self.find_planned()
        observe(self.connection, self.warnings)

    def _stage_changes(self, changes: Iterable[Mapping[str, Any]]) -> None:
        replayed = replay.stage_plan(self.connection, changes)
        self._present, self._clears = (replayed.product_fields, replayed.variant_fields), True

    def find_difference(self) -> None:
        """Match the staged rows with the catalogue as it is now, and compare."""
        self.request.progress("comparing", 0, None, self.read)
        warnings = self.warnings if self._shown is None else Warnings()
        follow_staged(self.connection, warnings)
        match(
            self.connection,
            self.rejects,
            warnings,
            clears=self._clears,
            create=self.request.create,
            lists=self.request.lists,
            titled=self._titled,
        )
        self._compare()
        observe(self.connection, warnings)
        self.counts = self._count()

    def find_planned(self) -> None:
        follow_staged(self.connection, Warnings())
        replay.match_plan(self.connection)
        self._compare()
        self.read = int(self.connection.scalar(text("SELECT count(*) FROM match_variants")) or 0)
        self.counts = self._count()
        if self._planned is not None and plan.digest(map(line, self.proposals())) != self._planned:
            raise _stale()

    def _count(self) -> Counts:
        return count(
            self.connection,
            read=self.read,
            rejected=len(self.rejects),
            repeated=self.repeated,
            has_extra_rows=self._has_extra_rows,
        )

    def _compare(self) -> None:
        self._find_missing()
        self._entities = compare(self.connection, *self._present, clears=self._clears)
        self.checks = checks(self.connection, self.request.limits)

    def _find_missing(self) -> None:
        self.connection.execute(text("DROP TABLE IF EXISTS missing_products"))
        missing = (
            "SELECT id, status FROM products WHERE status <> 'archived'"
            " AND id NOT IN (SELECT product_id FROM match_products WHERE NOT is_new)"
        )
        self.connection.execute(
            text(f"CREATE TEMPORARY TABLE missing_products AS {missing}{'' if self.request.complete else ' AND FALSE'}")
        )

    def judge(self) -> None:
        """Stop where a safety check is exceeded that was not allowed."""
        judge(self.checks, self.request.allow)

    def proposals(self) -> Iterator[Proposal]:
        return proposals(self.connection)

    def remember(self) -> None:
        """What was found is being shown: `write` must find the same, or refuse."""
        self._shown = self.counts
        self.connection.execute(text("DROP TABLE IF EXISTS shown_diff"))
        self.connection.execute(text(f"CREATE TEMPORARY TABLE shown_diff AS {_FOUND}"))
        self.connection.commit()  # of temporary tables only: what was rejected stays out of the stage

    def _refuse_stale(self) -> None:
        """Not even the values that change may be others; of rows that would be new, the counts tell."""
        if self._shown is None:
            return
        others = f"SELECT EXISTS ({_FOUND} EXCEPT SELECT * FROM shown_diff)"
        if self.counts != self._shown or self.connection.scalar(text(others)):
            raise _stale()

    def save_plan_to(self, path: Path, kind: str = KIND) -> None:
        """Save what was found as a plan; the file appears whole or not at all."""
        plan.save_to(path, lambda target: self.save_plan(target, kind))

    def save_plan(self, target: IO[str], kind: str = KIND) -> None:
        head = {
            "kind": kind,
            "source": self.source,
            "source_digest": self.source_digest,
            "counts": self.counts.as_dict(),
        }
        plan.save(target, head, map(line, self.proposals()))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, in which nobody else changes the catalogue between the comparison and the commit."""
        self.connection.rollback()
        has_stock = bool(self.connection.scalar(text("SELECT EXISTS (SELECT 1 FROM stage_levels)")))
        self.connection.rollback()
        self._see_one_moment()
        self.connection.execution_options(royal_writes=True)
        with self.connection.begin():
            if has_stock:
                self._hold_levels()
            yield

    def _hold_levels(self) -> None:
        """Let whoever ships or counts meanwhile wait for the commit: PostgreSQL would give up what was written here
        once one of them has changed a level. It looks at the catalogue only after this; SQLite has one writer."""
        if sql.is_postgres(self.connection):
            self.connection.execute(text("LOCK TABLE inventory_levels IN EXCLUSIVE MODE"))

    def _see_one_moment(self) -> None:
        """Let the next transaction see the catalogue as it is when it begins; on SQLite every one does."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execution_options(isolation_level="REPEATABLE READ")

    def write(self, parameters: dict[str, Any], kind: str = KIND) -> None:
        """Write and journal the difference, if there is any. Call it inside `writing`."""
        self._refuse_stale()
        if not self.counts.changes:
            return
        self.request.progress("writing", 0, None, self.read)
        now = datetime.now(UTC)
        operation = journal.begin(
            self.connection,
            kind,
            actor=self.request.actor,
            now=now,
            reason=self.request.reason,
            source=self.source,
            source_digest=self.source_digest,
            parameters=parameters,
        )
        write(
            self.connection,
            operation.id,
            self._entities,
            self._present,
            actor=self.request.actor,
            reason=self.request.reason or kind.replace(".", " "),
            now=now,
        )
        if self.counts.variants.created >= _LARGE_LOAD:
            sql.look_again(self.connection, "products", "product_variants", "inventory_levels", "market_prices")
        journal.finish(self.connection, operation, self.counts.as_dict(), datetime.now(UTC))
        self.operation = operation.public_id


def _stale() -> StalePlan:
    return StalePlan(
        "The catalogue has changed since this was planned; nothing was written.",
        hint="Look at the difference again and apply that.",
    )
