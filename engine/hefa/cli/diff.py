"""``hefa diff``: two versions of a draft in; clauses changed, findings fixed, new and kept out."""

import datetime
from pathlib import Path
from typing import Annotated

import typer

from hefa.cli.options import Output, Rank, Rules
from hefa.cli.output import check_shown, emit, look
from hefa.errors import OptionError

HELP = """比较草案的两稿：条款怎样变了，哪些发现已消除、新出现、仍有。

草案旁边的 草案.hefa.yml 照样起作用：不采纳的新发现不影响退出码。

退出码：0 没有达到 --fail-on 的新发现，1 有，2 有文件不能审查。"""


def diff(
    old: Annotated[str, typer.Argument(metavar="旧稿", help="一个文件；- 表示标准输入。")],
    new: Annotated[str, typer.Argument(metavar="新稿", help="一个文件；- 表示标准输入。")],
    *,
    form: Annotated[str, typer.Option("-f", "--format", metavar="格式", help="text、html、json。")] = "text",
    out: Output = None,
    rank: Rank = None,
    rules: Rules = None,
    fail_on: Annotated[
        str,
        typer.Option(
            metavar="级别",
            help="新发现达到此级别时退出码为 1：unlawful 违法、improper 不当、notice 提示、never 一律为 0。",
        ),
    ] = "unlawful",
    min_confidence: Annotated[
        str, typer.Option(metavar="把握", help="只比较把握不低于此的发现：high 高、medium 中、low 低。")
    ] = "low",
) -> None:
    """Print what changed between two versions."""
    from hefa.compare import check_format, compare, new_findings, render  # noqa: PLC0415
    from hefa.drafts import STDIN  # noqa: PLC0415
    from hefa.opinion import any_reaches, check_level  # noqa: PLC0415
    from hefa.review import Reviewer  # noqa: PLC0415

    chosen, level = check_format(form), check_level(fail_on)
    check_shown(chosen, out, "比较")
    if old == new == STDIN:
        raise OptionError("旧稿、新稿", "都写成了标准输入", "至少写一个文件")
    if out is not None and any(out.resolve() == Path(path).resolve() for path in (old, new)):
        raise OptionError(f"-o {out}", "会盖掉要比较的草案", "换一个文件名")
    reviewer = Reviewer(rules or (), rank=rank, min_confidence=min_confidence, day=datetime.date.today())
    comparison = compare(old, new, reviewer)
    colour, width = look(out)
    emit([render(comparison, chosen, color=colour, width=width)], out)
    raise typer.Exit(int(any_reaches(new_findings(comparison), level)))
