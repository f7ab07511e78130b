"""Safety stock: units of a variant that a channel may not sell, or that none may."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, text
from sqlmodel import Session

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.chosen import choose
from royal_cli.commerce.catalog.editing.stock import refuse_whole_products
from royal_cli.commerce.catalog.editing.targets import Targets, choose_variants
from royal_cli.commerce.orders.reading.find import find_channel
from royal_cli.errors import UsageError

KIND = "product.stock.safety"
_MOST = 2_147_483_647


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """`channel` is None for the rule that holds for every channel; of two the larger one counts."""

    sku: str
    channel: str | None
    units: int


@dataclass(frozen=True, slots=True)
class SafetyStocks:
    """The rules, and if some were changed, by which operation; with `dry_run`, as they would be."""

    operation: str | None
    dry_run: bool
    changed: int
    rules: list[SafetyRule]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How many units of these variants `channel`, or none, may not sell; None for `units` takes the rule away."""

    skus: Sequence[str]
    units: int | None
    channel: str | None = None


def list_safety(session: Session, skus: Sequence[str] = (), *, channel: str | None = None) -> SafetyStocks:
    """The rules that there are, of these products and variants. NotFound for what is not there."""
    connection = session.connection()
    where = "" if channel is None else f" AND s.channel_id = {find_channel(connection, channel)}"
    rules = _rules(connection, where)
    if skus:
        chosen = choose(connection, skus)
        variants = {choice.variant_id for choice in chosen if choice.variant_id is not None}
        products = {choice.product_id for choice in chosen if choice.variant_id is None}
        rules = [rule for rule in rules if rule[0] in variants or rule[1] in products]
    return SafetyStocks(None, False, 0, [rule for _, _, rule in rules])


def keep_back(
    engine: Engine, wanted: Keeping, asked: Asked, confirm: Callable[[SafetyStocks], None] | None = None
) -> SafetyStocks:
    """Set, change or take away a rule for each of the variants."""
    if wanted.units is not None and not 0 <= wanted.units <= _MOST:
        raise UsageError(f"{wanted.units} units cannot be kept back.", hint="0 or more; --remove takes the rule away.")
    targets = Targets(skus=wanted.skus)

    def work(hand: Hand) -> SafetyStocks:
        choose_variants(hand.connection, targets)
        refuse_whole_products(hand.connection, targets)
        channel = None if wanted.channel is None else find_channel(hand.connection, wanted.channel)
        changed = _take_away(hand, channel) if wanted.units is None else _set(hand, channel, wanted.units)
        chosen = " AND s.product_variant_id IN (SELECT variant_id FROM chosen)"
        return SafetyStocks(None, asked.dry_run, changed, [rule for _, _, rule in _rules(hand.connection, chosen)])

    found, operation = carry_out(engine, KIND, asked, work, confirm=confirm, source=targets.spoken)
    return replace(found, operation=operation, dry_run=asked.dry_run)


_OF_CHANNEL = "(s.channel_id = :channel OR (s.channel_id IS NULL AND CAST(:channel AS BIGINT) IS NULL))"
_CHOSEN = f"SELECT s.id FROM safety_stocks s JOIN chosen c ON c.variant_id = s.product_variant_id WHERE {_OF_CHANNEL}"


def _take_away(hand: Hand, channel: int | None) -> int:
    return hand.delete("safety_stocks", _CHOSEN, channel=channel)


def _set(hand: Hand, channel: int | None, units: int) -> int:
    rules = _CHOSEN.replace("s.id", "s.id, CAST(:units AS TEXT) AS value", 1)
    changed = hand.set_field("safety_stocks", "units", rules, channel=channel, units=str(units))
    missing = hand.connection.scalars(
        text(
            "SELECT DISTINCT c.variant_id FROM chosen c WHERE NOT EXISTS"
            f" (SELECT 1 FROM safety_stocks s WHERE s.product_variant_id = c.variant_id AND {_OF_CHANNEL})"
            " ORDER BY c.variant_id"
        ),
        {"channel": channel},
    ).all()
    times = {"created_at": hand.now, "updated_at": hand.now}
    rows = [{"product_variant_id": id, "channel_id": channel, "units": units, **times} for id in missing]
    hand.create_all("safety_stocks", rows)
    return changed + len(missing)


def _rules(connection: Connection, where: str) -> list[tuple[int, int, SafetyRule]]:
    """Each with the ids of its variant and product."""
    found = connection.execute(
        text(
            "SELECT v.id, v.product_id, v.sku, c.name AS channel, s.units FROM safety_stocks s"
            " JOIN product_variants v ON v.id = s.product_variant_id LEFT JOIN channels c ON c.id = s.channel_id"
            f" WHERE TRUE{where} ORDER BY v.sku, c.name IS NOT NULL, c.name"
        )
    )
    return [(row.id, row.product_id, SafetyRule(row.sku, row.channel, row.units)) for row in found]
