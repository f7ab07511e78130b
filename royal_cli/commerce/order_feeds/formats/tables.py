"""What only many rows of a table tell: which comes first in its dates, whether its discounts are shares."""

from collections.abc import Iterable

from royal_cli.commerce.order_feeds.dates import Dates, Survey
from royal_cli.commerce.order_feeds.sheet import OrderSheet
from royal_cli.money import from_text, power_of_ten

_DATES = ("order.created_at", "order.shipped_at", "order.processed_at")


def survey(sheets: Iterable[OrderSheet]) -> Survey:
    """Read as far as it takes. FeedError where the order of dates stays open."""
    found, dates = Survey(), None
    for sheet in sheets:
        if dates is None:
            dates = Dates(sheet.options.now)
            found.is_numbered = any(map(str.isdigit, map(str.strip, sheet.cells("order"))))
        roles = [] if sheet.options.dates else [role for role in _DATES if sheet.has(role)]
        for role in roles:
            dates.look_at(set(sheet.cells(role)))
        if not found.discounts and sheet.has("discount"):
            found.discounts = sheet.options.discounts or _kind_of_discounts(sheet.cells("discount"))
        if not dates.is_open and (found.discounts or not sheet.has("discount")):
            break
    if dates:
        found.dates = dates.order()
    return found


def _kind_of_discounts(cells: Iterable[str]) -> str:
    """Money, as soon as one of them is more than the whole price; "" while that cannot be told."""
    return "amount" if any(_is_more_than_all(cell) for cell in set(cells)) else ""


def _is_more_than_all(cell: str) -> bool:
    try:
        amount, scale = from_text(cell.strip().removeprefix("-").replace(",", "."))
    except ValueError:
        return bool(cell.strip())
    return amount > power_of_ten(scale)
