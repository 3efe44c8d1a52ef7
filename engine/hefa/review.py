"""The pipeline: joins the stages, which never import each other.

    file ─read─► SourceText ─parse─► Document ─extract─► provisions ─infer─► matches ─opinion─► Opinion

Rules, scanner and evaluator are built once; from SourceText on nothing reads a file, the clock
or the network, so the same draft and rules give the same opinion to the byte.
"""

import datetime
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hefa import __version__
from hefa.baseline import Baseline
from hefa.beside import dossiers_at, read_beside
from hefa.choices import check_engine, check_rank, choose_rules, said_of_choices, several
from hefa.citations import check_day, open_statutes
from hefa.collector import collector_paused
from hefa.decisions import Decider
from hefa.doubt import Weighing, with_doubts
from hefa.drafts import STDIN, read_draft
from hefa.errors import HefaError, StatuteError
from hefa.given import check_path, check_text, each_path
from hefa.infer import make_evaluator
from hefa.model.archive import Examined
from hefa.model.decision import Decision
from hefa.model.opinion import Opinion, Provenance
from hefa.model.reviewed import Reviewed
from hefa.model.source import SourceText
from hefa.observe import Beside, FactFinder, Facts
from hefa.opinion import build_opinion, check_confidence, one_per_scope, outside_review, unreadable_opinion
from hefa.opinion.terms import Terms
from hefa.pack import load_packs
from hefa.parse import parse_document
from hefa.read import check_tracked, read_text
from hefa.statutes import AskedStatutes

if TYPE_CHECKING:
    from hefa.model.dossier import Dossier

_RANK_OF = {"normative": "normative", "rules": "rules", "decision": "normative", "contract": "other"}
"""As what a draft is reviewed that a dossier is given with; a contract by the rules on contracts alone."""
_ALONE = threading.RLock()
"""Held by whoever reviews: the rule engine and the PDF library bear one thread a process."""
_MOOT = "没有标题、文号的单条文本，没有按程序材料审查制定程序"


