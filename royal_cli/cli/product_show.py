"""`royal product show`: all that is known of one product."""

from typing import Annotated

import typer

from royal_cli.cli.app import App
from royal_cli.cli.catalog_words import complete_sku
from royal_cli.cli.output import show
from royal_cli.cli.terminal import terminal
from royal_cli.cli.views import Column, One, Rows
from royal_cli.commerce.catalog.reading.detail_rows import Image, Product, Variant

VARIANTS = Rows(
    Variant,
    Column("sku", "SKU", style="bold", shorten=True),
    Column("options", fold=True),
    Column("price"),
    Column("stock"),
    Column("gross_margin", "Margin %"),
    Column("cost"),
    Column("levels", "Available at", fold=True),
    Column("gtin", "GTIN"),
    Column("compare_at_price", "Was"),
    Column("sku_derived", "SKU derived"),
    Column("source_sku", "SKU in the feed"),
    Column("status"),
    Column("weight"),
    Column("weight_unit", "Unit"),
    Column("market_prices", "In markets", fold=True),
    Column("price_includes_vat", "VAT included", shown=False),
    Column("title", shown=False),
    Column("asin", "ASIN", shown=False),
    Column("mpn", "MPN", shown=False),
    Column("dimensions", shown=False),
    Column("image_url", "Image", shown=False),
    Column("allow_backorder", "Backorder", shown=False),
    Column("position", shown=False),
    Column("created_at", "Created", shown=False),
    Column("updated_at", "Updated", shown=False),
)
IMAGES = Rows(
    Image,
    Column("url", "URL", fold=True),
    Column("alt_text", "Text", fold=True),
    Column("position", shown=False),
    Column("is_primary", shown=False),
)
PRODUCT = One(
    Product,
    Column("sku", "SKU"),
    Column("title"),
    Column("status", style={"active": "green", "draft": "yellow", "archived": "dim"}),
    Column("stock"),
    Column("gross_margin", "Margin %"),
    Column("price", shown=False),
    Column("compare_at_price", "Was", shown=False),
    Column("cost", shown=False),
    Column("category"),
    Column("vendor"),
    Column("product_type", "Type"),
    Column("tags"),
    Column("collections", shown=False),
    Column("weight", shown=False),
    Column("weight_unit", shown=False),
    Column("dimensions", shown=False),
    Column("seo_title", "SEO title", shown=False),
    Column("seo_description", "SEO text", shown=False),
    Column("meta_keywords", shown=False),
    Column("search_keywords", shown=False),
    Column("videos", shown=False),
    Column("created_at", "Created"),
    Column("updated_at", "Updated"),
    Column("published_at", "Published", shown=False),
    Column("archived_at", "Archived", shown=False),
    Column("last_operation"),
    Column("description", shown=False),
    Column("variants", rows=VARIANTS),
    Column("images", rows=IMAGES),
)

#: It may be a whole page of HTML; `--fields description` shows it.
LONG = "description"


def register(app: App) -> None:
    app.command(
        "show",
        shows=PRODUCT,
        examples="""
        royal product show MUG-RED
        royal product show 4006381333931
        royal product show MUG-RED --json
        royal product show MUG-RED --fields description
        """,
    )(show_product)


def show_product(
    sku: Annotated[
        str,
        typer.Argument(
            metavar="SKU", autocompletion=complete_sku, show_default=False, help="Of a product or a variant; or a GTIN."
        ),
    ],
) -> None:
    """Show a product with its variants, their prices and their stock.

    The SKU is that of the product, of one of its variants, or the one that its feed gave to a variant; a GTIN will do.
    A price or a cost that a variant does not have itself is the product's. The margin is (price - cost) / price in
    percent, of the prices as they are stored: VAT, fees and returns are not taken off.
    """
    from royal_cli.commerce.catalog.reading.detail import show_product as look_up
    from royal_cli.commerce.session import reading

    with reading(terminal().settings) as session:
        product = look_up(session, sku)
    said = [column.field for column in PRODUCT.columns if getattr(product, column.field) not in (None, [], {})]
    show(PRODUCT, product, also=[field for field in said if field != LONG])
