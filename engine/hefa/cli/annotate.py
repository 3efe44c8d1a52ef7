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
    if len(drafts) != 1:
        raise OptionError("--annotate", f"一次只批注一件草案，这里有 {len(drafts)} 件", "一件一件地审查")
    draft = drafts[0]
    _check(out, draft, opinion)

    def write(reviewed: "Reviewed") -> None:
        from hefa.annotation import annotate, shortfalls  # noqa: PLC0415
        from hefa.drafts import draft_content  # noqa: PLC0415

        annotated = annotate(draft_content(draft), reviewed, suggest=suggest, day=day)
        save(annotated.data, out)
        for line in shortfalls(reviewed, annotated):
            warn(line)
        if suggest and not any(finding.replacement is not None for finding in reviewed.opinion.findings):
            warn("发现的问题都没有确定的改法，只写了批注，没有写修订")

    return write


def _check(out: Path, draft: Path, opinion: Path | None) -> None:
    """Say what speaks against writing the comments on ``draft`` to ``out``."""
    suffixes = _suffixes(draft)
    if out.suffix.lower() not in suffixes:
        kind = "PDF" if suffixes[0] == ".pdf" else "Word 文件"
        raise OptionError(
            f"--annotate {out}", f"批注版是 {kind}，要写成文件", f"写一个文件名，用 {suffixes[0]} 结尾"
        )
    if out.resolve() == draft.resolve():
        raise OptionError(f"--annotate {out}", "会盖掉要审查的草案", "换一个文件名")
    if opinion is not None and out.resolve() == opinion.resolve():
        raise OptionError(f"--annotate {out}", "与 -o 是同一个文件", "换一个文件名")


def _suffixes(draft: Path) -> tuple[str, ...]:
    """Return how the annotated copy of a draft may be called; standard input is told by its content."""
    from hefa.drafts import STDIN, draft_content  # noqa: PLC0415

    if str(draft) == STDIN:
        return (".pdf",) if draft_content(draft).startswith(b"%PDF-") else (".docx", ".docm")
    own = draft.suffix.lower()
    return (own if own in {".docm", ".pdf"} else ".docx",)
