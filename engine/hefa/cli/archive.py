"""``hefa archive``: a store handed on to other programs."""

from pathlib import Path
from typing import Annotated

import typer

from hefa.cli.chinese import ChineseCommand, ChineseGroup
from hefa.cli.options import ArchiveStore
from hefa.cli.output import emit

archive_app = typer.Typer(name="archive", help="存档：导出为 Parquet。", cls=ChineseGroup)


@archive_app.callback(invoke_without_command=True)
def _group(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        emit([context.get_help() + "\n"])


@archive_app.command(
    cls=ChineseCommand, help="把存档的各个表导出为 Parquet，供 DuckDB、pandas 等分析；每个表一个文件夹。"
)
def export(
    store: ArchiveStore,
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="写到这里：新的，或者空的。")],
) -> None:
    """Write a store as Parquet."""
    from hefa.archive import open_store  # noqa: PLC0415

    with open_store(store) as opened:
        from hefa.archive.columnar import export as exported  # noqa: PLC0415

        counts = exported(opened, folder)
    size = sum(file.stat().st_size for file in folder.glob("*/*.parquet"))
    lines = [f"{name:<12}{count:>12,} 行" for name, count in counts.items() if count]
    emit(["\n".join([*lines, f"写入 {folder}，{size / 1e6:,.1f} MB", ""])])
