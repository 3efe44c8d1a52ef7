"""Comments and suggestions in Word files: on the exact words, and nothing else of the file changes."""

import io
import pickle
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from docx_maker import docx, level, num, p, packed, r, scheme, table, unpacked

from hefa.annotate import AUTHOR, Annotated, Remark, annotate_docx
from hefa.annotate.changes import differing
from hefa.annotation import annotate_file
from hefa.cli.main import run
from hefa.model.wordml import ID, MEASURED, TEXTS, Element, W, parse_xml
from hefa.read import ReadOptions, read_bytes
from hefa.review import Reviewer

OFFICE_FILES = Path(__file__).parents[2] / "shared" / "corpus" / "office"
BOX = "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"
FAULTY = p("设立婚庆公司的，", r("经街道办事处", "<w:b/>"), "核准后方可营业。")


def marked(data: bytes, *words: str, replacements: dict[str, str] | None = None) -> Annotated:
    """Comment on the first place of each of ``words``."""
    source = read_bytes(data, "草案.docx")
    new = replacements or {}
    remarks = [
        Remark(at := source.text.index(word), at + len(word), (f"疑似违法：{word}",), new.get(word))
        for word in words
    ]
    return annotate_docx(data, source, remarks)


def commented(data: bytes) -> dict[str, str]:
    """Return the words of the document each comment stands on, by its first line."""
    members = unpacked(data)
    texts = {
        comment.get(ID): "".join(comment.find(f"{W}p").itertext())
        for comment in parse_xml(members["word/comments.xml"])
    }
    found = dict.fromkeys(texts.values(), "")
    opened: set[str] = set()
    references = []
    for element in parse_xml(members["word/document.xml"]).iter():
        if element.tag == f"{W}commentRangeStart":
            opened.add(element.get(ID))
        elif element.tag == f"{W}commentRangeEnd":
            opened.remove(element.get(ID))
        elif element.tag == f"{W}commentReference":
            references.append(element.get(ID))
        elif element.tag in MEASURED:
            for name in opened:
                found[texts[name]] += (element.text or "") if element.tag in TEXTS else " "
    assert opened == set()
    assert sorted(references) == sorted(texts)
    return found


def plain(data: bytes) -> list[tuple[str, str]]:
    """Return every character of the document with its formatting, comments taken away."""
    document = parse_xml(unpacked(data)["word/document.xml"])
    return [
        (char, formatting)
        for element in document.iter(*MEASURED)
        for formatting in [_formatting(element)]
        for char in (element.text or "·")
    ]


def _formatting(element: Element) -> str:
    properties = element.getparent().find(f"{W}rPr")
    return "" if properties is None else " ".join(child.tag for child in properties)


def test_a_comment_stands_on_its_exact_words_and_formatting_stays() -> None:
    data = docx(FAULTY)

    out = marked(data, "司的，经街道").data

    assert commented(out) == {"疑似违法：司的，经街道": "司的，经街道"}
    assert plain(out) == plain(data)
    assert read_bytes(out, "a.docx").text == read_bytes(data, "a.docx").text


def test_word_reads_the_comment() -> None:
    (comment,) = Document(io.BytesIO(marked(docx(FAULTY), "经街道").data)).comments

    assert (comment.author, comment.text, comment.timestamp) == (AUTHOR, "疑似违法：经街道", None)


def test_nothing_else_of_the_package_changes() -> None:
    extra = {"word/media/image1.png": b"\x89PNG" * 99, "customXml/item1.xml": b"<a>\r\n</a>"}
    data = docx(FAULTY, extra, styles="<w:docDefaults/>", header=p("页眉"), comments="")

    before, after = unpacked(data), unpacked(marked(data, "经街道").data)

    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {
        "word/document.xml",
        "word/comments.xml",
    }


def test_a_file_without_comments_gets_the_part_and_its_declaration() -> None:
    before, after = (unpacked(data) for data in (docx(FAULTY), marked(docx(FAULTY), "经街道").data))

    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {
        *("word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"),
    }


def test_overlapping_nested_and_equal_words() -> None:
    words = (
        "设立婚庆公司的，经街道办事处核准",
        "公司的，经街道",
        "街道办事处核准后方可营业",
        "街道",
        "核准后方可营业。",
    )

    out = marked(docx(FAULTY), *words).data

    assert commented(out) == {f"疑似违法：{word}": word for word in words}
    assert plain(out) == plain(docx(FAULTY))
    assert [c.text for c in Document(io.BytesIO(out)).comments] == [f"疑似违法：{word}" for word in words]


