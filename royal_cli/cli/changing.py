"""What all commands that change the catalogue share: their options, the request, the question, the summary."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from royal_cli.cli.catalog_words import complete_sku
from royal_cli.cli.output import show
from royal_cli.cli.product_filters import Where, filters_of
from royal_cli.cli.prompts import confirm
from royal_cli.cli.standard_input import skus_of
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, Notice, One, Rows
from royal_cli.commerce import session
from royal_cli.commerce.catalog.editing.run import Edited, Job, Mode, Remark, Unable, carry_out
from royal_cli.commerce.catalog.editing.targets import Targets
from royal_cli.commerce.catalog.importing.feed_import import SafetyCheck
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.catalog.importing.safety import CHECKS, Limits, allowed
from royal_cli.commerce.importing.counts import Outcome
from royal_cli.commerce.importing.told import PlannedChange
from royal_cli.errors import ChangesFound, PartialFailure, UsageError

if TYPE_CHECKING:
    from royal_cli.settings import Settings

#: Changed fields that are listed: by a table, and by JSON.
IN_TABLE, IN_JSON = 20, 10_000

CHANGES = Rows(
    PlannedChange,
    Column("key"),
    Column("field"),
    Column("before", shorten=True),
    Column("after", shorten=True),
    Column("action"),
    Column("within", "Of / at", shorten=True),
    Column("entity"),
)
SAFETY = Rows(SafetyCheck, Column("check"), Column("says", fold=True), Column("exceeded", style={"yes": "bold red"}))
REJECTS = Rows(Unable, Column("line"), Column("sku", "SKU"), Column("hint", "Why", fold=True), Column("code"))
_REMARKS = Rows(
    Remark, Column("count"), Column("code"), Column("hint", fold=True), Column("examples", "Such as", fold=True)
)

EDITED = One(
    Edited,
    Column("operation"),
    Column("dry_run"),
    Column("products"),
    Column("variants"),
    Column("stock_levels", shown=False),
    Column("market_prices", shown=False),
    Column("rejected", shown=False),
    Column("plan_file", "Plan saved in", shown=False),
    Column("rejects", "Left as they are", rows=REJECTS, shown=False),
    Column("warnings", rows=_REMARKS, shown=False),
    Column("safety", "Safety checks", rows=SAFETY, shown=False),
    Column("changes", "First changes", rows=CHANGES, shown=False),
    Column("more_changes", shown=False),
    summary=True,
)

Skus = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SKU …|-]", help="Variants or whole products; - reads them from stdin.", autocompletion=complete_sku
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, write nothing.")]
Output = Annotated[
    Path | None, typer.Option("--output", metavar="PLAN", help="With --dry-run: save it, for `royal apply PLAN`.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before writing.")]
Allow = Annotated[list[str] | None, typer.Option("--allow", metavar="CHECK", help=f"Let it pass: {', '.join(CHECKS)}.")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why, for the journal.")]
Detailed = Annotated[bool, typer.Option("--detailed-exitcode", help="Exit 10 when the dry run finds changes.")]
Location = Annotated[
    str | None, typer.Option("--location", metavar="NAME", help="Where the stock is; else that of the settings.")
]
CreateLocation = Annotated[bool, typer.Option("--create-location", help="It is a new one.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How a change is asked for; `where` are the filters that choose what it is made to."""

    dry_run: bool
    yes: bool
    reason: str | None
    detailed: bool
    output: Path | None = None
    allow: frozenset[str] = frozenset()
    where: list[str] | None = None


def of_many(
    where: Where = None,
    dry_run: DryRun = False,
    output: Output = None,
    yes: Yes = False,
    allow: Allow = None,
    reason: Reason = None,
    detailed: Detailed = False,
) -> How:
    """The options of commands that change what SKUs or filters choose; see `taking`."""
    return How(
        where=where, dry_run=dry_run, output=output, yes=yes, allow=allowed(allow), reason=reason, detailed=detailed
    )


def of_one(
    dry_run: DryRun = False,
    output: Output = None,
    yes: Yes = False,
    reason: Reason = None,
    detailed: Detailed = False,
) -> How:
    """The same, where there is nothing to choose from."""
    return How(dry_run=dry_run, output=output, yes=yes, reason=reason, detailed=detailed)


