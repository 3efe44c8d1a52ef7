"""A statute library that is damaged, or is no library: one line, and no draft is blamed for it."""

import sqlite3
from pathlib import Path

import pytest

from hefa import Reviewer
from hefa.archive import open_store
from hefa.cli.main import run
from hefa.errors import StatuteError
from hefa.statutes import StatuteLibrary

DRAFT = "关于集市的通知\n\n第一条 根据《中华人民共和国集市法》第二条，制定本办法。\n"
LAW = "# 集市法\n\n2019年3月2日第十三届全国人民代表大会常务委员会第二次会议修订\n\n<!-- INFO END -->\n\n"
HEAD = 4096
"""Bytes of the first page of the file, which says what tables there are."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder, path = tmp_path / "texts", tmp_path / "库.db"
    folder.mkdir()
    articles = "\n\n".join(f"第{number}条 {'集市的摊位' * 80}。" for number in "一二三四五六七八九")
    (folder / "中华人民共和国集市法(2019-03-02).md").write_text(LAW + articles, encoding="utf-8")
    assert run(["statutes", "import", str(folder), "--library", str(path)]) == 0
    return path


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "drafts" / "通知.txt"
    path.parent.mkdir()
    path.write_text(DRAFT, encoding="utf-8")
    return path


@pytest.fixture
def damaged(library: Path) -> Path:
    """All pages after the first are overwritten: it opens, and nothing can be read."""
    content = library.read_bytes()
    library.write_bytes(content[:HEAD] + b"\xa5" * (len(content) - HEAD))
    return library


@pytest.mark.parametrize(
    "command",
    [
        "statutes list --library {library}",
        "statutes check --library {library}",
        "statutes show 集市法 --library {library}",
        "statutes search 摊位的 --library {library}",
        "statutes import {texts} --library {library}",
        "review {draft} --statutes {library}",
        "review {draft} {draft} --statutes {library}",
        "audit {drafts} --store {store} --statutes {library}",
        "watch {drafts} --once --settle 0 --statutes {library}",
        "serve --data {data} --library {library}",
    ],
)
def test_a_damaged_library_is_one_line(
    damaged: Path, draft: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    names = {"library": damaged, "draft": draft, "drafts": draft.parent, "texts": tmp_path / "texts"}
    names |= {"store": tmp_path / "存档.db", "data": tmp_path / "data"}
    capfd.readouterr()

    assert run(command.format(**names).split()) == 2

    captured = capfd.readouterr()
    assert captured.err == f"HF201 {damaged}：文件损坏。删去它，用 hefa statutes import 重新导入\n"
    assert captured.out == ""
    assert list(draft.parent.iterdir()) == [draft]
    assert not names["store"].exists()


def test_a_program_gets_an_error_of_the_house(damaged: Path) -> None:
    with pytest.raises(StatuteError, match="文件损坏"):
        Reviewer(statutes=damaged).review_text(DRAFT)


@pytest.fixture(params=["articles set text = cast(x'ffa5' as text)", "statutes set effective = '2019-0x-01'"])
def spoilt(library: Path, request: pytest.FixtureRequest) -> Path:
    """Articles that are no text, or days that are none, as bytes overwritten within a page leave them."""
    connection = sqlite3.connect(library)
    with connection:
        connection.execute(f"update {request.param}")
    connection.close()
    return library


@pytest.mark.parametrize(
    "command",
    [
        "audit {drafts} --store {store} --jobs 1 --statutes {library}",
        "watch {drafts} --once --settle 0 --jobs 1 --statutes {library}",
        "review {draft} {draft} --statutes {library}",
    ],
)
def test_damage_found_on_the_way_ends_the_run(
    spoilt: Path, draft: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    capfd.readouterr()

    words = command.format(library=spoilt, draft=draft, drafts=draft.parent, store=tmp_path / "存档.db")
    assert run(words.split()) == 2

    assert capfd.readouterr().err.startswith(f"HF201 {spoilt}：文件损坏")
    assert [path.name for path in draft.parent.iterdir() if path.suffix != ".jsonl"] == [draft.name]


def test_damage_that_a_worker_finds_is_said_to_the_program(spoilt: Path, draft: Path) -> None:
    with pytest.raises(StatuteError, match="文件损坏"):
        list(Reviewer(statutes=spoilt).review_many([draft], jobs=2))


def test_another_database_is_called_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "存档.db"
    open_store(archive, create=True).close()

    assert run(["statutes", "list", "--library", str(archive)]) == 2

    assert capsys.readouterr().err == (
        f"HF201 {archive}：是存档，不是法规库。换一个，或者用 hefa statutes import 文件夹 建立\n"
    )


def test_a_sound_library_is_read_through(library: Path) -> None:
    with StatuteLibrary(library) as opened:
        opened.check_sound()


def test_a_library_given_as_store_is_called_so(
    library: Path, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    before = library.read_bytes()
    for command in (
        ["search", str(library), "保证金"],
        ["report", str(library)],
        ["cleanup", str(library)],
        ["audit", str(draft.parent), "--store", str(library)],
    ):
        assert run(command) == 2
        assert capsys.readouterr().err == (
            f"HF501 {library}：是法规库，不是存档。换一个，或者用 hefa audit 文件夹 --store 文件 建立\n"
        )
    assert library.read_bytes() == before, "a file that is another's stays as it was"
