"""What all simulated vendors have in common: requests one after the other, faults by chance, orders that arrive."""

import json
import random
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Self

import httpx

from royal_cli.connectors.simulators.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a simulated vendor behaves. Shares are of all requests, from 0 to 1.

    The same seed gives the same catalogue and the same orders; faults depend on the seed and the request's number.
    """

    seed: int = 1
    variants: int = 40
    #: Orders that are there from the start, and how many arrive in an hour.
    orders: int = 30
    orders_per_hour: float = 12.0
    #: 429 although the quota is not used up; 5xx with a web page; no answer although the write took place; an expired
    #: token.
    storms: float = 0.0
    failures: float = 0.0
    lost_answers: float = 0.0
    expired: float = 0.0
    #: How long asynchronous work takes, in seconds, and how much of it fails.
    slowness: float = 0.0
    rejections: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A document (anything JSON holds), a text, or bytes."""

    status: int = 200
    data: Any = None
    text: str | None = None
    headers: Mapping[str, str] | None = None


class Vendor(httpx.BaseTransport):
    """A simulated vendor as httpx's transport: what would go over the network is answered here.

    A vendor answers in `answer`, makes its catalogue in `found` and an order in `order`. It is told the store inside
    one transaction per request.
    """

    def __init__(self, store: Store, plan: Plan) -> None:
        self.store = store
        self.plan = plan

    @classmethod
    def open(cls, path: Path, plan: Plan | None = None) -> Self:
        """The vendor that lives in this file. It is founded there, with its `plan`, when it is opened first."""
        store = Store(path)
        with store.transaction():
            known = store.get("plan", "plan")
            if known is None:
                begun = plan or Plan()
                store.put("plan", "plan", asdict(begun))
                store.put("clock", "founded", store.clock())
                vendor = cls(store, begun)
                vendor.found(random.Random(begun.seed))
                for number in range(1, begun.orders + 1):
                    vendor._arrive(number)
                return vendor
        return cls(store, Plan(**known))

    def close(self) -> None:
        self.store.close()

    def change_plan(self, plan: Plan) -> None:
        """Behave otherwise from now on; what is there stays."""
        with self.store.transaction():
            self.store.put("plan", "plan", asdict(plan))
        self.plan = plan

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        with self.store.transaction() as store:
            number = store.call("requests")
            chance = random.Random(f"{self.plan.seed}/{number}")
            self._let_orders_arrive()
            reply = self._spoilt(request, chance) or self.answer(request)
            lost = request.method != "GET" and chance.random() < self.plan.lost_answers
        if lost:
            raise httpx.ReadTimeout("the answer did not come in time", request=request)
        return self._response(request, reply)

    @abstractmethod
    def found(self, chance: random.Random) -> None:
        """Put the catalogue into the store."""

    @abstractmethod
    def order(self, number: int, chance: random.Random) -> None:
        """Put order `number` into the store, and take its units from the vendor's stock."""

    @abstractmethod
    def answer(self, request: httpx.Request) -> Reply: ...

    @abstractmethod
    def throttled(self, seconds: float) -> Reply:
        """How the vendor says that too much was asked for."""

    def broken(self) -> Reply:
        """Trouble of its own: a web page, as from the machine in front of it."""
        return Reply(status=503, text="<html><head><title>503</title></head><body>Service Unavailable</body></html>")

    def asks_for_token(self, request: httpx.Request) -> bool:
        return "token" in request.url.path

    def expired(self) -> Reply:
        return Reply(status=401, data={"errors": "the token has expired"})

    def _spoilt(self, request: httpx.Request, chance: random.Random) -> Reply | None:
        dice = chance.random()
        if dice < self.plan.storms:
            return self.throttled(0.2)
        if dice < self.plan.storms + self.plan.failures:
            return self.broken()
        is_expired = dice < self.plan.storms + self.plan.failures + self.plan.expired
        return self.expired() if is_expired and not self.asks_for_token(request) else None

    def _let_orders_arrive(self) -> None:
        founded = self.store.get("clock", "founded")
        due = self.plan.orders + int((self.store.clock() - founded) / 3600 * self.plan.orders_per_hour)
        for number in range((self.store.get("clock", "orders") or 0) + 1, due + 1):
            self._arrive(number)

    def _arrive(self, number: int) -> None:
        self.order(number, random.Random(f"{self.plan.seed}/order/{number}"))
        self.store.put("clock", "orders", number)

    def _response(self, request: httpx.Request, reply: Reply) -> httpx.Response:
        headers = {"Date": format_datetime(datetime.fromtimestamp(self.store.clock(), UTC), usegmt=True)}
        headers |= reply.headers or {}
        if reply.text is not None:
            headers.setdefault("Content-Type", "text/html; charset=utf-8")
            return httpx.Response(reply.status, headers=headers, text=reply.text, request=request)
        if reply.data is None:
            return httpx.Response(reply.status, headers=headers, request=request)
        headers.setdefault("Content-Type", "application/json")
        return httpx.Response(reply.status, headers=headers, content=json.dumps(reply.data).encode(), request=request)


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
