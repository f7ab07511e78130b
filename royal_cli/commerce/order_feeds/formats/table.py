"""Any other table with a row per line of an order: by its header words, or by a profile.

Columns beyond those of royal's own file (see `royal`), in the words of a profile:

    shipping, fee           money that is added up over the lines of an order
    discount                a share of the price (0.2) or money, as [values] discounts says or the column tells
    discount percent        20 for a fifth
    unit cost               of one unit; `cost` is of the whole line
    profit                  what is left of the line's total: its cost is the rest
"""

from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from royal_cli.commerce.feeds.formats.declare import Seen
from royal_cli.commerce.feeds.formats.sheet import Binding, bind
from royal_cli.commerce.feeds.headers import listed
from royal_cli.commerce.order_feeds import codes
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.dates import Survey
from royal_cli.commerce.order_feeds.formats import reckoning, royal, tables
from royal_cli.commerce.order_feeds.formats.words import STOPGAPS, WORDS
from royal_cli.commerce.order_feeds.sheet import OrderSheet
from royal_cli.errors import FeedError

_NAMES = ("line.code", "line.title", "line.gtin")
_AMOUNTS = ("line.price", "line.total")

#: Money of orders that stands on their lines.
_ADDED_UP = ("shipping", "fee")

#: What stands before the numbers of credits and of corrections, unless a profile says otherwise.
_CREDIT, _ADJUSTMENT = "C", "A"

#: Words of royal's own file that mean other things elsewhere.
_VAGUE = frozenset(
    ["total", "subtotal", "id", "discount", "tax", "kind", "name", "source", "cost", "order", "line total"]
)
_COLUMNS = {**{word: role for word, role in royal.COLUMNS.items() if word not in _VAGUE}, **WORDS}


def _fits(seen: Seen) -> int:
    binding = bind(seen.header, TABLE)
    has = binding.places.keys()
    needed = {"order", "order.created_at", "line.quantity"}
    return 30 if needed <= has and has & set(_NAMES) and has & set(_AMOUNTS) else 0


def missing(header: tuple[str, ...]) -> str:
    """Why a table that looks like orders is not understood; "" where it does not look like them."""
    has = bind(header, TABLE).places.keys()
    wanted = {
        "the number of the order": {"order"}, "its date": {"order.created_at"}, "a quantity": {"line.quantity"},
        "what was sold": set(_NAMES), "a price or what the line comes to": set(_AMOUNTS),
    }  # fmt: skip
    lacks = [what for what, roles in wanted.items() if not roles & has]
    if len(lacks) > 2 or ("the number of the order" in lacks and "its date" in lacks):
        return ""
    return f"has no column that is plainly {' and none that is '.join(lacks)}"


def _refine(binding: Binding) -> None:
    for stopgap, role in STOPGAPS.items():
        found = binding.places.pop(stopgap, None)
        if found and role not in binding.places:
            binding.places[role] = found
        elif found:
            binding.unused.append(binding.header[found[0]])


def _check(binding: Binding, is_asked_for: bool) -> None:
    for role, headers in binding.doubled.items():
        if role in ("order", "order.created_at", "line.quantity", "line.price", "line.total"):
            message = f"{listed(headers)} could each be the {role.rpartition('.')[2].replace('_', ' ')}."
            raise FeedError(message, hint="take one out, or say in a profile which one counts")


def _keys(sheet: OrderSheet) -> list[str]:
    """The order's number; without one, every row is an order of a customer's, known by its day and what it says.

    Numbers that count the orders of a day would be others in a part of the file, such as its rejected rows, and let
    one order overwrite another. Rows that are alike in everything are counted.
    """
    if sheet.has("order", "id"):
        return royal.keys(sheet)
    counts: dict[str, int] = sheet.remember("orders that are alike", dict)
    others = [role for role in sorted(sheet.binding.places) if role not in ("order.customer_key", "order.created_at")]
    said = [list(map(_as_number, sheet.cells(role))) for role in others] or [[""] * sheet.size]
    who = zip(sheet.cells("order.customer_key"), sheet.cells("order.created_at"), strict=True)
    found = []
    for (customer, day), cells in zip(who, zip(*said, strict=True), strict=True):
        known = f"{customer.strip()}-{day.strip()}-{sha256('|'.join(cells).encode()).hexdigest()[:6]}"
        count = counts[known] = counts.get(known, 0) + 1
        name = known if count == 1 else f"{known}-{count}"
        found.append(name if customer.strip() and day.strip() else "")
    return found


