"""A clean-up list as a workbook: the list with room for the decision, what is not on it, and a summary."""

from collections.abc import Iterable
from io import BytesIO

from hefa.cleanup.records import KINDS, PROPOSALS, CleanupList, Entry, Proposal
from hefa.cleanup.wording import HEADING, notes, summary, told
from hefa.errors import OptionError
from hefa.opinion.table import MOST_ROWS, OPTIONS, Cell, Notes, describe, write_table

COLOURS: dict[Proposal, str] = {
    "invalid": "#F8D7DA",
    "repeal": "#F8D7DA",
    "amend": "#FFF0CC",
    "retain": "#DFF0E1",
}
DECISIONS = ["继续有效", "修改", "废止", "宣布失效", "延续有效期"]
LIST = (
    ("序号", 6), ("标题", 40), ("发文字号", 18), ("制定机关", 22), ("成文日期", 12), ("有效期至", 12),
    ("清理建议", 15), ("理由", 20), ("说明", 64), ("清理结论", 12), ("责任单位", 14), ("备注", 18),
    ("文件", 28),
)  # fmt: skip
APART = (("序号", 6), ("标题", 44), ("没有列入的原因", 70), ("文件", 40))


def render_sheet(listed: CleanupList) -> bytes:
    """Return the workbook."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415

    if len(listed.entries) > MOST_ROWS:
        raise OptionError(
            "-f xlsx", f"文件 {len(listed.entries)} 件，一张表放不下", "用 --statute 分批，或者用 -f json"
        )
    out = BytesIO()
    with Workbook(out, {**OPTIONS, "in_memory": False, "constant_memory": True}) as book:
        describe(book, HEADING)
        rows = (_row(number, entry) for number, entry in enumerate(listed.entries, 1))
        tints = ("清理建议", {PROPOSALS[code]: colour for code, colour in COLOURS.items()})
        write_table(book, "清理清单", LIST, rows, frozen=2, tints=tints, choices=("清理结论", DECISIONS))
        if listed.apart:
            apart: Iterable[list[Cell]] = (
                [at, one.title or "", one.why, one.name] for at, one in enumerate(listed.apart, 1)
            )
            write_table(book, "没有列入", APART, apart, frozen=2)
        Notes(book.add_worksheet("说明")).add((summary(listed), *notes(listed)))
    return out.getvalue()


def _row(number: int, entry: Entry) -> list[Cell]:
    return [
        number,
        entry.title or "",
        entry.number or "",
        entry.issuer or "",
        str(entry.date or ""),
        str(entry.expires or ""),
        PROPOSALS[entry.proposal],
        "、".join(dict.fromkeys(KINDS[reason.kind] for reason in entry.reasons)),
        "　".join(f"{at}. {told(reason)}" for at, reason in enumerate(entry.reasons, 1)),
        "",
        "",
        "",
        entry.name,
    ]
