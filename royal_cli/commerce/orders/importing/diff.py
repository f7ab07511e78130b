"""What a file would change at orders that are known: facts only move forward, and royal's own work stays."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.importing.difference import (
    Comparison,
    Entity,
    create_diff,
    find_changed,
    write_differences,
)
from royal_cli.commerce.orders.importing.kind import KIND

#: How far an order has come. A status is only replaced by one that stands after it.
_COURSE = {
    "financial_status": (
        "pending", "authorized", "partially_paid", "paid", "partially_refunded", "refunded", "voided",
    ),
    "fulfillment_status": ("unfulfilled", "partial", "fulfilled"),
    "order_status": ("open", "closed", "cancelled"),
}  # fmt: skip
_ORDER_FIELDS = (
    "order_number", "kind", "prices_include_vat", "subtotal", "tax_total", "shipping_total", "discount_total",
    "fee_total", "total", "locale", "customer_email", "customer_phone", "country_code", "billing_address",
    "shipping_address", "processed_at", "source_name", "referring_site", "created_at", "tags",
)  # fmt: skip
#: What is set once and then known.
_ONCE = ("external_id", "customer_id", "shipped_at", "delivered_at", "cancelled_at", "refunded_at")
#: An import leaves alone what an operator has set; of tags see `tags.keep_desk_tags`.
_BY_HAND = ("notes",)
_LINE_FIELDS = ("kind", "variant_title", "price", "price_scale", "quantity", "tax", "discount", "total", "cost")
_LINE_COUNTERS = ("fulfilled_quantity", "cancelled_quantity", "refunded_quantity")
#: Fields of lines that the file calls otherwise, or that follow from its code.
_OTHERWISE = {"product_title": "s.title", "sold_code_id": "c.sold_code_id"}
JSON_FIELDS = frozenset({"billing_address", "shipping_address", "tags"})
_BOOLEANS = frozenset({"prices_include_vat"})


def compare(connection: Connection) -> None:
    """Fill changed_orders, changed_lines and stage_diff, after orders and lines are matched."""
    for name in ("changed_orders", "changed_lines"):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    create_diff(connection)
    for entity in (_orders(connection), _lines(connection)):
        find_changed(connection, entity)
        write_differences(connection, entity)


def _orders(connection: Connection) -> Entity:
    joined = "stage_orders s ON s.id = m.stage_id JOIN orders e ON e.id = {}"
    return Entity(
        "orders",
        "changed_orders",
        f"(SELECT id AS stage_id, order_id FROM stage_orders WHERE NOT is_new) m JOIN {joined.format('m.order_id')}"
        " WHERE TRUE",
        f"changed_orders m JOIN {joined.format('m.id')}",
        tuple(_order_comparisons(connection)),
    )


def _order_comparisons(connection: Connection) -> Iterator[Comparison]:
    yield from (_stated(connection, name) for name in _ORDER_FIELDS)
    yield from (_once(name, f"s.{name}") for name in _ONCE)
    for name, course in _COURSE.items():
        yield _forward(name, f"s.{name}", course)
    financial = _COURSE["financial_status"]
    as_far = f"{_place('s.financial_status', financial)} >= {_place('e.financial_status', financial)}"
    yield _compared(
        "paid_total",
        f"s.paid_total IS NOT NULL AND (e.paid_total IS NULL OR (s.paid_total <> e.paid_total AND {as_far}))",
        "s.paid_total",
    )
    yield _compared("refunded_total", "s.refunded_total > e.refunded_total", "s.refunded_total")
    for name in _BY_HAND:
        by_hand = (
            "EXISTS (SELECT 1 FROM changes h JOIN operations p ON p.id = h.operation_id WHERE h.entity = 'orders'"
            f" AND h.entity_id = e.id AND h.field = '{name}' AND p.kind NOT IN ('{KIND}', 'undo'))"
        )
        stated = _stated(connection, name)
        yield _compared(name, f"{stated.when} AND NOT {by_hand}", stated.value)


def _lines(connection: Connection) -> Entity:
    joined = (
        "stage_lines s ON s.stage_order = m.stage_order AND s.id = m.stage_id"
        " JOIN order_line_items e ON e.id = {} LEFT JOIN stage_codes c ON c.id = s.stage_code"
    )
    return Entity(
        "order_line_items",
        "changed_lines",
        f"line_pairs m JOIN {joined.format('m.line_id')} WHERE TRUE",
        f"(SELECT n.stage_id, n.id, p.stage_order FROM changed_lines n JOIN line_pairs p ON p.line_id = n.id) m"
        f" JOIN {joined.format('m.id')}",
        tuple(_line_comparisons(connection)),
    )


def _line_comparisons(connection: Connection) -> Iterator[Comparison]:
    yield from (_stated(connection, name) for name in _LINE_FIELDS)
    for name, value in _OTHERWISE.items():
        yield _compared(name, f"{value} IS NOT NULL AND {sql.differs(connection, f'e.{name}', value)}", value)
    # In another letter case it is the same code.
    renamed = sql.differs(connection, "e.sold_code_id", "c.sold_code_id")
    yield _compared(
        "sku", f"s.code IS NOT NULL AND {renamed} AND {sql.differs(connection, 'e.sku', 's.code')}", "s.code"
    )
    yield _once("external_id", "s.external_id")
    for name in ("product_id", "product_variant_id"):
        yield _once(name, f"c.{name}")
    yield from (_compared(name, f"s.{name} > e.{name}", f"s.{name}") for name in _LINE_COUNTERS)
    yield _forward("fulfillment_status", "s.fulfillment_status", _COURSE["fulfillment_status"])


def _stated(connection: Connection, name: str) -> Comparison:
    value = sql.as_json(connection, f"s.{name}") if name in JSON_FIELDS else f"s.{name}"
    return _compared(name, f"s.{name} IS NOT NULL AND {sql.differs(connection, f'e.{name}', value)}", value)


def _once(name: str, value: str) -> Comparison:
    return _compared(name, f"e.{name} IS NULL AND {value} IS NOT NULL", value)


def _forward(name: str, value: str, course: Iterable[str]) -> Comparison:
    further = f"{_place(value, course)} > {_place(f'e.{name}', course)}"
    return _compared(name, f"{value} IS NOT NULL AND (e.{name} IS NULL OR {further})", value)


def _place(status: str, course: Iterable[str]) -> str:
    places = " ".join(f"WHEN '{word}' THEN {place}" for place, word in enumerate(course))
    return f"COALESCE(CASE {status} {places} END, -1)"


def _compared(name: str, when: str, value: str) -> Comparison:
    return Comparison(name, when, f"e.{name}", value, name, value, name in _BOOLEANS)
