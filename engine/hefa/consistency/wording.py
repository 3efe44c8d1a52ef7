"""The Chinese of an archive's consistency: headings, documents and clauses in one line, what was compared."""

from collections.abc import Iterator

from hefa.consistency.records import KINDS, Conflict, Consistency, Matter, Member, Place
from hefa.model.held import STATUS
from hefa.opinion.wording import RANKS, one_line

HEADING = "存档文件一致性检查（建议）"
DISCLAIMER = "本清单为工具提示：是否矛盾、重复，以哪一件为准，由制定机关、审核人员决定。"
GIVES_WAY = {"later": "在后的", "earlier": "在前的"}
UNDECIDED = "不能由规则定"


def summary(found: Consistency) -> str:
    """Return how many matters, and how many conflicts of each kind."""
    total = sum(found.counts.values())
    if not total:
        return f"比较 {found.coverage.documents} 件文件，没有发现矛盾、重复"
    counts = "，".join(
        f"{name} {found.counts[kind]} 处" for kind, name in KINDS.items() if found.counts[kind]
    )
    compared = found.coverage.documents
    return f"比较 {compared} 件文件：{len(found.matters)} 个事项有疑似问题 {total} 处（{counts}）"


def notes(found: Consistency) -> Iterator[str]:
    """Yield what was compared, what was not, and what this does not say."""
    told = found.coverage
    everyone = told.documents * (told.documents - 1) // 2
    yield f"效力状态按 {found.as_of} 计；{found.audit}"
    yield (
        f"按事项分组 {told.blocks} 组，量过相似程度 {told.measured} 对（全部两两比较要 {everyone} 对），"
        f"同一事项 {told.same_matter} 对，逐条比较 {told.compared} 对"
    )
    if told.not_in_force:
        yield f"没有比较已经废止、有效期届满的 {told.not_in_force} 件（--all 一并比较）"
    if told.unnamed:
        yield f"没有比较没有标题的、单独条款的 {told.unnamed} 件"
    if told.beyond:
        yield (
            "同一事项的文件很多的，每件只与在前的 10 件比较（先上下级，再按相似程度），"
            f"另有 {told.beyond} 对没有逐条比较"
        )
    if told.left_out:
        yield f"两件文件之间的问题很多的，只列 20 处，另有 {told.left_out} 处没有列出"
    if told.cut_blocks:
        named = "、".join(f"“{block.key}”{block.documents} 件" for block in told.cut[:5])
        yield (
            f"{told.cut_blocks} 组的文件超过上限，组内只比较日期最近的 {told.cut[0].compared} 件"
            f"（{named}{'等' if told.cut_blocks > 5 else ''}）；这些文件在别的组中仍然比较"
        )
    yield DISCLAIMER


def titled(matter: Matter) -> str:
    """Return the heading of a matter."""
    return f"{one_line(matter.name)}：文件 {len(matter.members)} 件，疑似问题 {len(matter.conflicts)} 处"


def named(member: Member) -> str:
    """Return a document's title and number."""
    title, number = one_line(member.title), one_line(member.document_number or "")
    return f"{title}（{number}）" if number and number not in title else title


def facts(member: Member) -> str:
    """Return whose a document is, its rank, date and status in one line."""
    parts = [
        one_line(member.issuer or "制定机关不明"),
        RANKS.get(member.rank, member.rank),
        member.date or "日期不明",
        STATUS[member.status] + (f"至 {member.expires}" if member.expires else ""),
    ]
    return "，".join(parts)


def kind_of(conflict: Conflict) -> str:
    """Return the kind of a conflict, with the number of clauses."""
    return KINDS[conflict.kind] + (f"（{conflict.count} 条）" if conflict.count > 1 else "")


def place_of(place: Place) -> str:
    """Return where a clause stands, with what it says."""
    label = one_line(place.label) or ("正文" if place.text else "全文")
    return f"文件{place.document} {label}" + (f"：{one_line(place.says)}" if place.says else "")


def way_of(conflict: Conflict) -> str:
    """Return which document should give way."""
    if conflict.gives_way is None:
        return UNDECIDED
    place = conflict.later if conflict.gives_way == "later" else conflict.earlier
    return f"文件{place.document}（{GIVES_WAY[conflict.gives_way]}）"
