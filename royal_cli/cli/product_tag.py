"""`royal product tag`: the tags of products, whatever others they have."""

from typing import Annotated

import typer

from royal_cli.cli import changing
from royal_cli.cli.app import App
from royal_cli.cli.output import show
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, Rows
from royal_cli.commerce.catalog.editing.tags import TagCount, add_tags, count_tags, remove_tags
from royal_cli.commerce.session import reading
from royal_cli.errors import UsageError

app = App(
    "Add and remove tags.",
    examples="""
    royal product tag list
    royal product tag add "summer, sale" MUG-RED
    """,
)

TAGS = Rows(TagCount, Column("tag", style="bold"), Column("products"), empty="No product has a tag.")

Tags = Annotated[str, typer.Argument(metavar="TAG,…", help="One, or several between commas.", show_default=False)]


@app.command(
    "add",
    shows=changing.EDITED,
    examples="""
    royal product tag add summer MUG-RED MUG-BLUE
    royal product tag add "summer, sale" --where category=Mugs
    royal product list --below-margin 20 --all --format csv --fields sku | royal product tag add thin-margin -
    """,
)
@taking(how=changing.of_many)
def add(
    tags: Tags,
    skus: changing.Skus = None,
    *,
    how: changing.How,
) -> None:
    """Add tags to products that lack them; those they have stay, in their order."""
    changing.change(add_tags(split(tags), changing.targets(skus, how)), how)


@app.command(
    "remove",
    shows=changing.EDITED,
    examples="""
    royal product tag remove summer MUG-RED
    royal product tag remove "summer, sale" --where all
    """,
)
@taking(how=changing.of_many)
def remove(
    tags: Tags,
    skus: changing.Skus = None,
    *,
    how: changing.How,
) -> None:
    """Take tags away from products that have them; SUMMER and summer are the same tag."""
    changing.change(remove_tags(split(tags), changing.targets(skus, how)), how)


@app.command("list", shows=TAGS, examples="royal product tag list")
def list_() -> None:
    """List the tags of all products that are not archived, the most frequent first."""
    with reading(terminal().settings) as session:
        show(TAGS, count_tags(session.connection()))


def split(text: str) -> list[str]:
    tags = [tag for part in text.split(",") if (tag := " ".join(part.split()))]
    if not tags:
        raise UsageError("No tag was said.", hint='One, or several between commas: "summer, sale"')
    return tags
