"""Tables with a price per channel, country or currency: `Ajio MRP, Amazon MRP`, `Preis AT, Preis DE`, `Price (EUR)`.

Columns that share their word for the price and differ in the name of a market are that market's prices. A plain column
beside them is the price. What else stands beside the word (`MRP Old`, `Price B2B`) names no market and stays unused.
"""

from itertools import groupby
from typing import NamedTuple

from royal_cli.commerce.feeds.formats.headings import Heading, heading
from royal_cli.commerce.feeds.formats.sheet import Binding

_ROLES = {"variant.price": "market.price", "variant.compare_at_price": "market.compare_at_price"}
#: Signs of one currency, as its market is called.
_CODES = {"€": "EUR", "£": "GBP"}


class _Column(NamedTuple):
    place: int
    said: Heading

    @property
    def market(self) -> str:
        return self.said.market or _CODES.get(self.said.currency, self.said.currency.upper())


def bind_markets(binding: Binding) -> set[int]:
    """Bind the prices of markets, and say which columns these are; two columns for one market are doubled."""
    columns = [_Column(place, said) for place, name in enumerate(binding.header)
               if (said := heading(name)) and said.role in _ROLES]  # fmt: skip
    columns.sort(key=_family)
    taken: set[int] = set()
    for _, members in groupby(columns, key=_family):
        family = list(members)
        named = [column for column in family if column.market]
        # One beside the plain price will do, unless it is a mere currency: that may be the price in another one.
        if len(named) > 1 or (len(family) > 1 and any(column.said.market for column in named)):
            for column in named:
                _bind(binding, column)
                taken.add(column.place)
    return taken


def _family(column: _Column) -> tuple[str, str]:
    return column.said.role, column.said.word


def _bind(binding: Binding, column: _Column) -> None:
    role, header = _ROLES[column.said.role], binding.header[column.place]
    named = binding.named.setdefault(role, {})
    if column.market in named:
        binding.doubled.setdefault(role, [binding.header[named[column.market]]]).append(header)
        return
    named[column.market] = column.place
    if column.said.currency:
        binding.units[f"market:{column.market}.{role.removeprefix('market.')}"] = column.said.currency
