"""The report on an archive: figures, page, ledger, and the figures of a year."""

import datetime
import json
import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from draft_maker import make_drafts
from holdings_maker import DAY, Holdings, found, make_store
from lxml import html as lxml_html
from openpyxl import load_workbook

from hefa.archive import open_store
from hefa.archive.holdings import StoreHoldings
from hefa.archive.schema import documents
from hefa.audit import Audit, AuditOptions
from hefa.cite import Laws, Norms
from hefa.cli.main import run
from hefa.model.decision import Decision
from hefa.model.held import HeldCitation, HeldDecision, HeldDocument
from hefa.opinion.table import MOST_ROWS
from hefa.pack import load_packs
from hefa.report import charts, count
from hefa.report.annual import AnnualRow, annual
from hefa.report.figures import Figures, Severities
from hefa.report.page import render_html
from hefa.report.sheet import render_sheet
from hefa.report.tally import MOST_SHOWN, Counted
from hefa.review import Reviewer

LAWS = Laws(Norms(load_packs().tables), None)
NASTY = "<script>alert(1)</script>=cmd|' /C calc'!A0"


def held(at: int = 1, **fields: object) -> HeldDocument:
    told: dict[str, object] = {"name": f"{at}.txt", "title": f"第{at}号办法", "issuer": "青禾县人民政府"}
    told |= {"kind": "办法", "date": datetime.date(2020, 5, 1), "year": 2020, "sha256": f"{at:064}"}
    findings = fields.get("findings", ())
    severities = {one.severity for one in findings}  # type: ignore[attr-defined]
    told["conclusion"] = (
        "unlawful" if "unlawful" in severities else "amend" if "improper" in severities else "lawful"
    )
    return HeldDocument(**{"id": at, **told, **fields})  # type: ignore[arg-type]


def counted(*documents: HeldDocument, worst: int = 20) -> Counted:
    return count(Holdings(documents), LAWS, DAY, worst=worst)


def figures(*documents: HeldDocument) -> Figures:
    return counted(*documents).figures


def page(*documents: HeldDocument) -> str:
    told = counted(*documents)
    return render_html(told.figures, Holdings(documents).documents(told.shown))


SOME = (
    held(1, findings=(found(), found("improper", "fee"), found("notice", "form"))),
    held(2, findings=(found("improper", "fee"),), issuer="青禾县人民政府办公室", year=2021),
    held(3, issuer="青禾县水务局", kind="通知", year=None, date=None),
    held(4, conclusion="not-reviewable", reason="报告", rank="other"),
    held(0, unread=True, conclusion="not-reviewable", reason="HF001 0.txt：打不开。换一个"),
)


def test_counts_of_documents_and_findings() -> None:
    told = figures(*SOME)

    assert (told.documents, told.reviewed, told.outside, told.unread) == (5, 3, 1, 1)
    assert told.conclusions == {"unlawful": 1, "amend": 1, "lawful": 1, "not-reviewable": 2}
    assert told.findings == Severities(unlawful=1, improper=2, notice=1)
    assert [(one.category, one.documents, one.findings.total) for one in told.categories] == [
        ("permit", 1, 1),
        ("fee", 2, 2),
        ("form", 1, 1),
    ]
    assert told.unread_documents == {"0.txt": "HF001 0.txt：打不开。换一个"}


def test_groups_by_issuer_kind_and_year() -> None:
    told = figures(*SOME)

    assert [(one.name, one.documents, one.reviewed) for one in told.issuers] == [
        ("青禾县人民政府", 3, 2),
        ("青禾县水务局", 1, 1),
    ]
    assert {one.name: one.findings.serious for one in told.kinds} == {"办法": 3, "通知": 0}
    assert [one.name for one in told.years] == ["", "2020", "2021"]


def test_heat_counts_what_is_more_than_a_notice() -> None:
    assert figures(*SOME).heat == {"青禾县人民政府": {"permit": 1, "fee": 2}}


def test_rejected_findings_count_for_nothing() -> None:
    told = figures(held(findings=(found(verdict="reject"), found("improper", verdict="accept"))))

    assert (told.rejected, told.findings) == (1, Severities(improper=1))


