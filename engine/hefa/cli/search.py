"""``hefa search``: clauses of an archive that have the words, as lines or JSON Lines."""

import datetime
import json
from dataclasses import asdict
from typing import Annotated

import typer

from hefa.cli.options import ArchiveStore, StoreDay
from hefa.cli.output import emit

HELP = """在存档的条文中检索，列出文件、效力状态和条文。

字句之间空格隔开表示都要有；三个字以上的用索引，更短的逐条比较，较慢。"""
EXCERPT = 80


def search(
    store: ArchiveStore,
    words: Annotated[str, typer.Argument(metavar="字句", help="条文中的字句。", show_default=False)],
    *,
    issuer: Annotated[str | None, typer.Option(metavar="名称", help="制定机关名称中的字。")] = None,
    year: Annotated[int | None, typer.Option(metavar="年份", help="成文年份。")] = None,
    status: Annotated[
        str | None,
        typer.Option(
            metavar="状态", help="in-force 现行有效、repealed 已废止、expired 有效期届满、not-yet 尚未施行。"
        ),
    ] = None,
    category: Annotated[
        str | None,
        typer.Option(metavar="类别", help="有这一类发现的文件，例如 行政许可（或者代码 permit）。"),
    ] = None,
    rank: Annotated[
        str | None, typer.Option(metavar="层级", help="效力层级，例如 规范性文件（或者代码 normative）。")
    ] = None,
    as_of: StoreDay = None,
    limit: Annotated[int, typer.Option(metavar="条数", min=1, max=10**6, help="最多列出的条数。")] = 20,
    form: Annotated[str, typer.Option("-f", "--format", metavar="格式", help="text 或者 json。")] = "text",
) -> None:
    """Print the clauses that have the words."""
    from hefa.archive import open_store  # noqa: PLC0415
    from hefa.choices import check_category, check_rank  # noqa: PLC0415
    from hefa.citations import check_day  # noqa: PLC0415
    from hefa.model.formats import chosen_format  # noqa: PLC0415
    from hefa.opinion.wording import one_line, shortened  # noqa: PLC0415

    chosen = chosen_format(form, ("text", "json"))
    day = check_day(as_of) or datetime.date.today()
    with open_store(store) as opened:
        from hefa.archive.search import Filters  # noqa: PLC0415
        from hefa.archive.search import search as found_in  # noqa: PLC0415
        from hefa.model.held import STATUS  # noqa: PLC0415

        filters = Filters(issuer, year, status, check_category(category), check_rank(rank))
        hits, more = found_in(opened, words, day, filters, limit)
    if chosen == "json":
        emit(f"{json.dumps(asdict(hit), ensure_ascii=False)}\n" for hit in hits)
        return
    lines = []
    for hit in hits:
        number = f"（{hit.number}）" if hit.number else ""
        known = (f"{hit.title or '（没有标题）'}{number}", hit.issuer or "制定机关不明", STATUS[hit.status])
        lines.append("　".join(map(one_line, known)))
        excerpt = shortened(one_line(hit.text), words.split(), EXCERPT)
        lines += [f"    {hit.label or '正文'}　{excerpt}", f"    {hit.path}"]
    told = f"列出 {len(hits)} 条，还有更多，用 --limit 放宽或者加上条件"
    lines.append(told if more else f"共 {len(hits)} 条")
    emit(["\n".join(lines) + "\n"])
