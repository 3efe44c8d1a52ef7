"""A report as one page that needs nothing else: figures, charts drawn in the page, documents in full."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hefa.model.category import CATEGORIES
from hefa.model.held import HeldDocument, HeldFinding
from hefa.model.rule import CONFIDENCE, SEVERITY
from hefa.opinion.html import TEMPLATES as LOOKS
from hefa.opinion.webpage import render_page
from hefa.opinion.wording import CONCLUSION, RANKS, advice, citation, one_line, shortened
from hefa.report import charts
from hefa.report.figures import Figures, Group, Severities
from hefa.report.tally import badness, issuer_of, severities_of
from hefa.report.wording import (
    DISCLAIMER,
    HEADING,
    UNKNOWN,
    notes,
    percent,
    short_name,
    standing_of,
)

TEMPLATES = Path(__file__).parent / "templates"
MOST_GROUPS, MOST_YEARS, MOST_STATUTES, MOST_FINDINGS = 30, 20, 30, 40
"""Rows of a table, columns of a chart, findings of a document that the page shows; JSON has all."""
QUOTED = 240


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it."""

    finding: HeldFinding
    place: str
    severity: str
    category: str
    confidence: str
    quote: str
    message: str
    basis: str
    advice: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A document as the page shows it in full; ``more`` findings are left out."""

    document: HeldDocument
    title: str
    issuer: str
    conclusion: str
    facts: list[tuple[str, str]]
    counts: Severities
    cards: tuple[Card, ...]
    more: int


def render_html(figures: Figures, documents: Iterable[HeldDocument]) -> str:
    """Return the page; ``documents`` are those to be shown in full."""
    shown = sorted(map(_detail, documents), key=_order)
    categories, heat = charts.heat(figures)
    years = _years(figures)
    page: dict[str, Any] = {
        "heading": HEADING,
        "disclaimer": DISCLAIMER,
        "f": figures,
        "severities": list(SEVERITY.items()),
        "conclusions": [(code, name) for code, name in CONCLUSION.items() if code != "not-reviewable"],
        "conclusion_names": CONCLUSION,
        "percent": percent,
        "zip": zip,
        "by_category": charts.bars(
            [
                (CATEGORIES.get(one.category, one.category), _counts(one.findings))
                for one in figures.categories
            ]
        ),
        "heat_categories": [(code, short_name(code), CATEGORIES.get(code, code)) for code in categories],
        "heat": heat,
        "columns": charts.columns(years),
        "undated": sum(group.documents for group in figures.years if not group.name),
        "issuers": _named(figures.issuers),
        "kinds": _named(figures.kinds),
        "more_issuers": len(figures.issuers) - MOST_GROUPS,
        "more_kinds": len(figures.kinds) - MOST_GROUPS,
        "cited": figures.cited[:MOST_STATUTES],
        "ended": [one for one in figures.cited if one.state in {"repealed", "replaced"}][:MOST_STATUTES],
        "standing_of": standing_of,
        "shown": shown,
        "shown_ids": {detail.document.id for detail in shown},
        "shown_issuers": sorted({detail.issuer for detail in shown if detail.issuer}),
        "shown_categories": _categories(shown),
        "unread_more": figures.unread - len(figures.unread_documents),
        "notes": list(notes(figures)),
        "charts": {"bar": charts.BAR, "step": charts.STEP, "columns": charts.COLUMNS, "tall": charts.TALL}
        | {"cell": charts.CELL, "row": charts.ROW},
        "unknown": UNKNOWN,
    }
    return render_page(TEMPLATES, "report", page, looks=LOOKS / "opinion.css")


def _detail(document: HeldDocument) -> Detail:
    ranked = sorted(
        enumerate(document.counted), key=lambda pair: (list(SEVERITY).index(pair[1].severity), pair[0])
    )
    issuer = issuer_of(document)
    facts = (
        ("发文字号", document.number),
        ("制定机关", document.issuer),
        ("文种", document.kind),
        ("效力层级", RANKS.get(document.rank, document.rank)),
        ("日期", str(document.date or "")),
        ("有效期至", str(document.expires or "")),
        ("文件", document.name + (f"（另有 {document.copies - 1} 份相同）" if document.copies > 1 else "")),
    )
    return Detail(
        document=document,
        title=one_line(document.title or "").strip("- ") or document.name,
        issuer=issuer,
        conclusion=CONCLUSION[document.conclusion],
        facts=[(name, one_line(value)) for name, value in facts if value],
        counts=severities_of(document),
        cards=tuple(_card(finding) for _, finding in ranked[:MOST_FINDINGS]),
        more=max(len(ranked) - MOST_FINDINGS, 0),
    )


def _card(finding: HeldFinding) -> Card:
    page = f"（第{finding.page}页）" if finding.page is not None else ""
    return Card(
        finding=finding,
        place=(one_line(finding.label) or "正文") + page,
        severity=SEVERITY[finding.severity],
        category=CATEGORIES.get(finding.category, finding.category),
        confidence=CONFIDENCE[finding.confidence],
        quote=shortened(one_line(finding.quote), (), QUOTED),
        message=one_line(finding.message),
        basis="；".join(map(citation, finding.basis)),
        advice=advice(finding.suggestion),
    )


def _order(detail: Detail) -> tuple[int, ...]:
    return (*(-count for count in badness(detail.counts)), detail.document.id)


def _years(figures: Figures) -> list[Group]:
    """Return the latest years with reviewed documents; those before are one group."""
    dated = [group for group in figures.years if group.name and group.reviewed]
    early, late = dated[:-MOST_YEARS], dated[-MOST_YEARS:]
    if not early:
        return late
    conclusions: dict[Any, int] = {}
    for group in early:
        for name, number in group.conclusions.items():
            conclusions[name] = conclusions.get(name, 0) + number
    found = {code: sum(getattr(group.findings, code) for group in early) for code in SEVERITY}
    whole = Group(
        name=f"{late[0].name}前",
        documents=sum(group.documents for group in early),
        conclusions=conclusions,
        findings=Severities(**found),
    )
    return [whole, *late]


def _named(groups: Sequence[Group]) -> list[Group]:
    """Return the groups to show; the one without a name comes last."""
    ordered = [*filter(lambda group: group.name, groups), *filter(lambda group: not group.name, groups)]
    return ordered[:MOST_GROUPS]


def _categories(shown: Sequence[Detail]) -> list[tuple[str, str]]:
    there = {card.finding.category for detail in shown for card in detail.cards}
    return [
        (code, CATEGORIES.get(code, code))
        for code in (*CATEGORIES, *sorted(there - set(CATEGORIES)))
        if code in there
    ]


def _counts(found: Severities) -> dict[str, int]:
    return {code: getattr(found, code) for code in SEVERITY}
