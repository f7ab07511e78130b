"""royal's own table: everything that an import reads, so that reading it back changes nothing.

One row per variant; a product's own cells stand on its first row. A row of its own comes first for prices, weight or
size that belong to the product itself, and one follows for every described image that finds no variant beside it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, compress, repeat
from operator import itemgetter, not_
from typing import Any

from royal_cli.commerce.catalog.exporting import cells
from royal_cli.commerce.catalog.exporting.blocks import Block, MarketPrice, Places, Product, Variant
from royal_cli.commerce.catalog.exporting.lines import Cell, csv_text
from royal_cli.commerce.catalog.exporting.report import Report
from royal_cli.commerce.catalog.exporting.skus import stated_skus
from royal_cli.commerce.feeds.formats.royal import ROYAL
from royal_cli.commerce.feeds.formats.sheet import bind
from royal_cli.commerce.feeds.headers import closest
from royal_cli.errors import UsageError

KEYS = ("product", "sku")
OF_PRODUCT = (
    "title", "description", "vendor", "type", "status", "category", "tags", "meta keywords", "search keywords",
    "seo title", "seo description", "videos", "images", "image", "image alt text",
)  # fmt: skip
_LEAD = len(OF_PRODUCT)
_IMAGES, _IMAGE, _ALT = (OF_PRODUCT.index(name) for name in ("images", "image", "image alt text"))

OF_VARIANT = (
    "variant title", "variant status", "variant image", "position", "gtin", "asin", "mpn",
    "allow backorder", "option1 name", "option1 value", "option2 name", "option2 value", "option3 name",
    "option3 value", "currency", "price", "compare at price", "cost", "price includes vat", "weight", "weight unit",
    "length", "width", "height", "dimension unit",
)  # fmt: skip
_BOOLEANS: dict[Any, str] = {True: "true", False: "false", None: ""}
_FIGURES = ("base_price", "compare_at_price", "cost_price", "weight", "dimensions")
_NO_LEAD = ("",) * _LEAD

Cells = tuple[Cell, ...]


def royal_csv(
    blocks: Iterable[Block], places: Places, report: Report, *, columns: Sequence[str] = (), faithful: bool = True
) -> Iterator[str]:
    """Text of the table. `columns` are the only ones, in that order. `faithful` leaves SKUs that royal derived as the
    feed had them, so that they are derived again: right only where everything is in the table.

    Rows that only add to a product are told from those of variants by both their keys; without these there are none.
    """
    sheet = _Sheet(sayable(places, report), report, faithful and not columns, columns)
    header = sheet.header
    if not columns:
        return csv_text(chain([[header]], map(sheet.rows, blocks)))
    pick = _picker(header, columns)
    return csv_text(chain([[columns]], (map(pick, sheet.rows(block)) for block in blocks)))


def _picker(header: Sequence[str], columns: Sequence[str]) -> Callable[[Cells], Cells]:
    for name in columns:
        if name not in header:
            near = closest(name, header)
            hint = f"Did you mean {near!r}?" if near else f"They are {', '.join(header)}."
            raise UsageError(f"A royal feed has no column {name!r}.", hint=hint)
    found = [header.index(name) for name in columns]
    return itemgetter(*found) if len(found) > 1 else lambda row: (row[found[0]],)


def sayable(places: Places, report: Report) -> Places:
    """Locations and markets whose names a header can hold."""
    locations = [name for name in places.locations if _is_read(f"stock: {name}", "stock", name)]
    markets = [name for name in places.markets if _is_read(f"price: {name}", "market.price", name)]
    for what, all_names, kept in (("stock", places.locations, locations), ("prices", places.markets, markets)):
        for name in set(all_names) - set(kept):
            report.leave(what, "no column can have the name of its location or market", name)
    return Places(locations, markets)


def _is_read(header: str, role: str, name: str) -> bool:
    return name in bind((header,), ROYAL).named.get(role, {})


class _Sheet:
    def __init__(self, places: Places, report: Report, faithful: bool, columns: Sequence[str]) -> None:
        self._places = places
        self._report = report
        self._faithful = faithful
        self._chosen = frozenset(columns)
        self._names_rows = not columns or self._chosen.issuperset(KEYS)
        self._amounts = cells.Amounts()
        self._weights = cells.Written(cells.weight)
        self._words = cells.Written(cells.words)
        self._blank = (None,) * (len(OF_VARIANT) + len(places.locations) + 4 * len(places.markets))

    @property
    def header(self) -> list[str]:
        stock = [f"stock: {name}" for name in self._places.locations]
        fields = ("currency", "price", "compare at price", "included")
        prices = [f"{field}: {name}" for name in self._places.markets for field in fields]
        return [*KEYS, *OF_PRODUCT, *OF_VARIANT, *stock, *prices]

    def _leave(self, column: str, reason: str, sku: str) -> None:
        if not self._chosen or column in self._chosen or (column == "images" and "image" in self._chosen):
            self._report.leave(column, reason, sku)

    def rows(self, block: Block) -> Iterator[Cells]:
        if not block.products:
            return
        leads, keys, sold = self._leads(block), self._keys(block), self._sold(block)
        spans = _spans(block)
        report = self._report
        report.products += len(block.products)
        report.variants += len(block.variants)
        for row, lead in zip(block.products, leads, strict=True):
            start, end = spans.get(row[0], (0, 0))
            if start < end and lead[_IMAGE] is not None and _figures(row) == _NO_FIGURES:
                report.rows += end - start
                yield keys[start] + lead + sold[start]
                for place in range(start + 1, end):
                    yield keys[place] + _NO_LEAD + sold[place]
            else:
                own = list(zip(keys[start:end], sold[start:end], strict=True))
                for told in self._special(Product._make(row), lead, own):
                    report.rows += 1
                    yield told

    def _leads(self, block: Block) -> list[Cells]:
        of = dict(zip(Product._fields, zip(*block.products, strict=True), strict=True))
        skus: Sequence[str] = of["sku"]
        lists = [
            self._said(map(self._words.__getitem__, of[name]), name.replace("_", " "), skus)
            for name in ("tags", "meta_keywords", "search_keywords")
        ]
        videos = self._said(["" if text is None else cells.addresses(text) for text in of["videos"]], "videos", skus)
        pictures = list(map(cells.pictures, of["images"]))
        title, vendor, kind, category, seo_title, seo_description = (
            self._texts(of[name], column, skus)
            for name, column in (
                ("title", "title"),
                ("vendor", "vendor"),
                ("product_type", "type"),
                ("category", "category"),
                ("seo_title", "seo title"),
                ("seo_description", "seo description"),
            )
        )
        return list(
            zip(
                title, of["description"], vendor, kind, of["status"], category, *lists,
                seo_title, seo_description, videos, pictures,
                ("" if text is not None else None for text in pictures), repeat(""),
            )
        )  # fmt: skip

    def _texts(self, column: Sequence[str | None], what: str, skus: Sequence[str]) -> Sequence[str | None]:
        """Without texts that would be read as something else."""
        if cells.are_plain(column):
            return column
        told = [text is None or cells.is_text(text) for text in column]
        for sku in compress(skus, map(not_, told)):
            self._leave(what, "it would be read as something else", sku)
        return [text if is_told else "" for text, is_told in zip(column, told, strict=True)]

    def _said(self, column: Iterable[str], what: str, skus: Sequence[str]) -> list[str]:
        """Without what the table cannot say."""
        found = list(column)
        if cells.UNSAYABLE in found:
            for sku, cell in zip(skus, found, strict=True):
                if cell == cells.UNSAYABLE:
                    self._leave(what, "a part of it holds a comma or what else ends a part", sku)
            return ["" if cell == cells.UNSAYABLE else cell for cell in found]
        return found

    def _keys(self, block: Block) -> list[Cells]:
        """Product and SKU of each variant."""
        keys = {row[0]: cells.identifier(row[1]) for row in block.products}
        owners = map(keys.__getitem__, map(itemgetter(1), block.variants))
        return list(zip(owners, stated_skus(block, self._faithful), strict=True))

    def _sold(self, block: Block) -> list[Cells]:
        """What a variant says behind its keys and the cells of its product."""
        if not block.variants:
            return []
        of = dict(zip(Variant._fields, zip(*block.variants, strict=True), strict=True))
        prices = [
            self._amounts.column(of[name], of["price_scale"], of["currency"])
            for name in ("price", "compare_at_price", "cost_price")
        ]
        options = [of[f"option{n}_{part}"] for n in (1, 2, 3) for part in ("name", "value")]
        ids: Sequence[int] = of["id"]
        titles = self._texts(of["title"], "variant title", of["sku"])
        return list(
            zip(
                titles, of["status"], of["image_url"], of["position"], of["gtin"], of["asin"], _identifiers(of["mpn"]),
                map(_BOOLEANS.__getitem__, of["allow_backorder"]), *options, of["currency"], *prices,
                map(_BOOLEANS.__getitem__, of["price_includes_vat"]),
                map(self._weights.__getitem__, zip(of["weight"], of["weight_unit"], strict=True)), of["weight_unit"],
                *_sides(of["dimensions"]),
                *(map(block.stock.get(name, {}).get, ids) for name in self._places.locations),
                *chain.from_iterable(self._market(block.markets.get(name, {}), ids) for name in self._places.markets),
                strict=True,
            )
        )  # fmt: skip

    def _market(self, prices: dict[int, MarketPrice], ids: Sequence[int]) -> Iterator[Iterable[Cell]]:
        found = [prices.get(id) for id in ids]
        yield [price and price.currency for price in found]
        yield [price and self._amounts.one(price.price, price.price_scale, price.currency) for price in found]
        yield [
            price and self._amounts.one(price.compare_at_price, price.price_scale, price.currency) for price in found
        ]
        yield [price and _BOOLEANS[price.included] for price in found]

    def _special(self, product: Product, lead: Cells, sold: Sequence[tuple[Cells, Cells]]) -> Iterator[Cells]:
        """A product with figures or described images of its own, or without variants."""
        lead, pictures = self._lead_and_pictures(product, lead)
        key = cells.identifier(product.sku)
        rows = list(sold)
        if pictures and self._chosen and "image" not in self._chosen:
            self._leave(
                "images", "they have texts, for which there are the columns image and image alt text", product.sku
            )
            pictures = []
        if not self._names_rows:
            if len(pictures) > len(rows):
                self._leave("images", "there are more than rows; choose the columns product and sku", product.sku)
                pictures = []
        elif not sold or _has_figures(product):
            rows.insert(0, (("", key) if sold else (key, ""), self._figures(product, is_parent=bool(sold))))
        rows += [((key, ""), self._blank)] * (len(pictures) - len(rows))
        for place, (keys, told) in enumerate(rows):
            start = lead if place == 0 else _NO_LEAD
            if place < len(pictures):
                start = (*start[:_IMAGES], "", *pictures[place])
            yield keys + start + told

    def _lead_and_pictures(self, product: Product, lead: Cells) -> tuple[Cells, list[tuple[str, str | None]]]:
        if lead[_IMAGE] is not None:
            return lead, []
        pictures = [image for image in cells.images(product.images) if cells.is_plain(image[0])]
        if len(pictures) < len(cells.images(product.images)):
            self._leave("images", "the address holds what ends an address", product.sku)
            pictures = []
        return (*lead[:_IMAGES], "", "", ""), pictures

    def _figures(self, product: Product, *, is_parent: bool) -> Cells:
        """Prices, weight and size of the product itself. A row with a price and no other below it would be sold."""
        length, width, height, unit = cells.sides(product.dimensions)
        told: dict[str, Cell] = {
            "weight": self._weights[product.weight, product.weight_unit], "weight unit": product.weight_unit,
            "length": length, "width": width, "height": height, "dimension unit": unit,
        }  # fmt: skip
        amounts = (product.base_price, product.compare_at_price, product.cost_price)
        if is_parent:
            money = (self._amounts.one(amount, product.price_scale, product.currency) for amount in amounts)
            told |= zip(("price", "compare at price", "cost"), money, strict=True)
            told["currency"] = product.currency
        elif any(amount is not None for amount in amounts):
            self._leave("price", "the product has no variant that could bear them", product.sku)
        return (*map(told.get, OF_VARIANT), *self._blank[len(OF_VARIANT) :])


def _has_figures(product: Product) -> bool:
    return bool(_figures(product) != _NO_FIGURES)


_figures = itemgetter(*map(Product._fields.index, _FIGURES))
_NO_FIGURES = (None,) * len(_FIGURES)


def _sides(column: Sequence[str | None]) -> Iterable[Sequence[str]]:
    if not any(column):
        return (("",) * len(column),) * 4
    return zip(*map(cells.sides, column), strict=True)


def _identifiers(column: Sequence[str | None]) -> Sequence[str | None]:
    if "'" not in "".join(filter(None, column)):
        return column
    return [text and cells.identifier(text) for text in column]


def _spans(block: Block) -> dict[int, tuple[int, int]]:
    """Product -> where its variants begin and end."""
    spans: dict[int, tuple[int, int]] = {}
    start, before = 0, None
    owners = [*map(itemgetter(1), block.variants), None]
    for place, owner in enumerate(owners):
        if owner != before:
            if before is not None:
                spans[before] = (start, place)
            start, before = place, owner
    return spans
