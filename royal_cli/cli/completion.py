"""`royal completion`: makes the shell complete royal's commands."""

from enum import StrEnum
from typing import Annotated

import typer
from typer._completion_shared import get_completion_script

from royal_cli.cli.app import App
from royal_cli.cli.terminal import write

app = App()


class Shell(StrEnum):
    bash = "bash"
    zsh = "zsh"
    fish = "fish"


@app.command(
    "completion",
    examples="""
    royal completion bash >> ~/.bashrc
    royal completion zsh > ~/.zfunc/_royal
    royal completion fish > ~/.config/fish/completions/royal.fish
    """,
)
def completion(shell: Annotated[Shell, typer.Argument(show_default=False)]) -> None:
    """Print the script that makes a shell complete royal's commands, options and settings."""
    write(get_completion_script(prog_name="royal", complete_var="_ROYAL_COMPLETE", shell=shell.value) + "\n")
