"""PDF: the text layer as paragraphs with pages, what is repeated left out, scans and locked files named."""

import shutil
import subprocess

import pypdfium2
import pytest
from file_maker import INDENT, LEFT, PITCH, SIZE, TOP, pdf, pdf_of

from hefa.errors import ReadError
from hefa.read import ocr, read_bytes
from hefa.read import pdf as reader
from hefa.review import Reviewer

TITLE = "某县渡口管理办法"
ARTICLES = [
    f"第{number}条　渡口经营者应当在渡口设置安全标志，配备救生设备，并按照要求报送情况；不按照要求报送的，"
    "由县交通运输局责令改正。"
    for number in "一二三四五六七八九十"
]  # fmt: skip


def paragraphs_of(text):
    return [line.strip(INDENT) for line in text.splitlines() if line.strip()]


def at(row, text, *, left=LEFT, size=SIZE):
    return (left, TOP - PITCH * row, size, text)


def test_lines_are_joined_to_paragraphs_also_over_pages():
    draft = [TITLE, *ARTICLES]

    source = read_bytes(pdf_of(draft), "草案.pdf")

    assert source.format == "pdf"
    assert paragraphs_of(source.text) == draft
    assert {origin.page for origin in source.origins} == {1, 2}


def test_origins_say_page_and_box_of_each_line():
    source = read_bytes(pdf_of([TITLE, *ARTICLES]), "草案.pdf")

    first = source.origins[0]
    assert source.text[first.start : first.end] == TITLE
    assert first.box is not None
    left, bottom, right, top = first.box
    assert left == pytest.approx(LEFT + 2 * SIZE, abs=1)
    assert right - left == pytest.approx(len(TITLE) * SIZE, abs=1)
    assert bottom <= TOP <= top


def test_heads_and_page_numbers_are_left_out_and_noted():
    draft = [TITLE, *ARTICLES]

    source = read_bytes(pdf_of(draft, head="某县人民政府公报 2025年第3期", numbered=True), "草案.pdf")

    assert paragraphs_of(source.text) == draft
    assert len(source.notes) == 1
    assert "某县人民政府公报" in source.notes[0]


def test_names_of_attachments_at_the_same_place_are_kept():
    pages = [
        [at(0, f"附件{number}"), at(1, "登记表"), at(2, INDENT + ARTICLES[0][:20])] for number in range(1, 5)
    ]

    text = read_bytes(pdf(pages), "草案.pdf").text

    assert all(f"附件{number}" in text for number in range(1, 5))


def test_what_is_drawn_last_stands_where_it_is_seen():
    page = [
        at(3, "第二条　本办法自公布之日起施行。"),
        at(1, "第一条　本办法适用于本县。"),
        at(0, TITLE, size=22),
    ]

    text = read_bytes(pdf([page]), "草案.pdf").text

    assert paragraphs_of(text) == [TITLE, "第一条　本办法适用于本县。", "第二条　本办法自公布之日起施行。"]


def test_a_document_without_indents_keeps_its_lines():
    lines = ["渡口经营者应当在渡口设置安全标志并配备救生设备工具，", "不得超载。", "本办法自公布之日起施行。"]

    text = read_bytes(pdf([[at(row, line) for row, line in enumerate(lines)]]), "草案.pdf").text

    assert text.splitlines() == lines


def test_an_article_at_the_margin_begins_a_paragraph():
    full = "渡口经营者应当在渡口设置安全标志，配备救生设备工具。"
    page = [
        at(0, full, left=LEFT + 2 * SIZE),
        at(1, "第二条　本办法自公布之日起施行。"),
        at(2, full, left=LEFT + 2 * SIZE),
    ]

    text = read_bytes(pdf([page]), "草案.pdf").text

    assert "第二条　本办法自公布之日起施行。" in paragraphs_of(text)


def test_rows_of_a_table_are_lines_of_cells():
    rows = [("序号", "项目", "标准"), ("1", "停泊费", "10元"), ("2", "", "20元")]
    page = [
        at(row, cell, left=80 + 150 * column)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell
    ]

    lines = read_bytes(pdf([page]), "草案.pdf").text.splitlines()

    assert lines == ["序号\t项目\t标准", "1\t停泊费\t10元", "2\t20元"]


def test_number_beside_a_letterhead_stands_on_its_own_line():
    page = [at(0, "不公开"), at(0, "某政发〔2025〕3号", left=380), at(2, TITLE, size=22)]

    assert paragraphs_of(read_bytes(pdf([page]), "草案.pdf").text)[:2] == ["不公开", "某政发〔2025〕3号"]


