"""Gives codes their variants or their kinds, and with them all lines that were sold under them.

What is to be done stands in temporary tables: `wanted_variants` (code_id, variant_id), `wanted_kinds` (code_id, kind).
"""

from collections.abc import Mapping

from sqlalchemy import text

from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.orders.costs import currency_digits, variant_cost
from royal_cli.commerce.orders.state import settle
from royal_cli.errors import Conflict


def attach(hand: Hand, variants: Mapping[int, int]) -> None:
    """Each code, by its id, is that variant. Lines of which units are reserved or packed keep the variant they have.

    A line's cost becomes what the variant costs where it was unknown, or what the variant before cost.
    """
    if not variants:
        return
    hand.keep_rows("wanted_variants", "code_id BIGINT PRIMARY KEY, variant_id BIGINT", list(variants.items()))
    set_kinds(hand, dict.fromkeys(hand.connection.scalars(text(_NO_PRODUCTS)), "product"))
    hand.set_field("order_line_items", "cost", _COSTS)
    hand.set_field("sold_codes", "product_variant_id", _CODES)
    hand.set_field("order_line_items", "product_id", _LINES.format(value="v.product_id"))
    hand.set_field("order_line_items", "product_variant_id", _LINES.format(value="v.id"))


def set_kinds(hand: Hand, kinds: Mapping[int, str]) -> None:
    """Each code, by its id, is of that kind, and its lines with it; what orders come to in goods, shipping and fees
    follows. Only products have a variant. Conflict where units of a line are reserved or packed."""
    if not kinds:
        return
    hand.keep_rows("wanted_kinds", "code_id BIGINT PRIMARY KEY, kind TEXT", list(kinds.items()))
    connection = hand.connection
    connection.execute(text("DROP TABLE IF EXISTS moved_totals"))
    connection.execute(text(_MOVED))
    _refuse_reserved(hand)
    # What goods come to may be unknown; shipping and fees that nobody stated are none.
    sums = (
        ("o.subtotal", "goods"),
        ("COALESCE(o.shipping_total, 0)", "shipping"),
        ("COALESCE(o.fee_total, 0)", "fees"),
    )
    for field, (sum, column) in zip(("subtotal", "shipping_total", "fee_total"), sums, strict=True):
        hand.set_field("orders", field, _SUMS.format(sum=sum, column=column))
    hand.set_field("sold_codes", "kind", "SELECT code_id AS id, kind AS value FROM wanted_kinds")
    hand.set_field("sold_codes", "product_variant_id", _NO_VARIANT.format(id="code_id", joined=""))
    for field in ("product_id", "product_variant_id"):
        joined = "JOIN order_line_items l ON l.sold_code_id = k.code_id"
        hand.set_field("order_line_items", field, _NO_VARIANT.format(id="l.id", joined=joined))
    if hand.set_field("order_line_items", "kind", _KINDS):
        settle(connection, "SELECT order_id FROM moved_totals", hand=hand)


def _refuse_reserved(hand: Hand) -> None:
    found = hand.connection.execute(text(_RESERVED)).first()
    if found:
        raise Conflict(
            f"Units of {found.code} are reserved or packed in order {found.order_number}: it is sold as a product.",
            hint=f"Look at it with: royal order show {found.order_number}",
        )


_BUSY = (
    "(EXISTS (SELECT 1 FROM allocations a WHERE a.order_line_item_id = l.id AND a.quantity > 0)"
    " OR EXISTS (SELECT 1 FROM fulfillment_items f WHERE f.order_line_item_id = l.id))"
)
_OF_CODE = "FROM wanted_variants w JOIN order_line_items l ON l.sold_code_id = w.code_id"
_FREE = f"l.kind = 'product' AND (l.product_variant_id IS NULL OR NOT {_BUSY})"
_NO_PRODUCTS = "SELECT w.code_id FROM wanted_variants w JOIN sold_codes s ON s.id = w.code_id WHERE s.kind <> 'product'"
_CODES = "SELECT code_id AS id, CAST(variant_id AS TEXT) AS value FROM wanted_variants"
_LINES = (
    f"SELECT l.id, CAST({{value}} AS TEXT) AS value {_OF_CODE}"
    f" JOIN product_variants v ON v.id = w.variant_id WHERE {_FREE}"
)
_DIGITS = currency_digits("o.currency")
_COSTS = (
    f"SELECT l.id, CAST({variant_cost('v', 'l', 'o.currency', _DIGITS)} AS TEXT) AS value {_OF_CODE}"
    " JOIN orders o ON o.id = l.order_id JOIN product_variants v ON v.id = w.variant_id"
    " LEFT JOIN product_variants b ON b.id = l.product_variant_id"
    f" WHERE {_FREE} AND (l.cost IS NULL OR l.cost = {variant_cost('b', 'l', 'o.currency', _DIGITS)})"
)
_CHANGING = "FROM wanted_kinds k JOIN order_line_items l ON l.sold_code_id = k.code_id AND l.kind <> k.kind"


def _gained(condition: str) -> str:
    """What the lines of an order bring to a sum of its, and take away from it."""
    is_so, was_so = (f"CASE WHEN {alias}.kind {condition} THEN 1 ELSE 0 END" for alias in "kl")
    return f"CAST(sum(COALESCE(l.total, 0) * ({is_so} - {was_so})) AS BIGINT)"


_GOODS, _SHIPPING = _gained("= 'product'"), _gained("= 'shipping'")
_FEES = _gained("NOT IN ('product', 'shipping')")
_MOVED = (
    f"CREATE TEMPORARY TABLE moved_totals AS SELECT l.order_id, {_GOODS} AS goods,"
    f" {_SHIPPING} AS shipping, {_FEES} AS fees"
    f" {_CHANGING} GROUP BY l.order_id"
)
_SUMS = (
    "SELECT o.id, CAST({sum} + m.{column} AS TEXT) AS value FROM moved_totals m"
    " JOIN orders o ON o.id = m.order_id WHERE m.{column} <> 0"
)
_NO_VARIANT = "SELECT {id} AS id, CAST(NULL AS TEXT) AS value FROM wanted_kinds k {joined} WHERE k.kind <> 'product'"
_KINDS = f"SELECT l.id, k.kind AS value {_CHANGING}"
_RESERVED = (
    f"SELECT COALESCE(s.code, s.title) AS code, o.order_number {_CHANGING} JOIN sold_codes s ON s.id = k.code_id"
    f" JOIN orders o ON o.id = l.order_id WHERE k.kind <> 'product' AND {_BUSY} LIMIT 1"
)
