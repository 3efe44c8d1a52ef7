"""Reasons from the consistency of the archive: a document that should give way to another on its matter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from hefa.cleanup.records import Reason
from hefa.consistency.records import CONTRADICTIONS, KINDS, Consistency, Member

_SHOWN = 3
"""Contradictions that are told in words; the places are all given."""


def unfit_reasons(found: Consistency) -> Mapping[str, tuple[Reason, ...]]:
    """Return the reasons by the path of the document that should give way."""
    superseded = defaultdict[str, list[str]](list)
    unlike = defaultdict[str, list[tuple[str, str]]](list)
    for matter in found.matters:
        for one in matter.conflicts:
            sides = (one.later, one.earlier) if one.gives_way == "later" else (one.earlier, one.later)
            yields, stays = (matter.members[place.document - 1] for place in sides)
            if one.kind == "superseded":
                superseded[yields.name].append(f"{_called(stays)}（{stays.date or '日期不明'}）")
            elif one.kind in CONTRADICTIONS and one.gives_way is not None:
                said = f"{KINDS[one.kind]}：{_called(stays)}{sides[1].label}（{sides[1].says}）"
                unlike[yields.name].append((sides[0].label or "正文", said))
    reasons = defaultdict[str, list[Reason]](list)
    for name, later in superseded.items():
        says = f"同一机关后来就同一事项制定了{later[-1]}，没有写明废止本文件"
        reasons[name].append(Reason(kind="same-matter", proposal="repeal", says=says))
    for name, places in unlike.items():
        reasons[name].append(_unlike(places))
    return {name: tuple(listed) for name, listed in reasons.items()}


def _unlike(places: Iterable[tuple[str, str]]) -> Reason:
    listed = list(places)
    told = "；".join(dict.fromkeys(said for _, said in listed[:_SHOWN]))
    more = f"等 {len(listed)} 处" if len(listed) > _SHOWN else ""
    return Reason(
        kind="contradicts",
        proposal="amend",
        says=f"{told}{more}",
        places=tuple(dict.fromkeys(place for place, _ in listed)),
    )


def _called(member: Member) -> str:
    inner = member.title.strip("《》").translate(str.maketrans("《》", "〈〉"))
    number = member.document_number
    return f"《{inner}》" + (f"（{number}）" if number and number not in inner else "")
