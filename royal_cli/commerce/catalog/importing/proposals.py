"""The difference as a list of proposals: for people, for JSON and for a plan file.

Their order follows from what they say, so that a plan that is staged again gives the same list.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce.catalog.field_kinds import AMOUNTS, BOOLEANS, JSON_FIELDS, WHOLE
from royal_cli.commerce.feeds.batch import PRODUCT_FIELDS, VARIANT_FIELDS
from royal_cli.commerce.feeds.rows import CHUNK_ROWS
from royal_cli.money import Money, from_text, to_text

#: Staged fields that the stored row, and so a proposal, knows by another name.
CALLED = {"category_path": "category"}
#: How many decimals each row's amounts have is part of the amounts themselves here.
_IMPLIED = "price_scale"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after; None is unknown or empty. Money is {"amount", "currency"}."""

    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row that would be created or updated.

    `entity` is product, variant, stock or market_price; `key` the product's key or the variant's SKU;
    `within` the product's key (variant), the location (stock) or the market (market_price).
    """

    entity: str
    action: str
    key: str
    within: str | None = None
    fields: dict[str, FieldChange] = field(default_factory=dict)


def proposals(connection: Connection) -> Iterator[Proposal]:
    """Everything that would be written, after `match` and `compare`."""
    yield from _created_products(connection)
    yield from _updated(connection, "products", "product", _PRODUCT_CHANGES)
    yield from _created_variants(connection)
    yield from _updated(connection, "product_variants", "variant", _VARIANT_CHANGES)
    yield from _levels(connection)
    yield from _market_prices(connection)


def as_json(proposal: Proposal) -> dict[str, Any]:
    """The proposal with its parts in a fixed order; what is nested in a value keeps the order it is stored in."""
    fields = sorted(proposal.fields.items())
    return {
        "action": proposal.action,
        "entity": proposal.entity,
        "fields": {name: {"from": change.before, "to": change.after} for name, change in fields},
        "key": proposal.key,
        "within": proposal.within,
    }


def line(proposal: Proposal) -> str:
    """One proposal as canonical JSON: equal proposals are equal text."""
    return json.dumps(as_json(proposal), ensure_ascii=False, separators=(",", ":"))


def money(amount: Any, scale: int | None, currency: str | None) -> dict[str, str | None] | None:
    """An amount as JSON shows it; `amount` may be the journal's text."""
    if amount is None or scale is None:
        return None
    return {"amount": to_text(int(amount), scale), "currency": currency}


def plain(name: str, value: Any) -> Any:
    """A stored, staged or journalled value of any other field as JSON shows it."""
    if value is None:
        return None
    if name in JSON_FIELDS:
        return json.loads(value) if isinstance(value, str) else value
    if name in BOOLEANS:
        return value in (True, 1, "1")
    if name in WHOLE:
        return int(value)
    if name == "weight":
        return format(Decimal(int(value)).scaleb(-3).normalize(), "f")
    return value


def typed(name: str, value: object) -> object:
    """Money as money, so that every format shows it its own way; one of an unknown currency is only an amount."""
    if name not in AMOUNTS or not isinstance(value, dict):
        return value
    if value["currency"] is None:
        return value["amount"]
    amount, scale = from_text(value["amount"])
    return Money(amount, value["currency"], scale)


def _shown(name: str, value: Any, scale: int | None, currency: str | None) -> Any:
    return money(value, scale, currency) if name in AMOUNTS else plain(name, value)


def _streamed(connection: Connection, statement: str) -> Iterator[Row[Any]]:
    with connection.execute(text(statement), execution_options={"yield_per": CHUNK_ROWS}) as rows:
        yield from rows


def _created(
    rows: Iterable[Row[Any]], names: Iterable[str], make: Callable[[Row[Any], dict[str, FieldChange]], Proposal]
) -> Iterator[Proposal]:
    shown = [name for name in names if name != _IMPLIED]
    for row in rows:
        values = row._mapping
        fields = {
            CALLED.get(name, name): FieldChange(None, _shown(name, values[name], row.price_scale, row.currency))
            for name in shown
            if values[name] is not None
        }
        yield make(row, fields)


def _created_products(connection: Connection) -> Iterator[Proposal]:
    rows = _streamed(
        connection,
        (
            "SELECT s.* FROM match_products m JOIN stage_products s ON s.id = m.stage_id WHERE m.is_new"
            " ORDER BY m.stage_id"
        ),
    )
    return _created(rows, PRODUCT_FIELDS, lambda row, fields: Proposal("product", "create", row.key, None, fields))


