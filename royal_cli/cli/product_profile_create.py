"""`royal product profile create`: a table is looked at, and a profile is proposed for it."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from royal_cli.cli import profile_questions
from royal_cli.cli.app import App
from royal_cli.cli.feed_options import feed_options, source_limits
from royal_cli.cli.output import sketch
from royal_cli.cli.profile_created import COLUMNS, CREATED, created, report
from royal_cli.cli.profile_target import Target
from royal_cli.cli.rehearsed import REJECTS, ROWS
from royal_cli.cli.terminal import note, terminal
from royal_cli.commerce.feeds.options import check_decimal_mark, currency_code, delimiter_sign
from royal_cli.commerce.feeds.profile import FileHints
from royal_cli.commerce.feeds.proposing.making import Making, making, save
from royal_cli.commerce.feeds.proposing.proposal import Proposal
from royal_cli.commerce.feeds.proposing.questions import LENGTH_UNITS, WEIGHT_UNITS
from royal_cli.commerce.feeds.proposing.said import Said, Saying
from royal_cli.errors import UsageError

app = App()


@app.command(
    "create",
    shows=CREATED,
    examples="""
    royal product profile create supplier.csv
    royal product profile create supplier.csv --dry-run
    royal product profile create supplier.csv --price UVP --vat included --currency EUR --name de-boer
    royal product profile create supplier.csv --map "Modell=product" --map "Notiz=" --stock "Lager 2=Utrecht"
    """,
)
def create(
    feed: Annotated[str, typer.Argument(metavar="FILE|-|URL", help="The table.", show_default=False)],
    name: Annotated[str | None, typer.Option("--name", help="For --profile NAME; else that of the file.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="What it is, for people.")] = None,
    key: Annotated[str | None, typer.Option("--key", metavar="COLUMN", help="The column that names each row.")] = None,
    price: Annotated[
        str | None, typer.Option("--price", metavar="COLUMN", help="The column that customers pay.")
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column is: cost, title …; COLUMN= leaves it out."),
    ] = None,
    stock: Annotated[
        list[str] | None,
        typer.Option("--stock", metavar="COLUMN=LOCATION", help="A column of stock, and where that is."),
    ] = None,
    market: Annotated[
        list[str] | None,
        typer.Option("--market", metavar="COLUMN=MARKET[:CURRENCY]", help="A column of a market's prices."),
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="Of prices that do not say.")
    ] = None,
    vat: Annotated[
        str | None, typer.Option("--vat", metavar="included|excluded", help="Whether the prices include it.")
    ] = None,
    decimal_mark: Annotated[str | None, typer.Option("--decimal-mark", metavar=". or ,", help="In numbers.")] = None,
    weight_unit: Annotated[
        str | None, typer.Option("--weight-unit", metavar="UNIT", help="Of weights that do not say: kg …")
    ] = None,
    dimension_unit: Annotated[
        str | None, typer.Option("--dimension-unit", metavar="UNIT", help="Of sizes that do not say: cm …")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Save it there, not among the profiles.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a profile that is there.")] = False,
    feed_format: Annotated[
        str | None, typer.Option("--feed", metavar="table", help="Take a feed that royal knows for a table.")
    ] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", help="Of the file, such as cp1252.")] = None,
    delimiter: Annotated[str | None, typer.Option("--delimiter", help="Between cells; tab as `tab`.")] = None,
    header_line: Annotated[int | None, typer.Option("--header-line", min=1, help="The line of the header.")] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="Of a workbook.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing: save what is proposed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, save nothing.")] = False,
) -> None:
    """Propose what the columns of a supplier's table mean, show what would arrive, and save that as a profile.

    The header and the first rows tell most of it. On a terminal it asks for the rest; elsewhere a flag says it, and
    what is missing is named with its flag. The profile is a TOML file with an example for every column, in the folder
    profiles beside the project's royal.toml, or the user's; edit it as you like.
    """
    currency = currency_code(currency)
    check_decimal_mark(decimal_mark)
    _check_words(feed=feed_format, vat=vat, weight_unit=weight_unit, dimension_unit=dimension_unit)
    settings = terminal().settings
    file = FileHints(encoding=encoding, delimiter=delimiter_sign(delimiter), header_line=header_line, sheet=sheet)
    asks = terminal().interactive and not yes
    target = Target(feed, name, output, force or dry_run)
    options = replace(feed_options(settings), default_location=settings.location)
    with making(feed, file, options, source_limits(settings), is_table=feed_format == "table") as table:
        said = _said(table.saying, key, price, maps or [], stock or [], market or [])
        said = replace(
            said, currency=currency, price_includes_vat=_VAT.get(vat or ""),
            decimal_mark=decimal_mark, weight_unit=weight_unit, dimension_unit=dimension_unit,
        )  # fmt: skip
        if asks:
            note(f"{table.sample.source}: {table.sample.written}, {len(table.sample.columns)} columns.")
            said = _talked_over(table, said)
        proposal = table.proposal(said)
        _refuse_open(proposal)
        called = target.settled(asks=asks)
        text = table.text(proposal, called.name, title)
        done = table.rehearse(text, called.name)
        if not dry_run:
            save(called.path, text)
    report(created(table, called, title, proposal, text, done, dry_run), feed, talked=asks)


def _check_words(**given: str | None) -> None:
    for name, said in given.items():
        flag, known = f"--{name.replace('_', '-')}", _ALLOWED[name]
        if said is not None and said not in known:
            raise UsageError(f"{flag} cannot be {said!r}.", hint=f"It is {', '.join(known)}.")


_VAT = {"included": True, "excluded": False}
_ALLOWED = {"feed": ("table",), "vat": tuple(_VAT), "weight_unit": WEIGHT_UNITS, "dimension_unit": LENGTH_UNITS}


def _said(
    saying: Saying, key: str | None, price: str | None, maps: list[str], stock: list[str], markets: list[str]
) -> Said:
    fields, currencies = saying.fields(maps, stock, markets)
    return Said(
        key=saying.column(key, "--key") if key else None,
        price=saying.column(price, "--price") if price else None,
        fields=fields,
        market_currencies=currencies,
    )


def _talked_over(table: Making, said: Said) -> Said:
    """Ask until nothing is open and the person at the terminal wants it so."""
    sketch(COLUMNS, table.proposal(said).columns)
    while True:
        said = profile_questions.answers(table, said)
        proposal = table.proposal(said)
        done = table.rehearse(table.text(proposal, "this", None), "this")
        sketch(ROWS, done.rows)
        if done.rejects:
            sketch(REJECTS, done.rejects)
        for line in (*proposal.notes, f"{done.arriving} of the first {done.read} rows arrive."):
            note(line)
        changed = profile_questions.changed(proposal, said)
        if changed is None:
            return said
        said = changed
        sketch(COLUMNS, table.proposal(said).columns)


def _refuse_open(proposal: Proposal) -> None:
    """Where nobody can be asked, everything that has to be said is named at once."""
    missing = proposal.missing
    if missing:
        asks = " ".join(question.asks for question in missing)
        flags = "; ".join(question.flag for question in missing)
        raise UsageError(
            f"{proposal.source} does not say everything. {asks}",
            hint=f"Add {flags}.",
            missing=[{"about": q.about, "asks": q.asks, "flag": q.flag, "choices": list(q.choices)} for q in missing],
        )
