"""What the commands of `royal product stock` have in common: how their words are read, and how they end."""

from pathlib import Path

from royal_cli.cli.by_hand import ended
from royal_cli.cli.changing import REJECTS, How
from royal_cli.cli.output import show
from royal_cli.cli.standard_input import lines, lines_of_file
from royal_cli.cli.terminal import note
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.catalog.editing.stock import is_quantity
from royal_cli.commerce.stock.changing import MovedUnits, StockChange
from royal_cli.errors import PartialFailure, UsageError

MOVES = Rows(
    MovedUnits,
    Column("sku", "SKU"),
    Column("location", shorten=True),
    Column("quantity"),
    Column("before"),
    Column("change"),
    Column("after"),
)
CHANGE = One(
    StockChange,
    Column("operation"),
    Column("dry_run"),
    Column("levels", "Levels changed"),
    Column("rejected", shown=False),
    Column("rejects", "Left as they are", rows=REJECTS, shown=False),
    Column("moves", "First changes", rows=MOVES),
    Column("more_moves", shown=False),
    summary=True,
)


def apart(words: list[str], reads: str, *, needs_sku: bool = True) -> tuple[list[str], str | None]:
    """The SKUs, and the quantity behind them; of - alone, which is a list, there is none."""
    if words == ["-"] and needs_sku:
        return words, None
    if words and is_quantity(words[-1]) and (len(words) > 1 or not needs_sku):
        return words[:-1], words[-1]
    last = repr(words[-1]) if words else "Nothing"
    raise UsageError(f"{last} is no quantity.", hint=f"It reads: {reads}")


def listed(word: str, reads: str) -> list[str]:
    """The lines of a file, or of standard input."""
    if word != "-" and not Path(word).is_file():
        raise UsageError(f"{word!r} is no file, and nothing says a quantity.", hint=f"It reads: {reads}")
    return list(lines() if word == "-" else lines_of_file(Path(word)))


def preview(found: StockChange) -> None:
    """What a person is shown before anything is written."""
    for move in found.moves:
        before = "unknown" if move.before is None else move.before
        note(f"{move.sku} @ {move.location}  {move.quantity}: {before} -> {move.after}")
    if found.more_moves:
        note("… and more; --dry-run --json lists them.")


def end(done: StockChange, how: How) -> None:
    show(CHANGE, done, also=["rejected", "rejects"] if done.rejected else [])
    left_out(done.rejected, done.operation)
    ended(done.operation, how, found=bool(done.moves))


def left_out(rejected: int, operation: str | None) -> None:
    """Lines of a list that could not be done end a command with exit code 3."""
    if rejected:
        raise PartialFailure(
            f"{rejected} {'line' if rejected == 1 else 'lines'} could not be done.",
            hint="The rest is done; --json lists the reasons." if operation else None,
        )
