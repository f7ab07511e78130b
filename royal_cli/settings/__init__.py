"""Every setting of royal in one frozen object, each knowing where its value comes from.

The first that says something wins: a flag (`--set`), a ROYAL_* variable, the profile, the project's
royal.toml, the user's royal.toml, the default.
"""

from royal_cli.settings.files import FILE_NAME, TomlFile, project_file, user_file
from royal_cli.settings.layers import checked, flags, load, unknown_variables
from royal_cli.settings.model import DEFAULT, Origin, Setting, Settings, every_setting, known, masked

__all__ = [
    "DEFAULT",
    "FILE_NAME",
    "Origin",
    "Setting",
    "Settings",
    "TomlFile",
    "checked",
    "every_setting",
    "flags",
    "known",
    "load",
    "masked",
    "project_file",
    "unknown_variables",
    "user_file",
]
