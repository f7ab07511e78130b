"""Carries out what a person changed in the document of some products."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine

from royal_cli.commerce.catalog.editing.document import (
    Entry,
    as_text,
    heading,
    line_of,
    read_document,
    write_document,
)
from royal_cli.commerce.catalog.editing.edit import KIND, products, to, variants
from royal_cli.commerce.catalog.editing.fields import Typed, Values, amount, in_currency, with_alt_texts
from royal_cli.commerce.catalog.editing.options import option_fields
from royal_cli.commerce.catalog.editing.run import Findings, Job
from royal_cli.commerce.catalog.editing.stock import level, quantity, require_location
from royal_cli.commerce.catalog.editing.targets import Targets, choose
from royal_cli.commerce.catalog.importing.proposals import Proposal
from royal_cli.db.database import reading
from royal_cli.db.products import MARKET_LENGTH
from royal_cli.errors import StalePlan, UsageError
from royal_cli.money import is_currency, to_text

#: So many SKUs make a document that a person can look over.
AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEdit:
    """The document as it was written, and what came back."""

    skus: Sequence[str]
    before: str
    after: str
    #: Of amounts of variants that have no currency yet.
    currency: str
    default_location: str


def document_of(engine: Engine, skus: Sequence[str]) -> str:
    """NotFound or Conflict for a SKU that does not name one product."""
    if len(skus) > AT_ONCE:
        raise UsageError(f"{len(skus)} SKUs are too many for one document.", hint=f"It holds up to {AT_ONCE}.")
    with reading(engine) as session:
        return _document(session.connection(), skus)


def _document(connection: Connection, skus: Sequence[str]) -> str:
    choose(connection, Targets(skus=skus))
    return write_document(connection)


def edit_document(edit: DocumentEdit) -> Job:
    """UsageError, with its line, for a value that cannot be; StalePlan, once carried out, where what the document
    shows was changed by somebody else in the meantime."""
    typed = Typed()
    entries = read_document(edit.before, edit.after)
    read = [(entry, _values(entry, typed, edit.after)) for entry in entries]
    return Job(
        kind=KIND,
        source=Targets(skus=edit.skus).spoken,
        propose=partial(_proposals, edit, read, typed),
        parameters={**Targets(skus=edit.skus).described, "document": True},
        tells_apart=any(entry.options for entry in entries),
    )


def _values(entry: Entry, typed: Typed, document: str) -> Values:
    found: Values = {}
    for name, value in entry.values.items():
        try:
            found |= typed.read(name, as_text(name, value))
        except UsageError as error:
            line = line_of(document, f"{name} =", heading(entry.entity, entry.sku))
            where = f"{entry.sku}, line {line}" if line else entry.sku
            raise UsageError(f"{error.message} ({where})", hint=error.hint) from error
    for name, units in entry.stock.items():
        if isinstance(units, bool) or not isinstance(units, int):
            raise UsageError(f"{units!r} is no stock of {entry.sku} at {name}.", hint="It is a whole number: Main = 40")
    return found


def _proposals(
    edit: DocumentEdit, read: Iterable[tuple[Entry, Values]], typed: Typed, connection: Connection, findings: Findings
) -> Iterator[Proposal]:
    if _document(connection, edit.skus) != edit.before:
        raise StalePlan("What the document shows has been changed in the meantime.", hint="Edit it again.")
    findings.warnings += typed.warnings
    with products(connection) as rows:
        stored = {row.sku: row for row in rows}
    with variants(connection) as rows:
        known = {row.sku: row for row in rows}
    for entry, values in read:
        if entry.entity == "product":
            if "images" in values:
                values["images"] = with_alt_texts(values["images"], stored[entry.sku].images)
            yield Proposal("product", "update", entry.sku, None, to(values))
        else:
            yield from _of_variant(connection, edit, entry, values, known[entry.sku])


def _of_variant(
    connection: Connection, edit: DocumentEdit, entry: Entry, values: Values, row: Any
) -> Iterator[Proposal]:
    fields = in_currency(values, row.currency or edit.currency)
    fields |= option_fields(row, {name: str(value) for name, value in entry.options.items()})
    if fields:
        yield Proposal("variant", "update", row.sku, row.product, to(fields))
    for name, units in entry.stock.items():
        require_location(connection, name, edit.default_location, create=False)
        yield level(row.sku, name, quantity(str(units), is_relative=False).units)
    for name, prices in entry.markets.items():
        yield Proposal("market_price", "update", row.sku, name, to(_of_market(name, prices)))


def _of_market(market: str, prices: Mapping[str, Any]) -> Values:
    currency = str(prices.get("currency", "")).upper()
    if not 0 < len(market) <= MARKET_LENGTH or not is_currency(currency):
        raise UsageError(f"The market {market} needs a currency of ISO 4217.", hint='It reads: currency = "EUR"')
    fields: Values = {}
    for name in ("price", "compare_at_price"):
        if str(prices.get(name, "")):
            fields[name] = to_text(*amount(name, str(prices[name])))
    if isinstance(prices.get("sold"), bool):
        fields["is_included"] = prices["sold"]
    return in_currency(fields, currency)
