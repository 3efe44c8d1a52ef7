"""The archive of documents in force: searched, told in figures, cleaned up."""

import datetime
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from fastapi import APIRouter, Response

from hefa.archive import open_store
from hefa.archive.holdings import StoreHoldings
from hefa.archive.search import Filters, search
from hefa.citations import check_day, open_statutes
from hefa.cite import Laws, Norms
from hefa.cleanup import CleanupList, check_format, clean_up, is_known
from hefa.cleanup.records import PROPOSALS
from hefa.cleanup.wording import named, notes, summary, told
from hefa.dossier.workdays import WorkCalendar
from hefa.errors import ArchiveError
from hefa.model.category import CATEGORIES
from hefa.model.citation import Statutes
from hefa.model.held import STATUS
from hefa.model.rule import SEVERITY
from hefa.opinion.wording import CONCLUSION, RANKS, marked, one_line, shortened
from hefa.pack import load_packs
from hefa.report import check_format as check_report
from hefa.report import count
from hefa.report.annual import Annual, annual
from hefa.report.annualform import render_sheet as annual_sheet
from hefa.report.page import render_html
from hefa.report.sheet import render_sheet
from hefa.report.tally import Counted
from hefa.report.wording import notes as report_notes
from hefa.service.keys import need
from hefa.workbench.bench import Visit, Visitor, attachment

