"""The staging tables: a whole feed as canonical rows, before anything is decided or written."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, compress
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

from royal_cli.commerce.catalog.identity import derived_sku, title_fingerprint
from royal_cli.commerce.feeds.batch import PRODUCT_FIELDS, VARIANT_FIELDS, Batch
from royal_cli.db.products import PATH_LENGTH, SKU_LENGTH, TYPE_LENGTH

metadata = MetaData()

_BIG = BigInteger()
_KEY = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
_TEXT: TypeEngine[Any] = Text()
_TYPES: dict[str, TypeEngine[Any]] = {
    "base_price": _BIG,
    "price": _BIG,
    "compare_at_price": _BIG,
    "cost_price": _BIG,
    "weight": _BIG,
    "price_scale": SmallInteger(),
    "position": Integer(),
    "price_includes_vat": Boolean(),
    "allow_backorder": Boolean(),
}
#: What has a longest length: the product's key and SKUs, and what the database indexes.
LONGEST = {"key": SKU_LENGTH, "sku": SKU_LENGTH, "product_type": TYPE_LENGTH, "category_path": PATH_LENGTH}
#: The fields of one row that only make sense together: amounts, what they count, and of which currency.
MONEY_FIELDS = ("currency", "price_scale", "base_price", "price", "compare_at_price", "cost_price")


def _staged(name: str, *columns: Column[Any]) -> Table:
    return Table(name, metadata, *columns, prefixes=["TEMPORARY"])


def _fields(names: Sequence[str]) -> list[Column[Any]]:
    return [Column(name, _TYPES.get(name, _TEXT)) for name in names]


#: One row per product of the feed; `id` is the number of the row that leads it.
products = _staged(
    "stage_products",
    Column("id", _KEY, primary_key=True, autoincrement=False),
    Column("line", _BIG, nullable=False),
    Column("key", Text, nullable=False),
    Column("alias", Text),
    Column("fingerprint", _BIG),
    #: Rows that only add to the product: how many, and their numbers, comma separated.
    Column("extra_rows", Integer, nullable=False),
    Column("extra_numbers", Text),
    #: Names of the fields that the feed clears, each between commas: ",title,vendor,".
    Column("cleared", Text),
    *_fields(PRODUCT_FIELDS),
)
#: One row per variant of the feed; `id` is the number of its row, `product` the id of its product here.
variants = _staged(
    "stage_variants",
    Column("id", _KEY, primary_key=True, autoincrement=False),
    Column("line", _BIG, nullable=False),
    Column("product", _BIG, nullable=False),
    Column("sku", Text, nullable=False),
    Column("derived", Boolean, nullable=False),
    #: What the feed itself calls the SKU, where royal had to derive another.
    Column("source_sku", Text),
    Column("cleared", Text),
    *_fields(VARIANT_FIELDS),
)
levels = _staged(
    "stage_levels",
    Column("variant", _BIG, nullable=False),
    Column("location", Text, nullable=False),
    Column("available", _BIG, nullable=False),
)
market_prices = _staged(
    "stage_market_prices",
    Column("variant", _BIG, nullable=False),
    Column("market", Text, nullable=False),
    Column("currency", Text),
    Column("price_scale", SmallInteger),
    Column("price", _BIG),
    Column("compare_at_price", _BIG),
    Column("is_included", Boolean),
)

_INDEXES = (
    Index("stage_products_key", products.c.key),
    Index("stage_variants_sku", variants.c.sku),
    Index("stage_variants_product", variants.c.product),
)


def create(connection: Connection) -> None:
    """Make the empty staging tables, without their indexes; they live as long as the connection."""
    for table in metadata.sorted_tables:
        table.drop(connection, checkfirst=True)
    for table in (products, variants, levels, market_prices):
        indexes, table.indexes = table.indexes, set()
        try:
            table.create(connection)
        finally:
            table.indexes = indexes


@dataclass(slots=True)
class Stage:
    """Loads batches, and remembers which fields the feed has at all."""

    connection: Connection
    default_location: str
    product_fields: set[str] = field(default_factory=set)
    variant_fields: set[str] = field(default_factory=set)
    clears: bool = False
    too_long: bool = False
    rows: int = 0

    def load(self, batch: Batch) -> None:
        """Append the rows of a batch. Rows of one product stand together and share its product row."""
        if not batch.numbers:
            return
        self.rows += len(batch.numbers)
        self.clears = self.clears or bool(batch.cleared)
        self.too_long = self.too_long or _has_too_long(batch)
        groups = _groups(batch)
        self._load_products(batch, groups)
        self._load_variants(batch, groups)
        self._load_levels(batch)
        self._load_market_prices(batch)

    def _load_products(self, batch: Batch, groups: "_Groups") -> None:
        fields = [name for name in PRODUCT_FIELDS if name in batch.product and name != "images"]
        self.product_fields.update(fields)
        columns: list[Iterable[Any]] = [groups.pick(batch.product[name]) for name in fields]
        titles = groups.pick(batch.product["title"]) if "title" in batch.product else [None] * len(groups.ids)
        if batch.images is not None:
            self.product_fields.add("images")
            fields.append("images")
            columns.append([images_json(images) if images else None for images in groups.collect(batch.images)])
        self._insert(
            products,
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

    def _load_variants(self, batch: Batch, groups: "_Groups") -> None:
        fields = [name for name in VARIANT_FIELDS if name in batch.variant]
        self.variant_fields.update(fields)
        cleared = [None] * len(batch.numbers) if not batch.cleared else _cleared(batch, "variant.")
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
        self._insert(variants, ["id", "line", "product", "sku", "derived", "cleared", *fields], rows)

    def _load_levels(self, batch: Batch) -> None:
        for location, available in batch.stock.items():
            name = location or self.default_location
            rows = [
                (number, name, units)
                for number, units, sells in zip(batch.numbers, available, batch.sells, strict=True)
                if units is not None and sells
            ]
            self._insert(levels, ["variant", "location", "available"], rows)

    def _load_market_prices(self, batch: Batch) -> None:
        names = ["variant", "market", "currency", "price_scale", "price", "compare_at_price", "is_included"]
        for column in batch.markets:
            rows = [
                (number, column.market, column.currency, scale, price, compare_at, included)
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
            self._insert(market_prices, names, rows)

    def _insert(self, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        insert_rows(self.connection, table.name, names, rows)


def index(connection: Connection) -> None:
    """Index what was loaded, so that the set-based steps find their way."""
    for staged in _INDEXES:
        staged.create(connection)
    if connection.dialect.name == "postgresql":
        for table in (products, variants, levels, market_prices):
            connection.exec_driver_sql(f"ANALYZE {table.name}")


def insert_rows(connection: Connection, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows below the statement compiler: COPY on PostgreSQL, executemany on SQLite."""
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        holes = ", ".join("?" * len(names))
        cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({holes})", rows)
    cursor.close()


