"""Turns what is known of orders into points, a level, and reasons in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.orders.risk.rules import Rules


@dataclass(frozen=True, slots=True)
class Rule:
    """SQL over a row `f` of `risk_facts`: what must be known, when it holds, what is said then."""

    known: str
    holds: str
    says: str
    points: int


def score(connection: Connection, rules: Rules) -> None:
    """Fill the temporary table `risk_scores` (id, score, level, reasons as a JSON list, words)."""
    asked = _rules(rules)
    scored = {
        "known": " OR ".join(f"({rule.known})" for rule in asked) or "FALSE",
        "points": " + ".join(f"CASE WHEN {_holds(rule)} THEN {rule.points} ELSE 0 END" for rule in asked) or "0",
        "listed": " || ".join(_said(rule, f"',' || {sql.json_string(connection, rule.says)}") for rule in asked),
        "words": " || ".join(_said(rule, f"'; ' || {rule.says}") for rule in asked),
    }
    for table in ("risk_points", "risk_scores"):
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    connection.execute(text(_POINTS.format(**{name: expression or "''" for name, expression in scored.items()})))
    connection.execute(text(_SCORES.format(medium=rules.medium, high=rules.high)))


def _rules(rules: Rules) -> list[Rule]:
    hours = f"' orders within {rules.velocity_hours} hours"
    found = (
        Rule("f.total IS NOT NULL AND f.large_limit IS NOT NULL", "f.total > f.large_limit",
             "'more than ' || f.large_text", rules.large_points),
        Rule("f.total IS NOT NULL AND f.first_limit IS NOT NULL AND f.is_first IS NOT NULL",
             "f.is_first = 1 AND f.total > f.first_limit", "'a first order of more than ' || f.first_text",
             rules.new_customer_points),
        Rule("f.country IS NOT NULL AND f.bill_country IS NOT NULL", "f.country <> f.bill_country",
             "'goes to ' || f.country || ', the bill to ' || f.bill_country", rules.country_points),
        Rule("f.country = f.bill_country AND f.place IS NOT NULL AND f.bill_place IS NOT NULL",
             "f.place <> f.bill_place", "'goods and bill go to different addresses'", rules.address_points),
        *_velocity(rules, hours),
        Rule("f.email IS NOT NULL", "f.thrown_away IS NOT NULL", "'an e-mail address of ' || f.thrown_away",
             rules.mail_points),
    )  # fmt: skip
    return [rule for rule in found if rule.points]


def _velocity(rules: Rules, hours: str) -> Iterator[Rule]:
    """One customer's orders count once, whether the customer is known or only the e-mail address; else those that go
    to one address."""
    many = rules.velocity_orders
    person, place = "COALESCE(f.of_customer, 0)", "COALESCE(f.of_place, 0)"
    email = "COALESCE(f.of_email, 0)"
    yield Rule("f.of_customer IS NOT NULL OR f.of_email IS NOT NULL", f"({person} >= {many} OR {email} >= {many})",
               f"CASE WHEN {person} > {email} THEN {person} ELSE {email} END || {hours} of one customer'",
               rules.velocity_points)  # fmt: skip
    yield Rule("f.of_place IS NOT NULL", f"{place} >= {many} AND {person} < {many} AND {email} < {many}",
               f"{place} || {hours} to one address'", rules.velocity_points)  # fmt: skip


def _holds(rule: Rule) -> str:
    return f"({rule.known}) AND {rule.holds}"


def _said(rule: Rule, words: str) -> str:
    return f"CASE WHEN {_holds(rule)} THEN {words} ELSE '' END"


_POINTS = """
CREATE TEMPORARY TABLE risk_points AS
SELECT f.id, CASE WHEN {known} THEN {points} END AS points, SUBSTR({listed}, 2) AS listed, SUBSTR({words}, 3) AS words
FROM risk_facts f
"""
_SCORES = """
CREATE TEMPORARY TABLE risk_scores AS
SELECT id, CASE WHEN points > 100 THEN 100 ELSE points END AS score,
  CASE WHEN points >= {high} THEN 'high' WHEN points >= {medium} THEN 'medium' WHEN points IS NOT NULL THEN 'low'
  END AS level, CASE WHEN points IS NOT NULL THEN '[' || listed || ']' END AS reasons, words
FROM risk_points
"""
