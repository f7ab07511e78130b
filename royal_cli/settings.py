"""Every setting of royal in one frozen object, each knowing where its value comes from.

The first that says something wins: a flag (`--set`), a ROYAL_* variable, the profile, the project's
royal.toml, the user's royal.toml, the default.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import platformdirs
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, SecretStr
from pydantic import ValidationError as Invalid

from royal_cli.errors import NotFound, UsageError
from royal_cli.money import is_currency

FILE_NAME = "royal.toml"

#: Variables that begin with ROYAL_ and are not settings.
OTHER_VARIABLES = frozenset({"ROYAL_PROFILE", "ROYAL_NO_PROMPT", "ROYAL_TEST_POSTGRES_URL"})

_SIZES = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_PASSWORD = re.compile(r"(://[^:/@\s]*:)\S+(@)|([?&]\w*password=)[^&\s]+()")


def masked(text: str) -> str:
    """The same text with the password of every URL in it made unreadable."""
    return _PASSWORD.sub(r"\1\3***\2", text)


def _currency(code: str) -> str:
    if not is_currency(code.upper()):
        raise ValueError("it should be a currency code of ISO 4217, such as EUR")
    return code.upper()


def _timezone(name: str) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise ValueError("it should be a time zone such as Europe/Amsterdam or UTC") from error
    return name


def _size(value: object) -> object:
    """Bytes, from a number or a text such as "16 MB"."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"(\d+)\s*([KMGT]?B)?", value.strip().upper())
    if not found:
        raise ValueError('it should be a size such as "16 MB"')
    return int(found[1]) * _SIZES[found[2] or ""]


def _size_text(count: int) -> str:
    unit = next(unit for unit in ("TB", "GB", "MB", "KB", "B") if count % _SIZES[unit] == 0)
    return f"{count // _SIZES[unit]} {unit}"


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _database(secret: SecretStr) -> SecretStr:
    url = secret.get_secret_value()
    if not url.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise ValueError("it should begin with sqlite:/// or postgresql://")
    return SecretStr(url.replace("sqlite:///~/", f"sqlite:///{Path.home()}/", 1))


