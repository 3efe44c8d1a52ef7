"""Two versions of a draft beside each other: clauses changed, findings that went, came or stayed."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Response

from hefa.compare.wording import (
    earlier_place,
    footnotes,
    heading,
    particulars,
    pieces,
    rejection,
    renumbered,
    shown,
)
from hefa.model.comparison import STATE, ClauseChange, Comparison, FindingChange
from hefa.model.rule import SEVERITY
from hefa.opinion.wording import advice, citation, one_line
from hefa.service.errors import Unknown
from hefa.service.keys import need
from hefa.workbench.bench import Visit
from hefa.workbench.drafts import SECTION

router = APIRouter()
Words = list[tuple[str, str]]
"""Pieces of a clause: what it is (same, old, new), and its words."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a finding, in words."""

    state: str
    state_name: str
    severity: str
    severity_name: str
    rule: str
    quote: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of either version; no words where only its findings are to be shown."""

    heading: str
    old: Words
    new: Words
    changes: list[Change]


@router.get("/drafts/{draft}/compare")
def compared(visitor: Visit, draft: int, old: int, new: int) -> Response:
    """Compare two versions of a draft by their numbers."""
    need(visitor.account, "reviewer")
    found = visitor.desk.draft(visitor.account, draft)
    ids = {one.number: one.id for one in found.versions}
    if old not in ids or new not in ids:
        raise Unknown("比较", "没有这一稿", f"共 {len(ids)} 稿")
    comparison = Comparison.model_validate_json(visitor.desk.compare(visitor.account, ids[old], ids[new]))
    return visitor.page(
        "compare",
        SECTION,
        draft=found,
        old=old,
        new=new,
        particulars=particulars(comparison),
        clauses=[_clause(clause) for clause in comparison.clauses if shown(clause)],
        elsewhere=[_change(change, None) for change in comparison.elsewhere],
        renumbered=renumbered(comparison),
        notes=footnotes(comparison),
    )


def _clause(clause: ClauseChange) -> Clause:
    changed = clause.change not in ("unchanged", "renumbered")
    old: Words = []
    new: Words = []
    if changed and clause.old and clause.new:
        both = list(pieces(clause))
        old = [(piece.kind, piece.text) for piece in both if piece.kind != "new"]
        new = [(piece.kind, piece.text) for piece in both if piece.kind != "old"]
    elif changed:
        old = [("old", one_line(clause.old_text))] if clause.old else []
        new = [("new", one_line(clause.new_text))] if clause.new else []
    return Clause(heading(clause), old, new, [_change(change, clause) for change in clause.findings])


def _change(change: FindingChange, clause: ClauseChange | None) -> Change:
    finding = change.finding
    return Change(
        state=change.state,
        state_name=STATE[change.state],
        severity=finding.severity,
        severity_name=SEVERITY[finding.severity],
        rule=finding.rule,
        quote=one_line(finding.quote),
        lines=list(_lines(change, clause)),
    )


def _lines(change: FindingChange, clause: ClauseChange | None) -> Iterator[tuple[str, str]]:
    finding = change.finding
    yield "问题", one_line(finding.message)
    if place := earlier_place(clause, change):
        yield "旧稿位置", place
    if why := rejection(change):
        yield "不采纳", why
    if change.state != "fixed":
        yield "依据", "；".join(map(citation, finding.basis))
        yield "建议", advice(finding.suggestion)
