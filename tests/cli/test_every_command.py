"""What holds for every command of royal, whoever wrote it."""

import json
import os
import re
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from royal_cli.cli import main
from royal_cli.cli.app import HELP, Command
from royal_cli.db.database import opened
from tests.cli.conftest import Royal
from tests.commerce.reports import shop as made_shop

IMPORT = "product import mugs.csv --yes"
FEED = "product feed add mugs mugs.csv"
KITCHEN = "product category create 'Kitchen > Mugs'"
ORDERS = "order import orders.csv --yes"
SUMMER = "product collection create Summer"


@dataclass(frozen=True)
class Good:
    """A call that works in the shop; `before` is what has to be done first."""

    arguments: str = ""
    before: tuple[str, ...] = ()
    exit_code: int = 0
    database: bool = True
    #: Whether somebody must have bought something today.
    #: Something was sold, so that its lists have rows.
    sold: bool = False


#: A command that is missing here fails the test below.
GOOD = {
    "product import": Good("mugs.csv --yes"),
    "order import": Good("orders.csv --yes"),
    "order list": Good(before=(ORDERS,)),
    "order show": Good("1001 --history", before=(IMPORT, ORDERS)),
    "order unmatched": Good(before=(ORDERS,)),
    "order match": Good("MUG-RED MUG-BLUE", before=(ORDERS, IMPORT)),
    "order note": Good("1001 'calls back on Friday'", before=(ORDERS,)),
    "order tag add": Good("gift 1001 1002", before=(ORDERS,)),
    "order tag remove": Good("gift 1001", before=(ORDERS, "order tag add gift 1001")),
    "order hold": Good("1001 --reason 'odd address'", before=(ORDERS,)),
    "order release": Good("1001", before=(ORDERS, "order hold 1001 --reason 'odd address'")),
    "order route": Good("1001", before=(IMPORT, ORDERS)),
    "order allocate": Good("1001", before=(IMPORT, ORDERS)),
    "order pick": Good("1001", before=(IMPORT, ORDERS, "order allocate 1001")),
    "order fulfill": Good("1001", before=(IMPORT, ORDERS)),
    "order ship": Good("1001", before=(IMPORT, ORDERS)),
    "order cancel": Good("1001", before=(IMPORT, ORDERS)),
    "order refund": Good("1001 --amount=5", before=(IMPORT, ORDERS)),
    "order return": Good("1001 --line MUG-BLUE=1", before=(IMPORT, ORDERS, "order ship 1001")),
    "order risk": Good("1001 1002", before=(ORDERS,)),
    "product export": Good("--output=catalogue.csv", before=(IMPORT,)),
    "product list": Good(before=(IMPORT,)),
    "product show": Good("MUG-BLUE", before=(IMPORT,)),
    "product create": Good("MUG-NEW --title=Mug"),
    "product check": Good(before=(IMPORT,)),
    "product edit": Good("MUG-BLUE --price 12.95", before=(IMPORT,)),
    "product archive": Good("MUG-BLUE", before=(IMPORT,)),
    "product price set": Good("MUG-BLUE 12.95", before=(IMPORT,)),
    "product stock set": Good("MUG-BLUE -3", before=(IMPORT,)),
    "product stock list": Good(before=(IMPORT,)),
    "product stock adjust": Good("MUG-BLUE -3", before=(IMPORT,)),
    "product stock transfer": Good("MUG-BLUE 2 --to Utrecht", before=(IMPORT, "location create Utrecht")),
    "product stock count": Good("MUG-BLUE 4", before=(IMPORT,)),
    "product stock moves": Good("MUG-BLUE", before=(IMPORT,)),
    "product stock verify": Good(before=(IMPORT,)),
    "product stock limits": Good("MUG-BLUE --reorder-point 3", before=(IMPORT,)),
    "product stock safety": Good("MUG-BLUE 2", before=(IMPORT,)),
    "product tag add": Good("new MUG-BLUE", before=(IMPORT,)),
    "product tag remove": Good("new MUG-BLUE", before=(IMPORT, "product tag add new MUG-BLUE")),
    "product tag list": Good(before=(IMPORT, "product tag add new MUG-BLUE")),
    "product delete": Good("MUG-BLUE --yes", before=(IMPORT,)),
    "product merge": Good("MUG-SHOP --into MUG-BLUE", before=(IMPORT,)),
    "product category list": Good("--all", before=(KITCHEN,)),
    "product category show": Good("Kitchen", before=(KITCHEN,)),
    "product category create": Good("Kitchen"),
    "product category rename": Good("Kitchen Cooking", before=(KITCHEN,)),
    "product category move": Good("Mugs --root", before=(KITCHEN,)),
    "product category merge": Good("Mugs --into Kitchen", before=(KITCHEN,)),
    "product category delete": Good("Mugs", before=(KITCHEN,)),
    "product collection list": Good(before=(SUMMER,)),
    "product collection show": Good("summer", before=(SUMMER,)),
    "product collection create": Good("Summer"),
    "product collection add": Good("summer MUG-BLUE", before=(IMPORT, SUMMER)),
    "product collection remove": Good("summer MUG-BLUE", before=(IMPORT, SUMMER)),
    "product collection rename": Good("summer Winter", before=(SUMMER,)),
    "product collection delete": Good("summer", before=(SUMMER,)),
    "product history": Good("MUG-BLUE", before=(IMPORT,)),
    "product restore": Good("5", before=(IMPORT, "product import dearer.csv --yes")),
    "product feed add": Good("mugs mugs.csv --dry-run"),
    "product feed run": Good("mugs", before=(FEED,)),
    "product feed set": Good("mugs --every=6h", before=(FEED,)),
    "product feed list": Good(before=(FEED,)),
    "product feed show": Good("mugs", before=(FEED,)),
    "product feed history": Good("mugs", before=(FEED, "product feed run mugs")),
    "product feed enable": Good("mugs", before=(FEED,)),
    "product feed disable": Good("mugs", before=(FEED,)),
    "product feed remove": Good("mugs --yes", before=(FEED,)),
    "product profile create": Good("mugs.csv --feed table", database=False),
    "product profile list": Good(before=("product profile create mugs.csv --feed table",), database=False),
    "product profile show": Good("mugs", before=("product profile create mugs.csv --feed table",), database=False),
    "product profile test": Good(
        "mugs mugs.csv", before=("product profile create mugs.csv --feed table",), database=False
    ),
    "location list": Good(before=(IMPORT,)),
    "location show": Good("Main", before=(IMPORT,)),
    "location create": Good("Utrecht --type=store --country-code=NL"),
    "location edit": Good("Main --inactive", before=(IMPORT,)),
    "location delete": Good("Utrecht", before=("location create Utrecht",)),
    "report dashboard": Good(before=(IMPORT,), sold=True),
    "report sales": Good("--by=month --period=1y --compare=year", sold=True),
    "report products": Good("--limit=5", before=(IMPORT,), sold=True),
    "report customers": Good("--period=1y", sold=True),
    "report inventory": Good("--sort=value", before=(IMPORT,)),
    "report orders": Good("--by=channel", sold=True),
    "report channels": Good("--compare=previous", sold=True),
    "report generate": Good("reports.toml"),
    "report metrics store": Good("sales"),
    "report metrics list": Good(before=("report metrics store dashboard",)),
    "report render": Good(
        "rows.ndjson --html=rows.html",
        before=(IMPORT, "product export --to ndjson --output rows.ndjson"),
        database=False,
    ),
    "customer list": Good(before=(ORDERS,)),
    "customer show": Good("ann@example.com", before=(ORDERS,)),
    "customer edit": Good("ann@example.com --type=vip", before=(ORDERS,)),
    "customer consent": Good("ann@example.com --yes --source=form", before=(ORDERS,)),
    "customer merge": Good("bob@example.com --into=ann@example.com", before=(ORDERS,)),
    "customer export": Good("ann@example.com --output=ann.json", before=(ORDERS,)),
    "customer erase": Good("bob@example.com --yes", before=(ORDERS,)),
    "history list": Good(before=(IMPORT,)),
    "history show": Good("last", before=(IMPORT,)),
    "undo": Good("last", before=(IMPORT,)),
    "apply": Good("plan.json", before=("product import mugs.csv --dry-run --output plan.json",)),
    "init": Good("--yes"),
    "doctor": Good(),
    "db status": Good(),
    "db upgrade": Good(),
    "db backup": Good("copy.sqlite --replace"),
    # A database that is none is what it is for.
    "db restore": Good("copy.sqlite --yes", before=("db backup copy.sqlite",), database=False),
    "db copy": Good("--to sqlite:///elsewhere.db", before=(IMPORT,)),
    "config list": Good(database=False),
    "config get": Good("safety.max_price_change", database=False),
    "config set": Good("currency USD", database=False),
    "schema": Good(database=False),
    "completion": Good("bash", database=False),
}