def test_every_stretch_of_a_mixed_paragraph() -> None:
    body = p(
        "甲乙",
        f'<w:hyperlink r:id="rId8">{r("丙丁")}</w:hyperlink>',
        '<w:del w:id="1"><w:r><w:delText>废</w:delText></w:r></w:del>',
        f'<w:ins w:id="2">{r("戊己")}</w:ins>',
        "<w:r><w:t>庚</w:t><w:tab/><w:t>辛</w:t><w:br/><w:t>壬癸</w:t></w:r>",
        f"<w:sdt><w:sdtContent>{r('子丑')}</w:sdtContent></w:sdt>",
        f'<w:fldSimple w:instr="REF a">{r("寅卯")}</w:fldSimple>',
        "辰巳",
    )
    data = docx(body)
    source = read_bytes(data, "a.docx")
    text = source.text.rstrip("\n")
    atoms = ("子丑", "寅卯")

    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            out = annotate_docx(data, source, [Remark(start, end, ("甲",))])
            words = text[start:end].replace("\n", " ")
            got = commented(out.data)["甲"].replace("废", "")
            whole = [atom for atom in atoms if set(words) & set(atom)]
            wanted = re.sub("[子丑]+", "子丑", re.sub("[寅卯]+", "寅卯", words)) if whole else words
            assert got == wanted
            assert plain(out.data) == plain(data)


def test_over_paragraphs_and_cells() -> None:
    data = docx(p("甲乙") + p("丙丁") + table(["戊己", "庚辛"], ["壬", "癸"]))

    out = marked(data, "乙\n丙", "己\t庚", "丁\n戊").data

    assert list(commented(out).values()) == ["乙丙", "己庚", "丁戊"]


def test_what_word_cannot_comment_on_is_commented_on_beside_it() -> None:
    body = p("甲", '<w:r><w:footnoteReference w:id="1"/></w:r>', "乙") + p(BOX.format(p("框中字句")), "丙")
    lists = scheme("0", level(0, "第%1条", "chineseCounting")) + num("1", "0")
    data = docx(
        body + p("丁", num=("1", 0)),
        footnotes=f'<w:footnote w:id="1">{p("注中字句")}</w:footnote>',
        numbering=lists,
    )

    out = marked(data, "注中字句", "框中字句", "第一条", "甲")

    assert out.moved == (0, 1, 2)
    assert out.lost == ()
    comments = [comment.text for comment in Document(io.BytesIO(out.data)).comments]
    assert all("批注只能放在此处" in text for text in comments[:3])
    assert "原文：“注中字句”" in comments[0]
    document = unpacked(out.data)["word/document.xml"].decode()
    assert re.search(
        r'<w:commentRangeStart w:id="0"/><w:r><w:footnoteReference w:id="1"/></w:r><w:commentRangeEnd',
        document,
    )
    assert re.search(r'<w:commentRangeStart w:id="1"/><w:r><w:pict>', document)


def test_existing_comments_stay_and_ids_are_new() -> None:
    old = f'<w:comment w:id="7" w:author="某人">{p("旧批注")}</w:comment>'
    body = p(
        '<w:commentRangeStart w:id="7"/>',
        "甲乙",
        '<w:commentRangeEnd w:id="7"/>',
        '<w:r><w:commentReference w:id="7"/></w:r>',
    )

    out = marked(docx(body, comments=old), "乙").data

    assert commented(out) == {"旧批注": "甲乙", "疑似违法：乙": "乙"}
    assert [comment.comment_id for comment in Document(io.BytesIO(out)).comments] == [7, 8]


def test_remarks_on_no_words_go_to_the_nearest() -> None:
    data = docx(p() + p("甲"))
    source = read_bytes(data, "a.docx")

    out = annotate_docx(data, source, [Remark(0, 0, ("缺少标题",)), Remark(3, 3, ("缺少署名",))])

    assert (out.moved, out.lost) == ((0, 1), ())
    assert commented(out.data) == {"缺少标题": "甲", "缺少署名": "甲"}


