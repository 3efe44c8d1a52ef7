"""``hefa watch``: a folder and options in; opinions beside the drafts dropped in, lines on the terminal."""

import datetime
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from hefa.cli.chinese import ChineseCommand
from hefa.cli.options import (
    Existing,
    Ignore,
    Jobs,
    LetterTemplate,
    Library,
    Lists,
    MinConfidence,
    Rank,
    Rules,
    Select,
    Suggest,
    Timeout,
    Tracked,
    listed,
    sound_library,
)
from hefa.cli.output import emit
from hefa.cli.review import NOT_REVIEWED, PASSED
from hefa.errors import OptionError, reason_of

if TYPE_CHECKING:
    from hefa.watch import Bell, Hook, Wanted

HELP = """看着一个文件夹：放进来的草案自动审查，意见书和批注版放在草案旁边。

Ctrl-C 或者 SIGTERM 停止；再运行时，做完的不重做，改过的重做。"""


class WatchCommand(ChineseCommand):
    """The command with its options in groups on the help page."""

    groups: ClassVar = {
        "输出": ("out", "forms", "template", "no_annotate", "suggest"),
        "怎样看": ("once", "settle", "poll", "jobs", "timeout"),
        "审完通知": ("webhook", "secret_file"),
        "审查哪些、怎样审查": ("rank", "select", "ignore", "rules", "min_confidence", "tracked"),
        "对照的材料": ("statutes", "lists", "archive", "dossier"),
    }


def watch(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="要看的文件夹。", show_default=False)],
    *,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="文件夹", help="结果放在这里，不放在草案旁边。")
    ] = None,
    forms: Annotated[
        list[str] | None,
        typer.Option("-f", "--format", metavar="格式", help="意见的格式，可多次给出；省略为 docx。"),
    ] = None,
    template: LetterTemplate = None,
    no_annotate: Annotated[
        bool, typer.Option("--no-annotate", help="不写批注版（Word、PDF 草案有发现时才写）。")
    ] = False,
    suggest: Suggest = False,
    once: Annotated[bool, typer.Option("--once", help="把现有的做完就结束，不接着看。")] = False,
    settle: Annotated[
        float, typer.Option(metavar="秒", min=0.0, help="文件这么久没有变化，才算写完。")
    ] = 2.0,
    poll: Annotated[
        float | None,
        typer.Option(metavar="秒", min=0.1, help="每隔多久看一次；省略则由系统通知（需要 hefa[watch]）。"),
    ] = None,
    jobs: Jobs = 1,
    timeout: Timeout = 120.0,
    webhook: Annotated[
        str | None, typer.Option(metavar="网址", help="每审完一份，向这个网址发一条签名的通知。")
    ] = None,
    secret_file: Annotated[
        Path | None, typer.Option("--webhook-secret-file", metavar="文件", help="内容是签名用的密钥。")
    ] = None,
    rank: Rank = None,
    select: Select = None,
    ignore: Ignore = None,
    rules: Rules = None,
    min_confidence: MinConfidence = "low",
    tracked: Tracked = "final",
    statutes: Library = None,
    lists: Lists = None,
    archive: Existing = None,
    dossier: Annotated[
        Path | None, typer.Option(metavar="文件夹", help="程序材料的文件夹，各草案用其中同名的。")
    ] = None,
) -> None:
    """Watch a folder until told to stop."""
    if not folder.is_dir():
        raise OptionError(str(folder), "没有这个文件夹", "先建立，或者检查路径是否写对")
    if dossier is not None and not dossier.is_dir():
        raise OptionError(f"--dossier {dossier}", "不是文件夹", "给出文件夹，一份草案一个 草案名.dossier.yml")
    hook = _hook(webhook, secret_file)
    wanted = _wanted(listed("--format", forms), template, annotated=not no_annotate, suggest=suggest)
    from hefa.review import Reviewer  # noqa: PLC0415
    from hefa.watch import Folder, Watch, WatchOptions, open_ledger  # noqa: PLC0415

    chosen, left_out = listed("--select", select), listed("--ignore", ignore)

    make = partial(
        Reviewer,
        rules or (),
        chosen,
        left_out,
        rank,
        min_confidence=min_confidence,
        tracked=tracked,
        statutes=sound_library(statutes),
        lists=lists or (),
        archive=archive or (),
        dossier=dossier,
    )
    today = datetime.date.today()
    make(day=today, as_of=today)  # a mistake in the options is said before anything is waited for
    options = WatchOptions(jobs or os.cpu_count() or 1, timeout, poll, hook)
    target = _made(out) if out is not None else folder
    with open_ledger(target) as ledger, _signals() as bell:
        watched = Folder(folder, target, settle)
        running = Watch(watched, target, ledger, make, wanted=wanted, options=options, bell=bell, say=_say)
        if once:
            running.once(settle)
            raise typer.Exit(NOT_REVIEWED if running.problems else PASSED)
        _say(f"正在看 {folder}，结果放在 {target}；Ctrl-C 停止")
        running.run(settle)
        _say("已停止")


def _hook(url: str | None, file: Path | None) -> "Hook | None":
    if url is None and file is None:
        return None
    if url is None or file is None:
        raise OptionError(
            "--webhook", "网址和密钥要一起给出", "加上 --webhook 网址 和 --webhook-secret-file 文件"
        )
    from hefa.watch import Hook  # noqa: PLC0415
    from hefa.webhook import check_url, read_secret  # noqa: PLC0415

    return Hook(check_url(url), read_secret(file))


def _wanted(forms: list[str], template: Path | None, *, annotated: bool, suggest: bool) -> "Wanted":
    from hefa.opinion import check_format  # noqa: PLC0415
    from hefa.watch import Wanted  # noqa: PLC0415

    chosen = tuple(dict.fromkeys(check_format(form) for form in forms or ["docx"]))
    if template is not None:
        if "docx" not in chosen:
            raise OptionError("--template", "只用于 docx 格式", "加上 -f docx，或者去掉 --template")
        from hefa.opinion.docx import Template  # noqa: PLC0415

        Template(template)
    if suggest and not annotated:
        raise OptionError("--suggest", "没有写批注版", "去掉 --no-annotate")
    return Wanted(chosen, template, annotated, suggest)


def _made(out: Path) -> Path:
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        raise OptionError(f"--out {out}", f"不能建立（{reason_of(error)}）", "换一个能写的文件夹") from error
    return out


@contextmanager
def _signals() -> Iterator["Bell"]:
    """Ring a bell when the user or the system wants the watch to stop."""
    from hefa.watch import Bell  # noqa: PLC0415

    bell = Bell()
    before = {number: signal.signal(number, bell.stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield bell
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        bell.close()


def _say(line: str) -> None:
    emit([f"{line}\n"])
