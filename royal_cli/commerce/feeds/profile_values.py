"""What a mapping profile may say of products and of orders, and what each of its values has to be."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from royal_cli.money import is_currency


def one_of(*allowed: object) -> Callable[[Any], str | None]:
    return lambda value: (
        None if value in allowed and type(value) in map(type, allowed) else f"one of {', '.join(map(repr, allowed))}"
    )


def _of(kind: type, words: str) -> Callable[[Any], str | None]:
    return lambda value: None if type(value) is kind and value != "" else words


def currency(value: Any) -> str | None:
    return None if isinstance(value, str) and is_currency(value) else "a currency code such as EUR"


def _timezone(value: Any) -> str | None:
    try:
        ZoneInfo(value)
    except (ValueError, TypeError, OSError, KeyError):
        return "a time zone such as Europe/Amsterdam"
    return None


OF_EVERY_KIND = {"kind", "feed", "title", "columns", "constants", "values", "file"}
TOP = {"products": {"key", "product", "create", "stock", "markets"}, "orders": {"channel", "orders", "codes"}}
MARKET = {"price", "compare_at_price", "included"}
_TEXT = _of(str, "a text in quotes")
TRUTH = _of(bool, "true or false")

#: What an option is called, and what it must be.
Value = tuple[str, Callable[[Any], str | None]]

#: Keys in [values] of every kind of profile.
_SHARED: dict[str, Value] = {
    "currency": ("currency", currency),
    "decimal_mark": ("decimal_mark", one_of(".", ",")),
    "price_includes_vat": ("price_includes_vat", TRUTH),
    "tag_separators": ("tag_separators", _TEXT),
    "timezone": ("timezone", _timezone),
}
VALUES: Mapping[str, Mapping[str, Value]] = {
    "products": {
        **_SHARED,
        "weight_unit": ("weight_unit", one_of("g", "kg", "lb", "oz", "mg")),
        "dimension_unit": ("dimension_unit", one_of("cm", "mm", "m", "in", "ft")),
        "category_separators": ("category_separators", _TEXT),
        "location": ("default_location", _TEXT),
    },
    "orders": {
        **_SHARED,
        "dates": ("dates", one_of("dmy", "mdy", "ymd")),
        "discounts": ("discounts", one_of("share", "amount")),
    },
}
#: Key in [orders] -> option.
PREFIXES = {"credits": "credit_prefixes", "adjustments": "adjustment_prefixes"}
LINE_KINDS = ("product", "shipping", "fee", "discount", "adjustment")

FILE: Mapping[str, Callable[[Any], str | None]] = {
    "encoding": _TEXT,
    "delimiter": one_of(",", ";", "\t", "|", " "),
    "quoting": one_of("doubled", "backslash", "none"),
    "header_line": _of(int, "a number of a line, counted from 1"),
    "sheet": _TEXT,
    "header": one_of("none"),
}
