"""Real documents with labelled spans: a finding is right when it overlaps a labelled span.

Precision counts clear and arguable labels as right; recall asks for the clear ones. The
stricter figures want the same or a near-equivalent category at the overlap.
"""

from pathlib import Path

from hefa.model.base import Record
from hefa.model.opinion import Finding
from hefa.review import Reviewer
from hefa.score.goldfiles import GoldSpan, GoldTrap, read_real
from hefa.score.tally import Miss, content_charges, count_notices, near, share

CLEAR = "clear"


class RealScore(Record):
    """What was found in real documents, in counts; the shares follow from them."""

    documents: int
    findings: int
    right: int
    right_strict: int
    clear: int
    clear_found: int
    clear_found_strict: int
    arguable: int
    arguable_found: int
    traps: int
    trapped: int
    notices: int
    misses: tuple[Miss, ...] = ()

    def shares(self) -> dict[str, float | None]:
        """Precision and recall, by overlap and with a matching category."""
        return {
            "precision": share(self.right, self.findings),
            "recall": share(self.clear_found, self.clear),
            "precision_strict": share(self.right_strict, self.findings),
            "recall_strict": share(self.clear_found_strict, self.clear),
        }


def score_real(reviewer: Reviewer, folder: Path) -> RealScore:
    """Review the documents of ``folder`` and count overlaps."""
    counts = dict.fromkeys(
        (name for name in RealScore.model_fields if name not in {"documents", "misses"}), 0
    )
    misses: list[Miss] = []
    documents = read_real(folder)
    for path, gold in documents:
        opinion = reviewer.review_file(path)
        charges = content_charges(opinion)
        counts["notices"] += count_notices(opinion)
        counts["findings"] += len(charges)
        counts["traps"] += len(gold.traps)
        for finding in charges:
            counts["trapped"] += any(_overlaps(finding, trap) for trap in gold.traps)
            counts["right_strict"] += any(_agrees(finding, span) for span in gold.findings)
            right = any(_overlaps(finding, span) for span in gold.findings)
            counts["right"] += right
            if not right:
                where = f"{gold.id} {finding.location.label}"
                misses.append(
                    Miss(
                        kind="false",
                        where=where,
                        category=finding.category,
                        text=finding.quote,
                        rule=finding.rule,
                    )
                )
        for span in gold.findings:
            found = any(_overlaps(finding, span) for finding in charges)
            if span.strength != CLEAR:
                counts["arguable"] += 1
                counts["arguable_found"] += found
                continue
            counts["clear"] += 1
            counts["clear_found"] += found
            counts["clear_found_strict"] += any(_agrees(finding, span) for finding in charges)
            if not found:
                where = f"{gold.id} [{span.start}:{span.end}]"
                misses.append(Miss(kind="missed", where=where, category=span.category, text=""))
    return RealScore(documents=len(documents), misses=tuple(misses), **counts)


def _overlaps(finding: Finding, span: GoldSpan | GoldTrap) -> bool:
    return finding.location.start < span.end and span.start < finding.location.end


def _agrees(finding: Finding, span: GoldSpan) -> bool:
    return _overlaps(finding, span) and near(finding.category, span.category)
