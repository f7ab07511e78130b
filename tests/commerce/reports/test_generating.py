"""A set of reports on a database with three orders: files, figures, and what happens when one report fails."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from lxml import html
from sqlalchemy import Engine

from royal_cli.commerce.reports import generating, sales
from royal_cli.commerce.reports.asked import Shop
from royal_cli.commerce.reports.kinds import KINDS
from royal_cli.commerce.reports.metric_history import list_metrics
from royal_cli.commerce.reports.metric_rows import MetricFilters
from royal_cli.commerce.reports.notation import Notation
from royal_cli.db.database import reading, transaction
from royal_cli.db.orders import Order, OrderLineItem
from royal_cli.errors import Conflict, UsageError

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
JANUARY = '[[report]]\nname = "sales"\nperiod = "2026-01"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the set lies, and nothing else."""
    (tmp_path / "set").mkdir()
    return tmp_path / "set"


@pytest.fixture
def orders(engine: Engine) -> None:
    """10.00 and 20.50 EUR in January of Amsterdam, 99.00 after it."""
    placed = {"1": datetime(2025, 12, 31, 23, tzinfo=UTC), "2": datetime(2026, 1, 15, tzinfo=UTC),
              "3": datetime(2026, 1, 31, 23, tzinfo=UTC)}  # fmt: skip
    with transaction(engine) as session:
        for (number, moment), cents in zip(placed.items(), (1_000, 2_050, 9_900), strict=True):
            order = Order(order_number=number, currency="EUR", subtotal=cents, total=cents, created_at=moment)
            session.add(order)
            session.flush()
            session.add(
                OrderLineItem(
                    order_id=order.id or 0,
                    sku="A",
                    product_title="A",
                    quantity=1,
                    price=cents,
                    price_scale=2,
                    total=cents,
                )
            )


def _generated(
    engine: Engine, folder: Path, text: str, as_text: generating.AsText = lambda name, report, form: f"{name} {form}"
) -> list[generating.Done]:
    return list(generating.generate(engine, _planned(engine, folder, text), Notation(zone=AMSTERDAM), as_text))


def _planned(engine: Engine, folder: Path, text: str) -> list[generating.Planned]:
    (folder / "reports.toml").write_text(text, "utf-8")
    saved = generating.load(folder / "reports.toml", Shop(timezone=AMSTERDAM.key), NOW)
    return generating.plan(engine, saved, AMSTERDAM)


def _files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}


def _figures(engine: Engine) -> dict[str, Any]:
    with reading(engine) as session:
        return {metric.name: metric.value for metric in list_metrics(session.connection(), MetricFilters(), AMSTERDAM)}


@pytest.mark.usefixtures("orders")
def test_a_report_is_written_in_every_way_and_its_figures_are_kept(engine: Engine, folder: Path) -> None:
    text = (
        f'{JANUARY}html = "{{name}}/{{date}}.html"\njson = "{{from}}-{{to}}.json"\ncsv = "a.csv"\nndjson = "a.ndjson"'
    )

    (done,) = _generated(engine, folder, text)

    files = _files(folder)
    page = html.fromstring(files.pop("sales/2026-03-01.html"))
    assert "30.50" in " ".join(map(str, page.itertext()))
    del files["reports.toml"]
    assert files == {"2026-01-01-2026-01-31.json": "sales json", "a.csv": "sales csv", "a.ndjson": "sales ndjson"}
    figures = _figures(engine)
    assert done.error is None
    assert done.figures == len(figures) > 0
    assert str(figures["sales.net_sales"]) == "30.50"
    assert figures["sales.orders"] == 2


@pytest.mark.usefixtures("orders")
def test_a_plan_writes_nothing(engine: Engine, folder: Path) -> None:
    (planned,) = _planned(engine, folder, JANUARY + 'html = "out/{from}.html"')

    assert planned.files == {"html": folder / "out" / "2026-01-01.html"}
    assert list(_files(folder)) == ["reports.toml"]
    assert _figures(engine) == {}


@pytest.mark.usefixtures("orders")
def test_figures_are_kept_once_however_often_the_set_is_made(engine: Engine, folder: Path) -> None:
    (first,) = _generated(engine, folder, JANUARY)
    (second,) = _generated(engine, folder, JANUARY)

    assert first.figures == second.figures == len(_figures(engine))


@pytest.mark.usefixtures("orders")
def test_a_report_that_keeps_none_keeps_none(engine: Engine, folder: Path) -> None:
    (done,) = _generated(engine, folder, JANUARY + 'html = "a.html"\nmetrics = false')

    assert done.figures is None
    assert _figures(engine) == {}


