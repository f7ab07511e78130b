"""The shortest way to do a job, and two shirts and a mug to do it to."""

from typing import Any

from sqlalchemy import Engine

from royal_cli.commerce.catalog.editing.run import Edited, Job, Mode, carry_out
from royal_cli.commerce.catalog.editing.targets import Targets
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.catalog.reading.rows import Filters
from tests.commerce.catalog.made_feeds import NO_LIMITS, rows

SIZES: list[dict[str, Any]] = [
    {"key": "shirt", "sku": f"SHIRT-{size}", "title": "Shirt", "vendor": "Weber", "option1_name": "Size",
     "option1_value": size, "price": 2500, "cost_price": 900, "category_path": "Clothes"}
    for size in ("S", "M")
]  # fmt: skip
MUG = {"sku": "MUG", "title": "Mug"}


def do(engine: Engine, job: Job, *, limits: Any = NO_LIMITS, **mode: Any) -> Edited:
    return carry_out(engine, Request(limits=limits, wait=0.0), job, Mode(**mode))


def named(*skus: str) -> Targets:
    return Targets(skus=skus)


def found_by(**filters: Any) -> Targets:
    return Targets(filters=Filters(**filters))


def prices(engine: Engine) -> dict[str, tuple[int | None, str | None]]:
    return {
        sku: (price, currency)
        for sku, price, currency in rows(engine, "SELECT sku, price, currency FROM product_variants")
    }


def stock(engine: Engine) -> dict[tuple[str, str], int]:
    return {
        (sku, place): units
        for sku, place, units in rows(
            engine,
            "SELECT v.sku, o.name, l.available FROM inventory_levels l JOIN locations o ON o.id = l.location_id"
            " JOIN product_variants v ON v.id = l.product_variant_id",
        )
    }
