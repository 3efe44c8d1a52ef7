"""The command line: what is printed where, and the exit codes of the contract."""

import inspect
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from hefa.cli.main import run
from hefa.cli.review import ReviewCommand, review

FAULTY = "设立婚庆礼仪公司的，经街道办事处核准后方可营业。\n"
CLEAN = "镇综合服务中心负责公园座椅的日常维护。\n"


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    path = tmp_path / "b_faulty.txt"
    path.write_text(FAULTY, encoding="utf-8")
    return str(path)


@pytest.fixture
def clean(tmp_path: Path) -> str:
    path = tmp_path / "a_clean.txt"
    path.write_text(CLEAN, encoding="utf-8")
    return str(path)


def test_exit_codes_follow_fail_on(faulty: str, clean: str) -> None:
    assert run(["review", clean]) == 0
    assert run(["review", faulty]) == 1
    assert run(["review", faulty, "--fail-on", "never"]) == 0
    assert run(["review", faulty, clean, "--fail-on", "notice"]) == 1


def test_one_path_is_one_object_and_several_are_json_lines_in_order(
    faulty: str, clean: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["review", "-f", "json", faulty])
    one = json.loads(capsys.readouterr().out)
    run(["review", "-f", "json", faulty, clean])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert lines[0] == one
    assert [line["document"]["name"] for line in lines] == [faulty, clean]


def test_a_folder_is_reviewed_file_by_file(
    faulty: str, clean: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["review", "-f", "json", str(tmp_path)]) == 1

    names = [json.loads(line)["document"]["name"] for line in capsys.readouterr().out.splitlines()]
    assert names == [clean, faulty]