def test_the_worst_are_those_with_unlawful_findings_first() -> None:
    many = held(1, findings=(found("improper"),) * 9)
    one = held(2, findings=(found(),))
    none = held(3)

    assert [entry.id for entry in figures(many, one, none).worst] == [2, 1]
    assert [entry.id for entry in counted(many, one, worst=1).figures.worst] == [2]
    assert counted(many, one, worst=0).figures.worst == ()


def test_a_document_is_shown_for_each_cell_of_heat() -> None:
    documents = [held(at, findings=(found(),) * 2) for at in range(1, 6)]
    documents += [held(9, findings=(found("improper", "fee"),))]

    assert counted(*documents, worst=2).shown == {1, 2, 9}


def test_a_page_shows_no_more_than_it_can_bear() -> None:
    documents = [
        held(at, issuer=f"{at % 20}局", findings=tuple(found(category=f"c{at}") for _ in range(2)))
        for at in range(1, 2 * MOST_SHOWN)
    ]

    assert len(counted(*documents).shown) == MOST_SHOWN


def test_cited_laws_with_what_they_are() -> None:
    cited = tuple(
        HeldCitation(name, name, role, past=past)  # type: ignore[arg-type]
        for name, role, past in (
            ("合同法", "basis", False),
            ("水法", "basis", False),
            ("物权法", "named", False),
            ("土地法", "named", False),
            ("担保法", "basis", True),
        )
    )
    told = figures(held(1, citations=cited), held(2, citations=cited[1:2] * 3))

    assert [(one.name, one.as_basis, one.documents, one.state) for one in told.cited] == [
        ("水法", 2, 2, "unknown"),
        ("合同法", 1, 1, "repealed"),
        ("物权法", 0, 1, "repealed"),
    ]


def test_bars_and_shades() -> None:
    (first, second) = charts.bars([("甲", {"unlawful": 1, "notice": 3}), ("乙", {"improper": 2})])

    assert first.parts == (("unlawful", 1, 0.0, 55.0), ("notice", 3, 55.0, 165.0))
    assert (second.parts, second.end) == ((("improper", 2, 0.0, 110.0),), 110.0)
    assert [charts.shade(number, 100) for number in (0, 1, 25, 100)] == [0, 1, 3, charts.SHADES]


def test_columns_stand_on_the_axis() -> None:
    (one, other) = charts.columns([group for group in figures(*SOME).years if group.name])

    assert one.parts == (("unlawful", 1, 0.0, charts.TALL),)
    assert (one.mean, one.dot, other.mean, other.dot) == (2.0, 0.0, 1.0, charts.TALL / 2)


def test_the_page_needs_nothing_else() -> None:
    told = page(*SOME)

    assert not re.search(r"""(?:src|href)=["'](?!#)""", told)
    assert "url(" not in told
    assert "@import" not in told
    assert " style=" not in told
    (policy,) = lxml_html.fromstring(told).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert str(policy).startswith("default-src 'none'; style-src 'sha256-")
    assert told.count("<script>") == 1
    assert page(*SOME) == told


def test_every_word_on_the_page_is_escaped() -> None:
    nasty = held(1, title=NASTY, issuer=NASTY + "局", number=NASTY, kind=NASTY, name=NASTY, findings=(
        found(quote=NASTY, message=NASTY, suggestion=NASTY, label=NASTY, rule=NASTY, category="fee"),
    ), citations=(HeldCitation(NASTY, NASTY, "basis"),))  # fmt: skip
    unread = held(0, name=NASTY, unread=True, conclusion="not-reviewable", reason=NASTY)
    told = page(nasty, unread)

    assert "<script>alert" not in told
    assert told.count("<script>") == 1
    assert told.count("&lt;script&gt;alert") > 10


def test_links_of_the_page_lead_somewhere() -> None:
    tree = lxml_html.fromstring(page(*SOME))
    targets = {str(link)[1:] for link in tree.xpath("//a/@href")}

    assert targets
    assert targets <= set(map(str, tree.xpath("//@id")))
    cells = {(cell.get("data-issuer"), cell.get("data-category")) for cell in tree.xpath("//a[@data-issuer]")}
    shown = {
        (doc.get("data-issuer"), card.get("data-category"))
        for doc in tree.xpath("//details[@data-issuer]")
        for card in doc.xpath(".//section")
    }
    assert cells == {("青禾县人民政府", "permit"), ("青禾县人民政府", "fee")}
    assert cells <= shown


