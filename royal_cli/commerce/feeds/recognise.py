"""What a feed is, and its rows as batches: the one entrance to reading feeds of products.

with open_feed("feed.csv") as source:
    known = recognise(source)
    print(known.describe())
    for batch in batches(source, known, known.options(FeedOptions(currency="EUR"))):
        ...
"""

from collections.abc import Iterator

from royal_cli.commerce.feeds import recognition
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import FORMATS, build
from royal_cli.commerce.feeds.formats.declare import AnyFormat, Seen
from royal_cli.commerce.feeds.formats.doubts import explain
from royal_cli.commerce.feeds.formats.royal_json import header_of
from royal_cli.commerce.feeds.formats.sheet import Sheet, bind
from royal_cli.commerce.feeds.formats.table import MAPPED, TABLE, has_rows_within
from royal_cli.commerce.feeds.json_objects import PRODUCTS
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.profile import FileHints, Profile
from royal_cli.commerce.feeds.recognition import Kind, Recognised, raw_rows
from royal_cli.commerce.feeds.source import Source
from royal_cli.errors import FeedError

__all__ = ["Recognised", "as_table", "batches", "known_format", "raw_rows", "recognise"]

_PROFILE = "`royal product profile create {}` proposes a profile that says what its columns are; import with --profile"


def _why_not(source: Source, seen: Seen) -> FeedError | None:
    from royal_cli.commerce.order_feeds.recognise import title_of

    if title := title_of(seen):
        return FeedError(f"{source.name} is a {title}.", hint=f"`royal order import {source.name}` takes it")
    why = explain(bind(seen.header, TABLE)) if seen.container == "delimited" else ""
    return FeedError(f"{source.name} {why}", hint=_PROFILE.format(source.name)) if why else None


KIND = Kind(
    noun="product", command="royal product import", formats=FORMATS, mapped=MAPPED, sheet=Sheet, build=build.build,
    nesting=PRODUCTS, explain=_why_not, to_be_explained="`royal product profile create {}` makes a profile of it",
)  # fmt: skip


def recognise(
    source: Source, feed: str | None = None, profile: Profile | None = None, file: FileHints | None = None
) -> Recognised:
    """Find out what a feed is. `feed` names the format, `file` (flags) goes before what the profile says of the file.

    FeedError where no format fits or no column names the products, UsageError for an unknown format.
    """
    return recognition.recognise(KIND, source, feed, profile, file)


def as_table(source: Source, file: FileHints | None = None) -> Recognised:
    """A table whose columns nobody has explained yet: none of them is used."""
    written = recognition.find(KIND, source, None, None, file)
    seen = written.seen(source)
    if written.container != "delimited":
        first = next(written.rows(source, MAPPED), None)
        seen = seen._replace(header=header_of(first.header) if first else ())
    if not seen.header or (written.container == "xml" and has_rows_within(seen.header)):
        message = f"{source.name} is no table. {recognition.told(KIND, seen)}"
        raise FeedError(message, hint=recognition.how_to_tell(KIND, seen))
    header = seen.header
    return Recognised(MAPPED, written, None, header, header)


def known_format(source: Source, file: FileHints | None = None) -> AnyFormat | None:
    """The format whose columns need no explanation; None where the feed is a table like any other."""
    seen = recognition.find(KIND, source, None, None, file).seen(source)
    scores = {form.fits(seen): form for form in reversed(FORMATS) if seen.container in form.containers}
    best = scores[max(scores)]
    is_any_table = best.name == "table" or (best.name == "royal" and bind(seen.header, best).unused)
    return None if is_any_table or not max(scores) else best


def batches(source: Source, known: Recognised, options: FeedOptions) -> Iterator[Batch]:
    """The rows as canonical columns; the rows of a product are not split over batches. See `Recognised.options`."""
    return recognition.batches(KIND, source, known, options)
