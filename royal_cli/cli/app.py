"""How a command is declared: its examples, what it shows, and the options that every command has."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from royal_cli.cli.help_text import (
    usage_pieces,
    write_arguments,
    write_commands,
    write_everywhere,
    write_examples,
    write_options,
)
from royal_cli.cli.terminal import Format, Terminal, answering
from royal_cli.cli.views import View
from royal_cli.errors import UsageError

if TYPE_CHECKING:
    from typer._click import Command as AnyCommand
    from typer._click import Context, HelpFormatter, Parameter

Function = TypeVar("Function", bound=Callable[..., None])

HELP = ("-h", "--help")
_MINUS = re.compile(r"^-(?=[0-9.]+%?\Z)")


def _everywhere(
    profile: Annotated[str | None, typer.Option("-P", metavar="NAME", help="Use this profile of royal.toml.")] = None,
    overrides: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Another value for a setting, this once.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors and data.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more; show tracebacks.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, as with NO_COLOR.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing, as with CI or ROYAL_NO_PROMPT.")] = False,
) -> None:
    """Options of every command."""


def _output(
    format_: Annotated[
        Format | None, typer.Option("--format", metavar="FORMAT", help="table (default), json, ndjson or csv.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
    fields: Annotated[str, typer.Option("--fields", metavar="A,B", help="Show these fields, in this order.")] = "",
) -> None:
    """Options of every command that shows something."""


@cache
def _options(function: Callable[..., None]) -> tuple["Parameter", ...]:
    """The options that a function's signature declares."""
    carrier = typer.Typer(add_completion=False)
    carrier.command(add_help_option=False)(function)
    return tuple(typer.main.get_command(carrier).params)


class _Shared:
    """What commands and groups have in common: the options that may stand anywhere, and the look of their help."""

    examples: ClassVar[str] = ""
    shows: ClassVar[View[Any] | None] = None
    #: What it shows instead, with one option or another.
    parts: ClassVar[Sequence[View[Any]]] = ()

    def shared(self) -> list["Parameter"]:
        return [*(_options(_output) if self.shows else ()), *_options(_everywhere)]

    def keep(self, context: "Context") -> None:
        """Move the shared options out of the parameters of the function, to where the whole call finds them."""
        for option in self.shared():
            if value := context.params.pop(option.name, None):
                merged = [*context.meta.get(option.name, []), *value] if option.multiple else value
                context.meta[option.name] = merged


class Command(_Shared, TyperCommand):
    """A command of royal."""

    #: Its words may be less than zero: -5% is no option.
    signed: ClassVar[bool] = False

    def get_params(self, ctx: "Context") -> list["Parameter"]:
        return [*self.params, *self.shared(), *_help_option(self, ctx)]

    def get_help_option_names(self, ctx: "Context") -> list[str]:
        return list(HELP)

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, [_MINUS.sub("\u2212", word) for word in args] if self.signed else args)
        self.keep(ctx)
        return rest

    def invoke(self, ctx: "Context") -> Any:
        with answering(_call(ctx, self.shows, self.parts)):
            return super().invoke(ctx)

    def collect_usage_pieces(self, ctx: "Context") -> list[str]:
        return list(usage_pieces(self.params))

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        write_examples(formatter, self.examples)
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        write_arguments(formatter, [p for p in self.params if p.param_type_name == "argument"])
        write_options(ctx, formatter, "Options", [p for p in self.params if p.param_type_name == "option"])
        if self.shows:
            write_options(ctx, formatter, "Output", _options(_output))
            with formatter.section("Fields"):
                formatter.write_text(", ".join(self.shows.names))
                for part in self.parts:
                    formatter.write_paragraph()
                    formatter.write_text(f"with --{part.part}: {', '.join(part.names)}")
        write_everywhere(formatter)


