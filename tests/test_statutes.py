"""The statute library: both source forms, codes in parts, versions by day, names and numbers."""

import datetime
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document

from hefa.cli.main import run
from hefa.errors import OptionError, StatuteError
from hefa.statutebook import show_text
from hefa.statutes import ArticleReference, StatuteLibrary, parse_reference, statute_key

OLD = """\
# 中华人民共和国集市法

2001年5月1日 第九届全国人民代表大会常务委员会第一次会议通过

<!-- INFO END -->

## 第一章 总 则

第一条 为了管好集市，制定本法。

第二条 摊位分为：

（一）固定摊位；

（二）临时摊位。

摊位由集市开办者划定。

第三条 本法自2001年10月1日起施行。
"""
NEW = """\
---
sidebar: auto
---

# 中华人民共和国集市法

2001年5月1日第九届全国人民代表大会常务委员会第一次会议通过

2019年3月2日第十三届全国人民代表大会常务委员会第二次会议修订

## 第一章　总则

**第一条**　为了规范集市，制定本法。

**第二条**　摊位按照第三条的规定划定。

**第二条之一**　临时摊位不另收费。

**第三条**　集市开办者划定摊位。

**第四条**　本法自2019年6月1日起施行。《中华人民共和国摊位法》、《渡口法》同时废止。
"""
PART = "# 第{0}编\n\n**第{1}条**　内容{1}。\n\n**第{2}条**　内容{2}。\n"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    for name, text in {
        "a/集市法(2001-05-01).md": OLD,
        "b/market-law/README.md": NEW,
        "b/code/README.md": "# 中华人民共和国渔民法典\n\n2020年5月28日全国人民代表大会通过\n",
        "b/code/00-supplementary.md": PART.format("附", "五", "六"),
        "b/code/01-general.md": PART.format("一", "一", "二"),
        "b/code/02-boats.md": PART.format("二", "三", "四"),
        "a/_index.md": "# 目录",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def path(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "data" / "statutes.db"
    monkeypatch.setenv("HEFA_STATUTES", str(path))
    assert run(["statutes", "import", str(sources)]) == 0
    return path


def test_versions_of_both_forms_join_up(path: Path) -> None:
    with StatuteLibrary(path) as library:
        old, new = library.versions("《中华人民共和国集市法》")

        assert (old.promulgated, old.effective) == (datetime.date(2001, 5, 1), datetime.date(2001, 10, 1))
        assert (new.promulgated, new.effective) == (datetime.date(2019, 3, 2), datetime.date(2019, 6, 1))
        assert [(a.number, a.inserted) for a in library.articles_of(new)] == [
            (1, 0), (2, 0), (2, 1), (3, 0), (4, 0)
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "year", "status"),
    [("2010-01-01", 2001, "in-force"), ("2019-05-31", 2001, "in-force"), ("2019-06-01", 2019, "in-force")],
)
def test_the_version_of_a_day(path: Path, day: str, year: int, status: str) -> None:
    with StatuteLibrary(path) as library:
        when = datetime.date.fromisoformat(day)
        statute = library.on("集市法", when)

        assert statute is not None
        assert statute.promulgated is not None
        assert (statute.promulgated.year, library.status(statute, when)) == (year, status)
        assert library.status(library.versions("集市法")[0], datetime.date(2020, 1, 1)) == "superseded"
        assert library.on("集市法", datetime.date(2000, 1, 1)) is None


NEWER = """\
# 中华人民共和国渡船法

2003年8月27日 第十届全国人民代表大会常务委员会第四次会议通过

根据2019年4月23日第十三届全国人民代表大会常务委员会第十次会议《关于修改的决定》修正

<!-- INFO END -->

第一条 为了管好渡船，制定本法。

第二条 本法自2004年7月1日起施行。
"""


@pytest.mark.parametrize(
    ("law", "day", "said"),
    [
        ("渡船法", "2018-01-01", "法规库中没有当日（2018-01-01）的文本，最早的是 2019-04-23 版本"),
        ("渡船法", "2003-08-26", "2003-08-26 还没有施行"),
        ("集市法", "2001-06-01", "2001-06-01 还没有施行"),
    ],
)
def test_a_text_that_is_not_here_is_not_a_law_that_was_not_there(
    path: Path, tmp_path: Path, law: str, day: str, said: str
) -> None:
    newer = tmp_path / "newer"
    newer.mkdir()
    (newer / "渡船法(2019-04-23).md").write_text(NEWER, encoding="utf-8")
    assert run(["statutes", "import", str(newer), "--library", str(path)]) == 0

    with pytest.raises(StatuteError, match=re.escape(said)):
        show_text(law, None, day, path)


def test_parts_of_a_code_are_one_statute(path: Path) -> None:
    with StatuteLibrary(path) as library:
        [code] = library.versions("渔民法典")
        assert [a.number for a in library.articles_of(code)] == [1, 2, 3, 4, 5, 6]


def test_a_repealed_law_is_known_without_its_text(path: Path) -> None:
    with StatuteLibrary(path) as library:
        assert library.repealed("摊位法") == datetime.date(2019, 6, 1)
        with pytest.raises(StatuteError, match="它已于 2019-06-01 废止"):
            library.versions("摊位法")


@pytest.mark.parametrize(
    ("words", "reference"),
    [
        ("17", (17, 0, 0, 0)),
        ("17.2", (17, 0, 2, 0)),
        ("第十七条", (17, 0, 0, 0)),
        ("第十条之一", (10, 1, 0, 0)),
        ("第１７条第２款", (17, 0, 2, 0)),
        ("第一百零三条第二款第（三）项", (103, 0, 2, 3)),
        ("第二十条第(十一)项", (20, 0, 0, 11)),
    ],
)
def test_article_numbers_as_people_write_them(words: str, reference: tuple[int, ...]) -> None:
    assert parse_reference(words) == ArticleReference(*reference)


def test_what_is_no_article_number_is_one_line() -> None:
    with pytest.raises(OptionError, match="不是条文编号"):
        parse_reference("总则")


def test_names_are_one_whatever_their_marks() -> None:
    names = ("《中华人民共和国 集市法》", "集市法", "〈集市法〉", "中华人民共和国集市法(试行)")
    assert [statute_key(name) for name in names] == ["集市法", "集市法", "集市法", "集市法（试行）"]


def test_articles_are_shown_by_paragraph_and_item(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for article, words in (
        ("2.1", "摊位分为"),
        ("第二条第二款", "摊位由集市"),
        ("第二条第（二）项", "临时摊位"),
    ):
        capsys.readouterr()
        assert run(["statutes", "show", "集市法", article, "--as-of", "2005-01-01"]) == 0
        out = capsys.readouterr().out
        assert out.startswith("中华人民共和国集市法（2001-05-01，2005-01-01 有效）\n第二条　")
        assert words in out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["show", "集市法", "9"], "没有第 9 条，最后一条是第四条"),
        (["show", "集市法", "1.5"], "没有第 5 款"),
        (["show", "集市法", "--as-of", "昨天"], "不是日期 昨天"),
        (["show", "集市法", "--as-of", "1999-01-01"], "还没有施行"),
        (["show", "飞天法"], "法规库中没有"),
        (["search", "摊"], "太短"),
        (["import", "nowhere"], "没有这个文件夹"),
    ],
)
def test_what_cannot_be_shown_is_one_line(
    arguments: list[str], problem: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["statutes", *arguments]) == 2
    err = capsys.readouterr().err
    assert problem in err
    assert err.count("\n") == 1


