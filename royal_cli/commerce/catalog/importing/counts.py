"""How an import went, counted from the staged and matched rows."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, text

from royal_cli.commerce.importing.counts import Outcome, Rows


@dataclass(frozen=True, slots=True)
class Counts:
    rows: Rows
    products: Outcome
    variants: Outcome
    stock_levels: Outcome
    market_prices: Outcome
    skus_derived: int
    archived: int

    @property
    def changes(self) -> bool:
        outcomes = (self.products, self.variants, self.stock_levels, self.market_prices)
        return any(outcome.created or outcome.updated for outcome in outcomes) or self.archived > 0

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


_TOUCHED = """
SELECT count(*) FROM match_variants m WHERE NOT m.is_new AND m.stage_id IN (
  SELECT stage_id FROM changed_variants UNION SELECT stage_id FROM changed_levels
  UNION SELECT stage_id FROM changed_market_prices UNION SELECT stage_id FROM changed_products)
"""


def count(connection: Connection, *, read: int, rejected: int, repeated: int, has_extra_rows: bool) -> Counts:
    """Count after `compare`. The sum of the rows is checked here, so that none can go missing unseen."""

    def number(statement: str) -> int:
        return int(connection.scalar(text(statement)) or 0)

    def outcome(staged: str, new: str, changed: str) -> Outcome:
        created, updated = number(new), number(changed)
        return Outcome(created, updated, number(staged) - created - updated)

    def extra(matched: str) -> int:
        """Rows that only add to their product."""
        if not has_extra_rows:
            return 0
        return number(f"SELECT sum(s.extra_rows) FROM stage_products s JOIN {matched} m ON m.stage_id = s.id")

    variants = outcome(
        "SELECT count(*) FROM match_variants",
        "SELECT count(*) FROM match_variants WHERE is_new",
        "SELECT count(*) FROM changed_variants",
    )
    created = variants.created + extra("(SELECT * FROM match_products WHERE is_new)")
    updated = number(_TOUCHED) + extra("changed_products")
    accepted = number("SELECT count(*) FROM match_variants") + extra("match_products") + repeated
    if accepted + rejected != read:
        raise AssertionError(f"{read} rows were read, but {accepted} accepted and {rejected} rejected")
    return Counts(
        rows=Rows(read, created, updated, accepted - created - updated, rejected),
        products=outcome(
            "SELECT count(*) FROM match_products",
            "SELECT count(*) FROM match_products WHERE is_new",
            "SELECT count(*) FROM changed_products",
        ),
        variants=variants,
        stock_levels=outcome(
            "SELECT count(*) FROM stage_levels",
            "SELECT count(*) FROM changed_levels WHERE is_new",
            "SELECT count(*) FROM changed_levels WHERE NOT is_new",
        ),
        market_prices=outcome(
            "SELECT count(*) FROM stage_market_prices",
            "SELECT count(*) FROM changed_market_prices WHERE is_new",
            "SELECT count(*) FROM changed_market_prices WHERE NOT is_new",
        ),
        skus_derived=number("SELECT count(*) FROM stage_variants WHERE derived"),
        archived=number("SELECT count(*) FROM missing_products"),
    )
