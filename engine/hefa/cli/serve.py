"""``hefa serve``: the HTTP service and the workbench; keys added, listed, revoked on the machine itself."""

import logging
import os
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hefa.cli.chinese import ChineseCommand, ChineseGroup
from hefa.cli.options import Existing, LetterTemplate, Lists, Rules, sound_library
from hefa.cli.output import emit, warn
from hefa.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hefa.service.desk import Desk

HELP = "HTTP 服务和网页审核：送审、审查意见、审核决定，结果存在一个文件夹。"
NEEDED = ("fastapi", "uvicorn", "sqlalchemy", "prometheus_client", "python_multipart", "jinja2")
MEGABYTE = 1_000_000

serve_app = typer.Typer(name="serve", help=HELP, cls=ChineseGroup)
key_app = typer.Typer(name="key", help="密钥：给人或者程序发一个，列出，停用。", cls=ChineseGroup)
serve_app.add_typer(key_app)

_Data = Annotated[
    Path, typer.Option("--data", metavar="文件夹", help="数据所在，没有就建立；省略为 hefa-data。")
]
_Database = Annotated[
    str | None,
    typer.Option(
        metavar="地址", help="PostgreSQL 地址 postgresql+psycopg://…；省略用数据文件夹中的 SQLite。"
    ),
]
DATA = Path("hefa-data")


@serve_app.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    *,
    data: _Data = DATA,
    database: _Database = None,
    host: Annotated[str, typer.Option(metavar="地址", help="监听的地址；省略只有本机能访问。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="端口", min=0, max=65535, help="监听的端口。")] = 8765,
    rules: Rules = None,
    statutes: Annotated[
        str | None,
        typer.Option(
            "--library", metavar="文件", help="法规库文件，none 表示不用；省略则用默认位置的，如果有。"
        ),
    ] = None,
    lists: Lists = None,
    archive: Existing = None,
    store: Annotated[
        str | None, typer.Option(metavar="存档", help="供检索的存档（hefa audit 建立的文件或者数据库）。")
    ] = None,
    template: LetterTemplate = None,
    workers: Annotated[int, typer.Option(metavar="个数", min=0, help="工作进程数；0 表示处理器的个数。")] = 0,
    timeout: Annotated[float, typer.Option(metavar="秒", min=1.0, help="审查一份草案的时限。")] = 120.0,
    memory: Annotated[int, typer.Option(metavar="MB", min=500, help="一个工作进程的内存上限。")] = 2000,
    max_size: Annotated[int, typer.Option(metavar="MB", min=1, max=100, help="一份草案的大小上限。")] = 50,
    upload_time: Annotated[float, typer.Option(metavar="秒", min=1.0, help="收完一个请求的时限。")] = 60.0,
    grace: Annotated[float, typer.Option(metavar="秒", min=0.0, help="停止时等正在审查的草案多久。")] = 20.0,
    signers: Annotated[int, typer.Option(metavar="人数", min=1, max=9, help="出具意见前要有几人签署。")] = 2,
    webhook: Annotated[
        str | None, typer.Option(metavar="网址", help="每审完一份就通知这个网址（签名的 POST）。")
    ] = None,
    webhook_secret: Annotated[
        Path | None, typer.Option("--webhook-secret-file", metavar="文件", help="通知签名的密钥所在的文件。")
    ] = None,
) -> None:
    """Run the service, unless a command on keys is called."""
    if context.invoked_subcommand is not None:
        return
    _check_installed()
    from hefa.service.server import serve as run  # noqa: PLC0415
    from hefa.service.settings import Settings  # noqa: PLC0415

    if webhook is not None and webhook_secret is None:
        raise OptionError("--webhook", "没有签名的密钥", "加上 --webhook-secret-file 文件")
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO)
    settings = Settings(
        data=data,
        database=database,
        rules=tuple(rules or ()),
        statutes=sound_library(statutes),
        lists=tuple(lists or ()),
        archive=tuple(archive or ()),
        store=store,
        template=template,
        workers=workers or os.cpu_count() or 1,
        timeout=timeout,
        memory=memory * MEGABYTE,
        max_bytes=max_size * MEGABYTE,
        upload_seconds=upload_time,
        grace=grace,
        signers=signers,
        webhook=webhook,
        webhook_secret=webhook_secret,
    )
    run(settings, host, port, lambda line: emit([f"{line}\n"]))


@key_app.callback(invoke_without_command=True)
def _keys(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        emit([context.get_help() + "\n"])


@key_app.command(cls=ChineseCommand, help="发一个密钥，只显示这一次。")
def add(
    name: Annotated[str, typer.Argument(metavar="姓名", help="使用密钥的人或者程序。", show_default=False)],
    *,
    role: Annotated[
        str,
        typer.Option(metavar="角色", help="submitter 送审人员、reviewer 审核人员、administrator 管理员。"),
    ] = "submitter",
    data: _Data = DATA,
    database: _Database = None,
) -> None:
    """Print a new key."""
    with _desk(data, database, create=True) as desk:
        emit([desk.add_account(None, name, role) + "\n"])


@key_app.command("list", cls=ChineseCommand, help="列出密钥属于谁；密钥本身没有保存。")
def list_keys(*, data: _Data = DATA, database: _Database = None) -> None:
    """Print a line for each account."""
    with _desk(data, database) as desk:
        from hefa.service.keys import ROLE  # noqa: PLC0415

        found = desk.accounts(None)
        lines = [
            f"{one.name}\t{ROLE[one.role]}\t{one.created[:10]}"
            + (f"\t{one.revoked[:10]} 停用" if one.revoked else "")
            for one in found
        ]
        emit(["\n".join([*lines, f"共 {len(found)} 个"]) + "\n"])


@key_app.command(cls=ChineseCommand, help="停用一个密钥；用它做过的留在日志中。")
def revoke(
    name: Annotated[str, typer.Argument(metavar="姓名", help="密钥属于谁。", show_default=False)],
    *,
    data: _Data = DATA,
    database: _Database = None,
) -> None:
    """Withdraw a key."""
    with _desk(data, database) as desk:
        desk.revoke(None, name)
        warn(f"{name} 的密钥已经停用")


@contextmanager
def _desk(data: Path, database: str | None, *, create: bool = False) -> "Iterator[Desk]":
    """Give the desk over the store, and close it after."""
    _check_installed()
    from hefa.service.desk import open_desk  # noqa: PLC0415
    from hefa.service.settings import Settings  # noqa: PLC0415

    if not create and not data.is_dir():
        raise OptionError(f"--data {data}", "没有这个数据文件夹", "写 hefa serve 所用的文件夹")
    desk = open_desk(Settings(data, database))
    try:
        yield desk
    finally:
        desk.database.close()


def _check_installed() -> None:
    if any(find_spec(name) is None for name in NEEDED):
        raise OptionError("hefa serve", "服务要用的库没有安装", '请运行 pip install "hefa[serve]"')