def test_words_are_found_in_articles(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["statutes", "search", "不另收费"]) == 0
    assert "《中华人民共和国集市法》（2019-03-02）第二条之一：临时摊位不另收费。" in capsys.readouterr().out


def test_a_search_cut_at_its_limit_says_so(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["statutes", "search", "临时摊位", "--library", str(path)]) == 0
    *every, total = capsys.readouterr().out.splitlines()
    assert total == f"共 {len(every)} 条"
    assert len(every) > 1

    assert run(["statutes", "search", "临时摊位", "--library", str(path), "--limit", "1"]) == 0
    assert capsys.readouterr().out.splitlines() == [every[0], "列出 1 条，还有更多，用 --limit 放宽"]


def test_import_again_changes_nothing(path: Path, sources: Path) -> None:
    with StatuteLibrary(path) as library:
        before = library.version
    assert run(["statutes", "import", str(sources)]) == 0
    with StatuteLibrary(path) as library:
        assert library.version == before


def test_without_a_library_the_way_to_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEFA_STATUTES", str(tmp_path / "none.db"))
    assert run(["statutes", "list"]) == 2
    assert "先用 hefa statutes import" in capsys.readouterr().err


def test_slips_of_the_sources_are_listed(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "漏条法(2020-01-01).md").write_text(
        "# 漏条法\n\n<!-- INFO END -->\n\n第一条 甲。\n\n第三条 乙。\n", encoding="utf-8"
    )
    run(["statutes", "import", str(folder)])
    capsys.readouterr()
    assert run(["statutes", "check"]) == 0
    assert capsys.readouterr().out == "漏条法（2020-01-01）：缺第 2 条\n共 1 处可能的缺漏\n"


