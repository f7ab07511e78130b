"""What orders come to: sums of their lines where nothing is stated, and what is stated held to them."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.importing.problems import Rejects
from royal_cli.commerce.orders.importing.refuse import refuse_listed
from royal_cli.money import exponent, to_text

#: What the difference to a stated total is called where it is let in.
DIFFERENCE = "Difference to the stated total"


def settle_amounts(connection: Connection, rejects: Rejects, *, trusts_totals: bool) -> None:
    """Give every staged order its subtotal, shipping, fees, VAT and total, as far as they can be known.

    What the order states beside its lines joins what its lines come to:
    total = subtotal + shipping + fees - discount + (VAT, unless prices include it). A total that is not that is
    refused with both sums; with `trusts_totals` the difference becomes a line of its own.
    """
    _set_digits(connection)
    _keep_what_is_stored(connection)
    _sum_lines(connection)
    _work_out(connection)
    if trusts_totals:
        _add_differences(connection)
    else:
        refuse_listed(connection, rejects, "totals", list(_contradictions(connection)))
    connection.execute(
        text(
            "UPDATE stage_orders SET subtotal = w.subtotal, shipping_total = w.shipping, fee_total = w.fees,"
            " tax_total = w.tax, prices_include_vat = w.included, total = COALESCE(stage_orders.total, w.comes_to)"
            " FROM stage_sums w WHERE w.id = stage_orders.id"
        )
    )


def _set_digits(connection: Connection) -> None:
    for currency in connection.scalars(text("SELECT DISTINCT currency FROM stage_orders")).all():
        connection.execute(
            text(f"UPDATE stage_orders SET digits = {exponent(currency)} WHERE currency = :currency"),
            {"currency": currency},
        )


def _keep_what_is_stored(connection: Connection) -> None:
    """Of a known order the file may leave out what stands beside its lines, such as shipping: that stays."""

    def beside(column: str, kinds: str) -> str:
        lines = f"SELECT COALESCE(sum(l.total), 0) FROM order_line_items l WHERE l.order_id = e.id AND l.kind {kinds}"
        return f"{column} = COALESCE(stage_orders.{column}, e.{column} - ({lines}))"

    kept = (
        "currency = COALESCE(stage_orders.currency, e.currency)",
        "prices_include_vat = COALESCE(stage_orders.prices_include_vat, e.prices_include_vat)",
        "discount_total = COALESCE(stage_orders.discount_total, e.discount_total)",
        beside("shipping_total", "= 'shipping'"),
        beside("fee_total", "NOT IN ('product', 'shipping')"),
    )
    connection.execute(
        text(f"UPDATE stage_orders SET {', '.join(kept)} FROM orders e WHERE e.id = stage_orders.order_id")
    )


def _sum_lines(connection: Connection) -> None:
    """`stage_sums`: what the lines of each order come to, by kind; NULL where one of them is not known."""

    def known(which: str) -> str:
        unknown = f"sum(CASE WHEN {which} AND l.total IS NULL THEN 1 ELSE 0 END) > 0"
        return f"CASE WHEN {unknown} THEN NULL ELSE CAST(sum(CASE WHEN {which} THEN l.total END) AS BIGINT) END"

    connection.execute(text("DROP TABLE IF EXISTS stage_line_sums"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE stage_line_sums AS SELECT l.stage_order AS id,"
            f" {known('l.kind = ' + repr('product'))} AS goods, {known('l.kind = ' + repr('shipping'))} AS shipping,"
            " " + known("l.kind NOT IN ('product', 'shipping')") + " AS others,"
            " max(CASE WHEN l.total IS NULL THEN 1 ELSE 0 END) AS is_open,"
            " CASE WHEN count(*) = count(l.tax) THEN CAST(sum(l.tax) AS BIGINT) END AS tax"
            " FROM stage_lines l GROUP BY l.stage_order ORDER BY l.stage_order"
        )
    )
    connection.execute(text("CREATE INDEX stage_line_sums_order ON stage_line_sums (id)"))
    sql.look_again(connection, "stage_line_sums")


def _work_out(connection: Connection) -> None:
    """`stage_sums`: what each order comes to. Whether VAT is on top shows in the total; else it is as the file says."""
    parts = (
        "CASE WHEN l.is_open = 1 THEN s.subtotal WHEN l.id IS NOT NULL THEN COALESCE(l.goods, 0)"
        " ELSE COALESCE(s.subtotal, e.subtotal) END AS subtotal,"
        " CASE WHEN COALESCE(s.shipping_total, l.shipping) IS NOT NULL"
        "  THEN COALESCE(s.shipping_total, 0) + COALESCE(l.shipping, 0) END AS shipping,"
        " CASE WHEN COALESCE(s.fee_total, l.others) IS NOT NULL"
        "  THEN COALESCE(s.fee_total, 0) + COALESCE(l.others, 0) END AS fees,"
        " COALESCE(s.tax_total, l.tax, e.tax_total) AS tax, COALESCE(s.discount_total, 0) AS discount"
    )
    found = (
        f"SELECT s.id, s.total, s.subtotal AS stated, {parts}, s.prices_include_vat AS said,"
        " COALESCE(l.is_open, 0) AS is_open, l.id IS NOT NULL AS has_lines FROM stage_orders s"
        " LEFT JOIN stage_line_sums l ON l.id = s.id LEFT JOIN orders e ON e.id = s.order_id"
    )
    net = "subtotal + COALESCE(shipping, 0) + COALESCE(fees, 0) - discount"
    included = (
        "CASE WHEN COALESCE(tax, 0) = 0 THEN said WHEN total = net THEN TRUE WHEN total = net + tax THEN FALSE"
        " ELSE said END"
    )
    comes_to = (
        "CASE WHEN COALESCE(tax, 0) = 0 OR included THEN net WHEN NOT included THEN net + tax"
        " WHEN total IS NOT NULL THEN net END"
    )
    connection.execute(text("DROP TABLE IF EXISTS stage_sums"))
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE stage_sums AS SELECT i.*, {comes_to} AS comes_to FROM (SELECT n.*, {included} AS"
            f" included FROM (SELECT p.*, {net} AS net FROM ({found}) p) n) i ORDER BY id"
        )
    )
    connection.execute(text("CREATE INDEX stage_sums_order ON stage_sums (id)"))
    sql.look_again(connection, "stage_sums")


#: By how much an order is not what it comes to. Where a line's total is unknown, nothing can be held against it.
_OFF = "COALESCE(w.total - w.comes_to, CASE WHEN w.total IS NULL THEN w.stated - w.subtotal END)"
_WRONG = (
    f"FROM stage_sums w JOIN stage_orders s ON s.id = w.id WHERE w.is_open = 0 AND ({_OFF} <> 0"
    " OR (w.has_lines AND w.stated <> w.subtotal))"
)


def _contradictions(connection: Connection) -> Iterator[tuple[int, None, str]]:
    rows = connection.execute(
        text(f"SELECT s.id, s.currency, w.total, w.comes_to, w.stated, w.subtotal {_WRONG} ORDER BY s.id")
    )
    for row in rows:
        if row.stated is not None and row.stated != row.subtotal:
            what, comes_to, stated = "its lines come to", row.subtotal, row.stated
            said = "a subtotal"
        else:
            what, comes_to, stated = "its lines, shipping, fees, discounts and VAT come to", row.comes_to, row.total
            said = "a total"
        ours, theirs = (f"{to_text(amount, exponent(row.currency))} {row.currency}" for amount in (comes_to, stated))
        yield row.id, None, f"{what} {ours}, but it states {said} of {theirs}; with --allow totals it goes in as it is"


def _add_differences(connection: Connection) -> None:
    """A line for what is between an order's total and its parts, so that its parts come to the total again."""
    connection.execute(text("DROP TABLE IF EXISTS stage_differences"))
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE stage_differences AS SELECT s.id, s.line, {_OFF} AS off, row_number() OVER"
            f" (ORDER BY s.id) AS number {_WRONG} AND {_OFF} <> 0"
        )
    )
    connection.execute(
        text(
            "INSERT INTO stage_lines (stage_order, id, line, position, kind, title, total)"
            " SELECT d.id, (SELECT COALESCE(max(id), 0) FROM stage_lines) + d.number, d.line, 1 +"
            " (SELECT COALESCE(max(l.position), 0) FROM stage_lines l WHERE l.stage_order = d.id), 'adjustment',"
            " :title, d.off FROM stage_differences d ORDER BY d.id"
        ),
        {"title": DIFFERENCE},
    )
    connection.execute(
        text(
            "UPDATE stage_sums SET fees = COALESCE(fees, 0) + d.off, comes_to = comes_to + d.off"
            " FROM stage_differences d WHERE d.id = stage_sums.id"
        )
    )
