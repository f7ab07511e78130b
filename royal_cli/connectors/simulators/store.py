"""What a simulated vendor knows, in a file of its own: it outlives the process, and all processes see the same."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS documents (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, changed REAL NOT NULL,
  place INTEGER NOT NULL, PRIMARY KEY (kind, id));
CREATE INDEX IF NOT EXISTS documents_changed ON documents (kind, changed, place);
CREATE INDEX IF NOT EXISTS documents_place ON documents (kind, place);
CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, left REAL NOT NULL, since REAL NOT NULL);
CREATE TABLE IF NOT EXISTS calls (name TEXT PRIMARY KEY, number INTEGER NOT NULL);
"""


class Store:
    """Documents by kind and id, in the order in which they came; buckets; counts of calls.

    Use it inside `transaction`: a request happens as a whole or not at all, one after the other.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.clock = clock
        self._connection = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.executescript(_TABLES)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator["Store"]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def put(self, kind: str, id: str, body: Any, *, changed: float | None = None) -> None:
        """Keep a document, new or in the place of the one with its id; it counts as changed now."""
        self._connection.execute(
            "INSERT INTO documents VALUES (?1, ?2, ?3, ?4, (SELECT COALESCE(max(place), 0) + 1 FROM documents WHERE"
            " kind = ?1)) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, changed = excluded.changed",
            (kind, id, json.dumps(body), self.clock() if changed is None else changed),
        )

    def get(self, kind: str, id: str) -> Any:
        """The document, or None."""
        row = self._connection.execute("SELECT body FROM documents WHERE kind = ? AND id = ?", (kind, id)).fetchone()
        return None if row is None else json.loads(row[0])

    def delete(self, kind: str, id: str) -> bool:
        return self._connection.execute("DELETE FROM documents WHERE kind = ? AND id = ?", (kind, id)).rowcount > 0

    def all(
        self, kind: str, *, since: float | None = None, by: str = "place", offset: int = 0, limit: int = -1
    ) -> list[tuple[str, Any, float]]:
        """(id, document, when it changed), by place or by time of change; those changed at `since` or later."""
        order = "changed, place" if by == "changed" else "place"
        rows = self._connection.execute(
            "SELECT id, body, changed FROM documents WHERE kind = ? AND changed >= ?"
            f" ORDER BY {order} LIMIT ? OFFSET ?",
            (kind, -1.0 if since is None else since, limit, offset),
        ).fetchall()
        return [(id, json.loads(body), changed) for id, body, changed in rows]

    def count(self, kind: str) -> int:
        return int(self._connection.execute("SELECT count(*) FROM documents WHERE kind = ?", (kind,)).fetchone()[0])

    def call(self, name: str) -> int:
        """The number of this call, from 1, in all processes."""
        return int(
            self._connection.execute(
                "INSERT INTO calls VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET number = number + 1 RETURNING number",
                (name,),
            ).fetchone()[0]
        )

    def take(self, name: str, per_second: float, burst: float, cost: float = 1.0) -> tuple[float, float]:
        """Take from a bucket; returns what is left and how many seconds it takes until there is enough, 0 if taken."""
        now = self.clock()
        row = self._connection.execute("SELECT left, since FROM buckets WHERE name = ?", (name,)).fetchone()
        left, since = row or (burst, now)
        left = min(left + max(now - since, 0.0) * per_second, burst)
        enough = left >= cost - 1e-9
        left = left - cost if enough else left
        self._connection.execute(
            "INSERT INTO buckets VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET left = excluded.left,"
            " since = excluded.since",
            (name, left, now),
        )
        return left, 0.0 if enough else (cost - left) / per_second
