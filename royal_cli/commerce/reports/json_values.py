"""Values of JSON as people read them, and as cells of a CSV file."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NoReturn

from royal_cli.commerce.reports.page import Kind, Value
from royal_cli.errors import FeedError
from royal_cli.money import Money, from_text, is_currency, normal

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
#: royal writes numbers with decimals as text; whole numbers as text are codes.
_DECIMAL = re.compile(r"-?\d{1,15}\.\d{1,15}")


def parsed(text: str, where: str) -> Any:
    """A JSON text with every digit of its numbers; FeedError says `where` it is none."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise FeedError(f"{where} is no JSON: column {error.colno}, {error.msg}.") from error
    except (ValueError, RecursionError) as error:
        raise FeedError(f"{where} cannot be read: {error}.") from error


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def kind_of(value: Any) -> Kind:
    """What a value other than null is."""
    match value:
        case bool():
            return "text"
        case int() | Decimal():
            return "number"
        case str() if _moment(value):
            return "date"
        case str() if _DECIMAL.fullmatch(value):
            return "number"
        case dict() if as_money(value):
            return "money"
    return "text"


def _moment(text: str) -> datetime | None:
    """A time with its zone, as royal writes it."""
    try:
        return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def as_money(value: Mapping[str, Any]) -> Money | None:
    """{"amount": "12.50", "currency": "EUR"} as what it means; None for any other object."""
    if set(value) != {"amount", "currency"} or not isinstance(value["amount"], str):
        return None
    if not isinstance(value["currency"], str) or not is_currency(value["currency"]):
        return None
    try:
        amount, scale = normal(*from_text(value["amount"]), value["currency"])
    except ValueError:
        return None
    return Money(amount, value["currency"], scale)


def as_value(value: Any) -> Value:
    """For a table that people read: what is nested becomes words, on one line."""
    match value:
        case None | int() | Decimal() if not isinstance(value, bool):
            return value
        case str() if moment := _moment(value):
            return moment
        case str():
            return Decimal(value) if _DECIMAL.fullmatch(value) else value
        case dict() if money := as_money(value):
            return money
    return _words(value)


def _words(value: Any) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return "yes" if value else "no"
        case dict() if money := as_money(value):
            return str(money)
        case dict():
            return ", ".join(f"{name}: {_words(part)}" for name, part in value.items())
        case list():
            parted = "; " if any(isinstance(part, dict) for part in value) else ", "
            return parted.join(map(_words, value))
    return str(value)


def as_cells(value: Any, is_money: bool) -> list[str]:
    """For a CSV file: money takes two cells, what is nested is JSON."""
    if is_money:
        return [value["amount"], value["currency"]] if value else ["", ""]
    match value:
        case None:
            return [""]
        case bool():
            return [str(value).lower()]
        case dict() | list():
            return [json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=float)]
    return [str(value)]
