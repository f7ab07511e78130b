"""`royal product profile show`: what a profile says."""

from pathlib import Path
from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.profile_words import complete_profile
from royal_cli.cli.terminal import terminal, write
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.feeds import profile_files
from royal_cli.commerce.feeds.profile_files import MappedColumn, ShownProfile, StatedValue

PROFILE = One(
    ShownProfile,
    Column("name", style="bold"),
    Column("title"),
    Column("kind", "Reads"),
    Column("feed"),
    Column("path"),
    Column("columns", rows=Rows(MappedColumn, Column("column", shorten=True), Column("field", "Is"))),
    Column("constants", "The same for every row", rows=Rows(StatedValue, Column("name"), Column("value"))),
    Column("values", "How cells are read", rows=Rows(StatedValue, Column("name"), Column("value"))),
)

app = App()


@app.command(
    "show",
    shows=PROFILE,
    examples="""
    royal product profile show supplier
    royal product profile show supplier --raw > supplier.toml
    """,
)
def show_(
    mapping: Annotated[
        str,
        typer.Argument(metavar="NAME|FILE", help="The profile.", autocompletion=complete_profile, show_default=False),
    ],
    raw: Annotated[bool, typer.Option("--raw", help="The TOML itself, with its comments.")] = False,
) -> None:
    """Show what a profile says of each column, and how it reads the cells."""
    terminal().check_settings()
    path = profile_files.find(mapping, Path.cwd())
    shown = profile_files.shown(path)
    if raw:
        write(path.read_text(encoding="utf-8"))
    else:
        show(PROFILE, shown)
