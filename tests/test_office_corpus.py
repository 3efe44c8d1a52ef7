"""Real office files: each is read, or named in one line with what to do."""

from pathlib import Path

import pytest

from hefa.errors import ReadError
from hefa.parse import parse_document
from hefa.read import libreoffice, ocr, read_file

OFFICE = Path(__file__).parents[2] / "shared" / "corpus" / "office"
FILES = sorted(OFFICE.glob("*")) if OFFICE.is_dir() else []


NAMED = ("没有文字", "扫描", *(("LibreOffice",) if libreoffice.find_libreoffice() is None else ()))


def outcome(path):
    try:
        return read_file(path), None
    except ReadError as error:
        return None, error


@pytest.mark.skipif(not FILES, reason="真实办公文件不在项目中；自造的文件另有测试")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_is_read_or_named(path, monkeypatch):
    monkeypatch.setattr(ocr, "find_tesseract", lambda: None)

    source, error = outcome(path)

    if source is None:
        assert "\n" not in str(error)
        assert any(word in error.problem for word in NAMED)
        return
    assert parse_document(source.text).clauses or "\t" in source.text or len(source.text) < 100
    if source.format in {"pdf", "ofd"}:
        printed = [source.text[origin.start : origin.end] for origin in source.origins]
        assert "".join("".join(printed).split()) == "".join(source.text.split())
        assert [o.page for o in source.origins] == sorted(o.page for o in source.origins)
