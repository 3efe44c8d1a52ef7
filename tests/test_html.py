"""The page of findings: self-contained, escaped, the draft whole and marked."""

import base64
import hashlib
import re
from collections.abc import Callable

import pytest
from lxml import html

from hefa.model.document import Location
from hefa.model.reviewed import Reviewed
from hefa.opinion.html import render_html, segments

Review = Callable[..., Reviewed]
TEXT = "第一条 未经镇政府批准，不得摆摊。\n第二条 违者罚款五百元。\n"
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>\x00\x0b\u202e未经批准不得经营"
NOWHERE = {"quote": "", "location": Location(start=0, end=0, label="全文")}


def page(*reviews: Reviewed, explain: bool = False) -> html.HtmlElement:
    return html.document_fromstring(render_html(reviews, explain=explain))


def test_draft_is_whole_and_its_words_are_marked(review: Review) -> None:
    found = page(review(TEXT, ("未经镇政府批准", {}), ("罚款五百元", {"severity": "notice"})))

    [article] = found.xpath("//article")
    assert "".join(article.xpath(".//text()[not(parent::a)]")) == TEXT
    marks = [(mark.text, mark.get("class"), mark.get("data-of").split()) for mark in article.iter("mark")]
    assert marks == [
        ("未经", "unlawful strong", ["d1f1"]),
        ("镇政府批准", "unlawful", ["d1f1"]),
        ("罚款", "notice strong", ["d1f2"]),
        ("五百元", "notice", ["d1f2"]),
    ]


def test_every_link_inside_the_page_leads_somewhere(review: Review) -> None:
    found = page(review(TEXT, ("未经镇政府批准", {}), ("第一条", NOWHERE)), review(TEXT, ("罚款五百元", {})))

    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {link.removeprefix("#") for link in found.xpath("//a/@href")}
    assert targets | set(found.xpath("//@data-at")) <= set(ids)
    assert {"d1", "d2", "d1f1", "d1t1", "d1f2", "d1t2", "d2f1", "d2t1"} <= targets


def test_overlapping_findings_share_the_words_they_both_cover(review: Review) -> None:
    reviewed = review("未经批准不得摆摊", ("未经批准不得", {"trace": ()}), ("批准不得摆摊", {"trace": ()}))

    parts = [
        (part.text, part.findings, part.begins) for part in segments(reviewed.text, reviewed.opinion.findings)
    ]

    assert parts == [("未经", (1,), (1,)), ("批准不得", (1, 2), (2,)), ("摆摊", (2,), ()), ("", (), ())]


def test_hostile_words_stay_words(review: Review) -> None:
    hostile = {"message": HOSTILE, "suggestion": HOSTILE, "location": Location(start=0, end=4, label=HOSTILE)}
    found = page(review(HOSTILE, ("未经批准", hostile), title=HOSTILE, name=HOSTILE, notes=[HOSTILE]))

    assert len(found.xpath("//script")) == 1
    assert not found.xpath("//img | //@onerror")
    assert not re.search("[\x00\x0b\u202e]", html.tostring(found, encoding="unicode"))


def test_page_loads_nothing_and_its_policy_names_its_own_script_and_style(review: Review) -> None:
    found = page(review(TEXT, ("未经镇政府批准", {})))

    [policy] = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for name in ("script", "style"):
        [content] = found.xpath(f"//{name}/text()")
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not found.xpath("//@src | //@style | //link | //@onclick")
    assert all(link.startswith("#") for link in found.xpath("//@href"))


def test_chart_counts_by_category_and_severity(review: Review) -> None:
    findings = [
        ("未经", {}),
        ("批准", {"severity": "notice"}),
        ("罚款", {"category": "penalty", "rule": "penalty-001"}),
    ]
    [chart] = page(review(TEXT, *findings)).xpath("//*[local-name()='svg']")

    rows = [(row.xpath("string(*[1]/text())"), row.xpath("*/@class")) for row in chart.xpath("*")]
    assert rows[:2] == [("行政许可", ["name", "unlawful", "notice"]), ("行政处罚", ["name", "unlawful"])]


def test_content_comes_before_form_and_grave_before_many(review: Review) -> None:
    form = {"category": "form", "rule": "form-001", "section": "form", "severity": "notice"}
    found = page(review(TEXT, ("第一条", form), ("第二条", form), ("罚款五百元", {})))

    cards = found.xpath("//section[starts-with(@class, 'card')]/@data-category")
    assert cards == ["permit", "form", "form"]
    (mark,) = found.xpath("//mark[@class='unlawful']")
    assert mark.get("data-of").split() == ["d1f1"]
    (chart,) = found.xpath("//*[local-name()='svg']")
    assert [row.xpath("string(*[1]/text())") for row in chart.xpath("*")][:2] == ["行政许可", "公文格式"]


def test_draft_without_findings_has_no_filter_and_no_chart(review: Review) -> None:
    found = page(review(TEXT))

    assert not found.xpath("//form | //*[local-name()='svg'] | //mark")
    assert TEXT in found.xpath("string(//article)")


def test_several_drafts_are_listed_and_one_that_cannot_be_read_says_why(review: Review) -> None:
    found = page(review(TEXT, ("罚款", {}), title="甲办法"), review(name="乙.doc", conclusion="unreadable"))

    assert found.xpath("//table//a/text()") == ["甲办法", "乙.doc"]
    assert found.xpath("//section[@id='d2']//p[contains(@class,'conclusion')]/text()") == [
        "结论：未予审查（说明）"
    ]
    assert not found.xpath("//section[@id='d2']//article")


@pytest.mark.parametrize("explain", [True, False])
def test_reasons_are_open_when_asked_for(review: Review, explain: bool) -> None:
    found = page(review(TEXT, ("罚款", {})), explain=explain)

    assert bool(found.xpath("//details/@open")) is explain
    assert found.xpath("//details//li/text()") == ["条件：“罚款”"]


def test_same_reviews_same_page(review: Review) -> None:
    assert render_html([review(TEXT, ("罚款", {}))]) == render_html([review(TEXT, ("罚款", {}))])
