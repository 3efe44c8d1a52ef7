"""Whether a cited article, 款 and 项 are there in the version that counts, and where they went."""

from collections.abc import Sequence
from typing import NamedTuple

from hefa.cite.similar import best_match, held_by, pairs
from hefa.model.citation import CitedArticle, Statutes
from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.model.statute import Article, ArticleReference, Statute

_INLINE = lazy(r"[（(]([一二三四五六七八九十]{1,3})[)）]")
_LEAST_PAIRS = 12
_OLD_SHARE, _LEAD = 0.4, 0.25
"""A clause is taken to mean the older text of a number where that text holds this share of the words of the
clause, and so much more of them than the text in force."""


class Fault(NamedTuple):
    """What is wrong with a number: ``kind`` names the symbol, ``there`` tells what there is."""

    kind: str
    there: str
    number: Article | None = None


def number_fault(cited: CitedArticle, version: Statute, statutes: Statutes, words: str) -> Fault | None:
    """Return the fault of a cited number; ``words`` are those of the clause that cites it."""
    articles = statutes.articles(version)
    reference = cited.reference
    history = statutes.history(version.key)
    found = articles.get((reference.article, reference.inserted))
    last = max((number for number, _ in articles), default=0)
    if found is None:
        return _missing(reference, version, history, statutes, last)
    if (moved := _moved(found, version, history, statutes, words)) is not None:
        return Fault("article-moved", "", moved)
    return _out_of_range(reference, found)


def _missing(
    reference: ArticleReference, version: Statute, history: Sequence[Statute], statutes: Statutes, last: int
) -> Fault | None:
    """Return the fault of a number that is not there; none where the library may have lost the article."""
    at = (reference.article, reference.inserted)
    others = [statutes.articles(other) for other in history if other is not version]
    later = [other for other in history if other.since > version.since]
    if not last or (reference.article <= last and not reference.inserted):
        return None
    if any(at in statutes.articles(other) for other in later):
        return None  # the draft counts by a version that is not in force yet
    earlier = next((articles[at] for articles in reversed(others) if at in articles), None)
    now = best_match(earlier, statutes.articles(version).values()) if earlier else None
    there = f"共{last}条" if not reference.inserted else "没有这一条"
    return Fault("article-moved" if now else "article-missing", there, now)


def _moved(
    found: Article, version: Statute, history: Sequence[Statute], statutes: Statutes, words: str
) -> Article | None:
    """Return the article that the clause means, where it means what stood at the number before."""
    at = (found.number, found.inserted)
    for earlier in reversed([other for other in history if other.since < version.since]):
        old = statutes.articles(earlier).get(at)
        if old is None or len(pairs(words)) < _LEAST_PAIRS:
            continue
        share = held_by(words, old.text)
        if share >= _OLD_SHARE and share - held_by(words, found.text) >= _LEAD:
            now = best_match(old, statutes.articles(version).values())
            return now if now and (now.number, now.inserted) != at else None
    return None


def _out_of_range(reference: ArticleReference, article: Article) -> Fault | None:
    paragraphs = article.paragraphs
    if reference.paragraph > len(paragraphs):
        return Fault("paragraph-missing", f"只有{len(paragraphs)}款")
    if not reference.item:
        return None
    asked = [paragraphs[reference.paragraph - 1]] if reference.paragraph else paragraphs
    items = max((_items(paragraph) for paragraph in asked), default=0)
    if reference.item <= items:
        return None
    return Fault("item-missing", f"只有{items}项" if items else "没有列项")


def _items(paragraph: Sequence[str]) -> int:
    """Return how many 项 a 款 has, on lines of their own or within the line."""
    inline = (to_int(number) or 0 for line in paragraph for number in _INLINE.findall(line))
    return max((len(paragraph) - 1, *inline))
