"""Tags of products: added and taken away, whatever others they have; a tag is the same in any case of letters."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, text

from royal_cli.commerce.catalog.editing.edit import streamed
from royal_cli.commerce.catalog.editing.run import Findings, Job
from royal_cli.commerce.catalog.editing.targets import Targets, choose
from royal_cli.commerce.catalog.importing.proposals import FieldChange, Proposal

ADD, REMOVE = "product.tag.add", "product.tag.remove"


@dataclass(frozen=True, slots=True)
class TagCount:
    tag: str
    products: int


def add_tags(tags: Sequence[str], targets: Targets) -> Job:
    return _job(ADD, tags, targets)


def remove_tags(tags: Sequence[str], targets: Targets) -> Job:
    return _job(REMOVE, tags, targets)


def _job(kind: str, tags: Sequence[str], targets: Targets) -> Job:
    return Job(
        kind=kind,
        source=targets.spoken,
        propose=partial(_proposals, with_tags if kind == ADD else without_tags, tags, targets),
        parameters={**targets.described, "tags": list(tags)},
        are_many=targets.are_many,
    )


def with_tags(has: Sequence[str], tags: Sequence[str]) -> list[str]:
    """What it has, and behind it what is new."""
    found = {tag.casefold(): tag for tag in has}
    for tag in tags:
        found.setdefault(tag.casefold(), tag)
    return list(found.values())


def without_tags(has: Sequence[str], tags: Sequence[str]) -> list[str]:
    gone = {tag.casefold() for tag in tags}
    return [tag for tag in has if tag.casefold() not in gone]


def _proposals(
    changed: Callable[[Sequence[str], Sequence[str]], list[str]],
    tags: Sequence[str],
    targets: Targets,
    connection: Connection,
    _findings: Findings,
) -> Iterator[Proposal]:
    choose(connection, targets)
    of_products = "SELECT sku, CAST(tags AS TEXT) AS tags FROM products"
    with streamed(connection, f"{of_products} WHERE id IN (SELECT product_id FROM chosen) ORDER BY id") as rows:
        for row in rows:
            has = json.loads(row.tags) if row.tags else []
            wanted = changed(has, tags)
            if wanted != has:
                yield Proposal("product", "update", row.sku, None, {"tags": FieldChange(None, wanted)})


def count_tags(connection: Connection) -> list[TagCount]:
    """Every tag of products that are not archived, the most frequent first."""
    on_postgres = connection.dialect.name == "postgresql"
    each = "jsonb_array_elements_text(p.tags) AS t(tag)" if on_postgres else "json_each(p.tags) t"
    tag = "t.tag" if on_postgres else "t.value"
    rows = connection.execute(
        text(
            f"SELECT {tag} AS tag, count(*) AS products FROM products p, {each} WHERE p.tags IS NOT NULL"
            f" AND COALESCE(p.status, '') <> 'archived' GROUP BY {tag} ORDER BY 2 DESC, 1"
        )
    )
    return [TagCount(row.tag, row.products) for row in rows]
