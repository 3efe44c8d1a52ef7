"""Small files of the formats that officers have, built from paragraphs; every byte is our own."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from docx import Document

STAMP = (2025, 1, 2, 3, 4, 6)
LEFT, TOP, SIZE, PITCH = 80.0, 760.0, 16.0, 28.0
LINE_EMS, PAGE_LINES = 28, 22
INDENT = "\u3000\u3000"
HANGING = "，。、；：？！）》”"


def container(members: Mapping[str, bytes | str]) -> bytes:
    """A zip container; what is called mimetype is stored, as OpenDocument wants it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    return out.getvalue()


def html(paragraphs: Sequence[str], *, encoding: str = "utf-8", frame: str = "{}") -> bytes:
    body = "".join(f"<p>{escape(line)}</p>\n" for line in paragraphs)
    page = f'<!DOCTYPE html><html><head><meta charset="{encoding}"><title>页</title></head>'
    return f"{page}<body>{frame.format(body)}</body></html>".encode(encoding)


def rtf(paragraphs: Sequence[str]) -> bytes:
    def coded(char: str) -> str:
        if char in "{}\\":
            return f"\\{char}"
        return char if char.isascii() else "".join(f"\\'{byte:02x}" for byte in char.encode("gbk"))

    lines = "".join("\\pard " + "".join(map(coded, line)) + "\\par\r\n" for line in paragraphs)
    fonts = r"{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"
    return rf"{{\rtf1\ansi\ansicpg936\deff0{fonts}\f0 {lines}}}".encode("ascii")


ODT_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
    )
)  # fmt: skip


