"""The options of lists that come a page at a time; see `taking`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.errors import UsageError

LIMIT = 50


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list is wanted: a page of `limit` rows from `cursor` on, or everything."""

    limit: int
    everything: bool
    cursor: str | None
    count: bool


def of_options(
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help=f"So many, and no more ({LIMIT}).", show_default=False)
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    cursor: Annotated[
        str | None, typer.Option(metavar="CURSOR", help="Go on where the page before ended, which told it.")
    ] = None,
    count: Annotated[bool, typer.Option("--count", help="Also count how many there are in all.")] = False,
) -> Paging:
    if everything and (limit is not None or count):
        raise UsageError("--all shows all there is; --limit and --count go with a page.", hint="Leave one out.")
    return Paging(limit or LIMIT, everything, cursor, count)


def tell_total(total: int | None, next: str | None) -> None:
    """A last page says how many there are in all, where that was asked; the others and JSON have it in their page."""
    if total is not None and not next and terminal().format is not Format.json:
        note(f"{total} in all.")
