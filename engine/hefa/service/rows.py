"""Rows of the store as the desk gives them: officers' findings, and decisions as hefa has them."""

import datetime
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from hefa.model.category import section_of
from hefa.model.decision import Decision
from hefa.model.document import Location
from hefa.model.opinion import Finding
from hefa.model.rule import LegalBasis
from hefa.opinion.wording import one_line, place_of, shortened
from hefa.service.records import Addition, Decided

OWN_RULE = "officer"
"""What stands in place of a rule for a finding of an officer's own."""
EXCERPT = 60


def local_day(at: str) -> datetime.date:
    """Return the day, where the service runs, of a time in UTC."""
    return datetime.datetime.fromisoformat(at).astimezone().date()


def decided_of(row: Mapping[Any, Any]) -> Decided:
    """Return a row of ``decisions`` with the ``name`` of who decided and the ``number`` of the version."""
    fields = {name: row[name] for name in Decided.model_fields}
    return Decided.model_validate(fields | {"by": row["name"]})


def addition_of(row: Mapping[Any, Any]) -> Addition:
    """Return a row of ``additions`` with the ``name`` of who added it."""
    plain = ("id", "version", "start", "end", "quote", "category", "severity", "message", "suggestion", "at")
    return Addition(
        **{name: row[name] for name in plain},
        basis=tuple(map(LegalBasis.model_validate, json.loads(row["basis"]))),
        by=row["name"],
        fingerprint=hashlib.sha256(f"{OWN_RULE} {row['id']}".encode()).hexdigest()[:16],
    )


def own_finding(addition: Addition, places: Sequence[Location]) -> Finding:
    """Return an officer's finding as one among those of the rules, at the clause that it stands in."""
    at = {"start": addition.start, "end": addition.end}
    inside = [one for one in places if one.start <= addition.start < one.end]
    location = inside[-1].model_copy(update=at) if inside else Location(**at)
    return Finding(
        rule=OWN_RULE,
        category=addition.category,
        severity=addition.severity,
        confidence="high",
        location=location,
        quote=addition.quote,
        message=addition.message,
        basis=addition.basis,
        suggestion=addition.suggestion,
        trace=(),
        fingerprint=addition.fingerprint,
        section=section_of(addition.category),
    )


def worded(finding: Finding, decided: Decided | None) -> Finding:
    """Return a finding in the words of the decision that edits it, if one does."""
    if decided is None or decided.verdict != "edit":
        return finding
    changes = {"message": decided.message, "suggestion": decided.suggestion}
    return finding.model_copy(update={name: said for name, said in changes.items() if said})


def decision_on(finding: Finding, decided: Decided) -> Decision:
    """Return a decision as the file beside a draft would have it; an edit accepts."""
    return Decision(
        fingerprint=finding.fingerprint,
        verdict="accept" if decided.verdict == "edit" else decided.verdict,
        reason=one_line(decided.reason),
        by=decided.by,
        date=local_day(decided.at),
        rule=finding.rule,
        place=place_of(finding.location),
        quote=shortened(one_line(finding.quote), (), EXCERPT),
    )