class Group(_Shared, TyperGroup):
    """A noun, with its verbs; `default` is the verb that is meant when only the noun is typed."""

    default: ClassVar[str | None] = None
    #: Verbs whose module is imported when they are called: verb -> module, and a line of help.
    later: ClassVar[Mapping[str, tuple[str, str]]] = {}

    def get_params(self, ctx: "Context") -> list["Parameter"]:
        return [*self.params, *self.shared(), *_help_option(self, ctx)]

    def get_help_option_names(self, ctx: "Context") -> list[str]:
        return list(HELP)

    def list_commands(self, ctx: "Context") -> list[str]:
        return [*super().list_commands(ctx), *self.later]

    def get_command(self, ctx: "Context", cmd_name: str) -> "AnyCommand | None":
        """Enough of the command for help and completion; `find` has all of it."""
        if cmd_name in self.later:
            return TyperCommand(cmd_name, short_help=self.later[cmd_name][1], rich_markup_mode=None)
        return super().get_command(ctx, cmd_name)

    def verbs(self) -> "Iterator[tuple[str, AnyCommand]]":
        """All commands, whatever importing them costs."""
        yield from self.commands.items()
        for verb in self.later:
            yield verb, self._load(verb)

    def _load(self, verb: str) -> "AnyCommand":
        app: App = import_module(self.later[verb][0]).app
        return app.build()

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        if self.default and (not args or args[0].startswith("-")) and not set(HELP) & {*args[:1]}:
            args = [self.default, *args]
        if not args and not ctx.resilient_parsing:
            typer.echo(ctx.get_help())
            raise typer.Exit
        rest = super().parse_args(ctx, args)
        self.keep(ctx)
        return rest

    def resolve_command(self, ctx: "Context", args: list[str]) -> "tuple[str | None, AnyCommand | None, list[str]]":
        word = args[0]
        command = self.find(ctx, word)
        if command is None and not ctx.resilient_parsing:
            raise UsageError(f"`{ctx.command_path}` has no command {word!r}.", hint=self.meant(ctx, word))
        return word if command else None, command, args[1:]

    def find(self, ctx: "Context", word: str) -> "AnyCommand | None":
        """The command itself; `get_command` may answer with less."""
        return self._load(word) if word in self.later else self.get_command(ctx, word)

    def meant(self, ctx: "Context", word: str) -> str:
        """What to say of a word that is no command."""
        from difflib import get_close_matches

        words, path = self.list_commands(ctx), ctx.command_path
        close = words if len(words) == 1 else get_close_matches(word, words, n=1)
        return f"Did you mean `{path} {close[0]}`?" if close else f"`{path} --help` lists them."

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        write_examples(formatter, self.examples)
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        named = [(verb, self.get_command(ctx, verb)) for verb in self.list_commands(ctx)]
        write_commands(formatter, [(verb, command) for verb, command in named if command and not command.hidden])
        write_everywhere(formatter)


def _help_option(command: Command | Group, context: "Context") -> Iterator["Parameter"]:
    option = command.get_help_option(context)
    if option is not None:
        yield option


def _call(context: "Context", view: View[Any] | None, parts: Sequence[View[Any]]) -> Terminal:
    chosen = context.meta
    words: list[str] = []
    node: Context | None = context
    while node and node.parent:
        words.insert(0, str(node.info_name))
        node = node.parent
    return Terminal(
        words=tuple(words),
        view=view,
        parts=parts,
        format=_format(chosen.get("format_"), chosen.get("json_", False)),
        fields=tuple(name.strip() for name in chosen.get("fields", "").split(",") if name.strip()),
        quiet=chosen.get("quiet", False),
        verbose=chosen.get("verbose", False),
        no_color=chosen.get("no_color", False),
        no_input=chosen.get("no_input", False),
        profile=chosen.get("profile"),
        overrides=dict(_pair(text) for text in chosen.get("overrides", [])),
    )


def _format(named: Format | None, json: bool) -> Format:
    if json and named not in (None, Format.json):
        raise UsageError(f"--json and --format {named} contradict each other.", hint="Leave one of them out.")
    return Format.json if json else named or Format.table


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--set {text} has no value.", hint="It reads: --set currency=EUR")
    return key.strip(), value


class App:
    """The commands of one module. With a help text they stand under a noun, without one there is one command."""

    def __init__(
        self,
        help: str | None = None,
        *,
        examples: str = "",
        default: str | None = None,
        later: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        noun = type("Noun", (Group,), {"examples": examples, "default": default, "later": later or {}})
        self._typer = typer.Typer(cls=noun, help=help, add_completion=False, rich_markup_mode=None)
        if help:
            self._typer.callback()(_nothing)

    def command(
        self,
        name: str,
        *,
        examples: str,
        shows: View[Any] | None = None,
        parts: Sequence[View[Any]] = (),
        hidden: bool = False,
        signed: bool = False,
    ) -> Callable[[Function], Function]:
        """Declare a function as the command of that name. Its docstring is the help, its examples come first.

        `parts` are what it shows instead with an option of that name.
        """
        described = type(
            "Described", (Command,), {"examples": examples, "shows": shows, "parts": parts, "signed": signed}
        )
        return self._typer.command(name, cls=described, hidden=hidden)

    def build(self) -> "AnyCommand":
        return typer.main.get_command(self._typer)


def _nothing() -> None:
    """A noun does nothing by itself."""
