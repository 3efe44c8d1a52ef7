"""Decisions of the officer put to the findings they are on, as of one day."""

import datetime
from collections.abc import Collection, Sequence

from hefa.model.decision import Decision, holding
from hefa.model.opinion import DecidedFinding, DecisionState, Finding


def decided_findings(
    findings: Sequence[Finding],
    decisions: Sequence[Decision],
    rules: Collection[str],
    day: datetime.date | None,
) -> tuple[DecidedFinding, ...]:
    """Return what the decisions come to: those on findings in text order, then those on none.

    A decision on a finding of a rule that was not used says nothing about the draft, and is left out.
    """
    held = holding(decisions)
    decided = [
        DecidedFinding(state=_state(decision, day), decision=decision, finding=finding)
        for finding in findings
        if (decision := held.pop(finding.fingerprint, None))
    ]
    decided += [
        DecidedFinding(state="unmatched", decision=decision)
        for decision in held.values()
        if decision.rule is None or decision.rule in rules
    ]
    return tuple(decided)


def _state(decision: Decision, day: datetime.date | None) -> DecisionState:
    if decision.verdict == "accept":
        return "accepted"
    return "expired" if decision.until and (day is None or day > decision.until) else "rejected"
