"""Reads a feed to the end and shows its rows the way a person would look at them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from royal_cli.commerce.feeds.batch import Batch, MarketColumns, Reject, Warn
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.profile import Profile
from royal_cli.commerce.feeds.recognise import Recognised, batches, recognise
from royal_cli.commerce.feeds.source import open_feed
from royal_cli.money import to_text

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(slots=True)
class Row:
    """One accepted row; fields that the feed does not state are left out."""

    number: int
    line: int
    key: str
    alias: str | None
    sells: bool
    sku: str | None
    product: dict[str, Any]
    variant: dict[str, Any]
    images: list[tuple[str, str | None]]
    stock: dict[str, int]
    clears: set[str]

    @property
    def options(self) -> list[str]:
        """As "Size: M"."""
        names = [(self.variant.get(f"option{n}_name"), self.variant.get(f"option{n}_value")) for n in (1, 2, 3)]
        return [f"{name}: {value}" for name, value in names if value]

    @property
    def price(self) -> str | None:
        return self.money("price")

    def money(self, name: str) -> str | None:
        """As "12.50 EUR"."""
        amount = self.variant.get(name)
        if amount is None:
            return None
        return f"{to_text(amount, self.variant['price_scale'])} {self.variant.get('currency', '')}".strip()


@dataclass(slots=True)
class Feed:
    known: Recognised
    batches: list[Batch]
    rows: list[Row] = field(default_factory=list)

    @property
    def rejects(self) -> list[Reject]:
        return [reject for batch in self.batches for reject in batch.rejects]

    @property
    def warnings(self) -> list[Warn]:
        return [warning for batch in self.batches for warning in batch.warnings]

    @property
    def codes(self) -> list[str]:
        """The codes of all warnings, in order."""
        return [warning.code for warning in self.warnings]

    @property
    def markets(self) -> dict[str, MarketColumns]:
        """The markets of a feed of a single batch."""
        (batch,) = self.batches
        return {market.market: market for market in batch.markets}

    def __getitem__(self, sku: str) -> Row:
        (row,) = [row for row in self.rows if row.sku == sku]
        return row


def read(
    feed: str | bytes | Path,
    *,
    folder: Path | None = None,
    name: str = "feed.csv",
    form: str | None = None,
    profile: Profile | None = None,
    **options: Any,
) -> Feed:
    """Read a file, or a text that is put into a file in `folder` first. Prices without a currency are in EUR."""
    if not isinstance(feed, Path):
        assert folder
        (folder / name).write_bytes(feed.encode() if isinstance(feed, str) else feed)
        feed = folder / name
    with open_feed(str(feed)) as source:
        known = recognise(source, form, profile)
        settings = FeedOptions(currency="EUR", now=NOW)
        found = Feed(known, list(batches(source, known, known.options(settings, **options))))
    found.rows = [row for batch in found.batches for row in rows_of(batch)]
    return found


def rows_of(batch: Batch) -> list[Row]:
    assert all(len(column) == len(batch.numbers) for column in (*batch.product.values(), *batch.variant.values()))
    return [
        Row(
            number=batch.numbers[row],
            line=batch.lines[row],
            key=batch.keys[row],
            alias=batch.aliases[row] if batch.aliases else None,
            sells=batch.sells[row],
            sku=batch.skus[row],
            product={name: column[row] for name, column in batch.product.items() if column[row] is not None},
            variant={name: column[row] for name, column in batch.variant.items() if column[row] is not None},
            images=(batch.images[row] if batch.images else None) or [],
            stock={place: found for place, units in batch.stock.items() if (found := units[row]) is not None},
            clears=batch.cleared.get(row, set()),
        )
        for row in range(len(batch.numbers))
    ]
