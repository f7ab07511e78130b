"""The channel on which the orders of a file were placed."""

from sqlalchemy import Connection, select, text

from royal_cli.commerce.by_hand import Hand
from royal_cli.db.channels import Channel
from royal_cli.errors import UsageError

_CHANNELS = Channel.metadata.tables["channels"]


def find_channel(connection: Connection, name: str) -> int | None:
    """The id of the channel with this name; None where nothing was sold there yet. UsageError where it is no name."""
    longest = _CHANNELS.c.name.type.length  # type: ignore[attr-defined]
    if not name.strip() or len(name) > longest:
        raise UsageError(f"The name of a channel has 1 to {longest} characters.", hint="Say it with --channel NAME.")
    found = connection.scalar(select(_CHANNELS.c.id).where(_CHANNELS.c.name == name))
    return None if found is None else int(found)


def create_channel(hand: Hand, name: str, type: str) -> int:
    """The channel, for orders that are the first on it."""
    values = {"name": name, "type": type, "status": "active", "configuration": {}, "error_count": 0}
    id = hand.create("channels", {**values, "created_at": hand.now, "updated_at": hand.now})
    hand.connection.execute(text("UPDATE stage_orders SET channel_id = :id"), {"id": id})
    return id
