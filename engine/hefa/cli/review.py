"""``hefa review``: paths and options in; opinions on standard output or in a file, exit code out."""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from hefa.cli.annotate import annotation
from hefa.cli.chinese import ChineseCommand
from hefa.cli.deliver import delivery
from hefa.cli.options import (
    Existing,
    FailOn,
    Ignore,
    LetterTemplate,
    Library,
    Lists,
    MinConfidence,
    Rank,
    Rules,
    Select,
    Suggest,
    Tracked,
    library,
    listed,
)
from hefa.cli.output import warn
from hefa.errors import OptionError

if TYPE_CHECKING:
    from hefa.model.reviewed import Reviewed

PASSED, FAILED, NOT_REVIEWED = 0, 1, 2


HELP = """审查草案，提示疑似违法或者不当的条款。

退出码：0 没有达到 --fail-on 的发现，1 有，2 有文件不能审查。"""


class ReviewCommand(ChineseCommand):
    """The command with its many options in groups on the help page."""

    groups: ClassVar = {
        "输出": ("form", "out", "template", "annotate", "suggest", "explain", "fail_on"),
        "审查哪些、怎样审查": (
            "rank",
            "select",
            "ignore",
            "rules",
            "min_confidence",
            "tracked",
            "engine",
        ),
        "对照的材料": ("statutes", "as_of", "lists", "archive", "dossier"),
        "与以前的审查衔接": ("baseline", "decisions"),
    }


def review(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="路径...", help="文件或文件夹；- 表示标准输入。", show_default=False),
    ],
    *,
    form: Annotated[
        str,
        typer.Option(
            "-f", "--format", metavar="格式", help="text、brief、json、md、html、docx、xlsx、sarif。"
        ),
    ] = "text",
    out: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="写入文件，- 为标准输出；多件意见书写入文件夹。"),
    ] = None,
    template: LetterTemplate = None,
    rank: Rank = None,
    select: Select = None,
    ignore: Ignore = None,
    rules: Rules = None,
    statutes: Library = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="日期", help="草案没有写日期时，按这一天核对引用是否有效；省略为今天。"
        ),
    ] = None,
    fail_on: FailOn = "unlawful",
    min_confidence: MinConfidence = "low",
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="文件", help="以前用 -f json 保存的审查意见：其中已有的发现不列，不影响退出码。"
        ),
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(metavar="文件", help="审核人员的决定文件；省略则用草案旁边的 草案.hefa.yml。"),
    ] = None,
    lists: Lists = None,
    archive: Existing = None,
    dossier: Annotated[
        Path | None,
        typer.Option(
            metavar="文件", help="程序材料（见 hefa dossier）；给文件夹，则各草案用其中同名的 .dossier.yml。"
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="逐条说明理由：哪些事实成立，哪些例外查过而不成立。")
    ] = False,
    engine: Annotated[
        str, typer.Option(metavar="引擎", help="规则引擎：auto、durable、reference，结果相同，一般不必写。")
    ] = "auto",
    tracked: Tracked = "final",
    annotate: Annotated[
        Path | None, typer.Option(metavar="文件", help="另写一份草案（Word 或者 PDF），发现的问题写成批注。")
    ] = None,
    suggest: Suggest = False,
) -> None:
    """Review drafts and print the opinions."""
    from hefa.citations import check_day  # noqa: PLC0415
    from hefa.drafts import list_drafts  # noqa: PLC0415
    from hefa.opinion import check_format, check_level, reaches  # noqa: PLC0415
    from hefa.review import Reviewer  # noqa: PLC0415

    check_format(form)
    level, day = check_level(fail_on), check_day(as_of) or datetime.date.today()
    chosen, left_out = listed("--select", select), listed("--ignore", ignore)
    drafts = list_drafts(paths)
    if decisions is not None and len(drafts) > 1:
        raise OptionError("--decisions", "只能用于一份草案", "省略它，各草案用旁边的 草案.hefa.yml")
    reviewer = Reviewer(
        rules or (),
        chosen,
        left_out,
        rank,
        engine,
        min_confidence=min_confidence,
        baseline=baseline,
        decisions=decisions,
        day=datetime.date.today(),
        lists=lists or (),
        archive=archive or (),
        statutes=library(statutes),
        as_of=day,
        tracked=tracked,
        dossier=dossier,
    )
    if dossier is not None and len(drafts) > 1 and not dossier.is_dir():
        raise OptionError(
            f"--dossier {dossier}", "一份程序材料不能用于多份草案", "改为给出文件夹，一份草案一个文件"
        )
    several = len(paths) > 1 or drafts != [Path(paths[0])]
    write = delivery(form, out, template, drafts, reviewer.pack.rules, several=several, explain=explain)
    write_comments = annotation(annotate, drafts, out, suggest=suggest, day=day)
    reviews = _with_progress(reviewer.reviewed_many(drafts), len(drafts))
    if not several:
        reviews = iter([reviewer.reviewed_file(drafts[0])])
    codes = [PASSED]

    def noted() -> Iterator["Reviewed"]:
        for reviewed in reviews:
            opinion = reviewed.opinion
            write_comments(reviewed)
            if opinion.unreadable:
                warn(opinion.reason)
            codes.append(NOT_REVIEWED if opinion.unreadable else int(reaches(opinion, level)))
            yield reviewed

    write(noted())
    raise typer.Exit(max(codes))


def _with_progress(reviews: Iterator["Reviewed"], total: int) -> Iterator["Reviewed"]:
    """Show a bar while several drafts are reviewed, where someone can see it; output comes after."""
    if total < 2 or not sys.stderr.isatty():
        return reviews
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    bar = track(reviews, "审查", total=total, console=Console(stderr=True), transient=True)
    return iter(list(bar))
