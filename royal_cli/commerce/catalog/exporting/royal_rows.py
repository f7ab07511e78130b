"""The rows of royal's own table: one per variant, and those that only add to a product."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from royal_cli.commerce.catalog.exporting import cells
from royal_cli.commerce.catalog.exporting.block import FIGURES, NO_FIGURES, Block, Product
from royal_cli.commerce.catalog.exporting.layout import Layout
from royal_cli.commerce.catalog.exporting.royal_columns import IMAGE, KEYS

#: What such a row says, by column.
Extra = dict[str, str | None]
#: That of a product itself, as the parent of variants or without any.
Figures = Callable[[Product, bool], Extra]
#: Tell of a column that for this reason something of this SKU is not in it.
Leave = Callable[[str, str, str], None]


class RoyalRows:
    """A row of its own comes first for prices, weight or size that belong to the product itself, and one follows for
    every described image that finds no variant beside it.

    Rows that only add to a product are told from those of variants by both their keys; without these there are none.
    """

    def __init__(self, block: Block, columns: frozenset[str], figures: Figures, leave: Leave) -> None:
        self.layout = Layout()
        #: Rows that are no variant's; in the layout they have their places behind all variants.
        self.extra: list[Extra] = []
        #: Of rows that bear one: the described image and its text.
        self.images: dict[int, tuple[str, str | None]] = {}
        self._block = block
        self._names_rows = columns.issuperset(KEYS)
        self._shows_images = "image" in columns
        self._figures = figures
        self._leave = leave

    def arrange(self, pictures: Sequence[str | None]) -> None:
        """`pictures` are each product's as a list of addresses, or None where such a list cannot tell them."""
        for place, (row, own) in enumerate(zip(self._block.products, self._block.spans, strict=True)):
            if own and pictures[place] is not None and FIGURES(row) == NO_FIGURES:
                self.layout.add(place, own)
            else:
                self._arrange_other(place, Product._make(row), own, pictures[place] is None)

    def _arrange_other(self, place: int, product: Product, own: Sequence[int], is_described: bool) -> None:
        images = self._described(product, len(own)) if is_described else []
        key = cells.identifier(product.sku)
        rows = list(own)
        if self._names_rows:
            if not own:
                rows.append(self._add({"product": key, **self._figures(product, False)}))
            elif FIGURES(self._block.products[place]) != NO_FIGURES:
                rows.insert(0, self._add({"sku": key, **self._figures(product, True)}))
            if len(rows) < len(images):
                rows += [self._add({"product": key})] * (len(images) - len(rows))
        first = len(self.layout.variants)
        if rows:
            self.layout.add(place, rows)
            self.images.update(enumerate(images, first))

    def _add(self, told: Extra) -> int:
        self.extra.append(told)
        return len(self._block.variants) + len(self.extra) - 1

    def _described(self, product: Product, variants: int) -> list[tuple[str, str | None]]:
        """Images of a product that have texts, as far as the chosen columns can tell them."""
        images = cells.images(product.images)
        if not all(cells.is_plain(url) for url, _ in images):
            self._leave("images", "the address holds what ends an address", product.sku)
        elif not self._shows_images:
            reason = "they have texts, for which there are the columns image and image alt text"
            self._leave("images", reason, product.sku)
        elif len(images) > variants and not self._names_rows:
            self._leave("images", "there are more than rows; choose the columns product and sku", product.sku)
        else:
            return images
        return []


def image_columns(images: Mapping[int, tuple[str, str | None]], rows: int) -> Iterable[list[str | None]]:
    for part in range(len(IMAGE)):
        column: list[str | None] = [None] * rows
        for row, image in images.items():
            column[row] = image[part]
        yield column