def _created_variants(connection: Connection) -> Iterator[Proposal]:
    rows = _streamed(
        connection,
        (
            "SELECT s.*, s.derived AS sku_derived, COALESCE(e.sku, p.key) AS within FROM match_variants m"
            " JOIN stage_variants s ON s.id = m.stage_id JOIN stage_products p ON p.id = m.stage_product"
            " JOIN match_products n ON n.stage_id = m.stage_product LEFT JOIN products e ON e.id = n.product_id"
            " WHERE m.is_new ORDER BY m.stage_id"
        ),
    )
    names = (*VARIANT_FIELDS, "source_sku", "sku_derived")
    return _created(rows, names, lambda row, fields: Proposal("variant", "create", row.sku, row.within, fields))


_PRODUCT_CHANGES = (
    "SELECT d.entity_id, d.field, d.before, d.after, e.sku AS key, NULL AS within,"
    " e.price_scale, e.currency, COALESCE(s.price_scale, e.price_scale) AS new_scale,"
    " COALESCE(s.currency, e.currency) AS new_currency FROM stage_diff d JOIN products e ON e.id = d.entity_id"
    " LEFT JOIN stage_products s ON s.id = d.stage_id WHERE d.entity = 'products' ORDER BY d.entity_id, d.field"
)
_VARIANT_CHANGES = (
    "SELECT d.entity_id, d.field, d.before, d.after, e.sku AS key, p.sku AS within,"
    " e.price_scale, e.currency, COALESCE(s.price_scale, e.price_scale) AS new_scale,"
    " COALESCE(s.currency, e.currency) AS new_currency FROM stage_diff d JOIN product_variants e ON e.id = d.entity_id"
    " JOIN products p ON p.id = e.product_id JOIN stage_variants s ON s.id = d.stage_id"
    " WHERE d.entity = 'product_variants' ORDER BY d.entity_id, d.field"
)


def _updated(connection: Connection, table: str, entity: str, statement: str) -> Iterator[Proposal]:
    rows = _streamed(connection, statement)
    for _, group in groupby(rows, key=lambda row: int(row.entity_id)):
        changes = list(group)
        fields = {
            row.field: FieldChange(
                _shown(row.field, row.before, row.price_scale, row.currency),
                _shown(row.field, row.after, row.new_scale, row.new_currency),
            )
            for row in changes
            if row.field != _IMPLIED
        }
        yield Proposal(entity, "update", changes[0].key, changes[0].within, fields)


def _levels(connection: Connection) -> Iterator[Proposal]:
    for row in _streamed(
        connection,
        (
            "SELECT COALESCE(v.sku, s.sku) AS sku, c.location, c.is_new, c.before, c.after FROM changed_levels c"
            " JOIN stage_variants s ON s.id = c.stage_id LEFT JOIN product_variants v ON v.id = c.variant_id"
            " ORDER BY 1, c.location"
        ),
    ):
        change = {"available": FieldChange(row.before, row.after)}
        yield Proposal("stock", "create" if row.is_new else "update", row.sku, row.location, change)


def _market_prices(connection: Connection) -> Iterator[Proposal]:
    for row in _streamed(
        connection,
        (
            "SELECT COALESCE(v.sku, s.sku) AS sku, c.market, c.is_new, c.currency, c.price_scale, c.price,"
            " c.compare_at_price, c.is_included, e.currency AS old_currency, e.price_scale AS old_scale,"
            " e.price AS old_price, e.compare_at_price AS old_compare_at_price, e.is_included AS old_is_included"
            " FROM changed_market_prices c JOIN stage_variants s ON s.id = c.stage_id"
            " LEFT JOIN product_variants v ON v.id = c.variant_id"
            " LEFT JOIN market_prices e ON e.id = c.id AND NOT c.is_new"
            " ORDER BY 1, c.market"
        ),
    ):
        fields = {}
        for name in ("price", "compare_at_price", "is_included"):
            before = _shown(name, row._mapping[f"old_{name}"], row.old_scale, row.old_currency)
            after = _shown(name, row._mapping[name], row.price_scale, row.currency)
            if before != after:
                fields[name] = FieldChange(before, after)
        if fields:
            yield Proposal("market_price", "create" if row.is_new else "update", row.sku, row.market, fields)
