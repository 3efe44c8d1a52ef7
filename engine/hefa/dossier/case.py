"""One draft with its dossier, as the observers of this stage ask about it."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hefa.dossier.limits import Limit, Tables, deadlines, local_limits
from hefa.dossier.workdays import WorkCalendar
from hefa.errors import RuleFileError
from hefa.model.document import Document, DocumentFacts, Location
from hefa.model.dossier import Dossier
from hefa.model.observation import Observation
from hefa.model.steps import Step

PLACE = "程序材料"
UNSEEN = "unseen"
"""Said of each step of which no papers were seen; ``together`` makes one observation of them."""
_CALENDAR = WorkCalendar()


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier beside its draft."""

    dossier: Dossier
    document: Document
    text: str
    sha256: str
    tables: Tables
    limits: dict[str, Limit] = field(init=False)
    context: frozenset[str] = field(init=False)
    calendar: WorkCalendar = _CALENDAR

    def __post_init__(self) -> None:
        object.__setattr__(self, "limits", local_limits(self.dossier, self.tables))
        object.__setattr__(self, "context", frozenset(_context(self)))

    @property
    def facts(self) -> DocumentFacts:
        """What the draft is."""
        return self.document.facts

    @property
    def deliberated(self) -> bool:
        """Whether the draft has been put to a meeting, or has gone further."""
        return self.dossier.deliberation.state == "done" or self.signed

    @property
    def signed(self) -> bool:
        """Whether it was signed, or has gone further."""
        return self.dossier.signing.state == "done" or self.published

    @property
    def published(self) -> bool:
        """Whether it was published, or even filed."""
        return self.dossier.publication.state == "done" or self.dossier.filing.state == "done"

    @property
    def since(self) -> datetime.date | None:
        """The day it takes effect: the dossier's, else the draft's own."""
        return self.dossier.effective or _day(self.facts.effective)

    @property
    def until(self) -> datetime.date | None:
        """The last day of its validity: the dossier's, else the draft's own."""
        return self.dossier.expires or _day(self.facts.expires)

    @property
    def trial(self) -> bool:
        """Whether its title calls it provisional."""
        return any(word in (self.facts.title or "") for word in ("暂行", "试行"))

    def deadline(self, name: str) -> int:
        """Return a limit of national law, in days or working days."""
        found = deadlines(self.tables).get(name)
        if found is None:
            raise RuleFileError("tables/deadlines.yml", f"没有期限 {name}", "补上这一行")
        return found

    def is_kind(self, *kinds: str) -> bool:
        """Whether the draft is of one of ``kinds``; it may be of two."""
        return not self.context.isdisjoint(kinds)

    def over(self, due: datetime.date) -> bool:
        """Whether ``due`` has passed on the day of the check; without such a day nothing has."""
        return self.dossier.as_of is not None and self.dossier.as_of > due

    def see(self, place: str, *symbols: str, **values: object) -> Observation:
        """Return what was seen of a step, beside what kind of case it is."""
        return Observation(
            start=0,
            end=0,
            symbols=frozenset(f"dossier.{symbol}" for symbol in self.context.union(symbols)),
            location=Location(start=0, end=0, label=f"{PLACE}（{place}）"),
            values={name: str(value) for name, value in values.items()},
        )

    def step(self, step: Step, place: str, name: str) -> Iterable[Observation]:
        """See a step that was not taken, or of which no papers were seen."""
        if step.state == "undone":
            yield self.see(place, f"{name}-undone")
        elif step.state == "unseen":
            yield self.see(place, UNSEEN, names=place)


def together(seen: Iterable[Observation]) -> list[Observation]:
    """Return what was seen, the steps without papers as one observation, which counts and names them."""
    rest: list[Observation] = []
    unseen: list[Observation] = []
    for one in seen:
        (unseen if f"dossier.{UNSEEN}" in one.symbols else rest).append(one)
    if unseen:
        names = [one.values["names"] for one in unseen]
        values = {"names": "、".join(names), "count": str(len(names))}
        place = Location(start=0, end=0, label=PLACE)
        rest.append(unseen[0].model_copy(update={"values": values, "location": place}))
    return rest


def by_limit(seen: Observation, limit: Limit) -> Observation:
    """Return what was seen with the basis of the local limit it was measured by."""
    return seen.model_copy(update={"basis": limit.basis})


def gaps(wanted: Sequence[str], given: Iterable[str] | None, names: dict[str, str]) -> str:
    """Return which of ``wanted`` are not among ``given``, by name; empty where none is missing."""
    return "、".join(names[one] for one in wanted if one not in (given or ()))


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _context(case: Case) -> Iterable[str]:
    dossier = case.dossier
    yield dossier.kind
    if dossier.major_decision:
        yield "decision"
    for name in ("business", "secret", "urgent"):
        if getattr(dossier, name):
            yield name
    for name in ("deliberated", "published"):
        if getattr(case, name):
            yield name
