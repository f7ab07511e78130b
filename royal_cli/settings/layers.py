"""Which place says what, and which of them wins."""

import os
from collections.abc import Mapping, Set
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from royal_cli.errors import NotFound, UsageError
from royal_cli.settings.files import Layer, Stated, TomlFile, files, secret_in, user_file
from royal_cli.settings.model import Origin, Setting, Settings, every_setting, known, masked

#: Variables that begin with ROYAL_ and are not settings.
OTHER_VARIABLES = frozenset({"ROYAL_PROFILE", "ROYAL_NO_PROMPT", "ROYAL_TEST_POSTGRES_URL", "ROYAL_COPY_TO"})


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
        return Stated(secret_in(Path(path), pointer), Origin("environment", pointer))
    return Stated(value, Origin("environment", name)) if value else None


def unknown_variables(environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """ROYAL_* variables that mean nothing, each with the setting that was probably meant."""
    settings = every_setting().values()
    names = {s.variable for s in settings} | {s.variable + "_FILE" for s in settings if s.secret} | OTHER_VARIABLES
    strange = [name for name in sorted(environ) if name.startswith("ROYAL_") and name not in names]
    return [(name, _likely(name, names)) for name in strange]


def _likely(name: str, names: Set[str]) -> str:
    """Of names that all begin with ROYAL_, what follows decides."""
    rests = [known.removeprefix("ROYAL_") for known in names]
    return "".join(f"ROYAL_{rest}" for rest in get_close_matches(name.removeprefix("ROYAL_"), rests, n=1))


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
    except ValidationError as error:
        raise _refusal(error, layer) from None
    settings._origins = {key: stated.origin for key, stated in layer.items()}
    return settings


def _refusal(error: ValidationError, layer: Layer) -> UsageError:
    problem = error.errors(include_url=False, include_context=False)[0]
    key = ".".join(str(part) for part in problem["loc"])
    stated = layer[key]
    what = problem["msg"].removeprefix("Value error, ").replace("Input should", "it should")
    value = "not usable" if every_setting()[key].secret else repr(stated.value)
    return UsageError(
        f"The setting {key} is {value} ({stated.origin}): {what}.",
        hint=every_setting()[key].description,
        setting=key,
        problem=what,
    )
