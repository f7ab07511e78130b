"""A small shop's shelves, everything that can be done to them, and what must hold whatever was done."""

from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Engine, text

from royal_cli.commerce.by_hand import Hand, carry_out
from royal_cli.commerce.catalog.editing.stock import StockSet, quantity, set_stock
from royal_cli.commerce.stock.adjusting import Adjustment, Shelf, adjust
from royal_cli.commerce.stock.counting import count_stock
from royal_cli.commerce.stock.moving import Move, move_as_part
from royal_cli.commerce.stock.transferring import Step, Transfer, transfer
from royal_cli.commerce.stock.wanted import Asking
from royal_cli.commerce.undo import undo
from royal_cli.errors import RoyalError
from tests.commerce.catalog.dumps import NOW, last
from tests.commerce.catalog.editing.doing import do, named
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.stock.shelves import Shelves, place, proven, put, shelves, variant

Did = tuple[Any, ...]

_SHELVES: Shelves = {("MUG", "Main"): (5, 2, 3, 1), ("MUG", "Gent"): 4, ("CUP", "Main"): 0, ("JUG", "Main"): 1}
_sku = st.sampled_from(["MUG", "CUP", "JUG", "POT"])
_place = st.sampled_from(["Main", "Gent", "Closed"])
_few, _some = st.integers(0, 9), st.integers(-6, 6)
MOVES: st.SearchStrategy[Did] = st.one_of(
    st.tuples(st.just("set"), _sku, _place, _few),
    st.tuples(st.just("adjust"), _sku, _place, _some, st.sampled_from(Shelf), st.booleans()),
    st.tuples(st.just("list"), st.lists(st.tuples(_sku, _some, _place), min_size=1, max_size=4)),
    st.tuples(st.just("transfer"), _sku, _place, _place, st.integers(1, 5), st.sampled_from(Step)),
    st.tuples(st.just("count"), _sku, _place, _few),
    st.tuples(st.just("reserve"), _sku, _place, st.integers(1, 4)),
    st.tuples(st.just("ship"), _sku, _place, st.integers(1, 4)),
)
UNDOS: st.SearchStrategy[Did] = st.tuples(st.just("undo"), st.integers(0, 9), st.booleans())


def fill(engine: Engine) -> None:
    for name in ("Main", "Gent"):
        place(engine, name)
    place(engine, "Closed", is_active=False)
    variant(engine, "POT")
    variant(engine, "JUG", allow_backorder=True)
    put(engine, _SHELVES)


def emptied(engine: Engine) -> None:
    """On PostgreSQL, where a database of its own for every example takes too long."""
    tables = "changes, operations, inventory_movements, inventory_levels, product_variants, products, locations"
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


def perform(engine: Engine, did: Did) -> str | None:
    """Do it if it can be done; returns the operation that it became, and checks everything either way."""
    before, ledger = shelves(engine), _ledger(engine)
    operations = _operations(engine)
    try:
        _perform(engine, did)
    except RoyalError:
        assert (shelves(engine), _ledger(engine)) == (before, ledger), "what was refused has moved something"
    check(engine)
    assert _ledger(engine)[: len(ledger)] == ledger, "a line of the ledger is gone or was changed"
    return last(engine) if _operations(engine) > operations else None


def check(engine: Engine) -> None:
    assert proven(engine)
    below = "SELECT v.sku FROM inventory_levels e JOIN product_variants v ON v.id = e.product_variant_id WHERE"
    assert not rows(engine, f"{below} (e.available < 0 AND NOT v.allow_backorder) OR e.committed < 0 OR e.incoming < 0")
    assert not rows(
        engine,
        "SELECT id FROM inventory_movements WHERE new_quantity <> COALESCE(previous_quantity, 0) + quantity_change",
    )


def _ledger(engine: Engine) -> list[tuple[Any, ...]]:
    return rows(engine, "SELECT * FROM inventory_movements ORDER BY id")


def _operations(engine: Engine) -> int:
    return int(rows(engine, "SELECT count(*) FROM operations")[0][0])


def _perform(engine: Engine, did: Did) -> None:
    match did:
        case ("set", sku, name, units):
            wanted = quantity(str(units))
            do(engine, set_stock(StockSet(targets=named(sku), quantity=wanted, location=name, default_location="Main")))
        case ("adjust", sku, name, units, shelf, is_damage):
            asking = Asking(skus=[sku], units=units, location=name)
            adjust(engine, Adjustment(asking=asking, shelf=shelf, is_damage=is_damage), NOW)
        case ("list", lines):
            listed = [f"{sku},{units},{name}\n" for sku, units, name in lines]
            adjust(engine, Adjustment(asking=Asking(lines=listed, location="Main")), NOW)
        case ("transfer", sku, here, there, units, step):
            asking = Asking(skus=[sku], units=units, location=there if step is Step.receive else here)
            transfer(engine, Transfer(asking=asking, to=there, step=step), NOW)
        case ("count", sku, name, units):
            count_stock(engine, Asking(skus=[sku], units=units, location=name), NOW)
        case ("reserve", sku, name, units):
            _order(engine, sku, name, -units, units)
        case ("ship", sku, name, units):
            _order(engine, sku, name, 0, -units)
        case ("undo", pick, force):
            done = rows(engine, "SELECT public_id FROM operations ORDER BY id DESC")
            if done:
                undo(engine, str(done[pick % len(done)][0]), force=force)
        case _:
            raise AssertionError(did)


def _order(engine: Engine, sku: str, name: str, available: int, committed: int) -> None:
    """What an order does to a shelf."""
    ((id, owes),) = rows(engine, "SELECT id, allow_backorder FROM product_variants WHERE sku = :sku", sku=sku)
    ((location,),) = rows(engine, "SELECT id FROM locations WHERE name = :name", name=name)

    def work(hand: Hand) -> int | None:
        wanted = Move(
            variant_id=id, location_id=location, type="sale", available=available, committed=committed,
            reference_type="order", reference_id=1,
        )  # fmt: skip
        return move_as_part(hand, wanted, floor=None if owes else 0)

    carry_out(engine, "order.allocate", NOW, work, exclusive=False)
