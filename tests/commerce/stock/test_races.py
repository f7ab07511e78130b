"""T79: many processes want the same units, and nobody gets one that another has."""

from sqlalchemy import Engine

from tests.commerce.catalog.made_feeds import rows
from tests.commerce.stock.racing import RACERS, Race, run
from tests.commerce.stock.shelves import proven, put, shelves, variant


def sold(engine: Engine) -> int:
    ((count,),) = rows(engine, "SELECT count(*) FROM inventory_movements WHERE movement_type = 'sale'")
    return int(count)


def test_exactly_one_process_gets_the_last_unit(engine: Engine, database_url: str) -> None:
    put(engine, {("MUG", "Main"): 1})

    assert sorted(run(Race(url=database_url))) == [0] * (RACERS - 1) + [1]
    assert shelves(engine) == {("MUG", "Main"): (0, 1, 0, 0)}
    assert sold(engine) == 1
    assert proven(engine)


def test_of_many_units_every_one_is_sold_once(engine: Engine, database_url: str) -> None:
    put(engine, {("MUG", "Main"): 100})

    got = run(Race(url=database_url, attempts=25))

    assert sum(got) == 100
    assert shelves(engine) == {("MUG", "Main"): (0, 100, 0, 0)}
    assert sold(engine) == 100
    assert proven(engine)


def test_a_remainder_that_is_too_small_for_anybody_stays(engine: Engine, database_url: str) -> None:
    put(engine, {("MUG", "Main"): 100})

    got = run(Race(url=database_url, units=7, attempts=5))

    assert sum(got) == 98
    assert shelves(engine) == {("MUG", "Main"): (2, 98, 0, 0)}
    assert proven(engine)


def test_safety_stock_stays_whoever_is_first(engine: Engine, database_url: str) -> None:
    put(engine, {("MUG", "Main"): 20})

    assert sum(run(Race(url=database_url, floor=15, attempts=3))) == 5
    assert shelves(engine) == {("MUG", "Main"): (15, 5, 0, 0)}


def test_with_backorder_everybody_gets_theirs_and_the_debt_is_exact(engine: Engine, database_url: str) -> None:
    variant(engine, "MUG", allow_backorder=True)
    put(engine, {("MUG", "Main"): 4})

    assert sum(run(Race(url=database_url, floor=None, attempts=5))) == 5 * RACERS
    assert shelves(engine) == {("MUG", "Main"): (4 - 5 * RACERS, 5 * RACERS, 0, 0)}
    assert proven(engine)


def test_what_nobody_has_said_the_stock_of_cannot_be_reserved(engine: Engine, database_url: str) -> None:
    """T10: a missing stock is not 0, and not enough either."""
    variant(engine, "MUG")
    put(engine, {("CUP", "Main"): 5})

    assert run(Race(url=database_url)) == [0] * RACERS
    assert shelves(engine) == {("CUP", "Main"): 5}
