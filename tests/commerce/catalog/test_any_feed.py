"""Whatever a feed holds, the importer does not crash, invents nothing, and accounts for every row."""

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from royal_cli.commerce.catalog.importing.feed_import import FeedRequest, ImportSummary, import_feed
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.db.database import opened
from royal_cli.errors import RoyalError
from tests.commerce.catalog.made_feeds import NO_LIMITS, ledger_agrees, rows

HEADER = (
    "sku", "product", "title", "option1 name", "option1 value", "price", "cost", "gtin", "stock: Main", "category",
    "images", "tags",
)  # fmt: skip

_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
_number = st.sampled_from(
    ["", "0", "5", "12.50", "12,50", "1.234,56", "1,234", "1.234", "€ 3", "9 EUR", "-1", "Nill", "#REF!", "1e9", "--"]
)
_key = st.sampled_from(["", "A", "B", "C", "'D", "a/b", "a b", "#REF!", "__CLEAR__", "É"])
_cell = st.one_of(_key, _number, _text, st.just("__CLEAR__"))
junk = st.lists(
    st.tuples(_key, _key, _cell, _key, _key, _number, _number, _cell, _number, _cell, _cell, _cell).flatmap(
        lambda cells: st.sampled_from([cells, cells[:-1], (*cells, "more")])
    ),
    max_size=12,
)

_word = st.text(st.sampled_from("abcdefgh ÄÖß-"), min_size=1, max_size=10).map(lambda text: f"x{text}x")
_amount = st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2)
good = st.dictionaries(
    st.from_regex(r"[A-Z]{3}-[0-9]{1,4}", fullmatch=True),
    st.tuples(_word, _amount, st.integers(-50, 10_000)),
    min_size=1,
    max_size=20,
)


@contextmanager
def empty_database(template: Path) -> Iterator[tuple[Engine, Path]]:
    with tempfile.TemporaryDirectory(prefix="royal-any-") as folder:
        shutil.copy(template, f"{folder}/royal.db")
        with opened(f"sqlite:///{folder}/royal.db") as engine:
            yield engine, Path(folder)


def written(folder: Path, lines: list[tuple[object, ...]], header: tuple[str, ...] = HEADER) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([header, *lines])
    path = folder / "feed.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def imported(engine: Engine, path: Path) -> ImportSummary:
    request = FeedRequest(name=str(path), feed="royal", options=FeedOptions(currency="EUR"))
    return import_feed(engine, request, Request(limits=NO_LIMITS, wait=0.0), recognised=lambda line: None)


def figures(text: str) -> str:
    return re.sub(r"\D", "", text).strip("0")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=junk, more=junk)
def test_any_feed_is_accounted_for_and_nothing_is_invented(
    sqlite_template: Path, lines: list[tuple[str, ...]], more: list[tuple[str, ...]]
) -> None:
    with empty_database(sqlite_template) as (engine, folder):
        for part in (lines, more):
            try:
                done = imported(engine, written(folder, list(part)))
            except RoyalError:
                continue
            counted = done.rows
            assert counted.read == counted.created + counted.updated + counted.unchanged + counted.rejected
            assert counted.read == sum(1 for line in part if any(line))
        cells = {cell for line in (*lines, *more) for cell in line}
        stripped = {cell.strip().removeprefix("'").strip() for cell in cells}
        for (title,) in rows(engine, "SELECT title FROM products"):
            assert title in stripped or title in {cell.strip() for cell in cells}
        for (amount,) in rows(engine, "SELECT price FROM product_variants WHERE price IS NOT NULL"):
            assert figures(str(amount)) in {figures(cell) for cell in cells}
        for (units,) in rows(engine, "SELECT available FROM inventory_levels"):
            assert figures(str(units)) in {figures(cell) for cell in cells}
        assert ledger_agrees(engine)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(offers=good)
def test_a_good_feed_is_stored_to_the_letter_and_the_second_time_changes_nothing(
    sqlite_template: Path, offers: dict[str, tuple[str, Decimal, int]]
) -> None:
    lines: list[tuple[object, ...]] = [(sku, title, f"{price:f}", left) for sku, (title, price, left) in offers.items()]
    with empty_database(sqlite_template) as (engine, folder):
        path = written(folder, lines, ("sku", "title", "price", "stock: Main"))
        first, second = imported(engine, path), imported(engine, path)
        stored = rows(
            engine,
            "SELECT v.sku, p.title, v.price, l.available FROM product_variants v JOIN products p ON p.id = v.product_id"
            " JOIN inventory_levels l ON l.product_variant_id = v.id",
        )

    assert first.rows.created == len(offers)
    assert second.operation is None
    assert {sku: (title, Decimal(price) / 100, units) for sku, title, price, units in stored} == {
        sku: (title.strip(), price, units) for sku, (title, price, units) in offers.items()
    }
