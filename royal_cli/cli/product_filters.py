"""The options that choose products, alike in all commands: those of a list, and --where of what changes many."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Annotated, Any

import typer

from royal_cli.cli.catalog_words import complete_category
from royal_cli.commerce.catalog.reading.rows import Filters, Status
from royal_cli.errors import UsageError

_OfStatus = Annotated[
    Status | None, typer.Option(help="Only those; without it all but the archived ones.", show_default=False)
]
_InCategory = Annotated[
    str | None,
    typer.Option(
        metavar="PATH",
        autocompletion=complete_category,
        help="In this category or below it; its name or slug will do.",
    ),
]
_Search = Annotated[
    str | None, typer.Option(metavar="TEXT", help="All its words stand in title, SKUs, GTINs or vendor.")
]
_OfVendor = Annotated[str | None, typer.Option(metavar="NAME", help="Of this vendor.")]
_OfTag = Annotated[str | None, typer.Option(metavar="TAG", help="With this tag.")]
_MissingCost = Annotated[bool, typer.Option("--missing-cost", help="The cost of a variant is unknown.")]
_BelowMargin = Annotated[str | None, typer.Option(metavar="PERCENT", help="A variant's margin is known, and lower.")]
_MissingImage = Annotated[bool, typer.Option("--missing-image", help="There is no picture.")]
_OutOfStock = Annotated[bool, typer.Option("--out-of-stock", help="The stock is known, and nothing.")]


def _margin(text: str | None) -> Decimal | None:
    """A margin in percent, with or without its sign; one that is no number raises UsageError."""
    if text is None:
        return None
    try:
        share = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        share = Decimal("NaN")
    if not share.is_finite():
        raise UsageError(f"A margin of {text!r} is not a number.", hint="It reads: --below-margin 25")
    return share


def of_options(
    status: _OfStatus = None,
    category: _InCategory = None,
    search: _Search = None,
    vendor: _OfVendor = None,
    tag: _OfTag = None,
    missing_cost: _MissingCost = False,
    below_margin: _BelowMargin = None,
    missing_image: _MissingImage = False,
    out_of_stock: _OutOfStock = False,
) -> Filters:
    """The options of every command that looks at products; see `taking`."""
    return Filters(
        status=status,
        category=category,
        search=search,
        vendor=vendor,
        tag=tag,
        missing_cost=missing_cost,
        below_margin=_margin(below_margin),
        missing_image=missing_image,
        out_of_stock=out_of_stock,
    )


#: What --where says with a value, and without one.
_VALUED = ("category", "vendor", "tag", "status", "search", "below-margin")
_FLAGS = ("missing-cost", "missing-image", "out-of-stock")
_EVERYTHING = "all"


def complete_where(ctx: typer.Context, incomplete: str) -> list[str]:
    key, equals, value = incomplete.partition("=")
    if equals and key == "category":
        return [f"{key}={slug}" for slug in complete_category(ctx, value)]
    words = [*(f"{name}=" for name in _VALUED), *_FLAGS, _EVERYTHING]
    words += [f"status={status.value}" for status in Status] if equals else []
    return [word for word in words if word.startswith(incomplete)]


Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="FILTER",
        autocompletion=complete_where,
        help="All that `royal product list` finds by it: vendor=NAME, category=PATH, tag=TAG, status=draft,"
        " search=TEXT, below-margin=20, missing-cost, missing-image, out-of-stock; several must all hold; all.",
    ),
]


def filters_of(words: Sequence[str]) -> Filters:
    """The filters that --where states; those of `royal product list` by the same names."""
    said: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        name = name.strip().removeprefix("--")
        if name not in (*_VALUED, *_FLAGS, _EVERYTHING) or bool(equals) != (name in _VALUED) or name in said:
            raise _no_filter(word, name, name in said)
        if equals and not value.strip():
            raise UsageError(f"--where {word} has no value.", hint=f"It reads: --where {name}=…")
        said[name] = value.strip() if equals else True
    if said.pop(_EVERYTHING, False) and said:
        raise UsageError("--where all means all of them.", hint="Leave it out where another filter is given.")
    if "below-margin" in said:
        said["below-margin"] = _margin(said["below-margin"])
    if "status" in said:
        said["status"] = _status(said["status"])
    return Filters(**{name.replace("-", "_"): value for name, value in said.items()})


def _no_filter(word: str, name: str, repeated: bool) -> UsageError:
    if repeated:
        return UsageError(f"--where {name} is said twice.", hint="One value for each: all that is said must hold.")
    if name in _VALUED:
        return UsageError(f"--where {word} needs a value.", hint=f"It reads: --where {name}=…")
    if name in (*_FLAGS, _EVERYTHING):
        return UsageError(f"--where {name} has no value.", hint=f"It reads: --where {name}")
    close = get_close_matches(name, (*_VALUED, *_FLAGS), n=1)
    listed = f"The filters are {', '.join((*_VALUED, *_FLAGS))}."
    return UsageError(f"There is no filter {name!r}.", hint=f"Did you mean {close[0]}?" if close else listed)


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError:
        raise UsageError(
            f"There is no status {text!r}.", hint=f"It is one of {', '.join(status.value for status in Status)}."
        ) from None
