"""Scores orders again that an operator asks for, by the rules as they are now."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, text

from royal_cli.commerce.by_hand import Asked, Hand
from royal_cli.commerce.orders.flow.asked import Which
from royal_cli.commerce.orders.flow.at_hand import AtHand
from royal_cli.commerce.orders.flow.running import on_many
from royal_cli.commerce.orders.risk import Rules, assess

#: So many of the riskiest are listed.
LISTED = 50


@dataclass(frozen=True, slots=True)
class Scored:
    """`score` is None where nothing is known that a rule could look at."""

    order: str
    level: str | None
    score: int | None
    reasons: list[str] | None


@dataclass(frozen=True, slots=True)
class Assessed:
    """How many orders came to which level, how many of them are on hold because of it, and the riskiest ones."""

    operation: str | None
    dry_run: bool
    orders: int
    high: int
    medium: int
    low: int
    unknown: int
    put_on_hold: int
    changed: int
    riskiest: list[Scored]


Confirm = Callable[[Assessed], None] | None


def assess_orders(engine: Engine, which: Which, rules: Rules, asked: Asked, confirm: Confirm = None) -> Assessed:
    """Score these orders, each of them locked, as one operation."""

    def work(hand: Hand, orders: Sequence[AtHand]) -> Assessed:
        hand.keep_rows("risk_chosen", "id BIGINT PRIMARY KEY", [(order.id,) for order in orders])
        held = assess(hand.connection, "SELECT id FROM risk_chosen", rules, hand=hand)
        return _told(hand, asked, held)

    found, operation = on_many(engine, "risk", which, asked, work, confirm)
    return replace(found, operation=operation)


def _told(hand: Hand, asked: Asked, held: int) -> Assessed:
    connection = hand.connection
    counts = {row.level: int(row.n) for row in connection.execute(text(_COUNTS))}
    changed = connection.scalar(
        text("SELECT count(DISTINCT entity_id) FROM changes WHERE operation_id = :id"), {"id": hand.operation_id}
    )
    return Assessed(
        operation=None,
        dry_run=asked.dry_run,
        orders=sum(counts.values()),
        high=counts.get("high", 0),
        medium=counts.get("medium", 0),
        low=counts.get("low", 0),
        unknown=counts.get(None, 0),
        put_on_hold=held,
        changed=int(changed or 0),
        riskiest=_riskiest(connection),
    )


def _riskiest(connection: Connection) -> list[Scored]:
    rows = connection.execute(text(_RISKIEST), {"most": LISTED})
    return [Scored(row.order_number, row.level, row.score, json.loads(row.reasons or "null")) for row in rows]


_COUNTS = "SELECT level, count(*) AS n FROM risk_scores GROUP BY level"
_RISKIEST = """
SELECT o.order_number, s.level, s.score, s.reasons FROM risk_scores s JOIN orders o ON o.id = s.id
ORDER BY COALESCE(s.score, -1) DESC, o.id LIMIT :most
"""
