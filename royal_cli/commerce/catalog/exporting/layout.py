"""Which product and which variant each row of a table is about, and the columns that follow from it."""

from collections.abc import Sequence
from itertools import repeat

from royal_cli.commerce.catalog.exporting.lines import Column

#: The place of what is nowhere: an empty cell.
NOWHERE = -1


class Layout:
    """Products and variants are named by their places in the columns of a block."""

    def __init__(self) -> None:
        #: The product that a row is of, the one whose own cells stand on it, and its variant.
        self.owners: list[int] = []
        self.products: list[int] = []
        self.variants: list[int] = []

    def add(self, product: int, variants: Sequence[int]) -> None:
        """Rows of a product, which says what it says itself on the first of them."""
        more = len(variants) - 1
        self.products.append(product)
        if more:
            self.products.extend(repeat(NOWHERE, more))
        self.owners.extend(repeat(product, more + 1))
        self.variants.extend(variants)


def arranged(column: Column, places: Sequence[int]) -> Column:
    """The cells of a column in the order of their places."""
    if not any(column):
        return [None] * len(places)
    if len(places) == len(column) and places == list(range(len(column))):
        return column
    return list(map([*column, None].__getitem__, places))
