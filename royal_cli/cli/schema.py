"""`royal schema`: the JSON schema of what a command prints."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from royal_cli.cli import main
from royal_cli.cli.app import App
from royal_cli.cli.json_schema import envelope
from royal_cli.cli.output import schema_name, show
from royal_cli.cli.terminal import write
from royal_cli.cli.views import Column, Rows, View
from royal_cli.errors import NotFound


@dataclass(frozen=True)
class SchemaRow:
    command: str
    schema: str


app = App()

SCHEMAS = Rows(SchemaRow, Column("command", style="bold"), Column("schema"))


@app.command(
    "schema",
    shows=SCHEMAS,
    examples="""
    royal schema
    royal schema product list
    royal schema product list > product.list.json
    """,
)
def schema(
    command: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND …]", help="The command's words.", show_default=False)
    ] = None,
) -> None:
    """Print the JSON schema that the output of a command keeps to with --json; without one, list them all.

    The number at the end of a schema's name grows when a program that reads it would have to change.
    """
    if not command:
        show(SCHEMAS, [SchemaRow(" ".join(words), name) for words, (_, name) in _views(main.ENTRIES)])
        return
    words = tuple(word for word in command if word != "royal")
    views = dict(_views([entry for entry in main.ENTRIES if entry.name in words[:1]]))
    if words not in views:
        raise NotFound(f"`royal {' '.join(words)}` prints no JSON.", hint="`royal schema` lists what does.")
    write(json.dumps(envelope(*views[words]), indent=2) + "\n")


def _views(entries: Sequence[main.Entry]) -> Iterator[tuple[tuple[str, ...], tuple[View[Any], str]]]:
    """What each command shows, with the name of its schema; a part follows the words of its command."""
    for words, command in main.commands(entries):
        for view in (command.shows, *command.parts):
            if view:
                yield (*words, *([view.part] if view.part else [])), (view, schema_name(view, words))
