"""Reading: encodings, what is kept, what is refused and how it is said."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefa.errors import ReadError
from hefa.read import LIMIT_BYTES, find_documents, read_bytes, read_file, read_text

DRAFT = (
    "第一条　为了规范渡口管理，根据有关法律、法规，制定本办法。\r\n\r\n"
    "第二条　本办法适用于本县行政区域内的渡口。\r\n"
)


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("repeat", [1, 40])
def test_encodings_are_recognised(codec, repeat):
    text = DRAFT * repeat

    source = read_bytes(text.encode(codec), "草案.txt")

    assert source.text == text
    assert source.notes == ()


def test_traditional_characters_in_big5():
    text = "關於規範行政許可的決定，各單位應當依照本法辦理，不得另行設定條件。"

    assert read_bytes(text.encode("big5"), "a.txt").text == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_damaged_bytes_are_replaced_and_noted(codec):
    data = bytearray((DRAFT * 20).encode(codec))
    data[90] = 0xFF

    source = read_bytes(bytes(data), "a.txt")

    assert source.encoding == codec
    assert "\ufffd" in source.text
    assert len(source.notes) == 1
    assert codec in source.notes[0]


def test_digest_is_of_the_original_bytes_and_format_of_the_name():
    data = DRAFT.encode("gb18030")

    source = read_bytes(data, "意见.MD")

    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert source.format == "md"


@given(st.text(min_size=1).filter(lambda text: text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0")))
def test_given_text_is_kept_as_it_is(text):
    assert read_text(text).text == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "没有内容"),
        ("　\n ".encode(), "没有内容"),
        (b"\xef\xbb\xbf", "没有内容"),
        (b"PK\x03\x04\x14\x00", "损坏"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "损坏"),
        (b"{\\rtf1", "没有内容"),
        (b"MZ\x90\x00\x03\x00\x00\x00abc\x00\x00", "二进制"),
        (b"a" * (LIMIT_BYTES + 1), "20 MB"),
    ],
)
def test_what_is_no_draft_is_refused_with_a_remedy(data, words):
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "草案.txt")

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(ReadError, match="不存在"):
        read_file(tmp_path / "没有.txt")
    with pytest.raises(ReadError, match="文件夹"):
        read_file(tmp_path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)

    with pytest.raises(ReadError, match="20 MB"):
        read_file(path)


def test_file_is_read_with_its_line_ends(tmp_path):
    path = tmp_path / "草案.txt"
    path.write_bytes(DRAFT.encode("utf-8-sig"))

    source = read_file(path)

    assert source.text == DRAFT
    assert source.name == str(path)


def test_documents_of_a_folder_are_sorted_and_chosen(tmp_path):
    inside = tmp_path / "drafts"
    (inside / "b").mkdir(parents=True)
    (inside / ".git").mkdir()
    for name in ("c.txt", "b/a.MD", ".hidden.txt", ".git/x.txt", "~$d.docx", "d.docx", "e.jpg"):
        (inside / name).write_text("应当。", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("应当。", encoding="utf-8")
    (inside / "link.txt").symlink_to(tmp_path / "outside.txt")

    assert find_documents(inside) == [inside / "b" / "a.MD", inside / "c.txt", inside / "d.docx"]


def test_folder_without_documents_is_refused(tmp_path):
    with pytest.raises(ReadError, match="没有"):
        find_documents(tmp_path)
    with pytest.raises(ReadError, match="不是文件夹"):
        find_documents(tmp_path / "absent")
