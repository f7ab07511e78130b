"""`royal product price`: prices of one variant, of many in one way, or of a list."""

from typing import Annotated

import typer

from royal_cli.cli import changing, standard_input
from royal_cli.cli.app import App
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.commerce.catalog.editing.amounts import Change, change, is_change, rounding
from royal_cli.commerce.catalog.editing.prices import WAS, PriceSet, set_prices
from royal_cli.commerce.feeds.options import currency_code
from royal_cli.errors import UsageError

app = App(
    "Set prices.",
    examples="""
    royal product price set MUG-RED 12.95
    royal product price set --where vendor=Potter +5% --round .95
    """,
)


@app.command(
    "set",
    shows=changing.EDITED,
    signed=True,
    examples="""
    royal product price set MUG-RED 12.95
    royal product price set MUG-RED MUG-BLUE -10% --compare-at price
    royal product price set --where vendor=Potter +5% --round .95 --dry-run
    royal product price set --where category=Mugs --cost *1.03
    royal product price set MUG-RED 139 --market Norway --currency NOK
    royal product price set - < prices.csv
    """,
)
@taking(how=changing.of_many)
def set_(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SKU …|-] [PRICE]",
            help="Variants or whole products, and last the price or its change; - reads lines of"
            " sku,price[,currency[,compare_at[,market[,cost]]]] or, before a price, SKUs.",
            autocompletion=changing.complete_sku,
        ),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="PRICE", help="The new price.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="CHANGE", help="+5% -5% +2.00 -2.00 *1.21 /1.21")] = None,
    compare_at: Annotated[
        str | None,
        typer.Option("--compare-at", metavar="PRICE", help="The compare-at price or its change; price: what it was."),
    ] = None,
    cost: Annotated[str | None, typer.Option("--cost", metavar="COST", help="The cost or its change.")] = None,
    market: Annotated[str | None, typer.Option("--market", metavar="NAME", help="The prices of this market.")] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="Of the amounts; else that of each price.")
    ] = None,
    round_: Annotated[
        str | None, typer.Option("--round", metavar="STEP", help="To a multiple (0.05) or an ending (.99); nearest.")
    ] = None,
    *,
    how: changing.How,
) -> None:
    """Set or change prices, as one operation that `royal undo` takes back.

    A change is exact and rounded once, to the digits of the currency, halves up; --round is for price and compare-at
    price. What has no price, or would fall below 0, stays as it is and is told. A price below the cost is a warning;
    more than ten SKUs are held to the safety limits of a feed. Lines of a list that cannot be read, or name no SKU,
    are left out: exit code 3.
    """
    if to and by:
        raise UsageError("The price is said twice.", hint="Once is enough: as the last word, with --to, or with --by.")
    said = list(words or ())
    skus, price = (
        (said, None) if to or by else _apart(said, has_other=bool(how.where), is_needed=not (compare_at or cost))
    )
    if market and cost:
        raise UsageError("A cost is not that of a market.", hint="Leave out --market, or --cost.")
    changes = _changes(price, to, by, compare_at, cost)
    settings = terminal().settings
    is_list = skus == ["-"] and not changes and not compare_at
    wanted = PriceSet(
        targets=None if is_list else changing.targets(skus, how),
        lines=standard_input.lines() if is_list else (),
        changes=changes,
        keeps_old=compare_at == WAS,
        rounding=rounding(round_) if round_ else None,
        market=market,
        currency=currency_code(currency),
        default_currency=settings.currency,
    )
    changing.change(set_prices(wanted), how)


def _apart(words: list[str], *, has_other: bool, is_needed: bool) -> tuple[list[str], str | None]:
    """The SKUs, and the price behind them if there is one."""
    if words == ["-"] and not has_other:
        return words, None
    if words and is_change(words[-1]) and (len(words) > 1 or has_other):
        return words[:-1], words[-1]
    if is_needed:
        last = repr(words[-1]) if words else "Nothing"
        hint = "Write it as 12.50, or a change of it: +5% -5% +2.00 -2.00 *1.21 /1.21"
        raise UsageError(f"{last} is no price.", hint=hint)
    return words, None


def _changes(
    price: str | None, to: str | None, by: str | None, compare_at: str | None, cost: str | None
) -> dict[str, Change]:
    changes = {"price": change(price or to or by or "")} if price or to or by else {}
    if by and not changes["price"].is_relative:
        raise UsageError(f"--by {by} is no change.", hint="It reads --by +5% or --by -2.00; --to sets a price.")
    if to and changes["price"].is_relative:
        raise UsageError(f"--to {to} is a change.", hint="It reads --to 12.50; --by changes a price.")
    if compare_at and compare_at != WAS:
        changes["compare_at_price"] = change(compare_at, "compare-at price")
    if cost:
        changes["cost_price"] = change(cost, "cost")
    return changes
