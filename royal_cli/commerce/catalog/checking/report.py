"""What a check tells: how often something is wrong, each finding, or how complete each product is for a channel."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from royal_cli.commerce.catalog.checking.check import Severity
from royal_cli.commerce.catalog.checking.scan import Hit


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong, with the number of products or variants of which it is, and a few of their SKUs."""

    severity: Severity
    count: int
    code: str
    #: None for what holds everywhere.
    channel: str | None
    field: str
    says: str
    todo: str
    skus: list[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with one product, or one variant of it; `value` is what the catalogue has."""

    sku: str
    code: str
    severity: Severity
    channel: str | None
    field: str
    value: str | None
    says: str
    todo: str
    product: str


@dataclass(frozen=True, slots=True)
class Score:
    """How much of what a channel asks for a product has: the share of its checks, rounded down to a whole percent.

    One variant that lacks something is enough for the product to lack it.
    """

    product: str
    channel: str | None
    score: int
    errors: int
    warnings: int
    advice: int
    lacks: list[str]


class Findings:
    """The findings as they are asked for, up to the limit; afterwards `next` is the cursor of the rest, if any."""

    def __init__(
        self,
        hits: Iterator[Hit],
        told: Callable[[Hit], Finding],
        cursor: Callable[[Hit], str],
        limit: int | None,
    ) -> None:
        self._hits, self._told, self._cursor, self._limit = hits, told, cursor, limit
        self.next: str | None = None

    def __iter__(self) -> Iterator[Finding]:
        last: Hit | None = None
        for number, hit in enumerate(self._hits):
            if number == self._limit:
                self.next = last and self._cursor(last)
                return
            last = hit
            yield self._told(hit)
