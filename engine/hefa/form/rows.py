"""Rows of the rule pack's tables, checked: a column that is missing or wrong is an error of one line."""

import re
from collections.abc import Mapping
from functools import lru_cache

from hefa.errors import RuleFileError
from hefa.form.draft import Draft
from hefa.model.lazy import lazy

Row = Mapping[str, str]
_NUMBER = lazy(r"[1-9][0-9]?")
_MOST = 100
_sound: dict[tuple[int, tuple[str, ...]], tuple[Row, ...]] = {}
"""Rows that were checked, by their identity and columns; held, so that it stays theirs."""


def rows_of(draft: Draft, table: str, *columns: str) -> tuple[Row, ...]:
    """Return the rows of a table, each with ``columns``; none where no pack has the table."""
    rows = draft.tables.get(table, ())
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


@lru_cache(maxsize=1024)
def pattern(words: str, table: str) -> re.Pattern[str]:
    """Compile a column that holds a regular expression."""
    try:
        return re.compile(words)
    except re.error as error:
        raise RuleFileError(
            f"tables/{table}.yml", f"“{words}”不是合法的正则表达式（{error.msg}）", "检查括号和方括号是否成对"
        ) from error
