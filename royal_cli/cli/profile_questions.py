"""What a person is asked while a profile is made; each answer is what a flag could have said."""

from collections.abc import Mapping

from royal_cli.cli.prompts import ask, choose
from royal_cli.cli.terminal import one_line
from royal_cli.commerce.feeds.proposing.making import Making
from royal_cli.commerce.feeds.proposing.proposal import Proposal
from royal_cli.commerce.feeds.proposing.questions import Question
from royal_cli.commerce.feeds.proposing.said import WORDS, Said, checked_word, complaint
from royal_cli.errors import Refused, UsageError
from royal_cli.money import is_currency

_SAVE, _CHANGE, _STOP = "Save it", "Change a column", "Stop, and save nothing"
_LEAVE_OUT = "leave it out"
_OTHER = "something else …"
_LONGEST = 40


def answers(table: Making, said: Said) -> Said:
    """Ask until the table leaves nothing open."""
    while questions := table.proposal(said).questions:
        question = questions[0]
        said = question.answered(said, _answer(question))
    return said


def _answer(question: Question) -> str:
    if question.choices:
        return _chosen(question.asks, question.choices, question.default)
    if question.about != "currency":
        raise UsageError(question.asks, hint="Add a column that does, or say which one comes closest with --key.")
    return ask(question.asks, question.default, _not_a_currency).upper()


def _not_a_currency(text: str) -> str | None:
    return None if is_currency(text.upper()) else "It is a code of three letters, such as EUR."


def _chosen(asks: str, choices: Mapping[str, str], default: str) -> str:
    """One of the answers, shown with what stands beside it."""
    width = max(len(_short(answer)) for answer in choices)
    shown = {f"{_short(answer):{width}}  {_short(beside)}".rstrip(): answer for answer, beside in choices.items()}
    first = next((line for line, answer in shown.items() if answer == default), next(iter(shown)))
    return shown[choose(one_line(asks), list(shown), first)]


def _short(text: str) -> str:
    bare = one_line(text)
    return bare if len(bare) <= _LONGEST else f"{bare[: _LONGEST - 1]}…"


def changed(proposal: Proposal, said: Said) -> Said | None:
    """What is said after a column was changed; None where it is to be saved as it is."""
    match choose("Is that right?", [_SAVE, _CHANGE, _STOP], _SAVE):
        case answer if answer == _SAVE:
            return None
        case answer if answer == _STOP:
            raise Refused("Nothing was saved.")
    beside = {column.column: column.field or column.known for column in proposal.columns}
    column = _chosen("Which column?", beside, next(iter(beside)))
    fields = {"key": "names each row", "product": "names the product of several rows"} | dict.fromkeys(WORDS, "")
    word = _chosen(
        f"What is {column}?", {_LEAVE_OUT: "", _OTHER: "option: Size, stock: Utrecht …"} | fields, _LEAVE_OUT
    )
    if word == _OTHER:
        word = ask("In the words of royal's own table", "", lambda text: complaint(lambda: checked_word(text)))
    return said.changed(column, "" if word == _LEAVE_OUT else word)
