"""Where the copies of a feed lie: the one that is coming in, the last good one, and the one before it.

Beside an SQLite database, in its `….feeds` folder; for a server in royal's data folder of this user.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from sqlalchemy import URL

from royal_cli.db.failures import database_file


@dataclass(frozen=True, slots=True)
class Kept:
    folder: Path

    @property
    def incoming(self) -> Path:
        return self.folder / "incoming"

    @property
    def latest(self) -> Path:
        return self.folder / "latest"

    @property
    def previous(self) -> Path:
        return self.folder / "previous"

    @property
    def rejects(self) -> Path:
        return self.folder / "rejects.csv"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    def make(self) -> None:
        """Only the owner may look into it: a supplier's prices are confidential."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def accept(self) -> None:
        """What came in is the last good copy now."""
        if self.latest.exists():
            self.latest.replace(self.previous)
        self.incoming.replace(self.latest)

    def discard(self) -> None:
        self.incoming.unlink(missing_ok=True)

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def kept(url: URL, name: str) -> Kept:
    path = database_file(url)
    if path:
        return Kept(path.with_name(f"{path.name}.feeds") / name)
    place = re.sub(r"[^\w.-]+", "_", f"{url.host or 'local'}-{url.port or 5432}-{url.database}")
    return Kept(platformdirs.user_data_path("royal") / "feeds" / place / name)
