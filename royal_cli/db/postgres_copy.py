"""How royal's tables in a PostgreSQL database are dumped, and how such a dump is put back."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from sqlalchemy import URL, Engine, inspect, text

from royal_cli.db.failures import place
from royal_cli.db.tables import METADATA
from royal_cli.errors import DatabaseError, Locked, Refused, RoyalError

_REVISION = re.compile(rb"^COPY \S*alembic_version .*;\n(\S+)\n", re.MULTILINE)
_INSTALL = "Install PostgreSQL's client programs, of the server's version"
_BEFORE_REASON = re.compile(r"^.*error:\s*", re.IGNORECASE)
_LOCK_NOT_AVAILABLE = "55P03"


def dump(engine: Engine, target: Path) -> None:
    """Dump royal's own tables as they are at this moment; others in the same database are left out."""
    tables = [f"--table={name}" for name in (*_present_tables(engine), "alembic_version")]
    _run("pg_dump", "-Fc", "-O", "-x", f"--file={target}", *tables, url=engine.url)
    _run("pg_restore", f"--file={os.devnull}", str(target))


def verified(source: Path) -> str | None:
    """The revision of a dump that can be read to its end; None if its tables are not royal's."""
    _run("pg_restore", f"--file={os.devnull}", str(source))
    with TemporaryDirectory(prefix="royal-") as folder:
        script = Path(folder) / "revision.sql"
        _run("pg_restore", "--data-only", "--table=alembic_version", f"--file={script}", str(source))
        found = _REVISION.search(script.read_bytes())
    return found[1].decode() if found else None


def put_back(source: Path, engine: Engine, replace: bool, wait: float) -> None:
    """Replace royal's tables by those of the dump, in one transaction."""
    tables = _present_tables(engine)
    filled = [name for name in tables if _has_rows(engine, name)]
    if filled and not replace:
        raise Refused(
            f"{place(engine.url)} holds data already, in {', '.join(filled[:3])}.",
            hint="Make a backup of it, then restore once more with --replace.",
        )
    with TemporaryDirectory(prefix="royal-") as folder:
        script = Path(folder) / "restore.sql"
        with script.open("wb") as file:
            _write_script(file, source, tables, wait)
        settings = ("-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose")
        _run("psql", "-qX", *settings, f"--file={script}", url=engine.url)


def _write_script(file: IO[bytes], source: Path, tables: list[str], wait: float) -> None:
    """What is not there to its last line is not committed."""
    begin = f"""
BEGIN;
SET LOCAL lock_timeout = {int(wait * 1000)};
DROP TABLE IF EXISTS {", ".join((*tables, "alembic_version"))};
"""
    file.write(begin.encode())
    file.flush()
    _run("pg_restore", "-O", "-x", "--file=-", str(source), output=file)
    file.seek(0, os.SEEK_END)
    file.write(b"\nCOMMIT;\n")


def _present_tables(engine: Engine) -> list[str]:
    present = set(inspect(engine).get_table_names())
    return [table.name for table in METADATA.sorted_tables if table.name in present]


def _has_rows(engine: Engine, table: str) -> bool:
    with engine.connect() as connection:
        return connection.execute(text(f'SELECT 1 FROM "{table}" LIMIT 1')).first() is not None


def _run(program: str, *arguments: str, url: URL | None = None, output: IO[bytes] | None = None) -> None:
    found = shutil.which(program)
    if found is None:
        raise DatabaseError(
            f"{program} is not installed.",
            hint=f"{_INSTALL}: apt install postgresql-client",
        )
    command = [found, *arguments, *([_connection(url)] if url else [])]
    done = subprocess.run(
        command, stdout=output or subprocess.DEVNULL, stderr=subprocess.PIPE, env=_environment(url), check=False
    )
    if done.returncode:
        raise _failed(program, done.stderr.decode(errors="replace"))


def _connection(url: URL) -> str:
    """The server without the password, which other users of the machine could read in the list of processes."""
    shown = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return f"--dbname={shown.render_as_string(hide_password=False)}"


def _environment(url: URL | None) -> dict[str, str]:
    password = {"PGPASSWORD": str(url.password)} if url and url.password else {}
    return {**os.environ, "PGCONNECT_TIMEOUT": "10", **password}


def _failed(program: str, message: str) -> RoyalError:
    if _LOCK_NOT_AVAILABLE in message:
        return Locked("Somebody else is using the database.", hint="Wait until that is done, then try again.")
    lines = message.splitlines() or ["it did not say why"]
    reason = next((line for line in lines if "error:" in line.lower()), lines[0])
    hint = f"{_INSTALL}." if "version" in reason else "Nothing was changed."
    return DatabaseError(f"{program} failed: {_BEFORE_REASON.sub('', reason)}", hint=hint)
