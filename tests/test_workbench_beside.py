"""What the workbench shows beside drafts: articles of the library, the archive searched, counted, cleaned."""

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from holdings_maker import make_store
from service_maker import FAULTY, office_in
from workbench_maker import Person

from hefa.errors import HefaError
from hefa.model.rule import LegalBasis
from hefa.model.statute import Article, Statute
from hefa.service.errors import Invalid
from hefa.statutes.write import write_library
from hefa.workbench.articles import Articles
from hefa.workbench.due import Deadlines, day_of, days_of
from hefa.workbench.places import found_in

OLD, NEW = datetime.date(2001, 5, 1), datetime.date(2019, 4, 23)
MARKET = """青禾县人民政府关于加强集市管理的通知
青政规〔2024〕7号

第一条　摊位经营者应当缴纳摊位保证金<b>一千元</b>。
第二条　本通知自2024年5月1日起施行，有效期一年。

青禾县人民政府
2024年4月2日
"""


def statute(day: datetime.date, *articles: Article) -> Statute:
    return Statute(key="行政许可法", title="中华人民共和国行政许可法", promulgated=day, articles=articles)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "statutes.db"
    old = statute(OLD, Article(number=17, text="旧的第十七条"), Article(number=99, text="后来删去的一条"))
    write_library(path, [old, statute(NEW, Article(number=17, text="<i>集市</i>的第十七条"))])
    return path


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(make_store(tmp_path / "archive.db", {"/srv/files/集市.txt": MARKET, "民宿.txt": FAULTY}))


def test_articles_are_those_of_the_version_that_is_cited(library: Path) -> None:
    articles = Articles(library)

    def texts(article: str, version: datetime.date | None) -> list[str]:
        basis = LegalBasis(law="《中华人民共和国行政许可法》", article=article, version=version)
        return [one.text for one in articles.of((basis,))]

    assert texts("17", NEW) == ["<i>集市</i>的第十七条"]
    assert texts("第十七条", OLD) == ["旧的第十七条"]
    assert texts("17", None) == ["<i>集市</i>的第十七条"]
    assert texts("99", None) == ["后来删去的一条"]
    assert texts("18", NEW) == []
    assert texts("不是条号", NEW) == []
    assert Articles(None).of((LegalBasis(law="某法", article="1"),)) == []


def test_the_article_stands_beside_the_finding(tmp_path: Path, library: Path) -> None:
    reviewer = Person(office_in(tmp_path / "data", statutes=library), "甲")

    page = reviewer.get(f"/drafts/{reviewer.submit(FAULTY)}")

    assert "《中华人民共和国行政许可法》第十七条（2019-04-23 版本）</strong>&lt;i&gt;集市&lt;/i&gt;" in page


def test_the_archive_is_searched(tmp_path: Path, store: str) -> None:
    reviewer = Person(office_in(tmp_path / "data", store=store), "甲")

    page = reviewer.get("/archive/search?words=摊位保证金")
    assert "<mark>摊位保证金</mark>&lt;b&gt;一千元" in page
    assert "有效期届满" in page
    assert "/srv/files" not in page
    assert "没有找到" in reviewer.get("/archive/search?words=不存在的字句")
    assert "没有找到" in reviewer.get("/archive/search?words=摊位保证金&year=1999")
    reviewer.get("/archive/search?words=摊位&status=strange", 422)


def test_the_archive_is_told_in_figures(tmp_path: Path, store: str) -> None:
    reviewer = Person(office_in(tmp_path / "data", store=store), "甲")

    page = reviewer.get("/archive/report?as_of=2026-11-01&year=2026")
    assert "<b>2</b>文件（件）" in page
    assert "青禾县人民政府" in page
    assert "当年首次审查" in page
    whole = reviewer.client.get("/archive/report.html?as_of=2026-11-01")
    policy = whole.headers["content-security-policy"]
    assert "sandbox allow-scripts" in policy
    assert "unsafe" not in policy
    assert policy.count("'sha256-") == 2
    for path in ("/archive/report.xlsx", "/archive/report.xlsx?year=2026", "/archive/cleanup.xlsx"):
        assert openpyxl.load_workbook(io.BytesIO(reviewer.client.get(path).content)).sheetnames
    reviewer.get("/archive/report?as_of=gestern", 422)


def test_the_archive_is_cleaned_up(tmp_path: Path, store: str) -> None:
    reviewer = Person(office_in(tmp_path / "data", store=store), "甲")

    page = reviewer.get("/archive/cleanup?as_of=2026-11-01")
    typo = reviewer.get("/archive/cleanup?as_of=2026-11-01&statute=不存在法")
    assert "存档中没有文件引用它，也没有法规库可以核对" in typo
    assert "存档中没有文件引用它" not in page

    assert "建议宣布失效 1 件" in page
    assert "有效期届满" in page


def test_without_an_archive_the_pages_say_so(tmp_path: Path) -> None:
    reviewer = Person(office_in(tmp_path / "data"), "甲")

    for path in ("/archive/search?words=保证金", "/archive/report", "/archive/cleanup"):
        assert "服务没有存档" in reviewer.get(path)


def test_words_are_found_though_white_space_differs() -> None:
    text = "甲\u3000乙\r\n丙，甲乙丙𠮷。"

    assert found_in(text, "乙 丙，", None) == (2, 6 + 1)
    assert found_in(text, "甲乙丙", 0) == (0, 6)
    assert found_in(text, "甲乙丙", 9) == (7, 10)
    assert found_in(text, "𠮷。", None) == (10, 12)
    for quote in ("甲乙丙", "丁", " ", "甲" * 3000):
        with pytest.raises(Invalid):
            found_in(text, quote, None)


def test_deadlines_count_working_days_by_the_calendar_of_holidays() -> None:
    deadlines, before_holidays = Deadlines(), datetime.date(2025, 9, 30)

    after = deadlines.told("2025-10-09", settled=False, today=before_holidays)
    late = deadlines.told("2025-09-30", settled=False, today=datetime.date(2025, 10, 9))

    assert after is not None
    assert after.said == "还有 1 个工作日"
    assert late is not None
    assert (late.late, late.said) == (True, "逾期 1 个工作日")
    assert deadlines.told(None, settled=False, today=before_holidays) is None
    for settled, day in ((True, "2025-01-01"), (False, "9999-01-01")):
        told = deadlines.told(day, settled=settled, today=before_holidays)
        assert told is not None
        assert told.said == ""


def test_days_of_forms() -> None:
    assert day_of(" 2026-06-01 ") == datetime.date(2026, 6, 1)
    assert day_of("") is None
    assert days_of(" 15 ") == 15
    assert days_of("") is None
    for read, words in ((day_of, "明天"), (days_of, "-1"), (days_of, "１５"), (days_of, "99999")):
        with pytest.raises(HefaError):
            read(words)
