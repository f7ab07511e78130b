"""One of the processes that reserve units at the same time: through royal, or with the plain driver.

`python -m tests.benchmarks.reserving royal|floor URL PROCESS ATTEMPTS` gets ready, waits for a line on standard input,
and prints when it began, when it ended, and how many units it got.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random

import psycopg

from royal_cli.commerce.stock.moving import Move, move
from royal_cli.db.database import opened, writing
from tests.benchmarks.sqlite_floor import PRAGMAS

#: As many variants are sold, each as likely as any other.
VARIANTS = 1_000
WAIT = 60.0

#: Reserves one unit of a variant for an order; False where there is none left.
Reserve = Callable[[int, int], bool]

_UPDATE = (
    "UPDATE inventory_levels SET available = available - 1, committed = committed + 1, updated_at = {mark}"
    " WHERE product_variant_id = {mark} AND location_id = 1 AND available >= 1 RETURNING available"
)
_INSERT = (
    "INSERT INTO inventory_movements (product_variant_id, location_id, movement_type, quantity_change,"
    " previous_quantity, new_quantity, committed_change, reference_type, reference_id, created_at)"
    " VALUES ({mark}, 1, 'sale', -1, {mark}, {mark}, 1, 'order', {mark}, {mark}) RETURNING id"
)


@contextmanager
def royal(url: str) -> Iterator[Reserve]:
    with opened(url, wait=WAIT) as engine, writing(engine).connect() as connection:

        def reserve(variant: int, order: int) -> bool:
            wanted = Move(
                variant_id=variant, location_id=1, type="sale", available=-1, committed=1, reference_type="order",
                reference_id=order,
            )  # fmt: skip
            with connection.begin():
                return move(connection, wanted, floor=0, actor="benchmark", now=datetime.now(UTC)) is not None

        yield reserve


@contextmanager
def floor(url: str) -> Iterator[Reserve]:
    """The least that the same can cost: the conditional update, the line of the ledger, and the commit."""
    with _on_sqlite(url) if url.startswith("sqlite") else _on_postgres(url) as reserve:
        yield reserve


@contextmanager
def _on_sqlite(url: str) -> Iterator[Reserve]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=WAIT, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    update, insert = _UPDATE.format(mark="?"), _INSERT.format(mark="?")

    def reserve(variant: int, order: int) -> bool:
        now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"
        connection.execute("BEGIN IMMEDIATE")
        found = connection.execute(update, (now, variant)).fetchone()
        if found:
            connection.execute(insert, (variant, found[0] + 1, found[0], order, now)).fetchone()
        connection.execute("COMMIT")
        return found is not None

    yield reserve
    connection.close()


@contextmanager
def _on_postgres(url: str) -> Iterator[Reserve]:
    update, insert = _UPDATE.format(mark="%s"), _INSERT.format(mark="%s")
    with psycopg.connect(url) as connection:

        def reserve(variant: int, order: int) -> bool:
            now = datetime.now(UTC)
            found = connection.execute(update, (now, variant)).fetchone()
            if found:
                connection.execute(insert, (variant, found[0] + 1, found[0], order, now)).fetchone()
            connection.commit()
            return found is not None

        yield reserve


def wishes(process: int, attempts: int) -> Iterator[int]:
    """Which variants it asks for, one after the other: the same every time."""
    chance = Random(process)
    return (chance.randrange(VARIANTS) + 1 for _ in range(attempts))


def main() -> None:
    way, url, process, attempts = sys.argv[1:]
    got = 0
    with (royal if way == "royal" else floor)(url) as reserve:
        print(json.dumps("ready"), flush=True)  # noqa: T201
        sys.stdin.readline()
        began = time.monotonic()
        for order, variant in enumerate(wishes(int(process), int(attempts))):
            got += reserve(variant, order)
        ended = time.monotonic()
    print(json.dumps({"began": began, "ended": ended, "got": got}))  # noqa: T201


if __name__ == "__main__":
    main()
