"""Which clause of the new version is which of the old.

    equal texts ──► pairs, twins told apart by their neighbours; those that kept their order are anchors
    what is left ──► the most alike, those of the same number or place between anchors before others

Nothing is compared with everything: candidates share a place, or a stretch of words that is rare among the
clauses left over. Time grows with the length of both versions, not with its square.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from hefa.model.comparison import Change

ALIKE = 0.5
"""Two clauses are one, reworded, from this score on: shared pairs of characters, plus the bonus below."""
SAME_NUMBER, SAME_PLACE = 0.15, 0.1
_Gaps = tuple[Sequence[int], Sequence[int]]
_STRETCH = 4
_COMMON = 8
_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class Passage:
    """One clause: its words as ``same_text`` gives them, and the parts of its number (第三条, （一）, 2)."""

    text: str
    number: tuple[str, ...] = ()


class Pair(NamedTuple):
    """Indexes of a clause in the old and in the new version; None where it is in one only.

    ``moved`` says that it changed its place among the others, whatever its words.
    """

    old: int | None
    new: int | None
    change: Change
    moved: bool = False


def align(old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair]:
    """Return every clause once, in the order of ``new``; what was removed stands where it stood."""
    to_new = _equal(old, new)
    equal, gaps = set(to_new), _gaps(to_new, len(old), len(new))
    anchors = _in_order(sorted(to_new.items()))
    _add_alike(old, new, to_new, gaps)
    staying = _in_order(
        [
            (i, j)
            for i, j in sorted(to_new.items())
            if i in anchors or (i not in equal and gaps[0][i] == gaps[1][j])
        ]
    )
    pairs = [_pair(old, new, i, j, moved=i not in staying) for i, j in to_new.items()]
    taken = set(to_new.values())
    keyed = [((pair.new, 0, 0), pair) for pair in pairs]
    keyed += [((j, 0, 0), Pair(None, j, "added")) for j in range(len(new)) if j not in taken]
    behind = -1
    for i in range(len(old)):
        if i in staying:
            behind = to_new[i]
        elif i not in to_new:
            keyed.append(((behind, 1, i), Pair(i, None, "removed")))
    return [pair for _, pair in sorted(keyed, key=lambda one: one[0])]


def _pair(old: Sequence[Passage], new: Sequence[Passage], i: int, j: int, *, moved: bool) -> Pair:
    if old[i].text != new[j].text:
        return Pair(i, j, "reworded", moved)
    if moved:
        return Pair(i, j, "moved", moved)
    return Pair(i, j, "unchanged" if old[i].number == new[j].number else "renumbered")


def _equal(old: Sequence[Passage], new: Sequence[Passage]) -> dict[int, int]:
    """Pair equal texts: those that stand once, their neighbours, twins of one place, twins anywhere."""
    sides = [passage.text for passage in old], [passage.text for passage in new]
    to_new = {olds[0]: news[0] for olds, news in _together(*sides) if len(olds) == len(news) == 1}
    _add_neighbours(*sides, to_new)
    gaps = _gaps(to_new, len(old), len(new))
    placed = list(zip(sides[0], gaps[0], strict=True)), list(zip(sides[1], gaps[1], strict=True))
    for keys in (placed, sides):
        taken = set(to_new.values())
        for olds, news in _together(*keys):
            left = [i for i in olds if i not in to_new], [j for j in news if j not in taken]
            to_new.update(zip(*left, strict=False))
    return to_new


def _together(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterable[tuple[list[int], list[int]]]:
    """Return the indexes of equal keys, by side."""
    places: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, keys in enumerate((old, new)):
        for index, key in enumerate(keys):
            places[key][side].append(index)
    return places.values()


def _add_neighbours(old: Sequence[str], new: Sequence[str], to_new: dict[int, int]) -> None:
    """Pair equal texts next to pairs, and so on outwards; ``to_new`` grows."""
    taken = set(to_new.values())
    for step in (1, -1):
        for start in sorted(to_new, reverse=step < 0):
            i, j = start + step, to_new[start] + step
            while 0 <= i < len(old) and 0 <= j < len(new) and old[i] == new[j]:
                if i in to_new or j in taken:
                    break
                to_new[i] = j
                taken.add(j)
                i, j = i + step, j + step


def _add_alike(old: Sequence[Passage], new: Sequence[Passage], to_new: dict[int, int], gaps: _Gaps) -> None:
    """Pair what is left, the most alike first; ``to_new`` grows."""
    taken = set(to_new.values())
    olds = [i for i in range(len(old)) if i not in to_new]
    news = [j for j in range(len(new)) if j not in taken]
    if not olds or not news:
        return
    letters = {i: _letters(old[i].text) for i in olds}
    scored = []
    for j, candidates in _candidates(old, new, olds, news, gaps):
        own = _letters(new[j].text)
        for i in candidates:
            score = _likeness(letters[i], own)
            score += SAME_NUMBER * (bool(old[i].number) and old[i].number == new[j].number)
            score += SAME_PLACE * (gaps[0][i] == gaps[1][j])
            if score >= ALIKE:
                scored.append((-score, i, j))
    for _, i, j in sorted(scored):
        if i not in to_new and j not in taken:
            to_new[i] = j
            taken.add(j)


def _gaps(to_new: dict[int, int], old: int, new: int) -> tuple[list[int], list[int]]:
    """Give each clause the number of anchors up to it: the same on both sides, the same place.

    Anchors are the pairs that kept their order; ``old`` and ``new`` are how many clauses there are.
    """
    anchors = _in_order(sorted(to_new.items()))
    reached = {to_new[i] for i in anchors}
    return (
        list(accumulate(int(i in anchors) for i in range(old))),
        list(accumulate(int(j in reached) for j in range(new))),
    )


def _candidates(
    old: Sequence[Passage],
    new: Sequence[Passage],
    olds: Sequence[int],
    news: Sequence[int],
    gaps: _Gaps,
) -> Iterator[tuple[int, list[int]]]:
    """Yield for each new clause the few old ones worth comparing."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    numbered: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    in_gap: defaultdict[int, list[int]] = defaultdict(list)
    for i in olds:
        for stretch in _stretches(old[i].text):
            holders[stretch].append(i)
        numbered[old[i].number].append(i)
        in_gap[gaps[0][i]].append(i)
    reached: Counter[int] = Counter()
    for j in news:
        votes = Counter[int]()
        for stretch in _stretches(new[j].text):
            if len(holders.get(stretch, ())) <= _COMMON:
                votes.update(holders.get(stretch, ()))
        gap = gaps[1][j]
        beside = in_gap.get(gap, [])
        at = reached[gap]
        reached[gap] += 1
        found = [i for i, _ in votes.most_common(_CANDIDATES)]
        found += numbered.get(new[j].number, [])[:_CANDIDATES]
        found += beside[max(0, at - _CANDIDATES) : at + _CANDIDATES]
        yield j, list(dict.fromkeys(found))


def _stretches(text: str) -> set[str]:
    return {text[at : at + _STRETCH] for at in range(max(len(text) - _STRETCH + 1, 1))}


def _letters(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(f"^{text}$")))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return twice the shared pairs of characters over all of them (Dice), from 0 to 1."""
    return 2 * (one & other).total() / (one.total() + other.total())


def _in_order(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Return the old indexes of a longest run of pairs that kept their order."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        before.append(at[length - 1] if length else -1)
        if length == len(tails):
            tails.append(j)
            at.append(index)
        else:
            tails[length], at[length] = j, index
    kept: set[int] = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(pairs[index][0])
        index = before[index]
    return kept
