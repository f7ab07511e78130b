"""Finds the customer that an operator means: by e-mail address, by what a channel calls them, or by phone."""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, func, literal, select

from royal_cli.commerce.catalog.reading.search import legible
from royal_cli.commerce.customers.emails import folded
from royal_cli.commerce.customers.erasures import email_digest
from royal_cli.commerce.customers.reading.handles import BY_ID, handles
from royal_cli.commerce.customers.tables import ALIASES, CHANNELS, CUSTOMERS, ERASURES
from royal_cli.errors import Conflict, NotFound

#: Of several customers that are meant, so many are named.
_NAMED = 5
_PHONE = re.compile(r"\+?[0-9 ()./-]+")
#: Two numbers are the same where these last digits are: one may be written with its country, the other without.
_PHONE_DIGITS = 8


def find_customer(connection: Connection, text: str) -> int:
    """The id of the customer with this e-mail address, else with this id on a channel (alone or as channel/id), else
    with this phone number. NotFound where there is none, Conflict where several are meant."""
    wanted = legible(text, "The customer").strip()
    for found in _meant(connection, wanted):
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous(connection, wanted, found)
    raise _unknown(connection, wanted)


def _meant(connection: Connection, text: str) -> Iterator[Sequence[int]]:
    """The customers that each meaning of the text finds, the most exact meaning first."""
    if "@" in text:
        email = folded(text)
        yield connection.scalars(select(CUSTOMERS.c.id).where(CUSTOMERS.c.email == email)).all()
        yield _aliased(connection, ALIASES.c.email == email)
    yield _qualified(connection, text)
    channels = list(connection.scalars(select(CHANNELS.c.id)))
    yield _aliased(connection, ALIASES.c.channel_id.in_(channels) & (ALIASES.c.external_id == text))
    if text.startswith(BY_ID) and text.removeprefix(BY_ID).isdecimal():
        id = int(text.removeprefix(BY_ID))
        yield connection.scalars(select(CUSTOMERS.c.id).where(CUSTOMERS.c.id == min(id, 2**62))).all()
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) >= _PHONE_DIGITS and _PHONE.fullmatch(text):
        yield connection.scalars(select(CUSTOMERS.c.id).where(_has_phone(digits)).order_by(CUSTOMERS.c.id)).all()


def _aliased(connection: Connection, condition: ColumnElement[bool]) -> Sequence[int]:
    query = select(ALIASES.c.customer_id).where(condition).distinct().order_by(ALIASES.c.customer_id)
    return connection.scalars(query).all()


def _qualified(connection: Connection, text: str) -> Sequence[int]:
    """What channel/id says; either may have a slash in it itself."""
    for channel in connection.execute(select(CHANNELS.c.id, CHANNELS.c.name)):
        prefix = f"{channel.name}/".casefold()
        if text.casefold().startswith(prefix):
            of_channel = ALIASES.c.channel_id == channel.id
            found = _aliased(connection, of_channel & (ALIASES.c.external_id == text[len(prefix) :]))
            if found:
                return found
    return []


def _has_phone(digits: str) -> ColumnElement[bool]:
    stored: ColumnElement[str] = func.coalesce(CUSTOMERS.c.phone, "")
    for mark in " -()./+":
        stored = func.replace(stored, mark, "")
    return func.substr(stored, func.length(stored) - (_PHONE_DIGITS - 1)) == literal(digits[-_PHONE_DIGITS:])


def _ambiguous(connection: Connection, text: str, found: Sequence[int]) -> Conflict:
    names = list(handles(connection, found[: _NAMED + 1]).values())
    more = " and more" if len(found) > _NAMED else ""
    return Conflict(
        f"{text!r} means several customers: {', '.join(names[:_NAMED])}{more}.",
        hint=f"Type one of them, such as {names[0]}; royal customer merge makes one of several.",
        candidates=names[:_NAMED],
    )


def _unknown(connection: Connection, text: str) -> NotFound:
    digest = email_digest(text)
    erased = "@" in text and connection.scalar(select(ERASURES.c.erased_at).where(ERASURES.c.digest == digest))
    if erased:
        return NotFound(f"The customer {text!r} was erased on {erased:%Y-%m-%d}.", hint="The orders are still there.")
    hint = "royal customer list --search TEXT looks for names as well."
    return NotFound(f"There is no customer {text!r}.", hint=hint)
