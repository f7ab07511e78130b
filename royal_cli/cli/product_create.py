"""`royal product create`: a product with its first variant, or one more variant of a product."""

from typing import Annotated

import typer

from royal_cli.cli import changing, product_fields
from royal_cli.cli.app import App
from royal_cli.cli.catalog_words import complete_sku
from royal_cli.cli.prompts import ask
from royal_cli.cli.shared_options import taking
from royal_cli.cli.terminal import terminal
from royal_cli.commerce.catalog.editing.create import New, create_product
from royal_cli.commerce.catalog.editing.fields import amount
from royal_cli.commerce.catalog.editing.stock import quantity
from royal_cli.commerce.feeds.options import currency_code
from royal_cli.errors import UsageError

app = App()


@app.command(
    "create",
    shows=changing.EDITED,
    examples="""
    royal product create MUG-GREEN --title "Mug, green" --price 12.50 --cost 4.10 --stock 40
    royal product create TEE-S --of TEE --title Tee --option Size=S --price 9.95 --weight "180 g"
    royal product create TEE-M --of TEE --option Size=M --price 9.95
    """,
)
@taking(stated=product_fields.stated, how=changing.of_one)
def create(
    sku: Annotated[str, typer.Argument(metavar="SKU", help="Of the new variant.", show_default=False)],
    *,
    stated: product_fields.Stated,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="SKU", help="The product it is a variant of.", autocompletion=complete_sku),
    ] = None,
    stock: Annotated[str | None, typer.Option("--stock", metavar="UNITS", help="How many there are.")] = None,
    location: changing.Location = None,
    create_location: changing.CreateLocation = False,
    currency: Annotated[str | None, typer.Option("--currency", metavar="CODE", help="Of its amounts.")] = None,
    how: changing.How,
) -> None:
    """Create a product with one variant, or with --of one more variant of a product.

    A SKU that is there already is a conflict (exit code 6). --of with --title creates the product as well. What is
    not said stays unknown; on a terminal, and with no field said at all, it asks for the few that matter.
    """
    values, options = stated.values, stated.options
    if not values and not options and stock is None and of is None and terminal().interactive:
        values, stock = _asked()
    settings = terminal().settings
    new = New(
        sku=sku,
        values=values,
        of=of,
        options=options,
        stock=_units(stock) if stock else None,
        location=settings.location if location is None else location,
        default_location=settings.location,
        create_location=create_location,
        currency=currency_code(currency),
        default_currency=settings.currency,
    )
    changing.change(create_product(new), how)


def _asked() -> tuple[dict[str, str], str | None]:
    currency = terminal().settings.currency
    title = ask("Title", "", lambda text: None if text.strip() else "A product needs a title.")
    found = {
        "title": title,
        "price": ask(f"Price in {currency} (empty: unknown)", "", _wrong_amount),
        "cost_price": ask(f"Cost in {currency} (empty: unknown)", "", _wrong_amount),
        "vendor": ask("Vendor", "", lambda text: None),
        "category": ask('Category, as "Kitchen > Mugs"', "", lambda text: None),
    }
    stock = ask("Stock (empty: unknown)", "", _wrong_units)
    return {name: text for name, text in found.items() if text.strip()}, stock.strip() or None


def _wrong_amount(text: str) -> str | None:
    try:
        if text.strip():
            amount("price", text)
    except UsageError as error:
        return error.hint or error.message
    return None


def _wrong_units(text: str) -> str | None:
    try:
        if text.strip():
            _units(text)
    except UsageError as error:
        return error.hint or error.message
    return None


def _units(text: str) -> int:
    found = quantity(text)
    if found.is_relative:
        raise UsageError(f"{text!r} is no stock.", hint="Write how many there are: --stock 40")
    return found.units
