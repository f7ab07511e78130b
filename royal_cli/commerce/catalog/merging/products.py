"""Makes one product of duplicates: fields, pictures, variants, stock, prices and orders come together in one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, Row, select

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.chosen import choose
from royal_cli.commerce.catalog.merging.fields import MARKET_FIELDS, journalled, merged_product, merged_variant
from royal_cli.commerce.catalog.merging.stock import Stock, merge_levels
from royal_cli.commerce.catalog.merging.variants import pair
from royal_cli.commerce.catalog.reading.figures import PRODUCTS, VARIANTS
from royal_cli.commerce.operations import ChangedField
from royal_cli.db.products import MarketPrice
from royal_cli.errors import UsageError

KIND = "product.merge"

_MARKET_PRICES = MarketPrice.metadata.tables["market_prices"]


class Prefer(StrEnum):
    """Whose values count where both have one."""

    into = "into"
    source = "from"


@dataclass(frozen=True, slots=True)
class Merge:
    """What was merged, or with `dry_run` would be. `operation` is None when nothing was written.

    `skus_gone` are those that nothing has any more: a feed that still has them would create them again.
    """

    operation: str | None
    dry_run: bool
    into: str
    products_gone: int
    variants_moved: int
    variants_merged: int
    skus_gone: list[str]
    changes: list[ChangedField]
    more_changes: bool


def merge_products(
    engine: Engine,
    sources: Sequence[str],
    into: str,
    asked: Asked,
    *,
    prefer: Prefer | None = None,
    stock: Stock | None = None,
    confirm: Callable[[Merge], None] | None = None,
) -> Merge:
    """Make one product of several. What the one that stays does not know is filled from the others, in their order;
    with `prefer` "from" what they know comes first. Variants that are the same become one.

    NotFound for a SKU that nothing has, Conflict where options and GTINs contradict each other, Refused where both
    have stock and `stock` does not say what becomes of it.
    """

    def work(hand: Hand) -> Merge:
        (target,) = choose(hand.connection, [into])
        others = list(dict.fromkeys(choice.product_id for choice in choose(hand.connection, sources)))
        if target.product_id in others:
            raise UsageError(f"{into} cannot be merged into itself.", hint="Name the duplicates, then the one to keep.")
        return _Merging(hand, target.product_id, others, prefer, stock).done(asked)

    found, operation = carry_out(
        engine, KIND, asked, work, confirm=confirm, source=", ".join(sources),
        parameters={"into": into, "prefer": prefer, "stock": stock},
    )  # fmt: skip
    return replace(found, operation=operation)


@dataclass(frozen=True, slots=True)
class _Merging:
    hand: Hand
    target: int
    others: list[int]
    prefer: Prefer | None
    stock: Stock | None

    def done(self, asked: Asked) -> Merge:
        hand = self.hand
        products = self._rows(PRODUCTS, "id", [self.target, *self.others])
        into = list(self._rows(VARIANTS, "product_id", [self.target]).values())
        moving = [row for id in self.others for row in self._rows(VARIANTS, "product_id", [id]).values()]
        same = pair(into, moving, preferred=self.prefer is not None)
        stays = {row.id: row for row in (*into, *moving)}

        hand.keep_rows("merged_products", "id BIGINT PRIMARY KEY", [(id,) for id in self.others])
        hand.keep_rows("merged_variants", "id BIGINT PRIMARY KEY, target BIGINT NOT NULL", list(same.items()))
        self._write_fields("products", self.target, merged_product(self._preferred(products, self.target, self.others)))
        for id in sorted(set(same.values())):
            rows = self._preferred(stays, id, [other for other, to in same.items() if to == id])
            self._write_fields("product_variants", id, merged_variant(rows))
        self._move_variants(same)
        if same:
            merge_levels(hand, same, self.stock)
            self._merge_market_prices(same)
        self._move_references()
        hand.delete("product_variants", "SELECT id FROM merged_variants")
        hand.delete("products", "SELECT id FROM merged_products")
        changes, more = hand.changes(asked.shown_changes)
        kept = {products[self.target].sku, *(row.sku for row in stays.values() if row.id not in same)}
        skus = [products[id].sku for id in self.others] + [stays[id].sku for id in same]
        return Merge(
            operation=None,
            dry_run=asked.dry_run,
            into=products[self.target].sku,
            products_gone=len(self.others),
            variants_moved=len(moving) - len(same),
            variants_merged=len(same),
            skus_gone=sorted({*skus} - kept),
            changes=changes,
            more_changes=more,
        )

    def _rows(self, table: Any, column: str, ids: Sequence[int]) -> dict[int, Row[Any]]:
        query = select(table).where(table.c[column].in_(ids)).order_by(table.c.id)
        return {row.id: row for row in self.hand.connection.execute(query)}

    def _preferred(self, rows: Mapping[int, Row[Any]], target: int, others: Sequence[int]) -> list[Mapping[str, Any]]:
        order = [*others, target] if self.prefer is Prefer.source else [target, *others]
        return [dict(rows[id]._mapping) for id in order]

    def _write_fields(self, table: str, id: int, fields: Mapping[str, Any]) -> None:
        for field, value in fields.items():
            self.hand.set_values(table, field, {id: journalled(value)})

    def _move_variants(self, same: Mapping[int, int]) -> None:
        self.hand.set_field(
            "product_variants",
            "product_id",
            f"SELECT v.id, '{self.target}' AS value FROM product_variants v JOIN merged_products p"
            " ON p.id = v.product_id WHERE v.id NOT IN (SELECT id FROM merged_variants)",
        )

    def _merge_market_prices(self, same: Mapping[int, int]) -> None:
        """A price in a market that only the one that goes has moves; where both have one, one of them stays."""
        prices = self._rows(_MARKET_PRICES, "product_variant_id", [*same, *same.values()])
        by_market: dict[tuple[int, str], list[Row[Any]]] = {}
        for row in sorted(prices.values(), key=lambda row: row.product_variant_id in same):
            by_market.setdefault((same.get(row.product_variant_id, row.product_variant_id), row.market), []).append(row)
        for (variant, _), rows in by_market.items():
            self.hand.set_values("market_prices", "product_variant_id", {rows[0].id: str(variant)})
            if len(rows) > 1 and self.prefer is Prefer.source:
                self._write_fields("market_prices", rows[0].id, {f: rows[1]._mapping[f] for f in MARKET_FIELDS})
        gone = [(row.id,) for rows in by_market.values() for row in rows[1:]]
        self.hand.keep_rows("merged_prices", "id BIGINT PRIMARY KEY", gone)
        self.hand.delete("market_prices", "SELECT id FROM merged_prices")

    def _move_references(self) -> None:
        """Order lines and the ledger speak of the product and the variant that stay."""
        self.hand.set_field(
            "order_line_items",
            "product_id",
            f"SELECT o.id, '{self.target}' AS value FROM order_line_items o"
            " JOIN merged_products p ON p.id = o.product_id",
        )
        for table in ("order_line_items", "inventory_movements"):
            self.hand.set_field(
                table,
                "product_variant_id",
                f"SELECT r.id, CAST(g.target AS TEXT) AS value FROM {table} r"
                " JOIN merged_variants g ON g.id = r.product_variant_id",
            )
