"""Tables made for a test, and what is proposed for them."""

from pathlib import Path

from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.profile import FileHints
from royal_cli.commerce.feeds.proposing.making import making
from royal_cli.commerce.feeds.proposing.proposal import Proposal, propose
from royal_cli.commerce.feeds.proposing.said import Said, Saying
from royal_cli.commerce.feeds.proposing.sample import Sample, take
from royal_cli.commerce.feeds.recognise import as_table
from royal_cli.commerce.feeds.rehearsal import Rehearsal
from royal_cli.commerce.feeds.source import DEFAULT_LIMITS, open_feed

#: A shop that has said its currency, and nothing of VAT.
SETTINGS = FeedOptions(currency="EUR", currency_origin="royal.toml", default_location="Main")


def sampled(folder: Path, *lines: str) -> Sample:
    path = folder / "supplier.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with open_feed(str(path)) as source:
        return take(source, as_table(source), "EUR")


def proposed(
    folder: Path, *lines: str, said: Said | None = None, maps: tuple[str, ...] = (), settings: FeedOptions = SETTINGS
) -> Proposal:
    sample = sampled(folder, *lines)
    fields, currencies = Saying(sample.header).fields(maps)
    return propose(sample, said or Said(fields=fields, market_currencies=currencies), settings)


def meant(proposal: Proposal) -> dict[str, str | None]:
    """Column -> what it is; several words with a plus between, None where it is left out."""
    found: dict[str, str | None] = {}
    for column in proposal.columns:
        before = found.get(column.column)
        found[column.column] = f"{before} + {column.field}" if before else column.field
    return found


def values(proposal: Proposal) -> dict[str, str | bool]:
    return {name: value for name, (value, _) in proposal.values.items()}


def asked(proposal: Proposal) -> dict[str, str]:
    """What is open, with the flag that says it; what is not needed has a question mark behind it."""
    return {question.about + "?" * (not question.needed): question.flag for question in proposal.questions}


def arriving(folder: Path, said: Said) -> tuple[str, Rehearsal]:
    """The text of the profile for the table that was sampled last, and what arrives by it."""
    feed = str(folder / "supplier.csv")
    with making(feed, FileHints(), SETTINGS, DEFAULT_LIMITS, is_table=True) as table:
        text = table.text(table.proposal(said), "supplier", None)
        return text, table.rehearse(text, "supplier")
