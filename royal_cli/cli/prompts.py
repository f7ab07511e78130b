"""Questions for a person, each of which a flag can answer as well."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from royal_cli.cli.terminal import terminal
from royal_cli.errors import Refused

if TYPE_CHECKING:
    from prompt_toolkit.output import Output
    from questionary import Question


def ask(question: str, default: str, check: Callable[[str], str | None]) -> str:
    """A line of text; `check` says what is wrong with it. Without anybody to ask it is the default."""
    if not terminal().interactive:
        return default
    import questionary

    def valid(text: str) -> bool | str:
        return check(text) or True

    return str(_answer(questionary.text(question, default=default, validate=valid, output=_on_stderr())))


def choose(question: str, choices: Sequence[str], default: str) -> str:
    if not terminal().interactive:
        return default
    import questionary

    return str(_answer(questionary.select(question, choices=list(choices), default=default, output=_on_stderr())))


def confirm(question: str, *, yes: bool) -> None:
    """Go on only when somebody agrees: now, or with --yes where nobody can be asked."""
    if yes:
        return
    if not terminal().interactive:
        raise Refused(f"{question} Nobody is here to answer.", hint="Add --yes if that is what you want.")
    import questionary

    if not _answer(questionary.confirm(question, default=False, output=_on_stderr())):
        raise Refused("Nothing was done.")


def _answer(question: "Question") -> object:
    """Ctrl-C while a question stands is Ctrl-C, not an empty answer."""
    return question.unsafe_ask()


def _on_stderr() -> "Output":
    """stdout is for data, also while questions are asked."""
    from prompt_toolkit.output import create_output

    return create_output(stdout=sys.stderr)
