"""Both versions read, reviewed and paired: one ``Comparison``."""

from collections import Counter
from pathlib import Path

from hefa.compare.findings import Side, pair_findings
from hefa.model.comparison import CHANGE, STATE, ClauseChange, Comparison, FindingChange, Version
from hefa.model.document import Clause, Document, Location
from hefa.model.opinion import Finding, Opinion
from hefa.model.reviewed import Reviewed
from hefa.model.words import same_text
from hefa.parse import parse_document
from hefa.review import Reviewer
from hefa.versions import Pair, Passage, align


def compare(old: Path | str, new: Path | str, reviewer: Reviewer) -> Comparison:
    """Compare two drafts; ``ReadError`` when one cannot be read."""
    return compare_reviews(reviewer.reviewed_file(old), reviewer.reviewed_file(new))


def compare_reviews(old: Reviewed, new: Reviewed) -> Comparison:
    """Compare two drafts that were reviewed."""
    before, after = _Side(old), _Side(new)
    pairs = align(before.passages, after.passages)
    by_pair, elsewhere = pair_findings(
        pairs,
        Side(before.document.clauses, before.opinion),
        Side(after.document.clauses, after.opinion),
    )
    clauses = tuple(_change(pair, before, after, found) for pair, found in zip(pairs, by_pair, strict=True))
    changes = [change for found in (*by_pair, elsewhere) for change in found]
    tally = Counter[str](pair.change for pair in pairs) + Counter[str](change.state for change in changes)
    return Comparison(
        old=before.version,
        new=after.version,
        counts={name: tally[name] for name in (*CHANGE, *STATE)},
        clauses=clauses,
        elsewhere=tuple(elsewhere),
        provenance=after.opinion.provenance,
    )


def new_findings(comparison: Comparison) -> list[Finding]:
    """Return the findings that the old version did not have and no officer rejected."""
    changes = [change for clause in comparison.clauses for change in clause.findings]
    changes += comparison.elsewhere
    return [change.finding for change in changes if change.state == "new" and change.rejected is None]


class _Side:
    """One version: its text, its clauses and the opinion on it."""

    def __init__(self, reviewed: Reviewed) -> None:
        self.opinion: Opinion = reviewed.opinion
        self.whole = reviewed.text
        self.document: Document = parse_document(self.whole)
        self.passages = [
            Passage(same_text(self.text(clause)), _number(clause.location))
            for clause in self.document.clauses
        ]

    def text(self, clause: Clause) -> str:
        return self.whole[clause.start : clause.end]

    @property
    def version(self) -> Version:
        opinion = self.opinion
        return Version(
            document=opinion.document,
            conclusion=opinion.conclusion,
            reason=opinion.reason,
            not_reviewed=opinion.not_reviewed,
        )


def _number(location: Location) -> tuple[str, ...]:
    """Return the number of a clause; that of an only 款 is the same before and after a second is added."""
    if location.article is None:
        return (same_text(location.label),)
    numbers = (location.article, location.item or "", location.subitem or "")
    return (*map(same_text, numbers), str(location.paragraph or 1))


def _change(pair: Pair, before: _Side, after: _Side, found: list[FindingChange]) -> ClauseChange:
    old = before.document.clauses[pair.old] if pair.old is not None else None
    new = after.document.clauses[pair.new] if pair.new is not None else None
    return ClauseChange(
        change=pair.change,
        moved=pair.moved,
        old=old.location if old else None,
        new=new.location if new else None,
        old_text=before.text(old) if old else "",
        new_text=after.text(new) if new else "",
        findings=tuple(found),
    )
