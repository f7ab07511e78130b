"""Creates a product with its first variant, or another variant of a product, by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Connection, text

from royal_cli.commerce.catalog.editing.edit import to
from royal_cli.commerce.catalog.editing.fields import FIELDS, Typed, in_currency
from royal_cli.commerce.catalog.editing.options import PLACES, option_values
from royal_cli.commerce.catalog.editing.run import Findings, Job
from royal_cli.commerce.catalog.editing.stock import level, require_location
from royal_cli.commerce.catalog.importing.proposals import Proposal
from royal_cli.db.products import SKU_LENGTH
from royal_cli.errors import Conflict, NotFound, UsageError

KIND = "product.create"


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A variant, and the product that it comes with unless it joins one; `values` as in an edit."""

    sku: str
    values: Mapping[str, str]
    #: The SKU of its product; without it the same as its own.
    of: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    stock: int | None = None
    location: str
    default_location: str
    create_location: bool = False
    #: Of its amounts, where its product has no other.
    currency: str | None = None
    default_currency: str


def create_product(new: New) -> Job:
    """UsageError for values that cannot be; Conflict, once it is carried out, where there is such a SKU already."""
    if not 1 <= len(new.sku) <= SKU_LENGTH or new.sku != new.sku.strip():
        raise UsageError(f"A SKU has 1 to {SKU_LENGTH} characters, and no blanks around them.")
    typed = Typed()
    read: dict[str, dict[str, Any]] = {"product": {}, "variant": {}}
    for name, text_ in new.values.items():
        read[FIELDS[name].entity] |= typed.read(name, text_)
    option_values(new.options)
    known = {entity: {n: value for n, value in found.items() if value is not None} for entity, found in read.items()}
    return Job(
        kind=KIND,
        source=new.sku,
        propose=partial(_proposals, new, known, typed),
        parameters={"sku": new.sku, **({"of": new.of} if new.of else {})},
        tells_apart=True,
    )


def _proposals(
    new: New, read: dict[str, dict[str, Any]], typed: Typed, connection: Connection, findings: Findings
) -> Iterator[Proposal]:
    findings.warnings += typed.warnings
    _refuse_taken(connection, new.sku, "product_variants")
    product = new.of or new.sku
    if "title" in read["product"]:
        _refuse_taken(connection, product, "products")
        yield Proposal("product", "create", product, None, to(read["product"]))
        shared, options = None, new.options
    else:
        shared, options = _joined(connection, new, read["product"])
    currency = new.currency or shared or new.default_currency
    fields = in_currency(read["variant"], currency) | option_values(options)
    yield Proposal("variant", "create", new.sku, product, to(fields))
    if new.stock is not None:
        require_location(connection, new.location, new.default_location, create=new.create_location)
        yield level(new.sku, new.location, new.stock)


def _refuse_taken(connection: Connection, sku: str, table: str) -> None:
    taken = connection.scalar(text(f"SELECT 1 FROM {table} WHERE sku = :sku"), {"sku": sku})
    if taken:
        what = "product" if table == "products" else "variant"
        raise Conflict(f"There is a {what} {sku} already.", hint=f"Change it: royal product edit {sku}")


def _joined(connection: Connection, new: New, stated: Mapping[str, Any]) -> tuple[str | None, Mapping[str, str]]:
    """Refuse what does not fit the product that the variant joins. The one currency of its variants, and the options
    of the new one in the order of theirs."""
    if new.of is None:
        raise UsageError("A new product needs a title.", hint=f'royal product create {new.sku} --title "…"')
    id = connection.scalar(text("SELECT id FROM products WHERE sku = :sku"), {"sku": new.of})
    if id is None:
        hint = "With --title it is created, with this as its first variant."
        raise NotFound(f"There is no product {new.of!r}.", hint=hint)
    for name in stated:
        raise UsageError(f"The {name} is that of the product {new.of}.", hint=f"royal product edit {new.of} sets it.")
    currencies = connection.scalars(
        text("SELECT DISTINCT currency FROM product_variants WHERE product_id = :id AND currency IS NOT NULL"),
        {"id": id},
    ).all()
    return currencies[0] if len(currencies) == 1 else None, _like_the_others(connection, id, new)


def _like_the_others(connection: Connection, product_id: int, new: New) -> Mapping[str, str]:
    """All variants of a product have options of the same names, in the same order."""
    names = ", ".join(f"option{n}_name" for n in PLACES)
    kinds = connection.execute(
        text(f"SELECT DISTINCT {names} FROM product_variants WHERE product_id = :id AND option1_name IS NOT NULL"),
        {"id": product_id},
    ).all()
    if len(kinds) != 1:
        return new.options
    said = {name.casefold(): value for name, value in new.options.items()}
    theirs = [name for name in kinds[0] if name]
    if {name.casefold() for name in theirs} != set(said):
        raise UsageError(
            f"The variants of {new.of} have the options {', '.join(theirs)}.",
            hint=f"Say each of them: {' '.join(f'--option {name}=…' for name in theirs)}",
        )
    return {name: said[name.casefold()] for name in theirs}
