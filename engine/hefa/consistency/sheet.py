"""An archive's consistency as a workbook: pairs of clauses with room for the decision, documents, notes."""

from io import BytesIO

from hefa.consistency.records import CONTRADICTIONS, KINDS, Conflict, Consistency, Matter, Member, Place
from hefa.consistency.wording import HEADING, kind_of, named, notes, summary, way_of
from hefa.errors import OptionError
from hefa.model.held import STATUS
from hefa.opinion.table import MOST_ROWS, OPTIONS, Cell, Notes, describe, write_table
from hefa.opinion.wording import RANKS

RED, YELLOW = "#F8D7DA", "#FFF0CC"
DECISIONS = ["修改在后的", "修改在前的", "废止在前的", "都保留", "不是矛盾"]
PAIRS = (
    ("序号", 6), ("事项", 22), ("问题", 16),
    ("在后的文件", 34), ("效力状态", 11), ("条", 12), ("条文", 44),
    ("在前的文件", 34), ("效力状态", 11), ("条", 12), ("条文", 44),
    ("建议让步", 14), ("说明", 34), ("处理意见", 14), ("备注", 16),
)  # fmt: skip
DOCUMENTS = (
    ("事项", 22), ("文件", 8), ("标题", 44), ("发文字号", 18), ("制定机关", 22), ("效力层级", 14),
    ("成文日期", 12), ("有效期至", 12), ("效力状态", 12), ("存放位置", 40),
)  # fmt: skip


def render_sheet(found: Consistency) -> bytes:
    """Return the workbook."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415

    total = sum(found.counts.values())
    if total > MOST_ROWS:
        raise OptionError("-f xlsx", f"问题 {total} 处，一张表放不下", "用 -f json")
    out = BytesIO()
    with Workbook(out, OPTIONS) as book:
        describe(book, HEADING)
        listed = ((matter, conflict) for matter in found.matters for conflict in matter.conflicts)
        rows = (_row(number, *pair) for number, pair in enumerate(listed, 1))
        tints = {name: RED if kind in CONTRADICTIONS else YELLOW for kind, name in KINDS.items()}
        choices = ("处理意见", DECISIONS)
        write_table(book, "矛盾和重复", PAIRS, rows, frozen=3, tints=("问题", tints), choices=choices)
        members = (_member(matter, one) for matter in found.matters for one in matter.members)
        write_table(book, "文件", DOCUMENTS, members, frozen=3)
        Notes(book.add_worksheet("说明")).add((summary(found), *notes(found)))
    return out.getvalue()


def _row(number: int, matter: Matter, conflict: Conflict) -> list[Cell]:
    sides = (*_side(matter, conflict.later), *_side(matter, conflict.earlier))
    return [
        number,
        matter.name,
        kind_of(conflict),
        *sides,
        way_of(conflict),
        conflict.proposal,
        "",
        "",
    ]


def _member(matter: Matter, one: Member) -> list[Cell]:
    return [
        matter.name,
        one.number,
        one.title,
        one.document_number or "",
        one.issuer or "",
        RANKS.get(one.rank, one.rank),
        one.date or "",
        one.expires or "",
        STATUS[one.status],
        one.name,
    ]


def _side(matter: Matter, place: Place) -> list[Cell]:
    member = matter.members[place.document - 1]
    said = f"【{place.says}】" if place.says else ""
    return [
        f"文件{member.number} {named(member)}",
        STATUS[member.status],
        place.label or ("正文" if place.text else "全文"),
        said + place.text,
    ]
