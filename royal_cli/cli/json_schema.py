"""The JSON schema of what a command prints, derived from the types of its rows."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, ForwardRef, Literal, Union, get_args, get_origin, get_type_hints

from royal_cli.cli.views import Json, Notice, Page, View
from royal_cli.money import Money

_SCALARS: dict[object, dict[str, Json]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    Path: {"type": "string"},
    datetime: {"type": "string", "format": "date-time", "pattern": "Z$"},
    date: {"type": "string", "format": "date"},
    types.NoneType: {"type": "null"},
    object: {},
}


def envelope(view: View[Any], name: str) -> dict[str, Json]:
    """The schema of everything on stdout with --json; `name` is "royal.product.list/1"."""
    row = of_type(view.row)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **closed(
            {
                "schema": {"const": name},
                "data": {"type": "array", "items": row} if view.many else row,
                "page": of_type(Page | None),
                "warnings": {"type": "array", "items": of_type(Notice)},
            }
        ),
    }


def closed(properties: dict[str, Json]) -> dict[str, Json]:
    """An object that has exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def of_type(hint: Any) -> dict[str, Json]:
    if isinstance(hint, ForwardRef) and hint.__forward_arg__ == Json:
        return {}
    if hint in _SCALARS:
        return dict(_SCALARS[hint])
    if hint is Money:
        amount = of_type(Decimal)
        return closed({"amount": amount, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}})
    if get_origin(hint) is not None:
        return _of_generic(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return closed({field.name: of_type(hints[field.name]) for field in fields(hint)})
    raise TypeError(f"{hint} has no JSON schema")


def _of_generic(hint: Any) -> dict[str, Json]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [of_type(part) for part in arguments]}
    if origin is Literal:
        return {"enum": [*arguments]}
    if issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": of_type(arguments[1])}
    if issubclass(origin, Sequence | frozenset | set):
        return {"type": "array", "items": of_type(arguments[0])}
    raise TypeError(f"{hint} has no JSON schema")
