"""All that is held about a person, for whoever asks for their own data (GDPR, article 15)."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select
from sqlmodel import Session

from royal_cli.commerce.customers.reading.detail import detail, rows_of
from royal_cli.commerce.customers.reading.detail_rows import CustomerDetail
from royal_cli.commerce.customers.reading.find import find_customer
from royal_cli.commerce.customers.tables import ORDERS
from royal_cli.commerce.orders.reading.detail import order_detail
from royal_cli.commerce.orders.reading.detail_rows import OrderDetail
from royal_cli.db.journal import Change, Operation
from royal_cli.errors import NotFound, RoyalError, UsageError

_CHANGES = Change.metadata.tables["changes"]
_OPERATIONS = Operation.metadata.tables["operations"]


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """What the journal has of a field of the customer, an alias, an address or a consent."""

    at: datetime
    kind: str
    actor: str
    entity: str
    field: str | None
    before: str | None
    after: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class PersonalData:
    exported_at: datetime
    customer: CustomerDetail
    orders: list[OrderDetail]
    changes: list[RecordedChange]


@dataclass(frozen=True, slots=True)
class CustomerExport:
    """What was written. `customer` is None where it was the list of all of them."""

    file: Path
    customer: str | None
    customers: int
    orders: int | None


def personal_data(session: Session, who: str) -> PersonalData:
    """All of one customer; NotFound and Conflict as for `find_customer`."""
    connection = session.connection()
    id = find_customer(connection, who)
    ids = connection.scalars(select(ORDERS.c.id).where(ORDERS.c.customer_id == id).order_by(ORDERS.c.created_at)).all()
    return PersonalData(
        exported_at=datetime.now(UTC),
        customer=detail(connection, id, newest=len(ids)),
        orders=[order_detail(connection, order) for order in ids],
        changes=list(_recorded(connection, id)),
    )


def _recorded(connection: Connection, id: int) -> Iterator[RecordedChange]:
    """The oldest first."""
    for table, ids in rows_of(connection, id).items():
        query = (
            select(_CHANGES, _OPERATIONS)
            .join(_OPERATIONS, _OPERATIONS.c.id == _CHANGES.c.operation_id)
            .where(_CHANGES.c.entity == table, _CHANGES.c.entity_id.in_(ids), _CHANGES.c.action == "update")
            .order_by(_CHANGES.c.id)
        )
        for row in connection.execute(query):
            at = row.finished_at or row.started_at
            yield RecordedChange(at, row.kind, row.actor, table, row.field, row.before, row.after, row.reason)


def write_privately(path: Path, texts: Iterable[str]) -> None:
    """Write a file that only its owner may read, which appears whole or not at all."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", hint=f"Name a file in it: --output {path / 'customer.json'}")
    if not path.absolute().parent.is_dir():
        raise NotFound(f"There is no folder {path.parent}.", hint="Make it first, or write elsewhere.")
    partial = path.with_name(f".{path.name}.part")
    try:
        with open(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.writelines(texts)
        partial.replace(path)
    except OSError as error:
        raise RoyalError(
            f"{path} cannot be written: {error.strerror}.", hint="Look at the folder's permissions and space: df, ls -l"
        ) from error
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()
