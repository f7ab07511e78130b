"""Stages proposals, of a plan or of an edit, each against exactly the row that it was made for."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.catalog.field_kinds import AMOUNTS, JSON_FIELDS
from royal_cli.commerce.catalog.importing import match, stage
from royal_cli.commerce.catalog.importing.proposals import CALLED
from royal_cli.commerce.catalog.importing.refuse import mixed_currencies
from royal_cli.commerce.feeds.rows import CHUNK_ROWS
from royal_cli.commerce.importing.staging import insert_rows
from royal_cli.errors import Conflict, StalePlan
from royal_cli.money import from_text, rescale

_STAGED = {called: name for name, called in CALLED.items()}
_STALE_HINT = "make a new plan with --dry-run --output FILE"
#: `plan_rows` has every product and variant that is staged; stock and prices wait under their SKU until it has theirs.
_TABLES = {
    "plan_rows": "id BIGINT PRIMARY KEY, entity TEXT, action TEXT, key TEXT, within TEXT",
    "plan_levels": "sku TEXT, location TEXT, available BIGINT",
    "plan_markets": (
        "sku TEXT, market TEXT, currency TEXT, price_scale SMALLINT, price BIGINT, compare_at_price BIGINT,"
        " is_included BOOLEAN"
    ),
}
_OF_MARKETS = "market, currency, price_scale, price, compare_at_price, is_included"


@dataclass(slots=True)
class Replayed:
    """Which fields the plan speaks of, as a stage knows it of a feed."""

    product_fields: set[str] = field(default_factory=set)
    variant_fields: set[str] = field(default_factory=set)


def stage_plan(connection: Connection, changes: Iterable[Mapping[str, Any]]) -> Replayed:
    """Fill the staging tables with what is proposed; the memory that takes does not grow with it."""
    stage.create(connection)
    for name, columns in _TABLES.items():
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
        connection.execute(text(f"CREATE TEMPORARY TABLE {name} ({columns})"))
    replay = _Replay(connection)
    for change in changes:
        replay.add(change)
    replay.flush()
    _name_variants(connection, replay.number)
    _name_products(connection)
    _place(connection)
    stage.index(connection)
    return replay.replayed


class _Replay:
    """Gives every product and variant that is proposed a staged row."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.replayed = Replayed()
        self.number = 0
        self.waiting: defaultdict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)

    def add(self, change: Mapping[str, Any]) -> None:
        entity, key, within, fields = change["entity"], change["key"], change["within"], change["fields"]
        if entity == "product":
            self._product(key, change["action"], fields)
        elif entity == "variant":
            self._variant(key, change["action"], within, fields)
        elif entity == "stock":
            self._stage("plan_levels", ("sku", "location", "available"), (key, within, fields["available"]["to"]))
        else:
            values = _values(fields)
            self._stage("plan_markets", ("sku", "market", *values), (key, within, *values.values()))

    def _row(self, entity: str, action: str, key: str, within: str | None) -> int:
        self.number += 1
        names = ("id", "entity", "action", "key", "within")
        self._stage("plan_rows", names, (self.number, entity, action, key, within))
        return self.number

    def _stage(self, table: str, names: tuple[str, ...], row: tuple[Any, ...]) -> None:
        rows = self.waiting[table, names]
        rows.append(row)
        if len(rows) >= CHUNK_ROWS:
            self.flush()

    def flush(self) -> None:
        """Rows of the same shape go in together: a plan may be large."""
        for (table, names), rows in self.waiting.items():
            insert_rows(self.connection, table, names, rows)
        self.waiting.clear()

    def _product(self, key: str, action: str, fields: Mapping[str, Any]) -> None:
        id, values = self._row("product", action, key, None), _values(fields)
        self.replayed.product_fields.update(values, _emptied(fields))
        names = ("id", "line", "key", "extra_rows", "cleared", *values)
        self._stage("stage_products", names, (id, 0, key, 0, _cleared(fields), *values.values()))

    def _variant(self, key: str, action: str, within: str, fields: Mapping[str, Any]) -> None:
        id, values = self._row("variant", action, key, within), _values(fields)
        sku = values.pop("sku", key)
        derived = bool(values.pop("sku_derived", False))
        source = values.pop("source_sku", None)
        self.replayed.variant_fields.update(values, _emptied(fields))
        names = ("id", "line", "product", "sku", "derived", "source_sku", "cleared", *values)
        self._stage("stage_variants", names, (id, 0, 0, sku, derived, source, _cleared(fields), *values.values()))


