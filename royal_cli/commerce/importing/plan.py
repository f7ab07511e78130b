"""A plan file: what would change as it was shown, to be applied exactly so, or refused as stale."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from royal_cli.errors import FeedError, NotFound

SCHEMA = "royal.plan/1"
#: What the kinds of operations that a plan can be for begin with.
KINDS = ("product.", "order.")
_HEAD = ("kind", "source", "source_digest", "created_at", "counts")
_HINT = "Make one with --dry-run --output FILE, and do not edit it."


@dataclass(frozen=True, slots=True)
class Plan:
    """The head of a plan file; its changes follow one a line, so that a large plan is read as a stream."""

    path: Path
    kind: str
    source: str
    source_digest: str | None
    created_at: str
    counts: dict[str, Any]
    digest: str
    #: What else the head says of a plan of this kind.
    more: dict[str, Any] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """The changes, each as the canonical line that the digest is taken over."""
        with self.path.open(encoding="utf-8") as lines:
            for text in lines:
                if text.startswith(('{"action"', ',{"action"')):
                    yield text.strip().removeprefix(",")


def digest(lines: Iterable[str]) -> str:
    sha256 = hashlib.sha256()
    for text_line in lines:
        sha256.update(text_line.encode() + b"\n")
    return sha256.hexdigest()


def save_to(path: Path, write: Callable[[IO[str]], None]) -> None:
    """Let `write` fill the file; it appears whole or not at all."""
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8") as target:
            write(target)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def save(target: IO[str], head: dict[str, Any], lines: Iterable[str]) -> None:
    """Write a plan: valid JSON as a whole, one change a line, the digest last so that a torn file shows."""
    created_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    opening = json.dumps({"schema": SCHEMA, "created_at": created_at, **head}, ensure_ascii=False)
    target.write(opening[:-1] + ', "changes": [\n')

    def written() -> Iterator[str]:
        for number, text in enumerate(lines):
            target.write(f"{',' if number else ''}{text}\n")
            yield text

    seal = digest(written())
    target.write(f'], "digest": "{seal}"}}\n')


def load(path: Path) -> Plan:
    """Read a plan's head and check that the file is whole and as royal wrote it."""
    try:
        with path.open(encoding="utf-8") as lines:
            first = last = lines.readline()
            for text in lines:
                last = text
        head = json.loads(first.rstrip().removesuffix(', "changes": [') + "}")
        seal = json.loads(last.strip().replace("],", "{", 1))["digest"]
        if head["schema"] != SCHEMA or not head["kind"].startswith(KINDS):
            raise FeedError(f"{path} is no plan that this royal can apply.", hint=_HINT)
        known = {name: head.pop(name) for name in _HEAD}
        plan = Plan(path=path, **known, digest=seal, more=head)
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.", hint=_HINT) from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise FeedError(f"{path} is not a plan, or not all of one.", hint=_HINT) from error
    if digest(plan.lines()) != plan.digest:
        raise FeedError(f"{path} was changed after royal wrote it.", hint=_HINT)
    return plan
