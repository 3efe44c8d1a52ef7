"""``hefa report``: a store in; the whole archive in figures out, or the figures of one year."""

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hefa.cli.cleanup import check_not_store
from hefa.cli.options import ArchiveStore, Library, Output, Rules, StoreDay
from hefa.cli.output import check_shown, emit, look, save

if TYPE_CHECKING:
    from hefa.model.base import Record
    from hefa.model.citation import Statutes
    from hefa.model.held import Holdings
    from hefa.model.pack import RulePack

HELP = """汇总存档的审查结果：一个不需要网络的网页、台账（xlsx），或者数据（json）。

--annual 年份：司法行政部门每年上报的数字，按效力层级、文种、制定机关。"""


def report(
    store: ArchiveStore,
    *,
    form: Annotated[
        str | None,
        typer.Option("-f", "--format", metavar="格式", help="html、xlsx、json；年度统计：text、xlsx、json。"),
    ] = None,
    out: Output = None,
    annual: Annotated[
        int | None, typer.Option(metavar="年份", help="只统计这一年，例如 2026。", min=1950, max=9999)
    ] = None,
    worst: Annotated[
        int, typer.Option(metavar="件数", help="列出问题最多的多少件文件。", min=0, max=200)
    ] = 20,
    as_of: StoreDay = None,
    statutes: Library = None,
    rules: Rules = None,
) -> None:
    """Write the report."""
    from hefa.archive import open_store  # noqa: PLC0415
    from hefa.citations import check_day, open_statutes  # noqa: PLC0415
    from hefa.cli.options import library as library_at  # noqa: PLC0415
    from hefa.pack import load_packs  # noqa: PLC0415
    from hefa.report import check_format  # noqa: PLC0415

    chosen, day = check_format(form, annual=annual is not None), check_day(as_of) or datetime.date.today()
    check_shown(chosen, out, "报告")
    check_not_store(out, store)
    library, pack = open_statutes(library_at(statutes)), load_packs(rules or ())
    with open_store(store) as opened:
        from hefa.archive.holdings import StoreHoldings  # noqa: PLC0415

        holdings = StoreHoldings(opened, day)
        if annual is not None:
            end = min(day, datetime.date(annual, 12, 31))
            content = _annual(holdings, pack, library, end, year=annual, form=chosen, out=out)
        else:
            content = _whole(holdings, pack, library, day, worst=worst, form=chosen)
    if isinstance(content, str):
        emit([content], out)
    elif out is not None:
        save(content, out)


def _whole(
    holdings: "Holdings",
    pack: "RulePack",
    library: "Statutes | None",
    day: datetime.date,
    *,
    worst: int,
    form: str,
) -> str | bytes:
    from hefa.cite import Laws, Norms  # noqa: PLC0415
    from hefa.report import count  # noqa: PLC0415

    laws = Laws(Norms(pack.tables), library)
    counted = count(holdings, laws, day, statutes=library.version if library else None, worst=worst)
    if form == "json":
        return _json(counted.figures)
    if form == "xlsx":
        from hefa.report.sheet import render_sheet  # noqa: PLC0415

        return render_sheet(counted.figures, holdings)
    from hefa.report.page import render_html  # noqa: PLC0415

    return render_html(counted.figures, holdings.documents(counted.shown))


def _annual(
    holdings: "Holdings",
    pack: "RulePack",
    library: "Statutes | None",
    day: datetime.date,
    *,
    year: int,
    form: str,
    out: Path | None,
) -> str | bytes:
    from hefa.cleanup import clean_up  # noqa: PLC0415
    from hefa.dossier.workdays import WorkCalendar  # noqa: PLC0415
    from hefa.report.annual import annual  # noqa: PLC0415
    from hefa.report.annualform import render_sheet, render_text  # noqa: PLC0415

    listed = clean_up(holdings, pack.tables, library, day)
    figures = annual(holdings, year, day, listed.counts, WorkCalendar().between)
    if form == "json":
        return _json(figures)
    if form == "xlsx":
        return render_sheet(figures)
    colour, width = look(out)
    return render_text(figures, color=colour, width=width)


def _json(figures: "Record") -> str:
    return json.dumps(figures.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
