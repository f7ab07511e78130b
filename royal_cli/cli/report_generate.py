"""`royal report generate`: the reports of a saved set, as files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

import typer

from royal_cli.cli.app import App
from royal_cli.cli.output import as_text, show
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, Rows
from royal_cli.errors import PartialFailure, RoyalError

if TYPE_CHECKING:
    from royal_cli.commerce.reports.generating import Done, Planned

Status: TypeAlias = Literal["written", "failed", "would be written"]


@dataclass(frozen=True, slots=True)
class Generated:
    """`figures` is how many were kept for comparison, None where none were."""

    report: str
    status: Status
    period: str
    files: list[Path]
    figures: int | None
    error: str | None
    error_code: str | None


GENERATED = Rows(
    Generated,
    Column("report", style="bold"),
    Column("status", style={"written": "green", "failed": "bold red"}),
    Column("figures", "Kept"),
    Column("files", fold=True),
    Column("period", shorten=True, shown=False),
    Column("error", fold=True, shown=False),
    Column("error_code", shown=False),
    summary=True,
)

app = App()


@app.command(
    "generate",
    shows=GENERATED,
    examples="""
    royal report generate reports.toml --dry-run
    royal report generate reports.toml --quiet
    """,
)
def generate(
    config: Annotated[Path, typer.Argument(metavar="FILE", help="The set: TOML, such as config/reports.toml.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check the set and say what would be written; write nothing.")
    ] = False,
) -> None:
    """Make the reports that a file lists, each with its options, as HTML, JSON, NDJSON or CSV; for cron.

    The whole set is checked before the first report is made. Each file is written whole or not at all. A report that
    goes wrong does not stop the others; exit code 3 says that some did. The figures of each report are kept, unless
    the set says otherwise: `royal report metrics list` compares them.
    """
    from royal_cli.commerce.reports import generating
    from royal_cli.commerce.reports.asked import Shop
    from royal_cli.commerce.reports.notation import Notation
    from royal_cli.commerce.session import engine

    settings = terminal().settings
    saved = generating.load(config, Shop.of(settings), datetime.now(UTC))
    with engine(settings) as opened:
        planned = generating.plan(opened, saved, ZoneInfo(settings.timezone))
        if dry_run:
            show(GENERATED, [_row(one, "would be written") for one in planned])
            return
        done = list(generating.generate(opened, planned, Notation.of(settings), _as_text))
    show(
        GENERATED,
        [_row(made.planned, "failed" if made.error else "written", made.figures, made.error) for made in done],
    )
    for made in done:
        for label in made.too_large:
            note(f"{made.planned.saved.name}: {label} is too large a number to be kept.")
    _end(done)


def _as_text(name: str, report: Any, form: str) -> str:
    """As the command of the report prints it."""
    command: Any = import_module(f"royal_cli.cli.report_{name}").app.build()
    return as_text(command.shows, report, Format(form), ("report", name))


def _row(planned: "Planned", status: Status, figures: int | None = None, error: RoyalError | None = None) -> Generated:
    return Generated(
        report=planned.saved.name,
        status=status,
        period=str(planned.span.period),
        files=[*planned.files.values()],
        figures=figures,
        error=error.message if error else None,
        error_code=error.code if error else None,
    )


def _end(done: Sequence["Done"]) -> None:
    """One report ends as its command would; of several the exit code says whether some or all went wrong."""
    wrong = [(made.planned.saved.name, made.error) for made in done if made.error]
    if not wrong:
        return
    if len(done) == 1:
        raise wrong[0][1]
    sentences = " ".join(f"{name}: {error.message}" for name, error in wrong)
    kind = PartialFailure if len(wrong) < len(done) else RoyalError
    raise kind(
        f"{len(wrong)} of {len(done)} reports went wrong. {sentences}",
        hint=wrong[0][1].hint,
        reports=[name for name, _ in wrong],
    )
