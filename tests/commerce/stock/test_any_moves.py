"""Whatever is done to stock and taken back, every level stays the sum of its movements, and the ledger only grows."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from royal_cli.commerce.stock.transferring import Step
from royal_cli.commerce.undo import undo
from royal_cli.db.database import opened
from tests.commerce.stock.any_moves import MOVES, UNDOS, Did, check, emptied, fill, perform
from tests.commerce.stock.shelves import Shelves, shelves

#: By hand many more: TEST_EXAMPLES=300 python -m pytest tests/commerce/stock/test_any_moves.py
_EXAMPLES = int(os.environ.get("TEST_EXAMPLES", "8"))
few = settings(
    max_examples=_EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.generate], print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize="TEST_EXAMPLES" not in os.environ,
)  # fmt: skip
moves = st.lists(MOVES, min_size=2, max_size=9)
moves_and_undos = st.lists(MOVES | UNDOS, min_size=3, max_size=14)


@pytest.fixture(scope="module")
def shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "royal.db"
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as engine:
        fill(engine)
    return path


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    with opened(postgres_url) as engine:
        yield engine


@contextmanager
def copied(shop: Path) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="royal-moves-") as folder:
        shutil.copy(shop, f"{folder}/royal.db")
        with opened(f"sqlite:///{folder}/royal.db") as engine:
            yield engine


def there_and_back(engine: Engine, steps: list[Did]) -> None:
    """Taken back one by one, the last first, every operation leaves what was there before it."""
    states: list[tuple[str, Shelves]] = []
    for step in steps:
        before = shelves(engine)
        operation = perform(engine, step)
        if operation:
            states.append((operation, before))
    for operation, before in reversed(states):
        assert undo(engine, operation).conflicts == 0
        check(engine)
        assert shelves(engine) == before


@few
@given(steps=moves)
@example(steps=[("count", "POT", "Main", 5), ("reserve", "POT", "Main", 4)])
@example(
    steps=[("transfer", "MUG", "Main", "Closed", 3, Step.send), ("transfer", "MUG", "", "Closed", 2, Step.receive)]
)
def test_everything_goes_back_step_by_step(shop: Path, steps: list[Did]) -> None:
    with copied(shop) as engine:
        there_and_back(engine, steps)


@few
@given(steps=moves)
def test_the_same_on_postgresql(postgres_engine: Engine, steps: list[Did]) -> None:
    emptied(postgres_engine)
    fill(postgres_engine)
    there_and_back(postgres_engine, steps)


@few
@given(steps=moves_and_undos)
def test_in_any_order_levels_stay_the_sum_of_their_movements(shop: Path, steps: list[Did]) -> None:
    with copied(shop) as engine:
        for step in steps:
            perform(engine, step)


@few
@given(steps=moves_and_undos)
def test_in_any_order_on_postgresql(postgres_engine: Engine, steps: list[Did]) -> None:
    emptied(postgres_engine)
    fill(postgres_engine)
    for step in steps:
        perform(postgres_engine, step)
