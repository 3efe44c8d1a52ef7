"""The archive on PostgreSQL: the same store and answers as on SQLite, from a server that is started here."""

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import postgres_server
import pytest
from draft_maker import make_drafts
from sqlalchemy import create_engine, text
from store_content import content

from hefa.archive import open_store, steps, store
from hefa.archive.schema import documents, meta, versions
from hefa.archive.search import Filters, search
from hefa.audit import Audit, AuditOptions
from hefa.cli.main import run
from hefa.errors import ArchiveError
from hefa.review import Reviewer

pytest.importorskip("psycopg", reason="psycopg is not installed; the schema is tested on SQLite alone")
pytestmark = pytest.mark.skipif(bool(postgres_server.why_not()), reason=postgres_server.why_not())

DAY = datetime.date(2026, 6, 1)
DOCUMENTS = 16


@pytest.fixture(scope="module")
def make() -> Iterator[Callable[..., str]]:
    with postgres_server.server() as place:
        yield partial(postgres_server.database, place)


@pytest.fixture(scope="module")
def both(make: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Return the stores of one audit: on SQLite, on PostgreSQL."""
    folder = tmp_path_factory.mktemp("docs")
    docs = folder / "docs"
    make_drafts(docs, DOCUMENTS)
    (docs / "empty.txt").write_text(" ", encoding="utf-8")
    stores = str(folder / "a.db"), make("audited")
    for where in stores:
        audited(where, docs)
    return stores


def audited(where: str, docs: Path) -> Audit:
    with open_store(where, create=True) as opened:
        audit = Audit(opened, Reviewer(), AuditOptions(1))
        audit.run([docs])
    return audit


def docs_of(where: str) -> Path:
    return Path(where).with_name("docs")


def test_both_hold_the_same(both: tuple[str, str]) -> None:
    ours, theirs = both

    assert content(ours) == content(theirs)
    assert len(content(theirs)["versions"]) == DOCUMENTS


def test_only_what_changed_is_done_again(both: tuple[str, str]) -> None:
    tally = audited(both[1], docs_of(both[0])).tally

    assert (tally.unchanged, tally.reviewed, tally.failed) == (DOCUMENTS, 0, 1)
    assert content(both[0]) == content(both[1])


def test_a_review_written_again_takes_the_place_of_the_earlier(both: tuple[str, str]) -> None:
    with open_store(both[1]) as opened, opened.write() as connection:
        connection.execute(versions.update().values(basis="old"))

    assert audited(both[1], docs_of(both[0])).tally.reviewed == DOCUMENTS
    assert content(both[0]) == content(both[1])


@pytest.mark.parametrize(
    "words", ["保证金", "街道办事处核准", "保证", "便民 公开、高效", "100%_", "不得\\以"]
)
@pytest.mark.parametrize(
    "filters", [{}, {"status": "expired"}, {"year": 2020}, {"issuer": "青禾", "category": "permit"}]
)
def test_both_find_the_same(words: str, filters: dict[str, Any], both: tuple[str, str]) -> None:
    found = []
    for where in both:
        with open_store(where) as opened:
            hits, more = search(opened, words, DAY, Filters(**filters), limit=1000)
            found.append((sorted((hit.path, hit.label, hit.text, hit.status) for hit in hits), more))
            assert [hit.year for hit in hits] == sorted((hit.year or 0 for hit in hits), reverse=True)

    assert found[0] == found[1]
    assert found[0][0] or words in {"100%_", "不得\\以"} or filters


def test_words_are_looked_up_in_an_index_where_the_server_can(both: tuple[str, str]) -> None:
    engine = create_engine(both[1])
    with engine.connect() as connection:
        has = connection.execute(text("select 1 from pg_available_extensions where name = 'pg_trgm'")).first()
        if has is None:
            pytest.skip("the server has no pg_trgm; clauses are compared one by one, as is tested above")
        connection.execute(text("set enable_seqscan = off"))
        plan = connection.execute(text("explain select id from clauses where text like '%保证金%'"))
        assert "clause_words" in " ".join(row[0] for row in plan)
    engine.dispose()


def test_a_server_that_takes_no_chinese_for_letters_is_searched_without_index(tmp_path: Path) -> None:
    make_drafts(tmp_path / "docs", 2)
    with postgres_server.server("C") as place:
        where = postgres_server.database(place, "plain")
        audited(where, tmp_path / "docs")
        with open_store(where) as opened:
            assert search(opened, "制定本办法", DAY, Filters())[0]
            assert not opened.rows(text("select 1 from pg_indexes where indexname = 'clause_words'"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "-f", "json"],
        ["report", "--annual", "2026", "-f", "json"],
        ["cleanup", "-f", "json"],
        ["cleanup", "--statute", "民法典", "-f", "json"],
        ["consistency", "-f", "json"],
        ["search", "制定本办法", "-f", "json", "--limit", "1000"],
    ],
)
def test_reports_say_the_same(
    arguments: list[str], both: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for where in both:
        assert run([arguments[0], where, *arguments[1:], "--as-of", "2026-06-01", *library(arguments)]) == 0
        out = capsys.readouterr().out
        said.append(sorted(out.splitlines()) if arguments[0] == "search" else json.loads(out))

    assert said[0] == said[1]
    assert said[0]


def library(arguments: list[str]) -> list[str]:
    return [] if arguments[0] in {"search", "consistency"} else ["--statutes", "none"]


def test_an_older_store_is_taken_to_the_present(both: tuple[str, str], make: Callable[..., str]) -> None:
    where = make("older", template="audited")
    with open_store(where) as opened, opened.write() as connection:
        for words in (
            "drop table asked",
            "alter table clauses drop column lead",
            "drop index versions_issuer",
            "update meta set value = '1'",
        ):
            connection.execute(text(words))

    with open_store(where) as opened:
        assert opened.rows(meta.select())[0]["value"] == str(steps.schema_number())
    assert content(where) == content(both[0])


def test_a_locked_table_is_one_line(both: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "OPENING", replace(store.OPENING, patience=0.1))
    engine = create_engine(both[1])
    with engine.begin() as other:
        other.execute(text("lock table documents in access exclusive mode"))
        with open_store(both[1]) as opened, pytest.raises(ArchiveError, match="另一个程序正在写入"):
            opened.rows(documents.select())
    engine.dispose()


def test_a_server_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "postgresql+psycopg://nobody@/archive?host=/nowhere", "保证金"]) == 2
    said = capsys.readouterr().err
    assert "连不上数据库服务器" in said
    assert said.count("\n") == 1


def test_another_database_is_not_written_to(make: Callable[..., str]) -> None:
    where = make("birds")
    engine = create_engine(where)
    with engine.begin() as connection:
        connection.execute(text("create table birds (name text)"))
    engine.dispose()

    with pytest.raises(ArchiveError, match="别的数据库"):
        open_store(where, create=True)
