"""Reading Word files: what a reader of the page sees, in its order, and where each stretch stands."""

import hashlib
from pathlib import Path

import pytest
from docx import Document
from docx_maker import docx, level, num, p, packed, r, row, scheme, table, unpacked

from hefa.errors import ReadError
from hefa.model.wordml import MEASURED, TEXTS, P, length, own, parse_xml
from hefa.read import ReadOptions, find_documents, read_bytes, read_file

ORIGINAL = ReadOptions(tracked="original")
LISTS = scheme("0", level(0, "%1、")) + num("1", "0")
BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
CHOICE = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
    "<w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent>"
    "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
OFFICE_FILES = Path(__file__).parents[2] / "shared" / "corpus" / "office"


def text(body: str, options: ReadOptions | None = None, **parts: str) -> str:
    return read_bytes(docx(body, **parts), "草案.docx", options or ReadOptions()).text


def notes(body: str, **parts: str) -> str:
    return "\n".join(read_bytes(docx(body, **parts), "草案.docx").notes)


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    data = docx(p("第一条　为了规范渡口管理，制定本办法。"))
    path = tmp_path / "草案.wps"
    path.write_bytes(data)

    source = read_file(path)

    assert (source.format, source.sha256) == ("docx", hashlib.sha256(data).hexdigest())
    assert source.text == "第一条　为了规范渡口管理，制定本办法。\n"


def test_folders_give_word_files(tmp_path: Path) -> None:
    for name in ("a.docx", "b.DOCM", "~$a.docx"):
        (tmp_path / name).write_bytes(docx(p("文")))

    assert [path.name for path in find_documents(tmp_path)] == ["a.docx", "b.DOCM"]


def test_what_python_docx_writes_is_read(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("某县渡口管理办法", 0)
    document.add_paragraph("第一条　渡口由乡镇人民政府管理。")
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "名称", "数量"
    document.save(str(tmp_path / "a.docx"))

    lines = read_file(tmp_path / "a.docx").text.splitlines()
    assert lines == ["某县渡口管理办法", "第一条　渡口由乡镇人民政府管理。", "名称\t数量"]


def test_marks_inside_a_paragraph() -> None:
    marks = (
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:softHyphen/>"
        "<w:t>丁</w:t>"
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B7"/></w:r>'
    )

    assert text(p(marks, properties='<w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs>')) == "甲 乙\n丙-丁☑•\n"


def test_wrappers_inside_and_around_paragraphs_are_seen_through() -> None:
    inside = (
        f'<w:hyperlink r:id="rId9">{r("链接")}</w:hyperlink><w:smartTag>{r("标签")}</w:smartTag>'
        f"<w:sdt><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>"
        f'<w:fldSimple w:instr="DATE">{r("今日")}</w:fldSimple>'
        "<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"
        f"<w:r><w:ruby><w:rt>{r('dù')}</w:rt><w:rubyBase>{r('渡')}</w:rubyBase></w:ruby></w:r>"
    )
    around = f"<w:sdt><w:sdtContent>{p(inside)}</w:sdtContent></w:sdt><w:customXml>{p('口')}</w:customXml>"
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{p('单击此处输入文字')}</w:sdtContent></w:sdt>"
    )

    assert text(around + prompt) == "链接标签控件今日x+1渡\n口\n"


def field(*parts: str) -> str:
    """Return XML with the words begin, separate and end made marks of a field."""
    return "".join(x if x.startswith("<") else f'<w:r><w:fldChar w:fldCharType="{x}"/></w:r>' for x in parts)


def test_fields_give_their_result_alone() -> None:
    instruction = "<w:r><w:instrText> REF a </w:instrText></w:r>"
    inner = field("begin", instruction, "separate", r("内"), "end")
    nested = field("begin", instruction, inner, "separate", r("外"), "end")
    circled = field("begin", r"<w:r><w:instrText>eq \o\ac(○,12)</w:instrText></w:r>", "end")
    unended = field("begin", instruction)

    assert text(p(nested, circled, r("尾")) + p(unended) + p("下")) == "外⑫尾\n\n下\n"


def test_hidden_text_is_dropped_and_told() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="PH"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    shown = r("丁", '<w:vanish w:val="0"/>')
    body = p("甲", r("乙", "<w:vanish/>"), r("丙", '<w:rStyle w:val="H"/>')) + p("戊", shown, style="PH")

    assert text(body, styles=styles) == "甲\n丁\n"
    assert "隐藏文字 3 处" in notes(body, styles=styles)


