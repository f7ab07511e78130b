"""How far a long piece of work is: one line on stderr that renews itself, on a terminal only."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import Protocol, TextIO

from royal_cli.cli.terminal import decorated, terminal, write

SECONDS_BETWEEN = 0.1


class Progress(Protocol):
    """What the importer calls now and then, as often as it likes."""

    def update(self, bytes_done: int, bytes_total: int | None, rows: int, phase: str) -> None: ...
    def clear(self) -> None: ...


class Silent:
    """Nobody looks."""

    def update(self, bytes_done: int, bytes_total: int | None, rows: int, phase: str) -> None:
        """Say nothing."""

    def clear(self) -> None:
        """There is nothing to take away."""


class Line:
    """Phase, share done, rows, rows per second and the time left, within the width of the terminal."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._shown = float("-inf")
        self._phase = ""
        self._began = (clock(), 0, 0)

    def update(self, bytes_done: int, bytes_total: int | None, rows: int, phase: str) -> None:
        now = self._clock()
        if phase != self._phase:
            self._phase, self._began = phase, (now, bytes_done, rows)
        elif now - self._shown < SECONDS_BETWEEN:
            return
        self._shown = now
        self._draw("  ".join(self._parts(now, bytes_done, bytes_total, rows)))

    def clear(self) -> None:
        if self._phase:
            self._draw("")

    def _parts(self, now: float, bytes_done: int, bytes_total: int | None, rows: int) -> Iterator[str]:
        began, bytes_before, rows_before = self._began
        seconds = now - began
        yield self._phase
        if bytes_total:
            yield f"{100 * min(bytes_done, bytes_total) // bytes_total:3d} %"
        if rows:
            yield f"{rows:,} rows"
        if seconds >= 1 and rows > rows_before:
            yield f"{(rows - rows_before) / seconds:,.0f} rows/s"
        if seconds >= 1 and bytes_total and bytes_done > bytes_before:
            left = seconds * (bytes_total - bytes_done) / (bytes_done - bytes_before)
            yield f"{_duration(left)} left"

    def _draw(self, text: str) -> None:
        write(f"\r{text[: get_terminal_size().columns - 1]}\x1b[K", self._stream)
        if not text:
            write("\r", self._stream)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


@contextmanager
def progress() -> Iterator[Progress]:
    """Something to report to; the line is gone when the work ends, however it ends."""
    if terminal().quiet or not (sys.stderr.isatty() and decorated(sys.stderr)):
        yield Silent()
        return
    line = Line(sys.stderr)
    try:
        yield line
    finally:
        line.clear()
