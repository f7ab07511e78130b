"""Where mapping profiles lie: in the folder `profiles` beside the project's royal.toml, and beside the user's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from royal_cli.commerce.feeds import profile
from royal_cli.commerce.feeds.headers import closest
from royal_cli.errors import NotFound, RoyalError, UsageError
from royal_cli.settings import project_file, user_file

FOLDER = "profiles"
_ENDING = ".toml"
_NAME = re.compile(r"\w[\w .-]*")


@dataclass(frozen=True, slots=True)
class ListedProfile:
    """A profile that `--profile NAME` may mean; `state` is "valid", or what is wrong with it."""

    name: str
    title: str | None
    #: What its files are full of: products, or orders.
    kind: str | None
    feed: str | None
    state: str
    path: Path


def folders(directory: Path) -> list[Path]:
    """The project's folder, if there is a project, and the user's."""
    project = project_file(directory)
    return [_as_typed(file.parent / FOLDER) for file in (project, user_file()) if file]


def _as_typed(path: Path) -> Path:
    """From where the operator is, as far as that is shorter."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def find(named: str, directory: Path) -> Path:
    """The file that is meant: a path as it is, a name in the folders, the project's first."""
    path = Path(named)
    if path.parent != Path() or (path.suffix == _ENDING and path.exists()):
        return path
    for folder in folders(directory):
        if (found := folder / f"{named.removesuffix(_ENDING)}{_ENDING}").is_file():
            return found
    known = [name for name, _ in _files(directory)]
    near = closest(named, known)
    hint = f"Did you mean {near}?" if near else f"The profiles are {', '.join(known)}." if known else _NONE
    raise NotFound(f"There is no profile {named}.", hint=hint)


_NONE = "`royal product profile create FILE` makes one; a file is meant by its path, such as ./supplier.toml."


def new_file(name: str, directory: Path) -> Path:
    """Where a new profile of that name goes."""
    if complaint := wrong_name(name):
        raise UsageError(f"{name!r} is no name for a profile.", hint=complaint)
    return folders(directory)[0] / f"{name}{_ENDING}"


def wrong_name(name: str) -> str | None:
    return None if _NAME.fullmatch(name) else "Use letters, digits, hyphens and points, such as de-boer."


def named_after(feed: str) -> str:
    """A name for the profile of a feed: that of the file, in small letters and hyphens."""
    stem = re.split(r"[?#]", feed)[0].rstrip("/").rpartition("/")[2].partition(".")[0]
    return re.sub(r"[\W_]+", "-", stem.lower()).strip("-") or "feed"


def load(named: str, directory: Path) -> profile.Profile:
    return profile.load(find(named, directory))


def names(directory: Path) -> list[str]:
    return list(dict.fromkeys(name for name, _ in _files(directory)))


def listed(directory: Path) -> list[ListedProfile]:
    """All profiles that have a name, with what is wrong with those that cannot be used."""
    winners: dict[str, Path] = {}
    return [_listed(name, path, winners.setdefault(name, path)) for name, path in _files(directory)]


def _listed(name: str, path: Path, winner: Path) -> ListedProfile:
    try:
        found = profile.load(path)
    except RoyalError as error:
        return ListedProfile(name, None, None, None, error.message, path)
    state = "valid" if winner == path else f"not used: {winner} has the same name"
    return ListedProfile(name, found.title or None, found.kind, found.feed, state, path)


def _files(directory: Path) -> Iterator[tuple[str, Path]]:
    for folder in folders(directory):
        for path in sorted(folder.glob(f"*{_ENDING}")):
            yield path.name.removesuffix(_ENDING), path


@dataclass(frozen=True, slots=True)
class MappedColumn:
    column: str
    field: str


@dataclass(frozen=True, slots=True)
class StatedValue:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ShownProfile:
    """What a profile says, in the words of its format."""

    name: str
    title: str | None
    kind: str
    feed: str
    path: Path
    columns: list[MappedColumn]
    constants: list[StatedValue]
    values: list[StatedValue]


def shown(path: Path) -> ShownProfile:
    found = profile.load(path)
    meant = [(found.said[words].header, fields) for words, fields in found.meant.items()]
    file = {name: value for name, value in found.file._asdict().items() if value is not None}
    return ShownProfile(
        name=path.name.removesuffix(_ENDING), title=found.title or None, kind=found.kind, feed=found.feed,
        path=path,
        columns=[MappedColumn(column, field) for column, fields in meant for field in fields],
        constants=_stated(found.constants), values=_stated({**found.values, **file}),
    )  # fmt: skip


def _stated(said: Mapping[str, object]) -> list[StatedValue]:
    return [StatedValue(name, _text(value)) for name, value in said.items() if value != {}]


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {part}" for name, part in value.items())
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
