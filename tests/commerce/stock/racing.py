"""Processes that want the same units at the same moment."""

import multiprocessing
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from royal_cli.commerce.stock.moving import Move, move
from royal_cli.db.database import opened, transaction

RACERS = 6
_PATIENCE = 120.0
#: A process of its own, without the threads of the tests, starts the racers.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """Each of the racers tries so often to reserve so many units of the first variant at the first location."""

    url: str
    floor: int | None = 0
    units: int = 1
    attempts: int = 1


def run(race: Race) -> list[int]:
    """How many units each of the racers got."""
    start = _processes.Barrier(RACERS)
    results = [_processes.Pipe(duplex=False) for _ in range(RACERS)]
    racers = [_processes.Process(target=_take, args=(race, start, told)) for _, told in results]
    for racer in racers:
        racer.start()
    got = [int(heard.recv()) if heard.poll(_PATIENCE) else -1 for heard, _ in results]
    for racer in racers:
        racer.join(_PATIENCE)
    assert {racer.exitcode for racer in racers} == {0}
    return got


def _take(race: Race, start: Barrier, told: Connection) -> None:
    got = 0
    with opened(race.url, wait=60.0) as engine:
        start.wait(_PATIENCE)
        for attempt in range(race.attempts):
            wanted = Move(
                variant_id=1, location_id=1, type="sale", available=-race.units, committed=race.units,
                reference_type="order", reference_id=attempt,
            )  # fmt: skip
            with transaction(engine) as session:
                now = datetime.now(UTC)
                if move(session.connection(), wanted, floor=race.floor, actor="racer", now=now) is not None:
                    got += race.units
    told.send(got)
