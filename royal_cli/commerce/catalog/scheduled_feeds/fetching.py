"""Brings a feed to the disk, whole, or says why it could not be had."""

import hashlib
import shutil
from pathlib import Path

from royal_cli.commerce.catalog.scheduled_feeds.addresses import Resolved
from royal_cli.commerce.feeds.source import Limits, open_feed
from royal_cli.connectors.download import Validators, fetch
from royal_cli.errors import BrokenFeed, FeedError, NotFound, Unavailable


def bring(resolved: Resolved, name: str, into: Path, known: Validators, limits: Limits) -> Validators | None:
    """Write the feed to `into`; None where the server has nothing newer than what is `known`.

    Unavailable where what came was cut short, empty or a web page: an error that its sender may have mended soon.
    """
    if not resolved.is_remote:
        _copy(Path(resolved.address), name, into)
        return Validators()
    with into.open("wb") as file:
        found = fetch(
            resolved.address,
            file,
            limit=limits.spooled,
            headers=resolved.headers,
            known=known,
            shown=name,
            timeout=limits.timeout,
        )
    if found is not None:
        _check_whole(name, into, limits)
    return found


def _check_whole(name: str, path: Path, limits: Limits) -> None:
    try:
        with open_feed(name, at=path, limits=limits) as source:
            source.read_through()
    except BrokenFeed as error:
        raise Unavailable(error.message, hint="Try again later, and open the address in a browser.") from error


def _copy(path: Path, name: str, into: Path) -> None:
    try:
        shutil.copyfile(path, into)
    except FileNotFoundError:
        raise NotFound(f"{name}: there is no file {path}.", hint=f"ls -l {path.parent}") from None
    except OSError as error:
        raise FeedError(f"{name}: {path} cannot be read: {error.strerror or error}.", hint=f"ls -l {path}") from error


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
