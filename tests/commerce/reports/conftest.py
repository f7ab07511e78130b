"""A shop in a transaction that nobody else sees."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.commerce.reports.shop import Shop


@pytest.fixture
def shop(engine: Engine) -> Iterator[Shop]:
    with engine.connect() as connection:
        yield Shop(connection)
