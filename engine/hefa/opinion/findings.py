"""Matches to findings.

    match + rule + provision + clause ──► finding: place, quotation, message, basis, remedy, trace

Of several rules of one category on one provision, or on provisions one within the other, only the
gravest, then the surest, is kept: an officer needs one entry per fault. Findings come in text order.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from hefa.model.category import section_of
from hefa.model.document import Document, Location
from hefa.model.facts import Provision
from hefa.model.match import Match
from hefa.model.observation import NOTHING, Observation, Observed
from hefa.model.opinion import Finding, TraceStep
from hefa.model.pack import RulePack
from hefa.model.rule import Confidence, Rule, Severity
from hefa.opinion.fingerprints import Mark, fingerprints
from hefa.opinion.terms import Terms
from hefa.opinion.trace import Tracer
from hefa.opinion.wording import quoted_words

SEVERITIES: tuple[Severity, ...] = ("unlawful", "improper", "notice")
CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")
WORDS_SHOWN = 6
_MARKS = "，。、；：,.;:"
_NAMED = re.compile(r"\{([a-z_]+)\}")
_DOUBTED = "（按用语衡量，这一条整体上不大像这一类，只作提示）"
_NO_OBSERVATION = Observation(start=0, end=0, symbols=frozenset())


def findings_of(
    text: str,
    document: Document,
    provisions: Sequence[Provision],
    matches: Sequence[Match],
    pack: RulePack,
    *,
    observed: Observed = NOTHING,
    rules: Mapping[str, Rule] | None = None,
    terms: Terms | None = None,
) -> tuple[Finding, ...]:
    """Return the findings of one document, ordered by start and then by rule.

    ``rules`` are those of the pack by id, ``terms`` those of its lexicon, where they are at hand.
    """
    if not matches:
        return ()
    rule_of = rules if rules is not None else {rule.id: rule for rule in pack.rules}
    provision_of = {provision.id: provision for provision in provisions}
    tracer = Tracer(text, document, provisions, terms or Terms(pack.lexicon))
    kept = sorted(
        _strongest(matches, rule_of, provision_of, observed),
        key=lambda match: (provision_of[match.provision].start, match.rule),
    )
    marks = [
        _mark(text, document, provision_of[match.provision], match.rule, observed.get(match.provision))
        for match in kept
    ]
    findings = []
    for match, mark, fingerprint in zip(kept, marks, fingerprints(marks), strict=True):
        rule, provision = rule_of[match.rule], provision_of[match.provision]
        seen_as = observed.get(match.provision, _NO_OBSERVATION)
        findings.append(
            Finding(
                rule=rule.id,
                category=rule.category,
                severity="notice" if match.doubted else rule.severity,
                confidence="low" if match.doubted else rule.confidence,
                location=_location(document, provision, seen_as),
                quote=mark.quote,
                message=_filled(rule.message, seen_as.values, tracer.decisive(rule, provision))
                + (_DOUBTED if match.doubted else ""),
                basis=(*rule.basis, *seen_as.basis),
                suggestion=_filled(rule.suggestion, seen_as.values, ()),
                trace=(*tracer.steps(rule, match), *_contrast(seen_as)),
                fingerprint=fingerprint,
                replacement=seen_as.replacement,
                section=rule.section or section_of(rule.category),
            )
        )
    return tuple(findings)


def _strongest(
    matches: Sequence[Match],
    rule_of: Mapping[str, Rule],
    provision_of: dict[int, Provision],
    observed: Observed,
) -> list[Match]:
    """Keep one match a category where one provision is, or contains, another; of equals the outermost.

    Observations are each a fault of their own.
    """

    def strength(match: Match) -> tuple[bool, int, int]:
        rule = rule_of[match.rule]
        return match.doubted, SEVERITIES.index(rule.severity), CONFIDENCES.index(rule.confidence)

    def outermost_first(match: Match) -> tuple[int, int, str]:
        provision = provision_of[match.provision]
        return provision.start, -provision.end, match.rule

    kept = [match for match in matches if match.provision in observed]
    outer: dict[str, tuple[int, int]] = {}  # category -> end of its last outermost span, place in kept
    spoken = (match for match in matches if match.provision not in observed)
    for match in sorted(spoken, key=outermost_first):
        category, end = rule_of[match.rule].category, provision_of[match.provision].end
        if category not in outer or end > outer[category][0]:
            outer[category] = (end, len(kept))
            kept.append(match)
        else:
            place = outer[category][1]
            kept[place] = min(kept[place], match, key=strength)
    return kept


def _location(document: Document, provision: Provision, seen_as: Observation) -> Location:
    if seen_as.location is not None:
        place = seen_as.location
    elif provision.clause >= 0:
        place = document.clauses[provision.clause].location
    else:
        place = Location(start=0, end=0)
    return place.model_copy(update={"start": provision.start, "end": provision.end})


def _filled(template: str, values: Mapping[str, str], words: tuple[str, ...]) -> str:
    """Put the words, and the values of an observation, where the template names them."""
    shown = {"words": quoted_words(_telling(words)[:WORDS_SHOWN]) or "该表述", **values}
    return _NAMED.sub(lambda name: shown.get(name[1], name[0]), template)


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without the marks around them; those of one character only where there is no other."""
    bare = tuple(dict.fromkeys(filter(None, (word.strip(_MARKS) for word in words))))
    return tuple(word for word in bare if len(word) > 1) or bare


def _mark(
    text: str, document: Document, provision: Provision, rule: str, seen_as: Observation | None
) -> Mark:
    """Return what a finding is known by; around it stands its clause, behind the lead-in of the list."""
    values = seen_as.values if seen_as else {}
    around = ""
    if provision.clause >= 0:
        clause = document.clauses[provision.clause]
        lead = document.clauses[clause.lead] if clause.lead is not None else None
        around = (text[lead.start : lead.end] if lead else "") + text[clause.start : clause.end]
    return Mark(
        rule,
        text[provision.start : provision.end],
        tuple(f"{key}={values[key]}" for key in sorted(values)),
        around,
    )


def _contrast(seen_as: Observation) -> Iterator[TraceStep]:
    for name, words in seen_as.contrast:
        yield TraceStep(kind="contrast", condition=name, text=words)
