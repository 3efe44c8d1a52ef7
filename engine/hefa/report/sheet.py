"""A report as a workbook, the ledger (台账): every finding, every document, and the counts.

Rows are written as they are read; the workbook is never whole in memory.
"""

from collections.abc import Iterator
from io import BytesIO

from hefa.errors import OptionError
from hefa.model.category import CATEGORIES
from hefa.model.held import Holdings
from hefa.model.opinion import Conclusion
from hefa.model.rule import CONFIDENCE, SEVERITY
from hefa.opinion.sheet import TINTS, TREATMENTS
from hefa.opinion.table import MOST_ROWS, OPTIONS, Cell, describe, write_table
from hefa.opinion.wording import CONCLUSION, RANKS, advice, citation
from hefa.report.figures import Figures, Group
from hefa.report.tally import severities_of
from hefa.report.wording import HEADING, UNKNOWN, notes, standing_of

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
CATEGORY = (("类别", 44), ("文件", 10), *((name, 10) for name in SEVERITY.values()))
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
        choices = ("处理情况", TREATMENTS)
        write_table(book, "审查发现", FINDINGS, _findings(holdings), frozen=2, tints=TINTS, choices=choices)
        write_table(book, "文件", DOCUMENTS, _documents(holdings), frozen=2)
        for name, groups in (("制定机关", figures.issuers), ("文种", figures.kinds), ("年度", figures.years)):
            write_table(book, name, ((name, 34), *GROUPS), map(_group, groups))
        write_table(book, "引用", CITED, _cited(figures))
        write_table(book, "汇总", CATEGORY, _categories(figures)).add(notes(figures))
    return out.getvalue()


def _findings(holdings: Holdings) -> Iterator[list[Cell]]:
    number = 0
    for document in holdings.documents():
        for finding in document.findings:
            number += 1
            page = f"（第{finding.page}页）" if finding.page is not None else ""
            yield [
                number,
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


def _categories(figures: Figures) -> Iterator[list[Cell]]:
    for one in figures.categories:
        name = CATEGORIES.get(one.category, one.category)
        yield [name, one.documents, *(getattr(one.findings, code) for code in SEVERITY)]