def office_file(path: Path, lines: tuple[str, ...]) -> None:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))


def test_an_office_file_of_the_national_database_is_one_statute(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    office_file(folder / "中华人民共和国渡船法_20210122.docx", (
        "中华人民共和国渡船法",
        "（1996年3月17日第八届全国人民代表大会第四次会议通过　根据2009年8月27日第十一届全国人民代表大会常务"
        "委员会第十次会议《关于修改部分法律的决定》第一次修正　2021年1月22日第十三届全国人民代表大会修订）",
        "目　　录", "第一章　总　　则", "第二章　罚　　则",
        "第一章　总　　则", "第一条　为了管好渡船，制定本法。",
        "第二条　渡船应当：", "（一）亮灯；", "（二）载明核定人数。", "不得超载。",
        "第二章　罚　　则", "第三条　本法自2021年7月15日起施行。《渡口管理条例》同时废止。",
    ))  # fmt: skip
    path = tmp_path / "office.db"
    assert run(["statutes", "import", str(folder), "--library", str(path)]) == 0
    with StatuteLibrary(path) as library:
        [statute] = library.versions("渡船法")
        assert statute.title == "中华人民共和国渡船法"
        assert (str(statute.promulgated), str(statute.effective)) == ("2021-01-22", "2021-07-15")
        assert [line[:10] for line in statute.history] == ["1996年3月17日", "2009年8月27日", "2021年1月22日"]
        assert [len(paragraph) for paragraph in library.articles_of(statute)[1].paragraphs] == [3, 1]
        assert library.articles_of(statute)[1].text.endswith("不得超载。")
        assert library.repealed("渡口管理条例") == datetime.date(2021, 7, 15)


def broken_office_file(path: Path) -> None:
    office_file(path, ("坏法",))
    with zipfile.ZipFile(path) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    members["word/document.xml"] = b"<w:document"
    with zipfile.ZipFile(path, "w") as broken:
        for name, data in members.items():
            broken.writestr(name, data)


def test_broken_office_files_are_a_line_each_and_the_others_are_read(
    sources: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sources / "坏法.docx").write_bytes(b"PK\x03\x04")
    broken_office_file(sources / "残法.docx")
    with zipfile.ZipFile(sources / "空法.docx", "w") as empty:
        empty.writestr("x", "")
    assert run(["statutes", "import", str(sources), "--library", str(tmp_path / "x.db")]) == 0
    shown = capsys.readouterr()
    assert [name in shown.err for name in ("坏法", "残法", "空法")] == [True] * 3
    assert shown.err.count("\n") == 3
    assert "3 个版本" in shown.out


def test_a_short_name_is_looked_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "short"
    folder.mkdir()
    for name in ("行政处罚法", "治安管理处罚法"):
        text = f"# {name}\n\n<!-- INFO END -->\n\n第一条 {name}的第一条。\n"
        (folder / f"{name}(2021-01-22).md").write_text(text, encoding="utf-8")
    path = tmp_path / "short.db"
    run(["statutes", "import", str(folder), "--library", str(path)])
    capsys.readouterr()
    assert run(["statutes", "show", "处罚法", "1", "--library", str(path)]) == 0
    assert "行政处罚法的第一条" in capsys.readouterr().out


def test_the_day_of_a_repeal_is_that_of_the_first_text_that_says_it(tmp_path: Path) -> None:
    folder = tmp_path / "again"
    folder.mkdir()
    last = "第二条 本法自2006年3月1日起施行。《渡口管理条例》同时废止。"
    for day in ("2005-08-28", "2012-10-26"):
        text = f"# 渡船法\n\n<!-- INFO END -->\n\n第一条 甲。\n\n{last}\n"
        (folder / f"渡船法({day}).md").write_text(text, encoding="utf-8")
    path = tmp_path / "again.db"
    run(["statutes", "import", str(folder), "--library", str(path)])
    with StatuteLibrary(path) as library:
        assert library.repealed("渡口管理条例") == datetime.date(2006, 3, 1)
