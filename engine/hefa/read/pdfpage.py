"""One page of a PDF in: its lines, whether they mean anything, whether it is a picture, its picture out."""

import ctypes
import math
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from hefa.read.ocr import Picture
from hefa.read.page import Glyph, Turns, upright

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

LIMIT_PAGE_CHARS = 100_000
"""A page of the smallest readable type holds under 20,000 characters."""
TALL = 4
"""Times the usual height from which a mark (a turned dash) has no sensible place."""
SCAN_AREA = 0.5
"""Share of the page from which a picture may hold the text."""
GARBLED = 0.3
"""Share of characters without a meaning from which the text layer of a page is of no use."""
OCR_DPI = 200
"""What the error rate was measured at; finer pictures take longer."""
LIMIT_PIXELS = 20_000_000
"""An A2 page at 200 dpi has 15 million."""
DEPTH = 4
"""Forms within forms in which pictures are looked for."""
UNKNOWN = "\ufffd"


def glyphs_of(page: "PdfPage") -> Turns:
    """Return the glyphs of ``page`` by the quarter turns they are drawn at."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    text = page.get_textpage()
    raw, box = text.raw, pdfium.FS_RECTF()
    turns: Turns = defaultdict(list)
    for at in range(min(text.count_chars(), LIMIT_PAGE_CHARS)):
        code = pdfium.FPDFText_GetUnicode(raw, at)
        if 0 < code <= 0x20 or pdfium.FPDFText_IsGenerated(raw, at) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(raw, at, ctypes.byref(box)):
            continue
        turn = round(max(pdfium.FPDFText_GetCharAngle(raw, at), 0.0) / (math.pi / 2)) % 4
        char = chr(code) if code else UNKNOWN
        turns[turn].append(upright(Glyph(char, box.left, box.bottom, box.right, box.top), turn))
    text.close()
    for glyphs in turns.values():
        usual = median(glyph.top - glyph.bottom for glyph in glyphs)
        glyphs[:] = [g for g in glyphs if g.char.isalnum() or g.top - g.bottom <= TALL * usual]
    return turns


def is_garbled(turns: Turns) -> bool:
    """Whether the characters of a page's text layer stand for nothing: a font without a code table."""
    chars = [glyph.char for glyphs in turns.values() for glyph in glyphs]
    useless = sum(char >= "\ufff0" or "\ue000" <= char <= "\uf8ff" or char < " " for char in chars)
    return useless > GARBLED * len(chars)


def is_picture(page: "PdfPage") -> bool:
    """Whether pictures cover most of ``page``."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    width, height = page.get_size()
    covered = 0.0
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=DEPTH):
        left, bottom, right, top = picture.get_bounds()
        covered += max(min(right, width) - max(left, 0), 0) * max(min(top, height) - max(bottom, 0), 0)
    return bool(covered >= SCAN_AREA * width * height)


def render(page: "PdfPage") -> Picture:
    """Return the picture of ``page``, grey."""
    width, height = page.get_size()
    scale = min(OCR_DPI / 72, math.sqrt(LIMIT_PIXELS / (width * height)))
    bitmap = page.render(scale=scale, grayscale=True)
    data, stride = bytes(bitmap.buffer), bitmap.stride
    pixels = b"".join(data[row * stride : row * stride + bitmap.width] for row in range(bitmap.height))
    return Picture(pixels, bitmap.width, bitmap.height, scale)
