"""Puts the staged feed in order before it meets the catalogue: one row per product, one SKU per variant."""

from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce import sql
from royal_cli.commerce.catalog.field_kinds import MONEY_FIELDS
from royal_cli.commerce.catalog.importing.identity import derived_sku, distinct_sku
from royal_cli.commerce.catalog.importing.images import join_images
from royal_cli.commerce.feeds.batch import PRODUCT_FIELDS, VARIANT_FIELDS, Reject, Warn
from royal_cli.commerce.importing.problems import Rejects, Warnings
from royal_cli.commerce.importing.staging import drop_rows, insert_rows

_OPTIONS = "v.option1_value, v.option2_value, v.option3_value"
_CHUNK = 1_000
#: Rows come a thousand at a time: a feed may repeat itself from beginning to end.
_STREAMED = {"yield_per": _CHUNK}


def resolve(
    connection: Connection, rejects: Rejects, warnings: Warnings, *, has_aliases: bool, lists: bool = False
) -> int:
    """Follow parent references, join what the feed says twice, and tell apart variants that share a SKU.

    A feed that `lists` means one variant by one SKU, whatever it says of its product; where two rows contradict each
    other nobody knows which is right, and both are refused. Returns how many rows only repeat another, word for word.
    """
    if has_aliases:
        _follow_aliases(connection)
    _join_repeated_products(connection, rejects, warnings)
    repeated = 0
    for _ in range(3):  # a derived SKU can read like another one; a distinct one cannot
        found = _separate_shared_skus(connection, rejects, warnings, lists)
        if found is None:
            break
        repeated += found
    return repeated


def _follow_aliases(connection: Connection) -> None:
    """Rows that name their product by another of its names ("id:744") join it under its key."""
    connection.execute(text("CREATE INDEX stage_products_alias ON stage_products (alias)"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE stage_followed AS SELECT r.id, min(p.key) AS key FROM stage_products r"
            " JOIN stage_products p ON p.alias = r.key WHERE p.key <> r.key GROUP BY r.id"
        )
    )
    connection.execute(
        text("UPDATE stage_products SET key = f.key FROM stage_followed f WHERE f.id = stage_products.id")
    )
    renamed = connection.execute(
        text(
            f"SELECT v.id, f.key, {_OPTIONS} FROM stage_followed f JOIN stage_variants v ON v.product = f.id"
            " WHERE v.derived"
        )
    )
    for rows in renamed.partitions(_CHUNK):
        _set_skus(connection, [(id, derived_sku(key, options)) for id, key, *options in rows])
    connection.execute(text("DROP TABLE stage_followed"))


def _join_repeated_products(connection: Connection, rejects: Rejects, warnings: Warnings) -> None:
    """Rows of one product that do not stand together: what comes first wins, later rows fill the gaps."""
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE stage_repeats AS SELECT p.id, r.first FROM stage_products p JOIN"
            " (SELECT key, min(id) AS first FROM stage_products GROUP BY key HAVING count(*) > 1) r ON r.key = p.key"
        )
    )
    _refuse_other_titles(connection, rejects)
    names = ", ".join(f"p.{name}" for name in PRODUCT_FIELDS)
    repeats = connection.execute(
        text(
            "SELECT r.first, p.id, p.line, p.key, p.alias, p.extra_rows, p.extra_numbers, p.cleared,"
            f" {names} FROM stage_repeats r JOIN stage_products p ON p.id = r.id ORDER BY r.first, p.id"
        ),
        execution_options=_STREAMED,
    )
    products = groupby(repeats, key=lambda row: int(row.first))
    joined = (_joined([row._asdict() for row in rows], warnings) for _, rows in products)
    changes = ", ".join(f"{name} = :{name}" for name in _JOINED)
    while chunk := list(islice(joined, _CHUNK)):
        connection.execute(text(f"UPDATE stage_products SET {changes} WHERE id = :id"), chunk)
    connection.execute(
        text(
            "UPDATE stage_variants SET product = r.first FROM stage_repeats r"
            " WHERE r.id = stage_variants.product AND r.first <> r.id"
        )
    )
    connection.execute(text("DELETE FROM stage_products WHERE id IN (SELECT id FROM stage_repeats WHERE id <> first)"))
    connection.execute(text("DROP TABLE stage_repeats"))


