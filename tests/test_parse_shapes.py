"""Each shape of document gives the tree and the clauses written beside it."""

from pathlib import Path

import pytest
import yaml

from hefa.parse import parse_document, render_tree

SHAPES = yaml.safe_load(Path(__file__).with_name("parse_shapes.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape["name"])
def test_shape_gives_its_tree(shape):
    assert render_tree(parse_document(shape["text"]), shape["text"]) == shape["tree"]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape["name"])
def test_shape_gives_its_clauses(shape):
    text = shape["text"]

    found = [[c.location.label, c.lead, text[c.start : c.end][:16]] for c in parse_document(text).clauses]

    assert found == shape["clauses"]


def test_clauses_of_one_article_share_a_unit_and_others_do_not():
    text = (
        "第一条　有下列情形之一的，应当报告：\n（一）停业；\n（二）迁址。\n报告不收费。\n第二条　不得瞒报。\n"
    )

    units = [clause.unit for clause in parse_document(text).clauses]

    assert len(set(units[:4])) == 1
    assert units[4] != units[0]


def test_headings_are_inherited_outermost_first():
    text = "关于河道管理的意见\n一、主要任务\n（一）加强巡查。各镇应当每月巡查。\n"

    (clause,) = parse_document(text).clauses

    assert clause.headings == ("主要任务", "加强巡查")
    assert clause.location.heading == "加强巡查"


def test_clauses_of_a_nested_document_have_a_higher_part():
    shape = next(shape for shape in SHAPES if shape["name"] == "notice_with_measures")

    parts = [clause.part for clause in parse_document(shape["text"]).clauses]

    assert parts == [0, 1, 1, 1, 1]


def test_attachment_clauses_say_so():
    shape = next(shape for shape in SHAPES if shape["name"] == "attachments_restart")

    clauses = parse_document(shape["text"]).clauses

    assert [clause.attachment for clause in clauses] == [False, True, True]
    assert clauses[1].part != clauses[0].part


def test_a_clause_spans_broken_lines():
    text = "关于防汛工作的通知\n各镇：\n各镇应当每天组织巡查河道，发现险情立即向县水务局报告，不得隐\n瞒。\n"

    assert text[parse_document(text).clauses[0].start :].startswith("各镇应当每天")
    assert "不得隐\n瞒。" in text[parse_document(text).clauses[0].start : parse_document(text).clauses[0].end]
