"""The documents of an archive as the comparison takes them, a few at a time."""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Protocol

from hefa.archive.texts import KnownText, PartOfText
from hefa.consistency.homes import Homes
from hefa.model.document import Clause, Place
from hefa.relate.compare import Facts, facts_of
from hefa.relate.draft import Passage, passage
from hefa.relate.existing import ExistingDocument, described
from hefa.relate.standing import repealing

AT_ONCE = 200
KEPT = 300
"""Documents read that are kept, those used last."""


class Texts(Protocol):
    """The texts of an archive (``hefa.archive.texts.StoreTexts``)."""

    def known(self, only: Collection[int] | None = None) -> Iterator[KnownText]:
        """Yield the contents there are; with ``only``, of these ids."""

    def parts(self, ids: Collection[int]) -> Mapping[int, Sequence[PartOfText]]:
        """Return the clauses of some contents."""


@dataclass
class Held:
    """A document with what the store knows of it; its facts are read when they are asked for."""

    known: KnownText
    document: ExistingDocument

    @cached_property
    def facts(self) -> Facts:
        """What it says that can be compared."""
        return facts_of(self.document.passages)

    @cached_property
    def repeals(self) -> Sequence[str]:
        """The sentences in which it repeals something."""
        return repealing(self.document.passages)


class Shelf:
    """Reads documents by id, and keeps the last ``KEPT``."""

    def __init__(self, texts: Texts, homes: Homes) -> None:
        self._texts, self._homes = texts, homes
        self._kept: OrderedDict[int, Held] = OrderedDict()

    def get(self, ids: Collection[int]) -> dict[int, Held]:
        """Return the documents of these ids that there are."""
        missing = [one for one in ids if one not in self._kept]
        if missing:
            self._kept.update((held.known.id, held) for held in self.read(missing))
        found = {one: self._kept[one] for one in ids if one in self._kept}
        for one in found:
            self._kept.move_to_end(one)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    def read(self, ids: Iterable[int]) -> Iterator[Held]:
        """Yield documents in the order of their ids, keeping none."""
        waiting = iter(ids)
        while some := list(islice(waiting, AT_ONCE)):
            parts = self._texts.parts(some)
            for known in self._texts.known(some):
                document = _document(known, parts.get(known.id, ()))
                places = self._homes.completed(document.places)
                yield Held(known, replace(document, places=places))


def _document(known: KnownText, parts: Iterable[PartOfText]) -> ExistingDocument:
    return described(
        known.title or "",
        tuple(map(_passage, parts)),
        name=known.path,
        number=known.number,
        issuer=known.issuer,
        date=known.date,
        expires=known.expires,
        level=known.issuer_level,
        digest=known.sha256,
    )


def _passage(part: PartOfText) -> Passage:
    size = len(part.text)
    where = Place(label=part.label)
    return passage(part.text, Clause(start=0, end=size, id=part.clause, place=where, lead=part.lead))
