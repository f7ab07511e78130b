"""Which variants codes probably are: their GTIN, the SKU with other punctuation and case, or the same title.

The catalogue is gone through once; only what the codes ask for is kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Engine, Row, text

from royal_cli.commerce.catalog.reading.find import same_gtins
from royal_cli.commerce.orders.reading.find import find_channel
from royal_cli.db.database import reading

_AT_ONCE = 10_000
_NO_LETTERS = re.compile(r"[\W_]+")


class Why(Enum):
    """How sure it is, the surest first."""

    gtin = "same GTIN"
    code = "same code"
    title = "same title"


@dataclass(frozen=True, slots=True)
class Candidate:
    variant_id: int
    sku: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a code may be; several candidates are for somebody to choose from."""

    code_id: int
    channel: str
    code: str
    title: str | None
    why: Why
    candidates: list[Candidate]


def suggestions(engine: Engine, channel: str | None = None) -> list[Suggestion]:
    """For every code without a variant that something speaks for, the most sold ones first."""
    with reading(engine) as session:
        return suggest(session.connection(), channel)


def suggest(connection: Connection, channel: str | None = None) -> list[Suggestion]:
    """The same, for who has a connection."""
    codes = list(_codes(connection, channel))
    asked: dict[Why, dict[str, list[int]]] = {why: defaultdict(list) for why in Why}
    for code in codes:
        for why, key in _keys(code.code, code.title, [code.code] if code.code else []):
            asked[why][key].append(code.id)
    found: dict[int, dict[Why, dict[int, Candidate]]] = defaultdict(lambda: defaultdict(dict))
    for variant in _variants(connection):
        candidate = Candidate(variant.id, variant.sku, variant.title)
        for title in {variant.title, _whole_title(variant)}:
            for why, key in _keys(variant.sku, title, same_gtins(variant.gtin) if variant.gtin else []):
                for id in asked[why].get(key, ()):
                    found[id][why][variant.id] = candidate
    return [_suggestion(code, found[code.id]) for code in codes if code.id in found]


def _suggestion(code: Row[Any], found: dict[Why, dict[int, Candidate]]) -> Suggestion:
    """The surest reason decides; a weaker one that names one of several candidates decides between them."""
    why = next(why for why in Why if found[why])
    ids = set(found[why])
    for weaker in Why:
        if len(ids) > 1 and len(ids & set(found[weaker])) == 1:
            ids &= set(found[weaker])
    candidates = [found[why][id] for id in sorted(ids)]
    return Suggestion(code.id, code.channel, code.code or code.title, code.title, why, candidates)


def _keys(code: str | None, title: str | None, gtins: list[str]) -> Iterator[tuple[Why, str]]:
    """What codes and variants are compared by."""
    yield from ((Why.gtin, gtin.lstrip("0")) for gtin in gtins if gtin.isdigit() and len(gtin) >= 8)
    bare = _NO_LETTERS.sub("", code or "").casefold()
    if len(bare) >= 2:
        yield Why.code, bare
    words = " ".join(_NO_LETTERS.sub(" ", title or "").casefold().split())
    if words:
        yield Why.title, words


def _whole_title(variant: Row[Any]) -> str:
    return " ".join(part for part in (variant.title, variant.variant_title) if part)


def _codes(connection: Connection, channel: str | None) -> Iterator[Row[Any]]:
    at = "" if channel is None else f" AND s.channel_id = {find_channel(connection, channel)}"
    return iter(connection.execute(text(_CODES.format(at=at))).all())


def _variants(connection: Connection) -> Iterator[Row[Any]]:
    statement = text(_VARIANTS).execution_options(yield_per=_AT_ONCE)
    return iter(connection.execute(statement))


_CODES = """
SELECT s.id, c.name AS channel, s.code, s.title FROM sold_codes s JOIN channels c ON c.id = s.channel_id
WHERE s.kind = 'product' AND s.product_variant_id IS NULL{at}
ORDER BY (SELECT count(*) FROM order_line_items l WHERE l.sold_code_id = s.id) DESC, s.id
"""
_VARIANTS = """
SELECT v.id, v.sku, v.gtin, p.title, v.title AS variant_title FROM product_variants v
JOIN products p ON p.id = v.product_id WHERE COALESCE(p.status, '') <> 'archived'
"""
