"""What the operator, a profile or the settings say about a file of orders that the file does not say itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from royal_cli.commerce.feeds.options import FeedOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOptions(FeedOptions):
    """None means that nobody has said: then the file itself has to leave no doubt."""

    #: What comes first in dates such as 03/04/2026: "dmy", "mdy" or "ymd".
    dates: str | None = None
    #: Whether a column of discounts holds shares of the price ("share") or money ("amount").
    discounts: str | None = None
    #: How the numbers of orders begin that give money back, and of those that only correct the books.
    credit_prefixes: tuple[str, ...] | None = None
    adjustment_prefixes: tuple[str, ...] | None = None
    #: Code of a line in small letters -> what it is instead of a product: shipping, fee, discount, adjustment.
    code_kinds: Mapping[str, str] = field(default_factory=dict)
