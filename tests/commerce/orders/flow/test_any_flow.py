"""Whatever operators do to orders, in whatever order, and take back: the units and the money always agree."""

from collections.abc import Callable

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine

from royal_cli.commerce.orders.flow import allocate
from royal_cli.commerce.orders.flow.asked import Units, Which
from royal_cli.commerce.orders.flow.cancel import cancel
from royal_cli.commerce.orders.flow.fulfill import Packing, fulfill
from royal_cli.commerce.orders.flow.pick import pick
from royal_cli.commerce.orders.flow.refund import Once, refund
from royal_cli.commerce.orders.flow.refund_bill import Wish
from royal_cli.commerce.orders.flow.returns import Disposition, Receiving, return_
from royal_cli.commerce.orders.flow.ship import Shipping, ship
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict, NotFound, Refused, UsageError
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.orders.flow.floor import ASKED, faults, goods, sell
from tests.commerce.stock.shelves import place, put, variant

orders = st.sampled_from(["1001", "1002"])
units = st.builds(Units, st.sampled_from(["MUG", "BOWL"]), st.none() | st.integers(1, 3))
lines = st.lists(units, max_size=2)
places = st.none() | st.sampled_from(["Utrecht", "Berlin"])
flags = st.booleans()


class AnyFlow(RuleBasedStateMachine):
    """Two orders that want the same few units. Every step either happens as a whole or says why not."""

    engine: Engine

    @initialize()
    def open_the_shop(self) -> None:
        engine = self.engine
        for table in _TABLES:
            with engine.begin() as connection:
                connection.exec_driver_sql(f"DELETE FROM {table}")
        place(engine, "Utrecht", priority=1)
        place(engine, "Berlin", priority=2)
        variant(engine, "BOWL", allow_backorder=True)
        put(engine, {("MUG", "Utrecht"): 2, ("MUG", "Berlin"): 2, ("BOWL", "Utrecht"): 1})
        sell(engine, "1001", goods("MUG", 3, 333), goods("BOWL", 2, 1001), discount_total=100, paid_total=2901)
        sell(engine, "1002", goods("MUG", 2), goods("BOWL", 1), paid_total=1000)
        self.operations: list[str] = []

    @rule(order=orders, at=places, partial=flags)
    def allocates(self, order: str, at: str | None, partial: bool) -> None:
        which = Which(numbers=(order,))
        self.did(lambda: allocate.allocate(self.engine, which, ASKED, location=at, partial=partial).operation)

    @rule(order=orders, at=places)
    def gives_back(self, order: str, at: str | None) -> None:
        self.did(lambda: allocate.release(self.engine, Which(numbers=(order,)), ASKED, location=at).operation)

    @rule(at=places)
    def picks(self, at: str | None) -> None:
        self.did(lambda: pick(self.engine, Which(every_open=True), ASKED, location=at).operation)

    @rule(order=orders, wanted=lines, at=places, partial=flags)
    def packs(self, order: str, wanted: list[Units], at: str | None, partial: bool) -> None:
        packing = Packing(lines=wanted, location=at, partial=partial)
        self.did(lambda: fulfill(self.engine, order, None, packing, ASKED).operation)

    @rule(order=orders, wanted=lines, parcel=st.none() | st.integers(1, 2), delivered=flags)
    def ships(self, order: str, wanted: list[Units], parcel: int | None, delivered: bool) -> None:
        shipping = Shipping(packing=Packing(lines=wanted, partial=True), parcel=parcel, delivered=delivered)
        self.did(lambda: ship(self.engine, order, None, shipping, ASKED).operation)

    @rule(order=orders, wanted=lines)
    def cancels(self, order: str, wanted: list[Units]) -> None:
        self.did(lambda: cancel(self.engine, order, None, wanted, ASKED).operation)

    @rule(order=orders, wanted=lines, amount=st.none() | st.sampled_from(["0.01", "7.00"]), again=flags, shipping=flags)
    def refunds(self, order: str, wanted: list[Units], amount: str | None, again: bool, shipping: bool) -> None:
        def refunding() -> str | None:
            wish = Wish(lines=wanted, amount=amount, shipping=shipping)
            return refund(self.engine, order, None, wish, Once(again=again), ASKED).operation

        self.did(refunding)

    @rule(
        order=orders, wanted=st.lists(units, min_size=1, max_size=2), refunding=flags,
        becomes=st.sampled_from(["restock", "damage", "discard"]),
    )  # fmt: skip
    def takes_back(self, order: str, wanted: list[Units], becomes: Disposition, refunding: bool) -> None:
        receiving = Receiving(lines=wanted, disposition=becomes, refund=refunding)
        self.did(lambda: return_(self.engine, order, None, receiving, ASKED).operation)

    @rule(place=st.integers(0, 30), force=flags)
    def undoes(self, place: int, force: bool) -> None:
        if self.operations:
            operation = self.operations[-1 - place % len(self.operations)]
            self.did(lambda: undo(self.engine, operation, force=force, actor="operator:anna").operation)

    def did(self, work: Callable[[], str | None]) -> None:
        before = self.everything()
        try:
            operation = work()
        except (Conflict, NotFound, Refused, UsageError):
            assert self.everything() == before  # what is refused has changed nothing
            return
        if operation:
            self.operations.append(operation)

    def refunded(self) -> int:
        return int(rows(self.engine, "SELECT refunded_total FROM orders WHERE order_number = '1001'")[0][0])

    def everything(self) -> list[object]:
        return [rows(self.engine, f"SELECT * FROM {table} ORDER BY id") for table in _TABLES]

    @invariant()
    def all_agrees(self) -> None:
        assert faults(self.engine) == []


_TABLES = (
    "changes", "operations", "order_return_items", "order_returns", "refund_items", "refunds", "fulfillment_items",
    "fulfillments", "allocations", "order_line_items", "orders", "inventory_movements", "inventory_levels",
    "product_variants", "products", "locations",
)  # fmt: skip


def test_units_and_money_agree_whatever_is_done(sqlite_engine: Engine) -> None:
    AnyFlow.engine = sqlite_engine
    case = AnyFlow.TestCase
    case.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
    case().runTest()


def test_what_was_taken_back_twice_is_not_counted_twice(sqlite_engine: Engine) -> None:
    AnyFlow.engine = sqlite_engine
    flow = AnyFlow()
    flow.open_the_shop()
    flow.refunds(order="1001", wanted=[], amount=None, again=False, shipping=False)
    for back, force in ((0, True), (0, False), (0, True), (2, False)):  # gone, again, gone, again
        flow.undoes(place=back, force=force)
    assert flow.refunded() == 2901
    flow.undoes(place=1, force=False)  # the third undo: what it took back is there already
    assert flow.refunded() == 2901
    flow.all_agrees()


def test_a_cancellation_does_not_come_back_over_what_is_reserved_by_now(sqlite_engine: Engine) -> None:
    AnyFlow.engine = sqlite_engine
    flow = AnyFlow()
    flow.open_the_shop()
    flow.cancels(order="1001", wanted=[])
    flow.undoes(place=0, force=False)
    flow.allocates(order="1001", at=None, partial=False)
    for force in (False, True):
        flow.undoes(place=1, force=force)  # the undo of the cancellation
        flow.all_agrees()
    assert len(flow.operations) == 3  # it was refused
