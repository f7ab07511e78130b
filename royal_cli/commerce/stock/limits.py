"""Sets when to reorder, how much, and how much there may be at most: of variants at a location."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine, text

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.editing.targets import Targets, choose_variants
from royal_cli.commerce.operations import ChangedField
from royal_cli.commerce.stock.locations import find_location
from royal_cli.errors import Conflict, UsageError

KIND = "product.stock.limits"
FIELDS = ("reorder_point", "reorder_quantity", "max_stock_level")
_MOST = 2_147_483_647


@dataclass(frozen=True, slots=True)
class LimitsChange:
    """What was set, or with `dry_run` would be. `operation` is None when nothing was written."""

    operation: str | None
    dry_run: bool
    levels: int
    changes: list[ChangedField]
    more_changes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Units by field; None takes a limit away, a field that is not there stays as it is."""

    skus: Sequence[str]
    location: str
    fields: dict[str, int | None]


def limit(text: str | None, option: str) -> int | None:
    """A number of units, or none of it. UsageError for anything else."""
    word = (text or "").strip().lower()
    if word in ("", "none"):
        return None
    if not (word.isascii() and word.isdigit() and int(word) <= _MOST):
        raise UsageError(f"{option} {text} is no number of units.", hint=f"It reads: {option} 10, or {option} none")
    return int(word)


def set_limits(
    engine: Engine, wanted: Limits, asked: Asked, confirm: Callable[[LimitsChange], None] | None = None
) -> LimitsChange:
    """Conflict where nobody has said how much there is, and for a reorder point above the maximum."""
    targets = Targets(skus=wanted.skus)
    if not wanted.fields:
        raise UsageError("Nothing says what to set.", hint="It reads: royal product stock limits SKU --reorder-point 5")

    def work(hand: Hand) -> LimitsChange:
        choose_variants(hand.connection, targets)
        location = find_location(hand.connection, wanted.location)
        _refuse_unknown(hand, location, wanted.location)
        levels = 0
        for field, units in wanted.fields.items():
            value = None if units is None else str(units)
            hand.set_field("inventory_levels", field, _LEVELS, location=location, value=value)
        _refuse_unreachable(hand, location)
        levels = hand.connection.scalar(
            text(f"SELECT count(*) FROM ({_LEVELS}) l"), {"location": location, "value": ""}
        )
        changes, more = hand.changes(asked.shown_changes)
        return LimitsChange(None, asked.dry_run, levels or 0, changes, more)

    found, operation = carry_out(engine, KIND, asked, work, confirm=confirm, source=targets.spoken)
    return replace(found, operation=operation, dry_run=asked.dry_run)


_LEVELS = (
    "SELECT l.id, CAST(:value AS TEXT) AS value FROM inventory_levels l WHERE l.location_id = :location"
    " AND l.product_variant_id IN (SELECT variant_id FROM chosen)"
)


def _refuse_unknown(hand: Hand, location: int, name: str) -> None:
    sku = hand.connection.scalar(
        text(
            "SELECT min(v.sku) FROM product_variants v WHERE v.id IN (SELECT variant_id FROM chosen) AND NOT EXISTS"
            " (SELECT 1 FROM inventory_levels l WHERE l.product_variant_id = v.id AND l.location_id = :location)"
        ),
        {"location": location},
    )
    if sku is not None:
        raise Conflict(
            f"Nobody has said how much of {sku} is at {name}.", hint=f"Count it: royal product stock count {sku} 0"
        )


def _refuse_unreachable(hand: Hand, location: int) -> None:
    sku = hand.connection.scalar(
        text(
            "SELECT min(v.sku) FROM inventory_levels l JOIN product_variants v ON v.id = l.product_variant_id"
            " WHERE l.location_id = :location AND l.product_variant_id IN (SELECT variant_id FROM chosen)"
            " AND l.reorder_point >= l.max_stock_level"
        ),
        {"location": location},
    )
    if sku is not None:
        raise Conflict(
            f"{sku} would be reordered at or above its maximum.", hint="Set --max higher than --reorder-point."
        )
