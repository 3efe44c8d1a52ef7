"""Names of items compared with tolerance: 食品经营许可证 and 食品经营许可（含仅销售预包装食品） are one.

A name is reduced to its core: width of characters, brackets with what they hold, and words that say only
what kind of thing it is are left out. Likeness is the share of the shorter core's character pairs that
the longer one has. ``SAME`` and above, two names are taken for one; below ``UNLIKE`` for two; between,
nothing is said of them.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Generic, TypeVar

from hefa.model.lazy import lazy

SAME, UNLIKE = 0.75, 0.45
_BRACKETS = lazy(r"[（(\[〔【][^）)\]〕】]*[）)\]〕】]?")
_MARKS = lazy(r"[\s\u3000，。、；：“”‘’《》〈〉,.;:\"'/\\\-—·]+")
_KIND_WORDS = lazy(
    r"行政许可|行政审批|行政处罚|行政检查|许可证书|资格证书|资质证书|职业资格|从业资格|执业资格|许可证|准运证|准入证|准营证|合格证"
    r"|通行证|上岗证|资格证|登记证|备案证|证明材料|证明文件|证明书|许可|审批|核准|批准|核发|办理|手续|事项|证明|证书|资格|资质|收费标准|收费"
    r"|从事|经营活动|业务活动|活动|中华人民共和国|任何单位和个人|单位|企业|个人|擅自|未按规定|违反规定|(?<=.)费$|(?<=..)证$|的$|^对"
)
Found = TypeVar("Found")


@lru_cache(maxsize=65_536)
def core(name: str) -> str:
    """Return what distinguishes a name; all of it where nothing does."""
    return _KIND_WORDS.sub("", _plain(name)) or _plain(name)


def weight(name: str) -> int:
    """Return how many characters distinguish a name."""
    return len(_KIND_WORDS.sub("", _plain(name)))


@lru_cache(maxsize=65_536)
def pairs(words: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters; of a single character, itself."""
    return frozenset(words[i : i + 2] for i in range(max(len(words) - 1, 1)))


def likeness(one: str, other: str) -> float:
    """Return how much of the shorter name the longer has, from 0 to 1."""
    left, right = pairs(core(one)), pairs(core(other))
    return len(left & right) / min(len(left), len(right))


def _plain(name: str) -> str:
    return _MARKS.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", name)))


class Names(Generic[Found]):
    """Things by name, to be found by names like theirs."""

    def __init__(self, things: Iterable[Found], name: Callable[[Found], str]) -> None:
        self._things = [(thing, name(thing)) for thing in things]
        self._having: dict[str, list[int]] = defaultdict(list)
        for place, (_, words) in enumerate(self._things):
            for pair in pairs(core(words)):
                self._having[pair].append(place)

    def nearest(self, name: str) -> tuple[Found | None, float]:
        """Return the thing whose name is most like ``name``, the first of equals, and how like it is."""
        shared = {place for pair in pairs(core(name)) for place in self._having.get(pair, ())}
        best, found = 0.0, None
        for place in sorted(shared):
            thing, words = self._things[place]
            degree = likeness(name, words)
            if degree > best:
                best, found = degree, thing
        return found, best
