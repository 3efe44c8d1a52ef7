"""Documents behind URLs and in lists: found, looked at and read as those in folders are."""

import datetime
import importlib
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from draft_maker import draft, make_drafts
from sqlalchemy import select

from hefa.archive import open_store
from hefa.archive.schema import documents, failures
from hefa.audit import Audit, AuditOptions, Tally
from hefa.audit.remote import Stamp, bytes_remote, list_remote, read_remote, stamp_remote
from hefa.audit.walk import walk
from hefa.cli.main import run
from hefa.errors import ReadError
from hefa.review import Reviewer

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
registry = importlib.import_module("fsspec.registry")


@pytest.fixture(scope="module")
def reviewer() -> Reviewer:
    return Reviewer()


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def audited(store: Path, reviewer: Reviewer, *roots: str, lists: Any = (), **options: Any) -> Tally:
    with open_store(store, create=True) as opened:
        return Audit(opened, reviewer, AuditOptions(**options)).run(roots, lists)


def rows(store: Path) -> list[tuple[str, bool, bool]]:
    """Return each path, whether it could be reviewed, and whether it is gone."""
    query = select(documents.c.path, documents.c.version, documents.c.gone).order_by(documents.c.path)
    with open_store(store) as opened:
        return [(row["path"], row["version"] is not None, row["gone"]) for row in opened.rows(query)]


def test_what_is_listed_and_read(memory: Any) -> None:
    memory.pipe(
        {
            "/bucket/甲/a.txt": draft(1).encode(),
            "/bucket/b.md": "第一条　为了规范管理，制定本办法。".encode("gb18030"),
            "/bucket/.hidden/c.txt": b"x",
            "/bucket/~$d.docx": b"x",
            "/bucket/picture.png": b"x",
        }
    )

    found = list_remote("memory://bucket")

    assert list(found) == ["memory:///bucket/b.md", "memory:///bucket/甲/a.txt"]
    assert all(stamp.size and stamp.modified for stamp in found.values())
    assert found["memory:///bucket/b.md"] == stamp_remote("memory:///bucket/b.md")
    assert read_remote("memory:///bucket/甲/a.txt").text == draft(1)
    assert read_remote("memory:///bucket/b.md").format == "md"
    assert list(list_remote("memory://bucket/b.md")) == ["memory:///bucket/b.md"]


