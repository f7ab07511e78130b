"""How help is laid out: examples first, then what the words and options of a command are."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter, Parameter

_EVERYWHERE = "-P NAME, --set KEY=VALUE, -q, -v, --no-color, --no-input, -h"

#: Types as typer writes them -> as a person does.
_TYPES = {"<str>": "TEXT", "<int>": "N", "<int range>": "N", "<float>": "N", "<float range>": "N", "<path>": "PATH"}
_TYPE = re.compile("|".join(map(re.escape, _TYPES)))


def write_examples(formatter: "HelpFormatter", examples: str) -> None:
    with formatter.section("Examples"):
        for line in examples.strip().splitlines():
            formatter.write(f"{'':>{formatter.current_indent}}{line.strip()}\n")
    formatter.write_paragraph()


def usage_pieces(parameters: Iterable["Parameter"]) -> Iterator[str]:
    """`[OPTIONS] NAME [SKU …|-]`: what may be left out stands in brackets."""
    yield "[OPTIONS]"
    for argument in parameters:
        if argument.param_type_name == "argument":
            name = _name(argument)
            yield name if argument.required or name.startswith("[") else f"[{name}]"


def write_arguments(formatter: "HelpFormatter", parameters: Iterable["Parameter"]) -> None:
    _write(formatter, "Arguments", [(_name(one), getattr(one, "help", None) or "") for one in parameters])


def write_options(ctx: "Context", formatter: "HelpFormatter", title: str, parameters: Iterable["Parameter"]) -> None:
    records = [record for parameter in parameters if (record := parameter.get_help_record(ctx))]
    _write(formatter, title, [(_TYPE.sub(lambda found: _TYPES[found[0]], name), text) for name, text in records])


def write_commands(formatter: "HelpFormatter", commands: Iterable[tuple[str, "Command"]]) -> None:
    """Each with the first sentence of its help, on as many lines as that takes."""
    whole = 1_000
    _write(formatter, "Commands", [(name, command.get_short_help_str(whole)) for name, command in commands])


def write_everywhere(formatter: "HelpFormatter") -> None:
    with formatter.section("Everywhere (`royal --help` explains them)"):
        formatter.write_text(_EVERYWHERE)


def _name(argument: "Parameter") -> str:
    name = argument.metavar or str(argument.name).upper()
    return name if argument.nargs == 1 or "…" in name else f"{name} …"


def _write(formatter: "HelpFormatter", title: str, rows: Sequence[tuple[str, str]]) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(rows)
