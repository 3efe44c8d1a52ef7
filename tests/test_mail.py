"""Mail messages: every attachment that can be read is a draft, from a file and from standard input."""

import io
import json
import sys
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from file_maker import container, html, odt

from hefa.cli.main import run
from hefa.drafts import list_drafts, read_draft
from hefa.errors import ReadError
from hefa.read import find_documents, mail, read_bytes, read_file
from hefa.read.mail import is_mail

DRAFT = "第一条　镇综合服务中心负责公园座椅的日常维护。"
FAULTY = "设立婚庆礼仪公司的，经街道办事处核准后方可营业。"


def message(**attached: bytes | str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.org", "b@example.org", "请审核"
    made.set_content("附件是草案，请审核。收取保证金。")
    for name, content in attached.items():
        data = content.encode() if isinstance(content, str) else content
        made.add_attachment(data, "application", "octet-stream", filename=name)
    return made


def names_in(path: Path) -> list[str]:
    return [str(draft).removeprefix(f"{path}!/") for draft in find_documents(path)]


def put(tmp_path: Path, data: bytes | EmailMessage, name: str = "来信.eml") -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else bytes(data))
    return path


def test_attachments_are_drafts_and_the_letter_is_not(tmp_path):
    path = put(tmp_path, message(**{"乙.odt": odt([DRAFT]), "甲.txt": DRAFT, "图.png": b"\x89PNG"}))

    assert names_in(path) == ["乙.odt", "甲.txt"]
    sources = [read_file(draft) for draft in find_documents(path)]
    assert [source.text.strip() for source in sources] == [DRAFT, DRAFT]
    assert sources[1].name == f"{path}!/甲.txt"


def test_a_zip_file_attached_is_opened_and_a_broken_one_reported(tmp_path):
    inner = container({"一/丙.txt": DRAFT, "再.zip": container({"丁.txt": DRAFT})})
    path = put(tmp_path, message(**{"材料.zip": inner, "坏.zip": b"PK\x03\x04broken"}))

    assert names_in(path) == ["坏.zip", "材料.zip!/一/丙.txt", "材料.zip!/再.zip"]
    broken, plain, nested = find_documents(path)
    assert read_file(plain).text == DRAFT
    with pytest.raises(ReadError, match="损坏"):
        read_file(broken)
    with pytest.raises(ReadError, match="不展开"):
        read_file(nested)


def test_forwarded_messages_and_equal_names(tmp_path):
    outer = message(**{"甲.txt": DRAFT})
    outer.add_attachment(message(**{"甲.txt": FAULTY}))
    path = put(tmp_path, outer)

    assert names_in(path) == ["甲-2.txt", "甲.txt"]
    assert [read_file(draft).text for draft in find_documents(path)] == [FAULTY, DRAFT]


@pytest.mark.parametrize(
    "header",
    [
        'attachment; filename="=?gb2312?B?vNcudHh0?="',
        'attachment; filename="=?UTF-8?B?55SyLnR4dA==?="',
        "attachment; filename*=UTF-8''%E7%94%B2.txt",
        "attachment; filename*=GBK''%BC%D7.txt",
        "attachment; filename*0*=UTF-8''%E7%94; filename*1*=%B2.txt",
        'attachment; filename="甲.txt"',
        'attachment; filename="C:\\目录\\甲.txt"',
        'attachment; filename="../../甲.txt"',
    ],
)
def test_names_are_read_however_they_are_written_and_lead_nowhere(tmp_path, header):
    head = f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: {header}"
    path = put(tmp_path, f"{head}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{DRAFT}".encode())

    assert names_in(path) == ["甲.txt"]
    assert read_file(find_documents(path)[0]).text == DRAFT


def test_a_name_in_bare_gbk_is_read(tmp_path):
    head = (
        b'MIME-Version: 1.0\nContent-Disposition: attachment; filename="\xb9\xd8\xd3\xda\xb6\xc9\xbf\xda.txt"'
    )
    path = put(tmp_path, head + b"\nContent-Transfer-Encoding: 8bit\n\n" + DRAFT.encode())

    assert names_in(path) == ["关于渡口.txt"]


