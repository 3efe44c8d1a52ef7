"""How two documents on one matter stand to each other: whose they are, which is later or takes a place."""

import re
from collections.abc import Iterable, Sequence

from hefa.model.lazy import lazy
from hefa.relate.draft import Passage
from hefa.relate.existing import ExistingDocument

_FAMILY = 0.8
LEVELS = ("state", "ministry", "province", "city", "county", "township")
_FORMS = (
    ("办法", "规定", "制度", "规则", "规范"),
    ("细则",),
    ("意见",),
    ("措施", "政策"),
    ("通告",),
    ("标准",),
)
_FORM = lazy(
    r"(?P<form>办法|规定|制度|规则|规范|细则|意见|措施|政策|通告|标准)(?:[（(][^）)]*[）)])?》?(?:的通知)?(?:[（(].*)?$"
)
_ONE_OF_SEVERAL = lazy(r"\d{4}|[一二三四五六七八九十]批|进一步|补充|修改|修订|调整|部分|废止|解释|转发")
_BRACKETED = lazy(r"[（(].*?[）)]")
_REPEALS = lazy(r"废止|停止执行|不再执行|自行失效|停止施行")


def is_later(one: ExistingDocument, other: ExistingDocument) -> bool:
    """Whether the dates say that ``one`` came after ``other``."""
    return bool(one.date and other.date and one.date > other.date)


def is_itself(one: ExistingDocument, other: ExistingDocument) -> bool:
    """Whether two texts are one document, perhaps in two formats."""
    if (one.title, one.number, one.date) != (other.title, other.number, other.date):
        return False
    clauses, others = ({part.words for part in text.passages} for text in (one, other))
    return 2 * len(clauses & others) >= min(len(clauses), len(others))


def standing(own: ExistingDocument, other: ExistingDocument) -> str:
    """Say whether ``other`` is of a superior or inferior organ, of the organ of ``own``, or of another."""
    if own.issuer and other.issuer and organ(own.issuer) == organ(other.issuer):
        return "own"
    known = own.level in LEVELS and other.level in LEVELS
    if not known or own.level == other.level:
        return "other"
    return "superior" if LEVELS.index(other.level) < LEVELS.index(own.level) else "inferior"


def organ(issuer: str) -> str:
    """Return an organ's name as that of the organ it speaks for: a government's office is the government."""
    return re.sub(r"\s|办公[室厅]$", "", issuer)


def repealing(passages: Iterable[Passage]) -> Sequence[str]:
    """Return the sentences that repeal something."""
    return [part.words for one in passages for part in one.sentences() if _REPEALS.search(part.words)]


def is_replaced(other: ExistingDocument, repeals: Sequence[str]) -> bool:
    """Whether one of the sentences repeals ``other`` by name or number."""
    return any(name in words for name in other.names for words in repeals)


def supersedes(own: ExistingDocument, other: ExistingDocument, alike: float) -> bool:
    """Whether ``own`` takes the place of an older document: one issuer, one form, topics ``alike``."""
    return (
        standing(own, other) == "own"
        and form_of(own.title) == form_of(other.title) != ""
        and not (is_series(own.title) or is_series(other.title))
        and alike >= _FAMILY
        and not (own.date and other.expires and other.expires < own.date)
    )


def form_of(title: str) -> str:
    """Return the form of document that a title ends with, one name for those that take each other's place."""
    found = _FORM.search(title)
    return next((group[0] for group in _FORMS if found and found["form"] in group), "")


def is_series(title: str) -> bool:
    """Whether the title is of one of several that stand side by side: of a year, a batch, a supplement."""
    return bool(_ONE_OF_SEVERAL.search(_BRACKETED.sub("", title)))
