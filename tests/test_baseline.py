"""A baseline: what an earlier review found is not listed again and does not fail the run."""

import json
import pickle
from pathlib import Path

import pytest

import hefa
from hefa.cli.main import run

DEPOSIT = "摊主应当向镇市场服务站缴纳卫生保证金二百元。"
SEIZE = "镇综合执法队可以扣押占道经营者的工具。"


def write(path: Path, *clauses: str, title: str = "茶溪镇集市管理办法") -> str:
    lines = [f"第{'一二三四五'[at]}条　{clause}" for at, clause in enumerate(clauses)]
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([title, "", *lines, ""]), encoding="utf-8")
    return str(path)


def found(out: str) -> list[list[str]]:
    return [[one["rule"] for one in json.loads(line)["findings"]] for line in out.splitlines()]


def test_only_what_is_new_is_listed_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = write(tmp_path / "旧.txt", DEPOSIT), write(tmp_path / "新.txt", SEIZE, DEPOSIT)
    base = str(tmp_path / "base.json")
    assert run(["review", old, "-f", "json", "-o", base]) == 1

    assert run(["review", old, "--baseline", base]) == 0
    assert "其中 1 处在以前的审查中已经提示，没有列出" in "".join(capsys.readouterr().out.split("\n      "))
    assert run(["review", new, "--baseline", base, "-f", "json"]) == 1

    opinion = json.loads(capsys.readouterr().out)
    assert [one["rule"] for one in opinion["findings"]] == ["coercion-001"]
    assert opinion["provenance"]["options"] == [f"不列 {base} 中已有的发现"]


def test_the_conclusion_is_of_the_whole_draft(tmp_path: Path) -> None:
    old, base = write(tmp_path / "旧.txt", DEPOSIT), tmp_path / "base.json"
    run(["review", old, "-f", "json", "-o", str(base)])

    opinion = hefa.Reviewer(baseline=base).review_file(old)

    assert (opinion.findings, opinion.conclusion) == ((), "unlawful")


def test_json_lines_are_a_baseline_by_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "稿" / "甲.txt", DEPOSIT)
    write(tmp_path / "稿" / "乙.txt", SEIZE, title="茶溪镇码头管理办法")
    base = str(tmp_path / "base.jsonl")
    run(["review", str(tmp_path / "稿"), "-f", "json", "-o", base])
    write(tmp_path / "稿" / "乙.txt", SEIZE, DEPOSIT, title="茶溪镇码头管理办法")

    assert run(["review", str(tmp_path / "稿"), "-f", "json", "--baseline", base]) == 1

    assert found(capsys.readouterr().out) == [["fee-003"], []]


def test_a_draft_is_known_by_its_file_name_or_title_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "一" / "甲.txt", DEPOSIT)
    write(tmp_path / "一" / "乙.txt", SEIZE, title="茶溪镇码头管理办法")
    base = str(tmp_path / "base.jsonl")
    run(["review", str(tmp_path / "一"), "-f", "json", "-o", base])
    write(tmp_path / "二" / "甲.txt", DEPOSIT, title="茶溪镇集市管理规定")
    write(tmp_path / "二" / "丙.txt", SEIZE, title="茶溪镇码头管理办法")
    write(tmp_path / "二" / "丁.txt", SEIZE, title="茶溪镇渡口管理办法")

    run(["review", str(tmp_path / "二"), "-f", "json", "--baseline", base])

    names = [path.name for path in sorted((tmp_path / "二").iterdir())]
    assert dict(zip(names, found(capsys.readouterr().out), strict=True)) == {
        "甲.txt": [],
        "丙.txt": [],
        "丁.txt": ["coercion-001"],
    }


def test_findings_an_officer_rejected_are_no_news_either(tmp_path: Path) -> None:
    old, base = write(tmp_path / "旧.txt", DEPOSIT), str(tmp_path / "base.json")
    run(["decide", old, "1", "--reject", "--reason", "理由", "--by", "张三"])
    run(["review", old, "-f", "json", "-o", base])

    assert run(["review", write(tmp_path / "新.txt", DEPOSIT), "--baseline", base]) == 0


def test_a_reviewer_with_a_baseline_pickles(tmp_path: Path) -> None:
    old, base = write(tmp_path / "旧.txt", DEPOSIT), tmp_path / "base.json"
    run(["review", old, "-f", "json", "-o", str(base)])
    reviewer = hefa.Reviewer(baseline=base)

    assert pickle.loads(pickle.dumps(reviewer)).review_file(old) == reviewer.review_file(old)  # noqa: S301


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"findings": 1}',
        b'{"findings": [{}]}',
        b'{"findings": [1]}',
        b"not json",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"findings": [], "decided": [{"finding": {"rule": 1}}]}',
    ],
)
def test_a_baseline_that_cannot_be_used_is_one_line(
    tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, base = write(tmp_path / "旧.txt", DEPOSIT), tmp_path / "base.json"
    base.write_bytes(data)

    assert run(["review", draft, "--baseline", str(base)]) == 2

    error = capsys.readouterr().err
    assert error.startswith(f"HF301 {base}：基线文件")
    assert error.count("\n") == 1


def test_a_missing_baseline_is_an_error(tmp_path: Path) -> None:
    assert run(["review", write(tmp_path / "旧.txt", DEPOSIT), "--baseline", str(tmp_path / "none")]) == 2
