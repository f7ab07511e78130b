"""Changes what is known of customers by hand: names, phone, type, tags, a note."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine, select

from royal_cli.commerce.by_hand import Asked, Hand, carry_out
from royal_cli.commerce.catalog.editing.tags import with_tags, without_tags
from royal_cli.commerce.catalog.reading.search import legible
from royal_cli.commerce.customers.emails import is_relay, read_email
from royal_cli.commerce.customers.living import find_living
from royal_cli.commerce.customers.reading.handles import handles
from royal_cli.commerce.customers.reading.rows import CustomerType
from royal_cli.commerce.customers.tables import ALIASES, CUSTOMERS
from royal_cli.commerce.operations import ChangedField
from royal_cli.db.customers import PHONE_LENGTH
from royal_cli.db.database import canonical_json
from royal_cli.errors import Conflict, UsageError

KIND = "customer.edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to be different: None leaves a field as it is, an empty text clears it."""

    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    type: CustomerType | None = None
    note: str | None = None
    add_tags: Sequence[str] = ()
    remove_tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CustomerChange:
    """What was done, or with `dry_run` would be. `operation` is None when nothing was written."""

    operation: str | None
    dry_run: bool
    customers: list[str]
    changes: list[ChangedField]
    more_changes: bool


Confirm = Callable[[CustomerChange], None] | None


def edit_customers(
    engine: Engine, who: Sequence[str], edit: Edit, asked: Asked, confirm: Confirm = None
) -> CustomerChange:
    """Change these customers. Conflict for an e-mail address that another customer has: those two are to be merged."""
    texts = _texts(edit)
    if edit == Edit():
        raise UsageError("Nothing says what to change.", hint="Such as --type vip, --add-tag, --note, --phone.")
    if edit.email is not None and len(who) > 1:
        raise UsageError("One e-mail address is one customer's.", hint="Leave --email out, or name one customer.")

    def work(hand: Hand) -> CustomerChange:
        ids = list(dict.fromkeys(find_living(hand.connection, one) for one in who))
        called = handles(hand.connection, ids)
        for field, value in texts.items():
            hand.set_values("customers", field, dict.fromkeys(ids, value))
        if edit.email is not None:
            _set_email(hand, ids[0], _own_email(edit.email))
        if edit.add_tags or edit.remove_tags:
            hand.set_values("customers", "tags", _tags(hand, ids, edit))
        changes, more = hand.changes(asked.shown_changes)
        return CustomerChange(None, asked.dry_run, [called[id] for id in ids], changes, more)

    found, operation = carry_out(engine, KIND, asked, work, confirm=confirm)
    return replace(found, operation=operation)


def _texts(edit: Edit) -> dict[str, str | None]:
    """The fields that are set to the same for all, as the journal writes them."""
    said = {"first_name": edit.first_name, "last_name": edit.last_name, "phone": edit.phone}
    texts = {name: " ".join(legible(value, name).split()) or None for name, value in said.items() if value is not None}
    if len(texts.get("phone") or "") > PHONE_LENGTH:
        raise UsageError("That is no phone number.", hint=f"It may have up to {PHONE_LENGTH} characters.")
    if edit.note is not None:
        texts["notes"] = legible(edit.note, "The note").strip() or None
    if edit.type is not None:
        texts["customer_type"] = None if edit.type is CustomerType.unknown else edit.type.value
    return texts


def _own_email(stated: str) -> str:
    email = read_email(legible(stated, "The e-mail address"))
    if email is None:
        raise UsageError(f"{stated!r} is no e-mail address of a person.", hint="It reads: anna@example.com")
    if is_relay(email):
        raise UsageError(f"{email} belongs to a marketplace, not to the customer.", hint="Such addresses are aliases.")
    return email


def _set_email(hand: Hand, id: int, email: str) -> None:
    """The address before stays known as one more of theirs, so that older orders still find them."""
    before = hand.connection.scalar(select(CUSTOMERS.c.email).where(CUSTOMERS.c.id == id))
    if before == email:
        return
    owners = select(CUSTOMERS.c.id).where(CUSTOMERS.c.email == email)
    further = select(ALIASES.c.customer_id).where(ALIASES.c.channel_id.is_(None), ALIASES.c.external_id == email)
    if {*hand.connection.scalars(owners), *hand.connection.scalars(further)} - {id}:
        raise Conflict(
            f"Another customer has the address {email}.",
            hint=f"If it is the same person: royal customer merge {before or email} --into {email}",
        )
    hand.delete(
        "customer_aliases",
        "SELECT id FROM customer_aliases WHERE channel_id IS NULL AND external_id = :email",
        email=email,
    )
    hand.set_values("customers", "email", {id: email})
    if before is not None:
        keep_email(hand, id, before)


def keep_email(hand: Hand, id: int, email: str) -> None:
    """As a further address of the customer, which no channel knows by itself."""
    known = select(ALIASES.c.id).where(ALIASES.c.channel_id.is_(None), ALIASES.c.external_id == email)
    if hand.connection.scalar(known) is None:
        hand.create(
            "customer_aliases",
            {"customer_id": id, "channel_id": None, "external_id": email, "email": email, "created_at": hand.now},
        )


def _tags(hand: Hand, ids: Sequence[int], edit: Edit) -> dict[int, str | None]:
    stored = hand.connection.execute(select(CUSTOMERS.c.id, CUSTOMERS.c.tags).where(CUSTOMERS.c.id.in_(ids)))
    wanted = {id: without_tags(with_tags(tags or [], edit.add_tags), edit.remove_tags) for id, tags in stored}
    return {id: canonical_json(tags) if tags else None for id, tags in wanted.items()}
