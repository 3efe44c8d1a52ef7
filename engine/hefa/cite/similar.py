"""How alike two texts of law are, by the pairs of characters that they share."""

from collections.abc import Iterable
from functools import lru_cache

from hefa.model.lazy import lazy
from hefa.model.statute import Article

_OTHER = lazy(r"[^一-鿿]+")
SAME = 0.6
"""Share of pairs from which two articles are held to be the same provision."""


@lru_cache(maxsize=8192)
def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring Chinese characters."""
    return frozenset(part[i : i + 2] for part in _OTHER.split(text) for i in range(len(part) - 1))


def likeness(one: str, other: str) -> float:
    """Return the share of pairs that two texts have in common, from 0 to 1."""
    mine, theirs = pairs(one), pairs(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def held_by(part: str, whole: str) -> float:
    """Return how much of ``part`` stands in ``whole``, from 0 to 1."""
    mine = pairs(part)
    return len(mine & pairs(whole)) / len(mine) if mine else 0.0


def best_match(article: Article, among: Iterable[Article]) -> Article | None:
    """Return the article that is the same provision, the likest of them; none where there is none."""
    likest = max(among, key=lambda other: likeness(article.text, other.text), default=None)
    return likest if likest and likeness(article.text, likest.text) >= SAME else None