class Reviewer:
    """Reviews drafts with one set of rules; build it once, use it for many.

    ``rules`` are folders of further rules; ``select`` and ``ignore`` name rules by id, prefix of
    ids or category; ``rank`` overrides the detected rank of every draft; findings of less than
    ``min_confidence`` (high, medium, low) are counted, not listed; ``tracked`` says which state of a Word
    file's tracked changes is reviewed: final (accepted) or original. ``dossier`` says how the drafts were
    made: a dossier, its file, or a folder with NAME.dossier.yml for the drafts called NAME. Drafts are held
    against ``lists``, files of official lists, and ``archive``, files and folders of existing documents.
    ``statutes`` is the file of a statute library against which citations are checked; ``as_of`` the day
    (2026-06-01) that counts for drafts which name none. Findings that stand in the JSON of an earlier review,
    ``baseline``, are not listed again. On ``day``, the day of review, the decisions in the file ``decisions``
    are honoured, or those beside each draft; without a day, none are read. Pickles as its settings.
    Threads may share it: they take turns; to use several processors, see ``review_many``.
    """

    def __init__(
        self,
        rules: Sequence[Path | str] | Path | str = (),
        select: Sequence[str] | str = (),
        ignore: Sequence[str] | str = (),
        rank: str | None = None,
        engine: str = "auto",
        *,
        min_confidence: str = "low",
        tracked: str = "final",
        dossier: "Path | str | Dossier | None" = None,
        baseline: Path | str | None = None,
        decisions: Path | str | None = None,
        day: datetime.date | None = None,
        lists: Sequence[Path | str] | Path | str = (),
        archive: Sequence[Path | str] | Path | str = (),
        statutes: Path | str | None = None,
        as_of: datetime.date | str | None = None,
    ) -> None:
        rules, select, ignore = several(rules), several(select), several(ignore)
        lists, archive = several(lists), several(archive)
        beside: dict[str, Any] = {"min_confidence": min_confidence, "tracked": tracked, "dossier": dossier}
        beside |= {"baseline": baseline, "decisions": decisions, "day": day}
        beside |= {"lists": lists, "archive": archive, "statutes": statutes, "as_of": as_of}
        self._again = partial(Reviewer, rules, select, ignore, rank, engine, **beside)
        for name, path in (("baseline", baseline), ("decisions", decisions), ("statutes", statutes)):
            if path is not None:
                check_path(name, path)
        self._dossiers = dossiers_at(dossier)
        self._baseline = Baseline(Path(baseline)) if baseline is not None else None
        self._decider = Decider(decisions, day)
        self._rank, self._least = check_rank(rank), check_confidence(min_confidence)
        self._tracked = check_tracked(tracked)
        self._beside, against = read_beside(lists, archive, open_statutes(statutes), check_day(as_of))
        self.statutes, self._digests = self._beside.statutes, dict[str, str]()
        with _ALONE, collector_paused():
            pack = load_packs([Path(folder) for folder in rules])
            chosen = choose_rules(pack.rules, select, ignore)
            self.pack = pack.model_copy(update={"rules": chosen})
            self._finder = FactFinder(self.pack, pack.rules)
            self._terms = Terms(pack.lexicon)
            self._rules, self._scopes = {rule.id: rule for rule in chosen}, one_per_scope(chosen)
            evidence = self._finder.evidence
            self._weighing = Weighing(evidence, self._rules) if evidence is not None else None
            self._evaluator = make_evaluator(chosen, check_engine(engine))
        self._provenance = Provenance(
            hefa=__version__,
            rules=pack.version,
            rule_count=sum(rule.status != "removed" for rule in chosen),
            statutes=self._beside.statutes.version if self._beside.statutes else None,
            options=(
                *said_of_choices(select, ignore, self._rank, self._least),
                *([f"不列 {baseline} 中已有的发现"] if baseline is not None else []),
                *against,
                *pack.changes,
            ),
        )

    def __reduce__(self) -> tuple[partial["Reviewer"], tuple[()]]:
        return self._again, ()

    def review_file(
        self, path: Path | str, dossier: "Path | str | Dossier | None" = None, rank: str | None = None
    ) -> Opinion:
        """Review one file; ``-`` is standard input. ``ReadError`` when it cannot be read."""
        return self._reviewed(path, dossier, check_rank(rank), alone=True).opinion

    def reviewed_file(self, path: Path | str, dossier: "Path | str | Dossier | None" = None) -> Reviewed:
        """Review one file as ``review_file`` does, and give the text with the opinion."""
        return self._reviewed(path, dossier, alone=True)

    def review_text(
        self,
        text: str,
        name: str = "-",
        rank: str | None = None,
        dossier: "Path | str | Dossier | None" = None,
    ) -> Opinion:
        """Review a text: a whole draft, or a bare clause of the given rank."""
        made = self._dossier_of(check_text("name", name), dossier)
        source = read_text(check_text("text", text), name)
        return self._review(source, check_rank(rank), made, self._decider.on(None))

    def review_many(
        self, paths: Iterable[Path | str] | Path | str, jobs: int = 1, timeout: float = 120.0
    ) -> Iterator[Opinion]:
        """Give one opinion a path, in order; an error becomes an ``unreadable`` opinion.

        With ``jobs`` other than 1 so many processes review (0: one a processor), each draft in at most
        ``timeout`` seconds; a process that dies or hangs costs the one draft.
        """
        if jobs == 1:
            for reviewed in self.reviewed_many(paths):
                yield reviewed.opinion
            return
        from hefa.parallel import review_in_parallel  # noqa: PLC0415

        found = each_path("paths", paths)
        for path, given in review_in_parallel(self, found, jobs or os.cpu_count() or 1, timeout):
            yield (given if isinstance(given, Opinion) else unreadable_opinion(path, given, self._provenance))

    def reviewed_many(self, paths: Iterable[Path | str] | Path | str) -> Iterator[Reviewed]:
        """Review as ``review_many`` does, and give each text with its opinion."""
        for path in each_path("paths", paths):
            try:
                yield self._reviewed(path, alone=False)
            except StatuteError:
                raise  # the library is at fault, not the draft
            except HefaError as error:
                yield Reviewed(unreadable_opinion(str(path), error, self._provenance))

    def examine(self, source: SourceText, rank: str | None = None) -> Examined:
        """Review a draft that was read, and give with the opinion what it was drawn from."""
        noting = AskedStatutes(self.statutes, self._digests) if self.statutes is not None else None
        with _ALONE, collector_paused():
            beside = replace(self._beside, statutes=noting)
            found = self._examined(source, check_rank(rank), None, (), beside, alone=False)
            return found if noting is None else replace(found, asked=noting.digests())

    def on_day(self, as_of: datetime.date | str | None) -> "Reviewer":
        """Return a reviewer for another day ``as_of``, at no cost: it shares all that this one built."""
        day = check_day(as_of)
        other = object.__new__(Reviewer)
        other.__dict__ |= self.__dict__
        other._again = partial(self._again, as_of=day)
        other._beside = replace(self._beside, as_of=day)
        return other

    @property
    def provenance(self) -> Provenance:
        """What the opinions rest on: versions and options, whatever the draft."""
        return self._provenance

    def _reviewed(
        self,
        path: Path | str,
        dossier: "Path | str | Dossier | None" = None,
        rank: str | None = None,
        *,
        alone: bool,
    ) -> Reviewed:
        with _ALONE:
            source = read_draft(check_path("path", path), self._tracked)
            decisions = self._decider.on(None if str(path) == STDIN else path)
            made = self._dossier_of(path, dossier)
            return Reviewed(self._review(source, rank, made, decisions, alone=alone), source)

    def _dossier_of(self, path: Path | str, dossier: "Path | str | Dossier | None") -> "Dossier | None":
        dossiers = self._dossiers if dossier is None else dossiers_at(dossier)
        return dossiers.of(path) if dossiers is not None else None

    def _review(
        self,
        source: SourceText,
        rank: str | None,
        dossier: "Dossier | None",
        decisions: Sequence[Decision],
        *,
        alone: bool = True,
    ) -> Opinion:
        with _ALONE, collector_paused():
            return self._examined(source, rank, dossier, decisions, self._beside, alone=alone).opinion

    def _examined(
        self,
        source: SourceText,
        rank: str | None,
        dossier: "Dossier | None",
        decisions: Sequence[Decision],
        beside: Beside,
        *,
        alone: bool,
    ) -> Examined:
        told = _RANK_OF[dossier.kind] if dossier is not None else None
        document = parse_document(source.text, rank or self._rank or told)
        outside = "" if told == "other" else outside_review(document.facts, self._scopes)
        beside = beside if dossier is None else replace(beside, dossier=dossier)
        facts = Facts(()) if outside else self._finder.facts(source, document, beside)
        matches = self._evaluator.match(facts.provisions)
        if matches and self._weighing is not None:
            matches = with_doubts(matches, source.text, document, facts, self._weighing)
        said = list(said_of_choices((), (), rank, "low")) if rank != self._rank else []
        used = None
        if dossier is not None and not outside:
            used = None if dossier.is_moot(document.facts) else dossier.kind
            said.append(f"按程序材料审查制定程序（{dossier.kind_name}）" if used else _MOOT)
        provenance = self._provenance
        if said or used:
            said = [*provenance.options, *said]
            provenance = provenance.model_copy(update={"options": tuple(said), "dossier": used})
        base, title = self._baseline, document.facts.title
        known = base.known(source.name, title, alone=alone) if base else frozenset[str]()
        opinion = build_opinion(
            source,
            document,
            facts.provisions,
            matches,
            observed=facts.observed,
            rules=self._rules,
            terms=self._terms,
            pack=self.pack,
            outside=outside,
            provenance=provenance,
            least=self._least,
            known=known,
            decisions=decisions,
            day=self._decider.day,
            notes=facts.notes,
        )
        return Examined(opinion, source.text, document, facts.citations)


def review_file(
    path: Path | str, rank: str | None = None, dossier: "Path | str | Dossier | None" = None
) -> Opinion:
    """Review one file, beside the dossier on its making where there is one, with the installed rules."""
    return _installed(check_rank(rank)).review_file(path, dossier)


def review_text(text: str, name: str = "-", rank: str | None = None) -> Opinion:
    """Review one text with the installed rules."""
    return _installed(None).review_text(text, name, rank)


@cache
def _installed(rank: str | None) -> Reviewer:
    """Return the reviewer with the installed rules: what one is built of cannot be freed."""
    return Reviewer(rank=rank)