router = APIRouter()
SEARCH, REPORT, CLEANUP = "/archive/search", "/archive/report", "/archive/cleanup"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST, EXCERPT, WORST = 50, 160, 20
MOST_ROWS, MOST_ENTRIES = 20, 300
"""Rows of a table of figures, and documents of the clean-up list, on a page; the workbook has all."""
_POLICY = re.compile('<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


@dataclass(frozen=True, slots=True)
class Open:
    """The archive as of a day, with the laws by which its citations are judged."""

    holdings: StoreHoldings
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    statutes: Statutes | None
    day: datetime.date

    def counted(self) -> Counted:
        """Return the figures of the whole archive."""
        version = self.statutes.version if self.statutes else None
        laws = Laws(Norms(self.tables), self.statutes)
        return count(self.holdings, laws, self.day, statutes=version, worst=WORST)

    def cleaned(self, statute: str | None) -> CleanupList:
        """Return what is proposed for each document."""
        return clean_up(self.holdings, self.tables, self.statutes, self.day, statute)

    def uncited(self, listed: CleanupList) -> str:
        """Tell that nothing cites the law of a list, which may be a slip of its name."""
        if listed.statute is None or listed.entries or listed.apart:
            return ""
        if is_known(listed.statute, self.tables, self.statutes):
            return "存档中没有文件引用它。"
        unknown = "法规库中也没有" if self.statutes else "也没有法规库可以核对"
        return f"存档中没有文件引用它，{unknown}：请检查名称是否写对。"


@router.get(SEARCH)
def found(
    visitor: Visit,
    *,
    words: str = "",
    issuer: str = "",
    year: str = "",
    status: str = "",
    category: str = "",
    rank: str = "",
) -> Response:
    """Search the clauses of the archive."""
    need(visitor.account, "reviewer")
    asked = {"words": words, "issuer": issuer, "year": year, "status": status, "category": category}
    asked["rank"] = rank
    hits, more = [], False
    if words.strip() and visitor.bench.settings.store:
        number = int(year) if year.isascii() and year.isdecimal() else None
        filters = Filters(
            issuer or None, number, status or None, category if category in CATEGORIES else None, rank or None
        )
        with open_store(_where(visitor)) as store:
            listed, more = search(store, words, visitor.today, filters, MOST)
        hits = [
            (hit, PurePosixPath(hit.path).name, STATUS[hit.status], _excerpt(hit.text, words.split()))
            for hit in listed
        ]
    return visitor.page(
        "search",
        SEARCH,
        has_archive=visitor.bench.settings.store is not None,
        asked=asked,
        hits=hits,
        more=more,
        statuses=STATUS,
        categories=CATEGORIES,
        ranks=RANKS,
    )


@router.get(REPORT)
def report(visitor: Visit, as_of: str = "", year: str = "") -> Response:
    """Tell the archive in figures, and those of one year where it is named."""
    need(visitor.account, "reviewer")
    if visitor.bench.settings.store is None:
        return visitor.page("report", REPORT, figures=None)
    with _opened(visitor, as_of) as archive:
        figures = archive.counted().figures
        yearly = _annual(archive, int(year)) if _is_year(year) else None
    return visitor.page(
        "report",
        REPORT,
        figures=figures,
        annual=yearly,
        as_of=str(figures.as_of),
        year=year,
        severities=SEVERITY,
        conclusions=CONCLUSION,
        categories=CATEGORIES,
        most=MOST_ROWS,
        notes=list(report_notes(figures)),
    )


@router.get("/archive/report.html")
def report_page(visitor: Visit, as_of: str = "") -> Response:
    """Give the whole report as a page of its own, under the policy that it names itself."""
    need(visitor.account, "reviewer")
    check_report("html", annual=False)
    with _opened(visitor, as_of) as archive:
        counted = archive.counted()
        whole = render_html(counted.figures, archive.holdings.documents(counted.shown))
    named_policy = _POLICY.search(whole)
    policy = named_policy[1].replace("&#39;", "'") if named_policy else "default-src 'none'"
    headers = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'; sandbox allow-scripts"}
    return Response(whole, 200, {**headers, "Cache-Control": "no-store"}, "text/html; charset=utf-8")


@router.get("/archive/report.xlsx")
def report_sheet(visitor: Visit, as_of: str = "", year: str = "") -> Response:
    """Give the ledger of the archive, or the figures of a year, as a workbook."""
    need(visitor.account, "reviewer")
    check_report("xlsx", annual=_is_year(year))
    with _opened(visitor, as_of) as archive:
        if _is_year(year):
            return attachment(annual_sheet(_annual(archive, int(year))), f"{year}年统计.xlsx", XLSX)
        content = render_sheet(archive.counted().figures, archive.holdings)
    return attachment(content, "档案台账.xlsx", XLSX)


@router.get(CLEANUP)
def cleanup(visitor: Visit, as_of: str = "", statute: str = "") -> Response:
    """List what should become of each document."""
    need(visitor.account, "reviewer")
    if visitor.bench.settings.store is None:
        return visitor.page("cleanup", CLEANUP, listed=None)
    with _opened(visitor, as_of) as archive:
        listed = archive.cleaned(statute.strip() or None)
        said = archive.uncited(listed)
    shown = [
        (named(entry), entry.issuer or "", entry.date, entry.proposal, [told(one) for one in entry.reasons])
        for entry in listed.entries[:MOST_ENTRIES]
    ]
    groups = [(code, list(members)) for code, members in groupby(shown, key=lambda entry: entry[3])]
    return visitor.page(
        "cleanup",
        CLEANUP,
        listed=listed,
        groups=groups,
        left=max(len(listed.entries) - MOST_ENTRIES, 0),
        proposals=PROPOSALS,
        summary=summary(listed),
        as_of=str(listed.as_of),
        statute=statute,
        said=said,
        notes=list(notes(listed)),
    )


@router.get("/archive/cleanup.xlsx")
def cleanup_sheet(visitor: Visit, as_of: str = "", statute: str = "") -> Response:
    """Give the clean-up list as a workbook."""
    from hefa.cleanup.sheet import render_sheet as cleanup_book  # noqa: PLC0415

    need(visitor.account, "reviewer")
    check_format("xlsx")
    with _opened(visitor, as_of) as archive:
        content = cleanup_book(archive.cleaned(statute.strip() or None))
    return attachment(content, "文件清理清单.xlsx", XLSX)


@contextmanager
def _opened(visitor: Visitor, as_of: str) -> Iterator[Open]:
    settings, day = visitor.bench.settings, check_day(as_of or None) or visitor.today
    pack = load_packs(settings.rules)
    with open_store(_where(visitor)) as store:
        yield Open(StoreHoldings(store, day), pack.tables, open_statutes(settings.statutes), day)


def _where(visitor: Visitor) -> str:
    if visitor.bench.settings.store is None:
        raise ArchiveError("存档", "服务没有存档", "用 hefa audit 建立存档，启动服务时用 --store 写明")
    return visitor.bench.settings.store


def _annual(archive: Open, year: int) -> Annual:
    end = min(archive.day, datetime.date(year, 12, 31))
    of_year = Open(archive.holdings, archive.tables, archive.statutes, end)
    return annual(archive.holdings, year, end, of_year.cleaned(None).counts, WorkCalendar().between)


def _is_year(words: str) -> bool:
    return words.isascii() and words.isdecimal() and 1950 <= int(words) <= 9999


def _excerpt(text: str, words: list[str]) -> list[str]:
    """Return the words of a clause around what was looked for, in pieces, every second one found."""
    line = shortened(one_line(text), words, EXCERPT)
    pieces, at = [], 0
    for start, end in marked(line, words):
        pieces += [line[at:start], line[start:end]]
        at = end
    return [*pieces, line[at:]]