def test_a_page_of_nothing_and_of_what_has_no_findings() -> None:
    assert "文件 0 件" in page()
    assert "没有发现。" in page(held(1))


def test_many_years_are_told_as_one() -> None:
    told = page(*(held(at, year=1980 + at) for at in range(1, 40)))

    assert ">2000前<" in told
    assert ">1999<" not in told


def test_the_ledger_has_every_finding_and_no_formula() -> None:
    documents = (*SOME, held(5, title=NASTY, findings=(found(quote="=1+1", verdict="accept"),)))
    book = render_sheet(figures(*documents), Holdings(documents))
    sheets = load_workbook(BytesIO(book))

    assert sheets.sheetnames == ["审查发现", "文件", "制定机关", "文种", "年度", "引用", "汇总"]
    rows = list(sheets["审查发现"].iter_rows(values_only=True))
    assert len(rows) == 1 + 5
    assert rows[-1][9] == "=1+1"
    assert rows[-1][13] == "采纳"
    assert sheets["文件"].max_row == 1 + len(documents)
    assert render_sheet(figures(*documents), Holdings(documents)) == book
    with zipfile.ZipFile(BytesIO(book)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist() if "sheet" in name)


def test_a_ledger_that_no_sheet_holds_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    told = figures(*SOME).model_copy(update={"findings": Severities(notice=MOST_ROWS + 1)})

    with pytest.raises(Exception, match="一张表放不下"):
        render_sheet(told, Holdings(SOME))


def days(start: datetime.date, end: datetime.date) -> int:
    return (end - start).days


