"""The ledger: one row a finding, every cell a plain string or number."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from lxml import etree

from hefa.errors import OptionError
from hefa.model.reviewed import Reviewed
from hefa.opinion import sheet
from hefa.opinion.sheet import render_sheet

Review = Callable[..., Reviewed]
TEXT = "第一条 未经批准，不得摆摊。\n违者罚款五百元。\n"
HOSTILE = "=cmd|'/c calc'!A1\x00\x0b\ud800\ufffe<b>&\"_x0041_"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of(book: bytes, number: int = 1) -> list[list[str]]:
    with zipfile.ZipFile(BytesIO(book)) as package:
        strings = etree.fromstring(package.read("xl/sharedStrings.xml"))
        texts = ["".join(entry.itertext()) for entry in strings.iter(f"{MAIN}si")]
        root = etree.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))
    return [
        [
            texts[int(cell.findtext(f"{MAIN}v"))] if cell.get("t") == "s" else cell.findtext(f"{MAIN}v", "")
            for cell in row.iter(f"{MAIN}c")
        ]
        for row in root.iter(f"{MAIN}row")
    ]


def test_each_finding_is_a_row_across_drafts(review: Review) -> None:
    book = render_sheet(
        [
            review(TEXT, ("未经批准", {}), ("罚款", {"severity": "notice"}), name="甲.txt"),
            review(TEXT, ("罚款", {})),
        ]
    )

    header, *rows = rows_of(book)
    column = {name: place for place, name in enumerate(header)}
    assert [(row[column["序号"]], row[column["文件"]], row[column["原文"]]) for row in rows] == [
        ("1", "甲.txt", "未经批准"),
        ("2", "甲.txt", "罚款"),
        ("3", "稿.txt", "罚款"),
    ]
    assert [row[column["级别"]] for row in rows] == ["疑似违法", "提示", "疑似违法"]


def test_summary_has_a_row_a_draft_and_totals_by_category(review: Review) -> None:
    book = render_sheet([review(TEXT, ("罚款", {})), review(name="乙.doc", conclusion="unreadable")])

    rows = rows_of(book, 2)
    assert [row[1] for row in rows[1:3]] == ["稿.txt", "乙.doc"]
    assert [row[rows[0].index("结论")] for row in rows[1:3]] == ["建议不予通过", "未予审查"]
    assert ["行政许可", "1"] in rows


def test_nothing_becomes_a_formula_or_a_link(review: Review) -> None:
    link = "http://example.invalid/"
    book = render_sheet(
        [review(TEXT, ("罚款", {"message": HOSTILE, "suggestion": link}), name="+1+1", title="@a")]
    )

    with zipfile.ZipFile(BytesIO(book)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    assert not any(re.search(r"<(f|hyperlink)[ >]", part) for part in parts.values())
    [_, row] = rows_of(book)
    assert {"+1+1", "@a", link} <= set(row)
    assert any(cell.startswith("=cmd|") for cell in row)


def test_header_stays_and_filters(review: Review) -> None:
    with zipfile.ZipFile(BytesIO(render_sheet([review(TEXT)]))) as package:
        part = package.read("xl/worksheets/sheet1.xml").decode()

    assert 'state="frozen"' in part
    assert "<autoFilter" in part


def test_same_reviews_same_bytes(review: Review) -> None:
    assert render_sheet([review(TEXT, ("罚款", {}))]) == render_sheet([review(TEXT, ("罚款", {}))])


def test_more_findings_than_a_sheet_holds_are_refused(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 1)

    with pytest.raises(OptionError, match="2 处，一张表放不下"):
        render_sheet([review(TEXT, ("罚款", {}), ("未经", {}))])
