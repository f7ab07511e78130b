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


def as_moment(connection: Connection, expression: str) -> str:
    """A time as the journal has it, as the type that such columns have."""
    return f"CAST({expression} AS TIMESTAMP WITH TIME ZONE)" if is_postgres(connection) else expression


def json_text(connection: Connection, column: str, key: str) -> str:
    """One value of a JSON object that is staged as text, or kept in a JSON column."""
    return f"(CAST({column} AS JSONB) ->> '{key}')" if is_postgres(connection) else f"json_extract({column}, '$.{key}')"


def json_string(connection: Connection, expression: str) -> str:
    """A text as it stands in JSON, quotes and all."""
    return (
        f"CAST(to_json(CAST({expression} AS TEXT)) AS TEXT)" if is_postgres(connection) else f"json_quote({expression})"
    )


def behind(connection: Connection, expression: str, mark: str) -> str:
    """What follows the first of that mark in a text; all of it where there is none."""
    place = "strpos" if is_postgres(connection) else "instr"
    return f"SUBSTR({expression}, {place}({expression}, '{mark}') + 1)"


def hours_before(connection: Connection, moment: str, hours: int) -> str:
    """So many hours before a stored time, to compare with stored times."""
    if is_postgres(connection):
        return f"({moment} - make_interval(hours => {hours}))"
    return f"strftime('%Y-%m-%d %H:%M:%f000', {moment}, '-{hours} hours')"


def as_text(connection: Connection, expression: str, *, boolean: bool = False) -> str:
    """How the journal writes a value down."""
    if boolean and is_postgres(connection):
        expression = f"CAST({expression} AS INTEGER)"
    return f"CAST({expression} AS TEXT)"


def holds(connection: Connection, column: str, value: str) -> str:
    """True where the JSON list in a column has that number in it."""
    if is_postgres(connection):
        return f"COALESCE({column} @> to_jsonb({value}), FALSE)"
    return f"EXISTS (SELECT 1 FROM json_each({column}) j WHERE j.value = {value})"


def elements(connection: Connection, column: str) -> str:
    """The texts or numbers of a JSON list as rows `j` with a `value`, to stand in FROM after the list's own table."""
    return (
        f"jsonb_array_elements_text({column}) AS j(value)" if is_postgres(connection) else f"json_each({column}) AS j"
    )


def names_gone(connection: Connection, ids: str, table: str) -> str:
    """True where a JSON list of ids has one that is no row's of the table."""
    strangers = f"CAST(j.value AS BIGINT) NOT IN (SELECT id FROM {table})"
    return f"EXISTS (SELECT 1 FROM {elements(connection, ids)} WHERE {strangers})"


def without_gone(connection: Connection, ids: str, table: str) -> str:
    """The JSON list without those."""
    id = "CAST(j.value AS BIGINT)"
    kept = f"FROM {elements(connection, ids)} WHERE {id} IN (SELECT id FROM {table})"
    if is_postgres(connection):
        return f"(SELECT COALESCE(jsonb_agg({id}), '[]') {kept})"
    return f"(SELECT json_group_array({id}) {kept})"


def joined(connection: Connection, expression: str, separator: str) -> str:
    """The texts of several rows as one."""
    function = "string_agg" if is_postgres(connection) else "group_concat"
    return f"{function}({expression}, '{separator}')"


def new_id(connection: Connection, table: str, is_new: str, order: str = "") -> str:
    """An expression for the id that a new row will have in `table`, within a SELECT of all staged rows.

    Ids are taken from the table's own sequence and so never used twice. On SQLite that holds because the
    transaction that numbers rows is the only writer, and writes them or is rolled back.
    """
    if is_postgres(connection):
        return f"nextval('{table}_id_seq')"
    last = connection.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}) or 0
    return f"{last} + sum({is_new}) OVER ({order} ROWS UNBOUNDED PRECEDING)"


def look_again(connection: Connection, *tables: str) -> None:
    """After a large load: PostgreSQL plans by what it last saw of a table, and would look by itself minutes later."""
    if is_postgres(connection):
        connection.execute(text(f"ANALYZE {', '.join(tables)}"))
