"""Which findings of the old version are still there.

A finding is kept when its clause still has one of the same rule (the same words before others), or when the
same rule is still found in the same words anywhere. What is left of the old is fixed, of the new is new.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence

from hefa.model.comparison import STATE, FindingChange, State
from hefa.model.document import Clause, Location
from hefa.model.opinion import Finding, Opinion
from hefa.model.words import same_words
from hefa.versions import Pair

_Stands = tuple[int, Finding]
_Key = Callable[[_Stands], Hashable]
NOWHERE = -1


class Side:
    """One version: its clauses, and its findings with those an officer rejected."""

    def __init__(self, clauses: Sequence[Clause], opinion: Opinion) -> None:
        self.clauses = clauses
        self.rejected = opinion.rejected
        self.findings = opinion.all_findings


def pair_findings(
    pairs: Sequence[Pair], old: Side, new: Side
) -> tuple[list[list[FindingChange]], list[FindingChange]]:
    """Return the findings of each pair of clauses, and those that stand in no clause."""
    olds = _standing(old, {pair.old: number for number, pair in enumerate(pairs)})
    news = _standing(new, {pair.new: number for number, pair in enumerate(pairs)})
    kept: list[tuple[_Stands, _Stands]] = []
    for key in (_in_clause_with_words, _in_clause, _with_words):
        olds, news = _paired(olds, news, key, kept)
    placed: defaultdict[int, list[FindingChange]] = defaultdict(list)
    for number, finding in news:
        placed[number].append(_change("new", finding, new))
    for (_, was), (number, finding) in kept:
        placed[number].append(_change("kept", finding, new, was.location))
    for number, finding in olds:
        placed[number].append(_change("fixed", finding, old))
    for changes in placed.values():
        changes.sort(key=lambda one: (list(STATE).index(one.state), one.finding.location.start))
    return [placed[number] for number in range(len(pairs))], placed[NOWHERE]


def _change(state: State, finding: Finding, side: Side, before: Location | None = None) -> FindingChange:
    decided = side.rejected.get(finding.fingerprint)
    return FindingChange(
        state=state, finding=finding, before=before, rejected=decided.decision if decided else None
    )


def _paired(
    olds: list[_Stands], news: list[_Stands], key: _Key, kept: list[tuple[_Stands, _Stands]]
) -> tuple[list[_Stands], list[_Stands]]:
    """Move to ``kept`` the findings of equal key, in order; return those left over."""
    waiting: defaultdict[Hashable, list[_Stands]] = defaultdict(list)
    for one in reversed(olds):
        waiting[key(one)].append(one)
    left = []
    for one in news:
        if waiting[key(one)]:
            kept.append((waiting[key(one)].pop(), one))
        else:
            left.append(one)
    gone = {id(one) for rest in waiting.values() for one in rest}
    return [one for one in olds if id(one) in gone], left


def _in_clause_with_words(one: _Stands) -> Hashable:
    return one[0], *_with_words(one)


def _in_clause(one: _Stands) -> Hashable:
    number, finding = one
    return (number, finding.rule) if number != NOWHERE else (number, finding.fingerprint)


def _with_words(one: _Stands) -> tuple[str, str]:
    return one[1].rule, same_words(one[1].quote) or one[1].fingerprint


def _standing(side: Side, number_of: Mapping[int | None, int]) -> list[_Stands]:
    """Return each finding with the number of the pair in whose clause its quotation begins."""
    clauses, standing = side.clauses, []
    for finding in side.findings:
        start = finding.location.start
        at = bisect_right(clauses, start, key=lambda clause: clause.start) - 1
        inside = finding.quote and at >= 0 and start < clauses[at].end
        standing.append((number_of[clauses[at].id] if inside else NOWHERE, finding))
    return standing