def test_the_figures_of_a_year() -> None:
    first, later = datetime.date(2026, 3, 2), datetime.date(2026, 3, 30)
    documents = (
        held(1, reviewed=first, findings=(found(), found("improper"), found("notice"))),
        held(2, reviewed=first, findings=(found("improper"),), year=2026),
        held(3, reviewed=first, kind="通知"),
        held(4, reviewed=datetime.date(2025, 1, 1)),
        held(0, unread=True, conclusion="not-reviewable", reviewed=None),
    )
    decided = (
        HeldDecision(1, "a", "accept", first),
        HeldDecision(1, "b", "reject", later),
        HeldDecision(2, "c", "accept", datetime.date(2026, 3, 5)),
        HeldDecision(2, "d", "accept", datetime.date(2025, 3, 5)),
    )
    told = annual(Holdings(documents, decided=decided), 2026, DAY, {"retain": 4}, days)

    assert told.total == AnnualRow(
        name="合计", documents=3, lawful=1, amend=1, unlawful=1, opinions=3, adopted=2, rejected=1,
        decided=2, days=15.5, overdue=1,
    )  # fmt: skip
    assert {row.name: row.documents for row in told.kinds} == {"办法": 2, "通知": 1}
    assert told.made == {"行政规范性文件": 1}
    assert told.total.adoption == pytest.approx(2 / 3)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store that an audit of generated drafts has filled."""
    folder = tmp_path_factory.mktemp("audit")
    make_drafts(folder / "drafts", 30)
    with open_store(folder / "s.db", create=True) as opened:
        Audit(opened, Reviewer(), AuditOptions(jobs=1)).run([folder / "drafts"])
    return folder / "s.db"


def test_the_command_on_an_audit(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = [str(store), "--statutes", "none", "--as-of", "2026-11-01"]
    assert run(["report", *common, "-f", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert run(["report", *common, "-o", str(tmp_path / "r.html")]) == 0
    assert run(["report", *common, "-f", "xlsx", "-o", str(tmp_path / "r.xlsx")]) == 0
    assert run(["report", *common, "--annual", str(datetime.date.today().year)]) == 0
    yearly = capsys.readouterr().out

    assert told["documents"] == told["reviewed"] == 30
    assert sum(group["documents"] for group in told["years"]) == 30
    assert told["findings"]["unlawful"] > 0
    assert sum(
        one["findings"]["unlawful"] + one["findings"]["improper"] for one in told["categories"]
    ) == sum(number for row in told["heat"].values() for number in row.values())
    tree = lxml_html.fromstring((tmp_path / "r.html").read_bytes())
    assert len(tree.xpath("//details[@data-issuer]")) >= len(told["worst"])
    rows = load_workbook(tmp_path / "r.xlsx")["审查发现"].max_row - 1
    assert rows == sum(told["findings"].values())
    assert "30 件" in yearly


def test_clean_up_of_an_audit(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cleanup", str(store), "-f", "json", "--statutes", "none", "--as-of", "2026-11-01"]) == 0
    listed = json.loads(capsys.readouterr().out)

    assert sum(listed["counts"].values()) + len(listed["apart"]) == 30
    expired = {entry["name"] for entry in listed["entries"] if entry["expires"] < "2026-11-01"}
    assert expired == {
        entry["name"]
        for entry in listed["entries"]
        if any(reason["kind"] == "expired" for reason in entry["reasons"])
    }


def test_decisions_and_failures_of_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = (
        "青禾县人民政府关于做好集贸市场管理的通知\n青政〔2025〕3号\n各乡镇人民政府：\n"
        "一、开办集贸市场的，应当经街道办事处核准后方可营业。\n青禾县人民政府\n2025年4月8日\n"
    )
    finding = Reviewer().review_text(draft, "a.txt").findings[0]
    decision = Decision(
        fingerprint=finding.fingerprint, verdict="accept", by="张三", date=datetime.date(2026, 3, 9)
    )
    path = make_store(
        tmp_path / "s.db",
        {"a.txt": draft, "b.txt": draft},
        decisions={"a.txt": [decision]},
        unreadable={"c.docx": "HF001 c.docx：打不开。换一个"},
    )

    assert run(["report", str(path), "--annual", "2026", "-f", "json", "--statutes", "none"]) == 0
    yearly = json.loads(capsys.readouterr().out)
    assert run(["report", str(path), "-f", "json", "--statutes", "none"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert (yearly["total"]["documents"], yearly["total"]["unread"], yearly["total"]["adopted"]) == (2, 1, 1)
    assert (yearly["total"]["days"], yearly["total"]["decided"]) == (5.0, 1)
    assert (told["documents"], told["copies"], told["unread"]) == (2, 1, 1)


def test_what_is_no_longer_there_is_not_counted(tmp_path: Path) -> None:
    drafts = {f"{name}.txt": f"青禾县人民政府关于{name}的通知\n一、做好有关工作。\n" for name in "甲乙丙"}
    path = make_store(tmp_path / "s.db", drafts)
    with open_store(path) as opened:
        with opened.write() as connection:
            gone = documents.update().where(documents.c.path == "甲.txt")
            connection.execute(gone.values(gone=True))
        held = list(StoreHoldings(opened, DAY).documents())
        clauses = list(StoreHoldings(opened, DAY).clauses(["有关工作"]))
        first = list(StoreHoldings(opened, DAY).documents({held[0].id}))

    assert [one.name for one in held] == ["乙.txt", "丙.txt"]
    assert {at for at, _, _ in clauses} == {one.id for one in held}
    assert first == held[:1]


def test_the_page_goes_into_a_pipe_and_not_to_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_store(tmp_path / "s.db", {})
    assert run(["report", str(path)]) == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["report", str(path)]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert "用 -o 写入文件，如 -o 报告.html" in shown.err


def test_what_the_command_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make_store(tmp_path / "s.db", {})
    for arguments, words in (
        ([str(path), "-f", "text"], "没有格式 text"),
        ([str(path), "-f", "xlsx"], "用 -o 写入文件"),
        ([str(path), "--annual", "2026", "-f", "html"], "没有格式 html"),
        ([str(path), "-o", str(path)], "会盖掉存档"),
        ([str(tmp_path / "none.db")], "没有这个存档"),
    ):
        assert run(["report", *arguments]) == 2
        assert words in capsys.readouterr().err
