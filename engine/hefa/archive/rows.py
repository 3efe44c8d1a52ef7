"""A review as rows of the store: what a worker sends to the one writer."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from hefa.archive.repeals import repeals_of
from hefa.archive.words import pairs
from hefa.model.archive import CitationState, Examined
from hefa.model.base import Record
from hefa.model.citation import CitedDocument
from hefa.model.decision import Decision
from hefa.model.document import Clause, DocumentFacts
from hefa.model.opinion import Finding
from hefa.model.statute import statute_key

Row = dict[str, Any]
Values = tuple[Any, ...]
_YEAR = re.compile(r"[〔\[（(【]((?:19|20)\d{2})[〕\]）)】]")
_ISSUED = re.compile(r"(?:印发|发布|公布|转发)[《〈](?P<title>.+?)[》〉](?:的通知|的公告)?$")


CLAUSE = ("clause", "start", "article", "label", "attachment", "lead", "text")
FINDING = (
    *("position", "rule", "category", "severity", "confidence", "section"),
    *("article", "label", "start", "end", "page"),
    *("quote", "message", "suggestion", "replacement", "basis", "trace", "fingerprint"),
)
CITATION = (
    *("position", "name", "key", "number", "role", "clause", "start", "end", "opening", "past", "articles"),
    *("state", "day", "successor"),
)
REPEAL = ("position", "key", "number", "number_key", "day")
ASKED = ("key", "digest")
"""The columns of the parts of a version, in the order of the values in their rows."""


class Rows(NamedTuple):
    """Rows for ``hefa.archive.schema``, without the ids that the store gives; parts as ``CLAUSE`` ff.

    ``pairs`` are those of each clause, for the index.
    """

    version: Row
    clauses: list[Values]
    pairs: list[str]
    findings: list[Values]
    citations: list[Values]
    repeals: list[Values]
    asked: list[Values]


def rows_of(examined: Examined, basis: str) -> Rows:
    """Return the rows of one reviewed content; ``basis`` names what the review rests on."""
    opinion, document, text = examined.opinion, examined.document, examined.text
    facts, info = document.facts, opinion.document
    version = {
        **{name: getattr(info, name) for name in ("sha256", "format", "title", "number", "issuer", "rank")},
        **{name: getattr(info, name) for name in ("kind", "date")},
        **{name: getattr(facts, name) for name in ("issuer_level", "issuer_kind", "fragment")},
        **{name: getattr(facts, name) for name in ("effective", "expires")},
        "basis": basis,
        "key": document_key(info.title) if info.title else None,
        "number_key": statute_key(info.number) if info.number else None,
        "year": _year(facts),
        "chars": len(text),
        "conclusion": opinion.conclusion,
        "reason": opinion.reason,
        "not_reviewed": _json(opinion.not_reviewed),
        "provenance": opinion.provenance.model_dump_json(exclude_none=True),
    }
    cited = [one.cited for one in examined.citations]
    return Rows(
        version=version,
        clauses=[_clause(clause, text) for clause in document.clauses],
        pairs=[pairs(text[clause.start : clause.end]) for clause in document.clauses],
        findings=[_finding(at, finding) for at, finding in enumerate(opinion.findings)],
        citations=[_citation(at, one, text) for at, one in enumerate(examined.citations)],
        repeals=_repeals(cited, document.clauses, text, facts.effective or facts.date),
        asked=[*examined.asked.items()],
    )


def document_key(title: str) -> str:
    """Return what documents are compared by: the title, or that of what it issues (印发《…》的通知)."""
    key = statute_key(title)
    issued = _ISSUED.search(key)
    return statute_key(issued["title"]) if issued else key


def decision_rows(decisions: Iterable[Decision]) -> list[Row]:
    """Return the rows of the decisions on one document, in the order of their file."""
    return [decision.model_dump(mode="json") for decision in decisions]


def _year(facts: DocumentFacts) -> int | None:
    if facts.date:
        return int(facts.date[:4])
    numbered = _YEAR.search(facts.number or "")
    return int(numbered[1]) if numbered else None


def _clause(clause: Clause, text: str) -> Values:
    place = clause.place
    said = text[clause.start : clause.end]
    return clause.id, clause.start, place.article, place.label, clause.attachment, clause.lead, said


def _finding(at: int, finding: Finding) -> Values:
    place = finding.location
    return (
        *(at, finding.rule, finding.category, finding.severity, finding.confidence, finding.section),
        *(place.article, place.label, place.start, place.end, place.page),
        *(finding.quote, finding.message, finding.suggestion, finding.replacement),
        *(_json(finding.basis), _json(finding.trace), finding.fingerprint),
    )


def _citation(at: int, one: CitationState, text: str) -> Values:
    cited = one.cited
    articles = "、".join(text[named.start : named.end] for named in cited.articles)
    return (
        *(at, cited.name, cited.key, cited.number, cited.role, cited.clause, cited.start, cited.end),
        *(cited.opening, cited.history, articles),
        *(one.state, one.day or None, one.successor or None),
    )


def _repeals(
    cited: Sequence[CitedDocument], clauses: Sequence[Clause], text: str, day: str | None
) -> list[Values]:
    """Return what the text repeals by name, each once."""
    found: dict[tuple[str, str | None], Values] = {}
    for one in repeals_of(cited, clauses, text):
        number = statute_key(one.number) if one.number else None
        found.setdefault((one.key, number), (document_key(one.key), one.number, number, day))
    return [(at, *row) for at, row in enumerate(found.values())]


def _json(records: Sequence[Record]) -> str:
    listed = [record.model_dump(mode="json", exclude_none=True) for record in records]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
