"""Existing documents, indexed by what they are about, so that those on a draft's matter are found.

    text, tree ──► ExistingDocument ──► Archive: pair of characters ─► documents, weighted by rarity
    draft ──► the nearest documents, each with a degree from 0 to 1

Documents of another place are left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hefa.model.document import Document
from hefa.model.lazy import lazy
from hefa.relate.draft import Passage, passage, squeezed
from hefa.relate.matter import SAME_MATTER, Rarity, body_pairs, topic_pairs
from hefa.relate.places import elsewhere, places_of, without_place

NEAREST = 10
"""Documents on its matter that one is held against."""

_ISSUES = lazy(r"(?:印发|转发|批转|发布|公布)[^《]{0,6}《(?P<title>[^》]+)》?")
_ABOUT = lazy(r"^.{0,60}?关于(?:印发|转发|发布|公布)?(?=.{4})")
_ADDED_DATE = lazy(r"[（(]\d{4}年[^）)]*[）)]?$")
_INNER_MARKS = str.maketrans("《》", "〈〉")
_KIND = lazy(
    r"的?(?:通知|通告|公告|决定|意见|办法|规定|细则|方案|措施|规则|制度|规范|规划|计划|要点|清单|批复|复函|函|目录|标准|指引|指南)$"
)
_TRIMMINGS = lazy(
    r"[（(][^）)]*[）)]|《|》|[“”\"]|\d{4}年?(?:度|版)?|试行|暂行|进一步|加强|做好|若干|工作|有关|问题|实施|管理|的|和|与|及|关于"
)


@dataclass(frozen=True, slots=True)
class ExistingDocument:
    """One document of an archive; ``name`` is that of its file, ``passages`` its clauses."""

    name: str
    title: str
    number: str | None
    issuer: str | None
    date: str | None
    expires: str | None
    level: str
    digest: str
    places: Mapping[str, str]
    passages: tuple[Passage, ...]
    topic: frozenset[str]

    @property
    def words(self) -> str:
        """Its clauses, one a line."""
        return "\n".join(one.words for one in self.passages)

    @property
    def names(self) -> tuple[str, ...]:
        """What another document may call it: its title, what it issues, its number."""
        inner = _ISSUES.search(self.title)
        return tuple(filter(None, (self.title, inner and inner["title"], self.number)))

    @property
    def called(self) -> str:
        """How a finding names it."""
        title = _ADDED_DATE.sub("", self.title).translate(_INNER_MARKS)
        number = self.number if self.number and self.number not in self.title else ""
        return f"《{title}》" + (f"（{number}）" if number else "")


def existing_document(name: str, text: str, document: Document, digest: str = "") -> ExistingDocument:
    """Return a text as a document of an archive."""
    facts = document.facts
    return described(
        facts.title or "",
        tuple(passage(text, clause) for clause in document.clauses),
        name=name,
        number=facts.number,
        issuer=facts.issuer,
        date=facts.date,
        expires=facts.expires,
        level=facts.issuer_level,
        digest=digest,
    )


def described(title: str, passages: tuple[Passage, ...], *, name: str, **facts: Any) -> ExistingDocument:  # noqa: ANN401
    """Return a document by its title, clauses and facts; its topic and places are read from the title."""
    title = squeezed(title) or name
    return ExistingDocument(
        name=name,
        title=title.strip("《》"),
        places=places_of(facts["issuer"] or "", title),
        passages=passages,
        topic=topic_pairs(title_core(title)),
        **facts,
    )


def title_core(title: str) -> str:
    """Return what a title says the document is about: without issuer, kind, place, year and trimmings."""
    title = squeezed(title)
    inner = _ISSUES.search(title)
    core = inner["title"] if inner else _ABOUT.sub("", title)
    core = without_place(_ABOUT.sub("", core))
    for _ in range(2):
        core = _KIND.sub("", _TRIMMINGS.sub("", core) if _ else core)
    return without_place(core) or core


class Archive:
    """Existing documents, indexed once and asked for each draft."""

    def __init__(self, documents: Iterable[ExistingDocument]) -> None:
        self.documents = tuple(documents)
        counts = [body_pairs(document.words) for document in self.documents]
        self.rarity = Rarity(counts)
        self._having: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._titled: dict[str, list[int]] = defaultdict(list)
        for place, (document, count) in enumerate(zip(self.documents, counts, strict=True)):
            for pair, weight in self.rarity.sketch(document.topic, count).terms.items():
                self._having[pair].append((place, weight))
            for pair in document.topic:
                self._titled[pair].append(place)

    def nearest(self, draft: ExistingDocument) -> list[tuple[ExistingDocument, float]]:
        """Return the documents on the draft's matter, nearest first, then by name; never the draft itself."""
        bodies: dict[int, float] = defaultdict(float)
        for pair, weight in self.rarity.sketch(draft.topic, body_pairs(draft.words)).terms.items():
            for place, other in self._having.get(pair, ()):
                bodies[place] += weight * other
        shared = bodies.keys() | {place for pair in draft.topic for place in self._titled.get(pair, ())}
        found = []
        for place in shared:
            document = self.documents[place]
            if document.digest == draft.digest or elsewhere(draft.places, document.places):
                continue
            degree = (bodies.get(place, 0.0) + self.rarity.alike(draft.topic, document.topic)) / 2
            if degree >= SAME_MATTER:
                found.append((document, degree))
        return sorted(found, key=lambda pair: (-round(pair[1], 6), pair[0].name))[:NEAREST]
