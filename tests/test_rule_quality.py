"""What rule authors measure with: scores compared, a survey of drafts, the coverage of the law."""

import json
from pathlib import Path

import pytest

from hefa import coverage
from hefa.cli.main import run
from hefa.errors import RuleFileError
from hefa.score import compare_text, read_earlier

CLAUSES = (
    {"text": "未经街道办事处批准，不得摆摊。", "violates": ["permit"], "style": "plain", "id": "甲"},
    {"text": "镇综合服务中心负责公园座椅的日常维护。", "violates": ["fee"], "style": "plain", "id": "乙"},
)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "clauses.jsonl"
    path.write_text("\n".join(json.dumps(clause, ensure_ascii=False) for clause in CLAUSES), encoding="utf-8")
    return path


def test_score_counts_by_style_and_rule_and_names_the_nearest(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "score", str(gold), "-f", "json"]) == 0

    data = json.loads(capsys.readouterr().out)["clauses"]
    assert data["styles"]["plain"]["tp"] == 1
    assert sum(rule["tp"] for rule in data["rules"].values()) >= 1
    assert [(error["kind"], error["where"]) for error in data["errors"]] == [("missed", "乙")]


def test_score_is_compared_with_an_earlier_one(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["rules", "score", str(gold), "-f", "json"])
    earlier = json.loads(capsys.readouterr().out)
    earlier["clauses"]["errors"].append({"kind": "false", "category": "tax", "where": "甲"})
    earlier["clauses"]["errors"] = [e for e in earlier["clauses"]["errors"] if e["where"] == "甲"]
    saved = gold.with_name("earlier.json")
    saved.write_text(json.dumps(earlier), encoding="utf-8")

    assert run(["rules", "score", str(gold), "--compare", str(saved)]) == 0

    out = capsys.readouterr().out
    assert "改好 1 处\n    误报 tax 甲" in out
    assert "变坏 1 处\n    漏报 fee 乙" in out


def test_what_is_no_earlier_score_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.json"
    path.write_text("[]", encoding="utf-8")

    assert run(["rules", "score", str(tmp_path), "--compare", str(path)]) == 2
    assert "不是评分结果" in capsys.readouterr().err


def test_compare_knows_sets_that_only_one_has() -> None:
    assert compare_text({"rules": "1", "clauses": {"micro": {}}}, {"rules": "2"}).count("\n") == 2


def test_earlier_score_must_be_readable(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="HF104"):
        read_earlier(tmp_path / "none.json")


def test_survey_counts_by_rule_with_samples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("未经街道办事处批准，不得摆摊。\n", encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"")

    assert run(["rules", "survey", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "文件 3 个，审查 2 个" in out
    assert "2 处\t2 个文件" in out
    assert "a.txt 正文：未经街道办事处批准，不得摆摊" in out
    assert "HF001" in out.splitlines()[-1]

    assert run(["rules", "survey", str(tmp_path), "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"][0]["findings"] == 2


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("permit.yml", "- {provision: {law: 某法}, rules: [permit-999]}", "没有规则 permit-999"),
        ("permit.yml", "- {provision: {law: 某法}}", "rules 和 none 应当只写一个"),
        ("permit.yml", "- {law: 某法}", "键或者值不对"),
        ("permit.yml", "a: 1", "内容不是列表"),
        ("parking.yml", "[]", "没有类别 parking"),
    ],
)
def test_coverage_that_cannot_be_is_one_line(
    name: str, text: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "coverage").mkdir()
    (tmp_path / "coverage" / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(coverage, "installed_packs", lambda: [tmp_path])

    with pytest.raises(RuleFileError, match=problem):
        coverage.read_coverage()


def test_coverage_is_printed_law_by_law(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "coverage").mkdir()
    (tmp_path / "coverage" / "permit.yml").write_text(
        "- {provision: {law: 甲法, article: 第十七条}, rules: [permit-001]}\n"
        "- {provision: {law: 乙法}, none: 条文里看不出来}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(coverage, "installed_packs", lambda: [tmp_path])

    assert run(["rules", "coverage"]) == 0
    assert capsys.readouterr().out == (
        "《乙法》\n  全文 行政许可：无：条文里看不出来\n"
        "《甲法》\n  第十七条 行政许可：permit-001\n"
        "共 2 项规定、2 点，有规则的 1 点，没有的 1 点\n"
    )
    assert run(["rules", "coverage", "甲", "-f", "json"]) == 0
    assert [entry["rules"] for entry in json.loads(capsys.readouterr().out)] == [["permit-001"]]
