"""Rich text (.rtf) in, text out: printed numbers kept, rows of tables as lines of cells."""

import re

from hefa.errors import ReadError
from hefa.read.formats import Reading, ReadOptions
from hefa.read.missing import missing_package
from hefa.read.rows import row_line

CODEPAGE = "gb18030"
"""What characters are in where the file does not say; it knows all of GBK."""
CELL, ROW, START = "\u2005", "\u2002\u2005\u2002", "\u2003\u2005\u2003"
"""What stands for the end of a cell, the end of a row and its start while the text is read."""
CHANGES = (
    (re.compile(rb"[\x80-\xff]"), lambda match: b"\\'%02x" % match[0][0]),  # written as they are, not as \'b5
    (re.compile(rb"[0-9a-fA-F\r\n]{1000,}"), b""),  # pictures
    (re.compile(rb"\\field(?![a-z])"), rb"\\fiel"),  # the library searches fields to and fro
    (re.compile(rb"\\(?:nest)?cell(?![a-z0-9])[ ]?"), rb"\\qmspace "),
    (re.compile(rb"\\(?:nest)?row(?![a-z0-9])[ ]?"), rb"\\enspace\\qmspace\\enspace\\par "),
    (re.compile(rb"\\trowd(?![a-z0-9])[ ]?"), rb"\\emspace\\qmspace\\emspace "),
)
BULLET = re.compile("^ ?[\uf000-\uf0ff][\u3000 ]?", re.MULTILINE)
"""A letter of a symbol font before an item."""
FONT_TABLE = re.compile(rb"\{[^{}]{0,9}\\fonttbl")
BRACE = re.compile(rb"[{}]")
FONT = re.compile(rb"\\f(?:charset)?\d{1,5}(?!\d)")
CHARSET = re.compile(r"\\fcharset\d+")
CHINESE = r"\\fcharset134"
MOJIBAKE = re.compile("[\u00a1-\u00ff]")
MUCH = 0.05
"""Share of accented letters from which Chinese was read in the code page of a Latin font."""
MISSED = (
    (b"\\deleted", "原文件有修订，删去的文字不能分开，一并审查"),
    (b"\\footnote", "原文件的脚注没有审查"),
    (b"\\shptxt", "原文件的文本框没有审查"),
    (b"\\annotation", "原文件的批注没有审查"),
)


def read(data: bytes, name: str, options: ReadOptions) -> Reading:  # noqa: ARG001
    """Read the text of a .rtf; ``ReadError`` where it is broken."""
    plain = data
    for pattern, change in CHANGES:
        plain = pattern.sub(change, plain)
    rtf = _with_plain_fonts(plain).decode("ascii")
    text = _text(rtf, name)
    if len(MOJIBAKE.findall(text)) > MUCH * len(text):
        text = _text(CHARSET.sub(CHINESE, rtf), name)
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    *rows, rest = BULLET.sub("", text).split(ROW)
    lines = [line for piece in rows for line in _row(piece)] + _plain(
        rest.removeprefix("\n") if rows else rest
    )
    return Reading("\n".join(lines), notes=tuple(note for sign, note in MISSED if sign in data))


def _row(piece: str) -> list[str]:
    """Return the lines of what ends with a row of a table: those before it, and the row."""
    before, _, row = piece.partition(START)
    cells = row.replace(START, "").split(CELL)
    line = row_line([cell.split("\n") for cell in cells[:-1]])
    before = before.removesuffix("\n")
    return [*(_plain(before.removeprefix("\n")) if before else ()), *([line] if line else ())]


def _plain(text: str) -> list[str]:
    clean = text.replace(START, "").replace(CELL, "\u3000").replace("\t", "\u3000").replace("\xad", "")
    return [line.strip(" ") for line in clean.split("\n")]


def _with_plain_fonts(rtf: bytes) -> bytes:
    """Write the table of fonts with numbers and character sets alone: the library searches it to and fro."""
    start = FONT_TABLE.search(rtf)
    if start is None:
        return rtf
    depth, end = 1, len(rtf)
    for brace in BRACE.finditer(rtf, start.end()):
        depth += 1 if brace[0] == b"{" else -1
        if depth == 0:
            end = brace.end()
            break
    fonts: dict[bytes, bytes] = {}
    number = b""
    for word in FONT.findall(rtf[start.start() : end]):
        if not word.startswith(b"\\fcharset"):
            number = word
        elif number:
            fonts[number] = word
    table = b"".join(b"{%s%s x;}\n" % entry for entry in fonts.items())
    return rtf[: start.start()] + b"{\\fonttbl" + table + b"}" + rtf[end:]


def _text(rtf: str, name: str) -> str:
    try:
        from striprtf.striprtf import rtf_to_text  # noqa: PLC0415
    except ImportError as error:
        raise missing_package(name, "RTF", "striprtf") from error
    try:
        return str(rtf_to_text(rtf, encoding=CODEPAGE, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, IndexError, LookupError) as error:
        raise ReadError(name, "RTF 损坏，读不了", "请用原来的软件打开后另存一份") from error
