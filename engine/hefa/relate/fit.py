"""A draft held against existing documents on its matter: what it repeats, contradicts, and should repeal."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hefa.model.document import Location, Node, NodeKind
from hefa.model.observation import Observation
from hefa.relate.agencies import Duty, duties, same_organ
from hefa.relate.conditions import Listing, listings
from hefa.relate.draft import Draft, Passage
from hefa.relate.existing import Archive, ExistingDocument, existing_document
from hefa.relate.figures import MOST_ALIKE, Figure, contradict, figures
from hefa.relate.names import SAME, UNLIKE, likeness

SHOWN = 5
"""Documents on the same matter that a finding names."""

_GRAM, _STEP, _MOST_GRAMS = 12, 4, 300_000
_COPIED, _LEAST_CLAUSE, _LEAST_COPIED = 0.8, 40, 100
"""Share of a clause's words that stand in another text; shortest clause; characters worth a finding."""

_FAMILY = 0.8
_LEVELS = ("state", "ministry", "province", "city", "county", "township")
_FORMS = (
    ("办法", "规定", "制度", "规则", "规范"),
    ("细则",),
    ("意见",),
    ("措施", "政策"),
    ("通告",),
    ("标准",),
)
_FORM = re.compile(
    r"(?P<form>办法|规定|制度|规则|规范|细则|意见|措施|政策|通告|标准)(?:[（(][^）)]*[）)])?》?(?:的通知)?(?:[（(].*)?$"
)
_ONE_OF_SEVERAL = re.compile(r"\d{4}|[一二三四五六七八九十]批|进一步|补充|修改|修订|调整|部分|废止|解释|转发")
_BRACKETED = re.compile(r"[（(].*?[）)]")
_REPEALS = re.compile(r"废止|停止执行|不再执行|自行失效|停止施行")
_OFFICE = re.compile(r"局|部门|机关|政府|委员会|街道办|管委会|单位受理")
_USUAL = re.compile(r"负责解释|起施行|起实施|起执行|有效期")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a text says that can be compared."""

    figures: Mapping[tuple[str, str], Sequence[Figure]]
    duties: Mapping[str, tuple[Duty, Passage]]
    listings: Sequence[Listing]


def observe_fit(draft: Draft, archive: Archive) -> Iterator[Observation]:
    """Yield the documents on the draft's matter, then document by document what does not fit."""
    document, text = draft.document, draft.source.text
    if document.facts.fragment or not document.facts.title:
        return
    own = existing_document("", text, document, draft.source.sha256)
    near = [one for one, _ in archive.nearest(own) if not _later(one, own) and not _itself(one, own)]
    if not near:
        return
    span = _title_span(text, document.root)
    told = "、".join(one.called for one in near[:SHOWN]) + ("等" if len(near) > SHOWN else "")
    yield Observation(
        start=span[0],
        end=span[1],
        location=Location(start=span[0], end=span[1], label="标题"),
        symbols=frozenset({"archive.same-matter"}),
        values={"count": str(len(near)), "documents": told},
    )
    repeals = [one.words for one in _sentences(own.passages) if _REPEALS.search(one.words)]
    facts = _facts(own.passages)
    for one in near:
        replaced = any(name in words for name in one.names for words in repeals)
        symbols = {f"archive.{_standing(own, one)}"} | ({"archive.replaced"} if replaced else set())
        if not (is_series(own.title) and is_series(one.title) and "archive.own" in symbols):
            yield from _with(symbols, one, _copied(own.passages, one.passages))
        yield from _with(symbols, one, _contradictions(facts, _facts(one.passages)))
        if _supersedes(own, one, archive):
            yield from _with(symbols, one, [_at(span, None, "not-repealed")])


def _later(one: ExistingDocument, other: ExistingDocument) -> bool:
    return bool(one.date and other.date and one.date > other.date)


def _itself(one: ExistingDocument, other: ExistingDocument) -> bool:
    """Whether two texts are one document, perhaps in two formats."""
    if (one.title, one.number, one.date) != (other.title, other.number, other.date):
        return False
    clauses, others = ({part.words for part in text.passages} for text in (one, other))
    return 2 * len(clauses & others) >= min(len(clauses), len(others))


def _standing(own: ExistingDocument, other: ExistingDocument) -> str:
    """Say whether a document is of a superior or inferior organ, of the draft's own, or of another."""
    if own.issuer and other.issuer and organ(own.issuer) == organ(other.issuer):
        return "own"
    known = own.level in _LEVELS and other.level in _LEVELS
    if not known or own.level == other.level:
        return "other"
    return "superior" if _LEVELS.index(other.level) < _LEVELS.index(own.level) else "inferior"


def organ(issuer: str) -> str:
    """Return an organ's name as that of the organ it speaks for: a government's office is the government."""
    return re.sub(r"\s|办公[室厅]$", "", issuer)


def _supersedes(own: ExistingDocument, other: ExistingDocument, archive: Archive) -> bool:
    """Whether the draft takes the place of an older document: one issuer, one topic, one form of document."""
    return (
        _standing(own, other) == "own"
        and form_of(own.title) == form_of(other.title) != ""
        and not (is_series(own.title) or is_series(other.title))
        and archive.alike(own, other) >= _FAMILY
        and not (own.date and other.expires and other.expires < own.date)
    )


