"""What a program gives: refused in one line where it is of a kind that cannot be meant."""

import datetime
import os
from collections.abc import Iterable
from pathlib import Path

from hefa.errors import OptionError


def check_text(name: str, text: str) -> str:
    """Return ``text`` if it is one."""
    if not isinstance(text, str):
        raise OptionError(name, f"不是文字，而是 {_kind(text)}", "给出 str；文件请用 review_file")
    return text


def check_path(name: str, path: Path | str) -> Path | str:
    """Return ``path`` if it is one."""
    if not isinstance(path, str | os.PathLike):
        raise OptionError(name, f"不是路径，而是 {_kind(path)}", "给出 str 或者 pathlib.Path")
    return path


def each_path(name: str, paths: Iterable[Path | str] | Path | str) -> Iterable[Path | str]:
    """Return paths as they come; a single one is no sequence of letters."""
    if isinstance(paths, str | Path):
        return (paths,)
    if isinstance(paths, bytes) or not isinstance(paths, Iterable):
        raise OptionError(name, f"不是路径或者路径的列表，而是 {_kind(paths)}", "给出列表，例如 [路径]")
    return paths


def check_date(name: str, day: datetime.date | None) -> datetime.date | None:
    """Return ``day`` if it is one, or none; a time of day cannot be held against days."""
    if day is not None and (not isinstance(day, datetime.date) or isinstance(day, datetime.datetime)):
        raise OptionError(name, f"不是日期，而是 {_kind(day)}", "给出 datetime.date，例如 date(2026, 6, 1)")
    return day


def _kind(value: object) -> str:
    return type(value).__name__
