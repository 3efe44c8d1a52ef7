"""All facts of one draft: its provisions, and what observers see of it beside them.

    source, document ─► extractor ─► provisions ─┐
                     ─► observers ─► observations ┴─► facts that rules are asked of, numbered as one list

An observer takes a ``Subject`` and yields observations; it is a function of a stage, named in ``OBSERVERS``.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hefa.citations import Checked, CitationCheck, check_day, statutes_of
from hefa.extract import Extractor
from hefa.form import observe_form
from hefa.model.archive import CitationState
from hefa.model.citation import Statutes
from hefa.model.document import Document
from hefa.model.facts import Provision
from hefa.model.lists import ItemList
from hefa.model.observation import Observation, Observed
from hefa.model.pack import RulePack
from hefa.model.rule import Rule
from hefa.model.source import SourceText
from hefa.relate import observe_relations

if TYPE_CHECKING:
    from hefa.model.dossier import Dossier
    from hefa.relate.existing import Archive

Observer = Callable[["Subject"], Iterable[Observation]]


def _dossier(subject: "Subject") -> Iterable[Observation]:
    if (dossier := subject.beside.dossier) is None:
        return ()
    from hefa.dossier import observe_dossier  # noqa: PLC0415

    return observe_dossier(dossier, subject.document, subject.source, subject.tables)


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a draft and is reviewed with it; what is absent is not checked.

    ``as_of`` is the day for drafts that name none; the month of the rules, where it is absent.
    """

    statutes: Statutes | None = None
    as_of: datetime.date | None = None
    dossier: "Dossier | None" = None
    lists: tuple[ItemList, ...] = ()
    archive: "Archive | None" = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What an observer may look at."""

    source: SourceText
    document: Document
    provisions: Sequence[Provision]
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    beside: Beside
    citations: Checked


def _citations(subject: Subject) -> Iterable[Observation]:
    return subject.citations.observations


def _lists(subject: Subject) -> Iterable[Observation]:
    if not subject.beside.lists:
        return ()
    from hefa.relate.items import observe_items  # noqa: PLC0415

    return observe_items(subject, subject.beside.lists)


def _archive(subject: Subject) -> Iterable[Observation]:
    if subject.beside.archive is None:
        return ()
    from hefa.relate.fit import observe_fit  # noqa: PLC0415

    return observe_fit(subject, subject.beside.archive)


OBSERVERS: tuple[Observer, ...] = (
    observe_form,
    _dossier,
    _citations,
    observe_relations,
    _lists,
    _archive,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one draft; ``observed`` has the observation behind the ids past the provisions'.

    ``notes`` say what beside the text was not checked; ``citations`` are those of the text.
    """

    provisions: tuple[Provision, ...]
    observed: Observed = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    citations: tuple[CitationState, ...] = ()


class FactFinder:
    """Finds the facts of drafts; built once per pack and process.

    ``every`` are the rules of which those of the pack were chosen; with ``only_asked``, what no rule asks for
    is not read.
    """

    def __init__(self, pack: RulePack, every: Sequence[Rule] = (), *, only_asked: bool = True) -> None:
        rules = pack.rules if only_asked else ()
        self._extractor = Extractor(pack.lexicon, rules, pack.evidence, every)
        self.evidence = self._extractor.evidence
        self._tables = pack.tables
        self._citations = CitationCheck(pack)
        self._asked = any(rule.observes for rule in pack.rules)

    def facts(self, source: SourceText, document: Document, beside: Beside) -> Facts:
        """Return the provisions in text order, then the observations in the order of their observers."""
        provisions = self._extractor.provisions(source.text, document)
        if not self._asked and beside.statutes is None:
            return Facts(provisions)
        cited = self._citations.check(source.text, document, provisions, beside.statutes, beside.as_of)
        provisions = cited.provisions
        if not self._asked:
            return Facts(provisions, notes=cited.notes, citations=cited.states)
        subject = Subject(source, document, provisions, self._tables, beside, cited)
        seen = [one for observer in OBSERVERS for one in observer(subject)]
        shared = {f"rank.{document.facts.rank}", f"issuer.{document.facts.issuer_level}"}
        shared |= {"shape.fragment"} if document.facts.fragment else set()
        numbered = dict(enumerate(seen, len(provisions)))
        return Facts(
            (*provisions, *(_as_provision(*pair, shared, document) for pair in numbered.items())),
            numbered,
            cited.notes,
            cited.states,
        )


def beside_of(material: Mapping[str, Any]) -> Beside:
    """Return what an example says lies beside its draft."""
    if not material:
        return Beside()
    from hefa.dossierbook import dossier_of  # noqa: PLC0415
    from hefa.existing import existing_of  # noqa: PLC0415
    from hefa.lists import lists_of  # noqa: PLC0415

    return Beside(
        statutes=statutes_of(material["statutes"]) if "statutes" in material else None,
        as_of=check_day(material.get("as_of")),
        dossier=dossier_of(material["dossier"]) if "dossier" in material else None,
        lists=lists_of(material.get("lists", ())),
        archive=existing_of(material.get("archive", ())),
    )


def _as_provision(number: int, seen: Observation, shared: Iterable[str], document: Document) -> Provision:
    clause = document.clauses[seen.clause] if seen.clause is not None else None
    return Provision(
        start=seen.start,
        end=seen.end,
        id=number,
        clause=clause.id if clause else -1,
        unit=clause.unit if clause else -1,
        sentence=-1 - number,
        symbols=seen.symbols.union(shared),
        words=seen.words,
    )
