"""The page as a browser lays it out, where there is one."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from royal_cli.commerce.reports.html import to_html
from royal_cli.commerce.reports.notation import Notation
from royal_cli.commerce.reports.page import Field, Figure, Page, Section, Table
from royal_cli.money import Money
from tests.commerce.reports.pages import chart, page

BROWSER = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)

#: Reports what stands out of the page to the right, and which names of an axis touch each other.
PROBE = """
<script>
  const wide = document.documentElement.clientWidth;
  const boxes = [...document.querySelectorAll('.plot text')].map(name => name.getBoundingClientRect());
  const seen = boxes.filter(box => box.width);
  const touching = seen.filter((box, place) => seen.some((other, at) => at > place
    && box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom));
  const found = {wide, scroll: document.documentElement.scrollWidth, names: seen.length, touching: touching.length,
                 dark: getComputedStyle(document.body).backgroundColor};
  document.body.setAttribute('data-found', JSON.stringify(found));
</script>
"""


def everything() -> Page:
    days = [f"2026-{place // 31 + 1:02}-{place % 31 + 1:02}" for place in range(400)]
    long = "A product with a very long name that has many words, or-one-without-any-place-to-break-it-anywhere-at-all"
    charts = [
        chart("line", [place * 917 for place in range(400)], labels=days),
        chart("line", [5, 9, None, 7], [1, 2, 3, 4], compared=[9, 8, 7, 6], labels=["W1", "W2", "W3", "W4"]),
        chart("bars", list(range(31)), labels=days[:31]),
        chart("stacked", [3, 2, 1], [1, 2, 3], [-1, 0, -2], labels=days[:3]),
        chart("shares", [90, 10], labels=[long, "b"]),
        chart("heat", *[[100 - place for place in range(24)] for _ in range(3)], labels=days[:24], unit="%"),
    ]
    figures = [
        Figure(label="Net", value=Money(10**17, "EUR", 2), previous=Money(1, "EUR", 2), kind="money"),
        Figure(label=long, value=1, kind="count", note=long),
    ]
    fields = [Field(heading=f"{long} {place}", kind="money") for place in range(8)]
    table = Table(title=long, fields=fields, rows=[[Money(123_456_789, "EUR", 2)] * 8] * 3)
    return replace(
        page(Section(title=long, figures=figures, charts=charts, tables=[table], notes=[long])),
        title=long,
        notes=[long],
    )


@pytest.fixture(params=[320, 500, 768, 1280])
def laid_out(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """What the probe says of a page in a window of that width. A phone is a frame: no window is that narrow."""
    if not BROWSER:
        pytest.skip("there is no chromium here")
    text = to_html(everything(), Notation()).replace("default-src 'none';", "").replace("</body>", f"{PROBE}</body>")
    (tmp_path / "page.html").write_text(text, "utf-8")
    (tmp_path / "frame.html").write_text(
        f"<!doctype html><iframe id=frame src=page.html width={request.param} height=800 style='border:0'></iframe>"
        "<script>frame.onload = () => document.title = frame.contentDocument.body.dataset.found</script>", "utf-8",
    )  # fmt: skip
    command = [
        BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--allow-file-access-from-files", f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1400,900",
        "--virtual-time-budget=4000", "--dump-dom", (tmp_path / "frame.html").as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    title = re.search(r"<title>(.*?)</title>", done.stdout, re.DOTALL)
    assert title, done.stdout[:500]
    found: dict[str, Any] = json.loads(unescape(title[1]))
    assert found["wide"] == request.param
    return found


def test_nothing_stands_out_of_the_page_and_no_names_touch(laid_out: dict[str, Any]) -> None:
    assert laid_out["scroll"] == laid_out["wide"]
    assert laid_out["names"] > 20
    assert laid_out["touching"] == 0
