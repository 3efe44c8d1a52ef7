"""Options that several commands have, and what their values mean."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from hefa.errors import OptionError

Select = Annotated[
    list[str] | None,
    typer.Option(
        metavar="规则",
        help="只用这些规则：编号、编号开头或者类别（代码或中文，例如 penalty、行政处罚），逗号分隔。",
    ),
]
Ignore = Annotated[list[str] | None, typer.Option(metavar="规则", help="不用这些规则，写法同 --select。")]
Rules = Annotated[
    list[Path] | None, typer.Option(metavar="文件夹", help="另外加载的规则文件夹，可多次给出。")
]
Library = Annotated[
    str | None,
    typer.Option(
        metavar="文件", help="用来核对引用的法规库文件，none 表示不用；省略则用默认位置的，如果有。"
    ),
]
FailOn = Annotated[
    str,
    typer.Option(
        metavar="级别",
        help="达到此级别时退出码为 1：unlawful 违法、improper 不当、notice 提示、never 一律为 0。",
    ),
]


def library(named: str | None) -> Path | None:
    """Return the statute library to use: the one named, none, or the one at its usual place."""
    from hefa.citations import library_path  # noqa: PLC0415

    return library_path(named)


def sound_library(named: str | None) -> Path | None:
    """Return the library as ``library`` does, read through once: for a run over many drafts."""
    from hefa.citations import check_statutes  # noqa: PLC0415

    path = library(named)
    check_statutes(path)
    return path


def listed(option: str, values: Iterable[str] | None) -> list[str]:
    """Return what an option names, several a value by commas."""
    names = [name.strip() for value in values or () for name in re.split("[,，]", value)]
    if names and not any(names):
        raise OptionError(option, "没有写规则", "写编号、编号开头或者类别，例如 permit,fee-001")
    return [name for name in names if name]
