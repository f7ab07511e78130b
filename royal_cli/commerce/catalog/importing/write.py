"""Writes the difference: new rows, changed fields, stock with its movements, and the journal of all of it."""

from datetime import datetime

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.catalog.categories.creating import create_missing
from royal_cli.commerce.catalog.field_kinds import JSON_FIELDS
from royal_cli.commerce.feeds.batch import PRODUCT_FIELDS, VARIANT_FIELDS
from royal_cli.commerce.importing.difference import Entity
from royal_cli.commerce.journal import at, note_created
from royal_cli.commerce.ledger import note_movements


def write(
    connection: Connection,
    operation_id: int,
    entities: tuple[Entity, Entity],
    present: tuple[set[str], set[str]],
    *,
    actor: str,
    reason: str,
    now: datetime,
) -> None:
    """Everything that `compare` found, in one transaction of the caller's; `reason` is what the ledger says."""
    products, variants = entities
    create_missing(connection, operation_id, now)
    _create_locations(connection, operation_id, now)
    _insert_products(connection, present[0], now)
    _update(connection, products, now)
    _insert_variants(connection, present[1], now)
    _update(connection, variants, now)
    _archive_missing(connection, now)
    _write_levels(connection, operation_id, actor, reason, now)
    _write_market_prices(connection, now)
    _journal(connection, operation_id)


def _values(connection: Connection, names: list[str], alias: str = "s") -> str:
    defaults = {"status": "'active'", "allow_backorder": "FALSE"}
    values = []
    for name in names:
        value = sql.as_json(connection, f"{alias}.{name}") if name in JSON_FIELDS else f"{alias}.{name}"
        values.append(f"COALESCE({value}, {defaults[name]})" if name in defaults else value)
    return ", ".join(values)


def _insert_products(connection: Connection, present: set[str], now: datetime) -> None:
    names = [name for name in PRODUCT_FIELDS if name != "category_path" and (name in present or name == "status")]
    category, join = "NULL", ""
    if "category_path" in present:
        category, join = "c.id", "LEFT JOIN categories c ON c.path = s.category_path"
    connection.execute(
        at(
            f"INSERT INTO products (id, sku, category_id, created_at, updated_at, {', '.join(names)})"
            f" SELECT m.product_id, s.key, {category}, :now, :now, {_values(connection, names)}"
            f" FROM match_products m JOIN stage_products s ON s.id = m.stage_id {join}"
            " WHERE m.is_new ORDER BY m.stage_id",
            now,
        )
    )


def _insert_variants(connection: Connection, present: set[str], now: datetime) -> None:
    names = [name for name in VARIANT_FIELDS if name in present or name in ("status", "allow_backorder")]
    connection.execute(
        at(
            "INSERT INTO product_variants (id, product_id, sku, sku_derived, source_sku, created_at, updated_at,"
            f" {', '.join(names)}) SELECT m.variant_id, p.product_id, s.sku, s.derived, s.source_sku, :now, :now,"
            f" {_values(connection, names)} FROM match_variants m JOIN stage_variants s ON s.id = m.stage_id"
            " JOIN match_products p ON p.stage_id = m.stage_product WHERE m.is_new ORDER BY m.stage_id",
            now,
        )
    )


def _update(connection: Connection, entity: Entity, now: datetime) -> None:
    if not entity.comparisons:
        return
    changes = [f"{c.column} = CASE WHEN {c.when} THEN {c.value} ELSE e.{c.column} END" for c in entity.comparisons]
    if entity.table == "products" and any(c.field == "status" for c in entity.comparisons):
        changes.append(f"archived_at = {_archived_at('s.status')}")
    connection.execute(
        at(
            f"UPDATE {entity.table} AS e SET updated_at = :now, {', '.join(changes)} FROM {entity.changed} m"
            f" JOIN {_staged(entity)} s ON s.id = m.stage_id WHERE e.id = m.id",
            now,
        )
    )


def _staged(entity: Entity) -> str:
    return "stage_products" if entity.table == "products" else "stage_variants"


def _archived_at(status: str) -> str:
    """When a product was archived follows from its status."""
    return (
        f"CASE WHEN {status} IS NULL OR {status} = e.status THEN e.archived_at WHEN {status} = 'archived' THEN :now END"
    )


def _archive_missing(connection: Connection, now: datetime) -> None:
    """Products that a complete feed no longer has."""
    connection.execute(
        at(
            "UPDATE products SET status = 'archived', archived_at = :now, updated_at = :now"
            " WHERE id IN (SELECT id FROM missing_products)",
            now,
        )
    )


def _create_locations(connection: Connection, operation_id: int, now: datetime) -> None:
    names = connection.scalars(
        text("SELECT DISTINCT location FROM changed_levels WHERE location_id IS NULL ORDER BY location")
    ).all()
    for name in names:
        id = connection.scalar(
            at(
                "INSERT INTO locations (name, type, is_active, priority, created_at)"
                " VALUES (:name, 'warehouse', TRUE, 0, :now) RETURNING id",
                now,
            ),
            {"name": name},
        )
        note_created(connection, operation_id, "locations", f"SELECT {id} AS id")


def _write_levels(connection: Connection, operation_id: int, actor: str, reason: str, now: datetime) -> None:
    connection.execute(
        at(
            "INSERT INTO inventory_levels (id, product_variant_id, location_id, available, committed, incoming,"
            " damaged, updated_at) SELECT c.id, c.variant_id, o.id, c.after, 0, 0, 0, :now"
            " FROM changed_levels c JOIN locations o ON o.name = c.location WHERE c.is_new",
            now,
        )
    )
    connection.execute(
        at(
            "UPDATE inventory_levels SET available = c.after, updated_at = :now FROM changed_levels c"
            " WHERE c.id = inventory_levels.id AND NOT c.is_new",
            now,
        )
    )
    note_movements(
        connection,
        "SELECT c.variant_id, o.id AS location_id, c.before AS previous, c.after AS new"
        " FROM changed_levels c JOIN locations o ON o.name = c.location",
        operation_id=operation_id,
        reason=reason,
        actor=actor,
        now=now,
    )


def _write_market_prices(connection: Connection, now: datetime) -> None:
    names = "currency, price_scale, price, compare_at_price, is_included"
    connection.execute(
        at(
            f"INSERT INTO market_prices (id, product_variant_id, market, {names}, created_at, updated_at)"
            f" SELECT id, variant_id, market, {names}, :now, :now FROM changed_market_prices WHERE is_new",
            now,
        )
    )
    changes = ", ".join(f"{name} = c.{name}" for name in names.split(", "))
    connection.execute(
        at(
            f"UPDATE market_prices SET {changes}, updated_at = :now FROM changed_market_prices c"
            " WHERE c.id = market_prices.id AND NOT c.is_new",
            now,
        )
    )


def _journal(connection: Connection, operation_id: int) -> None:
    for table, rows in (
        ("products", "SELECT product_id AS id FROM match_products WHERE is_new"),
        ("product_variants", "SELECT variant_id AS id FROM match_variants WHERE is_new"),
        ("inventory_levels", "SELECT id FROM changed_levels WHERE is_new"),
        ("market_prices", "SELECT id FROM changed_market_prices WHERE is_new"),
    ):
        note_created(connection, operation_id, table, rows)
    connection.execute(
        text(
            "INSERT INTO changes (operation_id, entity, entity_id, action, field, before, after)"
            " SELECT :operation, entity, entity_id, 'update', field, before, after FROM stage_diff"
        ),
        {"operation": operation_id},
    )