#: They print something that is not data: a script for a shell.
WITHOUT_JSON = {"completion"}


def _commands() -> dict[str, Command]:
    """The commands of all modules that are there; one that is not fails a test of its own."""
    found: dict[str, Command] = {}
    for entry in main.ENTRIES:
        try:
            found |= {" ".join(words): command for words, command in main.commands([entry])}
        except ModuleNotFoundError as error:
            if error.name != entry.module:
                raise
    return found


COMMANDS = _commands()
every_command = pytest.mark.parametrize("words", COMMANDS)
showing = pytest.mark.parametrize("words", [words for words, command in COMMANDS.items() if command.shows])


def _prepared(royal: Royal, words: str) -> Good:
    for call in GOOD[words].before:
        done = royal(*shlex.split(call))
        assert done.exit_code == 0, done.stderr
    if GOOD[words].sold:
        _sell()
    return GOOD[words]


def _sell() -> None:
    with opened(os.environ["ROYAL_DATABASE_URL"]) as engine, engine.begin() as connection:
        rows = made_shop.Shop(connection)
        rows.order(datetime.now(UTC), made_shop.line(price=1250), customer_id=rows.customer("anna"))


def _is_calm(stderr: str) -> bool:
    return "Traceback" not in stderr and "did not expect" not in stderr


