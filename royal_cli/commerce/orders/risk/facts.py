"""What the rules ask about each order, worked out for all of them at once. NULL is what nobody knows."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.orders.risk.rules import Rules
from royal_cli.money import Money


def find_facts(connection: Connection, orders: str, rules: Rules) -> None:
    """Fill the temporary table `risk_facts`, a row per order: its total with the limits of its currency, where goods
    and bill go, whether it is the customer's first, how many came within the hours that count, whether its e-mail
    address is thrown away."""
    for table in ("risk_asked", "risk_limits", "risk_domains", "risk_near", "risk_facts"):
        connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    since = sql.hours_before(connection, "o.created_at", rules.velocity_hours)
    connection.execute(text(_ASKED.format(orders=orders, since=since, **_places(connection))))
    connection.execute(text("CREATE INDEX risk_asked_place ON risk_asked (place)"))
    _keep_limits(connection, rules)
    _keep_domains(connection, rules)
    connection.execute(text(_NEAR.format(place=_place(connection, "o.shipping_address"))))
    connection.execute(text("CREATE INDEX risk_near_place ON risk_near (place, created_at)"))
    sql.look_again(connection, "risk_asked", "risk_near")
    connection.execute(text(_FACTS.format(domain=sql.behind(connection, "a.email", "@"))))


def _places(connection: Connection) -> dict[str, str]:
    return {
        "place": _place(connection, "o.shipping_address"),
        "bill_place": _place(connection, "o.billing_address"),
        "country": _country(connection, "o.shipping_address"),
        "bill_country": _country(connection, "o.billing_address"),
    }


def _place(connection: Connection, address: str) -> str:
    """Street and postal code without spaces and case, NULL where one of them is unknown."""
    parts = [
        f"NULLIF(REPLACE(LOWER({sql.json_text(connection, address, key)}), ' ', ''), '')"
        for key in ("postal_code", "address1")
    ]
    return f"({' || '.join(parts)})"


def _country(connection: Connection, address: str) -> str:
    return f"NULLIF(UPPER({sql.json_text(connection, address, 'country_code')}), '')"


def _keep_limits(connection: Connection, rules: Rules) -> None:
    """The two limits of each currency, in its minor units."""
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE risk_limits (currency TEXT PRIMARY KEY, large_limit BIGINT, large_text TEXT,"
            " first_limit BIGINT, first_text TEXT)"
        )
    )
    large, first = _by_currency(rules.large_amounts), _by_currency(rules.new_customer_amounts)
    for currency in sorted({*large, *first}):
        limits = {
            "currency": currency,
            "large": large[currency].amount if currency in large else None,
            "large_text": str(large[currency]) if currency in large else None,
            "first": first[currency].amount if currency in first else None,
            "first_text": str(first[currency]) if currency in first else None,
        }
        connection.execute(
            text("INSERT INTO risk_limits VALUES (:currency, :large, :large_text, :first, :first_text)"), limits
        )


def _keep_domains(connection: Connection, rules: Rules) -> None:
    connection.execute(text("CREATE TEMPORARY TABLE risk_domains (domain TEXT PRIMARY KEY)"))
    if rules.mail_domains:
        rows = [{"domain": domain} for domain in sorted({*rules.mail_domains})]
        connection.execute(text("INSERT INTO risk_domains VALUES (:domain)"), rows)


def _by_currency(amounts: Sequence[Money]) -> dict[str, Money]:
    return {amount.currency: amount for amount in amounts}


_ASKED = """
CREATE TEMPORARY TABLE risk_asked AS
SELECT o.id, o.customer_id, NULLIF(LOWER(o.customer_email), '') AS email, o.customer_email, o.created_at,
  {since} AS since, o.currency, o.total, {place} AS place, {bill_place} AS bill_place,
  {country} AS country, {bill_country} AS bill_country
FROM orders o WHERE o.kind = 'sale' AND o.id IN ({orders})
"""
#: Sales of the time that is asked about, to find those that went to the same address.
_NEAR = """
CREATE TEMPORARY TABLE risk_near AS
SELECT o.id, o.created_at, {place} AS place FROM orders o
WHERE o.kind = 'sale' AND o.created_at >= (SELECT min(since) FROM risk_asked)
  AND o.created_at <= (SELECT max(created_at) FROM risk_asked)
"""
#: Placed before the order, or in the same moment and known before it.
_BEFORE = "e.id <> a.id AND (e.created_at < a.created_at OR e.created_at = a.created_at AND e.id < a.id)"
_SALE = f"e.kind = 'sale' AND {_BEFORE}"
_KEPT = f"{_SALE} AND COALESCE(e.order_status, '') <> 'cancelled'"
_FACTS = f"""
CREATE TEMPORARY TABLE risk_facts AS
SELECT a.id, a.total, l.large_limit, l.large_text, l.first_limit, l.first_text,
  a.place, a.bill_place, a.country, a.bill_country,
  CASE WHEN a.customer_id IS NULL AND a.email IS NULL THEN NULL
    WHEN EXISTS (SELECT 1 FROM orders e WHERE e.customer_id = a.customer_id AND {_KEPT}) THEN 0
    WHEN EXISTS (SELECT 1 FROM orders e WHERE e.customer_email = a.customer_email AND {_KEPT}) THEN 0
    ELSE 1 END AS is_first,
  CASE WHEN a.customer_id IS NOT NULL THEN 1 + (SELECT count(*) FROM orders e
    WHERE e.customer_id = a.customer_id AND e.created_at >= a.since AND {_SALE}) END AS of_customer,
  CASE WHEN a.email IS NOT NULL THEN 1 + (SELECT count(*) FROM orders e
    WHERE e.customer_email = a.customer_email AND e.created_at >= a.since AND {_SALE}) END AS of_email,
  CASE WHEN a.place IS NOT NULL THEN 1 + (SELECT count(*) FROM risk_near e
    WHERE e.place = a.place AND e.created_at >= a.since AND {_BEFORE}) END AS of_place,
  d.domain AS thrown_away, a.email
FROM risk_asked a LEFT JOIN risk_limits l ON l.currency = a.currency LEFT JOIN risk_domains d ON d.domain = {{domain}}
"""
