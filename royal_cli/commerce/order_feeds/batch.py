"""What every kind of order file turns its rows into: canonical columns, ready to be staged.

All lists of a batch have one entry per accepted row; most rows are a line of an order. A field of the order may stand
on any of its rows: the first row that states it counts. `None` means that the file does not say.

The rows of an order that follow each other in the file are in one batch, and what they say of it stands on the first
of them. Further rows of an order may come later. An order goes in whole or not at all: where a row of it is refused,
its other rows of the batch are, too, and `spoilt` names it for those of other batches.

Totals that the file does not state are None; they follow from the lines where all of these have one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any

from royal_cli.commerce.feeds.batch import Reject, Warn

#: Fields of an order, in the order in which they are staged. Amounts are minor units of `currency`; times are aware
#: UTC datetimes; addresses, names and tags are canonical JSON text, an address with the keys of `ADDRESS_KEYS`.
ORDER_FIELDS = (
    "order_number", "kind", "financial_status", "fulfillment_status", "order_status",
    "currency", "prices_include_vat",
    "subtotal", "tax_total", "shipping_total", "discount_total", "fee_total", "total", "paid_total", "refunded_total",
    "created_at", "processed_at", "shipped_at", "delivered_at", "cancelled_at", "refunded_at",
    "customer_key", "customer_email", "customer_phone", "first_name", "last_name",
    "country_code", "billing_address", "shipping_address",
    "locale", "tags", "notes", "source_name", "referring_site",
)  # fmt: skip

#: Fields of a line. `price` counts 10**-price_scale of the order's currency, the other amounts its minor units.
#: `total` is what the line comes to after its own `discount`; `cost` is of the whole line.
LINE_FIELDS = (
    "external_id", "kind", "code", "gtin", "title", "variant_title", "quantity",
    "price", "price_scale", "discount", "tax", "total", "cost",
    "fulfilled_quantity", "cancelled_quantity", "refunded_quantity", "fulfillment_status",
)  # fmt: skip

ADDRESS_KEYS = (
    "first_name", "last_name", "company", "address1", "address2", "city", "province", "postal_code", "country",
    "country_code", "phone",
)  # fmt: skip

#: Why a good row of an order is refused: `Reject.code` and its hint.
SPOILT = "other_row"
SPOILT_HINT = "another row of this order cannot be read; correct that one and import them together"


@dataclass(slots=True)
class OrderBatch:
    """`numbers` and `lines` are the row's number in the file and the line on which it begins, both from 1."""

    numbers: list[int]
    lines: list[int]
    #: What the channel calls the order, for good: its id there, or its number; never empty.
    orders: list[str]
    #: The row is a line of its order; otherwise it only adds to the order itself.
    sells: list[bool]
    order: dict[str, list[Any]] = field(default_factory=dict)
    line: dict[str, list[Any]] = field(default_factory=dict)
    #: Orders of which a row was refused. What is refused because of it has the code `SPOILT`.
    spoilt: set[str] = field(default_factory=set)
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[Warn] = field(default_factory=list)

    def keep(self, mask: Sequence[bool]) -> None:
        """Take the rows out that the mask does not have; rejects and warnings stay as they are."""
        self.numbers, self.lines = list(compress(self.numbers, mask)), list(compress(self.lines, mask))
        self.orders, self.sells = list(compress(self.orders, mask)), list(compress(self.sells, mask))
        for columns in (self.order, self.line):
            columns.update({name: list(compress(column, mask)) for name, column in columns.items()})
