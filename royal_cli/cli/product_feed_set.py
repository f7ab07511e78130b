"""`royal product feed set`: change where a feed comes from, or how it is read."""

from functools import partial
from typing import Annotated

import typer

from royal_cli.cli import product_feed_options
from royal_cli.cli.app import App
from royal_cli.cli.product_feed_options import Said
from royal_cli.cli.product_feed_remove import CHANGED, show_change
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.commerce import session
from royal_cli.commerce.catalog.scheduled_feeds import addresses, register
from royal_cli.commerce.catalog.scheduled_feeds.recipe import OPTIONS
from royal_cli.errors import UsageError

app = App()

_CLEARABLE = (*register.CLEARABLE, *OPTIONS)


@app.command(
    "set",
    shows=CHANGED,
    examples="""
    royal product feed set deboer --every 1d
    royal product feed set deboer --profile deboer-2026 --dry-run
    royal product feed set deboer --clear location --clear every
    """,
)
@taking(said=product_feed_options.of_feed)
def set_(
    name: product_feed_options.Name,
    source: Annotated[str | None, typer.Option("--source", metavar="URL|PATH", help="Where it comes from.")] = None,
    clear: Annotated[
        list[str] | None, typer.Option("--clear", metavar="SETTING", help=f"Leave it unsaid: {', '.join(_CLEARABLE)}.")
    ] = None,
    dry_run: product_feed_options.DryRun = False,
    reason: product_feed_options.Reason = None,
    *,
    said: Said,
) -> None:
    """Change where a feed comes from, or how it is read: the next run then imports it, changed or not.

    --header and --allow say all of them at once.
    """
    moved = {"source": addresses.checked_source(source)} if source else {}
    values = {**moved, **said.values}
    for setting in clear or []:
        if setting not in _CLEARABLE:
            raise UsageError(f"--clear {setting} cannot be.", hint=f"It clears {', '.join(_CLEARABLE)}.")
    if not values and not said.options and not clear:
        raise UsageError("Nothing to change was said.", hint=f"royal product feed set {name} --every 6h")
    wanted = partial(register.merged, values=values, options=said.options, clear=clear or [])
    with session.engine(terminal().settings) as engine:
        show_change(register.change_feed(engine, name, wanted, dry_run=dry_run, reason=reason))
