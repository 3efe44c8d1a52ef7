"""Conflicts of pairs of documents joined to matters: what is connected by them is one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hefa.consistency.records import CONTRADICTIONS, KINDS, Conflict, Kind, Matter, Member, Place, Side
from hefa.relate.existing import title_core


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict between two documents of the store, by their ids."""

    kind: Kind
    later: int
    earlier: int
    places: tuple[Place, Place]
    gives_way: Side | None
    proposal: str
    count: int = 1


def matters_of(found: Iterable[Found], members: Mapping[int, Member]) -> tuple[Matter, ...]:
    """Return the matters: those with most contradictions first, then with most conflicts, then by name."""
    listed = list(found)
    joined = _Joined()
    for one in listed:
        joined.join(one.later, one.earlier)
    groups = defaultdict[int, list[Found]](list)
    for one in listed:
        groups[joined.root(one.later)].append(one)
    return tuple(sorted((_matter(group, members) for group in groups.values()), key=_order))


class _Joined:
    """Documents joined to sets."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def root(self, one: int) -> int:
        while (above := self._above.get(one, one)) != one:
            self._above[one] = self._above.get(above, above)
            one = above
        return one

    def join(self, one: int, other: int) -> None:
        one, other = sorted((self.root(one), self.root(other)))
        self._above[other] = one


def _matter(group: list[Found], members: Mapping[int, Member]) -> Matter:
    ids = {one.later for one in group} | {one.earlier for one in group}
    ordered = sorted(ids, key=lambda one: (members[one].date or "", one))
    numbers = {one: number for number, one in enumerate(ordered, 1)}
    cores = Counter(title_core(members[one].title) for one in ordered)
    return Matter(
        name=max(cores, key=lambda core: (cores[core], -len(core))),
        members=tuple(members[one].model_copy(update={"number": numbers[one]}) for one in ordered),
        conflicts=tuple(
            Conflict(
                kind=one.kind,
                later=one.places[0].model_copy(update={"document": numbers[one.later]}),
                earlier=one.places[1].model_copy(update={"document": numbers[one.earlier]}),
                gives_way=one.gives_way,
                proposal=one.proposal,
                count=one.count,
            )
            for one in sorted(
                group, key=lambda one: (list(KINDS).index(one.kind), numbers[one.later], numbers[one.earlier])
            )
        ),
    )


def _order(matter: Matter) -> tuple[int, int, str, str]:
    contradicting = sum(one.kind in CONTRADICTIONS for one in matter.conflicts)
    return -contradicting, -len(matter.conflicts), matter.name, matter.members[0].name
