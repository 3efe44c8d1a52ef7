"""``hefa lsp``: findings marked while a draft is edited, in any editor that speaks LSP."""

import os
import sys
from typing import Annotated

import typer

from hefa.cli.output import warn
from hefa.errors import OptionError

HELP = """语言服务器（LSP）：在编辑器里写 .md、.txt 草案时标出疑似问题。

由编辑器启动，经标准输入输出通信。编辑器的配置见 docs/editors.md。"""


def lsp(
    *,
    stdio: Annotated[bool, typer.Option("--stdio", hidden=True)] = True,  # noqa: ARG001 - editors append it
) -> None:
    """Serve until the editor goes away."""
    if sys.stdin.isatty():
        warn("hefa lsp 由编辑器启动，不在终端里用；按 Ctrl+D 结束。配置见 docs/editors.md")
    try:
        from hefa.langserver.server import serve  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise OptionError("hefa lsp", "没有安装 pygls", '请先安装：pip install "hefa[lsp]"') from error
    code = serve()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # a review in an extension module would abort when the interpreter ends under it
