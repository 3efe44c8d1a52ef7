"""PDF in; text with pages and boxes out: the text layer, and OCR for scanned pages where it is installed."""

import contextlib
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hefa.errors import ReadError
from hefa.read.formats import Reading, ReadOptions
from hefa.read.missing import missing_package
from hefa.read.page import Page, lines_of_page, listed
from hefa.read.pdfpage import glyphs_of, is_garbled, is_picture, render
from hefa.read.printed import compose

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

LIMIT_PAGES = 10_000
"""A page takes some 8 ms: a minute and a half at most."""
LIMIT_CHARS = 10_000_000
"""10,000 full pages have 6 million."""
FEW_CHARS = 10
"""Characters up to which a page with a picture over most of it is a scan: a page number or stamp at most."""
_PDFIUM = threading.Lock()
"""The library may be used by one thread at a time."""


@dataclass(slots=True)
class _Pages:
    """The pages read, and the numbers of those without a text layer, with a useless one, or broken."""

    read: list[Page] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


def read(data: bytes, name: str, options: ReadOptions) -> Reading:  # noqa: ARG001
    """Read the text of a PDF; ``ReadError`` where it is locked, broken, too long or has no text."""
    with _PDFIUM:
        document = _open(data, name)
    try:
        with _PDFIUM:
            pages = _pages(document, name)
        notes = [f"{listed(pages.broken)}损坏，没有读出来"] if pages.broken else []
        notes += _read_pictures(document, pages)
    finally:
        with _PDFIUM:
            document.close()
    reading = compose(pages.read, notes)
    if not reading.text.strip():
        problem = "；".join(notes) or "PDF 里没有文字"
        raise ReadError(name, problem, "请取得 Word 或者文字版 PDF，或者先做文字识别（OCR）再审")
    return reading


def _open(data: bytes, name: str) -> "PdfDocument":
    try:
        import pypdfium2  # noqa: PLC0415
    except ImportError as error:
        raise missing_package(name, "PDF", "pypdfium2") from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError(name, "PDF 有打开密码，读不了", "请去掉密码后另存一份再审") from error
        raise ReadError(name, "PDF 损坏，打不开", "请重新取得这个文件，或者用原来的软件另存一份") from error
    count = len(document)
    if not 0 < count <= LIMIT_PAGES:
        document.close()
        raise ReadError(name, f"PDF 有 {count} 页，上限是 {LIMIT_PAGES} 页", "请拆成几个文件再审")
    return document


def _pages(document: "PdfDocument", name: str) -> _Pages:
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    pages = _Pages()
    total = 0
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            glyphs = glyphs_of(page)
        except PdfiumError:
            pages.broken.append(number)
            continue
        count = sum(map(len, glyphs.values()))
        total += count
        if total > LIMIT_CHARS:
            raise ReadError(name, f"PDF 的文字超过 {LIMIT_CHARS // 10_000} 万字", "请拆成几个文件再审")
        lines = []
        if is_garbled(glyphs):
            pages.garbled.append(number)
        elif count <= FEW_CHARS and is_picture(page):
            pages.scanned.append(number)
        else:
            lines = lines_of_page(glyphs, number)
        pages.read.append(Page(number, lines))
        page.close()
    return pages


def _read_pictures(document: "PdfDocument", pages: _Pages) -> list[str]:
    """Read the pages without a usable text layer by OCR; return the notes on them."""
    pictures = sorted((*pages.scanned, *pages.garbled))
    if not pictures:
        return []
    from hefa.read.ocr import LIMIT_OCR_PAGES, find_tesseract, recognise  # noqa: PLC0415

    program = find_tesseract()
    if program is None:
        why = "；本机没有 tesseract 和中文模型 chi_sim，不能识别"
        return [*_named(pages, pictures, why)]
    by_number = {page.number: page for page in pages.read}
    done: list[int] = []
    failed: list[int] = []
    for number in pictures[:LIMIT_OCR_PAGES]:
        with _PDFIUM:
            page = document[number - 1]
            picture = render(page)
            page.close()
        with contextlib.suppress(OSError):
            by_number[number].lines = recognise(program, picture, number)
        (done if by_number[number].lines else failed).append(number)
    notes = []
    if done:
        kind = "是扫描图像，没有文字层" if set(done) <= set(pages.scanned) else "没有可用的文字层"
        notes = [f"{listed(done)}{kind}；文字由 OCR（tesseract）识别，可能有错漏，请对照原件核对"]
    notes += _named(pages, failed, "；OCR 没有识别出文字")
    return notes + _named(pages, pictures[LIMIT_OCR_PAGES:], f"；一次最多识别 {LIMIT_OCR_PAGES} 页")


def _named(pages: _Pages, numbers: list[int], why: str) -> list[str]:
    scanned = [number for number in numbers if number in pages.scanned]
    garbled = [number for number in numbers if number in pages.garbled]
    notes = [f"{listed(scanned)}是扫描图像，没有文字层{why}"] if scanned else []
    return notes + ([f"{listed(garbled)}的文字层是乱码{why}"] if garbled else [])
