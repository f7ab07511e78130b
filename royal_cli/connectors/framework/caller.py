"""The one loop that speaks with a channel: it waits for the quota, sends, tries again where that is safe, and raises
what went wrong as one of the framework's faults."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Protocol, Self

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from royal_cli.connectors.framework.account import Account
from royal_cli.connectors.framework.auth import Auth, LocalTokens, Tokens, utc_now
from royal_cli.connectors.framework.budget import Budget, LocalBudget, Quota, Rate, refuse_long
from royal_cli.connectors.framework.exchange import Answer, Request
from royal_cli.connectors.framework.faults import (
    BadCredentials,
    Forbidden,
    Frozen,
    Invalid,
    OutOfContract,
    ServerFault,
    Throttled,
    TransportFault,
    Unsure,
)
from royal_cli.connectors.framework.redaction import Redactor
from royal_cli.errors import NotFound, RoyalError

LOGGER = logging.getLogger(__name__)
AGENT = "royal-cli"
_SILENT = 2.0
_BACKOFF = wait_exponential_jitter(initial=0.5, max=30)
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)


class Vendor(Protocol):
    """What only the connector knows of its channel's way to speak."""

    @property
    def base_url(self) -> str: ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Of every request: media types, versions, the user agent where it has to be more than ours."""

    def rate(self, operation: str) -> Rate: ...

    def quota(self, request: Request, answer: Answer) -> Quota | None:
        """What the answer tells of the operation's budget."""

    def fault(self, request: Request, answer: Answer) -> RoyalError | None:
        """What is wrong with the answer; None where it is good. `usual_fault` knows what is usual in HTTP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a request is tried, and how long one may wait for a quota; None: as long as it takes."""

    attempts: int = 5
    longest: float | None = None


