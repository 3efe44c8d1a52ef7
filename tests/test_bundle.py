"""Zip files of drafts: listed as a folder, read one by one, nothing unpacked, nothing dangerous."""

import json
import zipfile

import pytest
from file_maker import container, html, odt, rtf

from hefa.cli.main import run
from hefa.drafts import list_drafts
from hefa.errors import ReadError
from hefa.read import bundle, find_documents, read_bytes, read_file

DRAFT = "第一条　镇综合服务中心负责公园座椅的日常维护。"


@pytest.fixture
def packed(tmp_path):
    members = {
        "乙/二.html": html([DRAFT]), "甲.txt": DRAFT, "图.png": b"\x89PNG", "乙/三.odt": odt([DRAFT]),
        ".hidden.txt": "x", "__MACOSX/甲.txt": "x", "乙/": b"", "四.RTF": rtf([DRAFT]),
    }  # fmt: skip
    path = tmp_path / "草案.zip"
    path.write_bytes(container(members))
    return path


def test_drafts_are_listed_and_read_by_name(packed):
    drafts = find_documents(packed)

    assert [str(draft).removeprefix(f"{packed}!/") for draft in drafts] == [
        "乙/三.odt",
        "乙/二.html",
        "四.RTF",
        "甲.txt",
    ]
    sources = [read_file(draft) for draft in drafts]
    assert {source.text.strip() for source in sources} == {DRAFT}
    assert [source.format for source in sources] == ["odt", "html", "rtf", "txt"]
    assert sources[0].name == f"{packed}!/乙/三.odt"


def test_a_folder_and_the_command_line_open_them(packed, tmp_path, capsys):
    (tmp_path / "甲.txt").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "坏.zip").write_bytes(b"PK\x03\x04broken")

    assert len(list_drafts([tmp_path])) == 6
    assert run(["review", "-f", "json", str(packed)]) == 0
    names = [json.loads(line)["document"]["name"] for line in capsys.readouterr().out.splitlines()]
    assert names[-1] == f"{packed}!/甲.txt"


def test_a_broken_one_is_reported_beside_the_others(packed, capsys):
    broken = packed.with_name("坏.zip")
    broken.write_bytes(b"PK\x03\x04broken")

    assert run(["review", "-f", "json", str(broken), str(packed)]) == 2

    out, error = capsys.readouterr()
    assert "损坏" in error
    assert error.count("\n") == 1
    assert len(out.splitlines()) == 5


def test_names_in_gbk_are_read(tmp_path):
    name = "关于渡口的通知.txt"
    data = container({"#" * len(name.encode("gbk")): DRAFT})
    path = tmp_path / "a.zip"
    path.write_bytes(data.replace(b"#" * len(name.encode("gbk")), name.encode("gbk")))

    (draft,) = find_documents(path)

    assert draft.name == name
    assert read_file(draft).text == DRAFT


@pytest.mark.parametrize("name", ["../x.txt", "a/../../x.txt", "/etc/x.txt", "C:/x.txt", "..\\x.txt"])
def test_paths_that_lead_out_are_refused(name, tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(container({name: DRAFT}))

    with pytest.raises(ReadError, match="越出文件夹"):
        find_documents(path)


def test_a_zip_in_a_zip_is_named_and_not_opened(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(container({"b.zip": container({"c.txt": DRAFT}), "d.txt": DRAFT}))

    inner, plain = find_documents(path)

    assert read_file(plain).text == DRAFT
    with pytest.raises(ReadError, match="压缩包里的压缩包不展开"):
        read_file(inner)


def test_bombs_locks_and_emptiness_are_named(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(container({"a.txt": b"\0" * 20_000_000}))
    with pytest.raises(ReadError, match="压缩炸弹"):
        find_documents(path)

    path.write_bytes(container({"a.png": b"x"}))
    with pytest.raises(ReadError, match="没有能审查的文件"):
        find_documents(path)

    locked = bytearray(container({"a.txt": DRAFT}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + at] |= 1
    path.write_bytes(locked)
    with pytest.raises(ReadError, match="密码"):
        read_file(find_documents(path)[0])


def test_large_ones_and_absent_members_are_named(packed, monkeypatch):
    with pytest.raises(ReadError, match="压缩包里没有这个文件"):
        read_file(packed.with_name(packed.name + "!") / "无.txt")
    with pytest.raises(ReadError, match="文件不存在"):
        read_file(packed.with_name("无.zip!") / "a.txt")

    monkeypatch.setattr(bundle, "LIMIT_BUNDLE", 10)
    with pytest.raises(ReadError, match="上限"):
        read_file(packed.with_name(packed.name + "!") / "甲.txt")


def test_stored_files_do_not_show_through(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        file.writestr("a.pdf", b"%PDF-1.7 MIME-Version: 1.0 multipart/related")
        file.writestr("b.txt", DRAFT)

    assert [draft.name for draft in list_drafts([path])] == ["a.pdf", "b.txt"]


def test_a_word_file_called_zip_is_a_draft(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(odt([DRAFT]))

    assert list_drafts([path]) == [path]
    assert read_file(path).format == "odt"


def test_bytes_of_a_zip_say_what_to_do():
    with pytest.raises(ReadError, match="压缩包"):
        read_bytes(container({"a.txt": DRAFT}), "草案.zip")