def drop_rows(connection: Connection, ids: Sequence[int], tables: Mapping[str, str]) -> None:
    """Delete the rows with these ids from staging tables, given as table -> the column that holds the id."""
    if not ids:
        return
    connection.execute(text("CREATE TEMPORARY TABLE stage_dropped (id BIGINT PRIMARY KEY)"))
    connection.execute(text("INSERT INTO stage_dropped (id) VALUES (:id)"), [{"id": id} for id in ids])
    for table, column in tables.items():
        connection.execute(text(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM stage_dropped)"))
    connection.execute(text("DROP TABLE stage_dropped"))


@dataclass(slots=True, frozen=True)
class _Groups:
    """The products of a batch: consecutive rows with the same key. `single` when every row is its own product."""

    leads: list[bool]
    ids: list[int]
    of_row: list[int]
    single: bool

    def pick(self, column: Sequence[Any], *, first: bool = False) -> Sequence[Any]:
        """One value per product: the leading row's, or else the first that a further row of it states."""
        if self.single:
            return column
        picked = list(compress(column, self.leads))
        if first or None not in picked:
            return picked
        at = -1
        for lead, value in zip(self.leads, column, strict=True):
            at += lead
            if value is not None and picked[at] is None:
                picked[at] = value
        return picked

    def collect(self, column: Sequence[list[Any] | None]) -> Sequence[list[Any] | None]:
        if self.single:
            return column
        collected: list[list[Any]] = []
        for lead, items in zip(self.leads, column, strict=True):
            if lead:
                collected.append([])
            if items:
                collected[-1].extend(items)
        return collected

    def extras(self, batch: Batch) -> tuple[list[int], list[str | None]]:
        """Per product how many of its rows only add to it, and which."""
        if all(batch.sells):
            return [0] * len(self.ids), [None] * len(self.ids)
        numbers: list[list[int]] = []
        for number, lead, sells in zip(batch.numbers, self.leads, batch.sells, strict=True):
            if lead:
                numbers.append([])
            if not sells:
                numbers[-1].append(number)
        return [len(extra) for extra in numbers], [",".join(map(str, extra)) or None for extra in numbers]

    def cleared(self, batch: Batch) -> list[str | None]:
        if not batch.cleared:
            return [None] * len(self.ids)
        return list(self.pick(_cleared(batch, "product.")))


def _groups(batch: Batch) -> _Groups:
    keys = batch.keys
    leads = [True, *(key != before for key, before in zip(keys[1:], keys, strict=False))]
    if all(leads):
        return _Groups(leads, batch.numbers, batch.numbers, single=True)
    ids = list(compress(batch.numbers, leads))
    positions = accumulate(leads)
    return _Groups(leads, ids, [ids[position - 1] for position in positions], single=False)


def _cleared(batch: Batch, prefix: str) -> list[str | None]:
    column: list[str | None] = [None] * len(batch.numbers)
    for index, names in batch.cleared.items():
        own = sorted(name.removeprefix(prefix) for name in names if name.startswith(prefix))
        column[index] = f",{','.join(own)}," if own else None
    return column


def _has_too_long(batch: Batch) -> bool:
    columns: dict[str, Sequence[str | None]] = {"key": batch.keys, "sku": batch.skus, **batch.product}
    return any(
        max((len(text) for text in columns[name] if text), default=0) > longest
        for name, longest in LONGEST.items()
        if name in columns
    )


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


_quote = json.JSONEncoder(ensure_ascii=False).encode


def join_images(first: str | None, more: str | None) -> str | None:
    """The images of two rows of one product."""
    if first is None or more is None:
        return first or more
    return images_json([(image["url"], image["alt_text"]) for image in (*json.loads(first), *json.loads(more))])


def images_json(images: Sequence[tuple[str, str | None]]) -> str:
    """The images of a product as stored: each address once, in order, the first one primary."""
    alternatives: dict[str, str | None] = {}
    for url, alt_text in images:
        alternatives[url] = alternatives.get(url) or alt_text
    return (
        "["
        + ",".join(
            f'{{"url":{_quote(url)},"alt_text":{_quote(alt) if alt else "null"},"position":{position},'
            f'"is_primary":{"true" if position == 1 else "false"}}}'
            for position, (url, alt) in enumerate(alternatives.items(), 1)
        )
        + "]"
    )
