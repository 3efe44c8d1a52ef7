"""Binary Word and WPS files: locked and foreign ones named; converted where LibreOffice is installed."""

import struct
import sys

import pytest
from file_maker import compound, docx

from hefa.errors import ReadError
from hefa.read import libreoffice, read_bytes

DRAFT = ["某县渡口管理办法", "第一条　渡口经营者应当依法取得许可。"]
WORD = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0)
LOCKED = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0x0100)
needs_libreoffice = pytest.mark.skipif(libreoffice.find_libreoffice() is None, reason="没有安装 LibreOffice")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (compound({"WordDocument": LOCKED}), "密码"),
        (compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "密码"),
        (compound({"Workbook": b""}), "Excel"),
        (compound({"PowerPoint Document": b""}), "演示文稿"),
        (compound({"Contents": b""}), "不是 Word 文档"),
        (compound({"WordDocument": WORD})[:700], "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "损坏"),
    ],
    ids=["locked", "locked docx", "xls", "ppt", "other", "cut", "head alone"],
)
def test_what_cannot_be_read_is_named(data, words):
    with pytest.raises(ReadError, match=words) as caught:
        read_bytes(data, "草案.doc")

    assert "\n" not in str(caught.value)
    assert caught.value.remedy


def test_missing_libreoffice_is_named(monkeypatch):
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: None)

    with pytest.raises(ReadError, match=r"需要 LibreOffice.*另存为 \.docx"):
        read_bytes(compound({"WordDocument": WORD}), "草案.doc")


def test_missing_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "olefile", None)

    with pytest.raises(ReadError, match=r'olefile.*pip install "hefa\[files\]"'):
        read_bytes(compound({"WordDocument": WORD}), "草案.doc")


def test_a_program_that_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(libreoffice, "LIMIT_SECONDS", 0.2)

    with pytest.raises(ReadError, match="没有转换完"):
        libreoffice._run([sys.executable, "-c", "import time; time.sleep(60)"], "草案.doc")


def test_a_program_that_gives_nothing_is_named(monkeypatch):
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: sys.executable)

    with pytest.raises(ReadError, match="打不开这个文件"):
        read_bytes(compound({"WordDocument": WORD}), "草案.doc")


@needs_libreoffice
def test_a_converted_file_is_read():
    data = libreoffice.convert(docx(DRAFT), "草案.docx", ".docx", "doc")
    assert data.startswith(b"\xd0\xcf\x11\xe0")

    source = read_bytes(data, "草案.wps")

    assert source.format == "doc"
    assert source.text.split() == "".join(f"{line} " for line in DRAFT).split()
    assert source.origins == ()
