"""The README and the changelog say what is true: commands, options, files and versions exist."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from royal_cli.cli.app import Command
from royal_cli.cli.main import commands

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```[a-z]*\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)
COMMANDS = dict(commands())
EVERYWHERE = {"--version", "--help"}


def _typed() -> Iterator[str]:
    """Every call of royal in a block of the README: at the beginning of a line, after a prompt, in a pipe."""
    for line in "".join(BLOCKS).splitlines():
        for part in _parts(line.removeprefix("$ ")):
            words = part.strip().split("#")[0]
            if re.match(r"(\S+/)?royal( |$)", words):
                yield words.strip()


def _parts(line: str) -> Iterator[str]:
    """The commands of a line, what is in quotes being whole."""
    words = re.split(r"""("[^"]*"|'[^']*'|\s[|;<>]|&&)""", line)
    starts = [0, *(at + 1 for at, word in enumerate(words) if re.fullmatch(r"\s[|;<>]|&&", word))]
    for start, end in zip(starts, [*(start - 1 for start in starts[1:]), len(words)], strict=True):
        yield "".join(words[start:end])


TYPED = sorted(set(_typed()))


def test_the_readme_shows_the_commands_that_matter() -> None:
    shown = {" ".join(_words(line)) for line in TYPED}

    assert {"init", "doctor", "product import", "product list", "product show", "apply", "undo"} <= shown


@pytest.mark.parametrize("line", TYPED)
def test_what_the_readme_tells_to_type_is_understood(line: str) -> None:
    arguments = shlex.split(line)[1:]
    words = _words(line)
    if not words:
        assert set(arguments) <= EVERYWHERE or not arguments, line
        return
    known = {name for option in _parameters(COMMANDS[words]) for name in option} | EVERYWHERE
    for argument in arguments:
        if re.match(r"-[^\d]", argument):
            assert argument.partition("=")[0] in known, f"{argument} of {line}"


def _words(line: str) -> tuple[str, ...]:
    """The words of the command that a line calls; a noun alone may stand for its first verb."""
    arguments = shlex.split(line)[1:]
    plain = tuple(word for word in arguments if not word.startswith("-"))
    for length in (3, 2, 1):
        if plain[:length] in COMMANDS:
            return plain[:length]
    nouns = [words for words in COMMANDS if plain[:1] == words[:1]]
    assert nouns or set(arguments) <= EVERYWHERE, f"{line} is no command of royal"
    return nouns[0] if nouns else ()


def _parameters(command: Command) -> Iterator[list[str]]:
    for parameter in [*command.params, *command.shared()]:
        yield [*parameter.opts, *parameter.secondary_opts]


def test_what_the_readme_shows_is_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, table in zip(("shop.csv", "wholesale.csv"), _blocks("csv"), strict=False):
        (tmp_path / name).write_text(table, encoding="utf-8")
    scripts = tmp_path / "bin"
    scripts.mkdir()
    (scripts / "royal").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m royal_cli "$@"\n')
    (scripts / "royal").chmod(0o755)
    monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    for shown in re.split(r"^\$ ", "".join(_blocks("console")), flags=re.MULTILINE)[1:]:
        command, _, output = shown.partition("\n")
        run = subprocess.run(command, shell=True, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        told, happened = "".join(map(_pattern, output.splitlines())), _settled(run.stdout.decode())
        assert re.fullmatch(told, happened), f"{command}\n{happened}"


def _pattern(line: str) -> str:
    """A line of the README; … stands for the rest of it, or for any number of lines."""
    if line == "…":
        return r"(?:.*\n)*?"
    return re.escape(_settled(line.removesuffix("…"))) + (r".*\n" if line.endswith("…") else r"\n")


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


def _settled(output: str) -> str:
    """Without what differs from run to run: times and the ids of operations; blanks fit what stands beside them."""
    output = re.sub(r"\r\n", "\n", output)
    output = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d CES?T", "TIME", output)
    output = re.sub(r"\b[2-9bcdfghjkmnpqrstvwxz]{8}\b", "OPERATION", output)
    return re.sub(r" +", " ", output)


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z]+)", README))

    assert {"demo", "test"} <= targets
    assert targets <= set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))


def test_continuous_integration_begins_with_the_readmes_test_command() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    steps = [line for line in script.splitlines() if line.startswith("make ")]

    assert steps[0] == "make test"
    assert "\nmake test\n" in "".join(BLOCKS)


def test_every_file_that_the_readme_links_to_is_there() -> None:
    linked = [target.partition("#")[0] for target in re.findall(r"\]\((?!https?:)([^)]+)\)", README)]

    assert any(target.endswith(".svg") for target in linked)
    assert [target for target in linked if target and not (ROOT / target).exists()] == []


def test_pictures_load_nothing_from_elsewhere() -> None:
    for picture in (ROOT / "docs/pictures").glob("*.svg"):
        drawing = picture.read_text(encoding="utf-8")
        assert not re.search(r"url\(\W?http|href|@import|<script", drawing), picture.name


def test_the_changelog_has_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d{{2}}-\d{{2}}$", changelog, flags=re.MULTILINE)
