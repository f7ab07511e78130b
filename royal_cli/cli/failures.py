"""How a command that failed ends: one plain sentence or one JSON object on stderr, and an exit code."""

import json
import os
import sys
import traceback
from collections.abc import Sequence
from itertools import pairwise

import typer

from royal_cli.cli.terminal import ReaderGone, one_line, write
from royal_cli.errors import RoyalError, UsageError

INTERRUPTED = 130

#: What the checks of options say -> what a person says.
_PLAINLY = (
    (": Value error, ", ": "),
    (": Input should", ": it should"),
    ("a valid integer, unable to parse string as an integer", "a whole number"),
    ("a valid number, unable to parse string as a number", "a number"),
)


class Interrupted(RoyalError):
    code = "interrupted"
    exit_code = INTERRUPTED
    retryable = True


def ended(error: BaseException, words: Sequence[str]) -> int:
    """Say what went wrong in the way the words on the command line ask for; returns the exit code."""
    if isinstance(error, ReaderGone):
        _close_quietly()
        return 0
    spoken = words[: words.index("--")] if "--" in words else words
    told = _told(error)
    if {"-v", "--verbose"} & {*spoken} and not isinstance(told, Interrupted):
        _write_masked("".join(traceback.format_exception(error)))
    _write_masked(_as_json(told) if _wants_json(spoken) else _as_text(told))
    return told.exit_code


def _told(error: BaseException) -> RoyalError:
    """The error as the operator should hear it."""
    match error:
        case RoyalError():
            return error
        case KeyboardInterrupt() | typer.Abort():
            return Interrupted("Interrupted.", hint="The same command again takes up the work.")
        case typer.TyperException():
            return _misused(error)
        case OSError() if error.strerror:
            where = f" ({error.filename})" if error.filename else ""
            return RoyalError(f"The system says: {error.strerror}{where}.", hint="Look at permissions and space there.")
        case RecursionError() | MemoryError():
            return RoyalError(f"royal ran out of memory ({type(error).__name__}).", hint="Free some, and try again.")
    return RoyalError(
        f"Something happened that royal did not expect: {type(error).__name__}: {error}",
        hint="Run it again with --verbose for the traceback, and report it.",
    )


def _misused(error: typer.TyperException) -> RoyalError:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "royal"
    message = " ".join(error.format_message().split())
    for said, meant in _PLAINLY:
        message = message.replace(said, meant)
    return UsageError(f"{message.removesuffix('.')}.", hint=f"`{path} --help` shows what it takes.")


def _wants_json(words: Sequence[str]) -> bool:
    formats = {"json", "ndjson"}
    named = any(first == "--format" and second in formats for first, second in pairwise(words))
    return named or any(word == "--json" or word.removeprefix("--format=") in formats for word in words)


def _as_text(error: RoyalError) -> str:
    return f"royal: {one_line(error.message)}\n" + (f"       {one_line(error.hint)}\n" if error.hint else "")


def _as_json(error: RoyalError) -> str:
    told = {"code": error.code, "message": error.message, "hint": error.hint, "retryable": error.retryable}
    return json.dumps({"error": {**told, "details": error.details}}, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: object) -> object:
    from royal_cli.cli.views import to_json

    try:
        return to_json(value)
    except TypeError:
        return str(value)


def _write_masked(text: str) -> None:
    from royal_cli.settings import masked

    try:
        write(masked(text), sys.stderr)
    except ReaderGone:
        _close_quietly()


def _close_quietly() -> None:
    """Python flushes stdout once more when it ends; let that go nowhere."""
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        except (OSError, ValueError):
            continue
