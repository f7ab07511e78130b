"""`royal order match`: which SKU is meant by what a channel calls it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from royal_cli.cli import standard_input
from royal_cli.cli.app import App
from royal_cli.cli.by_hand import asking, changing, ended, of_one
from royal_cli.cli.catalog_words import complete_sku
from royal_cli.cli.changing import How
from royal_cli.cli.order_filters import OfChannel
from royal_cli.cli.output import show
from royal_cli.cli.prompts import choose, confirm
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import note, terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.orders.matching import match
from royal_cli.commerce.orders.matching.match import LeftOut, Matched, MatchedCode, Wanted
from royal_cli.commerce.orders.matching.suggest import Suggestion, suggestions
from royal_cli.errors import PartialFailure, UsageError

app = App()

MATCHES = Rows(
    MatchedCode,
    Column("code", style="bold", shorten=True),
    Column("channel", shorten=True),
    Column("sku", "Is SKU"),
    Column("kind"),
    Column("lines"),
    Column("why", "Because of the"),
    Column("title", shorten=True),
    Column("was"),
)
_REJECTS = Rows(LeftOut, Column("line"), Column("code"), Column("hint", "Why", fold=True))
MATCHED = One(
    Matched,
    Column("operation"),
    Column("dry_run"),
    Column("codes"),
    Column("lines"),
    Column("rejected", shown=False),
    Column("matched", rows=MATCHES, shown=False),
    Column("rejects", "Left as they are", rows=_REJECTS, shown=False),
    summary=True,
)


class Kind(StrEnum):
    product = "product"
    shipping = "shipping"
    fee = "fee"
    discount = "discount"
    adjustment = "adjustment"


_NONE = "none of these"


@app.command(
    "match",
    shows=MATCHED,
    examples="""
    royal order match 85123A MUG-RED
    royal order match POST --as shipping --channel amazon
    royal order match --suggest --dry-run
    royal order match --from matches.csv
    """,
)
@taking(how=of_one)
def match_(
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="As the channel writes it, in any letter case.")
    ] = None,
    sku: Annotated[
        str | None, typer.Argument(metavar="[SKU]", help="Of the variant that it is.", autocompletion=complete_sku)
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--as", help="It is no product; or is one after all.", show_default=False)
    ] = None,
    channel: OfChannel = None,
    suggested: Annotated[
        bool, typer.Option("--suggest", help="What can be told by GTIN, by code, or by title.")
    ] = False,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="FILE|-", help="A list: code,sku[,channel] on every line.")
    ] = None,
    *,
    how: How,
) -> None:
    """Say which SKU a channel's code is, or that it is postage, a fee, a discount or an adjustment.

    All lines that were sold under the code follow, and all that will be. A cost that is unknown becomes what the SKU
    costs now. What is no product counts as shipping or as a fee in the sums of its orders; their totals stay.
    Lines of which units are reserved or packed keep the SKU that they have.

    --suggest shows what speaks for itself, and asks which one is meant where several could be; without a terminal
    these are left out, and --yes or --dry-run is needed.
    """
    _check(code, sku, kind, suggested, from_)
    with changing(how, in_table=50) as (engine, asked):
        if suggested:
            wanted = _chosen(suggestions(engine, channel), how)
            done = match.match_all(engine, wanted, asked, lambda found: _ask(found, how))
        elif from_ is not None:
            lines = standard_input.lines_of(from_)
            done = match.match_list(engine, lines, asked, asking(how, _preview), channel=channel, source=from_)
        elif kind is not None:
            done = match.set_kind(engine, code or "", kind.value, asked, asking(how, _preview), channel=channel)
        else:
            done = match.match_code(engine, code or "", sku or "", asked, asking(how, _preview), channel=channel)
    show(MATCHED, done, also=[name for name in ("rejected", "matched", "rejects") if getattr(done, name)])
    ended(done.operation, how, found=bool(done.codes))
    if done.rejected:
        raise PartialFailure(
            f"{done.rejected} of the lines could not be done and {'was' if done.rejected == 1 else 'were'} left out.",
            hint="The rest is done; --json lists the reasons." if done.operation else None,
        )


def _check(code: str | None, sku: str | None, kind: Kind | None, suggested: bool, from_: str | None) -> None:
    """One way to say what is meant."""
    ways = [sku is not None, kind is not None, suggested, from_ is not None]
    if sum(ways) != 1 or (code is not None) == (suggested or from_ is not None):
        raise UsageError(
            "It is said in one of four ways what a code is.",
            hint="match CODE SKU, match CODE --as shipping, match --from FILE, or match --suggest",
        )


def _chosen(suggestions: Sequence[Suggestion], how: How) -> list[Wanted]:
    """The only candidate, or the one that somebody picks; what nobody can pick from is left out and told."""
    wanted = []
    for one in suggestions:
        picked = one.candidates[0] if len(one.candidates) == 1 else None
        if picked is None and terminal().interactive and not how.yes:
            skus = {f"{candidate.sku}  {candidate.title or ''}".strip(): candidate for candidate in one.candidates}
            question = f"{one.channel} sells {one.code} ({one.title or 'no title'}). Which one is it?"
            picked = skus.get(choose(question, [*skus, _NONE], default=_NONE))
        if picked is None:
            skus_of_it = ", ".join(candidate.sku for candidate in one.candidates[:5])
            note(f"{one.code} ({one.channel}) is left out, {one.why.value}: {skus_of_it}")
        else:
            wanted.append(Wanted(one.code_id, picked.variant_id, why=one.why.value))
    return wanted


def _ask(found: Matched, how: How) -> None:
    """What was only proposed is never written without a word."""
    if not how.yes:
        _preview(found)
    confirm("Write this?", yes=how.yes)


def _preview(found: Matched) -> None:
    for one in found.matched:
        because = f", {one.why}: {one.title or one.code}" if one.why else ""
        note(f"{one.code} ({one.channel}) is {one.sku or one.kind}, {one.lines} lines{because}")
    if found.codes > len(found.matched):
        note(f"… and {found.codes - len(found.matched)} more; --dry-run --json lists them.")
    for left in found.rejects:
        note(f"Line {left.line}: {left.hint}")
