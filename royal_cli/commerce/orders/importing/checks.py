"""Refuses what cannot be true of an order, each with a sentence, before anything is worked out from it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from royal_cli.commerce.importing.problems import Rejects
from royal_cli.commerce.orders.importing.refuse import WHOLE, refuse
from royal_cli.commerce.orders.importing.stage import LINES, ORDERS, lines, orders
from royal_cli.errors import UsageError

#: What an operator may let in with --allow.
ALLOWED = ("totals", "quantity", "future")
#: More units than this of one thing are a typing error, or a barcode in the wrong column.
MOST_UNITS = 1_000_000
_AHEAD = timedelta(days=1)


def allowed(checks: Collection[str] | None) -> frozenset[str]:
    """Those that may be exceeded; UsageError for one that is none."""
    for check in checks or ():
        if check not in ALLOWED:
            raise UsageError(f"There is no check {check!r}.", hint=f"The checks are {', '.join(ALLOWED)}.")
    return frozenset(checks or ())


def refuse_untrue(connection: Connection, rejects: Rejects, allow: Collection[str], now: datetime) -> None:
    """Quantities, dates and texts that no order has. Call it before orders are matched."""
    _refuse_too_long(connection, rejects)
    refuse(
        connection,
        rejects,
        "quantity_zero",
        "SELECT stage_order AS id, id AS at, COALESCE(code, title, '') AS called FROM stage_lines WHERE quantity = 0",
        hint="'0 of ' || called || ' were ordered; leave the line out, or correct its quantity'",
    )
    if "quantity" not in allow:
        refuse(
            connection,
            rejects,
            "quantity_too_large",
            "SELECT stage_order AS id, id AS at, quantity, COALESCE(code, title, '') AS called FROM stage_lines"
            f" WHERE quantity > {MOST_UNITS} OR quantity < -{MOST_UNITS}",
            hint=f"quantity || ' of ' || called || ' is more than {MOST_UNITS}; with --allow quantity it goes in'",
        )
    if "future" not in allow:
        refuse(
            connection,
            rejects,
            "in_the_future",
            f"SELECT id, {WHOLE} FROM stage_orders WHERE created_at > :now",
            hint="'the order is dated in the future; with --allow future it goes in'",
            now=now + _AHEAD,
        )
    _refuse_below_zero(connection, rejects)


def _refuse_too_long(connection: Connection, rejects: Rejects) -> None:
    """What would not fit its column is refused, never cut."""
    for staged, key, row, stored in ((orders, "id", WHOLE, ORDERS), (lines, "stage_order", "id AS at", LINES)):
        longest = {
            column.name: length
            for column in stored.columns
            if column.name in staged.columns and (length := getattr(column.type, "length", None))
        }
        found = connection.execute(
            text(f"SELECT {', '.join(f'max(length({name}))' for name in longest)} FROM {staged.name}")
        ).one()
        for (name, length), most in zip(longest.items(), found, strict=True):
            if (most or 0) > length:
                refuse(
                    connection,
                    rejects,
                    "too_long",
                    f"SELECT {key} AS id, {row} FROM {staged.name} WHERE length({name}) > {length}",
                    hint=f"'the {name.replace('_', ' ')} may have {length} characters'",
                )


def _refuse_below_zero(connection: Connection, rejects: Rejects) -> None:
    counted = ("fulfilled_quantity", "cancelled_quantity", "refunded_quantity")
    refuse(
        connection,
        rejects,
        "below_zero",
        f"SELECT stage_order AS id, id AS at FROM stage_lines WHERE {' OR '.join(f'{name} < 0' for name in counted)}"
        f" UNION SELECT id, {WHOLE} FROM stage_orders WHERE refunded_total < 0",
        hint="'what was sent, cancelled or refunded cannot be less than 0'",
    )
    refuse(
        connection,
        rejects,
        "more_than_ordered",
        "SELECT l.stage_order AS id, l.id AS at, l.quantity, COALESCE(l.code, l.title, '') AS called FROM stage_lines l"
        " WHERE l.quantity > 0 AND COALESCE(l.fulfilled_quantity, 0) + COALESCE(l.cancelled_quantity, 0) > l.quantity",
        hint="'more of ' || called || ' was sent or cancelled than the ' || quantity || ' that were ordered'",
    )


def refuse_incomplete(connection: Connection, rejects: Rejects) -> None:
    """A new order needs a currency and a date; a known one keeps the currency that it has. After `match_orders`."""
    refuse(
        connection,
        rejects,
        "no_currency",
        f"SELECT id, {WHOLE} FROM stage_orders WHERE is_new AND currency IS NULL",
        hint="'nothing says of which currency the order is; say it with --currency'",
    )
    refuse(
        connection,
        rejects,
        "no_date",
        f"SELECT id, {WHOLE} FROM stage_orders WHERE is_new AND created_at IS NULL",
        hint="'nothing says when the order was placed'",
    )
    refuse(
        connection,
        rejects,
        "currency_changed",
        f"SELECT s.id, {WHOLE}, s.currency, e.currency AS stored FROM stage_orders s"
        " JOIN orders e ON e.id = s.order_id WHERE s.currency <> e.currency",
        hint="'the order is stored in ' || stored || ', and an order does not change its currency to ' || currency",
    )


def refuse_overpaid(connection: Connection, rejects: Rejects) -> None:
    """Nobody gets back more than was paid. After `settle_facts`."""
    refuse(
        connection,
        rejects,
        "refund_above_paid",
        f"SELECT s.id, {WHOLE} FROM stage_orders s LEFT JOIN orders e ON e.id = s.order_id"
        " WHERE s.refunded_total > COALESCE(s.paid_total, e.paid_total, s.total) AND COALESCE(s.kind, 'sale') = 'sale'",
        hint="'more was refunded than was paid'",
    )
