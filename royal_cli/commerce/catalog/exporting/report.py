"""What an export wrote, and what it had to leave out for which reason."""

from dataclasses import dataclass, field

_NAMED = 5


@dataclass(frozen=True, slots=True)
class LeftOut:
    """`what` was left out: products, variants or only a field of them. `skus` are the first few."""

    what: str
    reason: str
    count: int
    skus: list[str]


@dataclass(slots=True)
class Report:
    """Counts while the feed is written; complete once its last block is."""

    rows: int = 0
    products: int = 0
    variants: int = 0
    _left: dict[tuple[str, str], LeftOut] = field(default_factory=dict)

    def leave(self, what: str, reason: str, sku: str) -> None:
        before = self._left.get((what, reason)) or LeftOut(what, reason, 0, [])
        skus = before.skus if len(before.skus) == _NAMED else [*before.skus, sku]
        self._left[what, reason] = LeftOut(what, reason, before.count + 1, skus)

    @property
    def left_out(self) -> list[LeftOut]:
        """What was left out most comes first."""
        return sorted(self._left.values(), key=lambda left: -left.count)
