"""A plan file: proposals as they were shown, to be applied exactly so, or refused as stale."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from royal_cli.commerce.catalog.importing.proposals import digest
from royal_cli.errors import FeedError, NotFound

SCHEMA = "royal.plan/1"
#: What the kinds of operations that a plan can be for begin with.
KINDS = "product."
_HINT = "Make one with --dry-run --output FILE, and do not edit it."


@dataclass(frozen=True, slots=True)
class Plan:
    """The head of a plan file; its proposals follow one a line, so that a large plan is read as a stream."""

    path: Path
    kind: str
    source: str
    source_digest: str | None
    created_at: str
    counts: dict[str, Any]
    digest: str

    def lines(self) -> Iterator[str]:
        """The proposals, each as the canonical line that the digest is taken over."""
        with self.path.open(encoding="utf-8") as lines:
            for text in lines:
                if text.startswith(('{"action"', ',{"action"')):
                    yield text.strip().removeprefix(",")


def save(target: IO[str], head: dict[str, Any], lines: Iterable[str]) -> None:
    """Write a plan: valid JSON as a whole, one proposal a line, the digest last so that a torn file shows."""
    opening = json.dumps({"schema": SCHEMA, **head}, ensure_ascii=False)
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
        plan = Plan(
            path=path,
            kind=head["kind"],
            source=head["source"],
            source_digest=head["source_digest"],
            created_at=head["created_at"],
            counts=head["counts"],
            digest=seal,
        )
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.", hint=_HINT) from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise FeedError(f"{path} is not a plan, or not all of one.", hint=_HINT) from error
    if digest(plan.lines()) != plan.digest:
        raise FeedError(f"{path} was changed after royal wrote it.", hint=_HINT)
    return plan
