"""Days on the command line: they begin and end where the shop is."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from royal_cli.cli.terminal import terminal
from royal_cli.errors import UsageError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_RELATIVE = {"today": 0, "yesterday": 1}


def beginning(text: str | None, option: str) -> datetime | None:
    """The first moment of a day, in UTC; of a moment that is written in full the moment itself."""
    return None if text is None else _moment(text, option)[0]


def end(text: str | None, option: str) -> datetime | None:
    """The first moment after a day, in UTC: the day itself is still meant."""
    return None if text is None else _moment(text, option)[1]


def _moment(text: str, option: str) -> tuple[datetime, datetime]:
    """When what is written begins, and when it is over. A day has 23 or 25 hours when clocks are changed."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(terminal().settings.timezone)
    word = text.strip().lower()
    try:
        if word in _RELATIVE:
            told = datetime.now(zone).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
            first, last = (told - timedelta(days=_RELATIVE[word] - more) for more in (0, 1))
        else:
            first = last = datetime.fromisoformat(text.strip())
            last += timedelta(days=1) if len(text.strip()) <= len("2026-03-31") else timedelta()
        return _utc(first, zone), _utc(last, zone)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{option} {text} is not a day.", hint=f"It reads: {option} 2026-03-31, or {option} today"
        ) from None


def _utc(moment: datetime, zone: "ZoneInfo") -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
