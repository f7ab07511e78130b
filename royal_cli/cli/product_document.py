"""Opens products in the operator's editor, and carries out what was changed there."""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from royal_cli.cli import changing
from royal_cli.cli.prompts import choose
from royal_cli.cli.terminal import note, terminal
from royal_cli.commerce import session
from royal_cli.commerce.catalog.editing.edit_document import DocumentEdit, document_of, edit_document
from royal_cli.commerce.catalog.editing.run import Job
from royal_cli.errors import RoyalError, UsageError

_EDITORS = ("sensible-editor", "nano", "vi")
_AGAIN, _GIVE_UP = "edit it again", "give up"


def edit(skus: Sequence[str], how: changing.How) -> None:
    """What was written stays in its file, and is told, unless it was carried out."""
    with session.engine(terminal().settings) as engine:
        before = document_of(engine, skus)
    handle, name = tempfile.mkstemp(prefix="royal-", suffix=".toml")
    path = Path(name)
    with open(handle, "w", encoding="utf-8") as target:
        target.write(before)
    try:
        job = _edited(path, skus, before)
        changing.change(job, how)
    except BaseException as error:
        if _text(path) == before:
            path.unlink()
        elif isinstance(error, RoyalError):
            error.hint = " ".join(filter(None, (error.hint, f"What you wrote is in {path}.")))
        else:
            note(f"What you wrote is in {path}.")
        raise
    path.unlink(missing_ok=True)


def _edited(path: Path, skus: Sequence[str], before: str) -> Job:
    """Open the editor until what it leaves can be read, or the operator has had enough."""
    settings = terminal().settings
    while True:
        _open(path)
        wanted = DocumentEdit(
            skus=skus,
            before=before,
            after=_text(path),
            currency=settings.currency,
            default_location=settings.location,
        )
        try:
            return edit_document(wanted)
        except UsageError as error:
            note(" ".join(filter(None, (error.message, error.hint))))
            if choose("What now?", [_AGAIN, _GIVE_UP], default=_AGAIN) == _GIVE_UP:
                raise


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8.") from None


def _open(path: Path) -> None:
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or next(filter(shutil.which, _EDITORS), None)
    if command is None:
        raise UsageError("There is no editor.", hint="Set EDITOR, or say what to change: --price 12.95")
    try:
        code = subprocess.call([*shlex.split(command), str(path)])
    except (OSError, ValueError) as error:
        raise UsageError(f"The editor {command!r} cannot be started: {error}.", hint="Set EDITOR to another.") from None
    if code:
        raise UsageError(f"The editor {command!r} ended with code {code}; nothing was changed.")
