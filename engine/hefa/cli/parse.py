"""``hefa parse``: one draft in, its clause tree out."""

from typing import Annotated, Literal

import typer

from hefa.cli.options import Rules
from hefa.cli.output import emit
from hefa.errors import OptionError

FORMS: tuple[Literal["tree", "json", "akn"], ...] = ("tree", "json", "akn")


def parse(
    path: Annotated[str, typer.Argument(metavar="路径", help="一个文件；- 表示标准输入。")],
    form: Annotated[str, typer.Option("-f", "--format", metavar="格式", help="tree、json、akn。")] = "tree",
    *,
    facts: Annotated[bool, typer.Option("--facts", help="同时列出从各款读出的规范。")] = False,
    rank: Annotated[str | None, typer.Option(metavar="层级", help="效力层级，不自动判断。")] = None,
    rules: Rules = None,
    tracked: Annotated[
        str, typer.Option(metavar="状态", help="Word 修订：final 全部接受后，original 修订前。")
    ] = "final",
) -> None:
    """Print the clause tree of one draft."""
    from hefa.outline import outline  # noqa: PLC0415

    for known in FORMS:
        if form == known:
            break
    else:
        raise OptionError("-f", f"没有格式 {form}", f"可用：{'、'.join(FORMS)}")
    if facts and known == "akn":
        raise OptionError("--facts", "不用于 akn 格式", "用 -f tree 或者 -f json")
    emit([outline(path, facts=facts, form=known, folders=rules or (), rank=rank, tracked=tracked)])
