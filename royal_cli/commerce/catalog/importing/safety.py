"""Feed safety: a feed that would take away, empty or reprice too much of the catalogue is stopped before it writes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, text

from royal_cli.errors import Refused, UsageError

#: The names of the checks, as --allow takes them.
CHECKS = ("vanish", "zero", "price")


def allowed(checks: Collection[str] | None) -> frozenset[str]:
    """Those that may be exceeded; UsageError for one that is none."""
    for check in checks or ():
        if check not in CHECKS:
            raise UsageError(f"There is no check {check!r}.", hint=f"The checks are {', '.join(CHECKS)}.")
    return frozenset(checks or ())


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares of the catalogue, each from 0 to 1; `price_change` is the change of one price that counts as large."""

    vanish_share: Decimal
    zeroed_share: Decimal
    price_change: Decimal
    price_change_share: Decimal


@dataclass(frozen=True, slots=True)
class Check:
    """One check: how many of how many, against which share. `check` is what --allow takes."""

    check: str
    sentence: str
    count: int
    of: int
    limit: Decimal

    @property
    def exceeded(self) -> bool:
        return self.of > 0 and Decimal(self.count) / self.of > self.limit


def checks(connection: Connection, limits: Limits) -> list[Check]:
    """Judge the difference that `compare` found, before anything is written."""
    return [
        Check("vanish", "active products would leave the catalogue", *_vanishing(connection), limits.vanish_share),
        Check("zero", "stocked variants would have no stock", *_emptied(connection), limits.zeroed_share),
        Check("zero", "prices would become 0", *_free(connection), limits.zeroed_share),
        Check(
            "price",
            f"prices would change by more than {limits.price_change:.0%} or in currency",
            *_repriced(connection, limits.price_change),
            limits.price_change_share,
        ),
    ]


def judge(found: Iterable[Check], allow: Collection[str]) -> None:
    """Stop where a check is exceeded that was not allowed."""
    exceeded = [check for check in found if check.exceeded and check.check not in allow]
    if exceeded:
        sentences = "; ".join(f"{check.count} of {check.of} {check.sentence}" for check in exceeded)
        allowed = " ".join(sorted({f"--allow {check.check}" for check in exceeded}))
        raise Refused(
            f"Stopped before writing: {sentences}.",
            hint=f"Look with --dry-run; if it is meant so, add {allowed}.",
            checks=[check.check for check in exceeded],
        )


def _vanishing(connection: Connection) -> tuple[int, int]:
    return (
        _count(
            connection,
            "SELECT count(*) FROM stage_diff WHERE entity = 'products' AND field = 'status'"
            " AND before = 'active' AND after <> 'active'",
        ),
        count_active(connection),
    )


def count_active(connection: Connection) -> int:
    """What the share of products is taken of that would leave the catalogue."""
    return _count(connection, "SELECT count(*) FROM products WHERE status = 'active'")


def _emptied(connection: Connection) -> tuple[int, int]:
    return (
        _count(connection, "SELECT count(*) FROM changed_levels WHERE before > 0 AND after <= 0"),
        _count(connection, "SELECT count(*) FROM inventory_levels WHERE available > 0"),
    )


def _free(connection: Connection) -> tuple[int, int]:
    return (
        _count(
            connection,
            "SELECT count(*) FROM stage_diff WHERE entity = 'product_variants' AND field = 'price'"
            " AND before <> '0' AND after = '0'",
        ),
        _count(connection, "SELECT count(*) FROM product_variants WHERE price > 0"),
    )


def _repriced(connection: Connection, limit: Decimal) -> tuple[int, int]:
    amount = "CASE {0}.price_scale " + " ".join(f"WHEN {n} THEN {{0}}.price / 1e{n}" for n in range(10)) + " END"
    before, after = amount.format("e"), amount.format("s")
    return (
        _count(
            connection,
            "SELECT count(*) FROM changed_variants m JOIN stage_variants s ON s.id = m.stage_id"
            " JOIN product_variants e ON e.id = m.id WHERE e.price > 0 AND s.price IS NOT NULL"
            f" AND (s.currency <> e.currency OR abs(({after}) - ({before})) > :limit * ({before}))",
            limit=float(limit),
        ),
        _count(connection, "SELECT count(*) FROM product_variants WHERE price > 0"),
    )


def _count(connection: Connection, statement: str, **values: float) -> int:
    return int(connection.scalar(text(statement), values) or 0)
