"""``hefa parse``: one draft in, its clause tree out."""

from pathlib import Path
from typing import Annotated

import typer

from hefa.cli.output import emit
from hefa.errors import OptionError

LATER = ("akn",)


def parse(
    path: Annotated[str, typer.Argument(metavar="路径", help="一个文件；- 表示标准输入。")],
    form: Annotated[str, typer.Option("-f", "--format", metavar="格式", help="tree、json。")] = "tree",
    *,
    facts: Annotated[bool, typer.Option("--facts", help="同时列出从各款读出的规范。")] = False,
    rank: Annotated[str | None, typer.Option(metavar="层级", help="效力层级，不自动判断。")] = None,
    rules: Annotated[
        list[Path] | None, typer.Option(metavar="文件夹", help="另外加载的规则文件夹，可多次给出。")
    ] = None,
) -> None:
    """Print the clause tree of one draft."""
    from hefa.outline import outline  # noqa: PLC0415

    if form not in ("tree", "json"):
        problem = f"本版还不提供 {form} 格式" if form in LATER else f"没有格式 {form}"
        raise OptionError("-f", problem, "可用：tree、json")
    emit([outline(path, facts=facts, as_json=form == "json", folders=rules or (), rank=rank)])
