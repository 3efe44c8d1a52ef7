"""``hefa mcp``: the review as tools for programs that speak MCP, over standard input and output."""

import datetime
import sys
from pathlib import Path
from typing import Annotated

import typer

from hefa.cli.options import Ignore, Library, Rank, Rules, Select, library, listed
from hefa.cli.output import warn
from hefa.errors import OptionError

HELP = """MCP 服务：智能助手一类的程序经它审查、说明、查法规。

由客户端启动，经标准输入输出通信。不联网；只能读 --root 允许的文件夹。配置见 docs/mcp.md。"""


def mcp(
    root: Annotated[
        list[Path] | None,
        typer.Option(metavar="文件夹", help="允许审查其中文件的文件夹，可多次给出；省略则不能读文件。"),
    ] = None,
    *,
    rank: Rank = None,
    select: Select = None,
    ignore: Ignore = None,
    rules: Rules = None,
    statutes: Library = None,
) -> None:
    """Serve until the client goes away."""
    from hefa.review import Reviewer  # noqa: PLC0415
    from hefa.toolserver.desk import Desk  # noqa: PLC0415

    if sys.stdin.isatty():
        warn("hefa mcp 由客户端启动，不在终端里用；按 Ctrl+D 结束。配置见 docs/mcp.md")
    try:
        from hefa.toolserver.server import make_server  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise OptionError("hefa mcp", "没有安装 mcp", '请先安装：pip install "hefa[mcp]"') from error
    path, today = library(statutes), datetime.date.today()
    chosen, left_out = listed("--select", select), listed("--ignore", ignore)
    reviewer = Reviewer(rules or (), chosen, left_out, rank, day=today, statutes=path, as_of=today)
    make_server(Desk(reviewer, root or (), rules or (), path)).run("stdio")
