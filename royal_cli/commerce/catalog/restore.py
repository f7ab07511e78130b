"""Gives one field the value back that it had before one change, as an operation of its own."""

from typing import Any

from sqlalchemy import Connection, Engine, Row, text

from royal_cli.commerce.catalog.field_kinds import AMOUNTS
from royal_cli.commerce.catalog.importing.importer import Import, Request
from royal_cli.commerce.catalog.importing.proposals import FieldChange, Proposal, money, plain
from royal_cli.commerce.operations import readable
from royal_cli.errors import Conflict, NotFound, UsageError

KIND = "product.restore"

#: How a proposal speaks of a row: its entity, and SQL for its key and what it is within.
_PROPOSED = {
    "products": ("product", "SELECT e.sku AS key, NULL AS within, e.currency, e.price_scale FROM products e"),
    "product_variants": (
        "variant",
        "SELECT e.sku AS key, p.sku AS within, e.currency, e.price_scale FROM product_variants e"
        " JOIN products p ON p.id = e.product_id",
    ),
    "inventory_levels": (
        "stock",
        "SELECT v.sku AS key, o.name AS within, NULL AS currency, NULL AS price_scale FROM inventory_levels e"
        " JOIN product_variants v ON v.id = e.product_variant_id JOIN locations o ON o.id = e.location_id",
    ),
    "market_prices": (
        "market_price",
        "SELECT v.sku AS key, e.market AS within, e.currency, e.price_scale FROM market_prices e"
        " JOIN product_variants v ON v.id = e.product_variant_id",
    ),
}
_NOT_ALONE = frozenset(
    {
        "sku", "sku_derived", "source_sku", "currency", "price_scale", "subcategory_id", "collection_ids",
        "product_id", "product_variant_id", "committed", "incoming", "damaged",
    }
)  # fmt: skip


def restore_field(
    engine: Engine, change: str, request: Request, *, dry_run: bool = False
) -> tuple[Proposal, str | None]:
    """Restore the value before `change`; returns what was set, and the operation's id where anything was.

    NotFound for an unknown change; Conflict where the row is gone, or its amounts have changed currency since.
    """
    with Import(engine, request, exclusive=not dry_run) as run:
        proposal = _proposal(run.connection, change)
        run.connection.rollback()
        run.propose([proposal], f"change {change}")
        if dry_run:
            return proposal, None
        run.remember()
        with run.writing():
            run.find_planned()
            run.judge()
            run.write({"change": change}, KIND)
        return proposal, run.operation


def _proposal(connection: Connection, change: str) -> Proposal:
    found = (
        connection.execute(
            text("SELECT * FROM changes WHERE id = :id AND action = 'update'"), {"id": int(change)}
        ).one_or_none()
        if change.isdecimal() and len(change) < 19
        else None
    )
    if found is None or found.entity not in _PROPOSED:
        raise NotFound(f"There is no change {change} of a field.", hint="royal product history SKU lists them.")
    if found.field in _NOT_ALONE:
        raise UsageError(f"The field {found.field} cannot be restored alone.", hint="royal undo takes back all of it.")
    entity, statement = _PROPOSED[found.entity]
    row = connection.execute(text(f"{statement} WHERE e.id = :id"), {"id": found.entity_id}).one_or_none()
    if row is None:
        raise Conflict(f"What change {change} was made to is gone.", hint="royal undo brings deleted rows back.")
    if found.field in AMOUNTS:
        _refuse_other_money(connection, found)
    if found.field == "category_id":
        path = readable(connection, found.entity, found.entity_id, found.field, found.before)
        return Proposal(entity, "update", row.key, row.within, {"category": FieldChange(None, path)})
    value = _value(found.field, found.before, row)
    return Proposal(entity, "update", row.key, row.within, {found.field: FieldChange(None, value)})


def _value(field: str, before: str | None, row: Row[Any]) -> Any:
    return money(before, row.price_scale, row.currency) if field in AMOUNTS else plain(field, before)


def _refuse_other_money(connection: Connection, change: Row[Any]) -> None:
    """The journal keeps an amount as a number; what it counts must still be the same."""
    later = connection.scalar(
        text(
            "SELECT count(*) FROM changes WHERE entity = :entity AND entity_id = :id AND operation_id >= :operation"
            " AND field IN ('currency', 'price_scale')"
        ),
        {"entity": change.entity, "id": change.entity_id, "operation": change.operation_id},
    )
    if later:
        raise Conflict(
            "The amounts of this row have changed their currency or their decimals since.",
            hint="Set the price anew, or take back the operations with royal undo.",
        )
