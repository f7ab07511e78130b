"""The line that says how far a long import is, and what is asked where nobody answers."""

import io
import logging

import pytest

from royal_cli.cli.logs import log
from royal_cli.cli.progress import Line, Silent, progress
from royal_cli.cli.prompts import ask, choose, confirm
from royal_cli.cli.terminal import Terminal, answering
from royal_cli.errors import Refused

MB = 1_000_000


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def screen() -> io.StringIO:
    return io.StringIO()


def _last(screen: io.StringIO) -> str:
    return screen.getvalue().rsplit("\r", 1)[-1].removesuffix("\x1b[K")


def test_it_shows_share_rows_speed_and_the_time_left(screen: io.StringIO, clock: Clock) -> None:
    line = Line(screen, clock)

    line.update(0, 500 * MB, 0, "reading")
    assert _last(screen) == "reading    0 %"
    clock.now += 10
    line.update(100 * MB, 500 * MB, 200_000, "reading")

    assert _last(screen) == "reading   20 %  200,000 rows  20,000 rows/s  40 s left"


@pytest.mark.parametrize(("seconds", "left"), [(1, "9 s left"), (60, "9 min 00 s left"), (600, "1 h 30 min left")])
def test_the_time_left_is_in_words(screen: io.StringIO, clock: Clock, seconds: int, left: str) -> None:
    line = Line(screen, clock)
    line.update(0, 10, 0, "reading")
    clock.now += seconds
    line.update(1, 10, 5, "reading")

    assert _last(screen).endswith(left)


def test_a_new_phase_counts_from_its_own_beginning(screen: io.StringIO, clock: Clock) -> None:
    line = Line(screen, clock)
    line.update(0, 10, 0, "reading")
    clock.now += 50
    line.update(0, None, 1_000, "writing")
    clock.now += 2
    line.update(0, None, 2_000, "writing")

    assert _last(screen) == "writing  2,000 rows  500 rows/s"


def test_it_is_not_drawn_more_than_ten_times_a_second(screen: io.StringIO, clock: Clock) -> None:
    line = Line(screen, clock)
    for row in range(1_000):
        clock.now += 0.001
        line.update(row, 1_000, row, "reading")

    assert screen.getvalue().count("\r") <= 11


def test_it_fits_the_terminal_and_is_gone_at_the_end(
    screen: io.StringIO, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    line = Line(screen, clock)
    line.update(0, 10, 1_234_567, "reading a very long name")

    assert len(_last(screen)) == 19
    line.clear()
    assert screen.getvalue().endswith("\r\x1b[K\r")


def test_nothing_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with answering(Terminal()), progress() as line:
        line.update(1, 2, 3, "reading")
        assert isinstance(line, Silent)

    assert capsys.readouterr() == ("", "")


def test_a_question_nobody_can_answer_has_its_default(capsys: pytest.CaptureFixture[str]) -> None:
    with answering(Terminal()):
        assert ask("Currency", "EUR", lambda text: None) == "EUR"
        assert choose("VAT", ["included", "unknown"], "unknown") == "unknown"


def test_what_needs_a_yes_is_refused_without_one() -> None:
    with answering(Terminal()):
        confirm("Delete it?", yes=True)
        with pytest.raises(Refused) as caught:
            confirm("Delete it?", yes=False)

    assert caught.value.hint == "Add --yes if that is what you want."


def test_what_is_logged_is_a_line_on_stderr_without_passwords(capsys: pytest.CaptureFixture[str]) -> None:
    log("warning")
    logger = logging.getLogger("royal_cli.somewhere")
    logger.info("not worth a line")
    logger.warning("no answer from postgresql://royal:geheim@db/shop")

    assert capsys.readouterr() == ("", "royal: warning: no answer from postgresql://royal:***@db/shop\n")
