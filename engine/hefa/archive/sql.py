"""Statements that a writer gives by the thousand: in the driver's words, rows as tuples, nothing compiled."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.engine import Dialect

Values = tuple[Any, ...]


def insert_all(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Values]) -> None:
    """Insert rows whose values are in the order of ``names``."""
    if rows:
        _cursor(connection).executemany(_insert(table, tuple(names), connection.dialect), rows)


def insert_one(connection: Connection, table: Table, names: Sequence[str], row: Values) -> int:
    """Insert one row and return the id that it was given."""
    statement = _insert(table, tuple(names), connection.dialect) + " returning id"
    cursor = _cursor(connection)
    cursor.execute(statement, row)
    return int(cursor.fetchone()[0])


def update_one(connection: Connection, table: Table, names: Sequence[str], row: Values, key: int) -> None:
    """Give the row with the id ``key`` other values."""
    _cursor(connection).execute(_update(table, tuple(names), connection.dialect), (*row, key))


def delete_where(connection: Connection, table: Table, name: str, value: object) -> None:
    """Delete the rows that have a value in the column ``name``."""
    statement = f"delete from {table.name} where {_equals(connection.dialect, name)}"  # noqa: S608 - no input
    _cursor(connection).execute(statement, (value,))


def first_where(connection: Connection, table: Table, wanted: str, name: str, value: object) -> Any:  # noqa: ANN401
    """Return the column ``wanted`` of the last written row that has a value in ``name``; none without one."""
    statement = (
        f"select {wanted} from {table.name} where {_equals(connection.dialect, name)}"  # noqa: S608 - no input
        " order by id desc limit 1"
    )
    cursor = _cursor(connection)
    cursor.execute(statement, (value,))
    row = cursor.fetchone()
    return row[0] if row is not None else None


def last_below(connection: Connection, table: Table, bound: int) -> int | None:
    """Return the highest id under ``bound``; none without one."""
    cursor = _cursor(connection)
    cursor.execute(f"select max(id) from {table.name} where id < {_mark(connection.dialect)}", (bound,))  # noqa: S608 - no input
    found: int | None = cursor.fetchone()[0]
    return found


def _cursor(connection: Connection) -> Any:  # noqa: ANN401 - a cursor of the driver
    """Return a cursor in the transaction of a connection; what goes wrong is an error of the driver."""
    return connection.connection.cursor()


@lru_cache(maxsize=64)
def _insert(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    marks = ", ".join([_mark(dialect)] * len(names))
    return f"insert into {table.name} ({', '.join(_quoted(names, dialect))}) values ({marks})"  # noqa: S608 - names of the schema


@lru_cache(maxsize=64)
def _update(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    given = ", ".join(f"{name} = {_mark(dialect)}" for name in _quoted(names, dialect))
    return f"update {table.name} set {given} where id = {_mark(dialect)}"  # noqa: S608 - names of the schema


def _equals(dialect: Dialect, name: str) -> str:
    return f"{name} = {_mark(dialect)}"


def _mark(dialect: Dialect) -> str:
    return "?" if dialect.paramstyle == "qmark" else "%s"


def _quoted(names: Iterable[str], dialect: Dialect) -> list[str]:
    return [dialect.identifier_preparer.quote(name) for name in names]
