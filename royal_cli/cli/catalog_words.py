"""Completes SKUs, categories, locations, orders and customers on the command line from what is in the database."""

from typing import TYPE_CHECKING

import typer

from royal_cli.errors import RoyalError

if TYPE_CHECKING:
    from royal_cli.commerce.catalog.reading.suggest import Suggest


def complete_sku(ctx: typer.Context, incomplete: str) -> list[str]:
    from royal_cli.commerce.catalog.reading.suggest import skus

    return _looked_up(ctx, skus, incomplete)


def complete_category(ctx: typer.Context, incomplete: str) -> list[str]:
    from royal_cli.commerce.catalog.reading.suggest import category_slugs

    return _looked_up(ctx, category_slugs, incomplete)


def complete_feed(ctx: typer.Context, incomplete: str) -> list[str]:
    from royal_cli.commerce.catalog.reading.suggest import feeds

    return _looked_up(ctx, feeds, incomplete)


def complete_location(ctx: typer.Context, incomplete: str) -> list[str]:
    from royal_cli.commerce.catalog.reading.suggest import locations

    return _looked_up(ctx, locations, incomplete)


def complete_order(ctx: typer.Context, incomplete: str) -> list[str]:
    from royal_cli.commerce.orders.reading.suggest import order_numbers

    return _looked_up(ctx, order_numbers, incomplete)


def complete_channel(ctx: typer.Context, incomplete: str) -> list[str]:
    from royal_cli.commerce.orders.reading.suggest import channels

    return _looked_up(ctx, channels, incomplete)


def complete_customer(ctx: typer.Context, incomplete: str) -> list[str]:
    from royal_cli.commerce.customers.reading.suggest import customers

    return _looked_up(ctx, customers, incomplete)


def _looked_up(ctx: typer.Context, suggest: "Suggest", incomplete: str) -> list[str]:
    """A shell that completes a line has nowhere to show an error."""
    from royal_cli.commerce.session import reading
    from royal_cli.settings import load

    try:
        with reading(load(profile=ctx.meta.get("profile"))) as session:
            return suggest(session, incomplete)
    except RoyalError:
        return []