def test_a_hidden_end_joins_a_heading_to_its_text() -> None:
    head = p("第一条", properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")

    assert text(head + p("　渡口由乡镇管理。")) == "第一条　渡口由乡镇管理。\n"


def test_tables_give_a_line_a_row() -> None:
    merged = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("合")}</w:tc>'
    below = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{p()}</w:tc>"
    two = f"<w:tc>{p('一')}{p('二')}</w:tc>"
    body = f"<w:tbl><w:tr>{merged}{two}</w:tr><w:tr>{below}<w:tc>{p('三')}</w:tc></w:tr></w:tbl>"
    nested = table(["外", table(["内", "里"], ["下", "面"]) + p("尾")])

    assert text(body) == "合\t一 二\n|\t\t三\n"
    assert text(nested) == "外\t内 里 下 面 尾\n"
    assert text(table(["", ""]) + p("文")) == "文\n"


def test_a_table_without_borders_only_sets_words_to_the_side() -> None:
    side = table(["", p("某县民政局") + p("2026年1月1日")], ["甲", "乙"])
    bordered = side.replace("<w:tbl>", '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>')
    lined = side.replace(
        "<w:tc>", '<w:tc><w:tcPr><w:tcBorders><w:top w:val="single"/></w:tcBorders></w:tcPr>'
    )

    assert text(side) == "某县民政局\n2026年1月1日\n甲\t乙\n"
    assert text(bordered) == text(lined) == "|\t\t某县民政局 2026年1月1日\n甲\t乙\n"


def test_a_table_of_one_cell_is_a_frame_around_paragraphs() -> None:
    assert text(table([p("第一条　甲") + p("第二条　乙")])) == "第一条　甲\n第二条　乙\n"


@pytest.mark.parametrize("box", [BOX, CHOICE])
def test_text_boxes_are_read_once_beside_their_paragraph(box: str) -> None:
    before = p(box.format(p("某县人民政府文件")), r("标题"))
    behind = p(r("标题"), box.format(p("某县人民政府文件") + table(["甲", "乙"])))

    assert text(before) == "某县人民政府文件\n标题\n"
    assert text(behind) == "标题\n某县人民政府文件\n甲\t乙\n"


def test_word_art_is_read() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="某县人民政府文件"/></v:shape></w:pict></w:r>'

    assert text(p(art, "标题")) == "某县人民政府文件\n标题\n"


def test_notes_stand_at_the_end_and_frames_and_comments_are_told() -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    footnotes = (
        f'<w:footnote w:type="separator" w:id="-1">{p("线")}</w:footnote>'
        f'<w:footnote w:id="2">{p("后注")}</w:footnote><w:footnote w:id="1">{p("先注")}</w:footnote>'
    )
    body = p("甲", mark.format(1), "乙", mark.format(2), mark.format(7))
    told = notes(
        body,
        footnotes=footnotes,
        header=p("内部资料"),
        footer=p("- 3 -"),
        comments=f'<w:comment w:id="0">{p("旧批注")}</w:comment>',
    )

    assert text(body, footnotes=footnotes) == "甲乙\n〔脚注1〕先注\n〔脚注2〕后注\n"
    assert "批注 1 条" in told
    assert "“内部资料”" in told
    assert "3" not in told


CHANGED = (
    p("县政府", '<w:del w:id="1"><w:r><w:delText>应当</w:delText></w:r></w:del>')
    + p(f'<w:ins w:id="2">{r("可以")}</w:ins>', "收费", f'<w:moveFrom w:id="3">{r("旧")}</w:moveFrom>')
    + p(f'<w:moveTo w:id="4">{r("新")}</w:moveTo>')
)


def test_tracked_changes_accepted_or_rejected() -> None:
    assert text(CHANGED) == "县政府\n可以收费\n新\n"
    assert text(CHANGED, ORIGINAL) == "县政府应当\n收费旧\n\n"
    assert "修订 4 处，按接受" in notes(CHANGED)
    assert "修订前的文字审查" in read_bytes(docx(CHANGED), "a.docx", ORIGINAL).notes[0]


