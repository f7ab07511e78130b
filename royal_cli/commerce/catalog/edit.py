"""Changes fields of products and variants by hand: the same proposals, checks and journal as an import."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, Row, text
from sqlmodel import Session

from royal_cli.commerce.catalog.counts import Outcome
from royal_cli.commerce.catalog.feed_import import PlannedChange, planned_changes
from royal_cli.commerce.catalog.field_kinds import AMOUNTS
from royal_cli.commerce.catalog.importer import Import, Request
from royal_cli.commerce.catalog.proposals import FieldChange, Proposal, line
from royal_cli.commerce.catalog.reading.find import find_product
from royal_cli.errors import UsageError
from royal_cli.money import from_text, normal, to_text

KIND = "product.edit"
#: Fields that can be set by hand, of the product and of its variants.
PRODUCT_FIELDS = (
    "title", "description", "vendor", "product_type", "category", "tags", "status", "seo_title", "seo_description",
)  # fmt: skip
VARIANT_FIELDS = ("price", "compare_at_price", "cost_price", "mpn", "allow_backorder")
STATUSES = ("active", "draft", "archived")
#: So many SKUs somebody has typed and means; more are held to the limits of a feed.
BY_HAND = 10
#: What must have a value.
REQUIRED = frozenset({"title", "status", "allow_backorder"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """New values by field; None empties it. Amounts are plain decimals such as "12.50", in the variant's currency."""

    skus: Iterable[str]
    values: Mapping[str, Any]
    #: Of amounts of variants that have no currency yet.
    currency: str
    dry_run: bool = False
    #: How many changed fields the summary lists; None for all.
    shown_changes: int | None = 20


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did, or with `dry_run` would do. `operation` is None when nothing was written."""

    operation: str | None
    dry_run: bool
    products: Outcome
    variants: Outcome
    changes: list[PlannedChange]
    more_changes: bool


def edit_products(
    engine: Engine, edit: Edit, request: Request, *, confirm: Callable[[Edited], None], kind: str = KIND
) -> Edited:
    """Set fields of the products and variants that the SKUs name, as one operation.

    A variant's SKU means that variant, a product's SKU the product with all its variants. `confirm` is shown what
    would change and raises to stop it. NotFound for a SKU that nothing has, UsageError for a value that cannot be.
    """
    _check(edit.values)
    skus = list(edit.skus)
    with Import(engine, request, exclusive=not edit.dry_run) as run:
        with Session(engine) as session:
            proposed = list(_proposals(session, skus, edit))
        run.stage_changes(map(line, proposed), kind)
        run.find_planned()
        found = _edited(run, edit)
        if edit.dry_run or not run.counts.changes:
            return found
        if len(skus) > BY_HAND:
            run.judge()
        run.remember()
        confirm(found)
        with run.writing():
            run.find_planned()
            run.write(dict(edit.values), kind)
        return replace(found, operation=run.operation, dry_run=False)


def _edited(run: Import, edit: Edit) -> Edited:
    wanted = edit.shown_changes
    changes = planned_changes(run.proposals())
    shown = list(changes if wanted is None else islice(changes, wanted + 1))
    more = wanted is not None and len(shown) > wanted
    return Edited(None, edit.dry_run, run.counts.products, run.counts.variants, shown[:wanted], more)


def _check(values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in (*PRODUCT_FIELDS, *VARIANT_FIELDS):
            raise UsageError(f"The field {name} cannot be edited.", hint="royal product edit --help lists them.")
        if name in REQUIRED and value in (None, ""):
            raise UsageError(f"The {name} cannot be empty.")
        if name == "status" and value not in STATUSES:
            raise UsageError(f"There is no status {value!r}.", hint=f"It is {', '.join(STATUSES)}.")
        if name in AMOUNTS and value is not None:
            _amount(name, value)


def _amount(name: str, value: str) -> tuple[int, int]:
    try:
        amount, scale = from_text(value)
    except ValueError:
        raise UsageError(f"{value} is no amount for {name}.", hint="Write it as 12.50, without a currency.") from None
    if amount < 0:
        raise UsageError(f"The {name} cannot be below 0.")
    return amount, scale


def _proposals(session: Session, skus: Sequence[str], edit: Edit) -> Iterator[Proposal]:
    connection = session.connection()
    of_product = {name: value for name, value in edit.values.items() if name in PRODUCT_FIELDS}
    of_variant = {name: value for name, value in edit.values.items() if name in VARIANT_FIELDS}
    products: dict[int, str] = {}
    variants: dict[int, Row[Any]] = {}
    for sku in skus:
        for row in _named(connection, session, sku):
            products[row.product_id] = row.product
            if row.id is not None:
                variants[row.id] = row
    if of_product:
        fields = {name: FieldChange(None, value) for name, value in of_product.items()}
        yield from (Proposal("product", "update", key, None, fields) for key in products.values())
    if of_variant:
        yield from (_of_variant(row, of_variant, edit.currency) for row in variants.values())


def _named(connection: Connection, session: Session, sku: str) -> Sequence[Row[Any]]:
    """The variant with this SKU, or every variant of the product that it names."""
    query = (
        "SELECT p.id AS product_id, p.sku AS product, v.id, v.sku, v.currency FROM products p"
        " LEFT JOIN product_variants v ON v.product_id = p.id WHERE "
    )
    alone = connection.execute(text(f"{query} v.sku = :sku AND p.sku <> :sku"), {"sku": sku}).all()
    if alone:
        return alone
    return connection.execute(text(f"{query} p.id = :id ORDER BY v.id"), {"id": find_product(session, sku)}).all()


def _of_variant(row: Row[Any], values: Mapping[str, Any], default_currency: str) -> Proposal:
    currency = row.currency or default_currency
    fields = {
        name: FieldChange(None, _money(name, value, currency) if name in AMOUNTS and value is not None else value)
        for name, value in values.items()
    }
    return Proposal("variant", "update", row.sku, row.product, fields)


def _money(name: str, value: str, currency: str) -> dict[str, str]:
    """The currency's own digits, and more only where they are not zero."""
    amount, scale = normal(*_amount(name, value), currency)
    return {"amount": to_text(amount, scale), "currency": currency}
