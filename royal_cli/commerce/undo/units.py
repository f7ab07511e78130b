"""The ledger follows what an undo does to stock levels, so that a level stays the sum of its movements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from royal_cli.commerce import journal_tables as tables
from royal_cli.commerce.ledger import note_movements

_ELSEWHERE = "e.product_variant_id NOT IN (SELECT variant_id FROM undo_ledger)"

#: Levels that came back, went back to another number, or went.
_RETURNED = (
    "SELECT e.product_variant_id AS variant_id, e.location_id, CAST(NULL AS BIGINT) AS previous, e.available AS new"
    " FROM undo_restored r JOIN inventory_levels e ON e.id = r.entity_id WHERE r.entity = 'inventory_levels'"
)
_CHANGED = (
    "SELECT e.product_variant_id AS variant_id, e.location_id, CAST(u.now AS BIGINT) AS previous, e.available AS new"
    " FROM undo_fields u JOIN inventory_levels e ON e.id = u.entity_id"
    " WHERE u.entity = 'inventory_levels' AND u.field = 'available' AND NOT u.kept"
)
#: The stock of a variant that stays becomes unknown again: the ledger says how its units went.
_GONE = (
    "SELECT e.product_variant_id AS variant_id, e.location_id, e.available AS previous, 0 AS new FROM undo_rows u"
    " JOIN inventory_levels e ON e.id = u.entity_id WHERE u.entity = 'inventory_levels' AND NOT EXISTS"
    " (SELECT 1 FROM undo_rows v WHERE v.entity = 'product_variants' AND v.entity_id = e.product_variant_id)"
)
_OTHERS = ("committed", "incoming", "damaged")
_SUMS = ", ".join(("sum(quantity_change) AS available", *(f"sum({name}_change) AS {name}" for name in _OTHERS)))
_UNEVEN = f"""
SELECT k.variant_id, k.location_id, CAST(s.available AS BIGINT) AS previous, COALESCE(e.available, 0) AS new,
  {", ".join(f"CAST(COALESCE(e.{name}, 0) - COALESCE(s.{name}, 0) AS BIGINT) AS {name}" for name in _OTHERS)}
FROM (
  SELECT product_variant_id AS variant_id, location_id FROM inventory_movements
  WHERE product_variant_id IN (SELECT variant_id FROM undo_ledger)
  UNION SELECT product_variant_id, location_id FROM inventory_levels
  WHERE product_variant_id IN (SELECT variant_id FROM undo_ledger)
) k
LEFT JOIN inventory_levels e ON e.product_variant_id = k.variant_id AND e.location_id = k.location_id
LEFT JOIN (
  SELECT product_variant_id, location_id, {_SUMS} FROM inventory_movements
  WHERE product_variant_id IN (SELECT variant_id FROM undo_ledger) GROUP BY product_variant_id, location_id
) s ON s.product_variant_id = k.variant_id AND s.location_id = k.location_id
WHERE {" OR ".join(f"COALESCE(s.{name}, 0) <> COALESCE(e.{name}, 0)" for name in ("available", *_OTHERS))}
"""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Writes the movements of one undo."""

    connection: Connection
    undo_id: int
    actor: str
    now: datetime

    def find_moved(self, operation_id: int) -> None:
        """The variants whose movements themselves come back: these bring their units along."""
        variant = tables.snapshot_text(self.connection, "product_variant_id")
        moved = "FROM changes c WHERE c.operation_id = :operation AND c.entity = 'inventory_movements'"
        self.connection.execute(text("DROP TABLE IF EXISTS undo_ledger"))
        self.connection.execute(text("CREATE TEMPORARY TABLE undo_ledger (variant_id BIGINT PRIMARY KEY)"))
        self.connection.execute(
            text(
                f"INSERT INTO undo_ledger SELECT CAST({variant} AS BIGINT) {moved} AND c.action = 'delete'"
                f" UNION SELECT CAST(c.before AS BIGINT) {moved} AND c.field = 'product_variant_id'"
                f" UNION SELECT CAST(c.after AS BIGINT) {moved} AND c.field = 'product_variant_id'"
            ),
            {"operation": operation_id},
        )

    def note_returned(self) -> None:
        self._note(f"{_RETURNED} AND {_ELSEWHERE}")

    def note_changed(self) -> None:
        self._note(f"{_CHANGED} AND {_ELSEWHERE}")

    def note_gone(self) -> None:
        self._note(f"{_GONE} AND {_ELSEWHERE}")

    def even_out(self) -> None:
        """Where movements and levels went different ways, because one of them was kept: the level is what counts."""
        self._note(_UNEVEN, others=True)

    def _note(self, movements: str, *, others: bool = False) -> None:
        note_movements(
            self.connection, movements, operation_id=self.undo_id, reason="undo", actor=self.actor, now=self.now,
            others=others,
        )  # fmt: skip
