"""Where a feed comes from, written so that it holds no secret: https://shop.example/feed.csv?token=${FEED_TOKEN}.

A placeholder names a variable of the environment, or with _FILE behind its name a file; it is filled in when the feed
is fetched, and never shown or stored.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

from royal_cli.errors import CredentialsError, UsageError
from royal_cli.settings.files import secret_in

_PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_SECRET_NAME = re.compile(
    r"token|secret|passw|pwd|oauth|authori[sz]|credential|signature|api_?-?key|access_?-?key|\b(auth|pass|key|sig|sid)\b",
    re.IGNORECASE,
)
#: A long word of letters and several digits, or a UUID: nobody calls a folder so.
_TOKEN = re.compile(
    r"(?=(?:[A-Za-z]*\d){3})(?=\d*[A-Za-z])[A-Za-z0-9]{20,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_OPEN_HEADERS = frozenset({"accept", "accept-language", "user-agent"})
_OWN_HEADERS = frozenset(
    {"accept-encoding", "connection", "content-length", "host", "if-modified-since", "if-none-match", "range",
     "transfer-encoding"}
)  # fmt: skip
_LEAST_MASKED = 3


@dataclass(frozen=True, slots=True)
class Resolved:
    """An address with its secrets: for fetching, never for showing."""

    address: str
    headers: Mapping[str, str]
    secrets: frozenset[str] = frozenset()

    @property
    def is_remote(self) -> bool:
        return is_remote(self.address)

    def masked(self, text: str) -> str:
        """The text without any of the secrets, however somebody else's message came to hold one."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text


def is_remote(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def checked_source(source: str) -> str:
    """The address or path as it may be stored; a path becomes absolute. UsageError where it holds a secret."""
    if _PLACEHOLDER.fullmatch(source):
        return source
    if is_remote(source):
        _check_address(source)
        return source
    if source == "-" or _SCHEME.match(source):
        raise UsageError(f"{source.split(':')[0]} is nothing to fetch a feed from.", hint="Name an https:// address.")
    return str(Path(source).expanduser().absolute())


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        user, has_password, _ = (parts.username or "", parts.password is not None, parts.port)
    except ValueError:
        raise UsageError("This is no address.", hint="It reads https://shop.example/feed.csv") from None
    if not parts.hostname:
        raise UsageError("This address names no server.", hint="It reads https://shop.example/feed.csv")
    secret = parts.password if has_password else user
    if secret and not _PLACEHOLDER.search(secret):
        raise _holds_secret(
            "a password" if has_password else "a user", f"…${{FEED_USER}}:${{FEED_PASSWORD}}@{parts.hostname}…"
        )
    for name, value in parse_qsl(parts.query):
        if _is_secret(name, value):
            raise _holds_secret(f"{name}=…", f"…?{name}=${{{_variable(name)}}}")
    if _TOKEN.search(parts.path) or _TOKEN.search(parts.fragment):
        raise _holds_secret("what looks like a token in its path", f"https://{parts.hostname}/…/${{FEED_TOKEN}}/…")


def _is_secret(name: str, value: str) -> bool:
    plain = bool(value) and not _PLACEHOLDER.search(value)
    return plain and bool(_SECRET_NAME.search(name) or _TOKEN.search(value))


def _holds_secret(what: str, instead: str) -> UsageError:
    return UsageError(
        f"The address holds {what}, and the database keeps no secrets.",
        hint=f"Name a variable in its place, in single quotes: '{instead}'. It is read whenever the feed is fetched.",
    )


def _variable(name: str) -> str:
    """A name for the variable that is to hold this."""
    return f"FEED_{re.sub(r'[^A-Z0-9]+', '_', name.upper())}"


def checked_headers(stated: Iterable[str]) -> dict[str, str]:
    """Headers from "Authorization=env:FEED_AUTHORIZATION" or 'X-Key=${FEED_KEY}', as they may be stored."""
    headers = {}
    for text in stated:
        name, sign, value = text.partition("=")
        if not sign or not _HEADER_NAME.fullmatch(name) or not value.strip():
            raise UsageError("A header has a name and a value.", hint="--header Authorization=env:FEED_AUTHORIZATION")
        if name.lower() in _OWN_HEADERS:
            raise UsageError(f"royal sets the header {name} itself.")
        variable = re.fullmatch(r"env:(\w+)", value)
        value = f"${{{variable[1]}}}" if variable else value
        if not _PLACEHOLDER.search(value) and name.lower() not in _OPEN_HEADERS:
            raise UsageError(
                f"The value of {name} would be stored, and the database keeps no secrets.",
                hint=f"Name the variable that holds it: --header {name}=env:{_variable(name)}",
            )
        headers[name] = value
    return headers


def resolve(source: str, headers: Mapping[str, str], environ: Mapping[str, str]) -> Resolved:
    """Fill the placeholders in. CredentialsError where a variable is not set."""
    names = {name for text in (source, *headers.values()) for name in _PLACEHOLDER.findall(text)}
    values = {name: _value(name, environ) for name in sorted(names)}
    filled = {name: _PLACEHOLDER.sub(lambda found: values[found[1]], text) for name, text in headers.items()}
    secrets = {text for value in values.values() for text in (value, quote(value, safe=""))}
    return Resolved(_address(source, values), filled, frozenset(text for text in secrets if len(text) >= _LEAST_MASKED))


def _value(name: str, environ: Mapping[str, str]) -> str:
    pointer = f"{name}_FILE"
    value = environ.get(name) or (secret_in(Path(environ[pointer]), pointer) if environ.get(pointer) else "")
    if not value:
        raise CredentialsError(
            f"The variable {name}, which the feed's source or headers name, is not set.",
            hint=f"Set {name} where royal runs, or name the file that holds it in {pointer}.",
        )
    if not value.isprintable() or not value.isascii():
        raise CredentialsError(f"The variable {name} holds a line break, or letters that an address cannot hold.")
    return value


def _address(source: str, values: Mapping[str, str]) -> str:
    escaped = list(_escaped(source))

    def fill(found: re.Match[str]) -> str:
        value = values[found[1]]
        return quote(value, safe="") if any(found.start() in part for part in escaped) else value

    return _PLACEHOLDER.sub(fill, source)


def _escaped(source: str) -> Iterator[range]:
    """Where a value has to be escaped to be taken for itself: before the @, and behind the ?."""
    if not is_remote(source):
        return
    start = source.index("://") + 3
    authority = re.split(r"[/?#]", source[start:], maxsplit=1)[0]
    yield range(start, start + authority.rfind("@") + 1)
    if "?" in source:
        yield range(source.index("?"), len(source))