def form_of(title: str) -> str:
    """Return the form of document that a title ends with, one name for those that take each other's place."""
    found = _FORM.search(title)
    return next((group[0] for group in _FORMS if found and found["form"] in group), "")


def is_series(title: str) -> bool:
    """Whether the title is of one of several that stand side by side: of a year, a batch, a supplement."""
    return bool(_ONE_OF_SEVERAL.search(_BRACKETED.sub("", title)))


def _copied(own: Sequence[Passage], other: Sequence[Passage]) -> Iterator[Observation]:
    """Yield one observation of the clauses that stand in the other text too."""
    known: dict[str, str] = {}
    for one in other:
        if len(known) > _MOST_GRAMS:
            break
        for at in range(len(one.words) - _GRAM + 1):
            known.setdefault(one.words[at : at + _GRAM], one.clause.place.label)
    copied: list[tuple[Passage, str]] = []
    for one in own:
        if len(one.words) >= _LEAST_CLAUSE and not _USUAL.search(one.words):
            grams = [one.words[at : at + _GRAM] for at in range(0, len(one.words) - _GRAM + 1, _STEP)]
            places = [known[gram] for gram in grams if gram in known]
            if len(places) >= _COPIED * len(grams):
                copied.append((one, max(places, key=places.count)))
    if sum(len(one.words) for one, _ in copied) >= _LEAST_COPIED:
        first, place = copied[0]
        yield _at(first.span(0, len(first.words)), first, "copied", count=str(len(copied)), theirs=place)


def _contradictions(own: _Facts, other: _Facts) -> Iterator[Observation]:
    for key, group in own.figures.items():
        for figure in group:
            known = other.figures.get(key, ())[:MOST_ALIKE]
            theirs = next((one for one in known if contradict(figure, one)), None)
            if theirs and not any(_agrees(figure, one) for one in known):
                yield _differs(figure, theirs)
    for matter, (duty, where) in own.duties.items():
        if matter in other.duties and not same_organ(duty.organ, other.duties[matter][0].organ):
            theirs_duty, their_passage = other.duties[matter]
            place = their_passage.clause.place.label
            span = (duty.start, duty.end)
            yield _at(span, where, "agency-differs", ours=duty.organ, theirs=theirs_duty.organ, place=place)
    for listing in own.listings:
        for their_listing in other.listings:
            if listing.symbol == their_listing.symbol and likeness(listing.what, their_listing.what) >= SAME:
                yield from _added(listing, their_listing)


def _differs(figure: Figure, theirs: Figure) -> Observation:
    """Say of a time limit also whether an office gives itself less than the other text allows."""
    is_time = figure.kind.startswith("time")
    symbols = ["deadline-differs" if is_time else "amount-differs"]
    if (
        is_time
        and figure.days < theirs.days
        and _OFFICE.search(figure.passage.words.partition(figure.printed)[0])
    ):
        symbols.append("quicker")
    return _at(
        figure.sentence,
        figure.passage,
        *symbols,
        ours=figure.printed,
        theirs=theirs.printed,
        place=theirs.passage.clause.place.label,
    )


def _agrees(one: Figure, other: Figure) -> bool:
    return one.same_value(other) and one.before == other.before


def _added(own: Listing, other: Listing) -> Iterator[Observation]:
    added = [
        entry
        for entry in own.entries
        if max((likeness(entry.words, known.words) for known in other.entries), default=1.0) < UNLIKE
    ]
    if added and other.entries:
        first = added[0]
        names = "；".join(entry.words.rstrip("；。") for entry in added[:3])
        place = other.clause.place.label
        yield _at(first.span(0, len(first.words)), first, "conditions-differ", ours=names, place=place)


def _facts(passages: Sequence[Passage]) -> _Facts:
    by_head: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    matters: dict[str, tuple[Duty, Passage]] = {}
    for one in passages:
        for figure in figures(one):
            by_head[figure.kind, figure.head].append(figure)
        for duty in duties(one):
            matters.setdefault(duty.matter, (duty, one))
    return _Facts(by_head, matters, tuple(listings(passages))[:MOST_ALIKE])


def _at(span: tuple[int, int], where: Passage | None, *symbols: str, **values: str) -> Observation:
    return Observation(
        start=span[0],
        end=span[1],
        clause=where.clause.id if where else None,
        location=None if where else Location(start=span[0], end=span[1], label="标题"),
        symbols=frozenset(f"archive.{symbol}" for symbol in symbols),
        values=values,
    )


def _with(
    symbols: set[str], document: ExistingDocument, seen: Iterable[Observation]
) -> Iterator[Observation]:
    """Yield what was seen with the standing and the name of the document it was seen against."""
    for one in seen:
        values = {**one.values, "document": document.called}
        yield one.model_copy(update={"symbols": one.symbols | symbols, "values": values})


def _sentences(passages: Sequence[Passage]) -> Iterator[Passage]:
    for one in passages:
        yield from one.sentences()


def _title_span(text: str, root: Node) -> tuple[int, int]:
    """Return where the title stands, white space around it left out; 0, 0 where it has no place."""
    for node in _nodes(root):
        if node.kind is NodeKind.TITLE:
            words = text[node.start : node.end]
            start = node.start + len(words) - len(words.lstrip())
            return start, start + len(words.strip())
    return 0, 0


def _nodes(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))
