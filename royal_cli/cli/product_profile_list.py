"""`royal product profile list`: the profiles that there are."""

from pathlib import Path

from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Rows
from royal_cli.commerce.feeds import profile_files
from royal_cli.commerce.feeds.profile_files import ListedProfile

PROFILES = Rows(
    ListedProfile,
    Column("name", style="bold"),
    Column("title", shorten=True),
    Column("kind", "Reads"),
    Column("feed"),
    Column("state", fold=True, style={"valid": "green"}),
    Column("path", shorten=True),
    empty="There are no profiles; `royal product profile create FILE` makes one.",
)

app = App()


@app.command("list", shows=PROFILES, examples="royal product profile list")
def list_() -> None:
    """List the profiles that --profile NAME may mean: the project's first, then the user's.

    They are the files in the folder profiles beside the project's royal.toml, and beside the user's.
    """
    terminal().check_settings()
    show(PROFILES, profile_files.listed(Path.cwd()))