def test_no_more_is_read_than_a_document_may_have(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hefa.read.formats.LIMIT_BYTES", 100)
    memory.pipe({"/bucket/a.txt": b"x" * 101, "/bucket/b.txt": b"x" * 100})

    with pytest.raises(ReadError, match="上限"):
        bytes_remote("memory:///bucket/a.txt")
    assert len(bytes_remote("memory:///bucket/b.txt")) == 100


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("memory://nothing", "不存在"),
        ("nosuch://bucket/x", "不认识这种地址（ValueError Protocol not known: nosuch）"),
        ("file:///no/such/folder", "不存在"),
    ],
)
def test_a_url_that_cannot_be_opened_is_one_line(
    url: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", url, "--store", str(tmp_path / "a.db")]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("url", "module", "package"),
    [("s3://bucket/x", "s3fs", "s3fs"), ("smb://host/x", "smbclient", "smbprotocol")],
)
def test_what_reads_an_address_is_named_where_it_is_missing(
    url: str, module: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(registry._registry, url.partition(":")[0], raising=False)

    with pytest.raises(ReadError) as raised:
        list_remote(url)

    assert (
        str(raised.value) == f"HF001 {url}：读这种地址需要 {package}，没有安装。请运行 pip install {package}"
    )


def test_a_run_goes_on_by_size_and_time(tmp_path: Path, reviewer: Reviewer) -> None:
    docs, store = tmp_path / "docs", tmp_path / "a.db"
    paths = make_drafts(docs, 5)
    (docs / "pack.zip").write_bytes(b"PK\3\4 no archive")
    url = docs.as_uri()

    first = audited(store, reviewer, url)
    paths[0].write_text(draft(70), encoding="utf-8")
    paths[1].unlink()
    second = audited(store, reviewer, url)

    assert (first.found, first.reviewed, first.failed) == (6, 5, 1)
    assert (second.unchanged, second.reviewed, second.failed, second.gone) == (3, 1, 1, 1)
    assert {Path(path).name for path, _, gone in rows(store) if gone} == {paths[1].name}
    assert all(path.startswith("file:///") for path, _, _ in rows(store))
    old = (datetime.date.today() + datetime.timedelta(days=2)).isoformat()
    assert audited(store, reviewer, url, changed_since=datetime.date.fromisoformat(old)).left_out == 5


def test_documents_of_a_zip_file_behind_a_url(tmp_path: Path, reviewer: Reviewer) -> None:
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as file:
        file.writestr("inside/甲.txt", draft(1))
        file.writestr("inside/乙.txt", draft(2))
    url, store = f"zip://::{(tmp_path / 'more.zip').as_uri()}", tmp_path / "a.db"

    assert audited(store, reviewer, url).reviewed == 2
    assert audited(store, reviewer, url).unchanged == 2
    assert {path for path, _, _ in rows(store)} == {
        f"zip://inside/{name}.txt::{(tmp_path / 'more.zip').as_uri()}" for name in "甲乙"
    }


def test_a_list_names_paths_and_urls(tmp_path: Path, reviewer: Reviewer) -> None:
    docs, store, listed = tmp_path / "docs", tmp_path / "a.db", tmp_path / "docs" / "list.txt"
    paths = make_drafts(docs, 4)
    (docs / "folder").mkdir()
    (docs / "folder" / "x.txt").write_text(draft(9), encoding="utf-8")
    lines = [str(paths[0]), "0000/000001.txt", "", paths[2].as_uri(), "no.txt", "file:///no.txt", "folder"]
    listed.write_text("\n".join([*lines, str(paths[0])]), encoding="utf-8-sig")

    tally = audited(store, reviewer, lists=[listed])
    again = audited(store, reviewer, lists=[listed])

    assert (tally.found, tally.reviewed, tally.failed) == (6, 4, 2)
    assert (again.unchanged, again.failed, again.gone) == (4, 2, 0)
    with open_store(store) as opened:
        reasons = [row["reason"] for row in opened.rows(select(failures))]
    assert sorted("no.txt" in reason for reason in reasons) == [True, True]


@pytest.mark.parametrize(
    ("text", "words"), [(None, "清单打不开"), ("\n \n", "清单是空的"), (".\n", "没有能审查的文件")]
)
def test_a_list_that_names_nothing_is_one_line(
    text: str | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.text"
    if text is not None:
        listed.write_text(text, encoding="utf-8")

    assert run(["audit", "--list", str(listed), "--store", str(tmp_path / "a.db")]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
    assert run(["audit", "--store", str(tmp_path / "a.db")]) == 2
    assert "没有写要审查什么" in capsys.readouterr().err


def test_a_folder_behind_a_web_server(tmp_path: Path, reviewer: Reviewer) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(tmp_path / "docs"))

        def log_message(self, *_: Any) -> None:
            pass

    make_drafts(tmp_path / "docs", 3)
    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        first = audited(tmp_path / "a.db", reviewer, url)
        second = audited(tmp_path / "a.db", reviewer, url)
        server.shutdown()

    assert (first.reviewed, second.linked + second.unchanged) == (3, 3)


def test_what_a_server_fails_at_is_asked_again(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe({"/bucket/a.txt": b"abc"})
    monkeypatch.setattr("hefa.audit.remote._PAUSE", 0.0)
    opened, fails = type(memory).open, [2]

    def open_(system: Any, *arguments: Any, **options: Any) -> Any:
        if fails[0]:
            fails[0] -= 1
            raise OSError("connection reset")
        return opened(system, *arguments, **options)

    monkeypatch.setattr(type(memory), "open", open_)
    assert bytes_remote("memory:///bucket/a.txt") == b"abc"
    fails[0] = 3
    with pytest.raises(ReadError, match="connection reset"):
        bytes_remote("memory:///bucket/a.txt")


def test_times_as_file_systems_tell_them(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    day = datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)
    nanoseconds = int(day.timestamp()) * 10**9
    for told, expected in (
        ({"mtime": day.timestamp()}, nanoseconds),
        ({"LastModified": day}, nanoseconds),
        ({"updated": day.isoformat()}, nanoseconds),
        ({"date_time": (2026, 6, 1, 12, 0, 0)}, nanoseconds),
        ({"mtime": "yesterday"}, 0),
        ({}, 0),
    ):
        monkeypatch.setattr(type(memory), "info", lambda *_, told=told: {"size": 3, **told})
        assert stamp_remote("memory:///x.txt") == Stamp(3, expected)
    assert Stamp(3, 0).since(datetime.date.today())


def test_urls_pass_through_the_walk_as_they_are(memory: Any, tmp_path: Path) -> None:
    memory.pipe({"/bucket/a.txt": b"abc"})
    make_drafts(tmp_path, 1)

    found = walk(["memory://bucket", tmp_path])

    assert found.paths == ("memory:///bucket/a.txt", str(tmp_path / "0000" / "000000.txt"))
    assert list(found.stamps) == ["memory:///bucket/a.txt"]
