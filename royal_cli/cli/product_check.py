"""`royal product check`: what is missing, wrong, doubled, or refused by a channel."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from royal_cli.cli import product_filters
from royal_cli.cli.app import App
from royal_cli.cli.catalog_words import complete_sku
from royal_cli.cli.output import show
from royal_cli.cli.progress import progress
from royal_cli.cli.shared_options import taking
from royal_cli.cli.standard_input import skus_of
from royal_cli.cli.terminal import Format, note, terminal
from royal_cli.cli.views import Column, Page, Rows
from royal_cli.commerce.catalog.checking import examine
from royal_cli.commerce.catalog.checking.asked import ALL, NAMES, Asked, asked
from royal_cli.commerce.catalog.checking.check import Severity
from royal_cli.commerce.catalog.checking.examine import Choice
from royal_cli.commerce.catalog.checking.pictures import Pictures
from royal_cli.commerce.catalog.checking.report import Finding, Findings, Found, Score
from royal_cli.commerce.catalog.reading.rows import Filters
from royal_cli.commerce.session import reading
from royal_cli.errors import RoyalError, UsageError

if TYPE_CHECKING:
    from sqlmodel import Session

LIMIT = 50

_HOW_BAD = {"error": "bold red", "warning": "yellow", "advice": "dim"}

FOUND = Rows(
    Found,
    Column("severity", style=_HOW_BAD),
    Column("count"),
    Column("code", style="bold"),
    Column("channel", shown=False),
    Column("todo", "What to do", fold=True),
    Column("skus", "SKUs, such as", shorten=True),
    Column("field", shown=False),
    Column("says", shown=False),
    empty="Nothing is wrong.",
)

FINDINGS = Rows(
    Finding,
    Column("sku", "SKU", style="bold"),
    Column("severity", style=_HOW_BAD),
    Column("code"),
    Column("channel", shown=False),
    Column("value", fold=True),
    Column("todo", "What to do", fold=True),
    Column("field", shown=False),
    Column("says", shown=False),
    Column("product", shown=False),
    empty="Nothing is wrong.",
    part="list",
)

SCORES = Rows(
    Score,
    Column("product", style="bold"),
    Column("channel", shown=False),
    Column("score", "Complete %"),
    Column("errors"),
    Column("warnings"),
    Column("advice"),
    Column("lacks", fold=True),
    empty="Nothing is wrong: every product is complete.",
    part="score",
)

_EXAMPLES = """
royal product check
royal product check --channel bol --channel google
royal product check MUG-RED --list
royal product check --code gtin_check_digit
royal product check --channel google --score --limit 20
royal product check --code missing_cost --fields sku --format csv > to-ask.csv
royal product check --channel all --fail-on error --quiet
"""

app = App()


@app.command("check", shows=FOUND, parts=(FINDINGS, SCORES), examples=_EXAMPLES)
@taking(filters=product_filters.of_options)
def check(
    skus: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SKU …|-]",
            help="Only these products; - reads SKUs from stdin.",
            show_default=False,
            autocompletion=complete_sku,
        ),
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option("--channel", metavar="NAME", help=f"Its rules: {', '.join(NAMES)} or {ALL}. May be repeated."),
    ] = None,
    code: Annotated[
        list[str] | None,
        typer.Option("--code", metavar="CODE", help="Only this check, finding by finding. May be repeated."),
    ] = None,
    severity: Annotated[
        Severity, typer.Option("--severity", help="Nothing lighter than that.", show_default=False)
    ] = Severity.advice,
    listed: Annotated[bool, typer.Option("--list", help="Finding by finding.")] = False,
    score: Annotated[
        bool, typer.Option("--score", help="How complete each product is; the least complete first.")
    ] = False,
    images: Annotated[bool, typer.Option("--images", help="Ask for every image, over the network.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Ask for images within private networks, too.")
    ] = False,
    fail_on: Annotated[
        Severity | None, typer.Option("--fail-on", help="Exit 1 if there is such a finding, or a worse one.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", metavar="N", min=1, help=f"So many rows ({LIMIT} in a table, else all).", show_default=False
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All rows, in a table as well.")] = False,
    cursor: Annotated[
        str | None, typer.Option("--cursor", metavar="CURSOR", help="Go on where the page before ended, which told it.")
    ] = None,
    *,
    filters: Filters,
) -> None:
    """Look for what is missing, wrong or doubled, and for what a channel would refuse. Nothing is changed.

    An error: a channel refuses it, or nothing can be sold so. A warning: it is probably wrong. Advice: it could be
    better. Without --channel it is what holds everywhere; with it, what that channel asks for, and how complete a
    product is for it: the share of the channel's checks that the product and all its variants pass. With
    --below-margin, variants whose margin is lower are a finding (low_margin).

    Exit code 0 whatever is found; with --fail-on 1, for a job that is to stop then.
    """
    _fit(bool(listed or code), score, images, allow_private, cursor, limit, everything)
    wanted = asked(channel or [], code or [], least=severity, below_margin=filters.below_margin, images=images)
    choice = Choice(filters, skus_of(skus or [], "royal product check"))
    also = ["channel"] if channel else []
    rows = None if everything else limit or (LIMIT if terminal().format is Format.table else None)
    with reading(terminal().settings) as session:
        pictures = _ask_for_images(session, choice, wanted, allow_private) if images else Pictures()
        if score:
            with _looking():
                scores = examine.scores(session, choice, wanted, pictures.hits, limit=rows)
            _show_scores(scores, rows, also)
        elif listed or code:
            found = examine.one_by_one(session, choice, wanted, pictures.hits, limit=rows, cursor=cursor)
            _show_findings(found, rows, also)
        else:
            with _looking():
                numbers = examine.in_numbers(session, choice, wanted, pictures.hits)
            show(FOUND, numbers, also=also)
            _tell_looked_at(session, choice)
        if pictures.interrupted:
            raise KeyboardInterrupt
        if fail_on:
            worst = examine.in_numbers(session, choice, wanted.at_least(fail_on), pictures.hits)
            _fail(worst, fail_on, channel or [])


def _fit(
    listed: bool, score: bool, images: bool, private: bool, cursor: str | None, limit: int | None, all: bool
) -> None:
    """Refuse options that do not go together."""
    if score and listed:
        raise UsageError("--score shows products, --list and --code show findings.", hint="Leave one of them out.")
    if all and limit is not None:
        raise UsageError("--all shows all there is; --limit goes with a part.", hint="Leave one out.")
    if (limit is not None or all) and not (listed or score):
        raise UsageError("The summary has a row for each check.", hint="--limit and --all go with --list or --score.")
    if cursor is not None and not listed:
        raise UsageError("A cursor goes on with a list of findings.", hint="Add --list, or leave --cursor out.")
    if private and not images:
        raise UsageError("--allow-private is about asking for images.", hint="Add --images.")
    if images and cursor is not None:
        raise UsageError("Images are asked for once, for the whole list.", hint="Leave --cursor out, and take --all.")


@contextmanager
def _looking() -> Iterator[None]:
    """A large catalogue takes a while."""
    with progress() as line:
        line.update(0, None, 0, "looking through the catalogue")
        yield


def _show_findings(found: Findings, limit: int | None, also: Sequence[str]) -> None:
    if limit is None:
        show(FINDINGS, found, also=also)
    else:
        rows = list(found)
        show(FINDINGS, rows, page=Page(limit, found.next), also=also)


def _show_scores(found: Sequence[Score], limit: int | None, also: Sequence[str]) -> None:
    show(SCORES, found, also=also)
    if len(found) == limit:
        note(f"The {limit} that lack most; --all shows every product that lacks something.")


def _ask_for_images(session: "Session", choice: Choice, wanted: Asked, allow_private: bool) -> Pictures:
    with progress() as line:
        found = examine.ask_for_images(
            session,
            choice,
            wanted,
            allow_private=allow_private,
            progress=lambda done, total: line.update(done, total, 0, "asking for images"),
        )
    note(f"{found.asked:,} of {found.addresses:,} images asked for.")
    return found


def _tell_looked_at(session: "Session", choice: Choice) -> None:
    if terminal().format is Format.table:
        products, variants = examine.looked_at(session, choice)
        note(f"{products:,} products with {variants:,} variants looked at. --code CODE lists what a check found.")


def _fail(found: Sequence[Found], least: Severity, channels: Sequence[str]) -> None:
    if found:
        asked_for = "".join(f" --channel {channel}" for channel in channels)
        count = sum(row.count for row in found)
        raise RoyalError(
            f"{count:,} {'finding is' if count == 1 else 'findings are'} as bad as --fail-on {least.value}, or worse.",
            hint=f"royal product check{asked_for} --list --severity {least.value}",
        )
