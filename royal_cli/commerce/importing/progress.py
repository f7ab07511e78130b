"""How far an import is, for whoever wants to show it."""

from typing import Protocol


class Progress(Protocol):
    """Told how far an import is: the phase, bytes of the feed done and in all, rows so far."""

    def __call__(self, phase: str, done: int, total: int | None, rows: int) -> None: ...


def silent(phase: str, done: int, total: int | None, rows: int) -> None:
    """For callers that show no progress."""
