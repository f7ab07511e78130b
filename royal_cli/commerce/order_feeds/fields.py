"""Converts the columns that are canonical fields, each by the kind of value that its field holds."""

from royal_cli.commerce.feeds import values
from royal_cli.commerce.order_feeds import amounts, dates, people, statuses
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.sheet import OrderSheet

_TEXTS = ("order_number", "customer_phone", "locale", "notes", "source_name", "referring_site")
_AMOUNTS = (
    "subtotal", "tax_total", "shipping_total", "discount_total", "fee_total", "total", "paid_total", "refunded_total",
)  # fmt: skip
_TIMES = ("processed_at", "shipped_at", "delivered_at", "cancelled_at", "refunded_at")
_KINDS = {kind: kind for kind in ("sale", "credit", "adjustment")}
_LINE_KINDS = {kind: kind for kind in ("product", "shipping", "fee", "discount", "adjustment")}

_LINE_TEXTS = ("title", "variant_title")
_LINE_NAMES = ("external_id", "code")
_LINE_AMOUNTS = ("discount", "tax", "total", "cost")
_QUANTITIES = ("quantity", "fulfilled_quantity", "cancelled_quantity", "refunded_quantity")


def convert(sheet: OrderSheet, batch: OrderBatch) -> None:
    """Put every column whose role is a canonical field into the batch."""
    sheet.currencies = amounts.currencies(sheet)
    batch.order["currency"] = sheet.at_starts(sheet.currencies)
    _convert_order(sheet, batch)
    people.convert(sheet, batch)
    statuses.convert(sheet, batch)
    _convert_lines(sheet, batch)


def _convert_order(sheet: OrderSheet, batch: OrderBatch) -> None:
    for field in filter(lambda field: sheet.has(f"order.{field}"), _TEXTS):
        rows, cells = sheet.stated(f"order.{field}")
        texts = values.text(cells, sheet.problems_at(rows), sheet.header(f"order.{field}"))
        batch.order[field] = sheet.at_starts(texts)
    for field in filter(lambda field: sheet.has(f"order.{field}"), _AMOUNTS):
        batch.order[field] = sheet.at_starts(amounts.of_runs(sheet, f"order.{field}"))
    for field in filter(lambda field: sheet.has(f"order.{field}"), _TIMES):
        batch.order[field] = sheet.at_starts(dates.times(sheet, f"order.{field}"))
    placed = dates.earliest(sheet, "order.created_at")
    batch.order["created_at"] = sheet.at_starts(placed)
    if sheet.has("order.tags"):
        rows, cells = sheet.stated("order.tags")
        separators = sheet.options.tag_separators or ","
        lists = values.words(cells, sheet.problems_at(rows), sheet.header("order.tags"), separators=separators)
        batch.order["tags"] = sheet.at_starts(values.as_json(lists))
    if sheet.has("order.kind"):
        batch.order["kind"] = sheet.at_starts(statuses.of_runs(sheet, "order.kind", _KINDS))
    _say_whether_vat_is_included(sheet, batch)


def _say_whether_vat_is_included(sheet: OrderSheet, batch: OrderBatch) -> None:
    role = "order.prices_include_vat"
    found: list[bool | None] = [sheet.options.price_includes_vat] * len(sheet.starts)
    if sheet.has(role):
        rows, cells = sheet.stated(role)
        said = values.boolean(cells, sheet.problems_at(rows), sheet.header(role))
        found = [one if one is not None else usual for one, usual in zip(said, found, strict=True)]
    batch.order["prices_include_vat"] = sheet.at_starts(found)


def _convert_lines(sheet: OrderSheet, batch: OrderBatch) -> None:
    for field in filter(lambda field: sheet.has(f"line.{field}"), _LINE_NAMES):
        role = f"line.{field}"
        batch.line[field] = values.identifier(sheet.cells(role), sheet.problems, sheet.header(role), key=True)
    for field in filter(lambda field: sheet.has(f"line.{field}"), _LINE_TEXTS):
        role = f"line.{field}"
        batch.line[field] = values.text(sheet.cells(role), sheet.problems, sheet.header(role))
    if sheet.has("line.gtin"):
        batch.line["gtin"] = values.gtin(sheet.cells("line.gtin"), sheet.problems, sheet.header("line.gtin"))
    for field in filter(lambda field: sheet.has(f"line.{field}"), _QUANTITIES):
        role = f"line.{field}"
        batch.line[field] = values.quantity(
            sheet.cells(role), sheet.problems, sheet.header(role), decimal_mark=sheet.options.decimal_mark,
            evidence=sheet.evidence(sheet.header(role)), strict=True,
        )  # fmt: skip
    if sheet.has("line.price"):
        batch.line["price"], batch.line["price_scale"] = amounts.prices(sheet, "line.price")
    for field in filter(lambda field: sheet.has(f"line.{field}"), _LINE_AMOUNTS):
        batch.line[field] = amounts.of_rows(sheet, f"line.{field}")
    if sheet.has("line.kind"):
        role = "line.kind"
        batch.line["kind"] = values.choice(
            sheet.cells(role), sheet.problems, sheet.header(role), _LINE_KINDS, strict=True
        )
