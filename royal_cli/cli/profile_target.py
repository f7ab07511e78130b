"""Where a new profile goes, and what it is called there."""

from dataclasses import dataclass
from pathlib import Path

from royal_cli.cli.prompts import ask
from royal_cli.commerce.feeds import profile_files
from royal_cli.errors import Conflict, NotFound


@dataclass(frozen=True)
class Called:
    name: str
    path: Path


@dataclass
class Target:
    """Where the profile goes, and what it is called there."""

    feed: str
    name: str | None
    output: Path | None
    may_replace: bool

    def __post_init__(self) -> None:
        if self.name or self.output:
            self._refuse_taken(self._called(self.name or ""))

    def _called(self, name: str) -> Called:
        if self.output:
            if not self.output.absolute().parent.is_dir():
                raise NotFound(f"There is no folder {self.output.parent}.", hint="Make it first, or write elsewhere.")
            return Called(self.name or str(self.output), self.output)
        return Called(name, profile_files.new_file(name, Path.cwd()))

    def settled(self, *, asks: bool) -> Called:
        """The name that was said, or is said now."""
        if self.name or self.output:
            return self._called(self.name or "")
        name = profile_files.named_after(self.feed)
        called = self._called(ask("A name for this profile", name, self._complaint).strip() if asks else name)
        self._refuse_taken(called)
        return called

    def _complaint(self, name: str) -> str | None:
        if wrong := profile_files.wrong_name(name):
            return wrong
        return "There is a profile of that name." if self._is_taken(self._called(name)) else None

    def _is_taken(self, called: Called) -> bool:
        return called.path.exists() and not self.may_replace

    def _refuse_taken(self, called: Called) -> None:
        if self._is_taken(called):
            hint = "--name gives this one another name, --force writes over it."
            raise Conflict(f"There is a profile {called.path} already.", hint=hint)