def test_one_report_that_fails_does_not_stop_the_others(engine: Engine, folder: Path) -> None:
    (folder / "file").write_text("in the way")
    text = f'{JANUARY}html = "file/a.html"\n{JANUARY}html = "b.html"'

    first, second = _generated(engine, folder, text)

    assert first.error is not None
    assert "The system says: " in first.error.message
    assert second.error is None
    assert (folder / "b.html").is_file()


def test_a_report_that_cannot_be_computed_writes_none_of_its_files(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Conflict("Not today.")

    monkeypatch.setattr(sales, "of_span", refuse)

    (done,) = _generated(engine, folder, JANUARY + 'html = "a.html"\ncsv = "a.csv"')

    assert done.error is not None
    assert done.error.message == "Not today."
    assert list(_files(folder)) == ["reports.toml"]
    assert _figures(engine) == {}


def test_what_cannot_be_written_as_text_leaves_the_files_of_yesterday(engine: Engine, folder: Path) -> None:
    def refuse(*_: object) -> str:
        raise Conflict("No.")

    (folder / "a.html").write_text("yesterday")

    (done,) = _generated(engine, folder, JANUARY + 'html = "a.html"\ncsv = "a.csv"', refuse)

    assert done.error is not None
    assert _files(folder)["a.html"] == "yesterday"


def test_two_reports_do_not_write_the_same_file(engine: Engine, folder: Path) -> None:
    for text in (f'{JANUARY}html = "a"\n{JANUARY}html = "./a"', f'{JANUARY}html = "a"\ncsv = "a"'):
        with pytest.raises(UsageError, match="a would be written twice"):
            _planned(engine, folder, text)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("by = 'weak'", "line 4: by cannot be 'weak'."),
        ("by = 7", "line 4: by must be a text in quotes, not 7."),
        ("compare = 'next'", "line 4: compare cannot be 'next'."),
        ("to = '2026-02-30'", "line 4: --to '2026-02-30' is not a date."),
        ("from = '2026-01-01'", "--period and --from or --to name two periods."),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_made(
    engine: Engine, folder: Path, line: str, said: str
) -> None:
    with pytest.raises(UsageError) as refused:
        _planned(engine, folder, JANUARY + line)

    assert said in refused.value.message


def test_days_may_be_dates_of_toml(engine: Engine, folder: Path) -> None:
    text = '[[report]]\nname = "sales"\nfrom = 2026-01-01\nto = 2026-01-31\nhtml = "{from}-{to}.html"'

    (planned,) = _planned(engine, folder, text)

    assert planned.files["html"].name == "2026-01-01-2026-01-31.html"


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("products", "sort = 'best'", "line 3: Products are not sorted by 'best'."),
        ("products", "per = 'sku'", "line 3: There are no rows per 'sku'."),
        ("products", "limit = 0", "line 3: limit must be a whole number from 1, not 0."),
        ("products", "limit = '5'", "line 3: limit must be a whole number from 1, not '5'."),
        ("products", "by = 'week'", "line 3: by is not known here."),
        ("inventory", "sort = 'best'", "line 3: Stock is not sorted by 'best'."),
        ("orders", "by = 'category'", "The report on orders has no rows by category."),
    ],
)
def test_options_of_single_reports_are_checked_too(
    engine: Engine, folder: Path, name: str, line: str, said: str
) -> None:
    with pytest.raises(UsageError) as refused:
        _planned(engine, folder, f'[[report]]\nname = "{name}"\n{line}')

    assert said in refused.value.message


@pytest.mark.usefixtures("orders")
@pytest.mark.parametrize("name", KINDS)
def test_every_report_can_be_made_and_no_two_of_its_figures_are_one(engine: Engine, folder: Path, name: str) -> None:
    (done,) = _generated(engine, folder, f'[[report]]\nname = "{name}"\nperiod = "2026-01"\nhtml = "a.html"')

    assert done.error is None
    assert done.figures
    with reading(engine) as session:
        assert len(list_metrics(session.connection(), MetricFilters(), AMSTERDAM)) == done.figures


def test_the_example_can_be_used_as_it_is(engine: Engine, folder: Path) -> None:
    example = (Path(__file__).parents[3] / "config" / "reports.toml").read_text("utf-8")

    done = _generated(engine, folder, example)

    assert [one.error for one in done] == [None] * len(done)
    assert len(done) > 1


def test_the_example_explains_every_key() -> None:
    example = (Path(__file__).parents[3] / "config" / "reports.toml").read_text("utf-8")

    for key in ("folder", "metrics", "name", "html", "json", "ndjson", "csv", *(set[str]().union(*_options()))):
        assert f"\n{key} = " in example or f"\n# {key} = " in example, key


def _options() -> list[frozenset[str]]:
    return [kind.options for kind in KINDS.values()]
