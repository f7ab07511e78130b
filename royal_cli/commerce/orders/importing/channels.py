"""The channel on which the orders of a file were placed."""

from sqlalchemy import select

from royal_cli.commerce.by_hand import Hand
from royal_cli.db.channels import Channel
from royal_cli.errors import UsageError

_CHANNELS = Channel.metadata.tables["channels"]


def channel_of(hand: Hand, name: str, type: str) -> int:
    """The id of the channel with this name, which is created when it is first spoken of."""
    longest = _CHANNELS.c.name.type.length  # type: ignore[attr-defined]
    if not name.strip() or len(name) > longest:
        raise UsageError(f"The name of a channel has 1 to {longest} characters.", hint="Say it with --channel NAME.")
    found = hand.connection.scalar(select(_CHANNELS.c.id).where(_CHANNELS.c.name == name))
    if found is not None:
        return int(found)
    values = {"name": name, "type": type, "status": "active", "configuration": {}, "error_count": 0}
    return hand.create("channels", {**values, "created_at": hand.now, "updated_at": hand.now})
