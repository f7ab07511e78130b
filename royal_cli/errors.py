"""Every error royal raises on purpose, each with its exit code.

RoyalError                    1  failed
├── UsageError                2  the command was called wrongly
├── PartialFailure            3  some rows were rejected, the rest is done
├── CredentialsError          4  a channel or server refused who we are
├── NotFound                  5  no such file, SKU, operation …
├── Conflict                  6  what we planned on has changed since
│   └── StalePlan             6
├── Refused                   7  a guardrail said no, or a person has to say yes
├── Unavailable               8  a channel or server is down or throttles; try later
├── Locked                    9  somebody else is doing this right now
├── ChangesFound             10  a dry run found changes (only with --detailed-exitcode)
├── FeedError                 1  a feed that cannot be read at all
│   └── BrokenFeed            1  a feed that was cut short or damaged on its way
└── DatabaseError             1  a database that cannot be used as it is
"""

from typing import Any


class RoyalError(Exception):
    """One plain sentence for the operator, and a hint that says what to type next."""

    code = "failed"
    exit_code = 1
    retryable = False

    def __init__(self, message: str, *, hint: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details


class UsageError(RoyalError):
    code = "usage"
    exit_code = 2


class PartialFailure(RoyalError):
    code = "partial"
    exit_code = 3


class CredentialsError(RoyalError):
    code = "credentials"
    exit_code = 4


class NotFound(RoyalError):
    code = "not_found"
    exit_code = 5


class Conflict(RoyalError):
    code = "conflict"
    exit_code = 6


class StalePlan(Conflict):
    code = "stale_plan"


class Refused(RoyalError):
    code = "refused"
    exit_code = 7


class Unavailable(RoyalError):
    code = "unavailable"
    exit_code = 8
    retryable = True


class Locked(RoyalError):
    code = "locked"
    exit_code = 9
    retryable = True


class ChangesFound(RoyalError):
    code = "changes_found"
    exit_code = 10


class FeedError(RoyalError):
    """The feed as a whole cannot be read: not a feed, malformed, no key column."""

    code = "feed"


class BrokenFeed(FeedError):
    """Not what the sender has: cut short, damaged, or something else in its place. Fetched again it may be whole."""


class DatabaseError(RoyalError):
    """The database cannot be used as it is: missing, older, newer, read-only, full."""

    code = "database"
