"""How an import of orders went, counted from the staged and matched rows."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, text

from royal_cli.commerce.importing.counts import Outcome, Rows


@dataclass(frozen=True, slots=True)
class Counts:
    rows: Rows
    orders: Outcome
    lines: Outcome
    #: Lines that an order no longer has.
    lines_removed: int
    customers_created: int
    #: Things that were sold and that the catalogue does not know, of those that the file speaks of.
    codes_unmatched: int

    def changing(self) -> dict[str, int]:
        """What is written, as far as counts tell it."""
        return {
            "orders_created": self.orders.created,
            "orders_updated": self.orders.updated,
            "lines_created": self.lines.created,
            "lines_updated": self.lines.updated,
            "lines_removed": self.lines_removed,
            "customers_created": self.customers_created,
        }

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def find_touched(connection: Connection) -> None:
    """`touched_orders`: the known orders at which something changes, by their staged ids."""
    connection.execute(text("DROP TABLE IF EXISTS touched_orders"))
    connection.execute(text("CREATE TEMPORARY TABLE touched_orders (id BIGINT PRIMARY KEY)"))
    connection.execute(
        text(
            "INSERT INTO touched_orders SELECT stage_id FROM changed_orders UNION SELECT stage_order FROM fresh_lines"
            " UNION SELECT stage_order FROM stored_lines UNION SELECT p.stage_order FROM changed_lines c"
            " JOIN line_pairs p ON p.line_id = c.id"
        )
    )


def count(connection: Connection, operation_id: int, *, read: int, rejected: int) -> Counts:
    """Count after `find_touched`. The sum of the rows is checked here, so that none can go missing unseen."""

    def number(statement: str) -> int:
        return int(connection.scalar(text(statement)) or 0)

    touched = "s.id IN (SELECT id FROM touched_orders)"
    accepted, created, updated = (
        number(f"SELECT sum(s.rows) FROM stage_orders s WHERE {which}") for which in ("TRUE", "s.is_new", touched)
    )
    if accepted + rejected != read:
        raise AssertionError(f"{read} rows were read, but {accepted} accepted and {rejected} rejected")
    orders, new_orders, known_orders = (
        number(f"SELECT count(*) FROM {which}")
        for which in ("stage_orders", "stage_orders WHERE is_new", "touched_orders")
    )
    lines, known_lines = (number(f"SELECT count(*) FROM {which}") for which in ("stage_lines", "line_pairs"))
    changed = number("SELECT count(*) FROM changed_lines")
    return Counts(
        rows=Rows(read, created, updated, accepted - created - updated, rejected),
        orders=Outcome(new_orders, known_orders, orders - new_orders - known_orders),
        lines=Outcome(lines - known_lines, changed, known_lines - changed),
        lines_removed=number("SELECT count(*) FROM stored_lines"),
        customers_created=number(
            "SELECT sum(COALESCE(last_entity_id, entity_id) - entity_id + 1) FROM changes WHERE entity = 'customers'"
            f" AND action = 'create' AND operation_id = {operation_id}"
        ),
        codes_unmatched=number(
            "SELECT count(DISTINCT code_key) FROM stage_codes WHERE kind = 'product' AND product_variant_id IS NULL"
            " AND sold_code_id IS NOT NULL"
        ),
    )
