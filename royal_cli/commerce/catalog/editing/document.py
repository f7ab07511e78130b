"""Products and their variants as a document that a person edits: TOML, written and read back.

What differs between the document as it was and as it came back is what is changed. A line that is gone leaves its
field as it is; an empty text empties it.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.commerce.catalog.editing.fields import SIDES, STATUSES, of_entity
from royal_cli.commerce.catalog.editing.options import option_names
from royal_cli.commerce.catalog.field_kinds import AMOUNTS
from royal_cli.errors import UsageError
from royal_cli.money import to_text

_HEAD = f"""\
# Change what should be different, save, and close the editor.
# A line that is gone leaves its field as it is; "" empties it. A status is {", ".join(STATUSES)}.
# Amounts are in the currency behind the SKU; weight as "250 g", dimensions as "30 x 20 x 10 cm".
"""
MARKET_FIELDS = ("currency", "price", "compare_at_price", "sold")
_OF_VARIANT = ("options", *(known.name for known in of_entity("variant")), "stock", "market")
FIELDS = {"product": tuple(known.name for known in of_entity("product")), "variant": _OF_VARIANT}


@dataclass(frozen=True, slots=True)
class Entry:
    """What was changed of one product or variant, each value as it stands in the document."""

    entity: str
    sku: str
    values: dict[str, Any]
    options: dict[str, str] = field(default_factory=dict)
    stock: dict[str, Any] = field(default_factory=dict)
    markets: dict[str, dict[str, Any]] = field(default_factory=dict)


def write_document(connection: Connection) -> str:
    """What is chosen, each product followed by those of its variants that are."""
    return "\n".join([_HEAD, *_tables(connection)])


def _tables(connection: Connection) -> Iterator[str]:
    products = connection.execute(
        text(
            "SELECT p.*, c.path AS category, CAST(p.images AS TEXT) AS image_list, CAST(p.tags AS TEXT) AS tag_list,"
            " CAST(p.meta_keywords AS TEXT) AS meta_list, CAST(p.search_keywords AS TEXT) AS search_list"
            " FROM products p LEFT JOIN categories c ON c.id = COALESCE(p.subcategory_id, p.category_id)"
            " WHERE p.id IN (SELECT product_id FROM chosen) ORDER BY p.id"
        )
    ).all()
    for product in products:
        yield _table(heading("product", product.sku), _of_product(product))
        variants = connection.execute(
            text(
                "SELECT v.*, CAST(v.dimensions AS TEXT) AS sides FROM product_variants v WHERE v.product_id = :id"
                " AND v.id IN (SELECT variant_id FROM chosen) ORDER BY v.position, v.id"
            ),
            {"id": product.id},
        ).all()
        for variant in variants:
            about = f"  # {variant.currency}" if variant.currency else ""
            yield _table(heading("variant", variant.sku) + about, _of_variant(connection, variant))
            for market in _markets(connection, variant.id):
                yield _table(f"[variant.{_quoted(variant.sku)}.market.{_quoted(market.market)}]", _of_market(market))


def heading(entity: str, sku: str) -> str:
    return f"[{entity}.{_quoted(sku)}]"


def _table(head: str, values: Mapping[str, Any]) -> str:
    return "\n".join([head, *(f"{name} = {_written(value)}" for name, value in values.items()), ""])


def _of_product(row: Row[Any]) -> dict[str, Any]:
    values = row._mapping
    lists = {"tags": "tag_list", "meta_keywords": "meta_list", "search_keywords": "search_list"}
    found = {name: values[name] or "" for name in FIELDS["product"] if name not in (*lists, "images")}
    found |= {name: json.loads(values[column] or "[]") for name, column in lists.items()}
    found["images"] = [image["url"] for image in json.loads(row.image_list or "[]")]
    return {name: found[name] for name in FIELDS["product"]}


def _of_variant(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    values = row._mapping
    found: dict[str, Any] = {known.name: values[known.called] for known in of_entity("variant")}
    found |= {name: None if found[name] is None else to_text(found[name], row.price_scale) for name in AMOUNTS[1:]}
    found["weight"] = None if row.weight is None else f"{_short(row.weight)} {row.weight_unit}"
    found["dimensions"] = _sides(json.loads(row.sides) if row.sides else {})
    for name in ("price_includes_vat", "allow_backorder"):
        found[name] = None if found[name] is None else bool(found[name])
    levels = connection.execute(
        text(
            "SELECT o.name, l.available FROM inventory_levels l JOIN locations o ON o.id = l.location_id"
            " WHERE l.product_variant_id = :id ORDER BY o.name"
        ),
        {"id": row.id},
    )
    names = option_names(row)
    return {
        "options": {name: values[f"option{n}_value"] or "" for n, name in names.items() if name},
        **{name: "" if value is None else value for name, value in found.items()},
        "stock": {name: int(available) for name, available in levels},
    }


def _short(thousandths: int) -> str:
    digits = to_text(thousandths, 3)
    return digits.rstrip("0").rstrip(".")


def _sides(dimensions: Mapping[str, str]) -> str | None:
    """None where they are not all known: such a thing cannot be written in one line."""
    if not all(side in dimensions for side in SIDES):
        return None
    return f"{' x '.join(dimensions[side] for side in SIDES)} {dimensions['unit']}"


def _markets(connection: Connection, variant_id: int) -> list[Row[Any]]:
    query = "SELECT * FROM market_prices WHERE product_variant_id = :id ORDER BY market"
    return list(connection.execute(text(query), {"id": variant_id}))


def _of_market(row: Row[Any]) -> dict[str, Any]:
    amounts = {
        name: "" if row._mapping[name] is None else to_text(row._mapping[name], row.price_scale)
        for name in ("price", "compare_at_price")
    }
    return {"currency": row.currency or "", **amounts, "sold": "" if row.is_included is None else bool(row.is_included)}


def _written(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case list():
            return f"[{', '.join(map(_written, value))}]" if len(str(value)) < 90 else _long_list(value)
        case dict():
            return "{" + ", ".join(f"{_quoted(name)} = {_written(part)}" for name, part in value.items()) + "}"
    return _lines(value) if "\n" in value and _is_plain(value) else _quoted(value)


def _long_list(values: list[str]) -> str:
    return "[\n" + "".join(f"    {_written(value)},\n" for value in values) + "]"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _is_plain(value: str) -> bool:
    return "\r" not in value and "'''" not in value and all(sign >= " " or sign in "\n\t" for sign in value)


def _lines(value: str) -> str:
    """As it is, if nothing in it could be taken for the end of it."""
    return _quoted(value) if value.endswith("'") or "\x7f" in value else f"'''\n{value}'''"


def read_document(before: str, after: str) -> list[Entry]:
    """What was changed. UsageError, with the line, for what is no TOML or has no place here."""
    try:
        found = tomllib.loads(after, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"The document cannot be read: {error}.") from None
    known = tomllib.loads(before, parse_float=str)
    return [entry for entity, tables in found.items() for entry in _entries(entity, tables, known, after)]


def _entries(entity: str, tables: Any, known: Mapping[str, Any], document: str) -> Iterator[Entry]:
    if entity not in FIELDS or not isinstance(tables, dict):
        raise UsageError(f"{entity!r} has no place in the document{_at(document, entity)}.")
    for sku, table in tables.items():
        was = known.get(entity, {}).get(sku)
        if was is None:
            where = _at(document, heading(entity, sku)[:-1])
            hint = "A SKU cannot be changed here. royal product create makes new ones."
            raise UsageError(f"The document had no {entity} {sku}{where}.", hint=hint)
        if entry := _entry(entity, sku, table, was, document):
            yield entry


def _entry(entity: str, sku: str, table: Any, was: Mapping[str, Any], document: str) -> Entry | None:
    above = heading(entity, sku)
    if not isinstance(table, dict):
        raise UsageError(f"{sku} is no table{_at(document, above)}.")
    for name in table:
        if name not in FIELDS[entity]:
            close = get_close_matches(name, FIELDS[entity], n=1)
            where = _at(document, f"{name} =", above)
            hint = f"Did you mean {close[0]}?" if close else f"The fields are {', '.join(FIELDS[entity])}."
            raise UsageError(f"A {entity} has no field {name!r}{where}.", hint=hint)
    changed = {name: value for name, value in table.items() if value != was.get(name)}
    if not changed:
        return None
    nested = {}
    for name in ("options", "stock", "market"):
        value = changed.pop(name, {})
        if not isinstance(value, dict):
            where = _at(document, f"{name} =", above)
            raise UsageError(f"{name} is a table{where}.", hint=f"It reads: {name} = {{A = 1}}")
        nested[name] = {key: part for key, part in value.items() if part != was.get(name, {}).get(key)}
    return Entry(entity, sku, changed, nested["options"], nested["stock"], _whole(nested["market"], table))


def _whole(markets: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """All of a market's prices where one of them changed: they share their currency."""
    for name in markets:
        wrong = markets[name].keys() - set(MARKET_FIELDS) if isinstance(markets[name], dict) else {name}
        if wrong:
            raise UsageError(f"The market {name} has no {min(wrong)}.", hint=f"It has {', '.join(MARKET_FIELDS)}.")
    return {name: dict(table["market"][name]) for name in markets}


def line_of(document: str, start: str, above: str = "") -> int | None:
    """The line that begins so, behind the one that begins with `above`."""
    is_below = not above
    for number, line in enumerate(document.splitlines(), 1):
        if is_below and line.lstrip().startswith(start):
            return number
        if line.startswith("["):
            is_below = is_below or line.startswith(above)
    return None


def _at(document: str, start: str, above: str = "") -> str:
    line = line_of(document, start, above)
    return f" (line {line})" if line else ""


def as_text(name: str, value: Any) -> str:
    """A value of the document as it would be typed for its field."""
    match value:
        case bool():
            return str(value).lower()
        case int() | str():
            return str(value)
        case list() if all(isinstance(part, str) for part in value):
            between = "\n" if name == "images" else ","
            if any(between in part for part in value):
                raise UsageError(f"A part of {name} holds what stands between the parts.")
            return between.join(value)
    raise UsageError(f"The {name.replace('_', ' ')} is no text.")