@lru_cache(maxsize=8192)
def _as_number(cell: str) -> str:
    """12.00 and 12.0 are the same."""
    bare = cell.strip().replace(",", ".")
    return bare.rstrip("0").rstrip(".") if "." in bare else bare


def _shape(sheet: OrderSheet, batch: OrderBatch) -> None:
    reckoning.reckon(sheet, batch)
    royal.shape(sheet, batch)
    reckoning.put_cost(sheet, batch)
    _add_up(sheet, batch)
    _tell_products(sheet, batch)
    _tell_orders(sheet, batch)
    _tell_shipped(sheet, batch)


def _add_up(sheet: OrderSheet, batch: OrderBatch) -> None:
    """Money that stands on the lines, and is the order's."""
    for role in _ADDED_UP:
        if sheet.has(role):
            batch.order[f"{role}_total"] = sheet.at_starts(tables.sums(sheet, role))


def _tell_products(sheet: OrderSheet, batch: OrderBatch) -> None:
    """Postage, fees and the like are no products."""
    nothing: list[str | None] = [None] * sheet.size
    names, titles = batch.line.get("code", nothing), batch.line.get("title", nothing)
    found = codes.kinds(sheet, names, titles)
    stated = batch.line.get("kind", nothing)
    batch.line["kind"] = [own or kind for own, kind in zip(stated, found, strict=True)]


def _tell_orders(sheet: OrderSheet, batch: OrderBatch) -> None:
    """Credits and corrections: by how their numbers begin, or since goods only come back, or go for nothing.

    Rows of an order that come later say nothing of it: the others may be a sale.
    """
    before: set[str] = sheet.remember("orders so far", set)
    stated = batch.order.get("kind") or [None] * sheet.size
    for start, end in sheet.runs:
        order = sheet.orders[start]
        if stated[start] is None and order not in before:
            stated[start] = _by_number(sheet, order) or _by_lines(batch, start, end)
        before.add(order)
    batch.order["kind"] = stated


def _by_number(sheet: OrderSheet, order: str) -> str | None:
    is_numbered = isinstance(sheet.surveyed, Survey) and sheet.surveyed.is_numbered
    if _begins(order, sheet.options.credit_prefixes, _CREDIT if is_numbered else ""):
        return "credit"
    adjusts = _begins(order, sheet.options.adjustment_prefixes, _ADJUSTMENT if is_numbered else "")
    return "adjustment" if adjusts else None


def _begins(order: str, prefixes: tuple[str, ...] | None, usual: str) -> bool:
    """Whether a number begins as it is said to; or with the usual letter, where others are plain numbers."""
    if prefixes is not None:
        return order.casefold().startswith(tuple(map(str.casefold, prefixes)))
    return bool(usual) and order[:1].upper() == usual and order[1:].isdigit()


def _by_lines(batch: OrderBatch, start: int, end: int) -> str | None:
    quantities = batch.line["quantity"][start:end] if "quantity" in batch.line else [None]
    if any(quantity is None or quantity >= 0 for quantity in quantities):
        return None
    return "credit" if any(batch.line.get("price", [])[start:end]) else "adjustment"


def _tell_shipped(sheet: OrderSheet, batch: OrderBatch) -> None:
    """A line with a date on which it was shipped is fulfilled."""
    if not sheet.has("order.shipped_at") or sheet.has("line.fulfilled_quantity") or "quantity" not in batch.line:
        return
    batch.line["fulfilled_quantity"] = [
        quantity if cell.strip() and quantity and quantity > 0 else None
        for cell, quantity in zip(sheet.cells("order.shipped_at"), batch.line["quantity"], strict=True)
    ]


TABLE = replace(
    royal.ROYAL, name="table", title="table of order lines", fits=_fits, keys=_keys, shape=_shape, refine=_refine,
    check=_check, survey=tables.surveying(*_ADDED_UP), columns=_COLUMNS, containers=frozenset({"delimited", "json"}),
    key_words="a number of the order",
)  # fmt: skip

#: The same with a profile: then only what the profile says counts.
MAPPED = replace(
    TABLE, title="table of order lines by profile", only_meant=True, fits=lambda _: 0, check=None,
    columns={
        **royal.COLUMNS, "date": "order.created_at", "shipping": "shipping", "fee": "fee",
        "discount": "discount", "discount percent": "discount percent", "line discount": "line.discount",
        "unit cost": "unit cost", "profit": "profit",
    },
    key_roles=("order", "id", "order.customer_key"), key_words="an order, or a customer and a date",
)  # fmt: skip
