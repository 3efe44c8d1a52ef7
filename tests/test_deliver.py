"""How opinions leave the command line: files, folders, templates, and what is refused before reviewing."""

import io
import json
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from docx import Document
from file_maker import odt

from hefa.cli.main import run

FAULTY = "设立婚庆礼仪公司的，经街道办事处核准后方可营业。\n"


@pytest.fixture
def draft(tmp_path: Path) -> str:
    path = tmp_path / "草案.txt"
    path.write_text(FAULTY, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("form", "opening"), [("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE"), ("sarif", b"{")]
)
def test_format_is_written_to_a_file_the_same_each_time(
    draft: str, tmp_path: Path, form: str, opening: bytes
) -> None:
    for name in ("a", "b"):
        assert run(["review", draft, "-f", form, "-o", str(tmp_path / name)]) == 1

    content = (tmp_path / "a").read_bytes()
    assert content.startswith(opening)
    assert content == (tmp_path / "b").read_bytes()


def test_a_page_floods_no_terminal_and_goes_into_a_pipe(
    draft: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [["review", draft, "-f", "html"], ["diff", draft, draft + "2", "-f", "html"]]
    Path(draft + "2").write_text(FAULTY * 2, encoding="utf-8")
    for arguments in asked:
        run(arguments)
        assert capsys.readouterr().out.startswith("<!DOCTYPE html>")

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for arguments in asked:
        assert run(arguments) == 2
        shown = capsys.readouterr()
        assert not shown.out
        assert "这种格式不能显示在屏幕上。用 -o 写入文件" in shown.err

    assert run([*asked[0], "-o", "-"]) == 1
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_what_is_no_text_needs_a_file(draft: str, capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert run(["review", draft, "-f", form]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "用 -o 写入文件" in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    ("form", "library"), [("docx", "docxtpl"), ("xlsx", "xlsxwriter"), ("html", "jinja2")]
)
def test_missing_library_is_named_with_what_to_install(
    draft: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: str, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)

    assert run(["review", draft, "-f", form, "-o", f"{draft}.out"]) == 2

    assert f'没有安装 {library}。请先安装：pip install "hefa[report]"\n' in capsys.readouterr().err


def test_several_opinions_go_to_a_folder_each_its_own_file(
    draft: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "草案.md").write_text(FAULTY, encoding="utf-8")
    out = tmp_path / "意见"
    paths = [draft, str(tmp_path / "没有.txt"), str(tmp_path / "草案.md")]

    assert run(["review", *paths, "-f", "docx", "-o", str(out)]) == 2
    assert "3 件草案要写到已有的文件夹" in capsys.readouterr().err
    out.mkdir()
    assert run(["review", *paths, "-f", "docx", "-o", str(out)]) == 2

    assert sorted(path.name for path in out.iterdir()) == ["草案-2-审查意见.docx", "草案-审查意见.docx"]
    assert "文件不存在" in capsys.readouterr().err


def test_one_opinion_may_go_to_a_folder_too(draft: str, tmp_path: Path) -> None:
    out = tmp_path / "意见"
    out.mkdir()

    assert run(["review", draft, "-f", "docx", "-o", str(out)]) == 1

    assert [path.name for path in out.iterdir()] == ["草案-审查意见.docx"]


@pytest.mark.parametrize("form", ["docx", "xlsx", "html"])
def test_draft_is_never_written_over(
    draft: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    assert run(["review", draft, "-f", form, "-o", draft]) == 2

    assert "会盖掉要审查的草案" in capsys.readouterr().err
    assert Path(draft).read_text("utf-8") == FAULTY


def test_template_is_taken_out_changed_and_used(
    draft: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template, out = str(tmp_path / "模板.docx"), str(tmp_path / "意见.docx")

    assert run(["template", "-o", template]) == 0
    assert run(["review", draft, "-f", "docx", "--template", template, "-o", out]) == 1
    assert zipfile.is_zipfile(out)
    assert run(["review", draft, "-f", "md", "--template", template]) == 2
    assert "不用于 md 格式" in capsys.readouterr().err
    assert run(["review", draft, "-f", "docx", "--template", draft, "-o", out]) == 2
    assert "不是 Word 文档" in capsys.readouterr().err


def test_one_log_and_one_ledger_for_several_drafts(draft: str, tmp_path: Path) -> None:
    missing = str(tmp_path / "没有.txt")
    log = tmp_path / "log.sarif"

    assert run(["review", draft, missing, "-f", "sarif", "-o", str(log)]) == 2
    [found] = json.loads(log.read_text("utf-8"))["runs"]

    assert len(found["artifacts"]) == 2
    assert found["invocations"][0]["executionSuccessful"] is False
    assert found["tool"]["driver"]["rules"][0]["shortDescription"]["text"]


def test_parse_writes_akoma_ntoso(draft: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["parse", draft, "-f", "akn"]) == 0
    assert capsys.readouterr().out.startswith("<akomaNtoso ")
    assert run(["parse", draft, "-f", "akn", "--facts"]) == 2
    assert run(["parse", draft, "-f", "xml"]) == 2
    assert "没有格式 xml" in capsys.readouterr().err


def test_brief_is_a_line_a_finding_with_file_line_and_column(tmp_path, capsys) -> None:
    names = ["草案 一.txt", "二.md", "清白.txt"]
    for name, text in zip(
        names, [f"\r\n　　{FAULTY}", f"# 办法\n{FAULTY}", "本办法自发布之日起施行。"], strict=True
    ):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")

    assert run(["review", "-f", "brief", *(str(tmp_path / name) for name in names)]) == 1

    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{tmp_path}/草案 一.txt:2:3: 正文 疑似违法 permit-001 行政许可：")
    assert second.startswith(f"{tmp_path}/二.md:2:1: ")
    assert first.endswith("“设立婚庆礼仪公司的，经街道办事处核准后方可营业”")


def test_brief_names_the_place_in_what_has_no_lines(tmp_path, capsys) -> None:
    path = tmp_path / "草案.odt"
    path.write_bytes(odt(["第一条　" + FAULTY.strip()]))

    assert run(["review", "-f", "brief", str(path)]) == 1

    assert capsys.readouterr().out.startswith(f"{path}: 第一条 疑似违法 permit-001 ")


@pytest.mark.parametrize("form", ["docx", "xlsx", "json", "text"])
def test_a_dash_is_standard_output(draft: str, tmp_path: Path, capfdbinary, form: str) -> None:
    file = tmp_path / "意见"

    assert run(["review", draft, "-f", form, "-o", str(file)]) == 1
    assert run(["review", draft, "-f", form, "-o", "-"]) == 1

    assert capfdbinary.readouterr().out == file.read_bytes()


def test_a_word_file_passes_through_standard_input_and_output(
    tmp_path: Path, monkeypatch, capfdbinary
) -> None:
    path = tmp_path / "草案.docx"
    document = Document()
    document.add_paragraph(FAULTY.strip())
    document.save(str(path))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(path.read_bytes())))

    assert run(["review", "-", "-f", "docx", "-o", "-"]) == 1

    letter = Document(io.BytesIO(capfdbinary.readouterr().out))
    words = "".join(element.text or "" for element in letter.element.iter() if element.tag.endswith("}t"))
    assert "经街道办事处核准后方可营业" in words
