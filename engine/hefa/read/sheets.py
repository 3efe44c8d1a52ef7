"""CSV and XLSX files in, rows of text out; of a formula the value last computed, never the formula.

Bounds: file size as for drafts, ``LIMIT_ROWS`` rows of ``LIMIT_COLUMNS`` cells of ``LIMIT_CELL`` characters.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from hefa.errors import ReadError, reason_of
from hefa.model.lists import Sheet
from hefa.read.archive import BROKEN, Archive
from hefa.read.encoding import decode
from hefa.read.formats import OLE, ZIP

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

LIMIT_BYTES = 20_000_000
LIMIT_ROWS = 50_000
LIMIT_COLUMNS = 80
LIMIT_CELL = 20_000
_DELIMITERS = (",", "\t", ";", "，")
_DTD = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Read the sheets of a CSV or XLSX file; ``ReadError`` says what is wrong with it."""
    where = str(path)
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise ReadError(where, f"文件超过 {LIMIT_BYTES // 1_000_000} MB 的上限", "请只留要对照的清单")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(where, f"文件打不开（{reason_of(error)}）", "请检查路径和读取权限") from error
    if data.startswith(ZIP):
        return tuple(_of_workbook(data, where))
    if data.startswith(OLE):
        raise ReadError(where, "是旧版 Excel（.xls）或者有密码", "请另存为 .xlsx 或者 .csv")
    return (_of_csv(data, where),)


def _of_csv(data: bytes, where: str) -> Sheet:
    text = decode(data).text
    if "\0" in text:
        raise ReadError(where, "不是 CSV 或者 XLSX 表格", "请另存为 .xlsx 或者 .csv")
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), where)
        return Sheet("", tuple(rows))
    except csv.Error as error:
        raise ReadError(where, f"CSV 读不出来（{error}）", "请用表格软件重新另存为 CSV") from error


def _of_workbook(data: bytes, where: str) -> Iterator[Sheet]:
    _refuse_entities(Archive(data, where), where)
    book = _open(data, where)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # the size a file claims need not be true
                cells = sheet.iter_rows(values_only=True)
                yield Sheet(sheet.title, tuple(_bounded((map(_text, row) for row in cells), where)))
    except (ValueError, KeyError, TypeError, SyntaxError, zipfile.BadZipFile) as error:
        raise ReadError(where, *BROKEN) from error
    finally:
        book.close()


def _open(data: bytes, where: str) -> "Workbook":
    try:
        from openpyxl import load_workbook  # noqa: PLC0415
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415
    except ImportError as error:
        raise ReadError(
            where, "读 XLSX 需要 openpyxl", 'pip install "hefa[lists]"，或者另存为 CSV'
        ) from error
    try:
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise ReadError(where, *BROKEN) from error


def _refuse_entities(archive: Archive, where: str) -> None:
    """Refuse a document type declaration in any part: no spreadsheet needs one, and entities can grow."""
    for name in archive.names:
        if name.endswith((".xml", ".rels")):
            content = archive.read(name)
            if any(mark in content for mark in _DTD):
                raise ReadError(where, "表格里有文件类型声明（DTD），可能有害", "请用表格软件重新另存一份")


def _bounded(rows: Iterable[Iterable[str]], where: str) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(rows):
        if number >= LIMIT_ROWS:
            raise ReadError(where, f"超过 {LIMIT_ROWS} 行的上限", "请只留要对照的清单")
        yield tuple(cell.strip()[:LIMIT_CELL] for cell in list(row)[:LIMIT_COLUMNS])


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
