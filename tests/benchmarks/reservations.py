"""Processes that want more units than there are: how fast they are served, and that no unit is sold twice."""

import json
import subprocess
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import text

from royal_cli.commerce.stock.verifying import verify
from royal_cli.db.database import opened, reading, transaction
from tests.benchmarks.children import ROOT, environment, python, settle
from tests.benchmarks.reserving import VARIANTS, wishes
from tests.benchmarks.results import Result

PROCESSES = 4
#: One unit for so many who want it.
WANTED = 4

#: Makes an empty database of that name, and removes it at the end.
Databases = Callable[[str], AbstractContextManager[str]]


def measure(kind: str, databases: Databases, attempts: int) -> Result:
    """Attempts through royal against as many with the plain driver; SystemExit if a unit was sold twice, or not."""
    seconds = {}
    for way in ("floor", "royal"):
        with databases(f"reserve_{way}") as url:
            seconds[way] = reserve(url, way, attempts)
    speed = f"{attempts / seconds['royal']:,.0f} a second"
    what = f"{attempts:,} reservations on {kind}, {speed}"
    return Result(what, f"UPDATE + INSERT, {PROCESSES} processes", seconds["royal"], seconds["floor"], None)


def reserve(url: str, way: str, attempts: int) -> float:
    """Let all processes begin at once; returns the seconds until the last one has ended."""
    units, each = attempts // WANTED // VARIANTS, attempts // PROCESSES
    _fill(url, units)
    settle()
    commands = [
        python("-m", "tests.benchmarks.reserving", way, url, str(number), str(each)) for number in range(PROCESSES)
    ]
    children = [
        subprocess.Popen(
            command, cwd=ROOT, env=environment(None), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for command in commands
    ]
    for child in children:
        _heard(child)
    for child in children:
        _told(child)
    done = [_heard(child) for child in children]
    for child in children:
        child.communicate()
    wanted = Counter(variant for number in range(PROCESSES) for variant in wishes(number, each))
    _check(url, way, {variant: min(units, wanted[variant]) for variant in range(1, VARIANTS + 1)}, done)
    return float(max(one["ended"] for one in done) - min(one["began"] for one in done))


def _heard(child: "subprocess.Popen[str]") -> Any:
    line = child.stdout.readline() if child.stdout else ""
    if not line:
        raise SystemExit(f"a process that reserves has ended with {child.wait()}")
    return json.loads(line)


def _told(child: "subprocess.Popen[str]") -> None:
    assert child.stdin
    child.stdin.write("go\n")
    child.stdin.flush()


def _fill(url: str, units: int) -> None:
    numbers = ", ".join(f"({number})" for number in range(1, VARIANTS + 1))
    now = "CURRENT_TIMESTAMP"
    with opened(url) as engine, transaction(engine) as session:
        for statement in (
            "INSERT INTO locations (id, name, is_active, priority, created_at)"
            f" VALUES (1, 'Main', TRUE, 0, {now})",
            f"INSERT INTO products (id, sku, title, created_at, updated_at) VALUES (1, 'MUG', 'Mug', {now}, {now})",
            "INSERT INTO product_variants (id, product_id, sku, sku_derived, allow_backorder, created_at, updated_at)"
            f" SELECT n.id, 1, 'MUG-' || n.id, FALSE, FALSE, {now}, {now} FROM numbers n",
            "INSERT INTO inventory_levels (product_variant_id, location_id, available, updated_at)"
            f" SELECT n.id, 1, {units}, {now} FROM numbers n",
            "INSERT INTO inventory_movements (product_variant_id, location_id, movement_type, quantity_change,"
            f" new_quantity, created_at) SELECT n.id, 1, 'count', {units}, {units}, {now} FROM numbers n",
        ):  # fmt: skip
            session.connection().execute(text(f"WITH numbers(id) AS (VALUES {numbers}) {statement}"))


def _check(url: str, way: str, expected: dict[int, int], done: list[dict[str, Any]]) -> None:
    """Of every variant as many are sold as were wanted, and no more than there were; the ledger says the same."""
    with opened(url) as engine, reading(engine) as session:
        levels = session.connection().execute(
            text("SELECT product_variant_id, committed, available FROM inventory_levels")
        ).all()  # fmt: skip
        proof = verify(session)
    sold = {variant: committed for variant, committed, _ in levels}
    oversold = [variant for variant, _, available in levels if available < 0]
    got = sum(one["got"] for one in done)
    if oversold or sold != expected or got != sum(expected.values()) or proof.differing:
        raise SystemExit(
            f"{way}: {got} units were got, {sum(sold.values())} are committed, and {sum(expected.values())} should be;"
            f" {len(oversold)} variants are oversold, and {proof.differing} levels are not the sum of their movements"
        )
