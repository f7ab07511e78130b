"""What a file of orders is, and its rows as batches: the one entrance to reading orders.

with open_feed("orders.csv") as source:
    known = recognise(source)
    print(known.describe())
    for batch in batches(source, known, known.options(OrderOptions(currency="EUR"))):
        ...
"""

from collections.abc import Iterator

from royal_cli.commerce.feeds import recognition
from royal_cli.commerce.feeds.formats import FORMATS as PRODUCT_FORMATS
from royal_cli.commerce.feeds.formats.declare import Seen
from royal_cli.commerce.feeds.profile import FileHints, Profile
from royal_cli.commerce.feeds.recognition import Kind, Recognised, raw_rows
from royal_cli.commerce.feeds.source import Source
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.build import build
from royal_cli.commerce.order_feeds.formats import FORMATS
from royal_cli.commerce.order_feeds.formats.royal import ORDERS
from royal_cli.commerce.order_feeds.formats.table import MAPPED, missing
from royal_cli.commerce.order_feeds.options import OrderOptions
from royal_cli.commerce.order_feeds.sheet import OrderSheet
from royal_cli.errors import FeedError

__all__ = ["Recognised", "batches", "raw_rows", "recognise"]

_PROFILE = "a profile says what its columns are; config/profiles/orders.toml explains one, --profile names it"


def title_of(seen: Seen) -> str | None:
    """What a file of orders is called; None where it is none that needs no explanation."""
    scores = KIND.scores(seen)
    best = max(FORMATS, key=lambda form: scores.get(form.name, 0))
    return best.title if scores.get(best.name) else None


def _why_not(source: Source, seen: Seen) -> FeedError | None:
    if why := missing(seen.header):
        return FeedError(f"{source.name} {why}.", hint=_PROFILE)
    forms = [form for form in PRODUCT_FORMATS if seen.container in form.containers and form.fits(seen)]
    if not forms:
        return None
    title = max(forms, key=lambda form: form.fits(seen)).title
    what = "a table of products" if title == "table" else f"a {title}"
    return FeedError(f"{source.name} looks like {what}, not like orders.", hint=f"royal product import {source.name}")


KIND = Kind(
    noun="order", command="royal order import", formats=FORMATS, mapped=MAPPED, sheet=OrderSheet, build=build,
    nesting=ORDERS, explain=_why_not, to_be_explained=_PROFILE,
)  # fmt: skip


def recognise(
    source: Source, feed: str | None = None, profile: Profile | None = None, file: FileHints | None = None
) -> Recognised:
    """Find out what a file is. `feed` names the format, `file` (flags) goes before what the profile says of the file.

    FeedError where no format fits or no column names the orders, UsageError for an unknown format or a profile of
    products.
    """
    return recognition.recognise(KIND, source, feed, profile, file)


def batches(source: Source, known: Recognised, options: OrderOptions) -> Iterator[OrderBatch]:
    """The rows as canonical columns, see `batch`. `options` are those of `Recognised.options`.

    FeedError where the dates of the file do not tell whether the day or the month comes first, UsageError where nobody
    states the currency.
    """
    return recognition.batches(KIND, source, known, options)
