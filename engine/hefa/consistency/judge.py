"""Which of two documents should give way, as a proposal: by rank, by whose they are, by their dates.

After 立法法 (2023) 第九十九条、第一百条、第一百零二条、第一百零三条、第一百零六条; for documents that are no
legislation the same order is followed by analogy.
"""

from dataclasses import dataclass

from hefa.consistency.records import Kind, Side
from hefa.relate.existing import ExistingDocument
from hefa.relate.places import in_line
from hefa.relate.standing import is_later, standing

_RANKS = ("law", "administrative-regulation", "local-regulation", "rules", "normative", "other")
_NATIONAL = {"state", "ministry"}
_NAMES = {"later": "在后", "earlier": "在前"}
_BY_LEVEL: dict[str, tuple[Side | None, str]] = {
    "superior": ("later", "在前的是层级较高的机关的文件"),
    "inferior": ("earlier", "在后的是层级较高的机关的文件"),
    "other": (None, "两个机关的文件，没有上下级关系或者看不出来，可以报共同的上一级机关决定"),
}
"""Which gives way by how the earlier one stands to the later one."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document with its rank."""

    document: ExistingDocument
    rank: str

    @property
    def height(self) -> int:
        """The place of its rank, the highest first."""
        return _RANKS.index(self.rank) if self.rank in _RANKS else len(_RANKS)


def proposed(kind: Kind, later: Ranked, earlier: Ranked) -> tuple[Side | None, str]:
    """Return the side that should give way, where a rule says so, and what is proposed."""
    if kind == "same-document":
        return None, "疑似同一文件存了两份，建议核对文字，只留正式的一份"
    if kind == "superseded":
        says = "同一机关、同一事项、同一文种，建议写明废止在前的文件；两件并行的，写明各自适用的范围"
        return "earlier", says
    side, why = _order(later, earlier)
    if kind == "duplicate":
        if side == "later":
            return side, f"{why}，疑似照录，建议删去重复的条款，只写细化的内容"
        return side, "疑似重复规定，建议只在一件中规定，其他的写“按照该文件执行”"
    if side is None:
        return None, f"{why}，建议协商一致后修改"
    kept = "earlier" if side == "later" else "later"
    return side, f"{why}，建议以{_NAMES[kept]}的为准，修改{_NAMES[side]}的；有特别规定的除外"


def _order(later: Ranked, earlier: Ranked) -> tuple[Side | None, str]:
    """Return which gives way, and the reason; none where only an organ above both can say."""
    if later.height != earlier.height:
        return _by_rank(later, earlier)
    stands = standing(later.document, earlier.document)
    if stands == "own":
        if is_later(later.document, earlier.document):
            return "earlier", "同一机关的两件文件，新的规定优于旧的规定"
        return None, "同一机关的两件文件，先后不明"
    if later.rank == "rules" and {later.document.level, earlier.document.level} & _NATIONAL:
        return None, "规章之间效力相同，由国务院裁决"
    if stands != "other" and not in_line(later.document.places, earlier.document.places):
        return None, "两个机关的文件，看不出有没有隶属关系"
    return _BY_LEVEL[stands]


def _by_rank(later: Ranked, earlier: Ranked) -> tuple[Side | None, str]:
    levels = {one.document.level for one in (later, earlier) if one.rank == "rules"}
    if {later.rank, earlier.rank} == {"local-regulation", "rules"} and levels & _NATIONAL:
        return None, "地方性法规与部门规章不一致，由国务院提出意见"
    return ("later" if later.height > earlier.height else "earlier"), "效力层级不同，下位的服从上位的"
