"""Document to provisions.

    clause ──► sentences ──► tokens ──► segments ──► provisions
                                     (provision.lark)  with what they inherit

A provision inherits: the subject, conditions and basis of its sentence, the lead-in of its
list (下列…不得…：), the words of the headings above it, and the rank of the document.
Pure: the same text, document and lexicon give the same provisions.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from hefa.extract.claims import Claim, Claims
from hefa.extract.drafts import Draft, Inherited
from hefa.extract.evidence import Evidence, Told, bear
from hefa.extract.lexed import Lexed
from hefa.extract.lexer import SentenceLexer, compact, squeezed
from hefa.extract.prefilter import Prefilter
from hefa.extract.provisions import sentence_drafts
from hefa.extract.radicals import plain
from hefa.extract.sentences import Group, Sentence, joined, split_sentences, stretches
from hefa.extract.symbols import Symbols, asked_by
from hefa.extract.ways import Demand
from hefa.model.document import Clause, Document, DocumentFacts
from hefa.model.evidence import WordEvidence
from hefa.model.facts import Provision
from hefa.model.lexicon import Lexicon
from hefa.model.rule import Rule

_REPORT = frozenset(("report",))
_NORM = re.compile("应当|必须|不得|方可|严禁|禁止|[^不]予以|的，")
_DISOBEYED = re.compile(r"\s*(?:逾期|期满|拒不|仍不|仍未)")
_BATCH = 500  # clauses that are sieved at once
_LEAST_WEIGHED = 12  # code points; what is shorter names a thing or heads a text (信用修复申请书；)
_MAX_HEADING = 20  # code points of a heading that is glued to its first sentence


_Told = Callable[[str, Collection[str]], list[Told]]
"""Gives what a sentence without white space, whose provisions have the symbols, speaks for."""


@dataclass(slots=True)
class _Lead:
    """What the items of a list inherit from its lead-in."""

    inherited: Inherited
    symbols: frozenset[str]
    mask: int  # what its tokens and those of the lead-ins above it satisfy of the rules


@dataclass(slots=True)
class _Run:
    """The state of one pass over a document."""

    prefilter: Prefilter | None  # none where every sentence is read
    lexed: Lexed
    told: _Told | None  # none where nothing is weighed
    provisions: list[Provision] = field(default_factory=list)
    leads: dict[int, _Lead] = field(default_factory=dict)
    headings: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    scanned: dict[int, str] = field(default_factory=dict)  # of lead-ins, a line for each sentence
    sentence: int = 0
    demands: dict[int, Collection[Demand]] = field(default_factory=dict)  # of sentences, by their start


class Extractor:
    """Turns documents into provisions; built once per lexicon, one per process.

    With ``rules``, clauses on which none of them can fire and symbols that none asks for are left out. A bare
    clause is weighed whole (``evidence``), of a draft the sentences on which a rule may fire; where some of
    the rules go by weight, a rule of ``near``, so that what they find hangs on no choice among the rules.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        rules: Sequence[Rule] = (),
        evidence: WordEvidence | None = None,
        near: Sequence[Rule] = (),
    ) -> None:
        self._lexer = SentenceLexer(lexicon)
        read_for = (near or rules) if any(rule.weighs for rule in rules) else rules
        self._prefilter = Prefilter(read_for, self._lexer.lexicon) if rules else None
        self._claims = self._prefilter.claims if self._prefilter else Claims(())
        self.evidence = Evidence(evidence) if evidence else None
        weighed = self.evidence.symbols if self.evidence else frozenset[str]()
        self._symbols = Symbols(asked_by(rules) | weighed if rules else None)

    def provisions(self, text: str, document: Document) -> tuple[Provision, ...]:
        """Return the provisions of ``document`` in text order; ids are their index."""
        text = plain(text)
        fragment = document.facts.fragment
        told = partial(self.evidence.told, in_draft=not fragment) if self.evidence else None
        prefilter = None if fragment and told else self._prefilter
        run = _Run(prefilter, Lexed(text, self._lexer, self._claims), told)
        shared = self._document_symbols(document.facts)
        wanted_leads = {clause.lead for clause in document.clauses if clause.lead is not None}
        for first in range(0, len(document.clauses), _BATCH):
            batch = document.clauses[first : first + _BATCH]
            for clause, groups in self._likely(text, batch, wanted_leads, run):
                if not groups:
                    continue
                is_lead = clause.id in wanted_leads
                run.lexed.forget()
                sentences = self._worth_reading(text, clause, groups, run, is_lead=is_lead)
                if sentences:
                    self._read_clause(text, clause, sentences, run, shared, is_lead=is_lead)
        return tuple(run.provisions)

    def _likely(
        self, text: str, clauses: Sequence[Clause], leads: Collection[int], run: _Run
    ) -> Iterator[tuple[Clause, list[Group]]]:
        """Yield each clause with those of its sentences on which, by their words, some rule may fire.

        Lead-ins are yielded whole.
        """
        groups_of = [joined(split_sentences(text, clause.start, clause.end)) for clause in clauses]
        if run.prefilter is None:
            yield from zip(clauses, groups_of, strict=True)
            return
        sentences: list[str] = []
        for clause, groups in zip(clauses, groups_of, strict=True):
            read = ["\n".join([squeezed(text, start, end) for start, end, _ in group]) for group in groups]
            above = run.scanned.get(clause.lead, "") if clause.lead is not None else ""
            if clause.id in leads:
                run.scanned[clause.id] = above + "\n".join((*read, ""))
            else:
                sentences += [above + sentence for sentence in read]
        passing = iter(run.prefilter.passing(sentences))
        for clause, groups in zip(clauses, groups_of, strict=True):
            likely = groups
            if clause.id not in leads:
                met = zip(groups, passing, strict=False)
                run.demands |= {group[0][0]: demands for group, demands in met if demands}
                likely = [group for group in groups if group[0][0] in run.demands]
            yield clause, likely

    def _worth_reading(
        self, text: str, clause: Clause, groups: Sequence[Group], run: _Run, *, is_lead: bool
    ) -> list[Sentence]:
        """Keep the sentences on which some rule may fire, told by the classes of their tokens.

        Of a clause on which no rule can fire by the bounds of what its provisions say, none is kept. A clause
        that cites is read unasked, as what it says is held against that.
        """
        if is_lead or run.prefilter is None:
            return [sentence for group in groups for sentence in group]
        claims = run.prefilter.claims
        lead = run.leads.get(clause.lead) if clause.lead is not None else None
        firing: list[tuple[Group, list[Claim]]] = []
        for group in groups:
            mask = (lead.mask if lead else 0) | run.lexed.mask(group)
            firing.append(
                (group, [one for one in claims.of(run.demands[group[0][0]]) if not one.need & ~mask])
            )
        bounded = lead is None and text.find("》", clause.start, clause.end) < 0
        if bounded and not any(met and run.lexed.may_meet(group, met) for group, met in firing):
            return []
        if any(claim.clause for _, met in firing for claim in met):
            return list(split_sentences(text, clause.start, clause.end))
        return [one for group, met in firing if met for one in group]

    def _document_symbols(self, facts: DocumentFacts) -> frozenset[str]:
        title = facts.title if facts.title and self._symbols.asks("title") else ""
        names = self._lexer.symbols(title)
        return self._symbols.asked(
            {f"rank.{facts.rank}", f"issuer.{facts.issuer_level}", *(f"title.{name}" for name in names)}
            | ({"shape.fragment"} if facts.fragment else set())
        )

    def _read_clause(
        self,
        text: str,
        clause: Clause,
        sentences: Sequence[Sentence],
        run: _Run,
        shared: frozenset[str],
        *,
        is_lead: bool,
    ) -> None:
        lead = run.leads.get(clause.lead) if clause.lead is not None else None
        shapes = {"shape.attachment"} if clause.attachment else set()
        if lead is not None:
            shapes |= lead.symbols | {"shape.item"}
        if is_lead:
            shapes |= {"shape.lead"}
        inherited = lead.inherited if lead is not None else Inherited()
        drafts, carried = self._read_sentences(text, clause, sentences, run, inherited)
        spoken = {name for draft, _ in drafts for name in draft.spoken()}
        if is_lead:
            mask = run.lexed.mask(sentences) if run.prefilter else 0
            run.leads[clause.id] = _Lead(
                carried, self._symbols.within("lead", spoken), mask | (lead.mask if lead else 0)
            )
        context = shared | self._heading_symbols(clause, run) | self._symbols.asked(shapes)
        context |= self._symbols.within("clause", spoken)
        by_sentence: dict[int, frozenset[str]] = {}
        for draft, sentence in drafts:
            said = self._symbols.within("sentence", draft.spoken())
            by_sentence[sentence] = by_sentence.get(sentence, context) | said
        own = [self._own(draft) for draft, _ in drafts]
        if run.told is not None:
            for group in joined(sentences):
                self._weigh(text, group, [draft for draft, _ in drafts], own, run.told)
        for (draft, sentence), symbols in zip(drafts, own, strict=True):
            number = len(run.provisions)
            run.provisions.append(draft.provision(number, clause, sentence, by_sentence[sentence] | symbols))

    def _own(self, draft: Draft) -> frozenset[str]:
        """Return the symbols that a draft has of itself."""
        return self._symbols.of_words(draft.words) | self._symbols.asked(draft.circumstances())

    def _weigh(
        self, text: str, group: Group, drafts: Sequence[Draft], own: list[frozenset[str]], told: _Told
    ) -> None:
        """Let the longest of the drafts of a sentence, and of those joined to it, bear what these speak for.

        ``own`` are the symbols that the drafts have of themselves.
        """
        sentence, places = compact(text, group[0][0], group[-1][1])
        inside = [n for n, draft in enumerate(drafts) if places and places[0] <= draft.start <= places[-1]]
        if not inside or len(sentence) < _LEAST_WEIGHED:
            return
        if found := told(sentence, frozenset().union(*map(own.__getitem__, inside))):
            bearer = max(inside, key=lambda number: drafts[number].end - drafts[number].start)
            bear(found, places, drafts[bearer])
            own[bearer] = self._own(drafts[bearer])

    def _read_sentences(
        self, text: str, clause: Clause, sentences: Sequence[Sentence], run: _Run, inherited: Inherited
    ) -> tuple[list[tuple[Draft, int]], Inherited]:
        """Return the drafts of a clause with their sentences, and what a list below it takes over."""
        drafts: list[tuple[Draft, int]] = []
        carried = inherited
        for sentence in sentences:
            start, end, fresh = sentence
            base = inherited if fresh else _after_semicolon(inherited, carried, text[start:end])
            for stretch, stop in stretches(sentence):
                if not run.lexed.tokens(stretch, stop):
                    continue
                last = _trim(text, stretch, stop)
                segments = run.lexed.segments(stretch, stop)
                found, carried = sentence_drafts(text, segments, base, stretch, last)
                if (
                    start == clause.start
                    and text[end - 1] not in "；;"
                    and end < clause.end
                    and _is_heading(found, start, last)
                ):
                    found[0].force |= {"heading"}
                drafts.extend((draft, run.sentence) for draft in found)
            run.sentence += 1
        return drafts, carried

    def _heading_symbols(self, clause: Clause, run: _Run) -> frozenset[str]:
        if clause.headings not in run.headings:
            asked = clause.headings if self._symbols.asks("heading") else ()
            run.headings[clause.headings] = self._symbols.within(
                "heading", (name for heading in asked for name in self._lexer.symbols(heading))
            )
        return run.headings[clause.headings]


def _after_semicolon(inherited: Inherited, carried: Inherited, sentence: str) -> Inherited:
    """Keep the subject across a semicolon, and a report up to a norm; conditions and basis end there.

    What follows where the command before it is not obeyed (逾期不清除的，) has its basis.
    """
    basis = carried.basis if _DISOBEYED.match(sentence) else frozenset[str]()
    told = carried.force & _REPORT if _NORM.search(sentence) is None else frozenset[str]()
    return replace(
        inherited,
        actor=carried.actor or inherited.actor,
        basis=inherited.basis | basis,
        force=inherited.force | told,
    )


def _is_heading(drafts: Sequence[Draft], start: int, end: int) -> bool:
    """Tell whether the first of several sentences is a heading run into them (规范保证金收取。…)."""
    told = len(drafts) == 1 and drafts[0].modes == {"state"} and not drafts[0].conditional
    return told and end - start <= _MAX_HEADING


def _trim(text: str, start: int, end: int) -> int:
    """Return where the words of the sentence end, its end mark and white space left out."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in "。；;！？!?"):
        end -= 1
    return end
