"""What a connector is: the fields of its accounts, its streams, its writes, and how it shows that it works."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from royal_cli.connectors.framework.account import Ability, Account, Field
from royal_cli.connectors.framework.auth import Auth
from royal_cli.connectors.framework.budget import Quota, Rate
from royal_cli.connectors.framework.caller import Caller, usual_fault
from royal_cli.connectors.framework.exchange import Answer, Request
from royal_cli.connectors.framework.records import Listing
from royal_cli.connectors.framework.streams import Streams
from royal_cli.connectors.framework.writes import (
    Cancellation,
    ContentWrite,
    PriceWrite,
    Repayment,
    Shipment,
    StockWrite,
    Written,
)
from royal_cli.errors import RoyalError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that `royal channel test` looked at."""

    what: str
    outcome: Literal["ok", "warning", "failed", "unknown"]
    detail: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Hook:
    """An address that the channel calls when something happens. `secret` is never part of it."""

    topic: str
    address: str
    external_id: str | None = None
    is_active: bool | None = None


class Connector(ABC):
    """One account at one channel. It knows nothing of royal's tables.

    A new one states the class attributes, makes its streams in `streams`, and writes what it says it can in
    `abilities`. The writes are generators: each write has its own outcome, and one that fails stops no other. A fault
    that concerns all of them (credentials, no network) is raised.
    """

    #: What `royal channel add --type` calls it, and people.
    type: ClassVar[str]
    title: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]] = ()
    abilities: ClassVar[frozenset[Ability]] = frozenset()
    #: How many writes of a kind go into one request, at most.
    batch: ClassVar[Mapping[str, int]] = {}
    #: The rate of an operation that is not in `rates`.
    usual_rate: ClassVar[Rate] = Rate(per_second=2, burst=4)
    rates: ClassVar[Mapping[str, Rate]] = {}
    #: Its simulated vendor, as "module:Class"; None where there is none.
    simulator: ClassVar[str | None] = None

    def __init__(self, account: Account) -> None:
        self.account = account
        self.caller: Caller

    # How it speaks: the framework's Vendor. ---------------------------------------------------------------------

    @property
    @abstractmethod
    def base_url(self) -> str: ...

    @property
    def headers(self) -> Mapping[str, str]:
        return {}

    @abstractmethod
    def auth(self) -> Auth: ...

    def rate(self, operation: str) -> Rate:
        return self.rates.get(operation, self.usual_rate)

    def quota(self, request: Request, answer: Answer) -> Quota | None:
        return None

    def fault(self, request: Request, answer: Answer) -> RoyalError | None:
        return usual_fault(self.account, request, answer)

    # What it reads. ---------------------------------------------------------------------------------------------

    @abstractmethod
    def streams(self) -> Streams:
        """By name: orders, products, inventory, locations, customers, returns, as far as the channel has them."""

    @abstractmethod
    def check(self) -> Iterator[Finding]:
        """Credentials, rights, clock, version: all of it, also where the first fails. Nothing is written."""

    def look(self, listings: Sequence[Listing]) -> Iterator[Listing]:
        """These listings as the channel has them now; those that are gone are left out."""
        raise self._cannot("look at single listings")

    # What it writes: only once an operator has switched writes on. ------------------------------------------------

    def set_prices(self, writes: Sequence[PriceWrite]) -> Iterator[Written]:
        raise self._cannot("set prices")

    def set_stock(self, writes: Sequence[StockWrite]) -> Iterator[Written]:
        raise self._cannot("set stock")

    def put_content(self, writes: Sequence[ContentWrite], *, dry_run: bool = False) -> Iterator[Written]:
        """With `dry_run` the channel only says whether it would accept them, where it can."""
        raise self._cannot("write products")

    def ship(self, shipment: Shipment) -> Written:
        raise self._cannot("confirm parcels")

    def cancel(self, cancellation: Cancellation) -> Written:
        raise self._cannot("cancel orders")

    def refund(self, repayment: Repayment) -> Written:
        raise self._cannot("give money back")

    def settle(self, tokens: Iterable[tuple[str, str]]) -> Iterator[Written]:
        """What became of pending writes, given as pairs of key and token; still pending ones are left out."""
        return iter(())

    # What the channel tells by itself. ----------------------------------------------------------------------------

    def hooks(self) -> Iterator[Hook]:
        raise self._cannot("call an address of ours")

    def register(self, hook: Hook) -> Hook:
        raise self._cannot("call an address of ours")

    def unregister(self, hook: Hook) -> None:
        raise self._cannot("call an address of ours")

    def _cannot(self, what: str) -> RoyalError:
        return RoyalError(
            f"{self.account.name} cannot {what}: {self.title} has no such thing, or royal does not use it."
        )