def test_standard_input_is_a_draft(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FAULTY.encode())))

    assert run(["review", "-", "-f", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["document"]["name"] == "-"


def test_output_file_appears_complete_and_alone(faulty: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()

    assert run(["review", "-f", "md", "-o", str(out / "意见.md"), faulty]) == 1

    assert [path.name for path in out.iterdir()] == ["意见.md"]
    assert (out / "意见.md").read_text(encoding="utf-8").startswith("# 合法性审查意见（辅助）")


def test_a_pipe_is_written_to_and_stays_a_pipe(faulty: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    assert run(["review", "-f", "md", "-o", str(pipe), faulty]) == 1

    assert pipe.is_fifo()
    assert os.read(reading, 60_000).decode().startswith("# 合法性审查意见（辅助）")
    os.close(reading)


def test_output_through_a_link_leaves_the_link(faulty: str, tmp_path: Path) -> None:
    real, link = tmp_path / "意见.md", tmp_path / "link.md"
    real.write_text("旧", encoding="utf-8")
    link.symlink_to(real)

    assert run(["review", "-f", "md", "-o", str(link), faulty]) == 1

    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("# 合法性审查意见（辅助）")


def test_a_failed_review_leaves_the_old_output_alone(tmp_path: Path) -> None:
    out = tmp_path / "意见.txt"
    out.write_text("旧", encoding="utf-8")

    assert run(["review", "-o", str(out), str(tmp_path / "none.txt")]) == 2

    assert out.read_text(encoding="utf-8") == "旧"
    assert list(tmp_path.iterdir()) == [out]


def test_select_takes_lists(faulty: str) -> None:
    assert run(["review", faulty, "--select", "fee,permit"]) == 1
    assert run(["review", faulty, "--ignore", "permit,power", "--ignore", "rights,market-entry"]) == 0


def test_text_goes_to_pipes_without_colour(faulty: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["review", faulty])

    text = capsys.readouterr().out
    assert "\x1b" not in text
    assert "结论：建议不予通过" in text


def test_parse_prints_the_tree_and_the_facts(faulty: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parse", faulty, "--facts"]) == 0
    out = capsys.readouterr().out
    assert "given.approve" in out
    assert "规范方式：方可（mode.gate）" in out

    assert run(["parse", faulty, "-f", "json", "--facts"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {"root", "clauses", "facts", "provisions"} == data.keys()
    assert data["root"]["end"] == len(FAULTY)


def test_rules_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list"]) == 0
    assert "permit-001" in capsys.readouterr().out

    assert run(["rules", "show", "permit-001"]) == 0
    shown = capsys.readouterr().out
    assert "《中华人民共和国行政许可法》第十七条" in shown
    assert "不应触发" in shown


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["id"]


def test_new_rule_is_written_once_and_refused_until_filled_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["rules", "new", "permit", "permit-900", "-o", str(tmp_path)]

    assert run(arguments) == 0
    assert (tmp_path / "permit" / "permit-900.yml").is_file()
    assert run(arguments) == 2
    assert "已经存在" in capsys.readouterr().err
    assert run(["rules", "test", str(tmp_path)]) == 2
    assert "还没有填写" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["review", "--help"], ["rules"], ["rules", "score", "-h"]]
)
def test_help_is_chinese(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 0

    page = capsys.readouterr().out
    assert "用法：" in page
    assert "Usage" not in page
    assert "Options" not in page
    assert "Show this" not in page


@pytest.mark.parametrize("columns", ["50", "80", "200"])
def test_a_help_page_is_wrapped_and_never_cut(
    columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run(["review", "--help"]) == 0

    page = capsys.readouterr().out
    words = "".join(page.split())
    assert "规范性文件、规章、地方性法规、行政法规、法律、其他（或者代码）。" in words
    assert "给文件夹，则各草案用其中同名的.dossier.yml。" in words
    assert "…" not in page
    assert "<bool>" not in page
    assert max(map(cell_len, page.splitlines())) <= min(int(columns), 100)


def test_the_help_page_of_review_names_every_option_under_a_heading(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["review", "--help"]) == 0

    page = capsys.readouterr().out
    rest = page.split("其他选项：\n")[1]
    assert rest.split() == ["-h,", "--help", "显示这页帮助。"]
    assert {name for names in ReviewCommand.groups.values() for name in names} == {
        name for name in inspect.signature(review).parameters if name != "paths"
    }


def test_a_mistyped_name_is_answered_with_the_likely_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["revew", "草案.txt"]) == 2
    assert "没有命令 revew，是不是 review。" in capsys.readouterr().err
    assert run(["review", "草案.txt", "--explan"]) == 2
    assert "没有选项 --explan，是不是 --explain" in capsys.readouterr().err


def test_help_loads_neither_rules_nor_records() -> None:
    code = (
        "import sys; from hefa.cli.main import run; run(['--help']);"
        "sys.exit(any(name in sys.modules for name in ('pydantic', 'lark', 'yaml', 'hefa.review')))"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(FAULTY, encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    code = "from hefa.cli.main import main; main()"

    done = subprocess.run(
        [sys.executable, "-c", code, "review", str(tmp_path)],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )

    os.close(writing)
    assert done.stderr == b""


def test_a_trailing_comma_selects_nothing_more_and_nothing_alone_is_an_error(
    faulty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["review", faulty, "--select", "permit,"]) == 1
    assert run(["review", faulty, "--select", ","]) == 2
    assert capsys.readouterr().err == (
        "HF002 --select：没有写规则。写编号、编号开头或者类别，例如 permit,fee-001\n"
    )


def test_an_opinion_states_what_was_narrowed(faulty: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["review", faulty, "--select", "permit", "--rank", "rules", "--min-confidence", "high"])

    out = " ".join(capsys.readouterr().out.split())
    assert "本次审查：只用规则 permit；效力层级由使用者指定为规章；只列把握不低于“高”的发现" in out


def test_explain_tells_the_reasons(faulty: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", faulty, "--explain"]) == 1

    out = capsys.readouterr().out
    assert "理由：" in out
    assert "语句性质是设定规则" in out
