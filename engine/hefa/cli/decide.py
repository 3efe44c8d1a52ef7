"""``hefa decide``: the findings of a draft listed, or the officer's decision on one of them written down."""

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hefa.cli.options import Rank, Rules
from hefa.cli.output import emit
from hefa.errors import OptionError

if TYPE_CHECKING:
    from hefa.model.decision import Verdict

HELP = """记下审核人员对一处发现的决定；不写发现时列出全部发现及其编号。

决定写在草案旁边的 草案.hefa.yml，以后的审查照此办理：不采纳的另列，不计入结论和退出码。"""


def decide(
    draft: Annotated[
        str | None, typer.Argument(metavar="草案", help="一个文件。", show_default=False)
    ] = None,
    target: Annotated[
        str | None, typer.Argument(metavar="发现", help="编号，或者指纹（可只写开头）。", show_default=False)
    ] = None,
    *,
    accept: Annotated[bool, typer.Option("--accept", help="采纳：发现成立。")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="不采纳：发现不成立，须写理由。")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="撤回以前的决定。")] = False,
    reason: Annotated[str, typer.Option(metavar="理由", help="为什么这样决定。")] = "",
    by: Annotated[str, typer.Option(metavar="姓名", help="决定人。")] = "",
    until: Annotated[
        str | None,
        typer.Option(metavar="日期", help="有效至哪一天（含当日），例如 2027-06-30；过期重新计入。"),
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option(metavar="文件", help="决定文件；省略则用草案旁边的 草案.hefa.yml。")
    ] = None,
    rank: Rank = None,
    rules: Rules = None,
    schema: Annotated[bool, typer.Option("--schema", help="输出决定文件的 JSON Schema。")] = False,
) -> None:
    """List findings, or write one decision."""
    if schema:
        from hefa.decisions import decision_schema  # noqa: PLC0415

        emit([json.dumps(decision_schema(), ensure_ascii=False, indent=2) + "\n"])
        return
    if draft is None or draft == "-":
        raise OptionError("草案", "没有写文件", "写草案的路径，例如 hefa decide 草案.txt")
    from hefa.decide import Desk, decided_line, grown, make_decision  # noqa: PLC0415
    from hefa.review import Reviewer  # noqa: PLC0415

    today = datetime.date.today()
    verdict = _verdict(accept=accept, reject=reject, withdraw=withdraw)
    if (verdict is None) != (target is None):
        raise OptionError(
            "hefa decide",
            "发现和决定要一起写",
            "例如 hefa decide 草案.txt 3 --reject --reason 理由 --by 姓名",
        )
    desk = Desk(Path(draft), decisions, Reviewer(rules or (), rank=rank))
    if verdict is None or target is None:
        emit(desk.lines(today))
        return
    decision = make_decision(desk.chosen(target), verdict, reason, by, day=today, until=_day(until))
    emit([grown(desk.path, decision)], desk.path)
    emit([f"已写入 {desk.path}：{decided_line(decision)}\n"])


def _verdict(*, accept: bool, reject: bool, withdraw: bool) -> "Verdict | None":
    if accept + reject + withdraw > 1:
        raise OptionError("--accept、--reject、--withdraw", "写了不止一个", "只写一个")
    return "accept" if accept else "reject" if reject else "withdraw" if withdraw else None


def _day(value: str | None) -> datetime.date | None:
    try:
        return None if value is None else datetime.date.fromisoformat(value)
    except ValueError as error:
        raise OptionError("--until", f"{value} 不是日期", "写成 2027-06-30 的形式") from error
