"""Finds the order that an operator means: by its number, its channel's own id, or channel/number."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Column, Connection, Row, select

from royal_cli.commerce.catalog.reading.search import legible
from royal_cli.commerce.orders.tables import CHANNELS, ORDERS
from royal_cli.errors import Conflict, NotFound

#: Of the channels where the same number was found, so many are named.
_NAMED = 5


def find_order(connection: Connection, text: str, channel: str | None = None) -> int:
    """The id of the order with this number, on that channel if one is said; else with this external id; else what
    channel/number says. `1001` and `#1001` are one number. NotFound where there is none, Conflict where several
    channels have it."""
    text = legible(text, "The order number").strip()
    channels = _channels(connection)
    if channel is not None:
        within = [find_channel(connection, channel)]
        found = _found(connection, text, within)
        if found:
            return _only(found, text, channels)
        raise NotFound(f"There is no order {text!r} on {channels[within[0]]}.", hint=_SEARCH)
    found = _found(connection, text, list(channels)) or _qualified(connection, text, channels)
    if not found:
        raise NotFound(f"There is no order {text!r}.", hint=_SEARCH)
    return _only(found, text, channels)


def find_channel(connection: Connection, name: str) -> int:
    """The id of the channel with this name, in any letter case; NotFound says which there are."""
    channels = {id: called for id, called in _channels(connection).items() if id is not None}
    wanted = legible(name, "The channel").strip()
    by_name = {called: id for id, called in channels.items()}
    folded = {called.casefold(): id for called, id in by_name.items()}
    if wanted in by_name:
        return by_name[wanted]
    if wanted.casefold() in folded:
        return folded[wanted.casefold()]
    close = get_close_matches(wanted.casefold(), folded, n=1)
    listed = f"The channels are {', '.join(sorted(by_name))}." if by_name else "No order has come from a channel yet."
    hint = f"Did you mean {channels[folded[close[0]]]}?" if close else listed
    raise NotFound(f"There is no channel {wanted!r}.", hint=hint)


_SEARCH = "royal order list --search TEXT looks for names and e-mail addresses as well."


def _channels(connection: Connection) -> dict[int | None, str]:
    """Their names by id; what belongs to no channel has an empty one."""
    named = connection.execute(select(CHANNELS.c.id, CHANNELS.c.name).order_by(CHANNELS.c.id)).all()
    return {**{row.id: row.name for row in named}, None: ""}


def _found(connection: Connection, text: str, channels: Sequence[int | None]) -> Sequence[Row[Any]]:
    """One order per channel, from the most exact meaning on."""
    for column, texts in ((ORDERS.c.order_number, _same_numbers(text)), (ORDERS.c.external_id, [text])):
        rows = [row for one in _conditions(column, texts, channels) for row in connection.execute(one)]
        if rows:
            return _one_each(rows, texts)
    return []


def _conditions(column: Column[Any], texts: Sequence[str], channels: Sequence[int | None]) -> Iterator[Any]:
    """Through the keys that begin with the channel: a number alone has no index."""
    query = select(ORDERS.c.id, ORDERS.c.channel_id, ORDERS.c.order_number, column.label("meant"))
    known = [channel for channel in channels if channel is not None]
    if known:
        yield query.where(ORDERS.c.channel_id.in_(known), column.in_(texts))
    if None in channels:
        yield query.where(ORDERS.c.channel_id.is_(None), column.in_(texts))


def _same_numbers(text: str) -> list[str]:
    """The most exact spelling first."""
    bare = text.removeprefix("#")
    spelt = [text, bare, f"#{bare}"]
    return list(dict.fromkeys([*spelt, *(one.upper() for one in spelt), *(one.lower() for one in spelt)]))


def _one_each(rows: Sequence[Row[Any]], texts: Sequence[str]) -> list[Row[Any]]:
    """A channel that has `1001` as well as `#1001` means the one that was typed."""
    best: dict[int | None, Row[Any]] = {}
    for row in sorted(rows, key=lambda row: texts.index(row.meant)):
        best.setdefault(row.channel_id, row)
    return list(best.values())


def _qualified(connection: Connection, text: str, channels: Mapping[int | None, str]) -> Sequence[Row[Any]]:
    """What channel/number says; a number may have a slash in it itself."""
    for id, name in channels.items():
        prefix = f"{name}/".casefold()
        if text.casefold().startswith(prefix):
            found = _found(connection, text[len(prefix) :].strip(), [id])
            if found:
                return found
    return []


def _only(found: Sequence[Row[Any]], text: str, channels: Mapping[int | None, str]) -> int:
    if len(found) == 1:
        return int(found[0].id)
    by_channel = sorted(found, key=lambda row: (row.channel_id is None, channels[row.channel_id]))
    names = [f"{channels[row.channel_id]}/{row.order_number.removeprefix('#')}" for row in by_channel]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    raise Conflict(
        f"{text!r} is an order on several channels: {', '.join(names[:_NAMED])}{more}.",
        hint=f"Type one of them, such as {names[0]}",
        candidates=names,
    )
