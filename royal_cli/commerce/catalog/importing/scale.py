"""Brings staged amounts and stored ones of the same row to one number of decimals, so that they can be compared."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class _Pair:
    """A staging table beside the stored one, joined as `s` and `e`."""

    table: str
    amounts: tuple[str, ...]
    joined: str
    market: bool = False


_PRODUCTS = _Pair(
    "stage_products",
    ("base_price", "compare_at_price", "cost_price"),
    "stage_products s JOIN match_products m ON m.stage_id = s.id JOIN products e ON e.id = m.product_id",
)
_VARIANTS = _Pair(
    "stage_variants",
    ("price", "compare_at_price", "cost_price"),
    "stage_variants s JOIN match_variants m ON m.stage_id = s.id JOIN product_variants e ON e.id = m.variant_id",
)
_MARKET_PRICES = _Pair(
    "stage_market_prices",
    ("price", "compare_at_price"),
    "stage_market_prices s JOIN match_variants m ON m.stage_id = s.variant"
    " JOIN market_prices e ON e.product_variant_id = m.variant_id AND e.market = s.market",
    market=True,
)


def align_scales(connection: Connection) -> tuple[set[str], set[str]]:
    """The finer of both scales wins; the value of every amount stays what it was.

    Where the feed's is finer, stored amounts that it does not mention are staged as well, to be written anew.
    Returns the fields of products and of variants that the stage speaks of because of it.
    """
    _align(connection, _MARKET_PRICES)
    return _align(connection, _PRODUCTS), _align(connection, _VARIANTS)


def _align(connection: Connection, pair: _Pair) -> set[str]:
    columns = ", ".join(f"s.{name} AS staged_{name}, e.{name} AS stored_{name}" for name in pair.amounts)
    key = "s.variant AS id, s.market" if pair.market else "s.id, NULL AS market"
    rows = connection.execute(
        text(
            f"SELECT {key}, s.price_scale AS staged, e.price_scale AS stored, {columns} FROM {pair.joined}"
            " WHERE s.price_scale <> e.price_scale"
        )
    ).all()
    if not rows:
        return set()
    changes = ", ".join(f"{name} = :{name}" for name in ("price_scale", *pair.amounts))
    where = "variant = :id AND market = :market" if pair.market else "id = :id"
    connection.execute(
        text(f"UPDATE {pair.table} SET {changes} WHERE {where}"),
        [_aligned(row._asdict(), pair.amounts) for row in rows],
    )
    return {"price_scale", *pair.amounts}


def _aligned(row: dict[str, Any], amounts: tuple[str, ...]) -> dict[str, Any]:
    finer = max(row["staged"], row["stored"])
    aligned = {"id": row["id"], "market": row["market"], "price_scale": finer}
    for name in amounts:
        staged, stored = row[f"staged_{name}"], row[f"stored_{name}"]
        if staged is not None:
            aligned[name] = staged * 10 ** (finer - row["staged"])
        elif stored is not None and finer > row["stored"]:
            aligned[name] = stored * 10 ** (finer - row["stored"])
        else:
            aligned[name] = None
    return aligned