def _refuse_other_titles(connection: Connection, rejects: Rejects) -> None:
    """Where a SKU alone names the product, two titles are two products, and one of them has the wrong SKU."""
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE stage_mistaken AS SELECT p.id, p.line, p.key, f.line AS first_line, v.id AS variant"
            " FROM stage_repeats r JOIN stage_products p ON p.id = r.id JOIN stage_products f ON f.id = r.first"
            " JOIN stage_variants v ON v.product = p.id AND v.sku = p.key AND v.option1_value IS NULL"
            " WHERE p.title <> f.title"
        )
    )
    hint = "line {} gives this SKU another title: correct one of the rows"
    for row in connection.execute(text("SELECT * FROM stage_mistaken ORDER BY id"), execution_options=_STREAMED):
        rejects.add(Reject(row.variant, row.line, "", row.key, "duplicate_variant", hint.format(row.first_line)))
    for table, column, dropped in (
        ("stage_levels", "variant", "variant"), ("stage_market_prices", "variant", "variant"),
        ("stage_variants", "id", "variant"), ("stage_products", "id", "id"), ("stage_repeats", "id", "id"),
    ):  # fmt: skip
        connection.execute(text(f"DELETE FROM {table} WHERE {column} IN (SELECT {dropped} FROM stage_mistaken)"))
    connection.execute(text("DROP TABLE stage_mistaken"))


_MONEY = [name for name in MONEY_FIELDS if name in PRODUCT_FIELDS]
_PLAIN = [name for name in PRODUCT_FIELDS if name not in (*_MONEY, "images")]
_JOINED = ("alias", "extra_rows", "extra_numbers", "cleared", *PRODUCT_FIELDS)


def _joined(rows: list[dict[str, Any]], warnings: Warnings) -> dict[str, Any]:
    first, *others = rows
    for row in others:
        if row["title"] is not None and first["title"] not in (None, row["title"]):
            warnings.add(
                Warn(row["line"], "", row["key"], "repeated_product", f"also on line {first['line']}, which is kept")
            )
        first["extra_rows"] += row["extra_rows"]
        first["extra_numbers"] = ",".join(filter(None, (first["extra_numbers"], row["extra_numbers"]))) or None
        first["images"] = join_images(first["images"], row["images"])
        money = _MONEY if first["price_scale"] is None else []
        first["cleared"] = _emptied_by_both(first, row)
        for name in ("alias", *_PLAIN, *money):
            if first[name] is None:
                first[name] = row[name]
    return first


def _emptied_by_both(first: dict[str, Any], row: dict[str, Any]) -> str | None:
    """What the rows clear; a row further down does not clear what the first one states."""
    names = [*(first["cleared"] or "").split(","), *(row["cleared"] or "").split(",")]
    kept = sorted({name for name in names if name and first[name] is None})
    return f",{','.join(kept)}," if kept else None


def _separate_shared_skus(connection: Connection, rejects: Rejects, warnings: Warnings, lists: bool) -> int | None:
    """One pass over all SKUs that several rows bear; None when there were none."""
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE stage_shared AS SELECT v.id FROM stage_variants v JOIN"
            " (SELECT sku FROM stage_variants GROUP BY sku HAVING count(*) > 1) s ON s.sku = v.sku"
        )
    )
    try:
        if not connection.scalar(text("SELECT EXISTS (SELECT 1 FROM stage_shared)")):
            return None
        return _separate(connection, rejects, warnings, lists)
    finally:
        connection.execute(text("DROP TABLE stage_shared"))