def _default_database() -> SecretStr:
    return SecretStr(f"sqlite:///{platformdirs.user_data_path('royal') / 'royal.db'}")


Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Size = Annotated[int, BeforeValidator(_size), Field(gt=0)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Safety(_Frozen):
    max_vanish_share: Share = Field(
        default=0.2, description="Largest share of the catalogue that one feed may leave out."
    )
    max_zeroed_share: Share = Field(
        default=0.2, description="Largest share of the variants whose stock one feed may set to 0."
    )
    max_price_change: Annotated[float, Field(ge=0, allow_inf_nan=False)] = Field(
        default=0.5, description="Largest change of one variant's price, as a share of the price it had."
    )
    max_price_change_share: Share = Field(
        default=0.1, description="Largest share of the variants whose price may change by more than max_price_change."
    )


class Feeds(_Frozen):
    max_bytes: Size = Field(default=20 * 10**9, description="Largest feed that is read, once decompressed.")
    max_cell_bytes: Size = Field(default=16 * 10**6, description="Largest cell of a feed; more is a broken quote.")
    max_ratio: Annotated[int, Field(gt=0)] = Field(
        default=200, description="Most bytes that one compressed byte may become; more is a trap."
    )


class Display(_Frozen):
    decimal_mark: Literal[".", ","] = Field(default=".", description="The mark before the cents, in tables only.")
    dates: Literal["iso", "dmy", "mdy"] = Field(default="iso", description="How a date is written, in tables only.")


class Origin(NamedTuple):
    """Where a value comes from: the kind of place, and the place itself."""

    kind: Literal["default", "user", "project", "profile", "environment", "flag"]
    place: str

    def __str__(self) -> str:
        return self.place


DEFAULT = Origin("default", "default")


class Settings(_Frozen):
    database_url: Annotated[SecretStr, AfterValidator(_database)] = Field(
        default_factory=_default_database, description="The database: sqlite:///path or postgresql://user@host/name."
    )
    currency: Annotated[str, AfterValidator(_currency)] = Field(
        default="EUR", description="The currency of a price that does not say its own."
    )
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        default="UTC", description="The zone of a time that does not say its own, and of the times that tables show."
    )
    location: Annotated[str, Field(min_length=1)] = Field(
        default="Main", description="The location of a stock figure that does not name one."
    )
    vat: Literal["unknown", "included", "excluded"] = Field(
        default="unknown", description="Whether a price that does not say so includes VAT."
    )
    lock_wait: Annotated[float, Field(ge=0, allow_inf_nan=False)] = Field(
        default=10.0, description="Seconds to wait for somebody else who is writing; 0 gives up at once."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="What is worth a line on stderr."
    )
    safety: Safety = Safety()
    feeds: Feeds = Feeds()
    display: Display = Display()

    _origins: dict[str, Origin] = PrivateAttr(default_factory=dict)

    def origin(self, key: str) -> Origin:
        """Where the value of a key such as "safety.max_vanish_share" comes from."""
        return self._origins.get(key, DEFAULT)

    def value(self, key: str) -> object:
        found: object = self
        for name in key.split("."):
            found = getattr(found, name)
        return found

    def shown(self, key: str) -> str:
        """The value as text that may be seen by anyone: no password."""
        value = self.value(key)
        if isinstance(value, SecretStr):
            return masked(value.get_secret_value())
        return _size_text(value) if every_setting()[key].is_size and isinstance(value, int) else _plain(value)

    @property
    def url(self) -> str:
        """The database's URL with its password: for opening it, never for showing it."""
        return self.database_url.get_secret_value()

    @property
    def price_includes_vat(self) -> bool | None:
        return {"unknown": None, "included": True, "excluded": False}[self.vat]


class Setting(NamedTuple):
    """What is known about a key without looking at any value."""

    key: str
    description: str
    secret: bool
    is_size: bool

    @property
    def variable(self) -> str:
        return "ROYAL_" + self.key.replace(".", "_").upper()


@cache
def every_setting() -> dict[str, Setting]:
    """All keys in the order in which they are declared."""
    return {setting.key: setting for setting in _declared(Settings, "")}


def _declared(model: type[BaseModel], prefix: str) -> Iterator[Setting]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, _Frozen):
            yield from _declared(field.annotation, f"{prefix}{name}.")
        else:
            is_size = any(isinstance(part, BeforeValidator) and part.func is _size for part in field.metadata)
            yield Setting(prefix + name, field.description or "", field.annotation is SecretStr, is_size)


def known(key: str) -> Setting:
    """The setting of that name, or a usage error that says which one was probably meant."""
    try:
        return every_setting()[key]
    except KeyError:
        raise UsageError(f"There is no setting {key!r}.", hint=_meant(key)) from None


def _meant(key: str) -> str:
    names = list(every_setting())
    by_last_word = {name.rsplit(".", 1)[-1]: name for name in names}
    close = get_close_matches(key, names, n=1) or get_close_matches(key.rsplit(".", 1)[-1], list(by_last_word), n=1)
    return f"Did you mean {by_last_word.get(close[0], close[0])}?" if close else "`royal config list` shows them all."


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
        self.profiles: dict[str, dict[str, Any]] = content.pop("profile", {})
        if not all(isinstance(table, dict) for table in [self.profiles, *self.profiles.values()]):
            raise UsageError(f"In {path} `profile` is not a table.", hint="A profile reads: [profile.NAME]")
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
        raise UsageError(f"There is no setting {key!r} ({place}).", hint=_meant(key))

    def _content(self, key: str, value: object) -> object:
        return value if key in every_setting() else _secret_in(self.path.parent / str(value), f"{key} in {self.path}")


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


