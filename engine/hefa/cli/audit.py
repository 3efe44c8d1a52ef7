"""``hefa audit``: folders in, the store brought up to them; progress, a summary and the exit code out."""

import datetime
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from hefa.cli.options import (
    FailOn,
    Ignore,
    Jobs,
    Library,
    Rank,
    Rules,
    Select,
    Timeout,
    listed,
    sound_library,
)
from hefa.cli.output import emit, warn
from hefa.cli.review import FAILED, NOT_REVIEWED, PASSED
from hefa.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from hefa.audit import Tally

HELP = """批量审查文件夹、压缩包、对象存储，结果写入存档；随时中断，再运行一次就接着做。

退出码：0 存档中没有达到 --fail-on 的发现，1 有，2 有文件不能审查。"""
FAILURES_SHOWN = 20
PAUSE = 0.2
"""Seconds between two looks at how far it is."""


def audit(
    folders: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="路径...",
            help="文件夹、压缩包、文件，或者 fsspec 的地址，例如 s3://桶/文件夹。",
            show_default=False,
        ),
    ] = None,
    *,
    store: Annotated[
        str, typer.Option(metavar="存档", help="存档文件，没有就建立；或者数据库地址 postgresql+psycopg://…")
    ],
    jobs: Jobs = 0,
    files: Annotated[
        list[Path] | None,
        typer.Option("--list", metavar="文件", help="清单：每行一个文件的路径或者地址，可多次给出。"),
    ] = None,
    engine: Annotated[str, typer.Option(metavar="引擎", help="local 本机的工作进程，dask 集群。")] = "local",
    address: Annotated[
        str | None,
        typer.Option(
            metavar="地址",
            help="Dask 调度器，例如 tcp://10.0.0.5:8786；省略则在本机启动 --jobs 个 Dask 进程。",
        ),
    ] = None,
    timeout: Timeout = 120.0,
    changed_since: Annotated[
        str | None, typer.Option(metavar="日期", help="只看这一天以后改过的文件，例如 2026-06-01。")
    ] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="以前不能审查的文件也再试一次。")
    ] = False,
    rehash: Annotated[
        bool, typer.Option("--rehash", help="不凭大小和修改时间，逐个核对文件内容是否变了。")
    ] = False,
    rank: Rank = None,
    select: Select = None,
    ignore: Ignore = None,
    rules: Rules = None,
    statutes: Library = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="日期", help="文件没有写日期时，按这一天核对引用；省略按规则的月份。"
        ),
    ] = None,
    fail_on: FailOn = "unlawful",
) -> None:
    """Bring a store up to what lies in folders."""
    from hefa.archive import open_store  # noqa: PLC0415
    from hefa.opinion import check_level  # noqa: PLC0415

    level = check_level(fail_on)
    since = _day("--changed-since", changed_since)
    chosen_engine = _engine(engine, address)
    if not folders and not files:
        raise OptionError("hefa audit", "没有写要审查什么", "写文件夹、压缩包、地址，或者用 --list 给出清单")
    found = sound_library(statutes)
    with open_store(store, create=True) as opened:
        from hefa.audit import Audit, AuditOptions, standing, summary  # noqa: PLC0415
        from hefa.review import Reviewer  # noqa: PLC0415

        chosen, left_out = listed("--select", select), listed("--ignore", ignore)
        found_rules = [folder.absolute() for folder in rules or ()]
        against = found.absolute() if found else None  # a node of a cluster is in another folder
        reviewer = Reviewer(found_rules, chosen, left_out, rank, statutes=against, as_of=as_of)
        workers = jobs or os.cpu_count() or 1
        options = AuditOptions(workers, timeout, since, retry_failed, rehash, chosen_engine, address)
        with progress() as watch:
            run = Audit(opened, reviewer, options, as_of=as_of, watch=watch)
            tally = run.run(folders or (), files or ())
        for line in run.warnings:
            warn(line)
        stands = standing(opened, datetime.date.today())
    for reason in stands.failures[:FAILURES_SHOWN]:
        warn(reason)
    if len(stands.failures) > FAILURES_SHOWN:
        warn(f"……不能审查的共 {len(stands.failures)} 件，都记在存档中")
    emit([summary(tally, stands, opened.where)])
    incomplete = stands.failures or run.warnings
    raise typer.Exit(NOT_REVIEWED if incomplete else FAILED if stands.reaches(level) else PASSED)


def _day(option: str, day: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(day) if day else None
    except ValueError as error:
        raise OptionError(option, f"不是日期 {day}", "写成 2026-06-01 的形式") from error


def _engine(name: str, address: str | None) -> Literal["local", "dask"]:
    match name:
        case "dask":
            return "dask"
        case "local" if address is None:
            return "local"
        case "local":
            raise OptionError("--address", "只用于 --engine dask", "加上 --engine dask")
        case _:
            raise OptionError("--engine", f"没有 {name}", "可用：local、dask")


@contextmanager
def progress() -> Iterator["Callable[[Tally], None]"]:
    """Show how far it is, where someone can see it."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("审查 {task.completed}/{task.total}"),
        BarColumn(),
        TextColumn(
            "{task.fields[rate]:.1f} 件/秒，发现 {task.fields[findings]}，搁置 {task.fields[failed]}，还要"
        ),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4) as bar:
        line = bar.add_task("", visible=False, total=None, rate=0.0, findings=0, failed=0)
        shown = 0.0

        def watch(tally: "Tally") -> None:
            nonlocal shown
            if (now := time.monotonic()) - shown < PAUSE and tally.done < tally.found:
                return
            shown = now
            elapsed = bar.tasks[0].elapsed or 1.0
            bar.update(
                line,
                visible=True,
                total=tally.found,
                completed=tally.done,
                rate=(tally.done - tally.unchanged - tally.left_out) / max(elapsed, 0.1),
                findings=tally.findings,
                failed=tally.failed,
            )

        yield watch
