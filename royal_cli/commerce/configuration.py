"""Settings as an operator sees and changes them."""

import os
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from royal_cli.errors import RoyalError, UsageError
from royal_cli.settings import (
    Settings,
    TomlFile,
    checked,
    every_setting,
    flags,
    known,
    load,
    project_file,
    user_file,
)

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Where = Literal["user", "project"]


@dataclass(frozen=True)
class SettingRow:
    """A setting as it stands, with no password in it."""

    key: str
    value: str
    origin: str
    description: str


@dataclass(frozen=True)
class SettingChange:
    """What writing a setting does; `winner` is the place that still says something else afterwards."""

    key: str
    before: str | None
    after: str
    file: Path
    changed: bool
    winner: str | None
    dry_run: bool


def rows(settings: Settings) -> list[SettingRow]:
    return [row(settings, key) for key in every_setting()]


def row(settings: Settings, key: str) -> SettingRow:
    setting = known(key)
    return SettingRow(key, settings.shown(key), str(settings.origin(key)), setting.description)


def file_of(where: Where | None, directory: Path) -> Path:
    """The file that a change goes to: the project's, when there is one and nothing else was said."""
    project = project_file(directory)
    if where == "project":
        return project or directory / "royal.toml"
    return project if project and where is None else user_file()


def change(
    file: Path, values: Mapping[str, str], *, profile: str | None = None, dry_run: bool = False
) -> list[SettingChange]:
    """Write settings into a file, whose comments and order stay; nothing is written when one of them is wrong."""
    wanted = checked(flags(values))
    document = _document(file)
    paths = {key: [*(["profile", profile] if profile else []), *key.split(".")] for key in values}
    before = {key: _written(document, paths[key]) for key in values}
    for key, text in values.items():
        _set(document, paths[key], _for_file(wanted, key, text, file))
    after = {key: _written(document, paths[key]) for key in values}
    changed = {key for key in values if after[key] != before[key]}
    if changed and not dry_run:
        _replace(file, document.as_string())
    return [
        SettingChange(
            key=key,
            before=None if before[key] is None else str(before[key]),
            after=str(after[key]),
            file=file,
            changed=key in changed,
            winner=_winner(key, file, profile),
            dry_run=dry_run,
        )
        for key in values
    ]


def _winner(key: str, file: Path, profile: str | None) -> str | None:
    """The place that overrules the file; a broken one is no reason not to write this one."""
    try:
        origin = load(profile=profile).origin(key)
    except UsageError:
        return None
    return None if origin.kind == "default" or str(file) in origin.place else origin.place


def _document(file: Path) -> "TOMLDocument":
    import tomlkit

    if not file.exists():
        return tomlkit.document()
    TomlFile(file, "project")  # says what is wrong with it, with the line
    return tomlkit.parse(file.read_text(encoding="utf-8"))


def _set(document: "TOMLDocument", path: list[str], value: object) -> None:
    import tomlkit

    table: MutableMapping[str, Any] = document
    *parents, name = path
    for depth, parent in enumerate(parents, start=1):
        table = table.setdefault(parent, tomlkit.table(is_super_table=depth < len(parents)))
    table[name] = value


def _written(document: "TOMLDocument", path: list[str]) -> Any:
    found: Any = document
    for name in path:
        if not isinstance(found, Mapping) or name not in found:
            return None
        found = found[name]
    return found.unwrap() if hasattr(found, "unwrap") else found


def _for_file(settings: Settings, key: str, text: str, file: Path) -> object:
    """Numbers as numbers; a size such as "20 GB" as it was typed; a path from where the file is."""
    value = settings.value(key)
    if key == "database_url":
        return _from(file, settings.url)
    if isinstance(value, Decimal):
        return float(value)
    return text if isinstance(value, int) and not text.strip().isdigit() else value


def _from(file: Path, url: str) -> str:
    """A relative SQLite path was typed from the current folder, and is read from the file's."""
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or path.is_absolute() or file.resolve().parent == Path.cwd():
        return url
    return f"sqlite:///{path.absolute()}"


def _replace(file: Path, text: str) -> None:
    """All of the new file or all of the old one, whatever happens meanwhile."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        if file.exists():
            beside.chmod(file.stat().st_mode)
        beside.replace(file)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise RoyalError(f"{file} cannot be written: {error.strerror}.", hint="Look at its permissions.") from error
