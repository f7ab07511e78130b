"""How an account shows who it is: a fixed header, or a token that is fetched and renewed."""

import base64
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from royal_cli.connectors.framework.exchange import Request

if TYPE_CHECKING:
    from royal_cli.connectors.framework.caller import Caller

#: A token is renewed this long before it expires, or at half its life, if that is later.
_AHEAD = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Token:
    """A secret that lives until `expires`; None: until it is refused. `expires` is by our own clock."""

    value: str
    expires: datetime | None

    def is_good(self, now: datetime) -> bool:
        return self.expires is None or now < self.expires


class Tokens(Protocol):
    """Where the tokens of an account are kept, for all processes, never in the database."""

    def get(self, name: str) -> Token | None: ...
    def put(self, name: str, token: Token) -> None: ...
    def renewing(self, name: str) -> AbstractContextManager[object]:
        """Held while a token is fetched, so that only one process asks for it."""


class LocalTokens:
    """Keeps tokens in this process alone."""

    def __init__(self) -> None:
        self._tokens: dict[str, Token] = {}
        self._lock = threading.RLock()

    def get(self, name: str) -> Token | None:
        return self._tokens.get(name)

    def put(self, name: str, token: Token) -> None:
        self._tokens[name] = token

    def renewing(self, name: str) -> AbstractContextManager[object]:
        return self._lock


class Auth(Protocol):
    def headers(self, caller: "Caller") -> Mapping[str, str]:
        """The headers that a signed request bears."""

    def renew(self, caller: "Caller", used: Mapping[str, str]) -> bool:
        """After a refusal of `used`: True where another try makes sense."""


@dataclass(frozen=True, slots=True)
class Headers:
    """Fixed headers, such as a private token."""

    values: Mapping[str, str]

    def headers(self, caller: "Caller") -> Mapping[str, str]:
        return self.values

    def renew(self, caller: "Caller", used: Mapping[str, str]) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class FetchedToken:
    """A token that `request` fetches, and that is used until it expires or is refused.

    `name` tells the tokens of an account apart. `read` takes the token and its life in seconds, None if it does not
    say, out of the answer. `header` makes the header of it.
    """

    name: str
    request: Request
    read: Callable[[object], tuple[str, float | None]]
    header: Callable[[str], Mapping[str, str]]

    def headers(self, caller: "Caller") -> Mapping[str, str]:
        known = caller.tokens.get(self.name)
        if known is None or not known.is_good(caller.now()):
            with caller.tokens.renewing(self.name):
                known = caller.tokens.get(self.name)  # somebody else may have been quicker
                if known is None or not known.is_good(caller.now()):
                    known = self._fetch(caller)
        caller.redactor.learn(known.value)
        return self.header(known.value)

    def renew(self, caller: "Caller", used: Mapping[str, str]) -> bool:
        with caller.tokens.renewing(self.name):
            known = caller.tokens.get(self.name)
            if known is None or self.header(known.value) == used:
                self._fetch(caller)
        return True

    def _fetch(self, caller: "Caller") -> Token:
        value, life = self.read(caller.send(self.request).data)
        caller.redactor.learn(value)
        ahead = min(_AHEAD, timedelta(seconds=life / 2)) if life is not None else None
        expires = caller.now() + timedelta(seconds=life) - ahead if life is not None and ahead is not None else None
        token = Token(value, expires)
        caller.tokens.put(self.name, token)
        return token


def basic(user: str, password: str) -> str:
    """The value of a header Authorization with user and password."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def utc_now() -> datetime:
    return datetime.now(UTC)
