"""Faults of the document itself (依据引用、公文格式、立法技术、制定程序、一致性) in labelled drafts.

Here notices count like the rest: most of these norms are usage, and a finding of them is a notice. A label
with a quotation is found by a finding of its category on those words; one without, by a finding of its
category in its place. Each finding answers to one label.
"""

from collections import defaultdict
from collections.abc import Sequence

from hefa.model.base import Record
from hefa.model.opinion import Finding, Opinion
from hefa.score.goldfiles import GoldDraft, GoldIssue
from hefa.score.tally import DOCUMENT_CATEGORIES, Miss

SHORTEST = 2
"""Letters that a quotation needs to be known by."""


class FormalTally(Record):
    """Labels of one category, and findings of it past the labels.

    ``grave`` and ``on_clean`` are how many of ``further`` are graver than a notice, and how many stand in a
    draft that is labelled clean.
    """

    planted: int = 0
    found: int = 0
    further: int = 0
    grave: int = 0
    on_clean: int = 0

    def __add__(self, other: "FormalTally") -> "FormalTally":
        return FormalTally(
            **{name: getattr(self, name) + getattr(other, name) for name in FormalTally.model_fields}
        )


def formal_tallies(name: str, opinion: Opinion, gold: GoldDraft) -> tuple[dict[str, FormalTally], list[Miss]]:
    """Count one draft by category; the labels not found come with it."""
    issues = [issue for issue in gold.issues if issue.category in DOCUMENT_CATEGORIES]
    left = [finding for finding in opinion.findings if finding.category in DOCUMENT_CATEGORIES]
    tallies: defaultdict[str, FormalTally] = defaultdict(FormalTally)
    misses = []
    for issue in sorted(issues, key=lambda issue: not issue.quote):
        answer = _answer(issue, left)
        tallies[issue.category] += FormalTally(planted=1, found=int(answer is not None))
        if answer is not None:
            left.remove(answer)
        else:
            where = f"{name} {issue.article}"
            misses.append(Miss(kind="missed", where=where, category=issue.category, text=issue.quote))
    for finding in left:
        tallies[finding.category] += FormalTally(
            further=1, grave=int(finding.severity != "notice"), on_clean=int(gold.clean)
        )
    return dict(tallies), misses


def _answer(issue: GoldIssue, findings: Sequence[Finding]) -> Finding | None:
    same = [finding for finding in findings if finding.category == issue.category]
    if issue.quote:
        return next((finding for finding in same if _shares_words(finding.quote, issue.quote)), None)
    return next((finding for finding in same if _stands_in(finding, issue.article)), None)


def _shares_words(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= SHORTEST and shorter in longer


def _stands_in(finding: Finding, place: str) -> bool:
    label = finding.location.label
    return label.startswith(place) or label in place.split("/")