def test_same_remarks_same_bytes_and_a_date_only_when_given() -> None:
    data = docx(FAULTY)
    source = read_bytes(data, "a.docx")
    remarks = [Remark(0, 2, ("甲",))]
    when = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

    assert annotate_docx(data, source, remarks).data == annotate_docx(data, source, remarks).data
    assert b"w:date" not in unpacked(annotate_docx(data, source, remarks).data)["word/comments.xml"]
    (comment,) = Document(io.BytesIO(annotate_docx(data, source, remarks, when).data)).comments
    assert comment.timestamp == when


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("一个月", "三十日", (0, 3, "三十日")),
        ("必须在", "应当在", (0, 2, "应当")),
        ("由局长", "由市局长", (1, 1, "市")),
        ("的的确", "的确", (1, 2, "")),
        ("同", "同", (1, 1, "")),
    ],
)
def test_only_what_differs_is_changed(old: str, new: str, expected: tuple[int, int, str]) -> None:
    assert differing(old, new) == expected


def states(data: bytes) -> tuple[str, str]:
    """Return the text with all changes accepted, and with all rejected."""
    return tuple(
        read_bytes(data, "a.docx", ReadOptions(tracked=state)).text for state in ("final", "original")
    )


def test_suggestions_are_tracked_changes() -> None:
    data = docx(p("县政府", r("必须在", "<w:b/>"), "一个月内答复，并由局长签字。"))

    out = marked(
        data,
        "必须在一个月内",
        "由局长",
        replacements={"必须在一个月内": "应当在三十日内", "由局长": "由市局长"},
    )

    assert out.unsuggested == ()
    assert states(out.data) == (
        "县政府应当在三十日内答复，并由市局长签字。\n",
        "县政府必须在一个月内答复，并由局长签字。\n",
    )
    assert commented(out.data).keys() == {"疑似违法：必须在一个月内", "疑似违法：由局长"}
    document = unpacked(out.data)["word/document.xml"].decode()
    assert len(set(re.findall(r'<w:(?:ins|del) w:id="(\d+)"', document))) == 4
    assert document.count(f'w:author="{AUTHOR}"') == 4


def test_a_suggestion_at_the_beginning_and_one_that_deletes() -> None:
    data = docx(p("办法。") + p("一律应当公开公开。"))

    out = marked(data, "办法", "公开公开", replacements={"办法": "本办法", "公开公开": "公开"})

    assert states(out.data) == ("本办法。\n一律应当公开。\n", "办法。\n一律应当公开公开。\n")


def test_within_someones_insertion_the_suggestion_stands_behind_it() -> None:
    data = docx(p("甲", f'<w:ins w:id="3" w:author="某人">{r("必须")}</w:ins>', "乙"))

    out = marked(data, "必须", replacements={"必须": "应当"})

    assert states(out.data) == ("甲应当乙\n", "甲乙\n")


def test_what_cannot_be_suggested_stays_a_comment() -> None:
    field = f'<w:fldSimple w:instr="REF a">{r("必须")}</w:fldSimple>'
    note = p("乙丙", '<w:r><w:t>丁</w:t><w:footnoteReference w:id="1"/></w:r>')
    data = docx(p(field) + note + p("戊己庚"))
    changes = {"必须": "应当", "丁\n戊": "丁", "乙丙丁": "无", "戊己": "戊午", "己庚": "己未"}

    out = marked(data, *changes, replacements=changes)

    assert out.unsuggested == (0, 1, 2)
    assert states(out.data)[0] == "必须\n乙丙丁\n戊午未\n"
    assert len(commented(out.data)) == 5


def test_signed_files_are_told() -> None:
    data = docx(FAULTY, {"_xmlsignatures/sig1.xml": b"<a/>"})

    assert marked(data, "经街道").signed


def test_strict_files_stay_strict() -> None:
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    members = unpacked(docx(FAULTY))
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    members["word/document.xml"] = members["word/document.xml"].replace(usual, strict)

    after = unpacked(marked(packed(members), "经街道").data)

    assert all(
        strict in after[name] and usual not in after[name]
        for name in ("word/document.xml", "word/comments.xml")
    )


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "草案.docx"
    path.write_bytes(docx(FAULTY))
    return path


