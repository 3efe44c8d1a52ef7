"""Findings written into a PDF: a highlight over the words, with what is to say as its note.

The page's own content stays as it is; only annotations are added. A stretch of which part is meant is
highlighted in proportion to its characters.
"""

import ctypes
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from hefa.annotate.docx import AUTHOR, Annotated, Remark
from hefa.errors import ReadError
from hefa.model.source import Origin, SourceText

COLOUR = (255, 214, 0)  # red, green, blue of 255
_Box = tuple[float, float, float, float]


def annotate_pdf(data: bytes, source: SourceText, remarks: Sequence[Remark]) -> Annotated:
    """Return the PDF ``data`` with each remark as a highlight; those without a place on a page are lost."""
    try:
        import pypdfium2  # noqa: PLC0415
    except ImportError as error:
        raise ReadError(source.name, "批注 PDF 需要 pypdfium2", '请先 pip install "hefa[files]"') from error
    document = pypdfium2.PdfDocument(data)
    lost = []
    try:
        for index, remark in enumerate(remarks):
            boxes = list(_boxes(source.origins, remark))
            for number, box in boxes:
                page = document[number - 1]
                _highlight(pypdfium2.raw, page.raw, box, remark.lines)
                page.close()
            if not boxes:
                lost.append(index)
        written = io.BytesIO()
        document.save(written)
    finally:
        document.close()
    unsuggested = tuple(i for i, remark in enumerate(remarks) if remark.replacement is not None)
    return Annotated(_with_fixed_id(written.getvalue(), data), lost=tuple(lost), unsuggested=unsuggested)


def _with_fixed_id(written: bytes, data: bytes) -> bytes:
    """Put a digest of the original in place of the random file identifier: same input, same bytes."""
    digest = hashlib.sha256(data).hexdigest().upper().encode()

    def fixed(found: re.Match[bytes]) -> bytes:
        return found[0] if found[2] in data else found[1] + digest[: len(found[2])] + found[3]

    at = written.rfind(b"/ID")
    if at < 0:
        return written
    head, trailer = written[:at], written[at:]
    return head + re.sub(rb"(<)([0-9A-Fa-f]{16,64})(>)", fixed, trailer, count=2)


def _boxes(origins: Sequence[Origin], remark: Remark) -> Iterator[tuple[int, _Box]]:
    """Yield page and box of each stretch of the words, as far as they go in it."""
    for origin in origins:
        start, end = max(origin.start, remark.start), min(origin.end, remark.end)
        if start >= end or origin.page is None or origin.box is None:
            continue
        left, bottom, right, top = origin.box
        unit = (right - left) / (origin.end - origin.start)
        yield (
            origin.page,
            (left + unit * (start - origin.start), bottom, left + unit * (end - origin.start), top),
        )


def _highlight(raw: Any, page: Any, box: _Box, lines: Sequence[str]) -> None:  # noqa: ANN401 - the library is untyped
    left, bottom, right, top = box
    note = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_HIGHLIGHT)
    points = raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
    raw.FPDFAnnot_AppendAttachmentPoints(note, points)
    raw.FPDFAnnot_SetRect(note, raw.FS_RECTF(left, top, right, bottom))
    raw.FPDFAnnot_SetColor(note, raw.FPDFANNOT_COLORTYPE_Color, *COLOUR, 255)
    for key, words in ((b"Contents", "\n".join(lines)), (b"T", AUTHOR)):
        wide = (words + "\0").encode("utf-16-le")
        buffer = (ctypes.c_ushort * (len(wide) // 2)).from_buffer_copy(wide)
        raw.FPDFAnnot_SetStringValue(note, key, buffer)
    raw.FPDFPage_CloseAnnot(note)
