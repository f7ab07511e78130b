"""The royal.toml files: where they are, what they say, and on which line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import platformdirs

from royal_cli.errors import UsageError
from royal_cli.settings.model import Origin, every_setting, meant

FILE_NAME = "royal.toml"


class Stated(NamedTuple):
    """One value as it was found, before it is checked."""

    value: object
    origin: Origin


Layer = dict[str, Stated]


class TomlFile:
    """A royal.toml that was read: its own values, its profiles, and the line of each key."""

    def __init__(self, path: Path, kind: Literal["user", "project"]) -> None:
        self.path = path
        self.kind = kind
        self.text = _read(path)
        self.lines = _lines_of_keys(self.text)
        content = _parsed(self.text, path)
        self.profiles = _profiles(content.pop("profile", {}), path)
        self.values = self._layer(content, "", self.kind)

    def profile(self, name: str) -> Layer:
        return self._layer(self.profiles.get(name, {}), f"profile.{name}.", "profile")

    def _layer(self, table: dict[str, Any], prefix: str, kind: Literal["user", "project", "profile"]) -> Layer:
        layer: Layer = {}
        for key, value in _flat(table):
            line = self.lines.get(prefix + key)
            place = f"{self.path}, line {line}" if line else str(self.path)
            name = self._name(key, place)
            named = f"profile {prefix.split('.')[1]} in {place}" if prefix else place
            layer[name] = Stated(_placed(name, self._content(key, value), self.path), Origin(kind, named))
        return layer

    def _name(self, key: str, place: str) -> str:
        secret = key.removesuffix("_file")
        if key in every_setting() or (secret in every_setting() and every_setting()[secret].secret):
            return secret if key not in every_setting() else key
        raise UsageError(f"There is no setting {key!r} ({place}).", hint=meant(key))

    def _content(self, key: str, value: object) -> object:
        return value if key in every_setting() else secret_in(self.path.parent / str(value), f"{key} in {self.path}")


def _profiles(found: object, path: Path) -> dict[str, dict[str, Any]]:
    if isinstance(found, dict) and all(isinstance(table, dict) for table in found.values()):
        return found
    raise UsageError(f"In {path} `profile` is not a table.", hint="A profile reads: [profile.NAME]")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"The configuration {path} is not UTF-8 text.", hint="Save it again as UTF-8.") from error
    except OSError as error:
        raise UsageError(f"The configuration {path} cannot be read: {error.strerror}.") from error


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            f"The configuration {path} is not valid TOML: {error}.", hint="A line should read: key = value"
        ) from error


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _lines_of_keys(text: str) -> dict[str, int]:
    """The line of each dotted key; tomllib does not say."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([^\[\]]+)\]", line):
            table = _bare(header[1]) + "."
        elif key := re.match(r"""\s*([\w.\-"' ]+?)\s*=""", line):
            lines.setdefault(table + _bare(key[1]), number)
    return lines


def _bare(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _placed(key: str, value: object, path: Path) -> object:
    """A relative SQLite path in a file is meant from where the file is, wherever royal is called."""
    found = re.fullmatch(r"sqlite:///(?!/|~|:memory:)(.+)", str(value)) if key == "database_url" else None
    return f"sqlite:///{path.resolve().parent / found[1]}" if found and not Path(found[1]).is_absolute() else value


def user_file() -> Path:
    return platformdirs.user_config_path("royal") / FILE_NAME


def project_file(directory: Path) -> Path | None:
    """The royal.toml of the folder or of the nearest folder above it."""
    for folder in (directory, *directory.parents):
        if (folder / FILE_NAME).is_file() and folder / FILE_NAME != user_file():
            return folder / FILE_NAME
    return None


def files(directory: Path) -> list[TomlFile]:
    """The configuration files that exist, the one that wins first."""
    project, user = project_file(directory), user_file()
    found = [TomlFile(project, "project")] if project else []
    return [*found, TomlFile(user, "user")] if user.is_file() else found


def secret_in(path: Path, name: str) -> str:
    try:
        return path.expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The file {path} that {name} names cannot be read.", hint="Correct its path.") from error
