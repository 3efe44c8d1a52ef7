"""What is reviewed again when the statute library changes: what asked about the law that changed."""

import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from hefa.archive import open_store
from hefa.archive.schema import asked, documents, versions
from hefa.audit import Audit, AuditOptions, to_renew
from hefa.cli.main import run
from hefa.model.statute import Article, Statute
from hefa.review import Reviewer
from hefa.statutes.write import write_library

DRAFT = """青禾县人民政府关于印发《{matter}管理办法》的通知
青政规〔2024〕{number}号

第一条　为了规范{matter}，{basis}制定本办法。
第二条　从事{matter}的单位应当保持场所整洁。
第三条　本办法自2024年5月1日起施行，有效期至2029年4月30日。

青禾县人民政府
2024年3月2日
"""
PENALTY, MARKETS, KEEPING = "行政处罚法", "集市管理条例", "公园养护条例"


def law(title: str, year: int, *words: str, repeals: tuple[str, ...] = ()) -> Statute:
    articles = tuple(Article(number=at, inserted=0, text=text) for at, text in enumerate(words, 1))
    day = datetime.date(year, 1, 1)
    return Statute(key=title, title=title, promulgated=day, effective=day, articles=articles, repeals=repeals)


OLD = [law(PENALTY, 2010, "处罚遵循公开的原则。", "罚款的数额要适当。"), law(MARKETS, 2012, "集市要整洁。")]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for number, (matter, basis) in enumerate(
        (
            ("民宿经营", f"根据《中华人民共和国{PENALTY}》第二条，"),
            ("集市秩序", f"根据《{MARKETS}》，"),
            ("公园养护", f"根据《{KEEPING}》，"),
            ("路灯养护", ""),
        )
    ):
        text = DRAFT.format(matter=matter, basis=basis, number=number)
        (folder / f"{matter}.txt").write_text(text, encoding="utf-8")
    return folder


def reviewed(store: Path, docs: Path, library: Path) -> int:
    with open_store(store, create=True) as opened:
        tally = Audit(opened, Reviewer(statutes=library), AuditOptions(1)).run([docs])
    assert tally.reviewed + tally.unchanged == 4
    return tally.reviewed


@pytest.fixture
def outdated(tmp_path: Path, docs: Path) -> tuple[Path, Path]:
    """A store, and the library that has changed since its documents were reviewed."""
    store, library = tmp_path / "a.db", tmp_path / "laws.db"
    write_library(library, OLD)
    reviewed(store, docs, library)
    write_library(library, [*OLD, law(PENALTY, 2021, "处罚要公开。"), law(MARKETS, 2022, "集市有序。")])
    return store, library


def resting_on(store: Path) -> dict[str, set[str]]:
    query = select(documents.c.path, asked.c.key).join(versions, versions.c.id == documents.c.version)
    found: dict[str, set[str]] = {}
    with open_store(store) as opened:
        for row in opened.rows(query.join(asked, asked.c.version == versions.c.id)):
            found.setdefault(Path(row["path"]).stem, set()).add(row["key"])
    return found


def test_only_what_asked_about_a_changed_law_is_reviewed_again(tmp_path: Path, docs: Path) -> None:
    """A title that no law has may mean any: it is looked at again when there is a new law."""
    store, library = tmp_path / "a.db", tmp_path / "laws.db"
    write_library(library, OLD)
    assert reviewed(store, docs, library) == 4
    assert PENALTY in resting_on(store)["民宿经营"]
    assert KEEPING in resting_on(store)["公园养护"], "what is not there was asked for as well"
    assert "路灯养护" not in resting_on(store)

    for laws, again in (
        ([*OLD, law(PENALTY, 2021, "处罚遵循公开的原则。", "罚款要适当，不得重复。")], 1),
        ([*OLD, law(PENALTY, 2021, "处罚遵循公开的原则。", "罚款要适当，不得重复。")], 0),
        ([*OLD[:1], law(MARKETS, 2012, "集市要整洁、安全。")], 2),
        ([*OLD[:1], law(MARKETS, 2012, "集市要整洁、安全。"), law("水利条例", 2020, "水要清洁。")], 1),
        ([*OLD, law("水利条例", 2020, "水要清洁。", repeals=(MARKETS,))], 1),
    ):
        write_library(library, laws)
        assert reviewed(store, docs, library) == again, laws

    write_library(
        library, [*OLD, law("水利条例", 2020, repeals=(MARKETS,)), law(KEEPING, 2015, "公园要整洁。")]
    )
    assert reviewed(store, docs, library) >= 1
    fresh = tmp_path / "fresh.db"
    reviewed(fresh, docs, library)
    assert resting_on(store) == resting_on(fresh)


def test_without_a_library_and_with_one_are_not_the_same(tmp_path: Path, docs: Path) -> None:
    store, library = tmp_path / "a.db", tmp_path / "laws.db"
    write_library(library, OLD)
    reviewed(store, docs, library)
    with open_store(store) as opened:
        assert Audit(opened, Reviewer(), AuditOptions(1)).run([docs]).reviewed == 4


def test_cleanup_reviews_what_cites_a_changed_law_first(
    outdated: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    store, library = outdated
    arguments = ["cleanup", str(store), "--statute", PENALTY, "--statutes", str(library)]
    arguments += ["-j", "1", "-f", "json", "--as-of", "2026-06-01"]

    assert run(arguments) == 0
    said = capsys.readouterr()
    assert "重审" in said.err
    assert "1 件" in said.err
    assert "民宿经营" in said.out
    assert "集市秩序" not in said.out
    with open_store(store) as opened:
        reviewer = Reviewer(statutes=library)
        assert to_renew(opened, PENALTY, reviewer).paths == ()
        assert [Path(path).stem for path in to_renew(opened, MARKETS, reviewer).paths] == ["集市秩序"]
    assert run(arguments) == 0
    assert capsys.readouterr().err == "", "once is enough"


def test_cleanup_says_what_it_could_not_review_again(
    docs: Path, outdated: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    store, library = outdated
    (docs / "民宿经营.txt").unlink()
    arguments = ["cleanup", str(store), "--statutes", str(library), "--statute"]

    assert run([*arguments, PENALTY]) == 0
    assert "不在原处" in capsys.readouterr().err
    with open_store(store) as opened, opened.write() as connection:
        connection.execute(versions.update().values(basis="other"))
    assert run([*arguments, MARKETS]) == 0
    assert "规则、选项不同" in capsys.readouterr().err
