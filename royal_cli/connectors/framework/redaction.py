"""Takes secrets and people out of what is logged, shown or kept."""

import re
from collections.abc import Iterable
from typing import Any

MASK = "***"
_SECRET = re.compile(
    r"token|secret|passw|authori[sz]ation|credential|signature|api[-_]?key|access[-_]?key|client_secret|assertion|cookie",
    re.IGNORECASE,
)
#: Keys under which channels put what belongs to a person.
_PERSONAL = re.compile(
    r"e-?mail|phone|first_?name|last_?name|surname|buyer_?name|recipient|address|street|house_?number|zip|postal|"
    r"birth|vat_?number",
    re.IGNORECASE,
)
_SHORTEST = 6


class Redactor:
    """Knows the secrets of one account, and makes any text or document free of them."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = sorted({secret for secret in secrets if len(secret) >= _SHORTEST}, key=len, reverse=True)

    def learn(self, secret: str) -> None:
        """A secret that came later, such as a token."""
        if len(secret) >= _SHORTEST and secret not in self._secrets:
            self._secrets = sorted([*self._secrets, secret], key=len, reverse=True)

    def text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return text

    def document(self, value: Any, *, people: bool = True) -> Any:
        """A copy of a JSON document without secrets, and with `people` without persons."""
        match value:
            case dict():
                return {
                    name: MASK
                    if part is not None and (_SECRET.search(name) or (people and _PERSONAL.search(name)))
                    else self.document(part, people=people)
                    for name, part in value.items()
                }
            case list() | tuple():
                return [self.document(part, people=people) for part in value]
            case str():
                return self.text(value)
        return value
