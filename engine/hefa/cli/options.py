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


Rank = Annotated[
    str | None,
    typer.Option(
        metavar="层级",
        help="效力层级，不自动判断：规范性文件、规章、地方性法规、行政法规、法律、其他（或者代码）。",
    ),
]
MinConfidence = Annotated[
    str, typer.Option(metavar="把握", help="只列把握不低于此的发现：high 高、medium 中、low 低。")
]
Tracked = Annotated[str, typer.Option(metavar="状态", help="Word 修订：final 全部接受后，original 修订前。")]
Lists = Annotated[
    list[str] | None,
    typer.Option(
        "--list", metavar="文件", help="对照的清单（CSV、XLSX），可多次给出；种类认不出时写 种类=文件。"
    ),
]
Existing = Annotated[
    list[Path] | None, typer.Option(metavar="路径", help="对照的现行文件：文件或者文件夹，可多次给出。")
]
LetterTemplate = Annotated[
    Path | None,
    typer.Option(metavar="模板", help="Word 意见书（docx）的模板，自带的用 hefa template 取出。"),
]
Suggest = Annotated[
    bool, typer.Option("--suggest", help="批注版中把有确定改法的写成修订，由审核人员接受或者拒绝。")
]
Jobs = Annotated[
    int, typer.Option("-j", "--jobs", metavar="个数", min=0, help="工作进程数；0 表示处理器的个数。")
]
Timeout = Annotated[float, typer.Option(metavar="秒", min=0.1, help="一份文件的时限，超过的不再等。")]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写入文件，不写到屏幕。")]
ArchiveStore = Annotated[
    str, typer.Argument(metavar="存档", help="hefa audit 写的存档，或者数据库地址。", show_default=False)
]
StoreDay = Annotated[
    str | None,
    typer.Option("--as-of", metavar="日期", help="按这一天看效力，例如 2026-06-01；省略为今天。"),
]


def library(named: str | None) -> Path | None:
    """Return the statute library to use: the one named, none, or the one at its usual place."""
    from hefa.citations import statutes_path  # noqa: PLC0415

    return statutes_path(named)


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
