"""``hefa dossier``: the file on how a draft was made: a template for it, its check, its schema."""

from pathlib import Path
from typing import Annotated

import typer

from hefa.cli.chinese import ChineseCommand, ChineseGroup
from hefa.cli.output import emit
from hefa.errors import OptionError

dossier_app = typer.Typer(
    name="dossier", help="程序材料：写明草案怎样制定，供 review --dossier 审查程序。", cls=ChineseGroup
)


@dossier_app.callback(invoke_without_command=True)
def _group(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        emit([context.get_help() + "\n"])


@dossier_app.command(cls=ChineseCommand, help="新建程序材料的模板，每一项都有说明。")
def new(
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="种类",
            help="normative 行政规范性文件、rules 规章、decision 重大行政决策、contract 政府合同。",
        ),
    ] = "normative",
    province: Annotated[
        str | None, typer.Option("--preset", metavar="省份", help="写入省份，并列出已知的本省期限。")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写入文件。")] = None,
) -> None:
    """Print or write a template."""
    from hefa.dossierbook import template_text  # noqa: PLC0415

    text = template_text(kind, province)
    if out is not None and out.exists():
        raise OptionError(f"-o {out}", "文件已经存在", "换一个文件名")
    emit([text], out)


@dossier_app.command(
    cls=ChineseCommand, help="检查程序材料，每处问题一行。退出码：0 没有问题，1 有，2 读不了。"
)
def check(
    path: Annotated[Path, typer.Argument(metavar="文件", help="程序材料（.yml、.json）。")],
) -> None:
    """Print every fault of a dossier."""
    from hefa.dossierbook import faults  # noqa: PLC0415

    found = faults(path)
    emit([f"{line}\n" for line in found] or [f"{path}：没有问题\n"])
    raise typer.Exit(1 if found else 0)


@dossier_app.command(cls=ChineseCommand, help="输出程序材料的 JSON Schema，供编辑器和程序使用。")
def schema() -> None:
    """Print the schema of dossiers."""
    from hefa.dossierbook import schema_text  # noqa: PLC0415

    emit([schema_text()])
