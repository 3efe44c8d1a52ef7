"""The yearly figures as text and as a workbook."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from rich.text import Text

from hefa.cleanup.records import PROPOSALS
from hefa.opinion.table import OPTIONS, Cell, describe, write_table
from hefa.opinion.text import print_lines
from hefa.opinion.wording import CONCLUSION
from hefa.report.annual import Annual, AnnualRow
from hefa.report.wording import DISCLAIMER

COLUMNS = (
    ("", 30), ("文件", 10), *((CONCLUSION[code], 14) for code in ("lawful", "amend", "unlawful")),
    ("不属于审查范围", 15), ("没有读出", 10), ("提出意见（处）", 15), ("采纳（处）", 11),
    ("不采纳（处）", 12), ("采纳率", 9), ("办结文件", 10), ("平均工作日", 11), ("超期", 8),
)  # fmt: skip
BLOCKS = (("效力层级", "ranks"), ("文种", "kinds"), ("制定机关", "issuers"))


def heading(figures: Annual) -> str:
    """Return what the figures are called."""
    return f"{figures.year} 年合法性审查统计"


def notes(figures: Annual) -> Iterator[str]:
    """Yield how the figures are counted, and what they lack."""
    yield "文件：当年首次审查的文件；提出意见：疑似违法和疑似不当，不含提示"
    yield (
        f"采纳、不采纳：当年的审核决定；用时：首次审查的次日至最后一个决定的工作日，"
        f"超过 {figures.limit} 个工作日的为超期"
    )
    yield f"{figures.audit}；清理建议的基准日 {figures.as_of}"
    yield figures.missing
    yield DISCLAIMER


def render_text(figures: Annual, *, color: bool, width: int) -> str:
    """Return the figures as lines at most ``width`` cells wide."""
    return print_lines(_lines(figures), color=color, width=width)


def _lines(figures: Annual) -> Iterator[tuple[Text, int]]:
    yield Text(heading(figures), "bold"), 0
    yield Text(_said(figures.total)), 0
    for name, field in BLOCKS:
        rows: Sequence[AnnualRow] = getattr(figures, field)
        yield Text(""), 0
        yield Text(f"按{name}", "bold"), 0
        for row in rows:
            yield Text(f"  {row.name}：{_said(row)}"), 4
    yield Text(""), 0
    made = "，".join(f"{name} {count} 件" for name, count in figures.made.items()) or "没有"
    yield Text(f"成文日期在 {figures.year} 年的文件：{made}"), 2
    listed = "，".join(f"{name} {figures.cleanup[code]} 件" for code, name in PROPOSALS.items())
    yield Text(f"清理建议：{listed}"), 2
    yield Text(""), 0
    for note in notes(figures):
        yield Text(note), 0


def _said(row: AnnualRow) -> str:
    outcomes = zip(COLUMNS[2:7], (row.lawful, row.amend, row.unlawful, row.outside, row.unread), strict=True)
    told = "，".join(f"{name} {count}" for (name, _), count in outcomes if count)
    parts = [f"{row.documents} 件" + (f"（{told}）" if told else "")]
    parts += [f"提出意见 {row.opinions} 处"] if row.opinions else []
    if row.adoption is not None:
        parts.append(f"采纳 {row.adopted} 处、不采纳 {row.rejected} 处，采纳率 {row.adoption:.1%}")
    if row.days is not None:
        parts.append(f"办结 {row.decided} 件，平均 {row.days} 个工作日，超期 {row.overdue} 件")
    return "；".join(parts)


def render_sheet(figures: Annual) -> bytes:
    """Return the workbook: a sheet for each way of grouping, each with the total, and one of notes."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415

    out = BytesIO()
    with Workbook(out, OPTIONS) as book:
        describe(book, heading(figures))
        for name, field in BLOCKS:
            rows = [_cells(figures.total), *map(_cells, getattr(figures, field))]
            columns = ((name, COLUMNS[0][1]), *COLUMNS[1:])
            write_table(book, name, columns, rows)
        other: list[list[Cell]] = [[f"成文日期在当年：{name}", count] for name, count in figures.made.items()]
        other += [[f"清理：{name}", figures.cleanup[code]] for code, name in PROPOSALS.items()]
        write_table(book, "制定和清理", (("项目", 44), ("件", 10)), other).add(notes(figures))
    return out.getvalue()


def _cells(row: AnnualRow) -> list[Cell]:
    adoption = f"{row.adoption:.1%}" if row.adoption is not None else ""
    return [
        row.name,
        *(row.documents, row.lawful, row.amend, row.unlawful, row.outside, row.unread),
        *(row.opinions, row.adopted, row.rejected, adoption, row.decided),
        "" if row.days is None else row.days,
        row.overdue,
    ]
