"""All facts of one draft: its provisions, and what observers see of it beside them.

    source, document ─► extractor ─► provisions ─┐
                     ─► observers ─► observations ┴─► facts that rules are asked of, numbered as one list

An observer takes a ``Subject`` and yields observations; it is a function of a stage, named in ``OBSERVERS``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hefa.extract import Extractor
from hefa.form import observe_form
from hefa.model.document import Document
from hefa.model.facts import Provision
from hefa.model.observation import Observation, Observed
from hefa.model.pack import RulePack
from hefa.model.source import SourceText

if TYPE_CHECKING:
    from hefa.model.dossier import Dossier

Observer = Callable[["Subject"], Iterable[Observation]]


def _dossier(subject: "Subject") -> Iterable[Observation]:
    if (dossier := subject.beside.dossier) is None:
        return ()
    from hefa.dossier import observe_dossier  # noqa: PLC0415

    return observe_dossier(dossier, subject.document, subject.source, subject.tables)


OBSERVERS: tuple[Observer, ...] = (observe_form, _dossier)


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a draft and is reviewed with it; what is absent is not checked."""

    dossier: "Dossier | None" = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What an observer may look at."""

    source: SourceText
    document: Document
    provisions: Sequence[Provision]
    tables: Mapping[str, tuple[Mapping[str, str], ...]]
    beside: Beside


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one draft; ``observed`` has the observation behind the ids past the provisions'."""

    provisions: tuple[Provision, ...]
    observed: Observed = field(default_factory=dict)


class FactFinder:
    """Finds the facts of drafts; built once per pack and process."""

    def __init__(self, pack: RulePack, *, only_asked: bool = True) -> None:
        self._extractor = Extractor(pack.lexicon, pack.rules if only_asked else (), pack.evidence)
        self._tables = pack.tables
        self._asked = any(rule.observes for rule in pack.rules)

    def facts(self, source: SourceText, document: Document, beside: Beside) -> Facts:
        """Return the provisions in text order, then the observations in the order of their observers."""
        provisions = self._extractor.provisions(source.text, document)
        if not self._asked:
            return Facts(provisions)
        subject = Subject(source, document, provisions, self._tables, beside)
        seen = [one for observer in OBSERVERS for one in observer(subject)]
        shared = {f"rank.{document.facts.rank}", f"issuer.{document.facts.issuer_level}"}
        shared |= {"shape.fragment"} if document.facts.fragment else set()
        numbered = dict(enumerate(seen, len(provisions)))
        return Facts(
            (*provisions, *(_as_provision(*pair, shared, document) for pair in numbered.items())), numbered
        )


def beside_of(material: Mapping[str, Any]) -> Beside:
    """Return what an example says lies beside its draft."""
    if "dossier" not in material:
        return Beside()
    from hefa.dossierbook import dossier_of  # noqa: PLC0415

    return Beside(dossier=dossier_of(material["dossier"]))


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