def _values(fields: Mapping[str, Any]) -> dict[str, Any]:
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


def _emptied(fields: Mapping[str, Any]) -> list[str]:
    return [_STAGED.get(name, name) for name, change in fields.items() if change["to"] is None]


def _cleared(fields: Mapping[str, Any]) -> str | None:
    return f",{','.join(_emptied(fields))}," if _emptied(fields) else None


def _name_variants(connection: Connection, last: int) -> None:
    """A row for every variant of which only the stock or a market's price is proposed."""
    connection.execute(text("CREATE INDEX plan_rows_key ON plan_rows (key, entity)"))
    connection.execute(
        text(
            f"INSERT INTO plan_rows SELECT {last} + row_number() OVER (ORDER BY w.sku), 'variant', 'update', w.sku,"
            " p.sku FROM (SELECT sku FROM plan_levels UNION SELECT sku FROM plan_markets) w"
            " LEFT JOIN plan_rows r ON r.key = w.sku AND r.entity = 'variant'"
            " LEFT JOIN product_variants v ON v.sku = w.sku LEFT JOIN products p ON p.id = v.product_id"
            " WHERE r.id IS NULL"
        )
    )
    gone = connection.scalar(text("SELECT min(key) FROM plan_rows WHERE entity = 'variant' AND within IS NULL"))
    if gone is not None:
        raise StalePlan(f"the variant {gone} is no longer in the catalogue", hint=_STALE_HINT)
    connection.execute(
        text(
            "INSERT INTO stage_variants (id, line, product, sku, derived)"
            f" SELECT id, 0, 0, key, FALSE FROM plan_rows WHERE id > {last}"
        )
    )


def _name_products(connection: Connection) -> None:
    """A row for every product of which only variants are proposed."""
    last = int(connection.scalar(text("SELECT max(id) FROM plan_rows")) or 0)
    connection.execute(
        text(
            f"INSERT INTO plan_rows SELECT {last} + row_number() OVER (ORDER BY w.key), 'product', 'update', w.key,"
            " NULL FROM (SELECT DISTINCT within AS key FROM plan_rows WHERE entity = 'variant') w"
            " LEFT JOIN plan_rows r ON r.key = w.key AND r.entity = 'product' WHERE r.id IS NULL"
        )
    )
    connection.execute(
        text(
            "INSERT INTO stage_products (id, line, key, extra_rows)"
            f" SELECT id, 0, key, 0 FROM plan_rows WHERE id > {last}"
        )
    )


def _place(connection: Connection) -> None:
    """Variants under the staged row of their product, stock and prices under that of their variant."""
    connection.execute(
        text(
            "UPDATE stage_variants SET product = p.id FROM plan_rows r"
            " JOIN plan_rows p ON p.key = r.within AND p.entity = 'product' WHERE r.id = stage_variants.id"
        )
    )
    variant = "JOIN plan_rows r ON r.key = w.sku AND r.entity = 'variant'"
    connection.execute(
        text(f"INSERT INTO stage_levels SELECT r.id, w.location, w.available FROM plan_levels w {variant}")
    )
    connection.execute(
        text(
            f"INSERT INTO stage_market_prices (variant, {_OF_MARKETS})"
            f" SELECT r.id, {_OF_MARKETS} FROM plan_markets w {variant}"
        )
    )


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
    for row in mixed_currencies(connection):
        raise Conflict(
            f"{row.key} has amounts in {row.stored} beside those in {row.currency}.",
            hint="A variant has one currency: set its price, compare-at price and cost in it together.",
        )
