"""Which documents of an archive took the place of which: by repeal in words, or by the same title later.

    all documents ─► Successions: id ─► the document that repealed it, the one that seems to replace it

Blocked by key, number and matter: no document is compared with all others.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from hefa.model.held import HeldDocument, HeldRepeal
from hefa.model.statute import statute_key
from hefa.relate.existing import title_core
from hefa.relate.standing import form_of, is_series, organ

_INNER = re.compile(r"(?:印发|转发|批转|发布|公布)[^《]{0,6}《(?P<title>[^》]+)》")
_SHORTEST = 4
"""Characters of a title's core below which it does not tell one matter from another."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a document to name it as the one that came later."""

    id: int
    title: str
    number: str
    issuer: str
    day: datetime.date | None

    @property
    def called(self) -> str:
        """How it is named to a reader."""
        inner = self.title.strip("《》").translate(str.maketrans("《》", "〈〉"))
        return f"《{inner}》" + (f"（{self.number}）" if self.number and self.number not in inner else "")


_NOBODY = Known(0, "", "", "", None)


@dataclass(slots=True)
class Successions:
    """``repealed`` and ``replaced`` give the later document by the id of the earlier, with the day."""

    repealed: dict[int, tuple[Known, datetime.date | None]] = field(default_factory=dict)
    replaced: dict[int, Known] = field(default_factory=dict)


def successions(heads: Callable[[], Iterable[HeldDocument]]) -> Successions:
    """Find them in two passes over the documents: who repeals and who shares a matter, then who is meant."""
    repealing: list[tuple[Known, HeldRepeal]] = []
    by_matter = defaultdict[int, list[tuple[datetime.date, int]]](list)
    for document in filter(_is_known, heads()):
        known = _known(document)
        repealing += [(known, repeal) for repeal in document.repeals]
        if (matter := _matter(known)) is not None and not document.outside and known.day:
            by_matter[hash(matter)].append((known.day, document.id))
    newer: dict[int, int] = {}
    for group in by_matter.values():
        last = max(group)
        newer |= {number: last[1] for day, number in group if day != last[0]}
    numbers = {statute_key(repeal.number) for _, repeal in repealing if repeal.number}
    keys = {repeal.key for _, repeal in repealing if not repeal.number}
    by_number, by_key = defaultdict[str, list[Known]](list), defaultdict[str, list[Known]](list)
    latest: dict[int, Known] = dict.fromkeys(newer.values(), _NOBODY)
    for document in filter(_is_known, heads()):
        known = _known(document)
        if (number := statute_key(known.number)) in numbers:
            by_number[number].append(known)
        for key in _keys(known.title) & keys:
            by_key[key].append(known)
        if known.id in latest:
            latest[known.id] = known
    found = Successions(replaced={earlier: latest[later] for earlier, later in newer.items()})
    for later, repeal in repealing:
        named = by_number[statute_key(repeal.number)] if repeal.number else by_key[repeal.key]
        for one in _meant(named, later, known_by_number=bool(repeal.number)):
            found.repealed.setdefault(one.id, (later, repeal.day))
    return found


def _is_known(document: HeldDocument) -> bool:
    return not document.unread and bool(document.title)


def _known(document: HeldDocument) -> Known:
    return Known(
        document.id,
        "".join((document.title or "").split()),
        document.number or "",
        document.issuer or "",
        document.date or document.effective,
    )


def _meant(named: list[Known], later: Known, *, known_by_number: bool) -> list[Known]:
    """Return which of the documents called so a repeal is about; of several, those of its own organ."""
    earlier = [
        one for one in named if one.id != later.id and not (one.day and later.day and one.day > later.day)
    ]
    if known_by_number or len(earlier) == 1:
        return earlier
    return [one for one in earlier if organ(one.issuer) == organ(later.issuer)]


def _keys(title: str) -> set[str]:
    """Return the keys by which others may cite a document: its title, and what it issues."""
    inner = _INNER.search(title)
    return {statute_key(title), *([statute_key(inner["title"])] if inner else [])}


def _matter(known: Known) -> tuple[str, str, str] | None:
    """Return issuer, matter and form; none for one of a series, or where one of them is not known."""
    form, matter = form_of(known.title), title_core(known.title)
    if not known.issuer or not form or len(matter) < _SHORTEST or is_series(known.title):
        return None
    return organ(known.issuer), matter, form
