"""Which of the attributes that items list are the options of their product: those that tell its items apart."""

from collections.abc import Iterable, Mapping, Sequence

from royal_cli.commerce.feeds.formats.groups import repeated
from royal_cli.commerce.feeds.formats.options import Options
from royal_cli.commerce.feeds.rows import SEPARATOR


def pairs(names: str, values: str, units: str = "") -> list[tuple[str, str]]:
    """Names and values that stand in two cells side by side; those of the same name joined."""
    stated: dict[str, list[str]] = {}
    written = names.split(SEPARATOR), values.split(SEPARATOR)
    measured = units.split(SEPARATOR) if units else [""] * len(written[0])
    if {len(written[0])} != {len(written[1]), len(measured)}:
        return []
    for name, value, unit in zip(*written, measured, strict=True):
        if name.strip() and value.strip():
            stated.setdefault(" ".join(name.split()), []).append(" ".join(f"{value} {unit}".split()))
    return [(name, " / ".join(dict.fromkeys(found))) for name, found in stated.items()]


def options_of(keys: Sequence[str], skus: Sequence[str | None], attributes: Sequence[Options]) -> list[Options]:
    """Per row the attributes that all items of its product state and that differ among them.

    Rows that repeat an item count once: what they say otherwise makes no other item of it.
    """
    found: list[Options] = [[] for _ in keys]
    for group in repeated(keys):
        items: dict[object, dict[str, str]] = {}
        for row in group:
            items.setdefault(skus[row] or row, dict(attributes[row]))
        first, *others = items.values()
        differing = [name for name in first if all(name in one for one in others) and _differs(name, items.values())]
        for row in group:
            found[row] = [(name, items[skus[row] or row][name]) for name in differing]
    return found


def _differs(name: str, items: Iterable[Mapping[str, str]]) -> bool:
    return len({item[name] for item in items}) > 1
