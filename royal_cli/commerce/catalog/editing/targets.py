"""Which products and variants are meant: by SKUs, or by what they have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, MetaData, Table, Text, insert, literal, select, text

from royal_cli.commerce.catalog.reading.conditions import conditions
from royal_cli.commerce.catalog.reading.figures import PRODUCTS, VARIANTS
from royal_cli.commerce.catalog.reading.find import product_called, same_gtins
from royal_cli.commerce.catalog.reading.rows import Filters
from royal_cli.commerce.importing.staging import insert_rows
from royal_cli.errors import Conflict

#: So many SKUs somebody has typed and means; more are held to the limits of a feed.
BY_HAND = 10
_SPOKEN = 3

_metadata = MetaData()
_named = Table("named", _metadata, Column("place", BigInteger), Column("sku", Text), prefixes=["TEMPORARY"])
_found = Table("found", _metadata, Column("id", BigInteger), prefixes=["TEMPORARY"])
#: A row for each variant that is meant, and one for a product without any. `whole`: the product itself is meant.
_chosen = Table(
    "chosen",
    _metadata,
    Column("product_id", BigInteger),
    Column("variant_id", BigInteger),
    Column("whole", Boolean),
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """By SKU: a variant's means that variant, a product's the product with all its variants. By filter: the products
    that `royal product list` finds by it, with all their variants."""

    skus: Sequence[str] = ()
    filters: Filters | None = None

    @property
    def are_many(self) -> bool:
        return self.filters is not None or len(self.skus) > BY_HAND

    @property
    def spoken(self) -> str:
        """For people."""
        if self.filters is not None:
            said = self.described["where"].items()
            return " ".join(f"--where {name}={value}" for name, value in said) or "--where all"
        more = len(self.skus) - _SPOKEN
        return ", ".join(self.skus[:_SPOKEN]) + (f" and {more} more" if more > 0 else "")

    @property
    def described(self) -> dict[str, Any]:
        """For the journal."""
        if self.filters is None:
            return {"skus": list(self.skus[:BY_HAND]), "count": len(self.skus)}
        said = ((field.name, getattr(self.filters, field.name)) for field in fields(self.filters))
        return {"where": {name: str(value) for name, value in said if value not in (None, False)}}


def choose(connection: Connection, targets: Targets) -> None:
    """Fill the temporary table `chosen`. NotFound or Conflict for the first SKU that does not name one product."""
    for table in (_named, _found, _chosen):
        table.drop(connection, checkfirst=True)
        table.create(connection)
    if targets.filters is not None:
        # By themselves: the conditions must not find their tables in a query around them.
        found = select(PRODUCTS.c.id).where(*conditions(connection, targets.filters))
        connection.execute(insert(_found).from_select(["id"], found))
        connection.execute(
            text(
                "INSERT INTO chosen SELECT f.id, v.id, TRUE FROM found f"
                " LEFT JOIN product_variants v ON v.product_id = f.id"
            )
        )
        return
    _name(connection, targets.skus)
    connection.execute(text("CREATE INDEX named_sku ON named (sku)"))
    connection.execute(
        text(
            "INSERT INTO chosen SELECT p.id, v.id, TRUE FROM products p JOIN (SELECT DISTINCT sku FROM named) n"
            " ON n.sku = p.sku LEFT JOIN product_variants v ON v.product_id = p.id"
        )
    )
    connection.execute(
        text(
            "INSERT INTO chosen SELECT v.product_id, v.id, FALSE FROM product_variants v"
            " JOIN (SELECT DISTINCT sku FROM named) n ON n.sku = v.sku"
            " WHERE NOT EXISTS (SELECT 1 FROM products p WHERE p.sku = n.sku)"
        )
    )
    unknown = connection.scalars(
        text(
            "SELECT n.sku FROM named n WHERE NOT EXISTS (SELECT 1 FROM products p WHERE p.sku = n.sku)"
            " AND NOT EXISTS (SELECT 1 FROM product_variants v WHERE v.sku = n.sku) ORDER BY n.place"
        )
    ).all()
    for sku in dict.fromkeys(unknown):
        _choose_loosely(connection, sku)


def choose_variants(connection: Connection, targets: Targets) -> None:
    """The same for what only variants have: Conflict for a product that is named and has none."""
    choose(connection, targets)
    bare = connection.scalar(
        text("SELECT min(p.sku) FROM products p JOIN chosen c ON c.product_id = p.id WHERE c.variant_id IS NULL")
    )
    if bare is not None and targets.filters is None:
        raise Conflict(f"{bare} has no variants.", hint=f"Give it one: royal product create SKU --of {bare}")


def _name(connection: Connection, skus: Iterable[str]) -> None:
    insert_rows(connection, "named", ["place", "sku"], [(place, sku.strip()) for place, sku in enumerate(skus)])


def _choose_loosely(connection: Connection, word: str) -> None:
    """By what a feed called it, or by its GTIN: the one variant that bears it."""
    product = product_called(connection, word)
    bearers = VARIANTS.c.gtin.in_(same_gtins(word)) | (VARIANTS.c.source_sku == word)
    found = select(VARIANTS.c.product_id, VARIANTS.c.id, literal(False)).where(VARIANTS.c.product_id == product)
    columns = ["product_id", "variant_id", "whole"]
    connection.execute(insert(_chosen).from_select(columns, found.where(bearers)))
