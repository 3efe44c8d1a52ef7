"""A reviewed Word file or PDF in; the same file with the findings as comments or highlights out."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from hefa.annotate import Annotated, Remark, annotate_docx, annotate_pdf
from hefa.errors import OptionError
from hefa.model.opinion import Finding
from hefa.model.reviewed import Reviewed
from hefa.model.rule import CONFIDENCE, SEVERITY
from hefa.opinion.wording import advice, citation, one_line, place_of
from hefa.review import Reviewer

OPTION = "--annotate"


def annotate_file(
    path: Path | str, out: Path | str, reviewer: Reviewer | None = None, *, suggest: bool = False
) -> Reviewed:
    """Review the Word file or PDF ``path``, write it with comments or highlights to ``out``.

    ``suggest`` adds tracked changes to a Word file.
    """
    reviewed = (reviewer or Reviewer()).reviewed_file(path)
    annotated = annotate(Path(path).read_bytes(), reviewed, suggest=suggest)
    Path(out).write_bytes(annotated.data)
    return reviewed


def annotate(data: bytes, reviewed: Reviewed, *, suggest: bool = False, day: date | None = None) -> Annotated:
    """Return the Word file or PDF ``data`` with the findings of its review as comments or highlights.

    Comments are dated by ``reviewed_at`` of the opinion, else by ``day``, without either not at all. With
    ``suggest``, findings with a replacement become tracked changes of a Word file too.
    """
    source, opinion = reviewed.source, reviewed.opinion
    if source is None:
        raise OptionError(OPTION, "草案未能读取，不能加批注", "先解决读取的问题")
    if source.format not in {"docx", "pdf"}:
        problem = f"草案是 {source.format} 格式，只有 Word 文件（docx）和 PDF 能加批注"
        raise OptionError(OPTION, problem, "去掉 --annotate，或者先用 Word、WPS 另存为 docx")
    remarks = [
        Remark(
            finding.location.start,
            finding.location.end,
            tuple(_lines(finding)),
            finding.replacement if suggest else None,
        )
        for finding in opinion.findings
    ]
    if source.format == "pdf":
        return annotate_pdf(data, source, remarks)
    return annotate_docx(data, source, remarks, _when(opinion.provenance.reviewed_at, day))


def shortfalls(reviewed: Reviewed, annotated: Annotated) -> Iterator[str]:
    """Give a line for each finding that is not marked as asked, and for what the comments spoil."""
    findings = reviewed.opinion.findings
    for index in annotated.lost:
        yield f"没有地方加批注：{place_of(findings[index].location)} {findings[index].rule}"
    for index in annotated.moved:
        yield f"批注不在原字句上，在其近旁：{place_of(findings[index].location)} {findings[index].rule}"
    for index in annotated.unsuggested:
        yield f"只加了批注，没有写成修订：{place_of(findings[index].location)} {findings[index].rule}"
    if annotated.signed:
        yield "原文件有数字签名，加批注后签名失效"


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{SEVERITY[finding.severity]}：{one_line(finding.message)}"
    if finding.basis:
        yield f"依据：{'；'.join(map(citation, finding.basis))}"
    if finding.suggestion:
        yield f"建议：{advice(finding.suggestion)}"
    place = f"{place_of(finding.location)}，" if finding.location.label else ""
    yield f"（{place}规则 {finding.rule}，把握：{CONFIDENCE[finding.confidence]}）"


def _when(reviewed_at: str | None, day: date | None) -> datetime | None:
    try:
        return datetime.fromisoformat(reviewed_at or "")
    except ValueError:
        return datetime.combine(day, time()) if day else None
