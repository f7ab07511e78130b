"""Refuses staged rows that cannot be brought together with the catalogue, each with its reason."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce.catalog.importing.stage import LONGEST
from royal_cli.commerce.feeds.batch import Reject
from royal_cli.commerce.importing.problems import Rejects
from royal_cli.commerce.importing.staging import drop_rows


def refuse_too_long(connection: Connection, rejects: Rejects) -> None:
    """What would not fit its column is refused, never cut. Call it before the stage is indexed."""
    for name, longest in LONGEST["stage_products"].items():
        found = _longer(connection, "stage_products", "key", name, longest)
        called = {"key": "the product's key", "category_path": "the category"}.get(name, name)
        hint = f"{called} may have {longest} characters"
        reject_products(connection, rejects, found, "too_long", partial(_same_hint, hint))
    for name, longest in LONGEST["stage_variants"].items():
        found = _longer(connection, "stage_variants", "sku", name, longest)
        hint = f"{name} may have {longest} characters"
        _reject_variants(connection, rejects, found, "too_long", partial(_same_hint, hint))


def _longer(connection: Connection, table: str, key: str, name: str, longest: int) -> Sequence[Row[Any]]:
    return connection.execute(
        text(f"SELECT id, line, {key} AS key FROM {table} WHERE length({name}) > {longest} ORDER BY id")
    ).all()


def refuse_skus_of_other_products(connection: Connection, rejects: Rejects) -> None:
    rows = connection.execute(
        text(
            "SELECT s.id, s.line, s.sku AS key, p.sku AS owner FROM match_variants v"
            " JOIN match_products m ON m.stage_id = v.stage_product JOIN stage_variants s ON s.id = v.stage_id"
            " JOIN products p ON p.id = v.product_id WHERE v.product_id <> m.product_id"
        )
    ).all()
    hint = "this SKU belongs to the product {}: correct the SKU or the product it stands under"
    _reject_variants(connection, rejects, rows, "sku_elsewhere", lambda row: hint.format(row.owner))


def refuse_emptied(connection: Connection, rejects: Rejects) -> None:
    """Fields that must have a value cannot be cleared."""
    for name in ("title", "status"):
        rows = connection.execute(
            text(f"SELECT id, line, key FROM stage_products WHERE cleared LIKE '%,{name},%'")
        ).all()
        hint = f"the {name} of a product cannot be cleared"
        reject_products(connection, rejects, rows, "cannot_clear", partial(_same_hint, hint))
    for name in ("status", "allow_backorder"):
        rows = connection.execute(
            text(f"SELECT id, line, sku AS key FROM stage_variants WHERE cleared LIKE '%,{name},%'")
        ).all()
        _reject_variants(connection, rejects, rows, "cannot_clear", partial(_same_hint, f"{name} cannot be cleared"))


def reject_products(
    connection: Connection, rejects: Rejects, rows: Iterable[Row[Any]], code: str, hint: Callable[[Row[Any]], str]
) -> None:
    """Reject products with every row of the feed that belongs to them."""
    products: list[int] = []
    variants: list[int] = []
    for row in rows:
        products.append(row.id)
        own = connection.execute(
            text("SELECT id, line FROM stage_variants WHERE product = :id ORDER BY id"), {"id": row.id}
        ).all()
        extra = connection.scalar(text("SELECT extra_numbers FROM stage_products WHERE id = :id"), {"id": row.id})
        numbers = {int(number): row.line for number in (extra or "").split(",") if number}
        numbers.update({variant.id: variant.line for variant in own})
        variants.extend(variant.id for variant in own)
        for number, line in sorted(numbers.items()):
            rejects.add(Reject(number, line, "", row.key, code, hint(row)))
    _drop_variants(connection, variants)
    drop_rows(connection, products, {"stage_products": "id", "match_products": "stage_id"})


def _reject_variants(
    connection: Connection, rejects: Rejects, rows: Sequence[Row[Any]], code: str, hint: Callable[[Row[Any]], str]
) -> None:
    """Reject single rows of the feed; their products stay."""
    for row in rows:
        rejects.add(Reject(row.id, row.line, "", row.key, code, hint(row)))
    _drop_variants(connection, [row.id for row in rows])


def _same_hint(hint: str, _row: Row[Any]) -> str:
    return hint


def _drop_variants(connection: Connection, ids: list[int]) -> None:
    """Take variants and what hangs on them out of the stage and the match."""
    tables = {"stage_levels": "variant", "stage_market_prices": "variant", "stage_variants": "id"}
    drop_rows(connection, ids, {**tables, "match_variants": "stage_id"})


_AMOUNTS = {
    "stage_products": ("base_price", "compare_at_price", "cost_price"),
    "stage_variants": ("price", "compare_at_price", "cost_price"),
}


def refuse_mixed_currencies(connection: Connection, rejects: Rejects) -> None:
    """A row has one currency: a feed in another one must restate, or clear, every amount that is stored."""
    reject_products(connection, rejects, _mixed_products(connection), "currency_conflict", _currency_hint)
    _reject_variants(connection, rejects, _mixed_variants(connection), "currency_conflict", _currency_hint)


def mixed_currencies(connection: Connection) -> list[Row[Any]]:
    """Staged rows that would leave amounts of two currencies beside each other, as key, currency and stored."""
    return [*_mixed_products(connection), *_mixed_variants(connection)]


def _mixed_products(connection: Connection) -> list[Row[Any]]:
    matched = "match_products m ON m.stage_id = s.id JOIN products e ON e.id = m.product_id AND m.applies"
    return _mixed(connection, "stage_products", "s.id, s.line, s.key", matched)


def _mixed_variants(connection: Connection) -> list[Row[Any]]:
    matched = "match_variants m ON m.stage_id = s.id JOIN product_variants e ON e.id = m.variant_id"
    return _mixed(connection, "stage_variants", "s.id, s.line, s.sku AS key", matched)


def _mixed(connection: Connection, table: str, columns: str, matched: str) -> list[Row[Any]]:
    left = " OR ".join(
        f"(e.{name} IS NOT NULL AND s.{name} IS NULL AND COALESCE(s.cleared, '') NOT LIKE '%,{name},%')"
        for name in _AMOUNTS[table]
    )
    return list(
        connection.execute(
            text(
                f"SELECT {columns}, s.currency, e.currency AS stored FROM {table} s JOIN {matched}"
                f" WHERE s.currency <> e.currency AND ({left}) ORDER BY s.id"
            )
        )
    )


def _currency_hint(row: Row[Any]) -> str:
    return (
        f"the feed says {row.currency}, but amounts that it does not mention are stored in {row.stored}:"
        " state price, compare-at price and cost in one currency"
    )
