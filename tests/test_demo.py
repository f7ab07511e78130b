"""`make demo` shows a shop that works, from the first command to the last."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_demo_runs_to_its_end(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(ROOT / "config", tmp_path / "config")
    done = subprocess.run(
        ["sh", str(tmp_path / "examples/demo.sh"), str(Path(sys.executable).parent)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    shown = [line for line in done.stdout.splitlines() if line.startswith("$ royal ")]
    assert len(shown) == 10
    assert "20260904" in done.stdout
    assert "The shop is in .demo." in done.stdout
