"""Word files made in memory, part by part, for the tests of reading and annotating."""

import io
import zipfile

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROOTS = {
    "styles": "w:styles",
    "numbering": "w:numbering",
    "footnotes": "w:footnotes",
    "endnotes": "w:endnotes",
    "comments": "w:comments",
    "header": "w:hdr",
    "footer": "w:ftr",
}


def docx(body: str, extra: dict[str, bytes] | None = None, **parts: str) -> bytes:
    """Return a Word file: ``body`` is what stands in w:body, ``parts`` what stands in the roots of others."""
    members = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}),
        "word/document.xml": _part("w:document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relationships({kind: f"{kind}.xml" for kind in parts}),
    }
    members |= {f"word/{kind}.xml": _part(ROOTS[kind], content) for kind, content in parts.items()}
    return packed({name: text.encode() for name, text in members.items()} | (extra or {}))


def packed(members: dict[str, bytes]) -> bytes:
    """Return a zip of ``members``, with a date no zip writer would choose."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2021, 3, 4, 5, 6, 8))
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the members of a zip, in its order."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def p(*content: str, num: tuple[str, int] | None = None, style: str = "", properties: str = "") -> str:
    """Return a paragraph; content that is no XML becomes a run."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        inner += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{inner}{properties}</w:pPr>{''.join(map(r, content))}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run of ``text``; XML as it is."""
    if text.startswith("<"):
        return text
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: list[str]) -> str:
    """Return a table of cells; text becomes a paragraph, XML stays."""
    return f"<w:tbl>{''.join(map(row, rows))}</w:tbl>"


def row(cells: list[str], properties: str = "") -> str:
    made = "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def level(number: int, text: str, form: str = "decimal", more: str = "", start: int = 1) -> str:
    """Return a level of a numbering scheme; ``more`` follows its format."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def scheme(name: str, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{"".join(levels)}</w:abstractNum>'


def num(name: str, scheme: str, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{scheme}"/>{more}</w:num>'


def _part(root: str, content: str) -> str:
    return f"{DECLARATION}<{root} {NAMESPACES}>{content}</{root}>"


def _types(parts: dict[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{TYPES}.{kind}+xml"/>' for kind in parts
    )
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
        f"{overrides}</Types>"
    )


def _relationships(targets: dict[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return (
        f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{entries}</Relationships>"
    )
