"""What speaks against an order: points for each thing that is so, the level they come to, and the reasons in words.

What is not known of an order adds nothing. An order of which nothing at all is known that a rule could look at has no
score, which is not a score of 0.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.journal import at
from royal_cli.commerce.orders.risk.facts import find_facts
from royal_cli.commerce.orders.risk.rules import Rules
from royal_cli.commerce.orders.risk.scoring import score
from royal_cli.db.columns import METRIC_DIGITS

__all__ = ["Rules", "assess"]


def assess(connection: Connection, orders: str, rules: Rules, *, hand: Hand | None = None) -> int:
    """Score the sales whose ids the SELECT finds, and put those on hold whose level has risen so far; returns how many
    are on hold because of it. A released order is not held again for the risk it had then.

    Leaves the scores in the temporary table `risk_scores` (id, score, level, reasons). With a `hand` every change is
    noted in its operation: whoever has created the orders in this operation needs none.
    """
    find_facts(connection, orders, rules)
    score(connection, rules)
    held = _to_hold(connection, rules)
    values = {
        "fraud_score": f"SELECT id, CAST(score * {10**METRIC_DIGITS} AS TEXT) AS value FROM risk_scores",
        "risk_level": "SELECT id, level AS value FROM risk_scores",
        "risk_reasons": "SELECT id, reasons AS value FROM risk_scores",
        "hold_reason": f"SELECT id, {_WHY} AS value FROM risk_held",
    }
    if hand:
        for field, rows in values.items():
            hand.set_field("orders", field, rows)
        begun = sql.as_text(connection, "w.started_at")
        moment = f"SELECT h.id, {begun} AS value FROM risk_held h, operations w WHERE w.id = {hand.operation_id}"
        hand.set_field("orders", "held_at", moment)
        return held
    reasons = sql.as_json(connection, "r.reasons")
    connection.execute(
        text(
            f"UPDATE orders AS o SET fraud_score = r.score * {10**METRIC_DIGITS}, risk_level = r.level,"
            f" risk_reasons = {reasons} FROM risk_scores r WHERE r.id = o.id"
        )
    )
    connection.execute(
        at(
            f"UPDATE orders AS o SET held_at = :now, hold_reason = {_WHY} FROM risk_held WHERE risk_held.id = o.id",
            datetime.now(UTC),
        )
    )
    return held


_WHY = "risk_held.level || ' risk: ' || risk_held.words"
#: Of what may still be sent, what was not as risky before.
_HELD = """
CREATE TEMPORARY TABLE risk_held AS SELECT s.id, s.level, s.words FROM risk_scores s JOIN orders o ON o.id = s.id
WHERE s.level IN ({levels}) AND COALESCE(o.risk_level, '') NOT IN ({levels}) AND o.held_at IS NULL
AND COALESCE(o.order_status, 'open') = 'open' AND COALESCE(o.fulfillment_status, 'unfulfilled') <> 'fulfilled'
"""


def _to_hold(connection: Connection, rules: Rules) -> int:
    connection.execute(text("DROP TABLE IF EXISTS risk_held"))
    levels = ", ".join(f"'{level}'" for level in rules.held_levels) or "''"
    connection.execute(text(_HELD.format(levels=levels)))
    return int(connection.scalar(text("SELECT count(*) FROM risk_held")) or 0)
