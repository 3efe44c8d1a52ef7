"""Opinions as one page that needs nothing else: drafts with suspicious words marked, findings beside them.

Characters of a draft that would not be seen are made visible.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hefa.model.category import CATEGORIES
from hefa.model.opinion import Finding, Opinion
from hefa.model.reviewed import Reviewed
from hefa.model.rule import CONFIDENCE, SEVERITY
from hefa.opinion.webpage import render_page
from hefa.opinion.wording import (
    CONCLUSION,
    DECISIONS,
    DISCLAIMER,
    HEADING,
    advice,
    citation,
    conclusion_line,
    decision_lines,
    digest_of,
    explained,
    facts_of,
    in_parts,
    left_out,
    marked,
    one_line,
    options_of,
    place_of,
    provenance_of,
)

TEMPLATES = Path(__file__).parent / "templates"
BAR = 160
"""Length of the longest bar of the chart, in units of its picture."""
_KEPT = frozenset("\t\n\r")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the draft: the findings that cover it, by number, and those that begin with it."""

    text: str
    findings: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    severity: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it; ``quote`` is in pieces, every second one a word that gave it away."""

    number: int
    finding: Finding
    place: str
    severity: str
    category: str
    confidence: str
    quote: tuple[str, ...]
    message: str
    basis: str
    advice: str
    reasons: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Row:
    """A category in the chart: for each severity with findings its name, count, and where its bar lies."""

    name: str
    total: int
    bars: tuple[tuple[str, int, float, float], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """One opinion and its draft as the page shows them."""

    number: int
    title: str
    opinion: Opinion
    conclusion: str
    line: str
    facts: list[tuple[str, str]]
    segments: tuple[Segment, ...]
    cards: tuple[Card, ...]
    chart: tuple[Row, ...]
    counts: dict[str, int]
    not_reviewed: list[str]
    decided: list[tuple[str, list[tuple[str, str]]]]
    notes: list[str] = field(default_factory=list)


def render_html(reviews: Iterable[Reviewed], *, explain: bool = False) -> str:
    """Return the page; with ``explain``, the reasons of each finding are open at once."""
    drafts = [_draft(number, reviewed) for number, reviewed in enumerate(reviews, 1)]
    found = {card.finding.category for draft in drafts for card in draft.cards}
    page: dict[str, Any] = {
        "heading": HEADING,
        "disclaimer": DISCLAIMER,
        "decisions": DECISIONS,
        "drafts": drafts,
        "severities": [
            (code, name, sum(draft.counts[code] for draft in drafts)) for code, name in SEVERITY.items()
        ],
        "categories": [(code, name) for code, name in CATEGORIES.items() if code in found],
        "explain": explain,
    }
    return render_page(TEMPLATES, "opinion", page)


def _draft(number: int, reviewed: Reviewed) -> Draft:
    opinion = reviewed.opinion
    findings = in_parts(opinion.findings)
    counts = Counter[str](finding.severity for finding in findings)
    return Draft(
        number=number,
        title=one_line(opinion.document.title or Path(opinion.document.name or "").name).strip("- ")
        or "草案",
        opinion=opinion,
        conclusion=CONCLUSION[opinion.conclusion],
        line=one_line(conclusion_line(opinion)),
        facts=facts_of(opinion),
        segments=tuple(segments(reviewed.text, findings)),
        cards=tuple(card_of(place, finding) for place, finding in enumerate(findings, 1)),
        chart=_chart(findings),
        counts={code: counts[code] for code in SEVERITY},
        not_reviewed=left_out(opinion),
        decided=[decision_lines(decided) for decided in opinion.decided],
        notes=[said for said in (options_of(opinion), provenance_of(opinion), digest_of(opinion)) if said],
    )


def segments(text: str, findings: Sequence[Finding]) -> Iterator[Segment]:
    """Cut the draft wherever a finding, or a word that gave it away, begins or ends.

    A finding on no words of the draft begins where it stands and covers nothing.
    """
    spans = [(finding.location.start, finding.location.end) for finding in findings]
    strong = [span for finding in findings for span in _words(finding)]
    opening, closing = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for number, (start, end) in enumerate(spans, 1):
        opening[start].append(number)
        closing[end].append(number)
    stressed = Counter(start for start, _ in strong)
    stressed.subtract(end for _, end in strong)
    cuts = sorted({0, len(text), *opening, *closing, *stressed})
    ranks, here, depth = list(SEVERITY), set[int](), 0
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        here = (here | set(opening[start])) - set(closing[start])
        depth += stressed[start]
        yield Segment(
            text=_visible(text[start:end]),
            findings=tuple(sorted(here)),
            begins=tuple(opening[start]),
            severity=min((findings[number - 1].severity for number in here), key=ranks.index, default=""),
            strong=depth > 0,
        )


def _words(finding: Finding) -> Iterator[tuple[int, int]]:
    """Yield where in the draft the words stand that gave a finding away."""
    said = [word for step in finding.trace for word in step.words]
    for start, end in marked(finding.quote, said):
        yield finding.location.start + start, finding.location.start + end


def card_of(number: int, finding: Finding) -> Card:
    """Return a finding as pages show it."""
    line = one_line(finding.quote)
    pieces, at = [], 0
    for start, end in marked(line, [word for step in finding.trace for word in step.words]):
        pieces += [line[at:start], line[start:end]]
        at = end
    return Card(
        number=number,
        finding=finding,
        place=place_of(finding.location),
        severity=SEVERITY[finding.severity],
        category=CATEGORIES.get(finding.category, finding.category),
        confidence=CONFIDENCE[finding.confidence],
        quote=(*pieces, line[at:]),
        message=one_line(finding.message),
        basis="；".join(map(citation, finding.basis)),
        advice=advice(finding.suggestion),
        reasons=explained(finding),
    )


def _chart(findings: Sequence[Finding]) -> tuple[Row, ...]:
    """Return the bars, categories with the gravest findings first, of these those with most."""
    counts = Counter[tuple[str, str]]((finding.category, finding.severity) for finding in findings)
    totals = Counter(finding.category for finding in findings)
    longest = max(totals.values(), default=1)
    order = list(CATEGORIES)
    rows = []
    gravest = {code: next(level for level in SEVERITY if counts[code, level]) for code in totals}
    ranks = list(SEVERITY)
    for category in sorted(
        totals, key=lambda code: (ranks.index(gravest[code]), -totals[code], order.index(code))
    ):
        bars, at = [], 0.0
        for severity in SEVERITY:
            if count := counts[category, severity]:
                width = BAR * count / longest
                bars.append((severity, count, round(at, 2), round(width, 2)))
                at += width
        rows.append(Row(CATEGORIES[category], totals[category], tuple(bars)))
    return tuple(rows)


def _visible(text: str) -> str:
    """Show control characters, among them those that turn the direction of writing, as U+FFFD."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}"
        if char not in _KEPT and unicodedata.category(char) in {"Cc", "Cf", "Cs"}
        else char
        for char in text
    )
