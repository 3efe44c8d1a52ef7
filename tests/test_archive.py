"""The store of an archive: opened, locked, full, migrated; and its search."""

import datetime
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from audit_killer import is_sound
from sqlalchemy import event, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from hefa.archive import open_store, steps, store
from hefa.archive.rows import rows_of
from hefa.archive.schema import clauses, documents, meta, metadata, repeals, versions
from hefa.archive.search import Filters, Hit, search
from hefa.archive.store import Store, put_document, put_version
from hefa.cli.main import run
from hefa.errors import ArchiveError, OptionError
from hefa.model.held import STATUS
from hefa.read import read_text
from hefa.review import Reviewer

DAY = datetime.date(2026, 6, 1)
DRAFT = """{issuer}关于印发《{matter}管理办法》的通知
青政规〔{year}〕{number}号

第一条　为了规范{matter}，制定本办法。
第二条　从事{matter}的，应当经街道办事处核准后方可营业。
第三条　本办法自{year}年5月1日起施行{end}。

{issuer}
{year}年3月2日
"""


def draft(matter: str, year: int, number: int, end: str = "", issuer: str = "青禾县人民政府") -> str:
    return DRAFT.format(matter=matter, year=year, number=number, end=end, issuer=issuer)


OLD = "《青禾县人民政府关于印发〈民宿经营管理办法〉的通知》"
DRAFTS = {
    "/a/parks.txt": draft("公园维护", 2024, 1, "，有效期五年"),
    "/a/markets.txt": draft("集贸市场", 2019, 2, "，有效期至2024年4月30日"),
    "/a/inns.txt": draft("民宿经营", 2020, 3),
    "/a/later.txt": draft("河道保洁", 2025, 9, f"。{OLD}（青政规〔2020〕3号）同时废止"),
    "/a/next.txt": draft("路灯养护", 2027, 1, issuer="柏溪市人民政府"),
}  # fmt: skip


@pytest.fixture(scope="module")
def put() -> Callable[[Store, str, str], None]:
    reviewer = Reviewer()

    def write(opened: Store, path: str, text: str) -> None:
        rows = rows_of(reviewer.examine(read_text(text, path)), "basis")
        with opened.write() as connection:
            put_document(connection, path, put_version(connection, rows), size=1, modified=1)

    return write


@pytest.fixture
def filled(tmp_path: Path, put: Callable[..., None]) -> Path:
    with open_store(tmp_path / "a.db", create=True) as opened:
        for path, text in DRAFTS.items():
            put(opened, path, text)
    return tmp_path / "a.db"


def found(path: Path, words: str, **filters: Any) -> list[Hit]:
    with open_store(path) as opened:
        return search(opened, words, DAY, Filters(**filters))[0]


def test_a_version_written_again_replaces_all_of_it(filled: Path, put: Callable[..., None]) -> None:
    def counts() -> list[int]:
        with open_store(filled) as opened, opened.read() as connection:
            return [
                connection.scalar(select(func.count()).select_from(t)) or 0 for t in metadata.sorted_tables
            ]

    before, hits = counts(), found(filled, "街道办事处")
    with open_store(filled) as opened:
        for path, text in DRAFTS.items():
            put(opened, path, text)

    assert counts() == before
    assert found(filled, "街道办事处") == hits
    assert is_sound(filled)


def test_what_breaks_within_a_transaction_leaves_nothing(filled: Path) -> None:
    with open_store(filled) as opened:
        with pytest.raises(ArchiveError), opened.write() as connection:
            connection.execute(
                meta.insert(), [{"name": "half", "value": "done"}, {"name": "half", "value": ""}]
            )
        assert [row["name"] for row in opened.rows(select(meta))] == ["schema"]


def test_a_locked_store_is_one_line_and_reading_goes_on(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "OPENING", replace(store.OPENING, patience=0.1))
    other = sqlite3.connect(filled, isolation_level=None)
    other.execute("begin immediate")
    try:
        with open_store(filled) as opened:
            with pytest.raises(ArchiveError, match="另一个程序正在写入"), opened.write():
                pass
            assert len(opened.rows(select(documents))) == len(DRAFTS)
    finally:
        other.close()


def test_a_full_disk_keeps_what_was_written(filled: Path, put: Callable[..., None]) -> None:
    with open_store(filled) as opened:
        before = opened.rows(select(versions.c.sha256))
        engine = opened._engine
        event.listen(engine, "begin", lambda c: c.exec_driver_sql("pragma max_page_count = 1"))
        many = (draft("养老服务", 2023, 100 + number) * 20 for number in range(50))
        with pytest.raises(ArchiveError, match="磁盘满了"):
            any(put(opened, f"/b/{number}.txt", text) for number, text in enumerate(many))
    with open_store(filled) as opened:
        assert set(opened.rows(select(versions.c.sha256))) >= set(before)
        paths = [row["path"] for row in opened.rows(select(documents))]
        assert len(opened.rows(select(versions))) == len(paths), "documents are whole or absent"
        put(opened, "/b/after.txt", draft("养老服务", 2023, 7))


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no database at all " * 99, "不是数据库文件"), (b"", "是空的，不是存档"), (None, "没有这个存档")],
)
def test_what_is_no_store_is_not_opened(content: bytes | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ArchiveError, match=words):
        open_store(path)


