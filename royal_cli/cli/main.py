"""The program `royal`: which commands there are, and how every call of it ends."""

import atexit
import gc
import io
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer._completion_classes import completion_init
from typer.core import TyperCommand

from royal_cli.cli.app import App, Command, Group
from royal_cli.cli.failures import INTERRUPTED, ended
from royal_cli.cli.help_text import write_examples, write_options

if TYPE_CHECKING:
    from typer._click import Command as AnyCommand
    from typer._click import Context, HelpFormatter


class Entry(NamedTuple):
    """One word after `royal`, and the module whose `app` answers to it; it is imported when it is called."""

    name: str
    module: str
    section: str
    help: str


ENTRIES = (
    Entry("product", "royal_cli.cli.product", "Catalogue", "The catalogue: feeds in and out, and daily work."),
    Entry("location", "royal_cli.cli.location", "Catalogue", "Where stock lies: warehouses, stores, suppliers."),
    Entry("order", "royal_cli.cli.order", "Orders", "Orders: read from files, sent, cancelled, refunded."),
    Entry("customer", "royal_cli.cli.customer", "Orders", "Who buys: found in orders, merged, exported, erased."),
    Entry("report", "royal_cli.cli.report", "Orders", "What the figures say, as tables, charts and pages."),
    Entry("history", "royal_cli.cli.history", "What was done", "What was done, by whom, and what it changed."),
    Entry("undo", "royal_cli.cli.undo", "What was done", "Take back an operation."),
    Entry("apply", "royal_cli.cli.apply", "What was done", "Do exactly what a saved plan says."),
    Entry("init", "royal_cli.cli.init", "Set-up", "Set royal up: the database and the first settings."),
    Entry("doctor", "royal_cli.cli.doctor", "Set-up", "What is missing or wrong, and what to type."),
    Entry("db", "royal_cli.cli.db", "Set-up", "Upgrade, back up and restore the database."),
    Entry("config", "royal_cli.cli.config", "Set-up", "Settings, and where each comes from."),
    Entry("schema", "royal_cli.cli.schema", "For scripts", "The JSON schema of what a command prints."),
    Entry("completion", "royal_cli.cli.completion", "For scripts", "Make the shell complete royal's commands."),
)

EXAMPLES = """
royal init
royal product import feed.csv --dry-run
royal product list --limit 20
royal doctor
"""

EXIT_CODES = """
0 done, or nothing to do; 1 failed; 2 wrong usage; 3 partly done; 4 credentials; 5 not found; 6 conflict;
7 refused, or waits for approval; 8 try later; 9 locked; 10 the dry run found changes; 130 interrupted
"""


def load(name: str) -> "AnyCommand | None":
    """The command of that name, with its module."""
    for entry in ENTRIES:
        if entry.name == name:
            app: App = import_module(entry.module).app
            return app.build()
    return None


def commands(entries: Sequence[Entry] = ENTRIES) -> Iterator[tuple[tuple[str, ...], Command]]:
    """Every command with the words that call it, the verbs of a noun one by one."""
    for entry in entries:
        found = load(entry.name)
        if isinstance(found, Command):
            yield (entry.name,), found
        elif isinstance(found, Group):
            yield from _verbs((entry.name,), found)


def _verbs(words: tuple[str, ...], noun: Group) -> Iterator[tuple[tuple[str, ...], Command]]:
    """The commands of a noun, and those of the nouns that stand within it."""
    for verb, command in noun.verbs():
        if isinstance(command, Command):
            yield (*words, verb), command
        elif isinstance(command, Group):
            yield from _verbs((*words, verb), command)


class Root(Group):
    """`royal` itself. Its help and its completion import none of the commands."""

    examples = EXAMPLES

    def list_commands(self, ctx: "Context") -> list[str]:
        return [entry.name for entry in ENTRIES]

    def get_command(self, ctx: "Context", cmd_name: str) -> "AnyCommand | None":
        for entry in ENTRIES:
            if entry.name == cmd_name:
                return TyperCommand(entry.name, short_help=entry.help, rich_markup_mode=None)
        return None

    def find(self, ctx: "Context", word: str) -> "AnyCommand | None":
        return load(word)

    def meant(self, ctx: "Context", word: str) -> str:
        """`royal import` is `royal product import`."""
        product = load("product")
        if isinstance(product, Group) and word in product.list_commands(ctx):
            return f"Did you mean `royal product {word}`?"
        return super().meant(ctx, word)

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        write_examples(formatter, self.examples)
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        for section in dict.fromkeys(entry.section for entry in ENTRIES):
            with formatter.section(section):
                formatter.write_dl([(entry.name, entry.help) for entry in ENTRIES if entry.section == section])
        write_options(ctx, formatter, "Everywhere", self.get_params(ctx))
        with formatter.section("Exit codes"):
            formatter.write_text(" ".join(EXIT_CODES.split()))

    def main(
        self,
        args: Any = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Answer one call and end the process: the one place where errors become exit codes."""
        words = sys.argv[1:] if args is None else list(args)
        if "_ROYAL_COMPLETE" in os.environ:
            completion_init()
        try:
            code = super().main(words, "royal", complete_var, False, windows_expand_args, **extra)
        except (Exception, KeyboardInterrupt) as error:
            code = ended(error, words)
        # typer answers Ctrl-C with the bare code.
        sys.exit(ended(KeyboardInterrupt(), words) if code == INTERRUPTED else code)


def _version(wanted: bool) -> None:
    if wanted:
        from royal_cli import __version__

        typer.echo(f"royal {__version__}")
        raise typer.Exit


app = typer.Typer(cls=Root, name="royal", add_completion=False, rich_markup_mode=None)


@app.callback()
def royal(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """One shop on many channels, run from a terminal."""


def collect_rarely() -> None:
    """A feed makes millions of lists, and no cycles among them."""
    gc.set_threshold(100_000, 50, 100)


def run() -> None:
    """What the installed program `royal` calls."""
    interrupted = False

    def leave() -> None:
        """Python would end itself by the signal where Ctrl-C came within its eval(), although it was answered."""
        if interrupted:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(INTERRUPTED)

    # Registered first, it comes last: temporary files of others are gone by then.
    atexit.register(leave)
    collect_rarely()
    atexit.register(gc.freeze)  # nothing is collected that is gone with the process anyway
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    try:
        typer.main.get_command(app).main()
    except SystemExit as end:
        interrupted = end.code == INTERRUPTED
        raise
