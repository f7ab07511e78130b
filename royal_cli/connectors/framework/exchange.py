"""One request to a channel, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Body = Literal["json", "text", "bytes", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`operation` names it in logs and chooses its rate; `url` is a path under the channel's address, or a whole one.

    `repeatable` says that sending it twice does what sending it once does: reads, and writes with a key of their own
    or that set a value. Everything else is sent once; where no answer came back, that is `Unsure`.
    At most one of `json`, `form` and `content` is given.
    """

    operation: str
    method: str = "GET"
    url: str
    params: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, str] | None = None
    content: bytes | None = None
    repeatable: bool = False
    #: What it costs of the operation's budget.
    cost: float = 1.0
    #: What the body of a good answer is.
    expects: Body = "json"
    #: False for addresses outside the channel that must not see its credentials, such as signed downloads.
    signed: bool = True

    def with_params(self, **values: str) -> dict[str, Any]:
        """The changed parameters, for `dataclasses.replace`: each name once."""
        kept = tuple((name, value) for name, value in self.params if name not in values)
        return {"params": (*kept, *values.items())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`data` is the decoded body: what JSON holds, a text, bytes, or None where nothing was expected.

    Numbers with a point are Decimal: money never goes through a float. `received` is the server's own time (its Date),
    and ours where it does not tell.
    """

    status: int
    headers: Mapping[str, str]
    data: Any
    received: datetime
    url: str
