"""Finds what an operator means: a channel's code, and the variant that it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from royal_cli.commerce.catalog.reading.find import hint, product_called, same_gtins
from royal_cli.commerce.catalog.reading.search import legible
from royal_cli.commerce.orders.importing.sold_things import code_key
from royal_cli.commerce.orders.reading.find import find_channel
from royal_cli.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class Code:
    """A sold code with the SKU of its variant, which is None while it is not matched."""

    id: int
    channel: str
    code: str | None
    title: str | None
    kind: str
    sku: str | None

    @property
    def name(self) -> str:
        return self.code or self.title or "?"


def find_code(connection: Connection, called: str, channel: str | None = None) -> Code:
    """The code that a channel sells something under, in any letter case; what has no code is called by its title.

    Of several channels that have it the one where it is not matched. NotFound where no channel has it, Conflict where
    several have it that are all alike.
    """
    called = legible(called, "The code").strip()
    found = _called(connection, called, channel)
    if not found:
        where = f" on {channel}" if channel else ""
        raise NotFound(
            f"Nothing has been sold{where} as {called!r}.", hint="royal order unmatched lists what is not matched."
        )
    waiting = [code for code in found if code.sku is None and code.kind == "product"]
    if len(found) > 1 and len(waiting) != 1:
        names = [code.channel for code in found]
        raise Conflict(
            f"{called!r} is sold on several channels: {', '.join(names)}.",
            hint=f"Say which: --channel {names[0]}",
            candidates=names,
        )
    return found[0] if len(found) == 1 else waiting[0]


def _called(connection: Connection, called: str, channel: str | None) -> list[Code]:
    where = "s.channel_id = :channel" if channel else "s.channel_id IN (SELECT id FROM channels)"
    values = {"channel": find_channel(connection, channel)} if channel else {}
    for key in (code_key(called, None), code_key(None, called)):
        rows = connection.execute(
            text(f"{_CODES} WHERE {where} AND s.code_key = :key ORDER BY c.name"), {**values, "key": key}
        )
        if found := [Code(**row._mapping) for row in rows]:
            return found
    return []


def codes_of(connection: Connection, ids: Sequence[int]) -> list[Code]:
    """In the order of the ids."""
    if not ids:
        return []
    rows = connection.execute(text(f"{_CODES} WHERE s.id IN ({', '.join(map(str, ids))})"))
    found = {row.id: Code(**row._mapping) for row in rows}
    return [found[id] for id in ids]


def find_variant(connection: Connection, called: str) -> int:
    """The id of the variant with this SKU or GTIN, or of the only one of a product with this SKU.

    NotFound where there is none, Conflict where the product has several.
    """
    called = legible(called, "The SKU").strip()
    exact = connection.scalar(text("SELECT id FROM product_variants WHERE sku = :sku"), {"sku": called})
    if exact is not None:
        return int(exact)
    gtins = text("SELECT id FROM product_variants WHERE gtin IN :gtins").bindparams(bindparam("gtins", expanding=True))
    of_gtin = connection.scalars(gtins, {"gtins": same_gtins(called)}).all()
    if len(of_gtin) == 1:
        return int(of_gtin[0])
    try:
        product = product_called(connection, called)
    except NotFound:
        raise NotFound(f"There is no SKU {called!r} in the catalogue.", hint=hint(connection, called)) from None
    variants = connection.execute(text(_OF_PRODUCT), {"product": product}).all()
    if len(variants) == 1:
        return int(variants[0].id)
    skus = [variant.sku for variant in variants]
    raise Conflict(
        f"The product {called} has {len(skus) or 'no'} variants, and each is sold by itself.",
        hint=f"Say which: {', '.join(skus[:5])}" if skus else None,
        candidates=skus,
    )


_CODES = (
    "SELECT s.id, c.name AS channel, s.code, s.title, s.kind, v.sku FROM sold_codes s"
    " JOIN channels c ON c.id = s.channel_id LEFT JOIN product_variants v ON v.id = s.product_variant_id"
)
_OF_PRODUCT = "SELECT id, sku FROM product_variants WHERE product_id = :product ORDER BY position, id"
