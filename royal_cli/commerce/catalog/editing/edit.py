"""Sets fields of products and variants to the same values, by hand."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import Connection, CursorResult, text

from royal_cli.commerce.catalog.editing.fields import FIELDS, Typed, in_currency, with_alt_texts
from royal_cli.commerce.catalog.editing.options import PLACES, option_fields
from royal_cli.commerce.catalog.editing.run import Findings, Job
from royal_cli.commerce.catalog.editing.targets import Targets, choose, choose_variants
from royal_cli.commerce.catalog.importing.proposals import FieldChange, Proposal
from royal_cli.commerce.feeds.rows import CHUNK_ROWS
from royal_cli.errors import UsageError

KIND = "product.edit"
ARCHIVE = "product.archive"
#: Rows that come while a `with` holds them open.
Streamed: TypeAlias = AbstractContextManager[CursorResult[Any]]
#: What tells the variants of a product apart can be given to one of them only.
_OF_ONE = ("gtin", "asin")
_OPTIONS = ", ".join(f"v.option{n}_{part}" for n in PLACES for part in ("name", "value"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """New values by the names of `fields.FIELDS`, as they are typed; an empty one empties its field.

    Amounts are plain decimals such as "12.50", in the currency of each variant.
    """

    targets: Targets
    values: Mapping[str, str]
    #: Options of one variant, by name.
    options: Mapping[str, str] = field(default_factory=dict)
    #: Of amounts of variants that have no currency yet.
    currency: str


def edit_products(edit: Edit) -> Job:
    """Set fields of the products and variants that are meant. UsageError for a value that cannot be."""
    typed = Typed()
    read: dict[str, dict[str, Any]] = {"product": {}, "variant": {}}
    for name, text_ in edit.values.items():
        found = typed.read(name, text_)
        read[FIELDS[name].entity] |= found
    return Job(
        kind=KIND,
        source=edit.targets.spoken,
        propose=partial(_proposals, edit, read, typed),
        parameters={
            **edit.targets.described,
            **edit.values,
            **({"options": dict(edit.options)} if edit.options else {}),
        },
        are_many=edit.targets.are_many,
        tells_apart=bool(edit.options),
    )


def _proposals(
    edit: Edit, read: dict[str, dict[str, Any]], typed: Typed, connection: Connection, findings: Findings
) -> Iterator[Proposal]:
    (choose_variants if read["variant"] or edit.options else choose)(connection, edit.targets)
    findings.warnings += typed.warnings
    _refuse_several(connection, [*(name for name in _OF_ONE if edit.values.get(name)), *edit.options])
    if read["product"]:
        with products(connection) as rows:
            for row in rows:
                fields = dict(read["product"])
                if "images" in fields:
                    fields["images"] = with_alt_texts(fields["images"], row.images)
                yield Proposal("product", "update", row.sku, None, to(fields))
    if read["variant"] or edit.options:
        with variants(connection) as rows:
            for row in rows:
                fields = in_currency(read["variant"], row.currency or edit.currency) | option_fields(row, edit.options)
                yield Proposal("variant", "update", row.sku, row.product, to(fields))


def _refuse_several(connection: Connection, names: Iterable[str]) -> None:
    several = connection.scalar(text("SELECT count(DISTINCT variant_id) > 1 FROM chosen"))
    for name in names:
        if several:
            raise UsageError(f"The {name} is that of one variant, and these are several.")


def to(values: Mapping[str, Any]) -> dict[str, FieldChange]:
    return {name: FieldChange(None, value) for name, value in values.items()}


def products(connection: Connection) -> Streamed:
    """The chosen ones."""
    return streamed(
        connection,
        "SELECT sku, CAST(images AS TEXT) AS images FROM products WHERE id IN (SELECT product_id FROM chosen)"
        " ORDER BY id",
    )


def variants(connection: Connection) -> Streamed:
    """The chosen ones, with their product and currency."""
    return streamed(
        connection,
        f"SELECT v.sku, p.sku AS product, v.currency, {_OPTIONS} FROM product_variants v"
        " JOIN products p ON p.id = v.product_id"
        " WHERE v.id IN (SELECT variant_id FROM chosen) ORDER BY v.id",
    )


def streamed(connection: Connection, statement: str, **values: Any) -> Streamed:
    """Rows as they are asked for; they are closed also where something goes wrong between them."""
    return closing(connection.execute(text(statement), values, execution_options={"yield_per": CHUNK_ROWS}))


def archive_products(targets: Targets) -> Job:
    """Archive what is meant: products, or single variants of products that have others."""
    return Job(
        kind=ARCHIVE,
        source=targets.spoken,
        propose=partial(_archived, targets),
        parameters=targets.described,
        are_many=targets.are_many,
    )


def _archived(targets: Targets, connection: Connection, _findings: Findings) -> Iterator[Proposal]:
    choose(connection, targets)
    archived = to({"status": "archived"})
    # A product whose every variant is named is itself named.
    connection.execute(
        text(
            "UPDATE chosen SET whole = TRUE WHERE NOT EXISTS (SELECT 1 FROM product_variants v"
            " WHERE v.product_id = chosen.product_id AND v.id NOT IN (SELECT c.variant_id FROM chosen c"
            " WHERE c.variant_id IS NOT NULL))"
        )
    )
    whole = "SELECT sku FROM products WHERE id IN (SELECT product_id FROM chosen WHERE whole) ORDER BY id"
    with streamed(connection, whole) as rows:
        for row in rows:
            yield Proposal("product", "update", row.sku, None, archived)
    single = (
        "SELECT v.sku, p.sku AS product FROM product_variants v JOIN products p ON p.id = v.product_id"
        " WHERE v.id IN (SELECT variant_id FROM chosen WHERE NOT whole) ORDER BY v.id"
    )
    with streamed(connection, single) as rows:
        for row in rows:
            yield Proposal("variant", "update", row.sku, row.product, archived)