def test_columns_are_read_one_after_the_other():
    words = "渡口经营者应当在渡口设置安全标志"
    left = [at(row, words, size=12) for row in range(12)]
    right = [at(row, "乡镇人民政府负责渡口日常检查工作", left=80 + 14 * 16, size=12) for row in range(12)]

    lines = read_bytes(pdf([[*left, *right]]), "公报.pdf").text.splitlines()

    assert lines[:12] == [words] * 12
    assert "乡镇人民政府" in lines[12]


def test_spaces_between_chinese_and_figures_are_the_fonts():
    page = [at(0, "罚款"), at(0, "2000", left=LEFT + 2.25 * SIZE), at(0, "元整", left=LEFT + 4.5 * SIZE)]

    assert read_bytes(pdf([page]), "草案.pdf").text == "罚款2000元整\n"


def test_a_finding_says_its_page(tmp_path):
    draft = [TITLE, *ARTICLES, "第十一条　渡口经营者不得擅自停业，违者处以5万元罚款。"]

    path = tmp_path / "草案.pdf"
    path.write_bytes(pdf_of(draft))
    opinion = Reviewer(rank="normative").review_file(path)

    fines = [finding for finding in opinion.findings if finding.category == "penalty"]
    assert fines
    assert {finding.location.page for finding in fines} == {2}


def test_scanned_pages_are_named_where_nothing_reads_them(monkeypatch):
    monkeypatch.setattr(ocr, "find_tesseract", lambda: None)
    pages = [[at(0, TITLE)], [], [], []]

    source = read_bytes(pdf(pages, picture=[1, 2, 3]), "草案.pdf")

    assert any("第2至4页是扫描图像，没有文字层" in note and "tesseract" in note for note in source.notes)


def test_a_scan_alone_is_refused_with_a_remedy(monkeypatch):
    monkeypatch.setattr(ocr, "find_tesseract", lambda: None)

    with pytest.raises(ReadError, match=r"第1页是扫描图像，没有文字层.*OCR"):
        read_bytes(pdf([[]], picture=[0]), "扫描.pdf")


def test_what_was_read_by_ocr_is_said(monkeypatch):
    words = [ocr.Line(2, LEFT, TOP, 400, TOP + 16, 16, 16, ("第二条　本办法自公布之日起施行。",))]
    monkeypatch.setattr(ocr, "find_tesseract", lambda: "tesseract")
    monkeypatch.setattr(ocr, "recognise", lambda program, picture, page: words)

    source = read_bytes(pdf([[at(0, TITLE)], []], picture=[1]), "草案.pdf")

    assert "本办法自公布之日起施行" in source.text
    assert any("第2页" in note and "OCR" in note for note in source.notes)


def test_lines_of_ocr_are_sure_and_in_chinese_punctuation(monkeypatch):
    def word(line, left, confidence, text):
        return f"5\t1\t1\t1\t{line}\t1\t{left}\t{100 * line}\t40\t20\t{confidence}\t{text}"

    rows = ["level\t…", word(1, 10, 96, "某政发(2025]"), word(1, 90, 12, "3号,"), word(2, 10, 20, "印章"),
            word(3, 10, 90, "罚款) :"), word(3, 60, 90, "NS1"), word(3, 120, 90, "ml")]  # fmt: skip
    done = subprocess.CompletedProcess([], 0, "\n".join(rows).encode())
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)

    lines = ocr.recognise("tesseract", ocr.Picture(b"", 400, 800, 2.0), 1)

    assert [line.text for line in lines] == ["某政发〔2025〕3号，", "罚款）：NS1 ml"]
    assert (lines[0].left, lines[0].top, lines[0].bottom) == (5, 350, 340)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="没有安装 tesseract")
def test_tesseract_reads_the_picture_of_a_page():
    if ocr.find_tesseract() is None:
        pytest.skip("tesseract 没有 chi_sim 模型")
    document = pypdfium2.PdfDocument(pdf([[(80, 700, 40, "2025")]]))
    picture = reader.render(document[0])

    lines = ocr.recognise("tesseract", picture, 1)

    assert all(line.page == 1 for line in lines)
    document.close()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n", "损坏"),
        (pdf([[]], locked=True), "打开密码"),
        (pdf([[]]), "没有文字"),
        (pdf([[]] * (reader.LIMIT_PAGES + 1)), "10000 页"),
    ],
    ids=["broken", "locked", "blank", "too many pages"],
)
def test_what_cannot_be_read_is_named(data, words):
    with pytest.raises(ReadError, match=words) as caught:
        read_bytes(data, "草案.pdf")

    assert "\n" not in str(caught.value)


def test_a_missing_library_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)

    with pytest.raises(ReadError, match=r'pypdfium2.*pip install "hefa\[files\]"'):
        read_bytes(pdf_of([TITLE]), "草案.pdf")
