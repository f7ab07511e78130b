"""How an import went, in rows of the file and in rows of the tables."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the feed: every one of them ends in exactly one of the four."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int

    def __str__(self) -> str:
        return (
            f"{self.read:,} read: {self.created:,} created, {self.updated:,} updated,"
            f" {self.unchanged:,} unchanged, {self.rejected:,} rejected"
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows of one table."""

    created: int
    updated: int
    unchanged: int

    def __str__(self) -> str:
        return f"{self.created:,} created, {self.updated:,} updated, {self.unchanged:,} unchanged"