def test_a_deleted_end_joins_paragraphs_under_the_later_number() -> None:
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    body = p("甲", num=("1", 0), properties=gone) + p("乙", num=("1", 0)) + p("丙", num=("1", 0))
    deleted = '<w:del w:id="2"><w:r><w:delText>废</w:delText></w:r></w:del>'
    whole = p(deleted, num=("1", 0), properties=gone) + p("乙")

    assert text(body, numbering=LISTS) == "1、甲乙\n2、丙\n"
    assert text(body, ORIGINAL, numbering=LISTS) == "1、甲\n2、乙\n3、丙\n"
    assert text(whole, numbering=LISTS) == "乙\n"


def test_deleted_and_inserted_rows() -> None:
    rows = row(["旧", "行"], '<w:del w:id="1"/>') + row(["新", "行"], '<w:ins w:id="2"/>')

    assert text(f"<w:tbl>{rows}</w:tbl>") == "新\t行\n"
    assert text(f"<w:tbl>{rows}</w:tbl>", ORIGINAL) == "旧\t行\n"


def test_properties_before_a_change_are_those_of_the_original() -> None:
    before = '<w:pPrChange w:id="1"><w:pPr/></w:pPrChange>'
    body = p("甲", num=("1", 0), properties=before)

    assert text(body, numbering=LISTS) == "1、甲\n"
    assert text(body, ORIGINAL, numbering=LISTS) == "甲\n"


def test_a_strict_file_is_read() -> None:
    members = unpacked(docx(p("文")))
    members["word/document.xml"] = members["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    assert read_bytes(packed(members), "a.docx").text == "文\n"


def measured(paragraph: object) -> str:
    """Return the characters of a paragraph as origins count them, marks as dots."""
    return "".join(
        (element.text or "") if element.tag in TEXTS else "." * length(element)
        for element in own(paragraph, MEASURED)
    )


def check_origins(data: bytes) -> None:
    source = read_bytes(data, "草案.docx")
    members = unpacked(data)
    paragraphs = {name: list(parse_xml(members[name]).iter(P)) for name in {o.part for o in source.origins}}
    covered = 0
    for origin in source.origins:
        said = source.text[origin.start : origin.end]
        there = measured(paragraphs[origin.part][origin.paragraph])[origin.at : origin.at + len(said)]
        same = [b in (a, ".") or (a == " " and b.isspace()) for a, b in zip(said, there, strict=True)]
        assert all(same)
        assert origin.start >= covered
        covered = origin.end


def test_origins_lead_back_to_the_file() -> None:
    body = (
        p(
            "甲",
            '<w:del w:id="1"><w:r><w:delText>删去</w:delText></w:r></w:del>',
            "乙",
            r("藏", "<w:vanish/>"),
            "丙",
        )
        + p(CHOICE.format(p("框")), "丁", "<w:r><w:tab/><w:t>戊</w:t></w:r>", num=("1", 0))
        + table(["己", "庚"])
        + p("辛", '<w:r><w:footnoteReference w:id="1"/></w:r>')
    )
    data = docx(body, footnotes=f'<w:footnote w:id="1">{p("注")}</w:footnote>')

    check_origins(data)
    source = read_bytes(data, "a.docx")
    places = {source.text[o.start : o.end]: (o.part, o.paragraph, o.at) for o in source.origins}
    assert places["甲"] == ("word/document.xml", 0, 0)
    assert places["乙"] == ("word/document.xml", 0, 3)
    assert places["丙"] == ("word/document.xml", 0, 5)
    assert places["框"] == ("word/document.xml", 2, 0)
    assert places["丁 戊"] == ("word/document.xml", 1, 0)
    assert places["注"] == ("word/footnotes.xml", 0, 0)


@pytest.mark.skipif(
    not OFFICE_FILES.is_dir(),
    reason="real Word files are not part of the project; made ones are tested above",
)
def test_real_files_lead_back_to_their_paragraphs() -> None:
    files = sorted(OFFICE_FILES.glob("*.docx"))

    for file in files:
        check_origins(file.read_bytes())
    assert len(files) > 10


def test_only_pictures_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="只有图片"):
        text(p('<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r>'))
    assert "图片 1 幅" in notes(p("文", '<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r>'))
    assert "嵌入的对象 1 个" in notes(p("文", "<w:r><w:object/></w:r>"))
    assert "嵌入的对象 1 个" in notes(p("文") + '<w:altChunk r:id="rId1"/>')


def test_same_bytes_same_reading() -> None:
    data = docx(CHANGED)

    assert read_bytes(data, "a.docx") == read_bytes(data, "a.docx")
