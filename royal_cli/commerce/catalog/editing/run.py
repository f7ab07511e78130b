"""Carries out what is changed by hand: the proposals, checks, journal and undo of an import, without its feed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from royal_cli.commerce.catalog.editing.options import refuse_alike
from royal_cli.commerce.catalog.editing.targets import Targets
from royal_cli.commerce.catalog.importing.feed_import import SafetyCheck, planned_changes, safety_check
from royal_cli.commerce.catalog.importing.importer import Import, Request
from royal_cli.commerce.catalog.importing.proposals import Proposal
from royal_cli.commerce.feeds.batch import Warn
from royal_cli.commerce.importing.counts import Outcome
from royal_cli.commerce.importing.told import PlannedChange
from royal_cli.errors import Conflict

#: So many of the lines that could not be done are listed; all are counted.
_LISTED = 1_000
#: The source of a list.
FROM_LIST = "standard input"


@dataclass(frozen=True, slots=True)
class Unable:
    """A line of a list, or one of the chosen variants, with which nothing could be done."""

    sku: str
    code: str
    hint: str
    #: Of the list; None where nobody gave a list.
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at in what is, or would be, written: how often, and for example where."""

    code: str
    count: int
    hint: str
    examples: list[str]


@dataclass(slots=True)
class Findings:
    """What the makers of proposals have to say besides them."""

    rejects: list[Unable] = field(default_factory=list)
    rejected: int = 0
    warnings: list[Warn] = field(default_factory=list)

    def reject(self, unable: Unable) -> None:
        self.rejected += 1
        if len(self.rejects) < _LISTED:
            self.rejects.append(unable)

    def leave(self, unable: Unable, targets: Targets | None, *, is_harmless: bool = False) -> None:
        """Leave one variant as it is. A SKU that somebody typed stops everything; a line of a list is rejected; a
        filter finds more than it means, so that what is `is_harmless` there is only mentioned."""
        if targets is None or (targets.filters is not None and not is_harmless):
            self.reject(unable)
        elif targets.filters is None:
            raise Conflict(f"{unable.sku}: {unable.hint}.")
        else:
            self.warn(unable.sku, unable.code, unable.hint)

    def warn(self, sku: str, code: str, hint: str) -> None:
        self.warnings.append(Warn(0, "", sku, code, hint))


@dataclass(frozen=True, slots=True)
class Edited:
    """What was changed, or with `dry_run` would be. `operation` is None when nothing was written.

    `rejected` counts what could not be done while the rest was; `rejects` lists the first of them.
    """

    operation: str | None
    dry_run: bool
    products: Outcome
    variants: Outcome
    stock_levels: Outcome
    market_prices: Outcome
    rejected: int
    rejects: list[Unable]
    warnings: list[Remark]
    safety: list[SafetyCheck]
    plan_file: Path | None
    changes: list[PlannedChange]
    more_changes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done: proposals, made on a connection that sees the catalogue at one moment."""

    kind: str
    #: Where it comes from, for people: what it is about, or who sent it.
    source: str
    propose: Callable[[Connection, Findings], Iterable[Proposal]]
    #: What the journal keeps of how it was asked for.
    parameters: Mapping[str, Any]
    #: Held to the limits of a feed.
    are_many: bool = False
    #: It gives variants their options: no two of a product may end with the same.
    tells_apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How a job is done: for real or not, and how much of it is told."""

    dry_run: bool = False
    plan_file: Path | None = None
    #: How many changed fields are listed; None for all.
    shown_changes: int | None = 20


def _nobody_asks(found: Edited) -> None:
    """For callers that have nobody to ask."""


def carry_out(
    engine: Engine, request: Request, job: Job, mode: Mode, *, confirm: Callable[[Edited], None] = _nobody_asks
) -> Edited:
    """Do a job as one operation. `confirm` is shown what would change and raises to stop it.

    Refused where more would change than the limits let pass; StalePlan where the catalogue changed in between.
    """
    with Import(engine, request, exclusive=not mode.dry_run) as run:
        findings = Findings()
        run.propose(job.propose(run.connection, findings), job.source)
        if job.tells_apart:
            refuse_alike(run.connection)
        found = _edited(run, mode, findings)
        if mode.plan_file:
            run.save_plan_to(mode.plan_file, job.kind)
        if mode.dry_run or not run.counts.changes:
            return found
        if job.are_many:
            run.judge()
        run.remember()
        confirm(found)
        with run.writing():
            run.find_planned()
            run.write(dict(job.parameters), job.kind)
        return replace(found, operation=run.operation)


def _edited(run: Import, mode: Mode, findings: Findings) -> Edited:
    wanted = mode.shown_changes
    changes = planned_changes(run.proposals())
    shown = list(changes if wanted is None else islice(changes, wanted + 1))
    run.warnings.extend(findings.warnings)
    counts = run.counts
    return Edited(
        operation=None,
        dry_run=mode.dry_run,
        products=counts.products,
        variants=counts.variants,
        stock_levels=counts.stock_levels,
        market_prices=counts.market_prices,
        rejected=findings.rejected,
        rejects=sorted(findings.rejects, key=lambda unable: unable.line or 0),
        warnings=_remarks(run),
        safety=[safety_check(check) for check in run.checks],
        plan_file=mode.plan_file,
        changes=shown[:wanted],
        more_changes=wanted is not None and len(shown) > wanted,
    )


def _remarks(run: Import) -> list[Remark]:
    examples = run.warnings.examples
    return [
        Remark(code, count, examples[code][0].hint, [warning.value for warning in examples[code]])
        for code, count in run.warnings.counts.most_common()
    ]
