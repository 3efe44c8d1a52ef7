"""Word files that are broken, locked or meant to do harm: one line each, and no more memory than is given."""

import io
import zipfile

import pytest
from docx_maker import docx, level, num, p, packed, scheme, table, unpacked

from hefa.errors import ReadError
from hefa.read import docx_package, read_bytes
from hefa.read.archive import LIMIT_MEMBERS

GOOD = docx(p("第一条　渡口由乡镇管理。"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = '<!DOCTYPE w [<!ENTITY a "{}">{}]>'.format(
    "法" * 10, "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
)


def with_part(name: str, change: bytes | None, data: bytes = GOOD) -> bytes:
    members = unpacked(data)
    if change is None:
        del members[name]
    else:
        members[name] = change
    return packed(members)


def in_document(old: str, new: str) -> bytes:
    document = unpacked(GOOD)["word/document.xml"].replace(old.encode(), new.encode())
    return with_part("word/document.xml", document)


def deep_tables(depth: int) -> bytes:
    body = p("文")
    for _ in range(depth):
        body = table([body])
    return docx(body)


def many_members() -> bytes:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as file:
        for number in range(LIMIT_MEMBERS):
            file.writestr(f"word/media/{number}.bin", b"")
    return out.getvalue()


def damaged() -> bytes:
    """Overwrite the first bytes of the packed document."""
    name = b"word/document.xml"
    at = GOOD.index(name) + len(name)
    return GOOD[:at] + b"\xff" * 20 + GOOD[at + 20 :]


def locked() -> bytes:
    """Set the flag of encryption on every member."""
    data = bytearray(GOOD)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(magic, at + 4)
    return bytes(data)


HARMFUL = {
    "cut off": (GOOD[: len(GOOD) // 2], "损坏"),
    "only a signature": (b"PK\x03\x04" + b"\0" * 40, "损坏"),
    "damaged member": (damaged(), "损坏"),
    "no document": (
        with_part("word/document.xml", None, with_part("word/document2.xml", b"<a/>")),
        "缺少正文部分",
    ),
    "no body": (with_part("word/document.xml", b"<a/>"), "缺少正文"),
    "no xml": (with_part("word/document.xml", b"text"), "损坏"),
    "unclosed xml": (in_document("</w:body>", ""), "损坏"),
    "entities": (in_document("<w:document", DOCTYPE + "<w:document"), "实体"),
    "entities in styles": (
        with_part("word/styles.xml", (DOCTYPE + "<s>&i;</s>").encode(), docx(p("文"), styles="")),
        "实体",
    ),
    "deep tables": (deep_tables(100), "嵌套过深"),
    "bomb": (with_part("word/media/image1.png", b"\0" * 20_000_000), "压缩炸弹"),
    "many members": (many_members(), f"超过 {LIMIT_MEMBERS} 个"),
    "locked zip": (locked(), "密码"),
    "locked office file": (OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500, "密码"),
    "nothing in it": (docx(p("") + "<w:sectPr/>"), "没有内容"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_cannot_be_trusted_is_refused_in_one_line(name: str) -> None:
    data, words = HARMFUL[name]

    with pytest.raises(ReadError) as caught:
        read_bytes(data, "草案.docx")

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


def test_tags_are_counted_over_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx(p("文") * 10, styles="<w:style/>" * 10)
    monkeypatch.setattr(docx_package, "LIMIT_TAGS", 50)

    with pytest.raises(ReadError, match="过于庞杂"):
        read_bytes(data, "草案.docx")


def test_a_large_part_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "LIMIT_PART", 500)

    with pytest.raises(ReadError, match=r"word/document\.xml 解开后超过"):
        read_bytes(GOOD, "草案.docx")


def test_tables_as_deep_as_real_ones_are_read() -> None:
    assert read_bytes(deep_tables(30), "a.docx").text == "文\n"


def test_parts_that_may_be_missing_are() -> None:
    bare = {name: data for name, data in unpacked(GOOD).items() if name == "word/document.xml"}

    assert read_bytes(packed(bare), "a.docx").text == "第一条　渡口由乡镇管理。\n"


def test_members_with_paths_that_lead_out_are_only_names() -> None:
    escaping = with_part("../../etc/passwd", b"x")

    assert read_bytes(escaping, "a.docx").text == "第一条　渡口由乡镇管理。\n"


def test_odd_numbers_do_no_harm() -> None:
    odd = scheme("0", level(0, "%1%2%9", start=999999999)) + num("1", "0") + num("x", "y")
    body = "".join(p("文", num=place) for place in (("1", 0), ("x", 0), ("-1", 0), ("1", 10**8)))
    broken = p("文").replace("<w:pPr>", '<w:pPr><w:numPr><w:ilvl w:val="二"/><w:numId/></w:numPr>')

    assert read_bytes(docx(body + broken, numbering=odd), "a.docx").text.startswith("999999999")
