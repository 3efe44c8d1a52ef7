"""A review as rows of the store: what a worker sends to the one writer."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hefa.archive.repeals import repeals_of
from hefa.model.archive import Examined
from hefa.model.base import Record
from hefa.model.citation import CitedDocument
from hefa.model.decision import Decision
from hefa.model.document import Clause, DocumentFacts
from hefa.model.opinion import Finding
from hefa.model.statute import statute_key

Row = dict[str, Any]
_YEAR = re.compile(r"[〔\[（(【]((?:19|20)\d{2})[〕\]）)】]")
_ISSUED = re.compile(r"(?:印发|发布|公布|转发)[《〈](?P<title>.+?)[》〉](?:的通知|的公告)?$")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows for ``hefa.archive.schema``, without the ids that the store gives."""

    version: Row
    clauses: list[Row]
    findings: list[Row]
    citations: list[Row]
    repeals: list[Row]


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
        findings=[_finding(at, finding) for at, finding in enumerate(opinion.findings)],
        citations=[
            {
                **_cited(at, one.cited, text),
                **{"state": one.state, "day": one.day or None, "successor": one.successor or None},
            }
            for at, one in enumerate(examined.citations)
        ],
        repeals=[
            {**row, "key": document_key(row["key"])}
            for row in _repeals(cited, document.clauses, text, facts.effective or facts.date)
        ],
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


def _clause(clause: Clause, text: str) -> Row:
    return {
        "clause": clause.id,
        "start": clause.start,
        "article": clause.place.article,
        "label": clause.place.label,
        "attachment": clause.attachment,
        "lead": clause.lead,
        "text": text[clause.start : clause.end],
    }


def _finding(at: int, finding: Finding) -> Row:
    names = ("rule", "category", "severity", "confidence", "section", "quote", "message", "suggestion")
    return {
        **{name: getattr(finding, name) for name in (*names, "replacement", "fingerprint")},
        **{name: getattr(finding.location, name) for name in ("article", "label", "start", "end", "page")},
        "position": at,
        "basis": _json(finding.basis),
        "trace": _json(finding.trace),
    }


def _cited(at: int, cited: CitedDocument, text: str) -> Row:
    return {
        **{
            name: getattr(cited, name) for name in ("name", "key", "number", "role", "clause", "start", "end")
        },
        "position": at,
        "opening": cited.opening,
        "past": cited.history,
        "articles": "、".join(text[one.start : one.end] for one in cited.articles),
    }


def _repeals(
    cited: Sequence[CitedDocument], clauses: Sequence[Clause], text: str, day: str | None
) -> list[Row]:
    """Return what the text repeals by name, each once."""
    found: dict[tuple[str, str | None], Row] = {}
    for one in repeals_of(cited, clauses, text):
        number = statute_key(one.number) if one.number else None
        row = {"key": one.key, "number": one.number, "number_key": number, "day": day}
        found.setdefault((one.key, number), row)
    return [{**row, "position": at} for at, row in enumerate(found.values())]


def _json(records: Sequence[Record]) -> str:
    listed = [record.model_dump(mode="json", exclude_none=True) for record in records]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
