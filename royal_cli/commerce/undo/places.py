"""Whether a deleted row can come back: its place must be free, and what it belonged to must be there."""

from collections.abc import Iterator, Mapping

from sqlalchemy import BigInteger, Column, Table, UniqueConstraint

from royal_cli.db.tables import METADATA

#: What the tables themselves do not say: of two categories beside each other none has the other's name.
_ALSO_TAKEN = {
    "categories": "SELECT 1 FROM categories k WHERE k.parent_id = CAST({parent_id} AS BIGINT) AND k.name = {name}"
}


def taken(table: str, values: Mapping[str, str]) -> str:
    """A SELECT that finds the row that has taken the place of one with these `values`, as SQL texts by column."""
    rows = METADATA.tables[table]
    found = [f"SELECT 1 FROM {table} k WHERE k.id = CAST({values['id']} AS BIGINT)"]
    for columns in unique_keys(table):
        same = " AND ".join(f"k.{column.name} = {_typed(column, values)}" for column in columns)
        found.append(f"SELECT 1 FROM {table} k WHERE {same}")
    found.extend(_taken_in_part(rows, values))
    if table in _ALSO_TAKEN:
        found.append(_ALSO_TAKEN[table].format(**values))
    return " UNION ALL ".join(found)


def unique_keys(table: str) -> Iterator[tuple[Column[object], ...]]:
    """The columns of which no two rows have the same values."""
    for constraint in METADATA.tables[table].constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(constraint.columns)


def _taken_in_part(rows: Table, values: Mapping[str, str]) -> Iterator[str]:
    """Keys that only hold for rows without something, such as orders without a channel."""
    for index in rows.indexes:
        where = index.dialect_options["sqlite"]["where"]
        if index.unique and where is not None:
            missing = str(where).removesuffix(" IS NULL")
            same = " AND ".join(f"k.{column.name} = {_typed(column, values)}" for column in index.columns)
            yield f"SELECT 1 FROM {rows.name} k WHERE {same} AND k.{missing} IS NULL AND {values[missing]} IS NULL"


def parents_are_there(table: str, values: Mapping[str, str]) -> str:
    """True where the rows that the row cannot do without are there."""
    found = [
        f"({values[column.name]} IS NULL OR EXISTS"
        f" (SELECT 1 FROM {target} t WHERE t.id = CAST({values[column.name]} AS BIGINT)))"
        for column, target, is_loose in _references(METADATA.tables[table])
        if not is_loose
    ]
    return " AND ".join(found) or "TRUE"


def loose(table: str) -> tuple[str, ...]:
    """The columns that refer to what the row can do without: it comes back without what is gone."""
    found = tuple(column.name for column, _, is_loose in _references(METADATA.tables[table]) if is_loose)
    return (*found, "collection_ids") if table == "products" else found


def _references(rows: Table) -> Iterator[tuple[Column[object], str, bool]]:
    for column in rows.columns:
        for key in column.foreign_keys:
            yield column, key.column.table.name, key.ondelete == "SET NULL"


def _typed(column: Column[object], values: Mapping[str, str]) -> str:
    value = values[column.name]
    return f"CAST({value} AS BIGINT)" if isinstance(column.type, BigInteger) else value
