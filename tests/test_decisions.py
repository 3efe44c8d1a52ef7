"""Decisions of the officer: written, read, honoured until they expire, reported where they fit nothing."""

import datetime
import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import hefa
from hefa.cli.main import run
from hefa.decisions import (
    HEADER,
    Decider,
    decision_file,
    decision_schema,
    parse_decisions,
    read_decisions,
    with_decision,
)
from hefa.errors import DecisionError, OptionError
from hefa.model.decision import Decision
from hefa.opinion import reaches, render_markdown, render_text
from hefa.opinion.html import render_html
from hefa.opinion.letter import fields_of
from hefa.opinion.sarif import render_sarif

DEPOSIT = "摊主应当向镇市场服务站缴纳卫生保证金二百元。"
SEIZE = "镇综合执法队可以扣押占道经营者的工具。"
TEXT = f"茶溪镇集市管理办法\n\n第一条　{DEPOSIT}\n第二条　{SEIZE}\n"
DAY = datetime.date(2026, 5, 1)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "草案.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def reviewer(**options: object) -> hefa.Reviewer:
    return hefa.Reviewer(rank="normative", engine="reference", **options)  # type: ignore[arg-type]


def fingerprint(rule: str = "fee-003") -> str:
    [found] = [one.fingerprint for one in reviewer().review_text(TEXT).findings if one.rule == rule]
    return found


def entry(**changes: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "fingerprint": fingerprint(),
        "verdict": "reject",
        "reason": "县条例第三条已有规定",
        "by": "张三",
        "date": "2026-04-01",
    }
    return {key: value for key, value in (fields | changes).items() if value is not None}


