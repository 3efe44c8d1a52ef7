"""Any bytes in any format give a text or an error of one line, never a traceback."""

import contextlib

import pytest
from file_maker import container, html, ofd, ofd_line, pdf_of, rtf
from hypothesis import given
from hypothesis import strategies as st

from hefa.errors import ReadError
from hefa.read import libreoffice, ocr, read_bytes

DRAFT = [
    "某县渡口管理办法",
    "第一条　渡口经营者应当依法取得许可，罚款2000元。",
    "第二条　本办法自公布之日起施行。",
]
ODT = (
    b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    b"<text:list><text:list-item>"
    b'<text:p>a<text:s text:c="2"/></text:p></text:list-item></text:list>'
    b'<text:h text:outline-level="1">b</text:h>'
    b"</office:text></office:body></office:document-content>"
)
LAYER = ofd_line(DRAFT[1], 30, 30) + '<ofd:CompositeObject ResourceID="7" Boundary="30 60 170 10"/>'
SEEDS = {
    "pdf": pdf_of(DRAFT, numbered=True),
    "html": html(DRAFT),
    "rtf": rtf(DRAFT),
    "odt": ODT,
    "ofd": LAYER.encode(),
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8,
}
PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [b"<", b">", b"</", b"{", b"}", b"\\", b"\\u-1 ", b"-1", b"99999999999", b'"', b"endobj", b"\0"]
    ),
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), max_size=8)


def wrapped(form, data):
    if form == "odt":
        return container({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": data})
    if form == "ofd":
        return ofd([data.decode("utf-8", "replace").replace("\0", "")])
    return data


def outcome(data, name):
    try:
        return read_bytes(data, name), ""
    except ReadError as error:
        return None, str(error)


@pytest.mark.parametrize("form", SEEDS)
@given(edits=EDITS)
def test_any_damage_gives_a_text_or_one_line(form, edits):
    data = SEEDS[form]
    for place, length, piece in edits:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + length :]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ocr, "find_tesseract", lambda: None)
        patch.setattr(libreoffice, "find_libreoffice", lambda: None)
        source, problem = outcome(wrapped(form, data), f"草案.{form}")

    if source is None:
        assert problem
        assert "\n" not in problem
    else:
        assert source.text.encode()
        assert all(0 <= o.start < o.end <= len(source.text) for o in source.origins)


@given(
    data=st.binary(max_size=300),
    name=st.sampled_from(["a.pdf", "a.ofd", "a.html", "a.rtf", "a.odt", "a.zip", "a.mht"]),
)
def test_any_bytes_give_a_text_or_one_line(data, name):
    with contextlib.suppress(ReadError):
        read_bytes(data, name)
