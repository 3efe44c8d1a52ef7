"""Rows of the rule pack's tables, checked: a column that is missing or wrong is an error of one line."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from hefa.errors import RuleFileError
from hefa.model.lazy import lazy

Row = Mapping[str, str]
Rows = tuple[Row, ...]
Tables = Mapping[str, Rows]
_NUMBER = lazy(r"[1-9][0-9]?")
_MOST = 100
_sound: dict[tuple[int, tuple[str, ...]], Rows] = {}
"""Rows that were checked, by their identity and columns; held, so that it stays theirs."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of which a column holds a pattern."""

    name: str
    column: str
    rows: Rows


def old_names(tables: Tables) -> Table:
    """Return the table of organs that were renamed."""
    return Table("agencies", "old", rows_of(tables, "agencies", "old", "new", "since", "reform"))


def wrong_words(tables: Tables) -> Table:
    """Return the table of wrong characters and words."""
    return Table("confusions", "wrong", rows_of(tables, "confusions", "wrong", "right", "kind"))


def rows_of(tables: Tables, table: str, *columns: str) -> Rows:
    """Return the rows of a table, each with ``columns``; none where no pack has the table."""
    rows = tables.get(table, ())
    if _sound.get((id(rows), columns)) is rows:
        return rows
    for number, row in enumerate(rows, 1):
        missing = next((column for column in columns if column not in row), None)
        if missing is not None:
            raise RuleFileError(
                f"tables/{table}.yml 第 {number} 行", f"没有 {missing} 一列", f"补上 {missing}"
            )
    if len(_sound) >= _MOST:
        _sound.clear()
    _sound[id(rows), columns] = rows
    return rows


def years_of(row: Row, column: str, table: str) -> int:
    """Return a column that holds a number of years."""
    value = row[column]
    if not _NUMBER.fullmatch(value):
        raise RuleFileError(
            f"tables/{table}.yml", f"{column} 的值“{value}”不是年数", '写成加引号的数字，如 "5"'
        )
    return int(value)


def patterns_in(tables: Iterable[Table]) -> tuple[str, ...]:
    """Return the patterns of some tables, in order."""
    return tuple(row[table.column] for table in tables for row in table.rows)


@lru_cache(maxsize=1024)
def pattern(words: str, table: str) -> re.Pattern[str]:
    """Compile a column that holds a regular expression."""
    try:
        return re.compile(words)
    except re.error as error:
        raise RuleFileError(
            f"tables/{table}.yml", f"“{words}”不是合法的正则表达式（{error.msg}）", "检查括号和方括号是否成对"
        ) from error