def keep(draft: Path, *entries: dict[str, object]) -> Path:
    path = decision_file(draft)
    path.write_text(yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8")
    return path


def test_a_rejected_finding_counts_for_nothing_and_is_listed_apart(draft: Path) -> None:
    keep(draft, entry(), entry(fingerprint=fingerprint("coercion-001")))

    opinion = reviewer(day=DAY).review_file(draft)

    assert opinion.findings == ()
    assert [(one.state, one.finding.rule) for one in opinion.decided if one.finding] == [
        ("rejected", "fee-003"),
        ("rejected", "coercion-001"),
    ]
    assert opinion.conclusion == "lawful"
    assert "另有 2 处审核人员不采纳，不计入" in opinion.reason
    assert not reaches(opinion, "notice")


@pytest.mark.parametrize(
    ("day", "state"),
    [(DAY, "rejected"), (datetime.date(2026, 5, 2), "expired"), (datetime.date.max, "expired")],
)
def test_a_rejection_holds_to_the_end_of_its_last_day(draft: Path, day: datetime.date, state: str) -> None:
    keep(draft, entry(until="2026-05-01"))

    opinion = reviewer(day=day).review_file(draft)

    assert [one.state for one in opinion.decided] == [state]
    assert ("fee-003" in {finding.rule for finding in opinion.findings}) == (state == "expired")


def test_an_accepted_finding_still_counts(draft: Path) -> None:
    keep(draft, entry(verdict="accept", reason=None))

    opinion = reviewer(day=DAY).review_file(draft)

    assert [one.state for one in opinion.decided] == ["accepted"]
    assert {finding.rule for finding in opinion.findings} == {"fee-003", "coercion-001"}


def test_the_last_decision_on_a_finding_holds(draft: Path) -> None:
    keep(draft, entry(), entry(verdict="withdraw", reason=None))

    assert reviewer(day=DAY).review_file(draft).decided == ()


def test_a_decision_on_nothing_in_the_draft_is_reported(draft: Path) -> None:
    keep(draft, entry(fingerprint="0" * 16, place="第九条", rule="fee-003"))

    [unmatched] = reviewer(day=DAY).review_file(draft).decided

    assert (unmatched.state, unmatched.finding) == ("unmatched", None)


def test_a_decision_on_a_rule_that_was_not_used_is_not_missed(draft: Path) -> None:
    keep(draft, entry(rule="fee-003"))

    assert reviewer(day=DAY, select="coercion").review_file(draft).decided == ()


def test_without_a_day_nothing_beside_the_draft_is_read(draft: Path) -> None:
    keep(draft, entry())

    assert reviewer().review_file(draft).decided == ()
    with pytest.raises(OptionError, match="没有给出审查日期"):
        reviewer(decisions=decision_file(draft))


def test_decisions_follow_the_text_and_not_the_place(draft: Path) -> None:
    keep(draft, entry())
    moved = TEXT.replace("第一条　", "第一条　集市每旬逢三、逢八开市。\n第二条　", 1).replace(
        SEIZE, "保持整洁。"
    )
    draft.write_bytes(moved.replace("\n", "\r\n").encode("gb18030"))

    opinion = reviewer(day=DAY).review_file(draft)

    assert [(one.state, one.finding and one.finding.location.label) for one in opinion.decided] == [
        ("rejected", "第二条")
    ]


def test_renderers_show_reason_signer_and_what_no_longer_fits(draft: Path) -> None:
    keep(
        draft,
        entry(until="2026-12-31"),
        entry(fingerprint=fingerprint("coercion-001"), until="2026-04-02", reason="<b>试点*期*</b>"),
        entry(fingerprint="0" * 16, place="第九条"),
    )
    opinion = reviewer(day=DAY).review_file(draft)

    text, markdown = render_text(opinion), render_markdown(opinion)

    for page in (text, markdown):
        assert "审核人员的决定" in page
        assert "县条例第三条已有规定" in page
        assert "张三，2026-04-01，有效至 2026-12-31" in page
        assert "已过有效期，这一发现重新计入" in page
        assert "草案中没有这一发现" in page
    assert "[不采纳] 第一条 fee-003" in text
    assert "\\<b\\>试点\\*期\\*" in markdown


def test_pages_and_logs_show_what_was_rejected(draft: Path) -> None:
    keep(draft, entry(reason="<b>县条例</b>"))
    reviewed = reviewer(day=DAY).reviewed_file(draft)

    [run] = json.loads(render_sarif([reviewed]))["runs"]
    suppressed = {one["ruleId"]: one.get("suppressions") for one in run["results"]}
    assert suppressed == {
        "coercion-001": None,
        "fee-003": [
            {"kind": "external", "status": "accepted", "justification": "<b>县条例</b>（张三，2026-04-01）"}
        ],
    }
    assert "理由：&lt;b&gt;县条例&lt;/b&gt;" in render_html([reviewed])


def test_the_letter_lists_what_was_rejected_with_reason_and_signer(draft: Path) -> None:
    keep(draft, entry())

    said = fields_of(reviewer(day=DAY).review_file(draft))["结论说明"]

    assert "[不采纳] 第一条 fee-003" in said
    assert "理由：县条例第三条已有规定" in said
    assert "张三，2026-04-01" in said


def test_a_decided_opinion_survives_json(draft: Path) -> None:
    keep(draft, entry())
    opinion = reviewer(day=DAY).review_file(draft)

    assert hefa.Opinion.model_validate_json(opinion.model_dump_json()) == opinion


def test_drafts_that_share_a_stem_may_have_files_of_their_own(tmp_path: Path) -> None:
    draft = tmp_path / "草案.txt"

    assert decision_file(draft).name == "草案.hefa.yml"
    (tmp_path / "草案.txt.hefa.yml").touch()
    assert decision_file(draft).name == "草案.txt.hefa.yml"


def test_the_command_lists_decides_and_the_next_review_honours_it(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decide = ["decide", str(draft)]
    assert run(decide) == 0
    assert f"1  {fingerprint()}  第一条 fee-003 疑似违法" in capsys.readouterr().out

    assert run([*decide, "1", "--reject", "--reason", "县条例：第三条", "--by", "张三"]) == 0
    assert (
        run([*decide, fingerprint("coercion-001")[:6], "--reject", "--reason", "同上", "--by", "李四"]) == 0
    )
    assert run(["review", str(draft)]) == 0
    assert "不采纳：张三" in capsys.readouterr().out

    assert run([*decide, "2", "--withdraw", "--by", "李四"]) == 0
    assert run(["review", str(draft)]) == 1
    assert [one.verdict for one in read_decisions(decision_file(draft))] == ["reject", "reject", "withdraw"]
    assert run([*decide]) == 0
    assert "不采纳：县条例：第三条（张三，" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["1", "--reject", "--by", "张三"], "没有写不采纳的理由"),
        (["1", "--reject", "--reason", "理由"], "没有写决定人"),
        (["1", "--accept", "--reject", "--by", "张三"], "写了不止一个"),
        (["1"], "要一起写"),
        (["--accept", "--by", "张三"], "要一起写"),
        (["9", "--accept", "--by", "张三"], "没有第 9 处发现"),
        (["ffffffff", "--accept", "--by", "张三"], "没有发现 ffffffff"),
        (["1", "--accept", "--by", "张三", "--until", "2999-01-01"], "只有不采纳才有有效期"),
        (["1", "--reject", "--reason", "理由", "--by", "张三", "--until", "明天"], "不是日期"),
        (["1", "--reject", "--reason", "理由", "--by", "张三", "--until", "2020-01-01"], "已经过去"),
    ],
)
def test_a_wrong_decision_is_refused_and_nothing_is_written(
    draft: Path, arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["decide", str(draft), *arguments]) == 2

    error = capsys.readouterr().err
    assert problem in error
    assert error.count("\n") == 1
    assert not decision_file(draft).exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1", "内容不是列表"),
        ("- 甲", ":1"),
        ("- {verdict: reject}", "缺少 fingerprint"),
        ("- {fingerprint: zz, verdict: accept, by: 甲, date: 2026-01-01}", "fingerprint 不合格式"),
        ("- {fingerprint: 0123456789abcdef, verdict: ok, by: 甲, date: 2026-01-01}", "verdict 的值不可用"),
        ("- {fingerprint: 0123456789abcdef, verdict: reject, by: 甲, date: 2026-01-01}", "没有写 reason"),
        ("- {fingerprint: 0123456789abcdef, verdict: accept, by: 甲, date: 2026-13-01}", "date 的值不对"),
        (
            "- {fingerprint: 0123456789abcdef, verdict: accept, by: 甲, date: 2026-01-01, 乙: 1}",
            "不认识的键 乙",
        ),
        (
            "- {fingerprint: 0123456789abcdef, verdict: reject, reason: 由, by: 甲, "
            "date: 2026-01-02, until: 2026-01-01}",
            "早于",
        ),
        ("- [", "YAML"),
        ("\x00", "YAML"),
        ("&a [*a]", "引用"),
        ("[" * 5000 + "]" * 5000, "嵌套太深"),
    ],
)
def test_a_decision_file_that_cannot_be_used_is_one_line(
    draft: Path, text: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    decision_file(draft).write_text(text, encoding="utf-8")

    assert run(["review", str(draft)]) == 2

    error = capsys.readouterr().err
    assert error.startswith("HF301 ")
    assert problem in error
    assert error.count("\n") == 1


def test_one_decision_file_is_for_one_draft(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = keep(draft, entry())

    assert run(["review", str(draft), str(draft), "--decisions", str(path)]) == 2
    assert "只能用于一份草案" in capsys.readouterr().err
    assert Decider(path, DAY).on(None) == read_decisions(path)


lines = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1)


@given(lines, lines)
def test_any_words_are_read_back_as_written(reason: str, by: str) -> None:
    decision = Decision(
        fingerprint="0123456789012345", verdict="reject", reason=f"由{reason}", by=by, date=DAY, until=DAY
    )

    text = with_decision(Path("x"), with_decision(Path("x"), HEADER, decision), decision)

    assert parse_decisions(Path("x"), text) == (decision, decision)


def test_what_a_person_wrote_stays_as_written() -> None:
    own = "# 记录\n  - {fingerprint: 0123456789abcdef, verdict: accept, by: 甲, date: 2026-01-01} # 已核实"
    decision = Decision(fingerprint="f" * 16, verdict="accept", by="乙", date=DAY)

    text = with_decision(Path("x"), own, decision)

    assert text.startswith(own)
    assert [one.by for one in parse_decisions(Path("x"), text)] == ["甲", "乙"]


def test_a_file_that_cannot_grow_is_left_alone() -> None:
    own = "[{fingerprint: 0123456789abcdef, verdict: accept, by: 甲, date: 2026-01-01}]\n"

    with pytest.raises(DecisionError, match="不能在文件末尾加上"):
        with_decision(Path("x"), own, Decision(fingerprint="f" * 16, verdict="accept", by="乙", date=DAY))


def test_the_schema_takes_what_the_command_writes(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["decide", str(draft), "1", "--reject", "--reason", "理由", "--by", "张三", "--until", "2999-01-01"])
    capsys.readouterr()
    assert run(["decide", "--schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    written = yaml.load(decision_file(draft).read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(written, schema)
    assert schema == decision_schema()
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{"fingerprint": "zz"}], schema)
