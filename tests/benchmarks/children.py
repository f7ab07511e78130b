"""Runs a program as a child of ours: how long it takes, and how much memory it has held at most."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_SCRIPT = Path(sys.executable).with_name("royal")
#: The installed program; the module, where only the checkout is there.
ROYAL = [str(_SCRIPT)] if _SCRIPT.exists() else [sys.executable, "-m", "royal_cli"]
#: ru_maxrss counts kilobytes on Linux and bytes on macOS.
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    seconds: float
    peak_mb: float


def run(command: Sequence[str], url: str | None = None) -> Run:
    """Run it to its end, which has to be a good one. What it prints is shown only if it was not.

    The memory of a program smaller than this one is told too high: a child begins as a copy of its parent.
    """
    with tempfile.TemporaryFile("w+") as output:
        began = time.perf_counter()
        child = subprocess.Popen(
            command, cwd=ROOT, env=environment(url), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            output.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {child.returncode}:\n{output.read()[-4000:]}")
    return Run(seconds, usage.ru_maxrss * _PEAK_UNIT / 10**6)


def answer(command: Sequence[str], url: str | None = None) -> Any:
    """The JSON that it prints. What needs much memory is asked for in this way, for our own to stay small."""
    done = subprocess.run(command, cwd=ROOT, env=environment(url), stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def environment(url: str | None) -> dict[str, str]:
    """Nobody's settings but the database."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ROYAL_")}
    return inherited | {"XDG_CONFIG_HOME": os.devnull} | ({"ROYAL_DATABASE_URL": url} if url else {})


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def royal(*arguments: str) -> list[str]:
    return [*ROYAL, *arguments]


def settle() -> None:
    """Let the disk finish what earlier runs have left it to write."""
    os.sync()
