"""``hefa review --annotate``: the draft with findings as comments, checked before anything is reviewed."""

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hefa.cli.output import save, warn
from hefa.errors import OptionError

if TYPE_CHECKING:
    from hefa.model.reviewed import Reviewed


def annotation(
    out: Path | None,
    drafts: Sequence[Path],
    opinion: Path | None,
    *,
    several: bool,
    suggest: bool,
    day: datetime.date,
) -> Callable[["Reviewed"], None]:
    """Return what writes the comments of a review to ``out``; it does nothing where that is not asked for.

    ``opinion`` is where the opinion goes; ``day`` dates the comments.
    """
    if out is None:
        if suggest:
            raise OptionError("--suggest", "没有写批注版", "加上 --annotate 文件.docx")
        return lambda _reviewed: None
    if several:
        raise OptionError("--annotate", f"一次只批注一件草案，这里有 {len(drafts)} 件", "一件一件地审查")
    draft = drafts[0]
    _check(out, draft, opinion)

    def write(reviewed: "Reviewed") -> None:
        from hefa.annotation import annotate, shortfalls  # noqa: PLC0415

        annotated = annotate(draft.read_bytes(), reviewed, suggest=suggest, day=day)
        save(annotated.data, out)
        for line in shortfalls(reviewed, annotated):
            warn(line)
        if suggest and not any(finding.replacement is not None for finding in reviewed.opinion.findings):
            warn("发现的问题都没有确定的改法，只写了批注，没有写修订")

    return write


def check_annotatable(out: Path | None, paths: Sequence[str]) -> None:
    """Refuse comments on standard input, before it is read."""
    if out is not None and "-" in paths:
        raise OptionError("--annotate", "标准输入不能加批注", "给出文件的路径")


def _check(out: Path, draft: Path, opinion: Path | None) -> None:
    """Say what speaks against writing the comments on ``draft`` to ``out``."""
    if out.resolve() == draft.resolve():
        raise OptionError(f"--annotate {out}", "会盖掉要审查的草案", "换一个文件名")
    if opinion is not None and out.resolve() == opinion.resolve():
        raise OptionError(f"--annotate {out}", "与 -o 是同一个文件", "换一个文件名")
    own = draft.suffix.lower()
    suffix = own if own in {".docm", ".pdf"} else ".docx"
    if out.suffix.lower() != suffix:
        kind = "PDF" if suffix == ".pdf" else "Word 文件"
        raise OptionError(f"--annotate {out}", f"批注版是 {kind}", f"文件名用 {suffix} 结尾")
