"""Deletes products, or one variant of several, with their stock and prices; the journal keeps every row of them."""

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, text

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.chosen import choose
from royal_cli.commerce.catalog.editing.targets import BY_HAND
from royal_cli.commerce.catalog.importing.safety import Check, Limits, count_active, judge
from royal_cli.errors import Refused

KIND = "product.delete"

_OF_VARIANTS = "SELECT r.id FROM {} r JOIN doomed_variants d ON d.id = r.product_variant_id"
#: Children first, each with the rows of it that go.
_ROWS = {
    **{table: _OF_VARIANTS.format(table) for table in ("market_prices", "inventory_movements", "inventory_levels")},
    "product_variants": "SELECT id FROM doomed_variants",
    "products": "SELECT id FROM doomed_products",
}
_LISTED = 5


@dataclass(frozen=True, slots=True)
class Going:
    """A product that loses variants, or goes as a whole. `units` is None where nobody knows of any stock."""

    sku: str
    title: str
    whole: bool
    variants: int
    units: int | None


@dataclass(frozen=True, slots=True)
class Deletion:
    """What was deleted, or with `dry_run` would be. `operation` is None when nothing was written."""

    operation: str | None
    dry_run: bool
    products: int
    variants: int
    units: int | None
    market_prices: int
    going: list[Going]
    more_going: bool


def delete_products(
    engine: Engine,
    skus: Iterable[str],
    asked: Asked,
    *,
    limits: Limits,
    allow: Set[str] = frozenset(),
    confirm: Callable[[Deletion], None] | None = None,
) -> Deletion:
    """Delete what the SKUs name: a product with all its variants, or a variant; the last one takes its product along.

    NotFound for a SKU that nothing has. Refused where an order has it, and for more than ten SKUs, where too large a
    share of the active products would go.
    """
    named = list(skus)

    def work(hand: Hand) -> Deletion:
        _find(hand, named)
        _refuse_ordered(hand.connection)
        found = _told(hand.connection, asked)
        if len(named) > BY_HAND and not asked.dry_run:
            judge([_vanishing(hand.connection, limits)], allow)
        for table, rows in _ROWS.items():
            hand.delete(table, rows)
        return found

    found, operation = carry_out(engine, KIND, asked, work, confirm=confirm, source=", ".join(named[:_LISTED]))
    return replace(found, operation=operation)


def _find(hand: Hand, skus: list[str]) -> None:
    chosen = choose(hand.connection, skus)
    products = {choice.product_id for choice in chosen if choice.variant_id is None}
    variants = {choice.variant_id for choice in chosen if choice.variant_id is not None}
    hand.keep_rows("doomed_products", "id BIGINT PRIMARY KEY", [(id,) for id in sorted(products)])
    hand.keep_rows("doomed_variants", "id BIGINT PRIMARY KEY", [(id,) for id in sorted(variants)])
    hand.connection.execute(
        text(
            "INSERT INTO doomed_products SELECT DISTINCT v.product_id FROM product_variants v"
            " JOIN doomed_variants d ON d.id = v.id WHERE v.product_id NOT IN (SELECT id FROM doomed_products)"
            " AND NOT EXISTS (SELECT 1 FROM product_variants o WHERE o.product_id = v.product_id"
            "  AND o.id NOT IN (SELECT id FROM doomed_variants))"
        )
    )
    hand.connection.execute(
        text(
            "INSERT INTO doomed_variants SELECT v.id FROM product_variants v JOIN doomed_products p"
            " ON p.id = v.product_id WHERE v.id NOT IN (SELECT id FROM doomed_variants)"
        )
    )


def _refuse_ordered(connection: Connection) -> None:
    """An order line keeps its words when the product goes, but no longer knows which one it was."""
    skus = connection.scalars(
        text(
            "SELECT DISTINCT COALESCE(v.sku, p.sku) AS sku FROM order_line_items o"
            " LEFT JOIN product_variants v ON v.id = o.product_variant_id LEFT JOIN products p ON p.id = o.product_id"
            " WHERE o.product_variant_id IN (SELECT id FROM doomed_variants)"
            " OR o.product_id IN (SELECT id FROM doomed_products) ORDER BY 1"
        )
    ).all()
    if skus:
        more = f" and {len(skus) - _LISTED} more" if len(skus) > _LISTED else ""
        raise Refused(
            f"There are orders for {', '.join(skus[:_LISTED])}{more}: they must stay.",
            hint=f"Archive instead: royal product edit {skus[0]} --status archived",
            skus=list(skus),
        )


def _vanishing(connection: Connection, limits: Limits) -> Check:
    going = "SELECT count(*) FROM products p JOIN doomed_products d ON d.id = p.id WHERE p.status = 'active'"
    number = int(connection.scalar(text(going)) or 0)
    return Check(
        "vanish", "active products would leave the catalogue", number, count_active(connection), limits.vanish_share
    )


def _told(connection: Connection, asked: Asked) -> Deletion:
    rows = connection.execute(
        text(
            "SELECT p.sku, p.title, d.id IS NOT NULL AS whole, count(DISTINCT g.id) AS variants,"
            " CAST(sum(l.available) AS BIGINT) AS units FROM products p LEFT JOIN doomed_products d ON d.id = p.id"
            " LEFT JOIN product_variants v ON v.product_id = p.id LEFT JOIN doomed_variants g ON g.id = v.id"
            " LEFT JOIN inventory_levels l ON l.product_variant_id = g.id"
            " WHERE d.id IS NOT NULL OR g.id IS NOT NULL GROUP BY p.id, p.sku, p.title, d.id ORDER BY p.sku"
        )
    ).all()
    going = [Going(row.sku, row.title, bool(row.whole), row.variants, row.units) for row in rows]
    known = [row.units for row in going if row.units is not None]
    prices = connection.scalar(text(f"SELECT count(*) FROM ({_ROWS['market_prices']}) r"))
    shown = going[: asked.shown_changes]
    return Deletion(
        operation=None,
        dry_run=asked.dry_run,
        products=sum(row.whole for row in going),
        variants=sum(row.variants for row in going),
        units=sum(known) if known else None,
        market_prices=int(prices or 0),
        going=shown,
        more_going=len(going) > len(shown),
    )
