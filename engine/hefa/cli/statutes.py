"""``hefa statutes``: the statute library imported, listed, shown, searched and checked."""

from pathlib import Path
from typing import Annotated

import typer

from hefa.cli.chinese import ChineseCommand, ChineseGroup
from hefa.cli.output import emit, warn

statutes_app = typer.Typer(name="statutes", help="法规库：导入、查阅、检索。", cls=ChineseGroup)

_Library = Annotated[
    Path | None,
    typer.Option("--library", metavar="文件", help="法规库文件；省略用默认位置或者环境变量 HEFA_STATUTES。"),
]
_Day = Annotated[
    str | None, typer.Option("--as-of", metavar="日期", help="看这一天有效的版本，例如 2020-06-01。")
]


@statutes_app.callback(invoke_without_command=True)
def _group(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        emit([context.get_help() + "\n"])


@statutes_app.command("import", cls=ChineseCommand, help="导入法规文本（.md、.docx），并入已有的法规库。")
def import_statutes(
    folders: Annotated[
        list[Path], typer.Argument(metavar="路径...", help="法规文本，或者它们所在的文件夹。")
    ],
    library: _Library = None,
) -> None:
    """Read statutes and write the library."""
    from hefa.statutebook import import_folders  # noqa: PLC0415

    summary, problems = import_folders(folders, library)
    for problem in problems:
        warn(problem)
    emit([summary])


@statutes_app.command("list", cls=ChineseCommand, help="列出法规：名称、公布日期、施行日期、条数。")
def list_statutes(
    words: Annotated[str, typer.Argument(metavar="名称", help="只列名称含这些字的。")] = "",
    library: _Library = None,
) -> None:
    """Print a line for each version."""
    from hefa.statutebook import list_text  # noqa: PLC0415

    emit([list_text(words, library)])


@statutes_app.command(cls=ChineseCommand, help="显示一部法规或者其中一条。")
def show(
    law: Annotated[str, typer.Argument(metavar="名称", help="例如 行政许可法。")],
    article: Annotated[
        str | None, typer.Argument(metavar="条", help="例如 17、17.2、第十七条第二款第（三）项。")
    ] = None,
    day: _Day = None,
    library: _Library = None,
) -> None:
    """Print a statute or an article of it."""
    from hefa.statutebook import show_text  # noqa: PLC0415

    emit([show_text(law, article, day, library)])


@statutes_app.command(cls=ChineseCommand, help="检索条文，至少三个字。")
def search(
    words: Annotated[str, typer.Argument(metavar="字句", help="条文中的字句。")],
    *,
    limit: Annotated[int, typer.Option(metavar="条数", min=1, max=10**6, help="最多列出的条数。")] = 20,
    library: _Library = None,
) -> None:
    """Print the articles that hold the words."""
    from hefa.statutebook import search_text  # noqa: PLC0415

    emit([search_text(words, library, limit)])


@statutes_app.command(cls=ChineseCommand, help="列出法规库中可能的缺漏：缺条、缺日期。")
def check(library: _Library = None) -> None:
    """Print what looks like a slip of the sources."""
    from hefa.statutebook import check_text  # noqa: PLC0415

    emit([check_text(library)])
