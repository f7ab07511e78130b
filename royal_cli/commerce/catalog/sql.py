"""The few places where SQLite and PostgreSQL say the same thing in other words."""

from sqlalchemy import Connection, text


def is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def differs(connection: Connection, one: str, other: str) -> str:
    """True where two values differ, unknown being a value of its own."""
    return f"{one} IS DISTINCT FROM {other}" if is_postgres(connection) else f"{one} IS NOT {other}"


def same(connection: Connection, one: str, other: str) -> str:
    return f"{one} IS NOT DISTINCT FROM {other}" if is_postgres(connection) else f"{one} IS {other}"


def as_json(connection: Connection, expression: str) -> str:
    """Staged JSON text as the type that JSON columns have."""
    return f"CAST({expression} AS JSONB)" if is_postgres(connection) else expression


def as_text(connection: Connection, expression: str, *, boolean: bool = False) -> str:
    """How the journal writes a value down."""
    if boolean and is_postgres(connection):
        expression = f"CAST({expression} AS INTEGER)"
    return f"CAST({expression} AS TEXT)"


def number_new_rows(connection: Connection, table: str, staged: str, key: str, column: str, new: str) -> None:
    """Give the new rows of a staging table the ids that they will have in `table`, in the order of `key`.

    Ids are taken from the table's own sequence and so never used twice.
    """
    if is_postgres(connection):
        connection.execute(text(f"UPDATE {staged} SET {column} = nextval('{table}_id_seq') WHERE {new}"))
        return
    base = connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}) or 0
    connection.execute(
        text(
            f"UPDATE {staged} SET {column} = :base + r.rank FROM"
            f" (SELECT {key} AS id, row_number() OVER (ORDER BY {key}) AS rank FROM {staged} WHERE {new}) r"
            f" WHERE r.id = {staged}.{key}"
        ),
        {"base": base},
    )
