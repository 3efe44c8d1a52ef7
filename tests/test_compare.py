"""``hefa diff``: findings fixed, new and kept, what is printed, and the exit codes."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import hefa
from hefa.cli.main import run
from hefa.compare import compare, render
from hefa.model.comparison import Comparison

SAMPLES = Path(__file__).parents[1] / "samples"
PERMIT = "经营茶摊的，应当经镇人民政府批准，未经批准不得营业。"
DEPOSIT = "摊主应当向镇市场服务站缴纳卫生保证金二百元。"
SEIZE = "镇综合执法队可以扣押占道经营者的工具。"
CLEAN = "集市每旬逢三、逢八开市。"
NUMERALS = "一二三四五六七八九"


@pytest.fixture
def write(tmp_path: Path):
    def writing(name: str, *clauses: str, title: str = "茶溪镇集市管理办法") -> str:
        lines = [f"第{NUMERALS[at]}条　{clause}" for at, clause in enumerate(clauses)]
        path = tmp_path / name
        path.write_text("\n".join([title, "", *lines, ""]), encoding="utf-8")
        return str(path)

    return writing


REVIEWER = hefa.Reviewer(rank="normative", engine="reference")


def states(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [
        (clause.change, change.state, change.finding.rule)
        for clause in comparison.clauses
        for change in clause.findings
    ]


def test_findings_are_fixed_kept_and_new_clause_by_clause(write) -> None:
    old = write("旧.txt", PERMIT, CLEAN, DEPOSIT)
    new = write("新.txt", CLEAN, DEPOSIT, SEIZE)

    comparison = compare(old, new, REVIEWER)

    assert {(change, state) for change, state, _ in states(comparison)} == {
        ("removed", "fixed"),
        ("renumbered", "kept"),
        ("added", "new"),
    }
    assert comparison.counts["kept"] == 1
    assert {rule for _, state, rule in states(comparison) if state == "new"} == {"coercion-001"}


def test_a_reworded_clause_keeps_its_finding(write) -> None:
    old = write("旧.txt", CLEAN, DEPOSIT)
    new = write("新.txt", CLEAN, DEPOSIT.replace("二百元", "三百元，离场时不退"))

    [clause] = [clause for clause in compare(old, new, REVIEWER).clauses if clause.findings]

    assert clause.change == "reworded"
    assert [(change.state, change.finding.rule) for change in clause.findings] == [("kept", "fee-003")]
    assert "三百元" in clause.findings[0].finding.quote


def test_a_finding_is_told_from_its_twin_by_its_clause(write) -> None:
    old = write("旧.txt", CLEAN, f"在集市经营的，{DEPOSIT}", f"在码头经营的，{DEPOSIT}")
    new = write("新.txt", CLEAN, f"在码头经营的，{DEPOSIT}")

    found = [
        (clause.change, change.state, clause.old_text[:4])
        for clause in compare(old, new, REVIEWER).clauses
        for change in clause.findings
    ]

    assert found == [("removed", "fixed", "在集市经"), ("renumbered", "kept", "在码头经")]


def test_the_same_draft_has_nothing_new_and_nothing_fixed() -> None:
    comparison = compare(SAMPLES / "faulty.txt", SAMPLES / "faulty.txt", REVIEWER)

    assert comparison.counts["new"] == comparison.counts["fixed"] == 0
    assert comparison.counts["kept"] == len(REVIEWER.review_file(SAMPLES / "faulty.txt").findings)
    assert {clause.change for clause in comparison.clauses} == {"unchanged"}


def test_texts_are_the_clauses_as_written(write) -> None:
    old, new = write("旧.txt", PERMIT, CLEAN), write("新.txt", CLEAN, DEPOSIT)

    comparison = compare(old, new, REVIEWER)

    for path, side, text in ((old, "old", "old_text"), (new, "new", "new_text")):
        whole = Path(path).read_text(encoding="utf-8")
        for clause in comparison.clauses:
            place = getattr(clause, side)
            assert getattr(clause, text) == (whole[place.start : place.end] if place else "")


def test_exit_codes_follow_new_findings_alone(write, tmp_path: Path) -> None:
    faulty, mended, worse = write("甲", PERMIT, CLEAN), write("乙", CLEAN), write("丙", PERMIT, DEPOSIT)

    assert run(["diff", faulty, mended]) == 0
    assert run(["diff", faulty, faulty]) == 0
    assert run(["diff", faulty, worse]) == 1
    assert run(["diff", faulty, worse, "--fail-on", "never"]) == 0
    assert run(["diff", faulty, str(tmp_path / "none.txt")]) == 2
    assert run(["diff", faulty, worse, "-f", "docx"]) == 2
    assert run(["diff", "-", "-"]) == 2
    assert run(["diff", faulty, worse, "-o", faulty]) == 2


def test_a_new_finding_that_an_officer_rejected_fails_nothing(
    write, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = write("旧.txt", CLEAN), write("新.txt", CLEAN, DEPOSIT)
    assert run(["diff", old, new]) == 1
    run(["decide", new, "1", "--reject", "--reason", "县条例第三条已有规定", "--by", "张三"])
    capsys.readouterr()

    assert run(["diff", old, new]) == 0

    out = capsys.readouterr().out
    assert "新出现 1 处" in out
    assert "不采纳：县条例第三条已有规定（张三，" in out


def test_text_shows_what_went_and_what_came(write, capsys: pytest.CaptureFixture[str]) -> None:
    old = write("旧.txt", CLEAN, DEPOSIT, "镇市场服务站负责集市的日常保洁。")
    new = write("新.txt", DEPOSIT.replace("二百元", "三百元"), "镇市场服务站负责集市的日常保洁。", SEIZE)

    run(["diff", old, new])

    out = capsys.readouterr().out
    assert "第二条 → 第一条（改写）" in out
    assert "〔删：二百元〕〔增：三百元〕" in out
    assert "[仍有][疑似违法] fee-003" in out
    assert "[新出现][疑似违法] coercion-001" in out
    assert "只改编号：第三条 → 第二条" in out
    assert "发现：新出现 1 处，仍有 1 处，已消除 0 处" in out
    assert "由审核人员决定" in out


def test_json_has_its_documented_keys(write, capsys: pytest.CaptureFixture[str]) -> None:
    run(["diff", write("旧.txt", PERMIT), write("新.txt", PERMIT, DEPOSIT), "-f", "json"])

    data = json.loads(capsys.readouterr().out)
    assert data.keys() == {"schema_version", "old", "new", "counts", "clauses", "elsewhere", "provenance"}
    assert data["old"].keys() == {"document", "conclusion", "reason", "not_reviewed"}
    assert data["counts"].keys() == {
        "unchanged", "renumbered", "moved", "reworded", "added", "removed", "fixed", "new", "kept",
    }  # fmt: skip
    assert data["clauses"][0].keys() == {"change", "moved", "old", "new", "old_text", "new_text", "findings"}
    assert data["clauses"][-1]["findings"][0].keys() == {
        "state", "finding", "before", "rejected",
    }  # fmt: skip
    assert Comparison.model_validate(data).counts == data["counts"]


class Page(HTMLParser):
    VOID = ("meta",)

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.words = ""

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        assert not {"src", "href", "onclick"} & {name for name, _ in attrs}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def test_html_is_one_well_formed_page_that_loads_nothing(write) -> None:
    title = "茶溪镇<script>alert(1)</script>集市&管理办法"
    old = write("旧.txt", PERMIT, DEPOSIT, title=title)
    new = write("新.txt", f"<b>{DEPOSIT}</b>", CLEAN, title=title)
    page = Page()

    page.feed(render(compare(old, new, REVIEWER), "html"))

    assert page.open == []
    assert not {"script", "b", "img", "link", "iframe"} & page.seen
    assert {"del", "ins", "table"} <= page.seen
    assert title in page.words


def test_a_draft_outside_review_is_said_to_be(write, capsys: pytest.CaptureFixture[str]) -> None:
    report = write("报告.txt", CLEAN, title="茶溪镇人民政府2025年度工作报告")

    assert run(["diff", write("旧.txt", PERMIT), report]) == 0

    assert re.search(r"新稿结论：未予审查", capsys.readouterr().out)


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_the_same_drafts_give_the_same_bytes(write, form: str) -> None:
    old, new = write("旧.txt", PERMIT, CLEAN), write("新.txt", CLEAN, DEPOSIT)

    assert render(compare(old, new, REVIEWER), form) == render(compare(old, new, REVIEWER), form)  # type: ignore[arg-type]
