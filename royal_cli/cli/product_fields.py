"""The options that set fields of products and variants: `royal product create` and `edit` have the same ones."""

from dataclasses import dataclass
from typing import Annotated

import typer

from royal_cli.commerce.catalog.editing.fields import FIELDS
from royal_cli.errors import UsageError


@dataclass(frozen=True, slots=True)
class Stated:
    """What was said: values by field, and the options of a variant by name."""

    values: dict[str, str]
    options: dict[str, str]


def stated(
    title: Annotated[str | None, typer.Option("--title")] = None,
    description: Annotated[str | None, typer.Option("--description", help="Text or HTML.")] = None,
    vendor: Annotated[str | None, typer.Option("--vendor")] = None,
    product_type: Annotated[str | None, typer.Option("--type")] = None,
    category: Annotated[str | None, typer.Option("--category", help='A path, as "Clothing > Shirts".')] = None,
    tags: Annotated[str | None, typer.Option("--tags", help="Between commas; all of them.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="active, draft or archived.")] = None,
    images: Annotated[
        list[str] | None, typer.Option("--image", metavar="URL", help="The first is the main one.")
    ] = None,
    seo_title: Annotated[str | None, typer.Option("--seo-title")] = None,
    seo_description: Annotated[str | None, typer.Option("--seo-description")] = None,
    meta_keywords: Annotated[str | None, typer.Option("--meta-keywords", help="Between commas.")] = None,
    search_keywords: Annotated[str | None, typer.Option("--search-keywords", help="Between commas.")] = None,
    price: Annotated[str | None, typer.Option("--price", help="As 12.50; of each variant, as all that follow.")] = None,
    compare_at_price: Annotated[str | None, typer.Option("--compare-at-price")] = None,
    cost_price: Annotated[str | None, typer.Option("--cost")] = None,
    price_includes_vat: Annotated[
        bool | None, typer.Option("--with-vat/--without-vat", help="The price includes VAT, or does not.")
    ] = None,
    gtin: Annotated[str | None, typer.Option("--gtin", help="EAN, UPC or ISBN.")] = None,
    mpn: Annotated[str | None, typer.Option("--mpn", help="The manufacturer's number.")] = None,
    asin: Annotated[str | None, typer.Option("--asin")] = None,
    weight: Annotated[str | None, typer.Option("--weight", help='As "250 g".')] = None,
    dimensions: Annotated[str | None, typer.Option("--dimensions", help='As "30 x 20 x 10 cm".')] = None,
    variant_title: Annotated[str | None, typer.Option("--variant-title")] = None,
    variant_status: Annotated[str | None, typer.Option("--variant-status", help="active, draft or archived.")] = None,
    variant_image: Annotated[str | None, typer.Option("--variant-image", metavar="URL")] = None,
    allow_backorder: Annotated[
        bool | None, typer.Option("--backorder/--no-backorder", help="May be sold when there is none.")
    ] = None,
    option: Annotated[
        list[str] | None, typer.Option("--option", metavar="NAME=VALUE", help='As "Size=S"; up to three.')
    ] = None,
) -> Stated:
    """The options of every command that sets fields; see `taking`."""
    said = {**locals()}
    options = _options(said.pop("option") or [])
    return Stated({name: _typed(value) for name, value in said.items() if value is not None}, options)


def _typed(value: str | bool | list[str]) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list():
            return "\n".join(value)
    return value


def _options(words: list[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not (equals and name.strip()) or name.strip() in options:
            raise UsageError(f"{word!r} is no option of a variant.", hint='It reads: --option "Size=S"')
        options[name.strip()] = value.strip()
    return options


CLEARABLE = [name for name, field in FIELDS.items() if not field.required]
