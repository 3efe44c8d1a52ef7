"""Which documents of an archive took the place of which: by repeal in words, or by the same title later.

    all documents ─► Successions: id ─► the document that repealed it, the one that seems to replace it

Blocked by key, number and matter: no document is compared with all others.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
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


@dataclass(slots=True)
class Successions:
    """``repealed`` and ``replaced`` give the later document by the id of the earlier, with the day."""

    repealed: dict[int, tuple[Known, datetime.date | None]] = field(default_factory=dict)
    replaced: dict[int, Known] = field(default_factory=dict)


def successions(documents: Iterable[HeldDocument]) -> Successions:
    """Find them in one pass over the documents and one over what was kept of them."""
    by_number, by_key = defaultdict[str, list[Known]](list), defaultdict[str, list[Known]](list)
    by_matter = defaultdict[tuple[str, str, str], list[Known]](list)
    repealing: list[tuple[Known, HeldRepeal]] = []
    for document in documents:
        if document.unread or not document.title:
            continue
        known = Known(
            document.id,
            "".join(document.title.split()),
            document.number or "",
            document.issuer or "",
            document.date or document.effective,
        )
        by_number[statute_key(known.number)].append(known)
        for key in _keys(known.title):
            by_key[key].append(known)
        repealing += [(known, repeal) for repeal in document.repeals]
        if (matter := _matter(known)) is not None and not document.outside:
            by_matter[matter].append(known)
    found = Successions()
    for later, repeal in repealing:
        named = by_number[statute_key(repeal.number)] if repeal.number else by_key[repeal.key]
        for earlier in _meant(named, later, known_by_number=bool(repeal.number)):
            found.repealed.setdefault(earlier.id, (later, repeal.day))
    for group in by_matter.values():
        dated = sorted((one for one in group if one.day), key=lambda one: (str(one.day), one.id))
        for earlier in dated[:-1]:
            if earlier.day != dated[-1].day:
                found.replaced[earlier.id] = dated[-1]
    return found


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
