"""Stages the proposals of a plan again, each against exactly the row that it was made for."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from royal_cli.commerce.catalog import match, sql, stage
from royal_cli.commerce.catalog.field_kinds import AMOUNTS, JSON_FIELDS
from royal_cli.commerce.catalog.proposals import CALLED
from royal_cli.commerce.feeds.rows import CHUNK_ROWS
from royal_cli.errors import StalePlan
from royal_cli.money import from_text, rescale

_STAGED = {called: name for name, called in CALLED.items()}
_STALE_HINT = "make a new plan with --dry-run --output FILE"


@dataclass(slots=True)
class Replayed:
    """Which fields the plan speaks of, as a stage knows it of a feed."""

    product_fields: set[str] = field(default_factory=set)
    variant_fields: set[str] = field(default_factory=set)


def stage_plan(connection: Connection, lines: Iterable[str]) -> Replayed:
    """Fill the staging tables with what the plan proposes."""
    stage.create(connection)
    connection.execute(text("DROP TABLE IF EXISTS plan_rows"))
    connection.execute(
        text("CREATE TEMPORARY TABLE plan_rows (id BIGINT PRIMARY KEY, entity TEXT, action TEXT, key TEXT)")
    )
    replay = _Replay(connection)
    for change in map(json.loads, lines):
        replay.add(change)
    replay.flush()
    stage.index(connection)
    return replay.replayed


class _Replay:
    """Gives every product and variant that the plan mentions one staged row."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.replayed = Replayed()
        self.products: dict[str, int] = {}
        self.variants: dict[str, int] = {}
        self.number = 0
        self.waiting: defaultdict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)

    def add(self, change: dict[str, Any]) -> None:
        entity, key, fields = change["entity"], change["key"], change["fields"]
        if entity == "product":
            self._product(key, change["action"], fields)
        elif entity == "variant":
            self._variant(key, change["action"], change["within"], fields)
        elif entity == "stock":
            row = (self._known_variant(key), change["within"], fields["available"]["to"])
            self._stage("stage_levels", ("variant", "location", "available"), row)
        else:
            values = _values(fields)
            row = (self._known_variant(key), change["within"], *values.values())
            self._stage("stage_market_prices", ("variant", "market", *values), row)

    def _row(self, entity: str, action: str, key: str) -> int:
        self.number += 1
        self._stage("plan_rows", ("id", "entity", "action", "key"), (self.number, entity, action, key))
        return self.number

    def _stage(self, table: str, names: tuple[str, ...], row: tuple[Any, ...]) -> None:
        rows = self.waiting[table, names]
        rows.append(row)
        if len(rows) >= CHUNK_ROWS:
            self.flush()

    def flush(self) -> None:
        """Rows of the same shape go in together: a plan may be large."""
        for (table, names), rows in self.waiting.items():
            stage.insert_rows(self.connection, table, names, rows)
        self.waiting.clear()

    def _product(self, key: str, action: str, fields: dict[str, Any]) -> int:
        id = self.products[key] = self._row("product", action, key)
        values = _values(fields)
        self.replayed.product_fields.update(values, _emptied(fields))
        names = ("id", "line", "key", "extra_rows", "cleared", *values)
        self._stage("stage_products", names, (id, 0, key, 0, _cleared(fields), *values.values()))
        return id

    def _variant(self, key: str, action: str, within: str, fields: dict[str, Any]) -> int:
        id = self.variants[key] = self._row("variant", action, key)
        product = self.products.get(within) or self._product(within, "update", {})
        values = _values(fields)
        sku = values.pop("sku", key)
        derived = bool(values.pop("sku_derived", False))
        source = values.pop("source_sku", None)
        self.replayed.variant_fields.update(values, _emptied(fields))
        names = ("id", "line", "product", "sku", "derived", "source_sku", "cleared", *values)
        self._stage("stage_variants", names, (id, 0, product, sku, derived, source, _cleared(fields), *values.values()))
        return id

    def _known_variant(self, sku: str) -> int:
        if sku in self.variants:
            return self.variants[sku]
        owner = self.connection.scalar(
            text("SELECT p.sku FROM product_variants v JOIN products p ON p.id = v.product_id WHERE v.sku = :sku"),
            {"sku": sku},
        )
        if owner is None:
            raise StalePlan(f"the variant {sku} is no longer in the catalogue", hint=_STALE_HINT)
        return self._variant(sku, "update", owner, {})


def _values(fields: dict[str, Any]) -> dict[str, Any]:
    """Staged values of what a proposal sets; what it clears stands in `_cleared`."""
    given = {_STAGED.get(name, name): change["to"] for name, change in fields.items() if change["to"] is not None}
    values: dict[str, Any] = {name: _staged(name, value) for name, value in given.items() if name not in AMOUNTS}
    amounts = {name: from_text(value["amount"]) for name, value in given.items() if name in AMOUNTS}
    if amounts:
        scale = max(digits for _, digits in amounts.values())
        values["price_scale"] = scale
        values.update((name, rescale(amount, digits, scale)) for name, (amount, digits) in amounts.items())
        currencies = {given[name]["currency"] for name in amounts} - {None}
        if currencies:
            values["currency"] = currencies.pop()
    return values


def _staged(name: str, value: Any) -> Any:
    if name in JSON_FIELDS:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if name == "weight":
        return rescale(*from_text(value), 3)
    return value


def _emptied(fields: dict[str, Any]) -> list[str]:
    return [_STAGED.get(name, name) for name, change in fields.items() if change["to"] is None]


def _cleared(fields: dict[str, Any]) -> str | None:
    return f",{','.join(_emptied(fields))}," if _emptied(fields) else None


def match_plan(connection: Connection) -> None:
    """Match each staged row with the one it was planned for; StalePlan where that is gone, or there already."""
    match.create_tables(connection)
    for entity, table in (("product", "products"), ("variant", "product_variants")):
        key = connection.scalar(
            text(
                f"SELECT min(r.key) FROM plan_rows r LEFT JOIN {table} e ON e.sku = r.key"
                " WHERE r.entity = :entity AND (r.action = 'create') <> (e.id IS NULL)"
            ),
            {"entity": entity},
        )
        if key is not None:
            raise StalePlan(f"{key} is not in the catalogue as it was when the plan was made", hint=_STALE_HINT)
    product = sql.new_id(connection, "products", "p.id IS NULL", "ORDER BY r.id")
    connection.execute(
        text(
            f"INSERT INTO match_products SELECT r.id, CASE WHEN p.id IS NULL THEN {product} ELSE p.id END,"
            " p.id IS NULL, TRUE FROM plan_rows r LEFT JOIN products p ON p.sku = r.key WHERE r.entity = 'product'"
        )
    )
    variant = sql.new_id(connection, "product_variants", "v.id IS NULL", "ORDER BY r.id")
    connection.execute(
        text(
            f"INSERT INTO match_variants SELECT r.id, s.product, CASE WHEN v.id IS NULL THEN {variant} ELSE v.id END,"
            " v.product_id, v.id IS NULL FROM plan_rows r JOIN stage_variants s ON s.id = r.id"
            " LEFT JOIN product_variants v ON v.sku = r.key WHERE r.entity = 'variant'"
        )
    )
