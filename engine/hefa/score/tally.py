"""Counts of right, wrong and missed, and the figures that follow from them."""

from collections.abc import Iterable

from hefa.model.base import Record
from hefa.model.opinion import Finding, Opinion

RESIDUAL = frozenset(("rights", "power"))
DOCUMENT_CATEGORIES = frozenset(("citation", "form", "technique", "procedure", "consistency"))
NEAR = (
    frozenset(("market-entry", "business-conduct")),
    frozenset(("local-protection", "operating-cost")),
    frozenset(("rights", "discrimination")),
)
"""Categories that two careful officers may exchange on the same words."""


class Tally(Record):
    """True positives, false positives and false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(tp=self.tp + other.tp, fp=self.fp + other.fp, fn=self.fn + other.fn)

    @property
    def precision(self) -> float | None:
        """Share of the predictions that are right; none without a prediction."""
        return share(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float | None:
        """Share of the labels that are found; none without a label."""
        return share(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both."""
        return share(2 * self.tp, 2 * self.tp + self.fp + self.fn)


class Miss(Record):
    """One wrong prediction (``false``) or one label not found (``missed``), to look at."""

    kind: str
    where: str
    category: str
    text: str
    rule: str | None = None
    nearest: str | None = None  # of a label not found: the rule of its category that came nearest


def compare(wanted: Iterable[str], found: Iterable[str]) -> dict[str, Tally]:
    """Count by category for one clause; residual labels beside a right one count neither way."""
    labels, predictions = set(wanted), set(found)
    right = labels & predictions
    if right:
        labels -= RESIDUAL - right
        predictions -= RESIDUAL - right
    return {
        category: Tally(
            tp=int(category in right),
            fp=int(category in predictions and category not in right),
            fn=int(category in labels and category not in right),
        )
        for category in sorted(labels | predictions)
    }


def whether(wanted: bool, found: bool) -> Tally:
    """Count one clause as a whole: anything wrong with it, anything found in it."""
    return Tally(tp=int(wanted and found), fp=int(found and not wanted), fn=int(wanted and not found))


def content_charges(opinion: Opinion) -> list[Finding]:
    """Return the findings that scoring counts: content, and graver than a notice."""
    return [
        finding
        for finding in opinion.findings
        if finding.severity != "notice" and finding.category not in DOCUMENT_CATEGORIES
    ]


def count_notices(opinion: Opinion) -> int:
    """Return how many findings are notices, which are counted apart."""
    return sum(finding.severity == "notice" for finding in opinion.findings)


def near(one: str, other: str) -> bool:
    """Whether two categories are the same or near-equivalent."""
    return one == other or any({one, other} <= group for group in NEAR)


def share(part: int, whole: int) -> float | None:
    """Return ``part`` of ``whole``, or none where there is no whole."""
    return round(part / whole, 4) if whole else None
