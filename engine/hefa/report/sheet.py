"""A report as a workbook, the ledger (台账): every finding, every document, and the counts.

Rows are written as they are read; the workbook is never whole in memory.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from hefa.errors import OptionError
from hefa.model.category import CATEGORIES
from hefa.model.held import Holdings
from hefa.model.opinion import Conclusion
from hefa.model.rule import CONFIDENCE, SEVERITY
from hefa.opinion.sheet import COLOURS, TREATMENTS
from hefa.opinion.table import MOST_ROWS, OPTIONS, PLAIN, Cell, describe, fit, write_table
from hefa.opinion.wording import CONCLUSION, RANKS, advice, citation
from hefa.report.figures import Figures, Group
from hefa.report.tally import severities_of
from hefa.report.wording import HEADING, UNKNOWN, notes, standing_of

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

FINDINGS = (
    ("序号", 7), ("标题", 34), ("发文字号", 17), ("制定机关", 20), ("位置", 15), ("级别", 10), ("类别", 15),
    ("规则", 18), ("把握", 6), ("原文", 36), ("问题", 34), ("依据", 34), ("建议", 34), ("处理情况", 10),
    ("处理说明", 20), ("文件", 26), ("指纹", 19),
)  # fmt: skip
DOCUMENTS = (
    ("序号", 7), ("标题", 40), ("发文字号", 18), ("制定机关", 24), ("文种", 8), ("效力层级", 16),
    ("成文日期", 12), ("有效期至", 12), ("结论", 16), ("说明", 40), ("疑似违法", 10), ("疑似不当", 10),
    ("提示", 8), ("相同份数", 9), ("文件", 36), ("SHA-256", 30),
)  # fmt: skip
ORDER: tuple[Conclusion, ...] = ("unlawful", "amend", "lawful")
GROUPS = (
    ("文件", 8), ("已审查", 8), *((CONCLUSION[code], 16) for code in ORDER),
    *((name, 10) for name in SEVERITY.values()),
)  # fmt: skip
CITED = (("名称", 48), ("作为依据（件）", 14), ("引用（件）", 12), ("效力", 50))
VERDICTS = {"accept": "采纳", "reject": "不采纳"}


def render_sheet(figures: Figures, holdings: Holdings) -> bytes:
    """Return the workbook; ``holdings`` are read for findings and documents."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415

    total = figures.findings.total + figures.rejected
    if max(total, figures.documents) > MOST_ROWS:
        raise OptionError("-f xlsx", f"发现 {total} 处，一张表放不下", "用 -f json，或者把存档分开审查")
    out = BytesIO()
    with Workbook(out, {**OPTIONS, "in_memory": False, "constant_memory": True}) as book:
        describe(book, HEADING)
        _write_findings(book, holdings)
        plain = book.add_format(PLAIN)
        sheet = book.add_worksheet("文件")
        write_table(book, sheet, DOCUMENTS, _documents(holdings), lambda _r, _c: plain, frozen=2)
        for name, groups in (("制定机关", figures.issuers), ("文种", figures.kinds), ("年度", figures.years)):
            columns = ((name, 34), *GROUPS)
            write_table(
                book, book.add_worksheet(name), columns, map(_group, groups), lambda _r, _c: plain, frozen=1
            )
        write_table(book, book.add_worksheet("引用"), CITED, _cited(figures), lambda _r, _c: plain, frozen=1)
        _write_summary(book, figures)
    return out.getvalue()


def _write_findings(book: "Workbook", holdings: Holdings) -> None:
    sheet = book.add_worksheet("审查发现")
    plain = book.add_format(PLAIN)
    coloured = {code: book.add_format({**PLAIN, "bg_color": colour}) for code, colour in COLOURS.items()}
    names = [name for name, _ in FINDINGS]
    at, treated = names.index("级别"), names.index("处理情况")
    severities: list[str] = []
    rows = write_table(
        book,
        sheet,
        FINDINGS,
        _findings(holdings, severities),
        lambda row, column: coloured[severities[row]] if column == at else plain,
        frozen=2,
    )
    if rows:
        sheet.data_validation(1, treated, rows, treated, {"validate": "list", "source": TREATMENTS})


def _findings(holdings: Holdings, severities: list[str]) -> Iterator[list[Cell]]:
    """Yield the cells of each finding; its severity is added to ``severities`` before."""
    for document in holdings.documents():
        for finding in document.findings:
            severities.append(finding.severity)
            page = f"（第{finding.page}页）" if finding.page is not None else ""
            yield [
                len(severities),
                document.title or "",
                document.number or "",
                document.issuer or "",
                (finding.label or "正文") + page,
                SEVERITY[finding.severity],
                CATEGORIES.get(finding.category, finding.category),
                finding.rule,
                CONFIDENCE[finding.confidence],
                finding.quote,
                finding.message,
                "；".join(map(citation, finding.basis)),
                advice(finding.suggestion),
                VERDICTS[finding.verdict] if finding.verdict else "",
                "",
                document.name,
                finding.fingerprint,
            ]


def _documents(holdings: Holdings) -> Iterator[list[Cell]]:
    for number, document in enumerate(holdings.documents(), 1):
        counts = severities_of(document)
        yield [
            number,
            document.title or "",
            document.number or "",
            document.issuer or "",
            document.kind or "",
            "" if document.unread else RANKS.get(document.rank, document.rank),
            str(document.date or ""),
            str(document.expires or ""),
            CONCLUSION[document.conclusion],
            document.reason,
            counts.unlawful,
            counts.improper,
            counts.notice,
            document.copies,
            document.name,
            document.sha256,
        ]


def _group(group: Group) -> list[Cell]:
    return [
        group.name or UNKNOWN,
        group.documents,
        group.reviewed,
        *(group.conclusions.get(code, 0) for code in ORDER),
        *(getattr(group.findings, code) for code in SEVERITY),
    ]


def _cited(figures: Figures) -> Iterator[list[Cell]]:
    for one in figures.cited:
        yield [one.name, one.as_basis, one.documents, standing_of(one)]


def _write_summary(book: "Workbook", figures: Figures) -> None:
    """Write the counts by category, and the notes."""
    sheet = book.add_worksheet("汇总")
    plain = book.add_format(PLAIN)
    columns = (("类别", 44), ("文件", 10), *((name, 10) for name in SEVERITY.values()))
    rows: list[list[Cell]] = [
        [
            CATEGORIES.get(one.category, one.category),
            one.documents,
            *(getattr(one.findings, code) for code in SEVERITY),
        ]
        for one in figures.categories
    ]
    line = write_table(book, sheet, columns, rows, lambda _r, _c: plain, frozen=1) + 2
    for said in notes(figures):
        sheet.write_string(line, 0, fit(said))
        line += 1
