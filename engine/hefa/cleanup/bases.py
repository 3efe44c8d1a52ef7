"""What became of the laws that documents rest on: repealed, renumbered or revised since, on a day."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from hefa.cite import Laws
from hefa.cite.articles import cited_articles
from hefa.cite.similar import best_match, likeness
from hefa.cite.standing import Standing, last_day, printed
from hefa.cleanup.records import Reason
from hefa.model.held import HeldCitation, HeldDocument
from hefa.model.statute import Article, ArticleReference, Statute

_SAME_WORDS = 0.97
_SHOWN = 3
_GONE = {"repealed": "已经废止", "replaced": "可能已被替代"}


class Bases:
    """Asks tables and library what the cited laws are on ``day``; what was looked up is kept."""

    def __init__(self, laws: Laws, day: datetime.date) -> None:
        self._laws, self._day = laws, day
        self._standing = lru_cache(maxsize=None)(laws.standing)
        self._now = lru_cache(maxsize=None)(self._of_article)

    def standing(self, key: str) -> Standing:
        """Return what a law is on the day."""
        return self._standing(key, self._day)

    def reasons(self, document: HeldDocument) -> Iterator[Reason]:
        """Yield what speaks for mending a document, or for ending it, because of the laws it cites."""
        cited = [one for one in document.citations if not one.past and one.role != "named"]
        gone = [one for one in cited if self.standing(one.key).state in _GONE]
        yield from self._gone(document, gone)
        since = document.effective or document.date
        if since is None:
            return
        current = [one for one in cited if self.standing(one.key).state == "in-force"]
        for key, group in _by_key(current).items():
            yield from self._changed(key, group, since)

    def _gone(self, document: HeldDocument, gone: Sequence[HeldCitation]) -> Iterator[Reason]:
        if not gone:
            return
        rests = {one.key for one in document.citations if one.role == "basis" and not one.past}
        dead = {key for key in rests if self.standing(key).state == "repealed"}
        if rests and rests == dead and not any(self.standing(key).successor for key in rests):
            yield Reason(
                kind="bases-gone",
                proposal="repeal",
                says=_joined(f"《{one.name}》" for one in gone if one.key in rests) + "，没有查到替代的规定",
                places=_places(gone),
            )
        for key, group in _by_key(gone).items():
            standing = self.standing(key)
            instead = f"，由{standing.successor}替代" if standing.successor else ""
            mend = f"改引{standing.successor}的相应规定" if standing.successor else "删去，或者改引现行规定"
            yield Reason(
                kind="basis-repealed",
                proposal="amend",
                says=f"{'依据' if any(one.role == 'basis' for one in group) else '引用'}的《{group[0].name}》"
                f"{_GONE[standing.state]}（{printed(standing.day)}{instead}），{mend}",
                places=_places(group),
            )

    def _changed(self, key: str, group: Sequence[HeldCitation], since: datetime.date) -> Iterator[Reason]:
        """Yield what a revision after the day of the document did to what it cites."""
        then, now = self._standing(key, since), self.standing(key)
        if then.version is None or now.version is None:
            return
        name = f"《{group[0].name}》"
        if then.version.since == now.version.since:
            row = self._laws.norms.revised.get(key)
            if row and not now.checked and since < last_day(row["since"]) <= self._day:
                yield _revised(group, f"{name}自{printed(row['since'])}起有新的文本")
            return
        moved: list[tuple[str, str]] = []
        lost: list[tuple[str, str]] = []
        for reference in _references(group):
            told = self._now(then.version, now.version, reference.article, reference.inserted)
            if told is not None:
                (moved if told[1] else lost).append(told)
        day = printed(now.version.since)
        if moved:
            told_of = _joined(f"{old}现为{new}" for old, new in moved)
            yield Reason(
                kind="basis-renumbered",
                proposal="amend",
                says=f"{name}自{day}起有新的文本：{told_of}，改引现行条号",
                places=_places(group),
            )
        if lost:
            told_of = _joined(old for old, _ in lost)
            yield Reason(
                kind="basis-renumbered",
                proposal="amend",
                says=f"{name}自{day}起有新的文本，其中没有与{told_of}内容相近的条文，核对后改引或者删去",
                places=_places(group),
            )
        if not moved and not lost:
            yield _revised(group, f"{name}自{day}起有新的文本")

    def _of_article(self, then: Statute, now: Statute, number: int, inserted: int) -> tuple[str, str] | None:
        """Return an article's label then and now (empty: no more there); none where it kept its number."""
        statutes = self._laws.statutes
        old = statutes.articles(then).get((number, inserted)) if statutes else None
        if statutes is None or old is None:
            return None
        present = statutes.articles(now)
        same = present.get((number, inserted))
        if same is not None and likeness(old.text, same.text) >= _SAME_WORDS:
            return None
        found: Article | None = best_match(old, present.values())
        if found is not None and (found.number, found.inserted) == (number, inserted):
            return None
        return old.label, found.label if found else ""


def _revised(group: Sequence[HeldCitation], what: str) -> Reason:
    return Reason(
        kind="basis-revised",
        proposal="retain",
        says=f"{what}，在本文件之后，核对本文件是否仍与其一致",
        places=_places(group),
    )


def _references(group: Iterable[HeldCitation]) -> list[ArticleReference]:
    found = (article.reference for one in group for article in cited_articles(one.articles, 0)[0])
    return list(dict.fromkeys(ArticleReference(one.article, one.inserted) for one in found))


def _by_key(cited: Iterable[HeldCitation]) -> dict[str, list[HeldCitation]]:
    groups = defaultdict[str, list[HeldCitation]](list)
    for one in cited:
        groups[one.key].append(one)
    return groups


def _places(cited: Iterable[HeldCitation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.label or "正文" for one in cited))


def _joined(words: Iterable[str]) -> str:
    listed = list(dict.fromkeys(words))
    return "、".join(listed[:_SHOWN]) + (f"等 {len(listed)} 处" if len(listed) > _SHOWN else "")
