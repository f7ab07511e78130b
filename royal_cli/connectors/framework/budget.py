"""What a channel allows per operation, and who keeps count of it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from royal_cli.connectors.framework.faults import Throttled


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of `burst` that refills with `per_second`. Both are in units of what a request costs, mostly 1."""

    per_second: float
    burst: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What an answer told of a budget. What it did not tell is None.

    `remaining` is what is left now, `rate` the bucket as the channel has it, `blocked` for how many seconds nothing
    more is allowed.
    """

    remaining: float | None = None
    rate: Rate | None = None
    blocked: float | None = None


class Budget(Protocol):
    """Shared by all who speak with one account, in whatever process."""

    def take(self, operation: str, rate: Rate, cost: float, longest: float | None) -> float:
        """Reserve a request; returns how many seconds to wait before it is sent.

        Throttled, and nothing is reserved, where that would be more than `longest` seconds; None waits for ever.
        """

    def learn(self, operation: str, rate: Rate, quota: Quota) -> None:
        """Hold the count to what the channel says, which knows better."""


class LocalBudget:
    """Keeps count in this process alone: for tests, and for what is asked before an account is stored."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}  # what is left, and when that was; less than 0 is reserved
        self._blocked: dict[str, float] = {}

    def take(self, operation: str, rate: Rate, cost: float, longest: float | None) -> float:
        with self._lock:
            now = self._clock()
            left, since = self._buckets.get(operation, (rate.burst, now))
            left = min(left + (now - since) * rate.per_second, rate.burst) - cost
            wait = max(-left / rate.per_second, self._blocked.get(operation, now) - now, 0.0)
            refuse_long(operation, wait, longest)
            self._buckets[operation] = (left, now)
            return wait

    def learn(self, operation: str, rate: Rate, quota: Quota) -> None:
        with self._lock:
            now = self._clock()
            if quota.remaining is not None:
                reserved = min(self._buckets.get(operation, (0.0, now))[0], 0.0)
                self._buckets[operation] = (quota.remaining + reserved, now)
            if quota.blocked is not None:
                self._blocked[operation] = max(self._blocked.get(operation, now), now + quota.blocked)


def refuse_long(operation: str, wait: float, longest: float | None) -> None:
    """Throttled where a wait is longer than somebody wants to wait."""
    if longest is not None and wait > longest:
        raise Throttled(
            f"The quota of {operation} is used up for {wait:.0f} s.", after=wait, hint="Try again then, or let it wait."
        )
