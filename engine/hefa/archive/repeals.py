"""What a document repeals by name: a citation before or behind 废止, or in a list said to be repealed."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hefa.model.citation import CitedDocument
from hefa.model.document import Clause

_BEHIND = re.compile(r"^[^。；]*?(?:同时|即行|予以|一并|相应)?(?:废止|停止执行|失效)")
_BEFORE = re.compile(
    r"(?:废止|停止执行)(?:了|以下|下列|文件|规范性|行政|[0-9一二三四五六七八九十]+件|[：:]|\s)*"
    r"(?:《[^《》]*(?:《[^《》]*》[^《》]*)?》(?:\s*[（(][^（）()]*[）)])?\s*(?:[、，和及以与]\s*)*)*$"
)
_KEPT = re.compile(
    r"(?:不予|未|尚未|没有|不|不得)(?:予以)?(?:废止|失效|停止执行)|(?:废止|失效)(?:的(?!文件)|前|时|日|后)"
)
_LISTED = re.compile(r"废止|失效")


class Repeal(NamedTuple):
    """The key of a title, and the number (文号) behind it."""

    key: str
    number: str | None


def repeals_of(cited: Sequence[CitedDocument], clauses: Sequence[Clause], text: str) -> Iterator[Repeal]:
    """Yield what is repealed as a whole, in text order; a citation that names an article is not."""
    by_id = {clause.id: clause for clause in clauses}
    for one in cited:
        clause = by_id.get(one.clause)
        if clause is not None and not one.articles and _is_repealed(one, clause, by_id, text):
            yield Repeal(one.key, one.number)


def _is_repealed(one: CitedDocument, clause: Clause, by_id: dict[int, Clause], text: str) -> bool:
    behind, before = text[one.end : clause.end], text[clause.start : one.start]
    said = _BEHIND.match(behind) if one.history else None
    if said and not _KEPT.search(behind[: said.end() + 1]):
        return True
    sentence = before[before.rfind("。") + 1 :]
    if (told := _BEFORE.search(sentence)) is not None:
        return not _KEPT.search(sentence[max(0, told.start() - 4) :])
    lead = by_id.get(clause.lead) if clause.lead is not None else None
    words = text[lead.start : lead.end] if lead else "\n".join(clause.headings)
    opens = not sentence.strip("0123456789（）()、.． \u3000")
    return opens and bool(_LISTED.search(words)) and not _KEPT.search(words)