@pytest.mark.parametrize("entry", main.ENTRIES, ids=lambda entry: entry.name)
def test_every_word_after_royal_has_its_module(entry: main.Entry) -> None:
    assert list(main.commands([entry]))


def test_every_command_has_a_good_call_to_be_tried_with() -> None:
    assert set(COMMANDS) <= set(GOOD)


def test_every_command_but_these_shows_data() -> None:
    assert {words for words, command in COMMANDS.items() if command.shows is None} <= WITHOUT_JSON


@every_command
@pytest.mark.parametrize("flag", HELP)
def test_help_begins_with_an_example_of_the_command(royal: Royal, words: str, flag: str) -> None:
    result = royal(*words.split(), flag)

    assert (result.exit_code, result.stderr) == (0, "")
    heading, *examples = result.stdout.split("\n\n")[0].splitlines()
    assert heading == "Examples:"
    assert examples[0].startswith("  royal ")
    assert any(re.search(rf"\broyal (-P \w+ )?({words}|{words.removesuffix(' list')})\b", line) for line in examples)


@every_command
def test_help_is_written_for_people_and_says_everything(royal: Royal, words: str) -> None:
    """No types of Python, and no sentence that ends in the middle."""
    noun = words.rpartition(" ")[0]
    for call in (words, noun) if noun else (words,):
        shown = royal(*call.split(), "--help").stdout.split("\n\n", 1)[1]
        assert not re.search(r"<(str|int|float|path|list)\b|[a-z]\.\.\.$", shown, re.MULTILINE), shown


@every_command
def test_examples_name_only_commands_and_options_that_exist(words: str) -> None:
    for call in _calls(COMMANDS[words].examples):
        command, rest = _called(call)
        spoken = [word for word in rest if not (command.signed and word[1:2].isdigit())]
        assert {word.split("=")[0] for word in spoken if word.startswith("-")} <= _options(command) | {"-"}, call


def _calls(examples: str) -> list[list[str]]:
    """Each `royal …` in the lines, without what the shell does around it."""
    calls: list[list[str]] = []
    for line in examples.strip().splitlines():
        words = shlex.shlex(line, posix=True, punctuation_chars="|&>")
        words.whitespace_split, words.commenters = True, ""
        calls.append([])
        for word in words:
            if word in ("|", "&&"):
                calls.append([])
            elif word in (">", ">>"):
                next(words)
            else:
                calls[-1].append(word)
    return [call[1:] for call in calls if call and call[0] == "royal"]


def _called(call: list[str]) -> tuple[Command, list[str]]:
    if call[0] in ("-P", "--set"):
        call = call[2:]
    for length, suffix in ((3, []), (2, []), (1, []), (2, ["list"]), (1, ["list"])):
        command = COMMANDS.get(" ".join([*call[:length], *suffix]))
        if command:
            return command, call[length:]
    raise AssertionError(f"there is no `royal {' '.join(call)}`")


def _options(command: Command) -> set[str]:
    options = [*command.params, *command.shared()]
    return {name for option in options for name in (*option.opts, *option.secondary_opts)} | set(HELP)


@showing
def test_json_keeps_to_the_schema_that_royal_prints(royal: Royal, shop: Path, words: str) -> None:
    good = _prepared(royal, words)
    schema = json.loads(royal("schema", *words.split()).stdout)
    Draft202012Validator.check_schema(schema)

    result = royal(*words.split(), *shlex.split(good.arguments), "--json")

    assert result.exit_code == good.exit_code, result.stderr
    Draft202012Validator(schema).validate(json.loads(result.stdout))
    assert json.loads(result.stdout)["schema"] == f"royal.{words.replace(' ', '.')}/1"
    assert _is_calm(result.stderr)


@showing
@pytest.mark.parametrize("form", ["table", "ndjson", "csv"])
def test_every_format_says_something_and_ends_the_same(royal: Royal, shop: Path, words: str, form: str) -> None:
    good = _prepared(royal, words)

    result = royal(*words.split(), *shlex.split(good.arguments), "--format", form)

    assert result.exit_code == good.exit_code, result.stderr
    assert result.stdout.endswith("\n")
    assert "\x1b" not in result.stdout


