"""Products whose titles are the same, or nearly: every pair is found that differs by one word or less.

A title is filed under several keys: all its words, their letters, and its words but one. Only titles that share a key
are compared. A key that many different titles share is left out: they differ in the same place, as `Case for …` does,
and what stands there tells them apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select

from royal_cli.commerce.catalog.checking.general import DUPLICATE_TITLE
from royal_cli.commerce.catalog.checking.scan import Hit, Numbered, Scan
from royal_cli.commerce.catalog.checking.spool import Spool
from royal_cli.commerce.catalog.checking.titles import Title, is_long, likeness, parsed
from royal_cli.commerce.catalog.reading.figures import PRODUCTS, VARIANTS
from royal_cli.commerce.feeds.values import has_right_check_digit

_MANY = 20
_AT_ONCE = 500
_KNOWN = PRODUCTS.alias("known")


class Article(NamedTuple):
    """A product, and what its variants say of which article it is."""

    id: int
    sku: str
    title: str
    parts: Title
    vendor: str
    gtins: frozenset[str]
    options: frozenset[tuple[str | None, ...]]


class Likeness(NamedTuple):
    to: Article
    same: bool
    told: str


def hits(connection: Connection, scan: Scan, checks: Sequence[Numbered]) -> Iterator[Hit]:
    """Of each product that is looked at, the one that is most like it."""
    places = {one.check is DUPLICATE_TITLE: one.place for one in checks}
    found = _likenesses(connection, scan)
    for id, sku in _looked_at(connection, scan, sorted(found)):
        like = found[id]
        if like.same in places:
            yield Hit(id, 0, places[like.same], sku, sku, like.told)


def _likenesses(connection: Connection, scan: Scan) -> dict[int, Likeness]:
    uses: Counter[str] = Counter()
    found: dict[int, Likeness] = {}
    with Spool() as whole, Spool(most=_MANY) as but_one:
        for id, title, vendor in connection.execute(_titles(scan).execution_options(yield_per=_AT_ONCE)):
            parts = parsed(title, vendor)
            uses.update(filter(is_long, parts.words))
            for key in _keys(parts, vendor):
                whole.add(key, id)
            for key in _keys_but_one(parts, vendor):
                but_one.add(key, id)
        for groups in chain(whole.parts(), but_one.parts()):
            known = _articles(connection, sorted({id for group in groups for id in group}))
            for group in groups:
                _compare([known[id] for id in dict.fromkeys(group) if id in known], uses, found)
    return found


def _keys(parts: Title, vendor: str) -> Iterator[tuple[object, ...]]:
    if parts.tokens:
        yield vendor, parts.tokens
    if parts.words:
        yield vendor, frozenset(parts.words), parts.numbers
        yield vendor, parts.joined, parts.numbers


def _keys_but_one(parts: Title, vendor: str) -> Iterator[tuple[object, ...]]:
    words = frozenset(parts.words)
    if len(words) > 1:
        for word in filter(is_long, words):
            yield vendor, words - {word}, parts.numbers


def _compare(group: Sequence[Article], uses: Mapping[str, int], found: dict[int, Likeness]) -> None:
    by_tokens: dict[tuple[str, tuple[str, ...]], list[Article]] = defaultdict(list)
    for article in group:
        by_tokens[article.vendor, article.parts.tokens].append(article)
    for same in by_tokens.values():
        for article in same:
            other = next((one for one in same[:_MANY] if one is not article and not _told_apart(one, article)), None)
            if other:
                found[article.id] = Likeness(other, True, f"{other.title} ({other.sku})")
    if len(by_tokens) <= _MANY:
        for one, other in combinations([same[0] for same in by_tokens.values()], 2):
            _compare_pair(one, other, uses, found)


def _compare_pair(one: Article, other: Article, uses: Mapping[str, int], found: dict[int, Likeness]) -> None:
    if one.vendor != other.vendor or _told_apart(one, other):
        return
    like = likeness(one.parts, other.parts, uses)
    if like:
        why, share = like
        for mine, its in ((one, other), (other, one)):
            found.setdefault(mine.id, Likeness(its, False, f"{its.title} ({its.sku}), {share} % alike: {why}"))


def _told_apart(one: Article, other: Article) -> bool:
    """Both have GTINs and none in common, or both have options and none in common."""
    pairs = ((one.gtins, other.gtins), (one.options, other.options))
    return any(mine and its and not mine & its for mine, its in pairs)


def _vendor(rows: Any) -> ColumnElement[str]:
    return func.lower(func.trim(func.coalesce(rows.c.vendor, "")))


def _titles(scan: Scan) -> Select[Any]:
    """Of all that is not archived; where only some is looked at, of the same vendors."""
    live = func.coalesce(_KNOWN.c.status, "") != "archived"
    query = select(_KNOWN.c.id, _KNOWN.c.title, _vendor(_KNOWN)).where(live)
    if scan.conditions:
        query = query.where(_vendor(_KNOWN).in_(select(_vendor(PRODUCTS)).where(*scan.conditions)))
    return query


def _articles(connection: Connection, ids: Sequence[int]) -> dict[int, Article]:
    return {article.id: article for part in _portions(ids) for article in _portion(connection, part)}


def _portion(connection: Connection, ids: Sequence[int]) -> Iterator[Article]:
    gtins: dict[int, set[str]] = defaultdict(set)
    options: dict[int, set[tuple[str | None, ...]]] = defaultdict(set)
    names = ("gtin", "option1_value", "option2_value", "option3_value")
    of_variants = select(VARIANTS.c.product_id, *(VARIANTS.c[name] for name in names))
    for product_id, gtin, *values in connection.execute(of_variants.where(VARIANTS.c.product_id.in_(ids))):
        if gtin and has_right_check_digit(gtin):
            gtins[product_id].add(gtin.lstrip("0"))
        if any(values):
            options[product_id].add(tuple(values))
    rows = select(PRODUCTS.c.id, PRODUCTS.c.sku, PRODUCTS.c.title, _vendor(PRODUCTS)).where(PRODUCTS.c.id.in_(ids))
    for id, sku, title, vendor in connection.execute(rows):
        parts = parsed(title, vendor)
        yield Article(id, sku, title, parts, vendor, frozenset(gtins[id]), frozenset(options[id]))


def _looked_at(connection: Connection, scan: Scan, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    for part in _portions([id for id in ids if scan.start is None or id >= scan.start]):
        query = select(PRODUCTS.c.id, PRODUCTS.c.sku).where(PRODUCTS.c.id.in_(part), *scan.conditions)
        yield from sorted((row.id, row.sku) for row in connection.execute(query))


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
