"""What a user can get wrong: one Chinese line, exit code 2, and the other drafts still reviewed."""

import json
import re
from pathlib import Path

import pytest

from hefa.cli.main import run

GOOD = "镇综合服务中心负责公园座椅的日常维护。\n"


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def bad_draft(kind: str, folder: Path) -> Path:
    if kind == "huge":
        return write(folder / "huge.txt", b"a" * 50_000_000)
    if kind == "no documents":
        write(folder / "folder" / "picture.png", b"\x89PNG")
        return folder / "folder"
    contents = {
        "empty": b"",
        "blank": "\u3000\n \ufeff".encode(),
        "binary": bytes(range(256)) * 20,
        "office": b"PK\x03\x04" + b"\0" * 50,
    }
    return write(folder / "bad.txt", contents[kind]) if kind in contents else folder / "missing.txt"


def assert_one_chinese_line(error: str) -> None:
    assert error.count("\n") == 1
    assert re.match(r"HF\d{3} .+：.+。", error)
    assert re.search(r"[\u4e00-\u9fff]", error)
    assert "Traceback" not in error


@pytest.mark.parametrize("kind", ["missing", "no documents", "empty", "blank", "binary", "office", "huge"])
def test_bad_draft_alone(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", str(bad_draft(kind, tmp_path))]) == 2

    out, error = capsys.readouterr()
    assert out == ""
    assert_one_chinese_line(error)


def test_a_picture_is_answered_with_what_to_do_about_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = write(tmp_path / "稿.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    archive = write(tmp_path / "稿.rar", b"Rar!\x1a\x07\0")

    assert run(["review", str(picture)]) == 2
    assert (
        "这是 PNG 图片，不是能审查的草案。请取得 Word 或者文字版，或者先做文字识别" in capsys.readouterr().err
    )
    assert run(["review", str(archive)]) == 2
    assert "这是 RAR 压缩包，不是能审查的草案。请改用草案的 Word、WPS" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["missing", "no documents", "empty", "binary"])
def test_bad_draft_among_good_ones(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = str(write(tmp_path / "good.txt", GOOD.encode()))

    assert run(["review", "-f", "json", good, str(bad_draft(kind, tmp_path)), good]) == 2

    out, error = capsys.readouterr()
    assert_one_chinese_line(error)
    opinions = [json.loads(line) for line in out.splitlines()]
    assert [opinion["conclusion"] for opinion in opinions] == ["lawful", "not-reviewable", "lawful"]
    assert opinions[1]["not_reviewed"][0]["reason"] == error.rstrip("\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["review"], "缺少参数"),
        (["review", "{good}", "--frobnicate"], "没有选项 --frobnicate"),
        (["review", "{good}", "-f"], "缺少值"),
        (["audit", "{folder}"], "缺少选项 --store 存档"),
        (["serve", "--port", "abc"], "选项 --port 端口 的值不可用：abc，应当是整数"),
        (["serve", "--port", "65536"], "选项 --port 端口 的值不可用：65536，应当不大于 65535"),
        (
            ["audit", "{folder}", "--store", "a.db", "-j", "-1"],
            "--jobs 个数 的值不可用：-1，应当不小于 0",
        ),
        (
            ["audit", "{folder}", "--store", "a.db", "--timeout", "x"],
            "--timeout 秒 的值不可用：x，应当是数",
        ),
        (["report", "a.db", "--annual", "今年"], "选项 --annual 年份 的值不可用：今年，应当是整数"),
        (["review", "{good}", "-f", "docx"], "用 -o 写入文件"),
        (["review", "{good}", "-f", "pdf"], "没有格式 pdf"),
        (["review", "{good}", "--select", "nonsense"], "nonsense"),
        (["review", "{good}", "--rank", "decree"], "decree"),
        (["review", "{good}", "--fail-on", "grave"], "grave"),
        (["review", "{good}", "--engine", "steam"], "steam"),
        (["review", "{good}", "--rules", "{folder}/none"], "没有这个规则文件夹"),
        (["review", "{good}", "-o", "{folder}/none/out.txt"], "不能写入"),
        (["frobnicate"], "没有命令 frobnicate"),
        (["rules", "frobnicate"], "没有命令 frobnicate"),
        (["parse", "{good}", "{good}"], "多余的参数"),
        (["parse", "{good}", "-f", "xml"], "没有格式 xml"),
        (["parse", "{folder}/none.txt"], "不存在"),
        (["rules", "show", "permit-999"], "没有这条规则"),
        (["rules", "new", "nonsense", "nonsense-001"], "没有这个类别"),
        (["rules", "score", "{folder}/none.jsonl"], "没有这个文件"),
        (["rules", "score", "{good}", "-f", "xlsx"], "没有格式 xlsx"),
    ],
)
def test_bad_option(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write(tmp_path / "good.txt", GOOD.encode())

    assert run([argument.format(good=good, folder=tmp_path) for argument in arguments]) == 2

    error = capsys.readouterr().err
    assert_one_chinese_line(error)
    assert words in error


@pytest.mark.parametrize(
    "text", ["id: [", "id: permit-001\nid: permit-001\n", "", "id: permit-001\nexamples:\n"]
)
def test_broken_rule_file(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = write(tmp_path / "good.txt", GOOD.encode())
    write(tmp_path / "pack" / "permit" / "permit-001.yml", text.encode())

    assert run(["review", str(good), "--rules", str(tmp_path / "pack")]) == 2

    error = capsys.readouterr().err
    assert_one_chinese_line(error)
    assert "permit-001.yml" in error


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("clauses.jsonl", "{", "不是合法的 JSON"),
        ("clauses.jsonl", '{"rank": "normative"}', "缺少 text"),
        ("clauses.jsonl", '{"text": "甲", "violates": ["nonsense"]}', "没有类别 nonsense"),
        ("clauses.jsonl", '{"text": "甲", "rank": "decree"}', "没有效力层级 decree"),
        ("a.gold.json", '{"issues": []}', "没有这个文件"),
        ("labels.jsonl", '{"id": "x"}', "没有这个文件"),
        ("other.txt", "甲", "没有找到标注"),
    ],
)
def test_bad_gold(
    name: str, text: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / name, text.encode())

    assert run(["rules", "score", str(tmp_path)]) == 2

    error = capsys.readouterr().err
    assert_one_chinese_line(error)
    assert words in error
