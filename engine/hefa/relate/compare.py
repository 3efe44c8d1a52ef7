"""Two documents on one matter held against each other, clause by clause.

    clauses ──► Facts: figures, duties, lists of conditions ──► Differences of two documents

Figures are compared where they are about the same (``hefa.relate.figures``), organs where they have the
same duty, conditions and papers where they are for the same thing, words where they stand in both.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hefa.model.lazy import lazy
from hefa.relate.agencies import Duty, duties, same_organ
from hefa.relate.conditions import Listing, listings
from hefa.relate.draft import Passage
from hefa.relate.figures import MOST_ALIKE, Figure, contradict, figures
from hefa.relate.names import SAME, UNLIKE, likeness

Kind = Literal["deadline", "amount", "agency", "conditions", "copied"]
_GRAM, _STEP, _MOST_GRAMS = 12, 4, 300_000
_COPIED, _LEAST_CLAUSE, _LEAST_COPIED = 0.8, 40, 100
"""Share of a clause's words that stand in another text; shortest clause; characters worth a finding."""

_OFFICE = lazy(r"局|部门|机关|政府|委员会|街道办|管委会|单位受理")
_USUAL = lazy(r"负责解释|起施行|起实施|起执行|有效期|印发给你们|转发给你们|以习近平")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says that can be compared."""

    passages: Sequence[Passage]
    figures: Mapping[tuple[str, str], Sequence[Figure]]
    duties: Mapping[str, tuple[Duty, Passage]]
    listings: Sequence[Listing]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one text has otherwise than another, or has too.

    ``own`` and ``theirs`` are the passages; ``span`` is the place of the words in the own source. ``ours``
    and ``their`` are what is said differently: figures, organs, the conditions added; of copied clauses
    ``count`` is their number and the first is shown. ``quicker`` says in which text an office gives itself
    less time.
    """

    kind: Kind
    own: Passage
    span: tuple[int, int]
    theirs: Passage
    ours: str = ""
    their: str = ""
    count: int = 1
    quicker: Literal["", "own", "theirs"] = ""


def facts_of(passages: Sequence[Passage]) -> Facts:
    """Return what a text says that can be compared."""
    by_head: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    matters: dict[str, tuple[Duty, Passage]] = {}
    for one in passages:
        for figure in figures(one):
            by_head[figure.kind, figure.head].append(figure)
        for duty in duties(one):
            matters.setdefault(duty.matter, (duty, one))
    return Facts(passages, by_head, matters, tuple(listings(passages))[:MOST_ALIKE])


def copied(own: Facts, other: Facts) -> Iterator[Difference]:
    """Yield one difference for the clauses that stand in the other text too."""
    known: dict[str, Passage] = {}
    for one in other.passages:
        if len(known) > _MOST_GRAMS:
            break
        for at in range(len(one.words) - _GRAM + 1):
            known.setdefault(one.words[at : at + _GRAM], one)
    found: list[tuple[Passage, Passage]] = []
    for one in own.passages:
        if len(one.words) >= _LEAST_CLAUSE and not _USUAL.search(one.words):
            grams = [one.words[at : at + _GRAM] for at in range(0, len(one.words) - _GRAM + 1, _STEP)]
            places = [known[gram] for gram in grams if gram in known]
            if len(places) >= _COPIED * len(grams):
                found.append((one, max(places, key=places.count)))
    if sum(len(one.words) for one, _ in found) >= _LEAST_COPIED:
        first, theirs = found[0]
        yield Difference("copied", first, first.span(0, len(first.words)), theirs, count=len(found))


def contradictions(own: Facts, other: Facts) -> Iterator[Difference]:
    """Yield what the texts say differently of one thing."""
    for key, group in own.figures.items():
        for figure in group:
            known = other.figures.get(key, ())[:MOST_ALIKE]
            theirs = next((one for one in known if contradict(figure, one)), None)
            if theirs and not any(_agrees(figure, one) for one in known):
                yield _differs(figure, theirs)
    for matter, (duty, where) in own.duties.items():
        if matter in other.duties and not same_organ(duty.organ, other.duties[matter][0].organ):
            their_duty, place = other.duties[matter]
            span = (duty.start, duty.end)
            yield Difference("agency", where, span, place, duty.organ, their_duty.organ)
    yield from added_conditions(own, other)


def added_conditions(own: Facts, other: Facts) -> Iterator[Difference]:
    """Yield the lists of conditions and papers that have more than the other text lists for the same."""
    for listing in own.listings:
        for their_listing in other.listings:
            if listing.symbol == their_listing.symbol and likeness(listing.what, their_listing.what) >= SAME:
                yield from _added(listing, their_listing)


def _differs(figure: Figure, theirs: Figure) -> Difference:
    kind: Kind = "deadline" if figure.kind.startswith("time") else "amount"
    quicker: Literal["", "own", "theirs"] = ""
    if kind == "deadline" and _OFFICE.search(figure.passage.words.partition(figure.printed)[0]):
        quicker = "own" if figure.days < theirs.days else "theirs" if figure.days > theirs.days else ""
    return Difference(
        kind,
        figure.passage,
        figure.sentence,
        theirs.passage,
        figure.printed,
        theirs.printed,
        quicker=quicker,
    )


def _agrees(one: Figure, other: Figure) -> bool:
    return one.same_value(other) and one.before == other.before


def _added(own: Listing, other: Listing) -> Iterator[Difference]:
    added = [
        entry
        for entry in own.entries
        if max((likeness(entry.words, known.words) for known in other.entries), default=1.0) < UNLIKE
    ]
    if added and other.entries:
        first = added[0]
        ours, theirs = (
            "；".join(entry.words.rstrip("；。") for entry in entries)
            for entries in (added[:3], other.entries)
        )
        yield Difference("conditions", first, first.span(0, len(first.words)), other.lead, ours, theirs)
