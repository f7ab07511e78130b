"""Whatever happens to orders and customers, in whatever order: the totals are the sums of the orders that are there."""

import os
import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text

from royal_cli.commerce import journal
from royal_cli.commerce.by_hand import Hand, carry_out
from royal_cli.commerce.customers.consents import note_consent
from royal_cli.commerce.customers.editing import Edit, edit_customers
from royal_cli.commerce.customers.merging import merge_customers
from royal_cli.commerce.customers.reading.handles import handles
from royal_cli.commerce.customers.reading.rows import Medium
from royal_cli.commerce.customers.totals import recount
from royal_cli.commerce.undo import undo
from tests.commerce.customers.orders import address, staged, store
from tests.commerce.customers.people import NOW, stored

#: By hand many more: TEST_EXAMPLES=100 python -m pytest tests/commerce/customers/test_any_sequence.py
_EXAMPLES = int(os.environ.get("TEST_EXAMPLES", "3"))
_STEPS = 14
_EMAILS = ("anna@example.nl", "ANNA@example.nl", "bob@example.de", "carla@example.it", None)


class Shop:
    """Does one random thing after the other, each as one operation."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine = engine
        self.dice = random.Random(seed)

    def step(self) -> str:
        acts: list[tuple[Callable[[], None], int]] = [
            (self.import_orders, 5), (self.refund, 3), (self.cancel, 2), (self.merge, 2), (self.edit, 1),
            (self.consent, 1), (self.undo, 3),
        ]  # fmt: skip
        (act,) = self.dice.choices([act for act, _ in acts], [weight for _, weight in acts])
        act()
        return act.__name__

    def import_orders(self) -> None:
        orders = [self._order() for _ in range(self.dice.randint(1, 5))]

        def work(hand: Hand) -> None:
            customers, _ = staged(hand.connection, *orders, operation=hand.operation_id)
            for customer, order in zip(customers, orders, strict=True):
                id = store(hand.connection, customer, **order)
                journal.note_created(hand.connection, hand.operation_id, "orders", f"SELECT {id} AS id")
            recount(hand.connection, "SELECT customer_id FROM stage_orders")

        carry_out(self.engine, "order.import", NOW, work)

    def _order(self) -> dict[str, Any]:
        kind = self.dice.choice(["sale"] * 6 + ["credit", "adjustment"])
        total = self.dice.choice([None, *(self.dice.randint(1, 9_999) for _ in range(6))])
        return {
            "customer_email": self.dice.choice(_EMAILS),
            "customer_key": self.dice.choice([None, None, "1", "2", "3"]),
            "kind": kind,
            "total": -total if total and kind != "sale" else total,
            "currency": self.dice.choice(["EUR", "EUR", "USD", "JPY"]),
            "order_status": self.dice.choice([None, "open", "closed", "cancelled"]),
            "shipping_address": self.dice.choice([None, address("Dam 1"), address("Rokin 2")]),
            "first_name": self.dice.choice([None, "A", "B"]),
            "day": self.dice.randint(-30, 30),
        }

    def refund(self) -> None:
        self._change("refunded_total", "kind = 'sale' AND total > 0", lambda total: str(self.dice.randint(0, total)))

    def cancel(self) -> None:
        self._change("order_status", "kind = 'sale'", lambda _: "cancelled")

    def _change(self, field: str, which: str, value: Callable[[int], str]) -> None:
        def work(hand: Hand) -> None:
            rows = hand.connection.execute(text(f"SELECT id, total FROM orders WHERE {which} ORDER BY id")).all()
            if rows:
                order = self.dice.choice(rows)
                hand.set_values("orders", field, {order.id: value(order.total)})
                recount(hand.connection, "SELECT customer_id FROM orders WHERE id = :id", id=order.id)

        carry_out(self.engine, "order.change", NOW, work)

    def merge(self) -> None:
        names = self._names()
        if len(names) > 1:
            one, other = self.dice.sample(names, 2)
            merge_customers(self.engine, [one], other, NOW)

    def edit(self) -> None:
        if names := self._names():
            email = f"new{self.dice.randint(0, 99_999)}@example.org"
            edit_customers(self.engine, [self.dice.choice(names)], Edit(email=email, note=email), NOW)

    def consent(self) -> None:
        if names := self._names():
            note_consent(
                self.engine, self.dice.choice(names), Medium.email, self.dice.random() < 0.5, email_source(self.dice),
                None, NOW,
            )  # fmt: skip

    def undo(self) -> None:
        with self.engine.connect() as connection:
            if connection.scalar(text("SELECT count(*) FROM operations")):
                undo(self.engine, "last")

    def unwind(self) -> None:
        """Take back all that still applies, the newest first."""
        query = "SELECT public_id FROM operations WHERE kind <> 'undo' AND status = 'applied' ORDER BY id DESC"
        with self.engine.connect() as connection:
            operations = connection.scalars(text(query)).all()
        for operation in operations:
            undone = undo(self.engine, operation)
            assert (undone.status, undone.examples) == ("undone", [])

    def _names(self) -> list[str]:
        with self.engine.connect() as connection:
            ids = connection.scalars(text("SELECT id FROM customers ORDER BY id")).all()
            return list(handles(connection, ids).values())


def email_source(dice: random.Random) -> str:
    return dice.choice(["form", "phone", "fair"])


def check(engine: Engine) -> None:
    """Add it all up again, here."""
    with engine.connect() as connection:
        orders = connection.execute(
            text("SELECT customer_id, currency, kind, order_status, total, refunded_total FROM orders")
        ).all()
        found = {
            (row.customer_id, row.currency): (row.total_orders, row.total_spent)
            for row in connection.execute(text("SELECT * FROM customer_totals"))
        }
        customers = connection.execute(text("SELECT id, total_orders FROM customers")).all()
        counted = {row.id: row.total_orders for row in customers}
        emails = connection.scalars(text("SELECT email FROM customers WHERE email IS NOT NULL")).all()
        newest: dict[int, bool] = {}
        for row in connection.execute(
            text("SELECT customer_id, is_given FROM customer_consents WHERE medium = 'email' ORDER BY given_at, id")
        ):
            newest[row.customer_id] = bool(row.is_given)
        accepting = set(connection.scalars(text("SELECT id FROM customers WHERE accepts_marketing")))
    sums: dict[tuple[int, str], list[int | None]] = defaultdict(list)
    number: dict[tuple[int, str], int] = defaultdict(int)
    for order in orders:
        key = (order.customer_id, order.currency)
        if order.customer_id is None or order.kind == "adjustment":
            continue
        sums[key] += []
        if order.order_status != "cancelled":
            number[key] += order.kind == "sale"
            known = order.total is not None
            sums[key].append(order.total - (order.refunded_total if order.kind == "sale" else 0) if known else None)
    expected = {
        key: (number[key], sum(v for v in values if v is not None) if not values or {*values} != {None} else None)
        for key, values in sums.items()
    }
    assert found == expected
    assert counted == {id: sum(n for (who, _), n in number.items() if who == id) for id in counted}
    assert len({*emails}) == len(emails) == len({email.lower() for email in emails})
    assert accepting == {id for id, given in newest.items() if given}


@pytest.mark.parametrize("seed", range(_EXAMPLES))
def test_totals_are_the_sums_of_orders_after_anything(engine: Engine, seed: int) -> None:
    before = stored(engine)
    shop, done = Shop(engine, seed), []
    for _ in range(_STEPS):
        done.append(shop.step())
        check(engine)
    shop.unwind()
    check(engine)
    assert stored(engine) == before, done
