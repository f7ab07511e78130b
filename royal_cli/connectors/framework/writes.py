"""What royal asks a channel to change, and what became of it.

Every write has a `key` that was stored before it is sent: where a channel knows such keys it is sent along, so that
the same write is never done twice; where it does not, royal looks at what the channel has before it sends again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from royal_cli.connectors.framework.records import Listing
from royal_cli.money import Money

#: done: the channel confirmed it. pending: it is queued, `token` asks for its end. refused: the channel's `messages`
#: say why. stale: the channel's value was not what we thought; read it and decide again. unsure: no answer came.
Outcome = Literal["done", "pending", "refused", "stale", "unsure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceWrite:
    key: str
    listing: Listing
    price: Money
    compare_at_price: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockWrite:
    """`quantity` is what can be sold at a place of the channel, None the channel as a whole. `was` is what it last
    showed, for channels that compare before they set; None: not known, the value is set whatever it was."""

    key: str
    listing: Listing
    quantity: int
    was: int | None = None
    location_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentWrite:
    """A product with all its variants as the channel shall show it. `parent_id` None: it is not there yet.

    `variants` have the external ids of those that are there; prices and stock of them are written on their own, but
    go along where a new variant cannot be made without.
    """

    key: str
    parent_id: str | None
    handle: str
    title: str
    description: str | None = None
    brand: str | None = None
    category: str | None = None
    status: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    variants: tuple[Listing, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel that has left. `units` by the external id of the order's line."""

    key: str
    order_id: str
    units: Mapping[str, int]
    carrier: str | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None
    shipped_at: datetime
    location_id: str | None = None
    notify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """Units that will not be sent; all that is open where `units` is empty."""

    key: str
    order_id: str
    units: Mapping[str, int] = field(default_factory=dict)
    reason: str | None = None
    restock: bool = True
    notify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Repayment:
    """Money that goes back, with the units it is for."""

    key: str
    order_id: str
    amount: Money
    shipping: int = 0
    units: Mapping[str, int] = field(default_factory=dict)
    reason: str | None = None
    restock: bool = False
    notify: bool = False


Write = PriceWrite | StockWrite | ContentWrite | Shipment | Cancellation | Repayment


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of the write with this `key`. `external_ids` are those that the channel gave: of a new product its
    variants by SKU, of a parcel its own under "parcel"."""

    key: str
    outcome: Outcome
    messages: tuple[str, ...] = ()
    token: str | None = None
    external_ids: Mapping[str, str] = field(default_factory=dict)
