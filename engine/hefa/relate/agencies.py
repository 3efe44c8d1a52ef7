"""Which organ is said to be in charge of what: ……工作由县公安局负责; 县公安局负责……."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hefa.model.lazy import lazy
from hefa.relate.draft import Passage

_ORGAN = r"[\u4e00-\u9fff]{2,18}?(?:局|委员会|部门|厅|人民政府|街道办事处|办公室|管委会|中心|[改建健]委)"
_DONE = ("负责", "承担", "主管", "受理", "审批", "审核", "核发", "实施")
"""What an organ does by which a matter is of it, at the end of a sentence."""
_BY = lazy(
    rf"(?P<matter>[^，。；、：:（）《》“”]{{4,26}}?)(?:工作)?由(?P<organ>{_ORGAN})"
    rf"(?:统一|具体|牵头|组织)?(?:{'|'.join(_DONE)})(?:[。；]|$)"
)
_DOES = lazy(
    rf"(?P<organ>{_ORGAN})(?:是|为)?(?:统一|具体|牵头|主管)?(?:负责|主管|承担)(?P<matter>[^，。；、：:（）《》“”]{{5,28}}?)(?:工作)?[。；]"
)
_IS = lazy(
    rf"(?P<organ>{_ORGAN})(?:是|为)(?P<matter>[^，。；、：:（）《》“”]{{4,24}}?)(?:工作)?的?(?:行政)?主管(?:部门|机关)(?:[。；，]|$)"
)
_SHARED = lazy(r"会同|配合|分别|各自|按照?职责|根据职责|等部门|有关|相关|联合|授权|委托|、|和|或|及")
_ONE_ORGAN = lazy(r"(?:住房|工业|发展|文化|资源|林业|粮食|科技|经济)和")
_OWN = lazy(
    r"^(?:本[省市县区州盟旗]|全[省市县区州])|人民政府(?=.)|行政(?=主管部门|部门)|主管|所在地?|县级以上|地方|各级|具体|统一|的"
)
_RANK_AND_FORM = lazy(
    r"^[^县市区省]{0,4}?(?:[县区省]|(?<!城)市(?![场政容监]))|(?:行政)?(?:主管)?部门$|[局委厅部]$|委员会$"
)
_LEAST_MATTER = 4
_PLAIN_MATTER = lazy(r"解释|日常|^.{0,3}监督管理$|^(?:具体|有关|相关)|其他|前款|上述|本条|该")


@dataclass(frozen=True, slots=True)
class Duty:
    """One organ in charge of one matter, and the words that say so."""

    organ: str
    matter: str
    start: int
    end: int


def duties(passage: Passage) -> Iterator[Duty]:
    """Yield the duties of single organs; shared ones and matters without a name are left out."""
    if not _says_who(passage.words):
        return
    for sentence in passage.sentences():
        for found in _found(sentence.words) if _says_who(sentence.words) else ():
            matter, organ = _OWN.sub("", found["matter"]), _OWN.sub("", found["organ"])
            shared = _SHARED.search(_ONE_ORGAN.sub("", found[0]))
            if not shared and not _PLAIN_MATTER.search(matter) and len(matter) >= _LEAST_MATTER:
                yield Duty(organ, matter, *sentence.span(*found.span()))


def _found(words: str) -> Iterator[re.Match[str]]:
    """Yield where a sentence says who is in charge."""
    if "由" in words and words.rstrip("。；").endswith(_DONE):
        yield from _BY.finditer(words)
    for pattern in (_DOES, _IS):
        if found := pattern.match(words):
            yield found


def _says_who(words: str) -> bool:
    return "负责" in words or "由" in words or "主管" in words


def same_organ(one: str, other: str) -> bool:
    """Whether one name may stand for the other: 县城市管理局 and 城市管理部门 do."""
    one, other = (_RANK_AND_FORM.sub("", name) for name in (one, other))
    return any(a.startswith(b) or a.endswith(b) for a, b in ((one, other), (other, one)))