@showing
def test_a_chosen_field_is_all_that_is_shown(royal: Royal, shop: Path, words: str) -> None:
    good = _prepared(royal, words)
    view = COMMANDS[words].shows
    assert view
    field = view.names[-1]

    result = royal(*words.split(), *shlex.split(good.arguments), "--json", "--fields", field)

    data = json.loads(result.stdout)["data"]
    assert {name for row in (data if view.many else [data]) for name in row} == {field}


@every_command
def test_no_parameter_is_called_like_an_option_of_every_command(words: str) -> None:
    """Its value would be taken for that option's, whatever it is typed as."""
    command = COMMANDS[words]

    assert {parameter.name for parameter in command.params} & {option.name for option in command.shared()} == set()


@every_command
def test_an_unknown_option_is_wrong_usage(royal: Royal, words: str) -> None:
    result = royal(*words.split(), "--nonsense")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("royal: No such option: --nonsense")
    assert f"`royal {words} --help`" in result.stderr


@showing
def test_a_json_call_gets_its_error_as_json(royal: Royal, words: str) -> None:
    result = royal(*words.split(), "--nonsense", "--json")

    error = json.loads(result.stderr)["error"]
    assert (result.exit_code, result.stdout) == (2, "")
    assert {"code", "message", "hint", "retryable", "details"} == set(error)
    assert (error["code"], error["retryable"]) == ("usage", False)


@every_command
def test_a_missing_argument_is_wrong_usage(royal: Royal, shop: Path, words: str) -> None:
    if not any(parameter.required for parameter in COMMANDS[words].params):
        pytest.skip("it needs none")

    result = royal(*words.split())

    assert (result.exit_code, result.stdout) == (2, "")
    assert _is_calm(result.stderr)


@every_command
def test_an_argument_too_many_is_wrong_usage_or_not_found(royal: Royal, shop: Path, words: str) -> None:
    good = _prepared(royal, words)

    result = royal(*words.split(), *shlex.split(good.arguments), "one", "too", "many")

    assert result.exit_code in (2, 5)
    assert result.stdout == ""
    assert _is_calm(result.stderr)


@every_command
def test_nonsense_in_the_place_of_an_argument_is_answered_calmly(royal: Royal, shop: Path, words: str) -> None:
    good = _prepared(royal, words)
    flags = [word for word in shlex.split(good.arguments) if word.startswith("-")]
    arguments = len(shlex.split(good.arguments)) - len(flags)

    result = royal(*words.split(), *["\x1b[31m'; DROP TABLE products; --\U0001f984"] * arguments, *flags)

    assert _is_calm(result.stderr)
    assert "\x1b" not in result.stdout + result.stderr
    assert (result.exit_code == 0) or result.stdout == ""


@every_command
def test_nonsense_for_a_number_or_a_choice_is_wrong_usage(royal: Royal, shop: Path, words: str) -> None:
    good = _prepared(royal, words)
    command = COMMANDS[words]
    for option in [*command.params, *command.shared()]:
        # typer keeps the type of a parameter there, where mypy does not see it.
        if vars(option)["type_descriptor"].annotation not in (str, bool, Path, list[str], list[Path]):
            spelled = [option.opts[0], "nonsense"] if option.opts[0].startswith("-") else ["nonsense"]
            rest = shlex.split(good.arguments) if option.opts[0].startswith("-") else []
            result = royal(*words.split(), *rest, *spelled)
            assert (result.exit_code, result.stdout) == (2, ""), option.opts[0]
            assert _is_calm(result.stderr)


@every_command
def test_a_database_that_is_none_is_said_in_one_sentence(royal: Royal, shop: Path, words: str) -> None:
    good = _prepared(royal, words)
    (shop / "letter.txt").write_text("Dear supplier, " * 400)

    result = royal(
        *words.split(), *shlex.split(good.arguments), env={"ROYAL_DATABASE_URL": f"sqlite:///{shop}/letter.txt"}
    )

    assert _is_calm(result.stderr)
    if good.database:
        assert result.exit_code == 1
        assert "letter.txt is not a database" in result.stderr + result.stdout
        assert result.stdout == "" or words == "doctor"
    else:
        assert result.exit_code == good.exit_code


@every_command
def test_a_broken_configuration_names_file_line_and_key(royal: Royal, shop: Path, words: str) -> None:
    good = _prepared(royal, words)
    (shop / "royal.toml").write_text('vat = "included"\ncurency = "EUR"\n')

    result = royal(*words.split(), *shlex.split(good.arguments))

    assert _is_calm(result.stderr)
    if words not in ("schema", "completion"):
        said = result.stderr if words != "doctor" else result.stdout
        assert result.exit_code == (1 if words == "doctor" else 2)
        assert f"There is no setting 'curency' ({shop / 'royal.toml'}, line 2)." in said
        assert "Did you mean currency?" in said
