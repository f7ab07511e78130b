"""`royal product profile test`: a file is read by a profile, and nothing is written."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.feed_options import feed_options, source_limits
from royal_cli.cli.output import show
from royal_cli.cli.profile_words import complete_profile
from royal_cli.cli.rehearsed import REJECTS, ROWS, WARNINGS
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One
from royal_cli.commerce.feeds import profile_files
from royal_cli.commerce.feeds.profile_trial import ProfileTrial, try_out
from royal_cli.errors import PartialFailure

TESTED = One(
    ProfileTrial,
    Column("profile"),
    Column("source"),
    Column("feed"),
    Column("read", "Rows read"),
    Column("arriving", "Rows that arrive"),
    Column("rejected", "Rows rejected"),
    Column("has_titles", shown=False),
    Column("unused_columns", "Columns not in the profile"),
    ROWS,
    REJECTS,
    WARNINGS,
)

app = App()


@app.command(
    "test",
    shows=TESTED,
    examples="""
    royal product profile test supplier supplier.csv
    royal product profile test supplier https://supplier.example/list.csv --limit 20
    """,
)
def try_(
    mapping: Annotated[
        str,
        typer.Argument(metavar="NAME|FILE", help="The profile.", autocompletion=complete_profile, show_default=False),
    ],
    feed: Annotated[str, typer.Argument(metavar="FILE|-|URL", help="The table.", show_default=False)],
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Read the first rows only.")] = None,
) -> None:
    """Read a file by a profile as an import would, without a database: what arrives, what is rejected, and why.

    Exit code 3 says that rows were rejected. The catalogue is not asked: whether it has a product already, and
    whether another product has the same SKU or GTIN, only an import with --dry-run can tell.
    """
    settings = terminal().settings
    found = profile_files.load(mapping, Path.cwd())
    options = replace(feed_options(settings), default_location=settings.location)
    done = try_out(found, feed, options, source_limits(settings), limit=limit)
    also = [name for name in ("rows", "rejects", "warnings") if getattr(done, name)]
    show(TESTED, done, also=also)
    if not done.has_titles:
        note("No row has a title: of these rows an import takes only those whose product the catalogue knows.")
    if done.rejected:
        raise PartialFailure(
            f"{done.rejected} of {done.read} rows are rejected.",
            hint="An import writes them to a file, to be corrected.",
        )
    note(f"The next step: royal product import {feed} --profile {mapping} --dry-run")