def odt(body: str | Sequence[str], styles: str = "") -> bytes:
    """An .odt of paragraphs, or of what stands in office:text as XML."""
    inside = body if isinstance(body, str) else "".join(f"<text:p>{escape(line)}</text:p>" for line in body)
    content = (
        f"<office:document-content {ODT_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{inside}</office:text></office:body></office:document-content>"
    )
    return container({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def ofd(
    pages: Sequence[str], *, resources: str = "", template: str = "", extra: Mapping[str, bytes] | None = None
) -> bytes:
    """An OFD whose pages have the layers given as XML."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/{at}.xml"/>' for at in range(len(pages)))
    background = '<ofd:TemplatePage ID="90" BaseLoc="Tpl.xml"/>' if template else ""
    used = '<ofd:Template TemplateID="90"/>' if template else ""
    members: dict[str, bytes | str] = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>"
        "0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
        f"{background}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Res.xml": f"<ofd:Res {space}>{resources}</ofd:Res>",
        **({"Doc_0/Tpl.xml": _layer(template, "")} if template else {}),
        **{f"Doc_0/Pages/{at}.xml": _layer(layer, used) for at, layer in enumerate(pages)},
        **(extra or {}),
    }
    return container(members)


def _layer(objects: str, used: str) -> str:
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    return f"<ofd:Page {space}>{used}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>"


def ofd_line(text: str, left: float, top: float, size: float = 5.0) -> str:
    steps = " ".join(str(size * _ems(char)) for char in text[:-1])
    return (
        f'<ofd:TextObject Boundary="{left} {top} 170 {size}" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size * 0.88}" DeltaX="{steps}">{escape(text)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def ofd_of(paragraphs: Sequence[str]) -> bytes:
    lines = [line for paragraph in paragraphs for line in broken(paragraph)]
    pages = [lines[at : at + PAGE_LINES] for at in range(0, len(lines), PAGE_LINES)]
    return ofd([
        "".join(
            ofd_line(line.lstrip("\u3000"), 30 + 5 * (len(line) - len(line.lstrip("\u3000"))), 30 + 9 * row)
            for row, line in enumerate(page)
        )
        for page in pages
    ])  # fmt: skip


def broken(paragraph: str) -> list[str]:
    """The printed lines of a paragraph: two ems of indent, no line beginning with a closing sign."""
    rest, lines = INDENT + paragraph, []
    while rest:
        end = 1
        while end < len(rest) and _ems(rest[: end + 1]) <= LINE_EMS:
            end += 1
        while end < len(rest) and (
            rest[end] in HANGING or (rest[end - 1 : end + 1].isalnum() and rest[end - 1 : end + 1].isascii())
        ):
            end -= 1
        lines.append(rest[:end])
        rest = rest[end:]
    return lines


def _ems(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def pdf_of(paragraphs: Sequence[str], *, head: str = "", numbered: bool = False) -> bytes:
    """A PDF of pages of 22 lines of 28 characters; ``head`` stands on each page, page numbers below."""
    lines = [line for paragraph in paragraphs for line in broken(paragraph)]
    pages = [lines[at : at + PAGE_LINES] for at in range(0, len(lines), PAGE_LINES)]
    return pdf([
        [
            *([(LEFT, TOP + 40, 10.0, head)] if head else []),
            *((LEFT, TOP - PITCH * row, SIZE, line) for row, line in enumerate(page)),
            *([(280.0, 50.0, 12.0, f"— {number} —")] if numbered else []),
        ]
        for number, page in enumerate(pages, 1)
    ])  # fmt: skip


def pdf(
    pages: Sequence[Sequence[tuple[float, float, float, str]]],
    *,
    picture: Sequence[int] = (),
    locked: bool = False,
) -> bytes:
    """A PDF of texts with place and size; the pages in ``picture``, from 0, are filled by a grey picture.

    ``locked`` asks for a password that opens nothing.
    """
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",  # the pages, known at the end
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]"
        b"/ToUnicode 6 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000/W[32 126 500]/FontDescriptor 5 0 R>>",
        b"<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 700/StemV 80>>",
        _stream(b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> "
                b"endcodespacerange 100 beginbfrange " + b" ".join(
                    b"<%02X00> <%02XFF> <%02X00>" % (high, high, high) for high in range(256)
                ) + b" endbfrange endcmap end"),
        _stream(
            bytes([200]) * 16,
            b"/Type/XObject/Subtype/Image/Width 4/Height 4/ColorSpace/DeviceGray/BitsPerComponent 8",
        ),
    ]  # fmt: skip
    kids = []
    for number, texts in enumerate(pages):
        drawn = "".join(
            f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
            for x, y, size, text in texts
        )
        if number in picture:
            drawn += "q 595 0 0 842 0 0 cm /I Do Q\n"
        objects.append(_stream(drawn.encode("ascii")))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>"
            b"/XObject<</I 7 0 R>>>>"
            b"/Contents %d 0 R>>" % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    lock = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"00" * 32, b"11" * 32)
    return _file(objects, lock if locked else b"")


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def _file(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, trailer, len(out),
    )  # fmt: skip


def docx(paragraphs: Sequence[str]) -> bytes:
    document = Document()
    for line in paragraphs:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


SECTOR = 512
LEAST_STREAM = 4096
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (OLE) of a few streams, each of at least 4,096 bytes, as binary Office files are."""
    table, data = [TABLE], b""
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    directory = 1
    sectors = [directory]
    for number, (name, content) in enumerate(streams.items(), 1):
        padded = content.ljust(LEAST_STREAM, b"\0")
        padded += b"\0" * (-len(padded) % SECTOR)
        start, count = len(sectors) + 1, len(padded) // SECTOR
        sectors += range(start, start + count)
        entries.append(
            _entry(name, 2, start, len(padded), right=number + 1 if number < len(streams) else FREE)
        )
        table += [*((END,) if number == 1 else ()), *range(start + 1, start + count), END]
        data += padded
    entries += [_entry("", 0, 0, 0)] * (-len(entries) % 4)
    assert len(entries) == 4, "one sector of directory"
    table += [FREE] * (SECTOR // 4 - len(table))
    counts = (0, 1, directory, 0, LEAST_STREAM, END, 0, END, 0, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH6x10I", 0x3E, 3, 0xFFFE, 9, 6, *counts)
    head += struct.pack("<108I", *[FREE] * 108)
    return head + struct.pack(f"<{SECTOR // 4}I", *table) + b"".join(entries) + data


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE, right: int = FREE) -> bytes:
    coded = name.encode("utf-16-le")
    length = len(coded) + 2 if name else 0
    return coded.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI8x8xIQ", length, kind, 1, FREE, right, child, 0, start, size
    )  # fmt: skip