def test_a_message_without_drafts_or_taken_apart_too_far_is_one_line(tmp_path, monkeypatch, capsys):
    path = put(tmp_path, message(**{"图.png": b"\x89PNG"}))
    assert run(["review", str(path)]) == 2
    assert "邮件里没有能审查的文件" in capsys.readouterr().err

    with pytest.raises(ReadError, match="这是邮件"):
        read_bytes(bytes(message()), "来信.eml")
    with pytest.raises(ReadError, match="邮件里没有这个文件"):
        read_file(path.with_name("来信.eml!") / "无.txt")

    monkeypatch.setattr(mail, "LIMIT_PARTS", 2)
    path = put(tmp_path, message(**{"甲.txt": DRAFT}), "又一封.eml")
    with pytest.raises(ReadError, match="超过 2 个部分"):
        find_documents(path)


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\n" + b"Content-Type: message/rfc822\n\n" * 3000,
        b"MIME-Version: 1.0\n" + b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 3000,
        b"",
        b"\0\xff" * 500,
    ],
)
def test_what_cannot_be_taken_apart_is_one_line(tmp_path, data):
    with pytest.raises(ReadError) as error:
        find_documents(put(tmp_path, data))

    assert "\n" not in str(error.value)


def test_what_would_take_hours_to_take_apart_is_refused_or_cut(tmp_path):
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(100))
    with pytest.raises(ReadError, match="层次太多"):
        find_documents(put(tmp_path, b"MIME-Version: 1.0\n" + nested + b"\n" * 1_000_000, "一.eml"))

    head = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x" + b"; a" * 2_000_000
    body = b"\n\n--x\nContent-Disposition: attachment; filename=a.txt\n\ntext\n--x--\n"
    assert names_in(put(tmp_path, head + body, "二.eml")) == ["a.txt"]


def test_what_is_left_of_a_torn_message_is_listed(tmp_path):
    path = put(tmp_path, bytes(message(**{"甲.txt": DRAFT, "乙.txt": DRAFT}))[:-60])

    assert names_in(path) == ["乙.txt", "甲.txt"]


def test_a_folder_with_messages_opens_them(tmp_path):
    put(tmp_path, message(**{"甲.txt": DRAFT}))
    put(tmp_path, DRAFT.encode(), "乙.txt")

    assert len(list_drafts([tmp_path])) == 2


def standard_input(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


def test_a_message_on_standard_input_gives_an_opinion_an_attachment(monkeypatch, capsys):
    standard_input(monkeypatch, bytes(message(**{"乙.txt": FAULTY, "甲.odt": odt([DRAFT])})))

    assert run(["review", "-", "-f", "json"]) == 1

    opinions = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["document"]["name"] for one in opinions] == ["-!/乙.txt", "-!/甲.odt"]
    assert [len(one["findings"]) for one in opinions] == [1, 0]


def test_letters_on_the_attachments_go_to_a_folder(monkeypatch, tmp_path):
    standard_input(monkeypatch, bytes(message(**{"乙.txt": FAULTY, "甲.txt": DRAFT})))

    assert run(["review", "-", "-f", "docx", "-o", str(tmp_path)]) == 1

    assert sorted(path.name for path in tmp_path.iterdir()) == ["乙-审查意见.docx", "甲-审查意见.docx"]


def test_a_message_is_no_single_draft(monkeypatch):
    standard_input(monkeypatch, bytes(message(**{"甲.txt": DRAFT})))

    with pytest.raises(ReadError, match="逐个审查"):
        read_draft("-")


def test_a_zip_file_on_standard_input_is_opened(monkeypatch, capsys):
    standard_input(monkeypatch, container({"甲.txt": FAULTY}))

    assert run(["review", "-", "-f", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["document"]["name"] == "-!/甲.txt"


def test_other_things_are_no_message():
    archive = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    )

    assert is_mail(bytes(message()))
    assert is_mail(b"From a@b Thu Nov 26\n" + bytes(message()))
    assert not is_mail(archive)
    assert not is_mail(html([DRAFT]))
    assert not is_mail(f"说明：MIME-Version: 1.0\n{DRAFT}".encode())
    assert not is_mail(b"")
