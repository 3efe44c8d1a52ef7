"""``hefa cleanup``: a store in, the clean-up list of its documents out."""

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hefa.cli.audit import progress
from hefa.cli.options import ArchiveStore, Library, Output, Rules
from hefa.cli.output import check_shown, emit, look, save, warn
from hefa.errors import OptionError

if TYPE_CHECKING:
    from hefa.archive.store import Store
    from hefa.model.citation import Statutes

HELP = """列出存档中每件文件的清理建议：继续有效、修改、废止、宣布失效，并写明理由。

理由：有效期届满，依据已经废止、修订或者条号变动，被后来的文件废止或者代替，内容疑似违法，机关已经撤并。
--consistency 再加上与同一事项的其他文件不一致、应当让步的。"""


def cleanup(
    store: ArchiveStore,
    *,
    form: Annotated[str, typer.Option("-f", "--format", metavar="格式", help="text、xlsx、json。")] = "text",
    out: Output = None,
    statute: Annotated[
        str | None,
        typer.Option(
            metavar="名称",
            help="只列引用这部法律、法规、规章的文件，例如 行政处罚法；法规库变了的，先重审这些文件。",
        ),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="日期", help="清理基准日，例如 2026-06-01；省略为今天。")
    ] = None,
    consistency: Annotated[
        bool,
        typer.Option("--consistency", help="同时检查文件之间的矛盾和代替（见 hefa consistency），较慢。"),
    ] = False,
    statutes: Library = None,
    rules: Rules = None,
    jobs: Annotated[
        int,
        typer.Option("-j", "--jobs", metavar="个数", min=0, help="重审的工作进程数；0 表示处理器的个数。"),
    ] = 0,
) -> None:
    """Write the clean-up list."""
    from hefa.archive import open_store  # noqa: PLC0415
    from hefa.citations import check_day, open_statutes  # noqa: PLC0415
    from hefa.cleanup import check_format, clean_up, is_known, law_key, render_json  # noqa: PLC0415
    from hefa.cli.options import library as library_at  # noqa: PLC0415
    from hefa.pack import load_packs  # noqa: PLC0415

    chosen, day = check_format(form), check_day(as_of) or datetime.date.today()
    check_shown(chosen, out, "清理清单")
    check_not_store(out, store)
    library = open_statutes(library_at(statutes))
    with open_store(store) as opened:
        from hefa.archive.holdings import StoreHoldings  # noqa: PLC0415

        tables = load_packs(rules or ()).tables
        if statute and library is not None:
            _review_again(opened, law_key(statute, tables), rules or (), library_at(statutes), jobs)
        holdings, found = StoreHoldings(opened, day), None
        if consistency:
            from hefa.archive.texts import StoreTexts  # noqa: PLC0415
            from hefa.consistency import find_conflicts  # noqa: PLC0415

            found = find_conflicts(StoreTexts(opened, day), day, holdings.versions)
        listed = clean_up(holdings, tables, library, day, statute, consistency=found)
    if statute and not listed.entries and not listed.apart:
        _say_uncited(statute, library, known=is_known(statute, tables, library))
    if chosen == "json":
        emit(render_json(listed), out)
    elif chosen == "xlsx" and out is not None:
        from hefa.cleanup.sheet import render_sheet  # noqa: PLC0415

        save(render_sheet(listed), out)
    else:
        from hefa.cleanup.text import render_text  # noqa: PLC0415

        colour, width = look(out)
        emit([render_text(listed, color=colour, width=width)], out)


def _say_uncited(name: str, library: "Statutes | None", *, known: bool) -> None:
    """Tell that no document cites a law, which may be a slip of the name: where none knows it, an error."""
    where, problem = f"--statute {name}", "存档中没有文件引用它"
    if not known and library is not None:
        raise OptionError(where, f"{problem}，法规库中也没有", "检查名称，可用的见 hefa statutes list")
    warn(f"{where}：{problem}" + ("" if known else "；没有法规库，不能核对名称是否写对"))


def _review_again(store: "Store", key: str, rules: Sequence[Path], library: Path | None, jobs: int) -> None:
    """Review again the documents that cite a law and rest on what the library now has otherwise."""
    from hefa.audit import renew, to_renew  # noqa: PLC0415
    from hefa.review import Reviewer  # noqa: PLC0415

    reviewer = Reviewer(rules, statutes=library)
    renewal = to_renew(store, key, reviewer)
    if renewal.paths:
        warn(f"法规库在审查以后有变动，先重审引用《{key}》的文件：{len(renewal.paths)} 件")
        with progress() as watch:
            renew(store, renewal, reviewer, jobs or os.cpu_count() or 1, watch)
    if renewal.missing:
        warn(f"还有 {renewal.missing} 件引用它的文件不在原处，内容的理由是上一次审查的")
    if renewal.other:
        warn(f"还有 {renewal.other} 件引用它的文件审查时的规则、选项不同，没有重审；先运行 hefa audit")


def check_not_store(out: Path | None, store: str) -> None:
    """Refuse to write over the store that is read."""
    if out is not None and "://" not in store and out.resolve() == Path(store).resolve():
        raise OptionError(f"-o {out}", "会盖掉存档", "换一个文件名")
