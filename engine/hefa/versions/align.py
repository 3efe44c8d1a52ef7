"""Which clause of the new version is which of the old.

    equal texts ──► pairs, twins told apart by their neighbours
    what is left ──► the most alike, those of the same number or place before others

Nothing is compared with everything: candidates share a place, or a stretch of words that is rare among the
clauses left over. Time grows with the length of both versions, not with its square.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from hefa.model.comparison import Change

ALIKE = 0.5
"""Two clauses are one, reworded, from this score on: shared pairs of characters, plus the bonus below."""
SAME_NUMBER, SAME_PLACE = 0.15, 0.1
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
    _add_alike(old, new, to_new)
    staying = _in_order(sorted(to_new.items()))
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
    """Pair equal texts: first those that stand once, then the neighbours of pairs, then the rest in order."""
    places: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, passages in enumerate((old, new)):
        for index, passage in enumerate(passages):
            places[passage.text][side].append(index)
    to_new = {olds[0]: news[0] for olds, news in places.values() if len(olds) == len(news) == 1}
    taken = set(to_new.values())
    for step in (1, -1):
        for start in sorted(to_new, reverse=step < 0):
            i, j = start + step, to_new[start] + step
            while (
                0 <= i < len(old)
                and 0 <= j < len(new)
                and i not in to_new
                and j not in taken
                and old[i].text == new[j].text
            ):
                to_new[i] = j
                taken.add(j)
                i, j = i + step, j + step
    for olds, news in places.values():
        left = [i for i in olds if i not in to_new], [j for j in news if j not in taken]
        to_new.update(zip(*left, strict=False))
    return to_new


def _add_alike(old: Sequence[Passage], new: Sequence[Passage], to_new: dict[int, int]) -> None:
    """Pair what is left, the most alike first; ``to_new`` grows."""
    taken = set(to_new.values())
    olds = [i for i in range(len(old)) if i not in to_new]
    news = [j for j in range(len(new)) if j not in taken]
    if not olds or not news:
        return
    old_gap, new_gap = _gaps(old, new, to_new)
    letters = {i: _letters(old[i].text) for i in olds}
    scored = []
    for j, candidates in _candidates(old, new, olds, news, (old_gap, new_gap)):
        own = _letters(new[j].text)
        for i in candidates:
            score = _likeness(letters[i], own)
            score += SAME_NUMBER * (bool(old[i].number) and old[i].number == new[j].number)
            score += SAME_PLACE * (old_gap[i] == new_gap[j])
            if score >= ALIKE:
                scored.append((-score, i, j))
    for _, i, j in sorted(scored):
        if i not in to_new and j not in taken:
            to_new[i] = j
            taken.add(j)


def _gaps(
    old: Sequence[Passage], new: Sequence[Passage], to_new: dict[int, int]
) -> tuple[list[int], list[int]]:
    """Give each clause the number of its gap between pairs that kept their order."""
    staying = _in_order(sorted(to_new.items()))
    kept = {to_new[i] for i in staying}
    gaps: tuple[list[int], list[int]] = ([], [])
    for gap, size, fixed in ((gaps[0], len(old), staying), (gaps[1], len(new), kept)):
        number = 0
        for index in range(size):
            number += index in fixed
            gap.append(number)
    return gaps


def _candidates(
    old: Sequence[Passage],
    new: Sequence[Passage],
    olds: Sequence[int],
    news: Sequence[int],
    gaps: tuple[Sequence[int], Sequence[int]],
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
