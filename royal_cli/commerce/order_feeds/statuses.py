"""The words of shops and marketplaces for how far an order is, as the statuses that royal keeps."""

from collections.abc import Mapping

from royal_cli.commerce.feeds import values
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.sheet import OrderSheet

FINANCIAL = {
    "pending": "pending", "unpaid": "pending", "authorized": "authorized", "authorised": "authorized",
    "partially paid": "partially_paid", "partially_paid": "partially_paid", "paid": "paid",
    "partially refunded": "partially_refunded", "partially_refunded": "partially_refunded", "refunded": "refunded",
    "voided": "voided", "expired": "voided", "failed": "voided",
}  # fmt: skip
FULFILLMENT = {
    "unfulfilled": "unfulfilled", "unshipped": "unfulfilled", "pending": "unfulfilled", "open": "unfulfilled",
    "restocked": "unfulfilled", "on_hold": "unfulfilled", "scheduled": "unfulfilled", "in_progress": "unfulfilled",
    "not fulfilled": "unfulfilled",
    "partial": "partial", "partially fulfilled": "partial", "partially_fulfilled": "partial",
    "partially shipped": "partial", "fulfilled": "fulfilled", "shipped": "fulfilled", "delivered": "fulfilled",
}  # fmt: skip
ORDER = {
    "open": "open", "pending": "open", "processing": "open", "unshipped": "open", "new": "open", "on hold": "open",
    "closed": "closed", "completed": "closed", "complete": "closed", "shipped": "closed", "delivered": "closed",
    "archived": "closed", "cancelled": "cancelled", "canceled": "cancelled",
}  # fmt: skip

_WORDS = {"financial_status": FINANCIAL, "fulfillment_status": FULFILLMENT, "order_status": ORDER}


def convert(sheet: OrderSheet, batch: OrderBatch) -> None:
    for field, words in _WORDS.items():
        if sheet.has(f"order.{field}"):
            batch.order[field] = sheet.at_starts(of_runs(sheet, f"order.{field}", words))
    if sheet.has("line.fulfillment_status"):
        role = "line.fulfillment_status"
        batch.line["fulfillment_status"] = values.choice(
            sheet.cells(role), sheet.problems, sheet.header(role), FULFILLMENT
        )


def of_runs(sheet: OrderSheet, role: str, words: Mapping[str, str]) -> list[str | None]:
    """Of every run what its status means; an unknown word is told, and the status stays unknown."""
    rows, cells = sheet.stated(role)
    return values.choice(cells, sheet.problems_at(rows), sheet.header(role), words)
