"""Sets of reports in TOML: what is read, and how what is wrong is said."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from royal_cli.commerce.reports.saved import Saved, filled, load
from royal_cli.errors import NotFound, UsageError

KNOWN = {"sales": frozenset(["period", "by"]), "stock": frozenset(["limit"])}

Options = Mapping[str, Any]


def _check(name: str, options: Options) -> Options:
    if options.get("period") == "30x":
        raise UsageError("'30x' is not a period.", hint="A period is one of 30d.")
    if options.get("by") == "sku":
        raise UsageError("There are no such rows.")
    return options


def _loaded(folder: Path, text: str) -> list[Saved[Options]]:
    path = folder / "reports.toml"
    path.write_text(text, "utf-8")
    return load(path, KNOWN, _check)


def test_a_set_is_its_reports_in_their_order(tmp_path: Path) -> None:
    first, second = _loaded(
        tmp_path,
        """
        folder = "out"

        [[report]]
        name = "sales"
        period = "90d"
        by = "week"
        html = "{name}-{date}.html"
        csv = "sales.csv"

        [[report]]
        name = "stock"
        limit = 10
        json = "/var/stock.json"
        metrics = false
        """,
    )

    assert (first.name, first.wanted, first.keeps_metrics) == ("sales", {"period": "90d", "by": "week"}, True)
    assert first.paths({"name": "sales", "date": "2026-03-01"}) == {
        "html": tmp_path / "out" / "sales-2026-03-01.html",
        "csv": tmp_path / "out" / "sales.csv",
    }
    assert (second.name, second.wanted, second.keeps_metrics) == ("stock", {"limit": 10}, False)
    assert second.paths({}) == {"json": Path("/var/stock.json")}


def test_files_go_beside_the_set_when_nothing_else_is_said(tmp_path: Path) -> None:
    (one,) = _loaded(tmp_path, '[[report]]\nname = "sales"\nhtml = "sales.html"')

    assert one.paths({}) == {"html": tmp_path / "sales.html"}


def test_a_report_may_be_made_for_its_figures_alone(tmp_path: Path) -> None:
    (one,) = _loaded(tmp_path, '[[report]]\nname = "sales"')

    assert (one.files, one.keeps_metrics) == ({}, True)


def test_the_whole_set_may_keep_no_figures_but_one_report(tmp_path: Path) -> None:
    text = 'metrics = false\n[[report]]\nname = "sales"\nhtml = "a"\n[[report]]\nname = "sales"\nmetrics = true'

    assert [one.keeps_metrics for one in _loaded(tmp_path, text)] == [False, True]


def test_placeholders_are_filled_wherever_they_stand() -> None:
    assert (
        filled("{date}/{name}-{date}.csv", {"date": "2026-03-01", "name": "sales"}) == "2026-03-01/sales-2026-03-01.csv"
    )


REPORT = '[[report]]\nname = "sales"\nhtml = "sales.html"\n'


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("", "reports.toml: it names no report", "[[report]]"),
        ("folder = 1\n" + REPORT, "reports.toml, line 1: folder must be a text in quotes, not 1", None),
        ("metrics = 'yes'\n" + REPORT, "line 1: metrics must be true or false, not 'yes'", None),
        ("\nfoldr = 'out'\n" + REPORT, "line 2: foldr is not known here", "Did you mean folder?"),
        ("[report]\nname = 'sales'", "reports.toml: it names no report", "[[report]]"),
        ("report = ['sales']", "line 1: it names no report", "[[report]]"),
        ('[[report]]\nhtml = "a.html"', "line 1: a report has no name", "The reports are sales, stock."),
        ('[[report]]\nname = "sale"', "line 2: there is no report 'sale'", "Did you mean sales?"),
        ('[[report]]\nname = 3', "line 2: name must be a text in quotes, not 3", None),
        (REPORT + "perod = '30d'", "line 4: perod is not known here", "Did you mean period?"),
        (REPORT + "limit = 3", "line 4: limit is not known here", "metrics, html, json, ndjson, csv, by, period."),
        (REPORT + "csv = true", "line 4: csv must be a text in quotes, not True", None),
        (REPORT + "csv = ''", "line 4: csv names no file", None),
        (REPORT + "csv = 'out/'", "line 4: csv names no file", None),
        (REPORT + "csv = '{day}.csv'", "line 4: {day} stands for nothing", "There are {date}, {from}, {to}, {name}."),
        (REPORT + "period = '30x'", "line 4: '30x' is not a period.", "A period is one of 30d."),
        (REPORT + "by = 'sku'", "line 2: There are no such rows.", None),
        (REPORT + '[[report]]\nname = "sales"\nmetrics = false', "line 5: nothing is to be done", "Name a file"),
        (REPORT + '\n[[report]] # again\nname = "sales"\n\ncvs = "x"', "line 8: cvs is not known", "you mean csv?"),
        ("[[report]\n", "is not valid TOML", None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, said: str, hint: str | None) -> None:
    with pytest.raises(UsageError) as refused:
        _loaded(tmp_path, text)

    assert said in refused.value.message
    assert refused.value.exit_code == 2
    if hint:
        assert hint in str(refused.value.hint)


def test_a_set_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="There is no file"):
        load(tmp_path / "reports.toml", KNOWN, _check)


def test_a_set_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reports.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path / "reports.toml", KNOWN, _check)
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path, KNOWN, _check)
