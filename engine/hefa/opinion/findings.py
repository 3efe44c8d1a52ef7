"""Matches to findings.

    match + rule + provision + clause ──► finding: place, quotation, message, basis, remedy, trace

Of several rules of one category on one provision, or on provisions one within the other, only the
gravest, then the surest, is kept: an officer needs one entry per fault. Findings come in text order.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from hefa.model.document import Document
from hefa.model.facts import Provision
from hefa.model.match import Match
from hefa.model.opinion import Finding
from hefa.model.pack import RulePack
from hefa.model.rule import Confidence, Rule, Severity
from hefa.opinion.terms import Terms
from hefa.opinion.trace import Tracer
from hefa.opinion.wording import quoted_words

SEVERITIES: tuple[Severity, ...] = ("unlawful", "improper", "notice")
CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")
WORDS_SHOWN = 6


def findings_of(
    text: str,
    document: Document,
    provisions: Sequence[Provision],
    matches: Sequence[Match],
    pack: RulePack,
) -> tuple[Finding, ...]:
    """Return the findings of one document, ordered by start and then by rule."""
    if not matches:
        return ()
    rule_of = {rule.id: rule for rule in pack.rules}
    provision_of = {provision.id: provision for provision in provisions}
    tracer = Tracer(text, document, provisions, Terms(pack.lexicon))
    kept = sorted(
        _strongest(matches, rule_of, provision_of),
        key=lambda match: (provision_of[match.provision].start, match.rule),
    )
    seen: Counter[tuple[str, str]] = Counter()
    findings = []
    for match in kept:
        rule, provision = rule_of[match.rule], provision_of[match.provision]
        quote = text[provision.start : provision.end]
        same = (rule.id, "".join(quote.split()))
        findings.append(
            Finding(
                rule=rule.id,
                category=rule.category,
                severity=rule.severity,
                confidence=rule.confidence,
                location=document.clauses[provision.clause].location.model_copy(
                    update={"start": provision.start, "end": provision.end}
                ),
                quote=quote,
                message=_message(rule.message, tracer.decisive(rule, provision)),
                basis=rule.basis,
                suggestion=rule.suggestion,
                trace=tracer.steps(rule, match),
                fingerprint=_fingerprint(*same, seen[same]),
            )
        )
        seen[same] += 1
    return tuple(findings)


def _strongest(
    matches: Iterable[Match], rule_of: dict[str, Rule], provision_of: dict[int, Provision]
) -> list[Match]:
    """Keep one match a category where one provision is, or contains, another; of equals the outermost."""

    def strength(match: Match) -> tuple[int, int]:
        rule = rule_of[match.rule]
        return SEVERITIES.index(rule.severity), CONFIDENCES.index(rule.confidence)

    def outermost_first(match: Match) -> tuple[int, int, str]:
        provision = provision_of[match.provision]
        return provision.start, -provision.end, match.rule

    kept: list[Match] = []
    outer: dict[str, tuple[int, int]] = {}  # category -> end of its last outermost span, place in kept
    for match in sorted(matches, key=outermost_first):
        category, end = rule_of[match.rule].category, provision_of[match.provision].end
        if category not in outer or end > outer[category][0]:
            outer[category] = (end, len(kept))
            kept.append(match)
        else:
            place = outer[category][1]
            kept[place] = min(kept[place], match, key=strength)
    return kept


def _message(template: str, words: tuple[str, ...]) -> str:
    if "{words}" not in template:
        return template
    shown = quoted_words(words[:WORDS_SHOWN]) or "该表述"
    return template.replace("{words}", shown)


def _fingerprint(rule: str, quote: str, ordinal: int) -> str:
    data = f"{rule}\0{quote}\0{ordinal}".encode(errors="surrogatepass")
    return hashlib.sha256(data).hexdigest()[:16]
