"""Files that appear whole or not at all, whatever happens while they are written."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from royal_cli.errors import NotFound, UsageError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """What is written goes to a hidden file beside it, which takes the name at the end."""
    check_place(path)
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("wb") as file:
            yield file
        partial.replace(path)
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()


def check_place(path: Path) -> None:
    """Before a long piece of work: whether its result has a place to go to."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", hint="Name a file in it.")
    if not path.absolute().parent.is_dir():
        raise NotFound(f"There is no folder {path.parent}.", hint="Make it first, or write elsewhere.")
