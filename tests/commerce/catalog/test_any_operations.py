"""Whatever is done to a catalogue, it stays sound; and taking everything back brings everything back."""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from royal_cli.commerce.undo import undo
from royal_cli.db.database import opened
from royal_cli.errors import RoyalError
from tests.commerce.catalog.any_operations import (
    STEPS,
    Step,
    check_everything,
    emptied,
    perform,
    stock_the_shop,
    unwound,
)
from tests.commerce.catalog.dumps import dump
from tests.commerce.catalog.made_feeds import rows

#: By hand many more: TEST_EXAMPLES=300 python -m pytest tests/commerce/catalog/test_any_operations.py
_EXAMPLES = int(os.environ.get("TEST_EXAMPLES", "6"))
_FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
#: Making an example smaller takes minutes.
_PHASES = [Phase.explicit, Phase.generate]
few = settings(
    max_examples=_EXAMPLES, deadline=None, suppress_health_check=_FIXTURES, phases=_PHASES,
    derandomize="TEST_EXAMPLES" not in os.environ, print_blob=True,
)  # fmt: skip
sequences = st.lists(STEPS, min_size=2, max_size=8)


@pytest.fixture(scope="module")
def shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "royal.db"
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as engine:
        stock_the_shop(engine)
    return path


@contextmanager
def copied(shop: Path) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="royal-any-") as folder:
        shutil.copy(shop, f"{folder}/royal.db")
        with opened(f"sqlite:///{folder}/royal.db") as engine:
            yield engine


def state(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """The ledger is only ever added to, so it is no part of what comes back."""
    return dump(engine, without="inventory_movements")


def whole(engine: Engine) -> list[Any]:
    journal = [rows(engine, f"SELECT * FROM {name} ORDER BY id") for name in ("operations", "changes", "locations")]
    return [dump(engine), *journal]


def there_and_back(engine: Engine, steps: list[Step]) -> None:
    states: dict[str, Any] = {}
    for step in steps:
        before, all_of_it = state(engine), whole(engine)
        perform(engine, step, dry=True)
        assert whole(engine) == all_of_it, "a dry run has changed something"
        operation = perform(engine, step)
        check_everything(engine)
        if operation:
            states[operation] = before
        else:
            assert whole(engine) == all_of_it, "something was changed, and is not in the journal"

    def check(operation: str) -> None:
        check_everything(engine)
        assert state(engine) == states[operation]

    unwound(engine, list(states), check)


@few
@given(steps=sequences)
def test_everything_goes_back_step_by_step(shop: Path, steps: list[Step]) -> None:
    with copied(shop) as engine:
        there_and_back(engine, steps)


@settings(few, max_examples=max(3, _EXAMPLES // 4))
@given(steps=sequences)
def test_the_same_on_postgresql(postgres_engine: Engine, steps: list[Step]) -> None:
    emptied(postgres_engine)
    stock_the_shop(postgres_engine)
    there_and_back(postgres_engine, steps)


@few
@given(steps=sequences, order=st.randoms(use_true_random=False), force=st.booleans())
def test_whatever_is_taken_back_in_whatever_order_the_catalogue_stays_sound(
    shop: Path, steps: list[Step], order: random.Random, force: bool
) -> None:
    with copied(shop) as engine:
        done = [operation for step in steps if (operation := perform(engine, step))]
        order.shuffle(done)
        for operation in done:
            try:
                undo(engine, operation, force=force)
            except RoyalError:
                continue
            finally:
                check_everything(engine)


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    with opened(postgres_url) as engine:
        yield engine
