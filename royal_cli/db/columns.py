"""The kinds of column that royal's tables are made of, the same on SQLite and PostgreSQL.

Free text has no length: PostgreSQL would refuse what SQLite takes, and neither may cut a title short.
"""

from datetime import UTC, datetime
from decimal import Context, Decimal, Inexact
from typing import Any, ClassVar, Literal

from sqlalchemy import JSON, BigInteger, CheckConstraint, Dialect, Index, MetaData, TypeDecorator, false, text, true
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

#: SQLite counts up an INTEGER key only, so a BIGINT one would need its value stated.
KEY = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
#: None is SQL NULL, never the JSON value null.
DOCUMENT = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
#: Numbers of the metrics and risk scores: up to nine trillion, to the millionth.
METRIC_DIGITS = 6
#: Exchange rates, fine enough for one yen in euro.
RATE_DIGITS = 10

_EXACT = Context(prec=80, traps=[Inexact])


class Row(SQLModel):
    """What all tables of royal share: their own metadata, apart from any other program's models."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal, stored as the integer that counts 10**-digits: SQLite would store a float."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, digits: int) -> None:
        super().__init__()
        self.digits = digits

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError(f"{value} is a float; pass a Decimal")
        scaled = Decimal(value).scaleb(self.digits, _EXACT)
        if scaled != scaled.to_integral_value(context=_EXACT):
            raise ValueError(f"{value} has more than {self.digits} decimals")
        return int(scaled)

    def process_result_value(self, value: int | Decimal | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-self.digits, _EXACT)


def utcnow() -> datetime:
    return datetime.now(UTC)


def key() -> Any:
    return Field(default=None, primary_key=True, sa_type=KEY)


def reference(target: str, *, ondelete: Literal["CASCADE", "SET NULL", "RESTRICT"], nullable: bool = True) -> Any:
    """A foreign key, `target` being "table.column"."""
    return Field(default=None, foreign_key=target, ondelete=ondelete, nullable=nullable, sa_type=BigInteger)


def whole() -> Any:
    """An integer of any size, None while unknown: amounts of money, weights, quantities."""
    return Field(default=None, sa_type=BigInteger)


def counter() -> Any:
    """An integer that counts what royal did itself, so that 0 is known to be true."""
    return Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})


def flag(default: bool) -> Any:
    return Field(default=default, sa_column_kwargs={"server_default": true() if default else false()})


def setting(default: int) -> Any:
    """A number the operator may change, with the same default in Python as in plain SQL."""
    return Field(default=default, sa_column_kwargs={"server_default": str(default)})


def state(default: str) -> Any:
    """A word the row begins with; its table holds it to the words there are."""
    return Field(default=default, max_length=20, sa_column_kwargs={"server_default": default})


def decimal(digits: int) -> Any:
    return Field(default=None, sa_type=Scaled(digits))


def document(*, nullable: bool = True) -> Any:
    """A JSON value; a required one begins as the empty object."""
    if nullable:
        return Field(default=None, sa_type=DOCUMENT, nullable=True)
    return Field(default_factory=dict, sa_type=DOCUMENT, nullable=False)


def created() -> Any:
    return Field(default_factory=utcnow)


def updated() -> Any:
    return Field(default_factory=utcnow, sa_column_kwargs={"onupdate": utcnow})


def one_of(column: str, *values: str) -> CheckConstraint:
    """Hold a column to the given words; NULL passes where the column allows it."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


def check(name: str, condition: str) -> CheckConstraint:
    return CheckConstraint(condition, name=name)


def newest_first(name: str, column: str, moment: str) -> Index:
    """An index that answers "the latest of this one" without sorting."""
    return Index(name, column, text(f"{moment} DESC"))