@dataclass(slots=True, kw_only=True)
class Caller:
    """Speaks with one account. Close it, or use it as a context manager."""

    account: Account
    vendor: Vendor
    auth: Auth
    budget: Budget = field(default_factory=LocalBudget)
    tokens: Tokens = field(default_factory=LocalTokens)
    transport: httpx.BaseTransport | None = None
    patience: Patience = field(default_factory=Patience)
    now: Callable[[], datetime] = utc_now
    sleep: Callable[[float], None] = time.sleep
    notice: Callable[[str], None] = lambda message: None
    redactor: Redactor = field(init=False)
    _client: httpx.Client | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.redactor = Redactor(self.account.secrets.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def send(self, request: Request) -> Answer:
        """The good answer to a request. Raises one of the faults; see Request for what is tried again."""
        renewed = False
        while True:
            used = dict(self.auth.headers(self)) if request.signed else {}
            try:
                return self._patiently(request, used)
            except BadCredentials:
                if renewed or not request.signed or not self.auth.renew(self, used):
                    raise
                renewed = True

    def _patiently(self, request: Request, credentials: Mapping[str, str]) -> Answer:
        attempts = Retrying(
            retry=retry_if_exception(lambda error: _is_worth_another_try(error, request)),
            stop=stop_after_attempt(self.patience.attempts),
            wait=self._pause,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return attempts(self._once, request, credentials)
        except (ServerFault, TransportFault) as error:
            if request.repeatable or not getattr(error, "arrived", True):
                raise
            raise Unsure(
                f"{error.message} It may have been done all the same.",
                hint="Nothing was sent twice; royal looks at what the channel has before it tries again.",
            ) from error

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        after = error.after if isinstance(error, Throttled | ServerFault) else None
        wait = _BACKOFF(state) if after is None else after
        refuse_long(self.account.name, wait, self.patience.longest)
        return wait

    def _sleep(self, seconds: float) -> None:
        if seconds >= _SILENT:
            self.notice(f"{self.account.name}: waiting {seconds:.0f} s for the channel …")
        self.sleep(seconds)

    def _once(self, request: Request, credentials: Mapping[str, str]) -> Answer:
        rate = self.vendor.rate(request.operation)
        wait = self.budget.take(request.operation, rate, request.cost, self.patience.longest)
        if wait > 0:
            self._sleep(wait)
        answer = self._exchanged(request, credentials)
        quota = self.vendor.quota(request, answer)
        if quota is not None:
            self.budget.learn(request.operation, rate, quota)
        fault = self.vendor.fault(request, answer)
        if fault is not None:
            if isinstance(fault, Throttled) and fault.after is not None:
                self.budget.learn(request.operation, rate, Quota(blocked=fault.after))
            raise fault
        return answer

    def _exchanged(self, request: Request, credentials: Mapping[str, str]) -> Answer:
        began = time.monotonic()
        sent = self._built(request, credentials)
        shown = f"{request.method} {sent.url.host}{sent.url.path}"
        try:
            response = self._opened().send(sent)
        except httpx.TransportError as error:
            LOGGER.debug("%s: %s: %s", self.account.name, shown, type(error).__name__)
            raise self._broken(error) from error
        took = (time.monotonic() - began) * 1000
        LOGGER.debug("%s: %s %d in %.0f ms", self.account.name, shown, response.status_code, took)
        return Answer(
            status=response.status_code,
            headers=response.headers,
            data=self._decoded(request, response),
            received=_date(response.headers.get("Date")) or self.now(),
            url=str(response.url.copy_with(query=None)),
        )

    def _built(self, request: Request, credentials: Mapping[str, str]) -> httpx.Request:
        url = request.url if "://" in request.url else self.vendor.base_url.rstrip("/") + "/" + request.url.lstrip("/")
        ours = dict(self.vendor.headers) if request.signed else {"User-Agent": AGENT}
        body: dict[str, Any] = {}
        if request.json is not None:
            body["content"] = json.dumps(
                request.json, ensure_ascii=False, separators=(",", ":"), default=_plain
            ).encode()
            ours.setdefault("Content-Type", "application/json")
        elif request.form is not None:
            body["data"] = dict(request.form)
            ours.pop("Content-Type", None)
        elif request.content is not None:
            body["content"] = request.content
        else:
            ours.pop("Content-Type", None)
        headers = ours | dict(credentials) | dict(request.headers)
        return self._opened().build_request(request.method, url, params=request.params or None, headers=headers, **body)

    def _opened(self) -> httpx.Client:
        if self._client is None:
            self._client = httpx.Client(
                transport=self.transport,
                timeout=_TIMEOUT,
                headers={"User-Agent": AGENT, "Accept-Encoding": "gzip", "Accept": "application/json"},
            )
        return self._client

    def _broken(self, error: httpx.TransportError) -> TransportFault:
        arrived = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
        reason = self.redactor.text(str(error)) or type(error).__name__
        return TransportFault(
            f"{self.account.name}: the channel cannot be reached: {reason.rstrip('.')}.",
            arrived=arrived,
            hint="Check the network, and try again later.",
        )

    def _decoded(self, request: Request, response: httpx.Response) -> Any:
        expected = request.expects if response.is_success else "json"
        if expected == "bytes":
            return response.content
        if expected == "text":
            return response.text
        if not response.content.strip():
            if expected == "json" and response.is_success and response.status_code not in (202, 204):
                raise self._out_of_contract(request, response)
            return None
        try:
            return json.loads(response.content, parse_float=Decimal)
        except ValueError:
            if response.is_success and expected == "json":
                raise self._out_of_contract(request, response) from None
            return None

    def _out_of_contract(self, request: Request, response: httpx.Response) -> RoyalError:
        kind = response.headers.get("Content-Type", "nothing").split(";")[0]
        what = "no answer" if not response.content.strip() else f"{kind} instead of JSON"
        return OutOfContract(
            f"{self.account.name}: {request.operation} was answered with status {response.status_code} and {what}.",
            hint="Try again later; if it stays so, the address of the channel may be wrong.",
        )


def usual_fault(
    account: Account, request: Request, answer: Answer, messages: tuple[str, ...] = ()
) -> RoyalError | None:
    """What an HTTP status means, with the channel's own `messages`; None for success."""
    status = answer.status
    if 200 <= status < 300:
        return None
    said = "; ".join(messages)
    because = f": {said.rstrip('.')}." if said else f" (status {status})."
    name = account.name
    match status:
        case 401:
            return BadCredentials(
                f"{name} does not accept the credentials{because}", hint=f"royal channel set {name} --ask"
            )
        case 403:
            return Forbidden(
                f"{name} does not let us {request.operation}{because}",
                hint=f"Give the app or token the right to do this, then: royal channel test {name}",
            )
        case 402 | 423:
            return Frozen(
                f"{name} is frozen{because}", hint="Settle that with the channel; nothing is tried again until then."
            )
        case 404 | 410:
            return NotFound(f"{name}: {request.operation} found nothing{because}")
        case 429:
            return Throttled(f"{name} wants us to slow down{because}", after=retry_after(answer))
        case _ if status >= 500 or status == 408:
            return ServerFault(f"{name} has trouble of its own (status {status}).", after=retry_after(answer))
    return Invalid(f"{name} refuses {request.operation}{because}", messages=messages)


def retry_after(answer: Answer) -> float | None:
    """Seconds to wait, from a number of seconds or from a date; None where the answer does not say."""
    stated = answer.headers.get("Retry-After", "").strip()
    try:
        return max(float(stated), 0.0)
    except ValueError:
        until = _date(stated)
    return max((until - answer.received).total_seconds(), 0.0) if until else None


def _is_worth_another_try(error: BaseException, request: Request) -> bool:
    """A request that was turned away at the door has done nothing; any other has to be repeatable."""
    if isinstance(error, Throttled):
        return True
    if isinstance(error, TransportFault) and not error.arrived:
        return True
    return isinstance(error, ServerFault | TransportFault) and request.repeatable


def _date(stated: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(stated) if stated else None
    except (ValueError, TypeError):
        return None
    return found.astimezone(UTC) if found and found.tzinfo else None


def _plain(value: object) -> str:
    """What JSON has no word for: exact decimals, as the text they are."""
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
