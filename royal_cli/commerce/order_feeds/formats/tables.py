"""What only many rows tell: which comes first in dates, whether discounts are shares, what far rows of an order add."""

from collections.abc import Callable, Iterable

from royal_cli.commerce.order_feeds import amounts
from royal_cli.commerce.order_feeds.dates import Dates, Survey
from royal_cli.commerce.order_feeds.sheet import OrderSheet
from royal_cli.money import from_text, power_of_ten

_DATES = ("order.created_at", "order.shipped_at", "order.processed_at")


def surveying(*added_up: str) -> Callable[[Iterable[OrderSheet]], Survey]:
    """A survey of a file in which money of the orders stands on their lines, under these roles."""

    def survey(sheets: Iterable[OrderSheet]) -> Survey:
        found = _Findings(added_up)
        for sheet in sheets:
            found.look_at(sheet)
            if not found.wants_more:
                break
        return found.survey()

    return survey


def survey(sheets: Iterable[OrderSheet]) -> Survey:
    """Read as far as it takes. FeedError where the order of dates stays open."""
    return surveying()(sheets)


class _Findings:
    def __init__(self, added_up: tuple[str, ...]) -> None:
        self._added_up = added_up
        self._survey = Survey()
        self._dates: Dates | None = None
        self.wants_more = True
        #: Order -> its sum under each role, and in how many places its rows stand.
        self._sums: dict[str, list[int | None]] = {}
        self._places: dict[str, int] = {}

    def look_at(self, sheet: OrderSheet) -> None:
        if self._dates is None:
            self._dates = Dates(sheet.options.now)
            self._survey.is_numbered = any(map(str.isdigit, map(str.strip, sheet.cells("order"))))
        for role in [] if sheet.options.dates else filter(sheet.has, _DATES):
            self._dates.look_at(set(sheet.cells(role)))
        if not self._survey.discounts and sheet.has("discount"):
            self._survey.discounts = sheet.options.discounts or _kind_of_discounts(sheet.cells("discount"))
        roles = [role for role in self._added_up if sheet.has(role)]
        if roles:
            self._add_up(sheet, roles)
        is_told = self._survey.discounts or not sheet.has("discount")
        self.wants_more = self._dates.is_open or not is_told or bool(roles)

    def _add_up(self, sheet: OrderSheet, roles: list[str]) -> None:
        if sheet.form.choose:
            sheet.form.choose(sheet)
        sheet.orders = sheet.form.keys(sheet)
        sheet.currencies = amounts.currencies(sheet)
        columns = [amounts.sums(sheet, role) if role in roles else [None] * len(sheet.runs) for role in self._added_up]
        for start, *sums in zip(sheet.starts, *columns, strict=True):
            order = sheet.orders[start]
            before = self._sums.get(order) or [None] * len(sums)
            self._sums[order] = [_plus(one, other) for one, other in zip(before, sums, strict=True)]
            self._places[order] = self._places.get(order, 0) + 1

    def survey(self) -> Survey:
        if self._dates:
            self._survey.dates = self._dates.order()
        scattered = [order for order, places in self._places.items() if places > 1]
        self._survey.sums = {
            role: {order: self._sums[order][place] for order in scattered} for place, role in enumerate(self._added_up)
        }
        return self._survey


def _plus(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)


def sums(sheet: OrderSheet, role: str) -> amounts.Amounts:
    """What the rows of each order add up to: of one whose rows stand apart, the first of them has the whole sum."""
    found = amounts.sums(sheet, role)
    scattered = sheet.surveyed.sums.get(role) if isinstance(sheet.surveyed, Survey) else None
    told: set[str] = sheet.remember(f"sums of {role}", set)
    for place, start in enumerate(sheet.starts if scattered else ()):
        order = sheet.orders[start]
        if scattered and order in scattered:
            found[place] = None if order in told else scattered[order]
            told.add(order)
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
