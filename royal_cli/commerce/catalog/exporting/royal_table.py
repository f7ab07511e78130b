"""royal's own table: everything that an import reads, so that reading it back changes nothing.

One row per variant; a product's own cells stand on its first row.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from royal_cli.commerce.catalog.exporting import cells
from royal_cli.commerce.catalog.exporting.block import Block, MarketPrice, Places, Product
from royal_cli.commerce.catalog.exporting.layout import arranged
from royal_cli.commerce.catalog.exporting.lines import Column
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.catalog.exporting.royal_columns import (
    IMAGE,
    OF_MARKET,
    chosen,
    header,
    sayable,
)
from royal_cli.commerce.catalog.exporting.royal_rows import Extra, RoyalRows, image_columns
from royal_cli.commerce.catalog.exporting.skus import stated_skus

_BOOLEANS: dict[Any, str] = {True: "true", False: "false", None: ""}


class RoyalTable:
    """`columns` are the only ones, in that order. `faithful` leaves SKUs that royal derived as the feed had them, so
    that they are derived again: right only where everything is in the table.
    """

    def __init__(self, places: Places, report: Report, *, columns: Sequence[str] = (), faithful: bool = True) -> None:
        self._places = sayable(places, report)
        self.header = chosen(columns, header(self._places))
        self._chosen = frozenset(self.header)
        self._report = report
        self._faithful = faithful and not columns
        self._amounts = cells.Amounts()
        self._weights = cells.Written(cells.weight)
        self._words = cells.Written(cells.words)
        self._numbers: cells.Written[int | None] = cells.Written(str)

    def _leave(self, column: str, reason: str, sku: str) -> None:
        if column in self._chosen or (column == "images" and "image" in self._chosen):
            self._report.leave(column, reason, sku)

    def columns(self, block: Block) -> list[Column]:
        """The rows of a block, as the columns of the header."""
        found = self.block(block)
        return [found[name] for name in self.header]

    def block(self, block: Block) -> dict[str, Column]:
        """The rows of a block as columns, those that are not chosen as well."""
        of_products = self._of_products(block)
        rows = RoyalRows(block, self._chosen, self._figures, self._leave)
        rows.arrange(of_products["images"])
        of_variants = self._of_variants(block)
        size = len(rows.layout.variants)
        found: dict[str, Column] = dict(zip(IMAGE, image_columns(rows.images, size), strict=True))
        found |= {name: arranged(column, rows.layout.products) for name, column in of_products.items()}
        for name, column in of_variants.items():
            told = [*column, *(extra.get(name) for extra in rows.extra)] if rows.extra else column
            found[name] = arranged(told, rows.layout.variants)
        self._report.products += len(block.products)
        self._report.variants += len(block.variants)
        self._report.rows += size
        return found

    def _of_products(self, block: Block) -> dict[str, Column]:
        of = block.of_products
        skus: Sequence[str] = of["sku"]
        found: dict[str, Column] = {
            "description": of["description"], "status": of["status"],
            "videos": self._said((cells.addresses(text) if text else "" for text in of["videos"]), "videos", skus),
            "images": list(map(cells.pictures, of["images"])),
        }  # fmt: skip
        for field in ("title", "vendor", "product_type", "category", "seo_title", "seo_description"):
            name = _CALLED.get(field, field.replace("_", " "))
            found[name] = cells.readable(of[field], name, skus, self._leave)
        for field in ("tags", "meta_keywords", "search_keywords"):
            name = field.replace("_", " ")
            found[name] = self._said(map(self._words.__getitem__, of[field]), name, skus)
        return found

    def _said(self, column: Iterable[str], what: str, skus: Sequence[str]) -> Column:
        """Without what the table cannot say."""
        found = list(column)
        if cells.UNSAYABLE in found:
            for sku, cell in zip(skus, found, strict=True):
                if cell == cells.UNSAYABLE:
                    self._leave(what, "a part of it holds a comma or what else ends a part", sku)
            return ["" if cell == cells.UNSAYABLE else cell for cell in found]
        return found

    def _of_variants(self, block: Block) -> dict[str, Column]:
        of = block.of_variants
        ids: Sequence[int] = of["id"]
        keys = {row[0]: cells.identifier(row[1]) for row in block.products}
        found: dict[str, Column] = {
            "product": list(map(keys.__getitem__, of["product_id"])), "sku": stated_skus(block, self._faithful),
            "variant title": cells.readable(of["title"], "variant title", of["sku"], self._leave),
            "variant status": of["status"],
            "variant image": of["image_url"], "position": list(map(self._numbers.__getitem__, of["position"])),
            "gtin": of["gtin"], "asin": of["asin"], "mpn": _identifiers(of["mpn"]),
            "allow backorder": list(map(_BOOLEANS.__getitem__, of["allow_backorder"])),
            "currency": of["currency"],
            "price includes vat": list(map(_BOOLEANS.__getitem__, of["price_includes_vat"])),
            "weight": list(map(self._weights.__getitem__, zip(of["weight"], of["weight_unit"], strict=True))),
            "weight unit": of["weight_unit"],
        }  # fmt: skip
        found |= {f"option{n} {part}": of[f"option{n}_{part}"] for n in (1, 2, 3) for part in ("name", "value")}
        for name, field in (("price", "price"), ("compare at price", "compare_at_price"), ("cost", "cost_price")):
            found[name] = self._amounts.column(of[field], of["price_scale"], of["currency"])
        found |= zip(("length", "width", "height", "dimension unit"), _sides(of["dimensions"]), strict=True)
        for name in self._places.locations:
            units = map(block.stock.get(name, {}).get, ids)
            found[f"stock: {name}"] = list(map(self._numbers.__getitem__, units))
        for name in self._places.markets:
            columns = self._market(block.markets.get(name, {}), ids)
            found |= zip((f"{field}: {name}" for field in OF_MARKET), columns, strict=True)
        return found

    def _market(self, prices: dict[int, MarketPrice], ids: Sequence[int]) -> Iterator[Column]:
        found = [prices.get(id) for id in ids]
        yield [price and price.currency for price in found]
        yield [price and self._amounts.one(price.price, price.price_scale, price.currency) for price in found]
        yield [
            price and self._amounts.one(price.compare_at_price, price.price_scale, price.currency) for price in found
        ]
        yield [price and _BOOLEANS[price.included] for price in found]

    def _figures(self, product: Product, is_parent: bool) -> Extra:
        """Prices, weight and size of the product itself. A row with a price and no other below it would be sold."""
        length, width, height, unit = cells.sides(product.dimensions)
        told: Extra = {
            "weight": self._weights[product.weight, product.weight_unit], "weight unit": product.weight_unit,
            "length": length, "width": width, "height": height, "dimension unit": unit,
        }  # fmt: skip
        amounts = {
            "price": product.base_price,
            "compare at price": product.compare_at_price,
            "cost": product.cost_price,
        }
        if is_parent:
            money = {
                name: self._amounts.one(amount, product.price_scale, product.currency)
                for name, amount in amounts.items()
            }
            return told | money | {"currency": product.currency}
        if any(amount is not None for amount in amounts.values()):
            self._leave("price", "the product has no variant that could bear them", product.sku)
        return told


_CALLED = {"product_type": "type"}


def _sides(column: Column) -> Iterable[Column]:
    if not any(column):
        return (("",) * len(column),) * 4
    return zip(*map(cells.sides, column), strict=True)


def _identifiers(column: Column) -> Column:
    if "'" not in "".join(filter(None, column)):
        return column
    return [text and cells.identifier(text) for text in column]