def test_the_command_writes_comments_beside_the_opinion(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "批注.docx"

    assert run(["review", str(draft), "--annotate", str(out), "--suggest"]) == 1

    assert "[疑似违法] permit-001" in capsys.readouterr().out
    (comment,) = Document(str(out)).comments
    lines = comment.text.split("\n")
    assert lines[0].startswith("疑似违法：")
    assert lines[1].startswith("依据：《中华人民共和国行政许可法》第十七条")
    assert lines[2].startswith("建议：删除")
    assert "permit-001" in lines[3]


def given_on_stdin(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_draft_on_standard_input_and_one_in_a_bundle_are_annotated_alike(
    draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, bundle = tmp_path / "批注.docx", tmp_path / "收文.zip"
    with zipfile.ZipFile(bundle, "w") as packed_drafts:
        packed_drafts.writestr("稿.docx", draft.read_bytes())
    assert run(["review", str(draft), "--annotate", str(out)]) == 1
    expected = out.read_bytes()
    out.unlink()

    for paths in (["-"], [str(bundle)], [f"{bundle}!/稿.docx"]):
        given_on_stdin(draft.read_bytes(), monkeypatch)
        assert run(["review", *paths, "--annotate", str(out)]) == 1
        assert out.read_bytes() == expected
        out.unlink()


def problems(capsys: pytest.CaptureFixture[str]) -> Iterator[str]:
    yield from capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["草案.docx", "--annotate", "草案.docx"], "盖掉"),
        (["草案.docx", "--annotate", "a.txt"], ".docx 结尾"),
        (["草案.docx", "草案.txt", "--annotate", "a.docx"], "一次只批注一件"),
        (["草案.txt", "--annotate", "a.docx"], "txt 格式"),
        (["-", "--annotate", "-"], "批注版是 Word 文件，要写成文件。写一个文件名，用 .docx 结尾"),
        (["-", "--annotate", "a.pdf"], "用 .docx 结尾"),
        (["没有.docx", "--annotate", "a.docx"], "HF001 没有.docx：文件不存在"),
        (["草案.docx", "--annotate", "a.docx", "-o", "a.docx"], "同一个文件"),
        (["草案.docx", "--suggest"], "--annotate"),
        (["草案.docx", "--tracked", "both"], "--tracked"),
        (["草案.docx", "--annotate", "没有/a.docx"], "文件夹不存在"),
    ],
)
def test_what_cannot_be_annotated_is_said_in_one_line(
    draft: Path,
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(draft.parent)
    Path("草案.txt").write_text("应当公开。", encoding="utf-8")
    before = draft.read_bytes()
    given_on_stdin(before, monkeypatch)

    assert run(["review", *arguments]) == 2

    (line,) = problems(capsys)
    assert words in line
    assert draft.read_bytes() == before
    assert not Path("a.docx").exists()


def test_the_call_for_programs(draft: Path, tmp_path: Path) -> None:
    reviewed = annotate_file(draft, tmp_path / "b.docx")

    assert len(reviewed.opinion.findings) == len(list(Document(str(tmp_path / "b.docx")).comments)) == 1


def test_the_original_state_is_reviewed_and_parsed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(
        docx(p("经街道办事处", '<w:del w:id="1"><w:r><w:delText>核准后方可营业。</w:delText></w:r></w:del>'))
    )

    assert run(["review", str(path), "--fail-on", "notice"]) == 0
    assert run(["review", str(path), "--fail-on", "notice", "--tracked", "original"]) == 1
    again = pickle.loads(pickle.dumps(Reviewer(tracked="original")))  # noqa: S301
    assert [finding.rule for finding in again.review_file(path).findings] == ["permit-001"]
    assert run(["parse", str(path), "--tracked", "original"]) == 0
    assert "核准后方可营业" in capsys.readouterr().out


@pytest.mark.skipif(
    not OFFICE_FILES.is_dir(),
    reason="real Word files are not part of the project; made ones are tested above",
)
def test_real_files_keep_everything_but_the_comments() -> None:
    for path in sorted(OFFICE_FILES.glob("*.docx")):
        data = path.read_bytes()
        source = read_bytes(data, path.name)
        steps = range(0, len(source.text), 97)
        out = annotate_docx(data, source, [Remark(at, at + 30, (f"第 {at} 字",)) for at in steps])
        before, after = unpacked(data), unpacked(out.data)

        assert out.lost == ()
        assert plain(out.data) == plain(data)
        assert read_bytes(out.data, path.name).text == source.text
        assert all(
            before[name] == after[name]
            for name in before.keys()
            - {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
        )
