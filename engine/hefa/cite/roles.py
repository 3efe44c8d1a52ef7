"""What a draft does with what it cites, by the words before it; whether it tells of the past."""

from hefa.model.citation import Role
from hefa.model.lazy import lazy

_EARLIER = lazy(
    r"《[^《》]*(?:《[^《》]*》[^《》]*)?》(?:\s*[（(][^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)?[)）])*"
    r"(?:[^，。；：《》]{0,24}?[、和及与，或]\s*(?:以及|及|和|或者)?\s*|\s*)$"
)
_BEFORE = lazy(
    r"(?P<word>根据|依据|依照|按照|遵照|参照|比照|违反|违背|适用|执行|符合|依|按)"
    r"(?:了)?[^，。；：《》]{0,16}$"
)
_HISTORY = lazy(
    r"废止|原(?:来的)?(?=《)|旧(?=《)|停止执行|不再执行|不再适用|被[^，。；]{0,12}(?:取代|代替|替代)"
    r"|文件清理|清理文件|修订前|修改前|修正前|施行(?:前|之前|以前)|实施(?:前|之前|以前)|当时(?:的|有效)|曾经|曾依据|回顾"
    r"|施行[^，。；]{0,8}以来|实施[^，。；]{0,8}以来|颁布[^，。；]{0,8}以来|公布[^，。；]{0,8}以来|》[^。；]{0,16}失效|失效[^。；]{0,16}《"
)
_ABOLISHING = lazy(r"废止|失效|清理")
CITATION = "《》"
"""Stands for a citation in a sentence from which it is taken out."""


def tells_of_the_past(sentence: str, title: str) -> bool:
    """Whether a sentence, or a whole draft by its title, tells of what was in force or of repeal."""
    return _HISTORY.search(sentence) is not None or _ABOLISHING.search(title) is not None


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
