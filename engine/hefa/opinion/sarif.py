"""Opinions as one SARIF 2.1.0 log, for code review tools; places count Unicode code points.

A log has one run: the rules that found something, an artifact for each draft, a result for each finding,
and as notifications what could not be read. What an officer rejected is a result that is suppressed.
"""

import bisect
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from hefa.model.category import CATEGORIES
from hefa.model.opinion import Finding
from hefa.model.reviewed import Reviewed
from hefa.model.rule import CONFIDENCE, SEVERITY, Rule
from hefa.opinion.wording import advice, citation, conclusion_line, one_line, place_of, signed

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"unlawful": "error", "improper": "warning", "notice": "note"}
_LINE_END = re.compile(r"\r\n|\n")
_Object = dict[str, Any]


def render_sarif(reviews: Iterable[Reviewed], rules: Sequence[Rule] = ()) -> str:
    """Return the log; ``rules`` give the names of rules, where they are at hand."""
    reviews = list(reviews)
    found = {f.rule: f for reviewed in reversed(reviews) for f in reversed(reviewed.opinion.all_findings)}
    index = {name: number for number, name in enumerate(sorted(found))}
    known = {rule.id: rule for rule in rules}
    run: _Object = {
        "tool": {"driver": _driver(reviews, [_rule(found[name], known.get(name)) for name in index])},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n"],
        "language": "zh-CN",
        "artifacts": [_artifact(reviewed) for reviewed in reviews],
        "results": [
            result for number, reviewed in enumerate(reviews) for result in _results(reviewed, number, index)
        ],
        "invocations": [_invocation(reviews)],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _driver(reviews: Sequence[Reviewed], rules: list[_Object]) -> _Object:
    driver: _Object = {"name": "hefa", "language": "zh-CN", "rules": rules}
    if reviews:
        source = reviews[0].opinion.provenance
        driver |= {"version": source.hefa, "properties": {"rulePack": source.rules}}
        if source.statutes:
            driver["properties"]["statutes"] = source.statutes
    return driver


def _rule(finding: Finding, rule: Rule | None) -> _Object:
    """Return the descriptor of a rule; where the rule is not at hand, from one of its findings."""
    category = CATEGORIES.get(finding.category, finding.category)
    basis = "；".join(map(citation, rule.basis if rule else finding.basis))
    return {
        "id": finding.rule,
        "shortDescription": {"text": one_line(rule.name if rule else category)},
        "help": {"text": f"类别：{category}\n依据：{basis}"},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {
            "category": finding.category,
            "tags": [category],
            "precision": finding.confidence,
        },
    }


def _artifact(reviewed: Reviewed) -> _Object:
    opinion, source = reviewed.opinion, reviewed.source
    artifact: _Object = {
        "location": {"uri": _uri(opinion.document.name)},
        "roles": ["analysisTarget"],
        "description": {"text": one_line(f"{opinion.document.title or '草案'}：{conclusion_line(opinion)}")},
        "properties": {"conclusion": opinion.conclusion},
    }
    if opinion.document.sha256:
        artifact["hashes"] = {"sha-256": opinion.document.sha256}
    if source is not None:
        artifact["encoding"] = source.encoding
    return artifact


def _results(reviewed: Reviewed, artifact: int, index: Mapping[str, int]) -> Iterable[_Object]:
    starts = [0, *(found.end() for found in _LINE_END.finditer(reviewed.text))]
    where = {"uri": _uri(reviewed.opinion.document.name), "index": artifact}
    for finding in reviewed.opinion.all_findings:
        basis = "；".join(map(citation, finding.basis))
        text = f"{finding.message}。依据：{basis}。建议：{advice(finding.suggestion)}"
        result = {
            "ruleId": finding.rule,
            "ruleIndex": index[finding.rule],
            "level": LEVELS[finding.severity],
            "message": {"text": one_line(text.replace("。。", "。"))},
            "locations": [
                {
                    "physicalLocation": {"artifactLocation": where}
                    | ({"region": _region(finding, starts)} if finding.quote else {}),
                    "logicalLocations": [{"fullyQualifiedName": place_of(finding.location)}],
                }
            ],
            "partialFingerprints": {"hefa/v1": finding.fingerprint},
            "properties": {
                "category": finding.category,
                "severity": finding.severity,
                "confidence": finding.confidence,
                "said": f"{SEVERITY[finding.severity]}，把握：{CONFIDENCE[finding.confidence]}",
            },
        }
        if finding.replacement is not None:
            change = {
                "deletedRegion": _region(finding, starts),
                "insertedContent": {"text": finding.replacement},
            }
            result["fixes"] = [
                {
                    "description": {"text": advice(finding.suggestion)},
                    "artifactChanges": [{"artifactLocation": where, "replacements": [change]}],
                }
            ]
        if decided := reviewed.opinion.rejected.get(finding.fingerprint):
            why = f"{one_line(decided.decision.reason)}（{signed(decided.decision)}）"
            result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
        yield result


def _region(finding: Finding, starts: Sequence[int]) -> _Object:
    """Return where a finding stands: lines and columns from 1, the end column behind the last character."""
    start, end = finding.location.start, finding.location.end
    first, last = bisect.bisect_right(starts, start) - 1, bisect.bisect_right(starts, end) - 1
    return {
        "startLine": first + 1,
        "startColumn": start - starts[first] + 1,
        "endLine": last + 1,
        "endColumn": end - starts[last] + 1,
        "charOffset": start,
        "charLength": end - start,
        "snippet": {"text": finding.quote},
    }


def _invocation(reviews: Sequence[Reviewed]) -> _Object:
    notifications = [
        {
            "level": "error" if reviewed.opinion.unreadable else "note",
            "message": {"text": one_line(entry.reason)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(reviewed.opinion.document.name), "index": number}
                    }
                }
            ],
        }
        for number, reviewed in enumerate(reviews)
        for entry in reviewed.opinion.not_reviewed
    ]
    return {
        "executionSuccessful": not any(reviewed.opinion.unreadable for reviewed in reviews),
        "toolExecutionNotifications": notifications,
    }


def _uri(name: str | None) -> str:
    """Return a draft's path as a URI reference; a text without a file is called ``stdin``."""
    if name in (None, "-"):
        return "stdin"
    path = PurePath(str(name))
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix().encode(errors="surrogateescape"), safe="/")