def _secret_in(path: Path, name: str) -> str:
    try:
        return path.expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The file {path} that {name} names cannot be read.", hint="Correct its path.") from error


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


def environment(environ: Mapping[str, str]) -> Layer:
    """What the ROYAL_* variables say. An empty variable says nothing."""
    layer: Layer = {}
    for setting in every_setting().values():
        if stated := _variable(setting, environ):
            layer[setting.key] = stated
    return layer


def _variable(setting: Setting, environ: Mapping[str, str]) -> Stated | None:
    name, pointer = setting.variable, setting.variable + "_FILE"
    value, path = environ.get(name), environ.get(pointer) if setting.secret else None
    if value and path:
        raise UsageError(f"Both {name} and {pointer} are set.", hint="Unset one of them.")
    if path:
        return Stated(_secret_in(Path(path), pointer), Origin("environment", pointer))
    return Stated(value, Origin("environment", name)) if value else None


def unknown_variables(environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """ROYAL_* variables that mean nothing, each with the setting that was probably meant."""
    settings = every_setting().values()
    names = {s.variable for s in settings} | {s.variable + "_FILE" for s in settings if s.secret} | OTHER_VARIABLES
    strange = [name for name in sorted(environ) if name.startswith("ROYAL_") and name not in names]
    return [(name, next(iter(get_close_matches(name, names, n=1)), "")) for name in strange]


def flags(values: Mapping[str, str]) -> Layer:
    """What the command line says. A password never stands there, where every process can read it."""
    for key, value in values.items():
        if known(key).secret and masked(value) != value:
            name = every_setting()[key].variable
            raise UsageError(
                "A password does not belong on the command line.",
                hint=f"Put the URL into {name}, or into a file that {name}_FILE names.",
            )
    return {key: Stated(value, Origin("flag", "the command line")) for key, value in values.items()}


def load(
    values: Mapping[str, str] | None = None,
    *,
    profile: str | None = None,
    directory: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Read all places and check every value; a usage error names the place of the first bad one."""
    environ = os.environ if environ is None else environ
    found = files(directory or Path.cwd())
    chosen = profile or environ.get("ROYAL_PROFILE") or None
    profiles = [_profile(found, chosen)] if chosen else []
    merged: Layer = {}
    for layer in (flags(values or {}), environment(environ), *profiles, *(file.values for file in found)):
        merged = layer | merged
    return checked(merged)


def _profile(found: list[TomlFile], name: str) -> Layer:
    names = [profile for file in found for profile in file.profiles]
    if name not in names:
        close = get_close_matches(name, names, n=1)
        hint = f"Did you mean {close[0]}?" if close else f"Add [profile.{name}] to {user_file()}."
        raise NotFound(f"There is no profile {name!r} in the configuration.", hint=hint)
    layer: Layer = {}
    for file in found:
        layer = file.profile(name) | layer
    return layer


def checked(layer: Layer) -> Settings:
    nested: dict[str, Any] = {}
    for key, stated in layer.items():
        table = nested
        *parents, name = key.split(".")
        for parent in parents:
            table = table.setdefault(parent, {})
        table[name] = stated.value
    try:
        settings = Settings.model_validate(nested)
    except Invalid as error:
        raise _refusal(error, layer) from None
    settings._origins = {key: stated.origin for key, stated in layer.items()}
    return settings


def _refusal(error: Invalid, layer: Layer) -> UsageError:
    problem = error.errors(include_url=False, include_context=False)[0]
    key = ".".join(str(part) for part in problem["loc"])
    stated = layer[key]
    what = problem["msg"].removeprefix("Value error, ").replace("Input should", "it should")
    value = "not usable" if every_setting()[key].secret else repr(stated.value)
    return UsageError(f"The setting {key} is {value} ({stated.origin}): {what}.", hint=every_setting()[key].description)
