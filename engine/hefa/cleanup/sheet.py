"""A clean-up list as a workbook: the list with room for the decision, what is not on it, and a summary."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from hefa.cleanup.records import KINDS, PROPOSALS, CleanupList, Entry, Proposal
from hefa.cleanup.wording import HEADING, notes, summary, told
from hefa.errors import OptionError
from hefa.opinion.table import MOST_ROWS, OPTIONS, PLAIN, Cell, describe, fit, write_table

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

COLOURS = {"invalid": "#F8D7DA", "repeal": "#F8D7DA", "amend": "#FFF0CC", "retain": "#DFF0E1"}
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
        _write_list(book, listed)
        if listed.apart:
            rows: list[list[Cell]] = [
                [number, one.title or "", one.why, one.name] for number, one in enumerate(listed.apart, 1)
            ]
            plain = book.add_format(PLAIN)
            write_table(book, book.add_worksheet("没有列入"), APART, rows, lambda _r, _c: plain, frozen=2)
        sheet = book.add_worksheet("说明")
        for line, said in enumerate((summary(listed), *notes(listed))):
            sheet.write_string(line, 0, fit(said))
    return out.getvalue()


def _write_list(book: "Workbook", listed: CleanupList) -> None:
    sheet = book.add_worksheet("清理清单")
    plain = book.add_format(PLAIN)
    coloured = {code: book.add_format({**PLAIN, "bg_color": colour}) for code, colour in COLOURS.items()}
    names = [name for name, _ in LIST]
    proposed, decided = names.index("清理建议"), names.index("清理结论")
    given: list[Proposal] = []
    rows = write_table(
        book,
        sheet,
        LIST,
        _rows(listed.entries, given),
        lambda row, column: coloured[given[row]] if column == proposed else plain,
        frozen=2,
    )
    if rows:
        sheet.data_validation(1, decided, rows, decided, {"validate": "list", "source": DECISIONS})


def _rows(entries: Iterable[Entry], given: list[Proposal]) -> Iterator[list[Cell]]:
    """Yield the cells of each entry; its proposal is added to ``given`` before."""
    for number, entry in enumerate(entries, 1):
        given.append(entry.proposal)
        yield _row(number, entry)


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
