"""What differs between staged rows and stored ones, field by field."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from royal_cli.commerce import sql


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field of a table, and how SQL says what it becomes. `e` is the stored row, `s` the staged one."""

    field: str
    when: str
    before: str
    after: str
    #: The column that is written, and with what.
    column: str
    value: str
    boolean: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A table beside its staged rows."""

    table: str
    #: Temporary table of (stage_id, id): the stored rows that change.
    changed: str
    #: FROM clause that joins the changed rows (or all matched ones, for `candidates`) to `s` and `e`.
    candidates: str
    joined: str
    comparisons: tuple[Comparison, ...]


def create_diff(connection: Connection) -> None:
    """`stage_diff`: one row for every field that would change, with its values as the journal writes them."""
    connection.execute(text("DROP TABLE IF EXISTS stage_diff"))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE stage_diff (entity TEXT NOT NULL, stage_id BIGINT, entity_id BIGINT NOT NULL,"
            " field TEXT NOT NULL, before TEXT, after TEXT)"
        )
    )


def find_changed(connection: Connection, entity: Entity) -> None:
    anything = " OR ".join(f"({comparison.when})" for comparison in entity.comparisons) or "FALSE"
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE {entity.changed} AS"
            f" SELECT m.stage_id, e.id FROM {entity.candidates} AND ({anything}) ORDER BY m.stage_id"
        )
    )


def write_differences(connection: Connection, entity: Entity) -> None:
    for comparison in entity.comparisons:
        before, after = (
            sql.as_text(connection, value, boolean=comparison.boolean)
            for value in (comparison.before, comparison.after)
        )
        connection.execute(
            text(
                f"INSERT INTO stage_diff SELECT '{entity.table}', m.stage_id, e.id, '{comparison.field}',"
                f" {before}, {after} FROM {entity.joined} WHERE {comparison.when}"
            )
        )