def test_no_password_is_shown() -> None:
    with pytest.raises(ArchiveError) as raised:
        open_store("postgresql+nodriver://clerk:s3cret@localhost/archive")

    assert "s3cret" not in str(raised.value)


def test_another_database_is_not_written_to(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "other.db")
    database.execute("create table birds (name text)")
    database.commit()
    database.close()
    before = (tmp_path / "other.db").read_bytes()

    with pytest.raises(ArchiveError, match="别的数据库"):
        open_store(tmp_path / "other.db", create=True)

    assert (tmp_path / "other.db").read_bytes() == before


def test_an_older_store_is_taken_step_by_step_to_the_present(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = (
        lambda c: c.exec_driver_sql("create table notes (words text)"),
        lambda c: c.exec_driver_sql("insert into notes values ('two')"),
    )
    monkeypatch.setattr(steps, "STEPS", (*steps.STEPS, *more))

    for _ in range(2):
        with open_store(filled) as opened, opened.read() as connection:
            assert connection.exec_driver_sql("select words from notes").fetchall() == [("two",)]
            assert connection.scalar(select(meta.c.value)) == str(steps.schema_number())


def test_a_failed_step_leaves_the_store_as_it_was(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    more = (
        lambda c: c.exec_driver_sql("create table notes (words text)"),
        lambda c: c.exec_driver_sql("insert into nowhere values (1)"),
    )
    monkeypatch.setattr(steps, "STEPS", (*steps.STEPS, *more))
    with pytest.raises(ArchiveError, match="数据库出错"):
        open_store(filled)
    monkeypatch.undo()

    assert len(found(filled, "街道办事处")) == len(DRAFTS)
    database = sqlite3.connect(filled)
    assert database.execute("select count(*) from sqlite_master where name = 'notes'").fetchone() == (0,)
    database.close()


def test_a_newer_store_is_not_touched(filled: Path) -> None:
    with open_store(filled) as opened, opened.write() as connection:
        connection.execute(meta.update().values(value="99"))

    with pytest.raises(ArchiveError, match=f"比本版的 {steps.schema_number()} 新"):
        open_store(filled)


def test_the_schema_is_one_that_postgresql_takes() -> None:
    for table in metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
        assert f"CREATE TABLE {table.name}" in made
        assert "fts5" not in made


def test_the_facts_of_a_document_are_columns(filled: Path) -> None:
    with open_store(filled) as opened:
        query = select(versions).join(documents).where(documents.c.path == "/a/markets.txt")
        (row,) = opened.rows(query)
        repealed = opened.rows(select(repeals))

    assert row["title"] == "青禾县人民政府关于印发《集贸市场管理办法》的通知"
    assert (row["number"], row["year"], row["date"]) == ("青政规〔2019〕2号", 2019, "2019-03-02")
    assert (row["issuer"], row["issuer_level"]) == ("青禾县人民政府", "county")
    assert (row["effective"], row["expires"]) == ("2019-05-01", "2024-04-30")
    assert [(one["number_key"], one["day"]) for one in repealed] == [("青政规〔2020〕3号", "2025-05-01")]


def test_words_are_found_with_and_without_the_index(filled: Path) -> None:
    assert {Path(hit.path).stem for hit in found(filled, "集贸市场")} == {"markets"}
    assert {Path(hit.path).stem for hit in found(filled, "集贸")} == {"markets"}
    assert [hit.label for hit in found(filled, "民宿 核准后")] == ["第二条"]
    assert found(filled, '集贸市场" OR "公园') == []
    assert found(filled, "100%_") == []
    assert found(filled, "没有这样的字句") == []
    with open_store(filled) as opened:
        hits, more = search(opened, "街道办事处", DAY, Filters(), limit=2)
    assert ([hit.year for hit in hits], more) == ([2027, 2025], True)


def test_filters_and_status(filled: Path) -> None:
    def names(**filters: Any) -> set[str]:
        return {Path(hit.path).stem for hit in found(filled, "街道办事处", **filters)}

    assert names(status="expired") == {"markets"}
    assert names(status="repealed") == {"inns"}
    assert names(status="not-yet") == {"next"}
    assert names(status="in-force") == {"parks", "later"}
    assert names(year=2024) == {"parks"}
    assert names(issuer="柏溪") == {"next"}
    assert names(category="permit") == {Path(path).stem for path in DRAFTS}
    assert names(category="tax") == set()
    assert names(rank="normative", year=2019) == {"markets"}
    assert names(rank="law") == set()


@pytest.mark.parametrize(
    "called",
    ["《公园维护管理办法》", "《青禾县人民政府关于印发〈公园维护管理办法〉的通知》", "《市容管理办法》"],
)
def test_a_repeal_by_title_is_of_what_was_issued(called: str, filled: Path, put: Callable[..., None]) -> None:
    with open_store(filled) as opened:
        put(opened, "/a/new.txt", draft("城市绿地", 2025, 44, f"。{called}同时废止"))

    hits = {Path(hit.path).stem: hit.status for hit in found(filled, "街道办事处")}
    assert hits["parks"] == ("in-force" if "市容" in called else "repealed")
    assert hits["new"] == "in-force"


def test_what_is_gone_is_neither_found_nor_repeals(filled: Path) -> None:
    with open_store(filled) as opened, opened.write() as connection:
        connection.execute(documents.update().where(documents.c.path == "/a/later.txt").values(gone=True))

    hits = {Path(hit.path).stem: hit.status for hit in found(filled, "街道办事处")}
    assert "later" not in hits
    assert hits["inns"] == "in-force"


def test_search_without_words_or_with_an_unknown_status(filled: Path) -> None:
    for words, filters in ((" ", {}), ("核准后", {"status": "好"})):
        with pytest.raises(OptionError):
            found(filled, words, **filters)


def test_a_search_takes_a_category_by_its_chinese_name_too(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = set()
    for name in ("permit", "行政许可"):
        assert run(["search", str(filled), "核准后", "--category", name]) == 0
        shown.add(capsys.readouterr().out)

    (same,) = shown
    assert "核准后" in same
    assert run(["search", str(filled), "核准后", "--category", "行政许"]) == 2
    assert "permit（行政许可）" in capsys.readouterr().err


def test_search_prints_document_status_and_clause(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", str(filled), "核准后", "--as-of", "2026-06-01", "--year", "2020"]) == 0
    out = capsys.readouterr().out
    assert STATUS["repealed"] in out
    assert "第二条" in out
    assert out.endswith("共 1 条\n")
    assert run(["search", str(filled), "核准后", "-f", "json", "--limit", "1"]) == 0
    assert capsys.readouterr().out.count("\n") == 1
    assert run(["search", str(filled), "核准后", "--category", "x"]) == 2
    assert run(["search", str(filled.with_name("no.db")), "核准后"]) == 2
    assert capsys.readouterr().err.count("\n") == 2


def test_clauses_cover_the_text_they_were_cut_from(filled: Path) -> None:
    with open_store(filled) as opened:
        query = select(documents.c.path, clauses.c.start, clauses.c.text).join(
            documents, documents.c.version == clauses.c.version
        )
        rows = opened.rows(query)

    assert rows
    assert all(DRAFTS[row["path"]][row["start"] :].startswith(row["text"]) for row in rows)


def test_words_of_any_length_are_found_wherever_they_stand(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Short words are looked up by the groups that begin with them, or, if those are many, compared."""
    with open_store(filled) as opened:
        texts = [row["text"] for row in opened.rows(select(clauses.c.text))]
    words = ["街道", "道", "后方可营业", "业。", "2019", "(", "政规〔", "没有"]
    for compared, most in ((30_000, 300), (0, 300), (0, 1)):
        monkeypatch.setattr("hefa.archive.search._COMPARED", compared)
        monkeypatch.setattr("hefa.archive.words.MOST_TERMS", most)
        for word in [*words, *(text[-2:] for text in texts), *(text[-1:] for text in texts)]:
            with open_store(filled) as opened:
                hits = search(opened, word, DAY, Filters(), limit=1000)[0]
            assert sorted(hit.text for hit in hits) == sorted(text for text in texts if word in text), word


def test_a_search_goes_on_until_the_filters_leave_enough(
    filled: Path, put: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(filled) as opened:
        for number in range(30):
            put(opened, f"/c/{number}.txt", draft("旧衣回收", 2022, 200 + number))
    for few in (500, 0):
        monkeypatch.setattr("hefa.archive.search._STEPS", (2, 3))
        monkeypatch.setattr("hefa.archive.search._FEW", few)
        for filters in ({"issuer": "青禾", "status": "expired"}, {"year": 2024}, {"year": 1850}):
            hits = [Path(hit.path).stem for hit in found(filled, "街道办事处", **filters)]
            assert hits == {2024: ["parks"], 1850: []}.get(filters.get("year", 0), ["markets"])
