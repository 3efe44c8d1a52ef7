"""``hefa consistency``: a store in; what contradicts and repeats between its documents out."""

import datetime
from typing import Annotated

import typer

from hefa.cli.cleanup import check_not_store
from hefa.cli.options import ArchiveStore, Output, StoreDay
from hefa.cli.output import check_shown, emit, look, save

HELP = """检查存档的文件之间是否一致：期限、数额、机关、条件不同，条款重复，被代替而没有写明废止。

列出两件文件的条文、效力状态，并建议哪一件让步：下位的、在前的。按事项分组比较，不是两两比较。"""


def consistency(
    store: ArchiveStore,
    *,
    form: Annotated[
        str, typer.Option("-f", "--format", metavar="格式", help="text、json、xlsx、html。")
    ] = "text",
    out: Output = None,
    all_states: Annotated[
        bool, typer.Option("--all", help="已经废止、有效期届满的文件也比较；省略则只比较有效的。")
    ] = False,
    as_of: StoreDay = None,
) -> None:
    """Write what does not fit."""
    from hefa.archive import open_store  # noqa: PLC0415
    from hefa.citations import check_day  # noqa: PLC0415
    from hefa.consistency.formats import check_format, render_json  # noqa: PLC0415

    chosen, day = check_format(form), check_day(as_of) or datetime.date.today()
    check_shown(chosen, out, "一致性")
    check_not_store(out, store)
    with open_store(store) as opened:
        from hefa.archive.holdings import StoreHoldings  # noqa: PLC0415
        from hefa.archive.texts import StoreTexts  # noqa: PLC0415
        from hefa.consistency import find_conflicts  # noqa: PLC0415

        audit = StoreHoldings(opened, day).versions
        found = find_conflicts(StoreTexts(opened, day), day, audit, all_states=all_states)
    if chosen == "json":
        emit([render_json(found)], out)
    elif chosen == "xlsx" and out is not None:
        from hefa.consistency.sheet import render_sheet  # noqa: PLC0415

        save(render_sheet(found), out)
    elif chosen == "html":
        from hefa.consistency.page import render_html  # noqa: PLC0415

        emit([render_html(found)], out)
    else:
        from hefa.consistency.text import render_text  # noqa: PLC0415

        colour, width = look(out)
        emit([render_text(found, color=colour, width=width)], out)
