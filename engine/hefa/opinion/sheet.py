"""Opinions as a workbook for an office's ledger: one row a finding, and a summary of the drafts.

Every cell is a string or a number as written: nothing of a draft becomes a formula or a link.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from hefa.errors import OptionError
from hefa.model.category import CATEGORIES
from hefa.model.reviewed import Reviewed
from hefa.model.rule import CONFIDENCE, SEVERITY, Rule
from hefa.model.xmltext import xml_text
from hefa.opinion.wording import (
    CONCLUSION,
    DISCLAIMER,
    RANKS,
    advice,
    citation,
    in_parts,
    left_out,
    one_line,
    options_of,
    place_of,
    provenance_of,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LONGEST = 2000
"""Characters of a cell: more is no longer read in a table (Excel itself ends at 32,767)."""
MOST_ROWS = 1_048_575
"""Rows under the header that a sheet of Excel holds."""
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The day written into the file instead of the clock's, so that the same findings give the same bytes."""
LINE, HIGHEST = 15, 400
"""Points of a line, and of the highest row that Excel takes, nearly."""
COLOURS = {"unlawful": "#F8D7DA", "improper": "#FFF0CC", "notice": "#DDEBF7"}
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
_Cell = str | int


def render_sheet(reviews: Iterable[Reviewed], rules: Sequence[Rule] = ()) -> bytes:
    """Return the workbook; ``rules`` give the names of rules, where they are at hand."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415

    reviews = list(reviews)
    names = {rule.id: rule.name for rule in rules}
    rows = list(_findings(reviews, names))
    if len(rows) > MOST_ROWS:
        raise OptionError("-f xlsx", f"发现 {len(rows)} 处，一张表放不下", "分几次审查，或者用 -f json")
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"title": "合法性审查台账", "created": EPOCH})
        book.set_calc_mode("auto")
        _write_findings(book, rows)
        _write_summary(book, reviews)
    return out.getvalue()


def _findings(reviews: Sequence[Reviewed], names: dict[str, str]) -> Iterator[tuple[str, list[_Cell]]]:
    """Yield the severity and the cells of each row."""
    number = 0
    for reviewed in reviews:
        info = reviewed.opinion.document
        for finding in in_parts(reviewed.opinion.findings):
            number += 1
            yield (
                finding.severity,
                [
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
                ],
            )


def _write_findings(book: "Workbook", rows: Sequence[tuple[str, list[_Cell]]]) -> None:
    sheet = book.add_worksheet("审查发现")
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"})
    coloured = {
        severity: book.add_format(
            {
                "text_wrap": True,
                "valign": "top",
                "border": 1,
                "border_color": "#BFBFBF",
                "bg_color": colour,
            }
        )
        for severity, colour in COLOURS.items()
    }
    at = [name for name, _ in FINDINGS].index("级别")

    def form(row: int, column: int) -> "Format":
        return coloured[rows[row][0]] if column == at else plain

    _write_table(book, sheet, FINDINGS, [cells for _, cells in rows], form, frozen=2)
    treated = [name for name, _ in FINDINGS].index("处理情况")
    if rows:
        sheet.data_validation(1, treated, len(rows), treated, {"validate": "list", "source": TREATMENTS})


def _write_summary(book: "Workbook", reviews: Sequence[Reviewed]) -> None:
    sheet = book.add_worksheet("汇总")
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"})
    rows = [_draft(number, reviewed) for number, reviewed in enumerate(reviews, 1)]
    _write_table(book, sheet, DRAFTS, rows, lambda _row, _column: plain, frozen=2)
    line = len(rows) + 2
    counts = Counter[str](f.category for reviewed in reviews for f in reviewed.opinion.findings)
    bold = book.add_format({"bold": True})
    if counts:
        sheet.write_string(line, 1, "按类别", bold)
        for code, name in CATEGORIES.items():
            if counts[code]:
                line += 1
                sheet.write_string(line, 1, name)
                sheet.write_number(line, 2, counts[code], book.add_format({"align": "left"}))
        line += 2
    for said in _notes(reviews):
        sheet.write_string(line, 1, _fit(said))
        line += 1


def _draft(number: int, reviewed: Reviewed) -> list[_Cell]:
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


def _write_table(
    book: "Workbook",
    sheet: "Worksheet",
    columns: Sequence[tuple[str, int]],
    rows: Sequence[list[_Cell]],
    form: Callable[[int, int], Any],
    *,
    frozen: int,
) -> None:
    """Write header and rows; the header and the first ``frozen`` columns stay in sight."""
    head = book.add_format({"bold": True, "bg_color": "#E7E6E6", "border": 1, "valign": "vcenter"})
    for column, (name, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    for row, cells in enumerate(rows):
        sheet.set_row(row + 1, _height(columns, cells))
        for column, value in enumerate(cells):
            if isinstance(value, int):
                sheet.write_number(row + 1, column, value, form(row, column))
            else:
                sheet.write_string(row + 1, column, _fit(value), form(row, column))
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _height(columns: Sequence[tuple[str, int]], cells: Sequence[_Cell]) -> int:
    """Return the points a row needs for its wrapped cells; not every program finds them by itself."""
    lines = (
        -(-cell_len(_fit(str(value))) // (width - 1))
        for value, (_, width) in zip(cells, columns, strict=True)
    )
    return min(LINE * max(1, *lines), HIGHEST)


def _fit(value: str) -> str:
    line = xml_text(one_line(value))
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
