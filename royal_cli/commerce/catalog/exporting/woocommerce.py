"""WooCommerce's product CSV: simple products, and variable ones with their variations below them."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from royal_cli.commerce.catalog.exporting import cells, offers
from royal_cli.commerce.catalog.exporting.block import Block, Product, Variant
from royal_cli.commerce.catalog.exporting.lines import csv_line, csv_text
from royal_cli.commerce.catalog.exporting.report import Report

HEADER = (
    "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Published", "Description", "In stock?", "Stock",
    "Backorders allowed?", "Weight (kg)", "Length (cm)", "Width (cm)", "Height (cm)", "Sale price", "Regular price",
    "Categories", "Tags", "Images", "Parent", "Position", "Brands",
    *(f"Attribute {n} {part}" for n in (1, 2, 3) for part in ("name", "value(s)", "visible", "global")),
)  # fmt: skip


Row = dict[str, str | int | None]


def woocommerce_csv(blocks: Iterable[Block], currency: str | None, report: Report) -> Iterator[str]:
    yield csv_line(HEADER)
    for block in blocks:
        sold = offers.sold(block, currency, report)
        rows = [
            row
            for product, places in zip(block.products, sold, strict=True)
            for row in _rows(
                Product._make(product), [Variant._make(block.variants[place]) for place in places], block, report
            )
        ]
        report.rows += len(rows)
        yield csv_text([[_text(row.get(name)) for row in rows] for name in HEADER])


def _text(cell: str | int | None) -> str | None:
    return str(cell) if isinstance(cell, int) else cell


def _rows(product: Product, sold: Sequence[Variant], block: Block, report: Report) -> Iterator[Row]:
    if product.status == "archived":
        report.leave("product", "it is archived, which WooCommerce does not know", product.sku)
        return
    is_variable = bool(sold and sold[0].options)
    if is_variable and any(variant.sku == product.sku for variant in sold):
        report.leave("product", "one of its variants has its SKU, which WooCommerce does not allow", product.sku)
        return
    if not sold:
        return
    report.products += 1
    report.variants += len(sold)
    if not is_variable:
        own = _product(product, report, sold[0].image_url)
        yield {**own, **_offer(sold[0], block.units(sold[0].id)), "Type": "simple"}
        return
    yield {**_product(product, report), **_attributes(sold), "Type": "variable", "SKU": product.sku}
    for place, variant in enumerate(sold, 1):
        yield _variation(product, variant, block.units(variant.id), place)


def _product(product: Product, report: Report, further_image: str | None = None) -> Row:
    urls = [url for url, _ in cells.images(product.images)]
    if further_image and further_image not in urls:
        urls.append(further_image)
    if any("," in url for url in urls):
        report.leave("images", "the address holds a comma", product.sku)
        urls = [url for url in urls if "," not in url]
    return {
        "Name": product.title, "Published": 1 if product.status == "active" else -1, "Description": product.description,
        "Categories": escaped(product.category or ""), "Tags": ", ".join(map(escaped, cells.listed(product.tags))),
        "Images": ", ".join(urls), "Brands": escaped(product.vendor or ""),
    }  # fmt: skip


def _offer(variant: Variant, units: int | None) -> Row:
    regular = offers.higher_price(variant)
    price = offers.price(variant)
    kilograms = offers.grams(variant.weight, variant.weight_unit)
    length, width, height, unit = cells.sides(variant.dimensions)
    sides = (offers.centimetres(text, unit) for text in (length, width, height))
    return {
        "SKU": variant.sku, "GTIN, UPC, EAN, or ISBN": variant.gtin, "Regular price": regular or price,
        "Sale price": price if regular else "", "Stock": units, "In stock?": None if units is None else int(units > 0),
        "Backorders allowed?": int(variant.allow_backorder),
        "Weight (kg)": offers.plain(kilograms and kilograms / Decimal(1000)),
        **dict(zip(("Length (cm)", "Width (cm)", "Height (cm)"), sides, strict=True)),
    }  # fmt: skip


def _attributes(variants: Sequence[Variant]) -> Row:
    """All values that there are of each option."""
    row: Row = {}
    for place in range(max(len(variant.options) for variant in variants)):
        stated = [variant.options[place] for variant in variants if place < len(variant.options)]
        values = ", ".join(dict.fromkeys(escaped(value) for _, value in stated))
        row |= _attribute(place + 1, stated[0][0], values)
    return row


def _attribute(number: int, name: str | None, values: str) -> Row:
    return {
        f"Attribute {number} name": name, f"Attribute {number} value(s)": values,
        f"Attribute {number} visible": 1, f"Attribute {number} global": 1,
    }  # fmt: skip


def _variation(product: Product, variant: Variant, units: int | None, place: int) -> Row:
    row = {
        **_offer(variant, units), "Type": "variation", "Parent": product.sku, "Position": place,
        "Name": variant.title or product.title, "Published": -1 if variant.status != "active" else 1,
        "Images": variant.image_url if "," not in (variant.image_url or "") else "",
    }  # fmt: skip
    for number, (name, value) in enumerate(variant.options, 1):
        row |= _attribute(number, name, escaped(value))
    return row


def escaped(text: str) -> str:
    """A comma in a part of a list has a backslash before it."""
    return text.replace(",", "\\,")
