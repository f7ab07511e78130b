"""What can go wrong between royal and a channel. Each says in one sentence which channel it was and what to do.

CredentialsError
├── BadCredentials       401  who we are is not accepted
├── Forbidden            403  we are known, and may not do this
└── Frozen               402, 423  the account is closed: nothing is tried again before a person looked at it
NotFound                 404  what was asked for is not there
RoyalError
├── Invalid              400, 422  the channel refuses the values; `messages` are its own words
└── OutOfContract        an answer that is not what the channel promises
Unavailable
├── Throttled            429  too much was asked for; `after` is when to come back, in seconds
├── ServerFault          5xx
├── TransportFault       no connection, or none that lasted
└── Unsure               a write that may have happened all the same: read back before it is sent again
"""

from collections.abc import Sequence
from typing import Any

from royal_cli.errors import CredentialsError, RoyalError, Unavailable


class BadCredentials(CredentialsError):
    """The channel does not accept the credentials, also after they were renewed."""


class Forbidden(CredentialsError):
    """The credentials are good, and not enough for this."""

    code = "forbidden"


class Frozen(CredentialsError):
    """The account at the channel is frozen, unpaid or locked."""

    code = "frozen"


class Invalid(RoyalError):
    """The channel refuses what was sent. `messages` are all of its own, not only the first."""

    code = "invalid"

    def __init__(self, message: str, *, messages: Sequence[str] = (), hint: str | None = None, **details: Any) -> None:
        super().__init__(message, hint=hint, **details)
        self.messages = tuple(messages)


class OutOfContract(RoyalError):
    """The answer is not what the channel promises: another type, a missing part, a web page."""

    code = "contract"


class Throttled(Unavailable):
    """Too much was asked for. `after` is how many seconds the channel wants us to wait; None: it did not say."""

    code = "throttled"

    def __init__(self, message: str, *, after: float | None = None, hint: str | None = None, **details: Any) -> None:
        super().__init__(message, hint=hint, **details)
        self.after = after


class ServerFault(Unavailable):
    """The channel failed on its own side. `after` as in Throttled."""

    code = "server"

    def __init__(self, message: str, *, after: float | None = None, hint: str | None = None, **details: Any) -> None:
        super().__init__(message, hint=hint, **details)
        self.after = after


class TransportFault(Unavailable):
    """No connection, or one that broke. `arrived` is False where the request cannot have reached the channel."""

    code = "transport"

    def __init__(self, message: str, *, arrived: bool = True, hint: str | None = None, **details: Any) -> None:
        super().__init__(message, hint=hint, **details)
        self.arrived = arrived


class Unsure(Unavailable):
    """A write went out and no answer came back: it may have happened. It is never sent again before a look."""

    code = "unsure"