def _separate(connection: Connection, rejects: Rejects, warnings: Warnings, lists: bool) -> int:
    connection.execute(text("CREATE INDEX IF NOT EXISTS stage_levels_variant ON stage_levels (variant)"))
    units = sql.joined(connection, "l.location || '\x1f' || l.available", "\x1e")
    rows = connection.execute(
        text(
            f"SELECT v.*, p.key AS product_key, (SELECT {units} FROM stage_levels l WHERE l.variant = v.id) AS units"
            " FROM stage_shared s JOIN stage_variants v ON v.id = s.id"
            " JOIN stage_products p ON p.id = v.product ORDER BY v.sku, v.id"
        ),
        execution_options=_STREAMED,
    )
    found = _Found(lists)
    for _, group in groupby(rows, key=lambda row: str(row.sku)):
        firsts: dict[tuple[Any, ...], _First] = {}
        for row in group:
            identity = () if lists else _identity(row)
            first = firsts.get(identity)
            if first is None:
                firsts[identity] = _First(row, _units(row))
            else:
                found.drop(first, row, rejects, warnings)
        found.renamed.extend(_renamed(row) for row in _to_rename([first.row for first in firsts.values()]))
    _rename(connection, found.renamed)
    drop_rows(
        connection, found.dropped, {"stage_levels": "variant", "stage_market_prices": "variant", "stage_variants": "id"}
    )
    insert_rows(connection, "stage_levels", ["variant", "location", "available"], found.further_levels())
    if lists:
        connection.execute(
            text("DELETE FROM stage_products WHERE extra_rows = 0 AND id NOT IN (SELECT product FROM stage_variants)")
        )
    return found.repeated


@dataclass(slots=True)
class _First:
    """The first row of a variant, with what all its rows say of its stock."""

    row: Row[Any]
    units: dict[str, int]
    refused: bool = False


@dataclass(slots=True)
class _Found:
    """What is to be done with the rows that share a SKU."""

    lists: bool
    renamed: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    #: Stock at further locations, which a repeating row adds: variant, location, units.
    further: list[tuple[int, str, int]] = field(default_factory=list)
    repeated: int = 0

    def drop(self, first: _First, row: Row[Any], rejects: Rejects, warnings: Warnings) -> None:
        """A further row of the same variant either says the same, or contradicts."""
        self.dropped.append(row.id)
        more = _units(row)
        if _agree(first.row, row) and all(first.units.get(place, amount) == amount for place, amount in more.items()):
            self.further.extend((first.row.id, *level) for level in more.items() if level[0] not in first.units)
            first.units.update(more)
            self.repeated += 1
            warnings.add(Warn(row.line, "", row.sku, "repeated_row", f"says the same as line {first.row.line}"))
        else:
            rejects.add(_contradicting(row, first.row))
            if self.lists and not first.refused:
                first.refused = True
                self.dropped.append(first.row.id)
                rejects.add(_contradicting(first.row, row))

    def further_levels(self) -> list[tuple[int, str, int]]:
        dropped = set(self.dropped)
        return [level for level in self.further if level[0] not in dropped]


def _contradicting(row: Row[Any], other: Row[Any]) -> Reject:
    hint = f"line {other.line} describes this variant with other values: keep one of the rows"
    return Reject(row.id, row.line, "", row.sku, "duplicate_variant", hint)


def _units(row: Row[Any]) -> dict[str, int]:
    levels = (level.rpartition("\x1f") for level in (row.units or "").split("\x1e") if level)
    return {location: int(available) for location, _, available in levels}


def _identity(row: Row[Any]) -> tuple[Any, ...]:
    return (row.product, row.option1_value, row.option2_value, row.option3_value)


def _agree(first: Row[Any], row: Row[Any]) -> bool:
    one, other = first._mapping, row._mapping
    return all(other[name] is None or other[name] == one[name] for name in VARIANT_FIELDS if name != "position")


def _to_rename(rows: list[Row[Any]]) -> list[Row[Any]]:
    """Of the variants that share a SKU, a single one that the feed itself calls so keeps it."""
    if len(rows) == 1:
        return []
    stated = [row for row in rows if not row.derived]
    return [row for row in rows if row.derived] if len(stated) == 1 else rows


def _renamed(row: Row[Any]) -> dict[str, Any]:
    options = (row.option1_value, row.option2_value, row.option3_value)
    sku = derived_sku(row.product_key, options)
    return {
        "id": row.id,
        "yes": True,
        "sku": distinct_sku(sku, row.product_key, options) if row.derived else sku,
        "source": row.source_sku if row.derived else row.sku,
    }


def _rename(connection: Connection, renamed: list[dict[str, Any]]) -> None:
    if renamed:
        connection.execute(
            text("UPDATE stage_variants SET sku = :sku, derived = :yes, source_sku = :source WHERE id = :id"), renamed
        )


def _set_skus(connection: Connection, skus: list[tuple[int, str]]) -> None:
    connection.execute(
        text("UPDATE stage_variants SET sku = :sku WHERE id = :id"), [{"id": id, "sku": sku} for id, sku in skus]
    )
