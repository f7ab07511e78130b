"""Loads the batches of a feed into the staging tables, a product row for the rows that stand together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from sqlalchemy import Connection, Table

from royal_cli.commerce.catalog.importing import stage
from royal_cli.commerce.catalog.importing.grouping import Groups, cleared_fields, group
from royal_cli.commerce.catalog.importing.identity import derived_sku, title_fingerprint
from royal_cli.commerce.catalog.importing.images import images_json
from royal_cli.commerce.catalog.importing.stage import LONGEST
from royal_cli.commerce.feeds.batch import PRODUCT_FIELDS, VARIANT_FIELDS, Batch
from royal_cli.commerce.importing.staging import insert_rows
from royal_cli.db.products import MARKET_LENGTH
from royal_cli.db.stock import LOCATION_LENGTH
from royal_cli.errors import FeedError


@dataclass(slots=True)
class Loader:
    """Loads batches into the staging tables, and remembers which fields the feed has at all."""

    connection: Connection
    default_location: str
    product_fields: set[str] = field(default_factory=set)
    variant_fields: set[str] = field(default_factory=set)
    clears: bool = False
    too_long: bool = False
    has_aliases: bool = False
    has_extra_rows: bool = False
    rows: int = 0

    def load(self, batch: Batch) -> None:
        """Append the rows of a batch. Rows of one product stand together and share its product row."""
        if not batch.numbers:
            return
        self.rows += len(batch.numbers)
        self.clears = self.clears or bool(batch.cleared)
        self.too_long = self.too_long or _has_too_long(batch)
        self.has_aliases = self.has_aliases or batch.aliases is not None
        self.has_extra_rows = self.has_extra_rows or not all(batch.sells)
        groups = group(batch)
        self._load_products(batch, groups)
        self._load_variants(batch, groups)
        self._load_levels(batch)
        self._load_market_prices(batch)

    def _load_products(self, batch: Batch, groups: Groups) -> None:
        fields = [name for name in PRODUCT_FIELDS if name in batch.product and name != "images"]
        self.product_fields.update(fields)
        columns: list[Iterable[Any]] = [groups.pick(batch.product[name]) for name in fields]
        titles = groups.pick(batch.product["title"]) if "title" in batch.product else [None] * len(groups.ids)
        if batch.images is not None:
            self.product_fields.add("images")
            fields.append("images")
            columns.append([images_json(images) if images else None for images in groups.collect(batch.images)])
        self._insert(
            stage.products,
            ["id", "line", "key", "alias", "fingerprint", "extra_rows", "extra_numbers", "cleared", *fields],
            zip(
                groups.ids,
                groups.pick(batch.lines, first=True),
                groups.pick(batch.keys, first=True),
                groups.pick(batch.aliases) if batch.aliases else [None] * len(groups.ids),
                [title_fingerprint(title) if title else None for title in titles],
                *groups.extras(batch),
                groups.cleared(batch),
                *columns,
                strict=True,
            ),
        )

    def _load_variants(self, batch: Batch, groups: Groups) -> None:
        fields = [name for name in VARIANT_FIELDS if name in batch.variant]
        self.variant_fields.update(fields)
        cleared = [None] * len(batch.numbers) if not batch.cleared else cleared_fields(batch, "variant.")
        rows: Iterable[Any] = zip(
            batch.numbers,
            batch.lines,
            groups.of_row,
            _skus(batch),
            [sku is None for sku in batch.skus],
            cleared,
            *(batch.variant[name] for name in fields),
            strict=True,
        )
        if not all(batch.sells):
            rows = compress(rows, batch.sells)
        self._insert(stage.variants, ["id", "line", "product", "sku", "derived", "cleared", *fields], rows)

    def _load_levels(self, batch: Batch) -> None:
        for location, available in batch.stock.items():
            name = _named("location", location or self.default_location, LOCATION_LENGTH)
            rows = [
                (number, name, units)
                for number, units, sells in zip(batch.numbers, available, batch.sells, strict=True)
                if units is not None and sells
            ]
            self._insert(stage.levels, ["variant", "location", "available"], rows)

    def _load_market_prices(self, batch: Batch) -> None:
        names = ["variant", "market", "currency", "price_scale", "price", "compare_at_price", "is_included"]
        for column in batch.markets:
            market = _named("market", column.market, MARKET_LENGTH)
            rows = [
                (number, market, column.currency, scale, price, compare_at, included)
                for number, sells, scale, price, compare_at, included in zip(
                    batch.numbers,
                    batch.sells,
                    column.price_scale,
                    column.price,
                    column.compare_at_price,
                    column.included,
                    strict=True,
                )
                if sells and not (price is None and compare_at is None and included is None)
            ]
            self._insert(stage.market_prices, names, rows)

    def _insert(self, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        insert_rows(self.connection, table.name, names, rows)


def _has_too_long(batch: Batch) -> bool:
    columns: dict[str, Sequence[str | None]] = {"key": batch.keys, "sku": batch.skus, **batch.variant, **batch.product}
    return any(
        max(map(len, filter(None, columns[name])), default=0) > longest
        for limits in LONGEST.values()
        for name, longest in limits.items()
        if name in columns
    )


def _named(what: str, name: str, longest: int) -> str:
    if len(name) > longest:
        raise FeedError(f"The {what} {name[:40]}… has a name of {len(name)} characters; {longest} fit.")
    return name


def _skus(batch: Batch) -> Iterator[str]:
    """The feed's SKU, or one derived from the product's key and the option values."""
    if None not in batch.skus:
        return iter(batch.skus)  # type: ignore[arg-type]
    blank: list[Any] = [None] * len(batch.numbers)
    options = [batch.variant.get(f"option{n}_value", blank) for n in (1, 2, 3)]
    return (
        sku if sku is not None else derived_sku(key, values)
        for sku, key, *values in zip(batch.skus, batch.keys, *options, strict=True)
    )
