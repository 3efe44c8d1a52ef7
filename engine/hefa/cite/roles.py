"""What a draft does with what it cites, by the words before it; whether it tells of the past."""

import re

from hefa.model.citation import Role

_EARLIER = re.compile(
    r"《[^《》]*(?:《[^《》]*》[^《》]*)?》(?:\s*[（(][^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)?[)）])*"
    r"[^，。；：《》]{0,24}?[、和及与，或]\s*(?:以及|及|和|或者)?\s*$"
)
_BEFORE = re.compile(
    r"(?P<word>根据|依据|依照|按照|遵照|参照|比照|违反|违背|适用|执行|符合|按|依)"
    r"(?:了)?[^，。；：《》]{0,16}$"
)
HISTORY = re.compile(
    r"废止|失效|原(?=《)|旧(?=《)|停止执行|不再执行|不再适用|取代|代替|替代|清理|修订前|修改前|修正前"
    r"|施行前|实施前|当时(?:的|有效)|曾经|曾依据|历史|回顾|以来(?:，|,)|有效期已|宣布"
)
"""Words of a sentence that tells of what was in force, or of repeal."""


def role_of(before: str, *, applied: bool) -> Role:
    """Return the role of a citation by what stands before it in its sentence."""
    while (shorter := _EARLIER.sub("", before)) != before:
        before = shorter
    found = _BEFORE.search(before)
    if found is None:
        return "applied" if applied else "named"
    word = found["word"]
    if word in {"违反", "违背"}:
        return "violated"
    return "basis" if word in {"根据", "依据"} else "applied"
