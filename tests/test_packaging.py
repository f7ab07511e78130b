"""What is installed: the wheel, what it needs, and what development is installed with."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
#: SQLAlchemy loads the driver that a URL names, and zoneinfo the zones that the system lacks.
LOADED_BY_OTHERS = {"psycopg", "tzdata"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_carries_every_migration(wheel: ZipFile) -> None:
    ours = {f"royal_cli/{path.relative_to(ROOT)}" for path in (ROOT / "migrations").rglob("*.py")}

    assert "royal_cli/migrations/env.py" in ours
    assert len(ours) > 1
    assert ours <= set(wheel.namelist())


def test_the_wheel_carries_the_program_and_nothing_else(wheel: ZipFile) -> None:
    program = {str(path.relative_to(ROOT)) for path in (ROOT / "royal_cli").rglob("*.py")}
    names = wheel.namelist()

    assert program <= set(names)
    assert {name.partition("/")[0] for name in names} == {"royal_cli", "royal_cli-0.1.0.dist-info"}
    assert not [name for name in names if "test" in name]


def test_the_wheel_carries_what_pages_are_made_of(wheel: ZipFile) -> None:
    templates = {str(path.relative_to(ROOT)) for path in (ROOT / "royal_cli").rglob("templates/*")}

    assert "royal_cli/commerce/reports/templates/page.html" in templates
    assert templates <= set(wheel.namelist())


def test_the_wheel_carries_the_licence(wheel: ZipFile) -> None:
    licence = wheel.read("royal_cli-0.1.0.dist-info/licenses/LICENSE").decode()

    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_the_wheel_makes_a_command_royal(wheel: ZipFile) -> None:
    entry_points = wheel.read("royal_cli-0.1.0.dist-info/entry_points.txt").decode()

    assert "royal = royal_cli.__main__:run" in entry_points


def test_royal_declares_what_it_imports_and_imports_what_it_declares() -> None:
    owners = packages_distributions()
    imported = {
        canonicalize_name(owners[name][0])
        for path in [*(ROOT / "royal_cli").rglob("*.py"), *(ROOT / "migrations").rglob("*.py")]
        for name in _imported(path)
        if name not in sys.stdlib_module_names and name != "royal_cli"
    }

    assert imported | LOADED_BY_OTHERS == _names(PROJECT["project"]["dependencies"])


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def test_the_lock_names_versions_and_no_place_to_get_them_from() -> None:
    lines = [line for line in _lock() if not line.startswith("#")]

    assert all(re.fullmatch(r"[a-z0-9.-]+==[\w.+]+", line) for line in lines), lines


def test_the_lock_has_everything_that_the_project_asks_for() -> None:
    locked = dict(line.split("==") for line in _lock() if not line.startswith("#"))
    wanted = map(Requirement, [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]])

    for requirement in wanted:
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement


def _lock() -> list[str]:
    return (ROOT / "requirements-dev.lock").read_text(encoding="utf-8").splitlines()
