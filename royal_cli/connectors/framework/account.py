"""An account at a channel: what it is called, how it is set up, and its secrets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a connector has to know of an account. `add` asks for it.

    A secret is kept outside the database. `pattern` is a regular expression that the whole value fits.
    """

    name: str
    label: str
    secret: bool = False
    required: bool = True
    default: str | None = None
    help: str = ""
    choices: tuple[str, ...] = ()
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`name` is the channel's in royal; `settings` and `secrets` hold the connector's fields.

    An account that is `simulated` speaks with a vendor of our own, in this process.
    """

    name: str
    type: str
    settings: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    simulated: bool = False

    def setting(self, name: str) -> str | None:
        return self.settings.get(name) or None


Ability = Literal[
    "price", "stock", "content", "create", "ship", "cancel", "refund", "webhooks", "hold", "reasons", "fees",
]  # fmt: skip
