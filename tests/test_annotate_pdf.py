"""Findings as highlights of a PDF: over the very words, with the note, and nothing else changed."""

import ctypes
from pathlib import Path

import pypdfium2
import pytest
from file_maker import pdf_of
from pypdfium2 import raw

from hefa.annotate import Remark, annotate_pdf
from hefa.cli.main import run
from hefa.model.source import SourceText
from hefa.read import read_bytes

PARAGRAPHS = (
    "青禾县集市管理办法",
    "第一条　未经镇人民政府批准，不得在集市摆摊。",
    "第二条　集市每旬逢三、逢八开市。",
)
WORDS = "不得在集市摆摊"


def source(data: bytes) -> SourceText:
    return read_bytes(data, "草案.pdf")


def notes(data: bytes) -> list[tuple[int, str, tuple[float, ...]]]:
    """Page, note and bounds (left, bottom, right, top) of every highlight."""
    found = []
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document, 1):
        for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            note = raw.FPDFPage_GetAnnot(page.raw, index)
            assert raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_HIGHLIGHT
            buffer = (ctypes.c_ushort * 4096)()
            length = raw.FPDFAnnot_GetStringValue(note, b"Contents", buffer, 8192)
            rect = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(note, rect)
            said = bytes(buffer)[: length - 2].decode("utf-16-le")
            found.append((number, said, (rect.left, rect.bottom, rect.right, rect.top)))
            raw.FPDFPage_CloseAnnot(note)
    return found


def words_in(data: bytes, page: int, box: tuple[float, ...]) -> str:
    return pypdfium2.PdfDocument(data)[page - 1].get_textpage().get_text_bounded(*box)


def test_highlight_lies_over_the_words_and_bears_the_note() -> None:
    data = pdf_of(PARAGRAPHS)
    text = source(data).text
    at = text.index(WORDS)

    annotated = annotate_pdf(data, source(data), [Remark(at, at + len(WORDS), ("疑似违法：甲", "建议：乙"))])

    [(page, said, box)] = notes(annotated.data)
    assert said == "疑似违法：甲\n建议：乙"
    assert words_in(data, page, box).strip() == WORDS
    assert source(annotated.data).text == text
    assert annotated.lost == ()


def test_same_input_same_bytes_and_what_has_no_place_is_lost() -> None:
    data = pdf_of(PARAGRAPHS)
    remarks = [Remark(0, 0, ("全文",)), Remark(0, 4, ("题",))]

    first, second = (annotate_pdf(data, source(data), remarks) for _ in range(2))

    assert first.data == second.data
    assert first.lost == (0,)
    assert [said for _, said, _ in notes(first.data)] == ["题"]


def test_command_writes_the_highlights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft, out = tmp_path / "草案.pdf", tmp_path / "批注.pdf"
    draft.write_bytes(pdf_of(PARAGRAPHS))

    assert run(["review", str(draft), "--rank", "normative", "--annotate", str(out)]) == 1
    assert any(said.startswith("疑似违法：") for _, said, _ in notes(out.read_bytes()))

    assert run(["review", str(draft), "--annotate", str(tmp_path / "批注.docx")]) == 2
    assert "批注版是 PDF" in capsys.readouterr().err
