"""From cells to values, a column at a time.

Every converter takes a column's cells, the chunk's `Problems` and the column's header, and returns one entry per row:

    problems = Problems.of(chunk)
    titles = values.text(cells, problems, "Title", clears="product.title")
    prices = values.money(cells, problems, "Variant Price", currency="EUR", evidence=marks, clears="variant.price")

An empty cell is None: the stored value stays. `__CLEAR__` is None as well and is noted under the name in `clears`
(the header where none is given). An odd cell refuses its value with a warning, or, if `strict`, its row.
"""

from royal_cli.commerce.feeds.values.cells import UNCALCULATED
from royal_cli.commerce.feeds.values.codes import gtin, has_right_check_digit
from royal_cli.commerce.feeds.values.measures import (
    LENGTH_UNITS,
    WEIGHT_UNITS,
    Lengths,
    Measures,
    length,
    weight,
)
from royal_cli.commerce.feeds.values.numbers import ColumnEvidence, decimal, quantity
from royal_cli.commerce.feeds.values.prices import (
    Prices,
    RowPrices,
    currency_codes,
    currency_word,
    in_one_currency,
    money,
)
from royal_cli.commerce.feeds.values.problems import Problems
from royal_cli.commerce.feeds.values.text import as_json, boolean, choice, html, identifier, text, urls, words

__all__ = [
    "LENGTH_UNITS",
    "UNCALCULATED",
    "WEIGHT_UNITS",
    "ColumnEvidence",
    "Lengths",
    "Measures",
    "Prices",
    "Problems",
    "RowPrices",
    "as_json",
    "boolean",
    "choice",
    "currency_codes",
    "currency_word",
    "decimal",
    "gtin",
    "has_right_check_digit",
    "html",
    "identifier",
    "in_one_currency",
    "length",
    "money",
    "quantity",
    "text",
    "urls",
    "weight",
    "words",
]
