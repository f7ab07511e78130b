"""Etsy's listings CSV, which knows a listing by its title and of its variations only their names."""

from collections.abc import Sequence

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.declare import Format, Seen, pattern
from royal_cli.commerce.feeds.formats.fields import as_json
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.formats.slugs import slug

COLUMNS = {
    "title": "product.title", "description": "product.description", "price": "variant.price",
    "currency code": "currency", "quantity": "quantity", "tags": "tags", "category": "product.category_path",
    "sku": "skus",
}  # fmt: skip

PATTERNS = (pattern(r"image ?\d+", "images"), pattern(r"variation (?P<name>\d) values", "variation_values"))


def _fits(seen: Seen) -> int:
    own = seen.count("currency code", "materials", "image1", "variation 1 type", "variation 1 values")
    return 20 + 15 * own if {"title", "price", "quantity"} <= seen.words and own >= 3 else 0


def _skus(sheet: Sheet) -> list[str | None]:
    """The SKU of each listing that has one; a list of SKUs belongs to its variations."""
    cells = ["" if "," in cell else cell for cell in sheet.cells("skus")]
    return values.identifier(cells, sheet.problems, sheet.header("skus"), key=True)


def _keys(sheet: Sheet) -> list[str]:
    names = zip(sheet.names("skus"), sheet.names("product.title"), strict=True)
    return [sku if sku and "," not in sku else slug(title) for sku, title in names]


def _shape(sheet: Sheet, batch: Batch) -> None:
    batch.skus = _skus(sheet)
    varies = _varies(sheet)
    batch.sells = [not one for one in varies]
    for row, one in enumerate(varies):
        if one:
            hint = "Etsy gives only the lowest price and the sum of the quantities of its variations; none is created"
            sheet.problems.warn(row, "VARIATION", sheet.cells("product.title")[row], "variations", hint)
    if sheet.has("quantity"):
        cells = ["" if one else cell for one, cell in zip(varies, sheet.cells("quantity"), strict=True)]
        batch.stock[sheet.options.default_location] = values.quantity(
            cells, sheet.problems, sheet.header("quantity"), strict=True
        )
    if sheet.has("tags"):
        # Etsy knows no underscores in tags, and writes them for blanks.
        cells = [cell if cell.startswith("__") else cell.replace("_", " ") for cell in sheet.cells("tags")]
        batch.product["tags"] = as_json(
            values.words(cells, sheet.problems, sheet.header("tags"), clears="product.tags")
        )  # fmt: skip


def _varies(sheet: Sheet) -> list[bool]:
    """Whether a listing has variations: what tells them apart is named, or there are several SKUs."""
    columns: list[Sequence[str]] = [cells for _, cells in sheet.named("variation_values").values()]
    several = ["," in cell for cell in sheet.cells("skus")]
    named = [any(map(str.strip, row)) for row in zip(*columns, strict=True)] if columns else [False] * sheet.size
    return [one or other for one, other in zip(several, named, strict=True)]


ETSY = Format(
    name="etsy", title="Etsy listings export", columns=COLUMNS, patterns=PATTERNS,
    fits=_fits, keys=_keys, shape=_shape, several=frozenset({"images"}),
    key_roles=("product.title",), key_words="a TITLE",
)  # fmt: skip
