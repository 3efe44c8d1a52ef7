"""Binary Word and WPS files (.doc, .wps) in, text out: LibreOffice makes them .docx, which is then read."""

import io
from dataclasses import replace
from typing import Any

from hefa.errors import ReadError
from hefa.read import docx
from hefa.read.formats import Reading, ReadOptions
from hefa.read.libreoffice import convert
from hefa.read.missing import missing_package

OTHERS = (
    ("Workbook", "Excel 表格（.xls）"),
    ("Book", "Excel 表格（.xls）"),
    ("PowerPoint Document", "演示文稿（.ppt）"),
    ("VisioDocument", "Visio 图"),
    ("__properties_version1.0", "Outlook 邮件"),
)
LOCKED = ("有打开密码，读不了", "请去掉密码后另存一份再审")
RESAVE = "请用 Word 或者 WPS 打开，另存为 .docx 再审"
ENCRYPTED = 0x0100
"""Bit fEncrypted of the flags at byte 10 of the stream WordDocument (MS-DOC, FibBase)."""


def read(data: bytes, name: str, options: ReadOptions) -> Reading:
    """Read the text of a .doc or .wps; ``ReadError`` where it is locked, broken or something else."""
    _check(data, name)
    reading = docx.read(convert(data, name, ".doc", "docx"), name, options)
    return replace(reading, origins=())  # they would point into the converted file


def _check(data: bytes, name: str) -> None:
    """Refuse what is no Word file, or a locked one."""
    try:
        import olefile  # noqa: PLC0415
    except ImportError as error:
        raise missing_package(name, ".doc、.wps", "olefile") from error
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            problem = _problem(file)
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise ReadError(name, "文件损坏，打不开", "请重新取得这个文件，或者用原来的软件另存一份") from error
    if problem:
        raise ReadError(name, *problem)


def _problem(file: Any) -> tuple[str, str] | None:  # noqa: ANN401  the library states no types
    if file.exists("WordDocument"):
        head = file.openstream("WordDocument").read(12)
        return LOCKED if int.from_bytes(head[10:12], "little") & ENCRYPTED else None
    kind = next((kind for stream, kind in OTHERS if file.exists(stream)), None)
    if kind:
        return f"文件是 {kind}，不是能审查的草案", "请把要审查的文字另存为 .docx 或者 .txt"
    return "文件不是 Word 文档，或者是很旧的 WPS 格式，读不了", RESAVE
