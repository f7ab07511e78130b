"""What an undo finds changed since, and therefore keeps."""

from dataclasses import dataclass, field

EXAMPLES = 50


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that is not as the operation left it. `now` is what it is, `after` what the operation made it."""

    entity: str
    key: str | None
    field: str | None
    before: str | None
    after: str | None
    now: str | None
    why: str


@dataclass(slots=True)
class Conflicts:
    """All are counted, the first ones are shown."""

    count: int = 0
    examples: list[Conflict] = field(default_factory=list)

    def add(self, count: int, examples: list[Conflict]) -> None:
        self.count += count
        self.examples += examples[: EXAMPLES - len(self.examples)]