def request(allow: Collection[str] | None, reason: str | None, *, wait: float | None = None, **more: Any) -> Request:
    """What every command asks of an operation, from its flags and the settings."""
    settings = terminal().settings
    told: dict[str, Any] = {
        "limits": safety_limits(settings),
        "allow": allowed(allow),
        "reason": reason,
        "wait": settings.lock_wait if wait is None else wait,
        "notice": note,
    }
    return Request(**{**told, **more})


def safety_limits(settings: "Settings") -> Limits:
    safety = settings.safety
    return Limits(
        vanish_share=safety.max_vanish_share,
        zeroed_share=safety.max_zeroed_share,
        price_change=safety.max_price_change,
        price_change_share=safety.max_price_change_share,
    )


def targets(skus: Iterable[str] | None, how: How) -> Targets:
    """Those that the SKUs name, those of standard input, or those that the filters find."""
    words = list(skus or ())
    if words and how.where:
        raise UsageError("SKUs and --where are two ways to say what is meant.", hint="Leave one of them out.")
    if how.where:
        return Targets(filters=filters_of(how.where))
    if not words:
        raise UsageError("Nothing says which products are meant.", hint="Name SKUs, - for stdin, or --where FILTER.")
    return Targets(skus=skus_of(words, f"royal {' '.join(terminal().words)}"))


def change(job: Job, how: How) -> None:
    """Do the job, show it, and end as scripts expect. What filters choose needs --yes without a terminal."""
    mode = _mode(how.dry_run, how.output)
    asks = not how.yes and (bool(how.where) or terminal().interactive)
    with session.engine(terminal().settings) as engine:
        done = carry_out(engine, request(how.allow, how.reason), job, mode, confirm=partial(_ask, yes=not asks))
    _report(done, how.detailed)


def check_output(dry_run: bool, output: Path | None) -> None:
    if output and not dry_run:
        raise UsageError("--output saves what a dry run found.", hint="Add --dry-run.")


def _mode(dry_run: bool, output: Path | None) -> Mode:
    check_output(dry_run, output)
    listed = IN_TABLE if terminal().format is Format.table else IN_JSON
    return Mode(dry_run=dry_run, plan_file=output, shown_changes=listed)


def _ask(found: Edited, *, yes: bool) -> None:
    """Show what would change, and go on only if that is wanted."""
    if yes:
        return
    for change in found.changes:
        note(f"{change.key}  {change.field}: {shown(change.before)} -> {shown(change.after)}")
    if found.more_changes:
        note("… and more; --dry-run --json lists them.")
    touched = {"Products": found.products, "Variants": found.variants, **_beside(found)}
    note(" ".join(f"{name}: {outcome}." for name, outcome in touched.items()))
    for remark in found.warnings:
        note(f"warning: {remark.hint} ({remark.count}×: {', '.join(remark.examples)})")
    confirm("Write this?", yes=False)


def _beside(found: Edited) -> dict[str, Outcome]:
    """Stock and prices of markets, where any would change."""
    outcomes = {"Stock levels": found.stock_levels, "Market prices": found.market_prices}
    return {name: outcome for name, outcome in outcomes.items() if outcome.created or outcome.updated}


def shown(value: object) -> str:
    from royal_cli.cli.tables import cell

    return cell(value)


def _report(done: Edited, detailed: bool) -> None:
    names = ("rejected", "plan_file", "rejects", "warnings", "changes")
    also = [name for name in names if getattr(done, name)]
    also += [name.lower().replace(" ", "_") for name in _beside(done)]
    also += ["safety"] if any(check.exceeded for check in done.safety) else []
    notices = [Notice(remark.code, remark.hint, remark.count) for remark in done.warnings]
    show(EDITED, done, also=also, warnings=notices if terminal().format is Format.json else ())
    if not done.changes:
        note("Nothing to do.")
    elif done.more_changes and done.dry_run:
        note("More would change; --json lists it, --output FILE saves it.")
    if done.operation:
        note(f"`royal undo {done.operation}` takes it back.")
    if done.rejected:
        raise PartialFailure(
            f"{done.rejected} could not be done and {'was' if done.rejected == 1 else 'were'} left out.",
            hint="The rest is done; --json lists the reasons." if done.operation else None,
        )
    if done.dry_run and done.changes and detailed:
        raise ChangesFound("There are changes.", hint="Leave out --dry-run to write them.")
