"""How lately, how often and for how much customers bought: segments by quintiles.

Each customer has three scores from 1 to 5, the quintile of the last order's time, of the number of orders and of what
they brought in, among all customers of the currency; equals have equal scores. F and M are averaged, rounded up.
The names are those of the grid of R against FM that is common in the trade.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from royal_cli.commerce.reports.amounts import money, share
from royal_cli.commerce.reports.customers_rows import Segment
from royal_cli.commerce.reports.query import ask, moment_of

#: By the score of R, from 1, then that of FM.
_GRID = (
    ("lost", "lost", "at risk", "at risk", "cannot lose"),
    ("hibernating", "hibernating", "at risk", "at risk", "cannot lose"),
    ("about to sleep", "about to sleep", "need attention", "loyal", "loyal"),
    ("promising", "potential loyalists", "potential loyalists", "loyal", "champions"),
    ("new", "potential loyalists", "potential loyalists", "champions", "champions"),
)
SEGMENTS = (
    "champions", "loyal", "potential loyalists", "new", "promising", "need attention", "about to sleep", "at risk",
    "cannot lose", "hibernating", "lost",
)  # fmt: skip

_SCORES = """
SELECT currency, orders, net, last_at,
  1 + (5 * (RANK() OVER (PARTITION BY currency ORDER BY last_at) - 1)) / COUNT(*) OVER (PARTITION BY currency) AS r,
  1 + (5 * (RANK() OVER (PARTITION BY currency ORDER BY orders) - 1)) / COUNT(*) OVER (PARTITION BY currency) AS f,
  1 + (5 * (RANK() OVER (PARTITION BY currency ORDER BY net) - 1)) / COUNT(*) OVER (PARTITION BY currency) AS m
FROM buyers
"""
_SEGMENTS = f"""
SELECT currency, r, (f + m + 1) / 2 AS fm, COUNT(*) AS customers, SUM(orders) AS orders, SUM(net) AS net,
  MAX(last_at) AS last_at
FROM ({_SCORES}) scored GROUP BY currency, r, (f + m + 1) / 2
"""


def segments(connection: Connection) -> Iterator[Segment]:
    """Of the table `buyers`: those with customers in them, the best first, one currency after the other."""
    found: dict[tuple[str, int], list[Row[Any]]] = {}
    for row in ask(connection, _SEGMENTS):
        place = SEGMENTS.index(_GRID[int(row.r) - 1][int(row.fm) - 1])
        found.setdefault((row.currency, place), []).append(row)
    for currency, place in sorted(found):
        rows = found[currency, place]
        all_rows = [row for key in found if key[0] == currency for row in found[key]]
        customers, net = sum(row.customers for row in rows), sum(int(row.net) for row in rows)
        last_at: datetime = max(moment_of(row.last_at) for row in rows)
        yield Segment(
            segment=SEGMENTS[place],
            currency=currency,
            customers=customers,
            customers_share=share(customers, sum(row.customers for row in all_rows)),
            net=money(net, currency),
            net_share=share(net, sum(int(row.net) for row in all_rows)),
            orders=sum(int(row.orders) for row in rows),
            last_order_at=last_at,
        )
