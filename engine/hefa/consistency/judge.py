"""Which of two documents should give way, as a proposal: by rank, by whose they are, by their dates.

After 立法法 (2023) 第九十九条、第一百条、第一百零二条、第一百零三条、第一百零六条; for documents that are no
legislation the same order is followed by analogy.
"""

from dataclasses import dataclass

from hefa.consistency.records import CONTRADICTIONS, Kind, Side
from hefa.relate.existing import ExistingDocument
from hefa.relate.standing import standing

_RANKS = ("law", "administrative-regulation", "local-regulation", "rules", "normative", "other")
_NATIONAL = ("state", "ministry")


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
    side, why = _order(later, earlier)
    if kind == "superseded":
        return "earlier", "同一机关、同一事项、同一文种，建议写明废止在前的文件；两件并行的，写明各自适用的范围"
    if kind == "duplicate":
        if side is None or side == "earlier" and later.height == earlier.height:
            return side, "疑似重复规定，建议只在一件中规定，其他的写“按照该文件执行”"
        return side, f"{why}，疑似照录，建议删去重复的条款，只写细化的内容"
    if kind in CONTRADICTIONS and side is not None:
        kept = "earlier" if side == "later" else "later"
        return side, f"{why}，建议以{_NAMES[kept]}的为准，修改{_NAMES[side]}的；有特别规定的除外"
    return None, f"{why}，建议协商一致后修改"


_NAMES = {"later": "在后", "earlier": "在前"}


def _order(later: Ranked, earlier: Ranked) -> tuple[Side | None, str]:
    """Return which gives way, and the reason; none where only an organ above both can say."""
    if later.height != earlier.height:
        ranks = {later.rank, earlier.rank}
        levels = {one.document.level for one in (later, earlier) if one.rank == "rules"}
        if ranks == {"local-regulation", "rules"} and levels & set(_NATIONAL):
            return None, "地方性法规与部门规章不一致，由国务院提出意见"
        return ("later" if later.height > earlier.height else "earlier"), "效力层级不同，下位的服从上位的"
    stands = standing(later.document, earlier.document)
    if stands == "own":
        if not (later.document.date and earlier.document.date) or later.document.date == earlier.document.date:
            return None, "同一机关的两件文件，先后不明"
        return "earlier", "同一机关的两件文件，新的规定优于旧的规定"
    if later.rank == "rules" and (
        later.document.level in _NATIONAL or earlier.document.level in _NATIONAL
    ):
        return None, "规章之间效力相同，由国务院裁决"
    if stands == "superior":
        return "later", "在前的是上级机关的文件"
    if stands == "inferior":
        return "earlier", "在后的是上级机关的文件"
    return None, "两个机关的文件，没有上下级关系或者看不出来，可以报共同的上一级机关决定"
