"""For how long variants had nothing to sell in a period, as far as the ledger tells."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from royal_cli.commerce.reports.period import Period
from royal_cli.commerce.reports.query import moment_of, of_period

#: Newest first: the level before each movement follows from the one after it.
_MOVEMENTS = """
SELECT product_variant_id AS variant, quantity_change AS change, previous_quantity AS previous, created_at
FROM inventory_movements WHERE created_at >= :start AND quantity_change <> 0
ORDER BY product_variant_id, created_at DESC, id DESC
"""


def stockless(
    connection: Connection, period: Period, now: datetime, available: Mapping[int, int]
) -> dict[int, timedelta]:
    """By variant, of those that moved since the period began. `available` is what there is now, locations together.

    Before the first figure of a location nobody knew what was there, so nothing is counted before it.
    """
    end = min(period.end, now)
    found: dict[int, timedelta] = {}
    variant, level, until = 0, 0, now
    for row in of_period(connection, _MOVEMENTS, period):
        if row.variant != variant:
            _close(found, variant, level, period.start, min(until, end))
            variant, level, until = row.variant, available.get(row.variant, 0), now
        moved_at = moment_of(row.created_at)
        _close(found, variant, level, max(moved_at, period.start), min(until, end))
        level, until = (level - row.change if row.previous is not None else 1), moved_at
    _close(found, variant, level, period.start, min(until, end))
    return found


def _close(found: dict[int, timedelta], variant: int, level: int, start: datetime, end: datetime) -> None:
    """A stretch of time in which the level did not change is over."""
    if variant and level <= 0 and end > start:
        found[variant] = found.get(variant, timedelta()) + (end - start)
