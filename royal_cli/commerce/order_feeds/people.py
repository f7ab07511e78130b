"""Who ordered, and where it goes: names, e-mail addresses, postal addresses."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.values.cells import NULL_WORDS
from royal_cli.commerce.order_feeds import countries
from royal_cli.commerce.order_feeds.batch import ADDRESS_KEYS, OrderBatch
from royal_cli.commerce.order_feeds.sheet import OrderSheet

ADDRESSES = ("billing", "shipping")

_NAMED = ("first_name", "last_name", "name", "customer_name")

_EMAIL_HINT = "an e-mail address has an @; the order goes in without one"


def convert(sheet: OrderSheet, batch: OrderBatch) -> None:
    for address in ADDRESSES:
        _put_address(sheet, batch, address)
    _put_country(sheet, batch)
    _put_name(sheet, batch)
    if sheet.has("order.customer_email"):
        batch.order["customer_email"] = sheet.at_starts(_emails(sheet))
    if sheet.has("order.customer_key"):
        batch.order["customer_key"] = sheet.at_starts([_key(cell) for cell in sheet.stated("order.customer_key").cells])


@lru_cache(maxsize=8192)
def _key(cell: str) -> str | None:
    """A customer's number: 17850.0 is what a program made of 17850."""
    bare = cell.strip().removeprefix("'")
    if bare.casefold() in NULL_WORDS:
        return None
    return (bare.removesuffix(".0") if bare.endswith(".0") and bare[:-2].isdigit() else bare) or None


def _emails(sheet: OrderSheet) -> list[str | None]:
    rows, cells = sheet.stated("order.customer_email")
    header, problems = sheet.header("order.customer_email"), sheet.problems_at(rows)
    found = values.text(cells, problems, header)
    for place, address in enumerate(found):
        if address and "@" not in address:
            problems.warn(place, header, address, "not_an_email", _EMAIL_HINT)
            found[place] = None
    return found


def split_name(name: str) -> tuple[str | None, str | None]:
    """First and last name: the first word is the first name, and "Smith, John" says it itself."""
    last, comma, first = name.partition(",")
    if comma and first.strip() and "," not in first:
        return first.strip(), last.strip() or None
    first, _, last = " ".join(name.split()).partition(" ")
    return first or None, last or None


def _put_name(sheet: OrderSheet, batch: OrderBatch) -> None:
    """The customer's name: as stated, else that of who pays, else of who receives."""
    whose = [one for one in ("order", *ADDRESSES) if sheet.has(*(f"{one}.{part}" for part in _NAMED))]
    if not whose:
        return
    told = [zip(*(sheet.stated(f"{one}.{part}").cells for part in _NAMED), strict=True) for one in whose]
    found = [next(filter(any, map(_name, cells)), (None, None)) for cells in zip(*told, strict=True)]
    for place, part in enumerate(("first_name", "last_name")):
        batch.order[part] = sheet.at_starts([name[place] for name in found])


@lru_cache(maxsize=8192)
def _name(cells: tuple[str, ...]) -> tuple[str | None, str | None]:
    """First and last name of what is stated of them, and of the whole name."""
    first, last, whole, customer = (cell.strip() or None for cell in cells)
    return (first, last) if first or last else split_name(whole or customer or "")


def _put_country(sheet: OrderSheet, batch: OrderBatch) -> None:
    """Where it goes, else where the customer lives."""
    known = ("shipping.country_code", "shipping.country", "billing.country_code", "billing.country")
    roles = list(filter(sheet.has, known))
    if not roles:
        return
    stated = zip(*(sheet.stated(role).cells for role in roles), strict=True)
    batch.order["country_code"] = sheet.at_starts([_first_code(cells) for cells in stated])


@lru_cache(maxsize=8192)
def _first_code(cells: tuple[str, ...]) -> str | None:
    return next((code for cell in cells if cell.strip() and (code := countries.code(cell))), None)


def _put_address(sheet: OrderSheet, batch: OrderBatch, address: str) -> None:
    keys = [key for key in (*_PARTS, "name") if sheet.has(f"{address}.{key}")]
    if not keys:
        return
    columns = [sheet.stated(f"{address}.{key}").cells for key in keys]
    found = [_as_json(tuple(keys), cells) if any(cells) else None for cells in zip(*columns, strict=True)]
    batch.order[f"{address}_address"] = sheet.at_starts(found)


#: What files state of addresses beyond their keys.
_PARTS = (*ADDRESS_KEYS, "street", "house_number", "house_number_extension", "address3")


@lru_cache(maxsize=8192)
def _as_json(keys: tuple[str, ...], cells: Sequence[str]) -> str | None:
    """Canonical JSON of what is known; None where nothing is."""
    said = {key: cell.strip().removeprefix("'") for key, cell in zip(keys, cells, strict=True) if cell.strip()}
    _put_street(said)
    if name := said.pop("name", ""):
        first, last = split_name(name)
        said = {"first_name": first or "", "last_name": last or "", **said}
    if written := said.get("country_code") or said.get("country"):
        code = countries.code(written)
        said |= {"country_code": code} if code else {}
        if not code and said.pop("country_code", ""):
            said.setdefault("country", written)
    known: dict[str, Any] = {key: said[key] for key in ADDRESS_KEYS if said.get(key)}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")) if known else None


def _put_street(said: dict[str, str]) -> None:
    """One line of street and number, and what comes below it."""
    street, number = said.pop("street", ""), said.pop("house_number", "")
    extension, third = said.pop("house_number_extension", ""), said.pop("address3", "")
    if street and "address1" not in said:
        said["address1"] = f"{street} {number}{f' {extension}' if extension else ''}".strip()
    if third:
        said["address2"] = ", ".join(filter(None, (said.get("address2"), third)))
