"""Opinions as a workbook for an office's ledger: one row a finding, and a summary of the drafts.

Every cell is a string or a number as written: nothing of a draft becomes a formula or a link.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from hefa.errors import OptionError
from hefa.model.category import CATEGORIES
from hefa.model.reviewed import Reviewed
from hefa.model.rule import CONFIDENCE, SEVERITY, Rule, Severity
from hefa.opinion.table import MOST_ROWS, OPTIONS, Cell, describe, write_table
from hefa.opinion.wording import (
    CONCLUSION,
    DISCLAIMER,
    RANKS,
    advice,
    citation,
    in_parts,
    left_out,
    options_of,
    place_of,
    provenance_of,
)

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

COLOURS: dict[Severity, str] = {"unlawful": "#F8D7DA", "improper": "#FFF0CC", "notice": "#DDEBF7"}
TINTS = ("级别", {SEVERITY[code]: colour for code, colour in COLOURS.items()})
TREATMENTS = ["采纳", "部分采纳", "不采纳", "待研究"]
FINDINGS = (
    ("序号", 6), ("文件", 18), ("标题", 24), ("发文字号", 16), ("制定机关", 16), ("位置", 14), ("级别", 10),
    ("类别", 14), ("规则", 18), ("规则名称", 18), ("把握", 6), ("原文", 36), ("问题", 34), ("依据", 34),
    ("建议", 34), ("处理情况", 10), ("处理说明", 20), ("指纹", 19),
)  # fmt: skip
DRAFTS = (
    ("序号", 6), ("文件", 30), ("标题", 36), ("发文字号", 18), ("制定机关", 22), ("效力层级", 16),
    ("结论", 16), ("说明", 44), ("疑似违法", 10), ("疑似不当", 10), ("提示", 8),
    ("未审查部分", 40), ("SHA-256", 30),
)  # fmt: skip


def render_sheet(reviews: Iterable[Reviewed], rules: Sequence[Rule] = ()) -> bytes:
    """Return the workbook; ``rules`` give the names of rules, where they are at hand."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415

    reviews = list(reviews)
    names = {rule.id: rule.name for rule in rules}
    rows = list(_findings(reviews, names))
    if len(rows) > MOST_ROWS:
        raise OptionError("-f xlsx", f"发现 {len(rows)} 处，一张表放不下", "分几次审查，或者用 -f json")
    out = BytesIO()
    with Workbook(out, OPTIONS) as book:
        describe(book, "合法性审查台账")
        choices = ("处理情况", TREATMENTS)
        write_table(book, "审查发现", FINDINGS, rows, frozen=2, tints=TINTS, choices=choices)
        _write_summary(book, reviews)
    return out.getvalue()


def _findings(reviews: Sequence[Reviewed], names: dict[str, str]) -> Iterator[list[Cell]]:
    number = 0
    for reviewed in reviews:
        info = reviewed.opinion.document
        for finding in in_parts(reviewed.opinion.findings):
            number += 1
            yield [
                number,
                info.name or "",
                info.title or "",
                info.number or "",
                info.issuer or "",
                place_of(finding.location),
                SEVERITY[finding.severity],
                CATEGORIES.get(finding.category, finding.category),
                finding.rule,
                names.get(finding.rule, ""),
                CONFIDENCE[finding.confidence],
                finding.quote,
                finding.message,
                "；".join(map(citation, finding.basis)),
                advice(finding.suggestion),
                "",
                "",
                finding.fingerprint,
            ]


def _write_summary(book: "Workbook", reviews: Sequence[Reviewed]) -> None:
    drafts = (_draft(number, reviewed) for number, reviewed in enumerate(reviews, 1))
    below = write_table(book, "汇总", DRAFTS, drafts, frozen=2)
    counts = Counter[str](f.category for reviewed in reviews for f in reviewed.opinion.findings)
    if counts:
        below.sheet.write_string(below.line, 1, "按类别", book.add_format({"bold": True}))
        left = book.add_format({"align": "left"})
        for code, name in CATEGORIES.items():
            if counts[code]:
                below.line += 1
                below.sheet.write_string(below.line, 1, name)
                below.sheet.write_number(below.line, 2, counts[code], left)
        below.line += 2
    below.add(_notes(reviews), column=1)


def _draft(number: int, reviewed: Reviewed) -> list[Cell]:
    opinion = reviewed.opinion
    info, counts = opinion.document, Counter[str](f.severity for f in opinion.findings)
    return [
        number,
        info.name or "",
        info.title or "",
        info.number or "",
        info.issuer or "",
        RANKS.get(info.rank, info.rank) if info.sha256 else "",
        CONCLUSION[opinion.conclusion],
        opinion.reason,
        *(counts[severity] for severity in SEVERITY),
        "" if opinion.unreadable else "；".join(left_out(opinion)),
        info.sha256 or "",
    ]


def _notes(reviews: Sequence[Reviewed]) -> Iterator[str]:
    yield DISCLAIMER
    if reviews:
        opinion = reviews[0].opinion
        yield from filter(None, (options_of(opinion), provenance_of(opinion)))
