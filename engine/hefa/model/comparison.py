"""What changed from one version of a draft to the next, clause by clause."""

from typing import Literal

from hefa.model.base import Record
from hefa.model.decision import Decision
from hefa.model.document import Location
from hefa.model.opinion import Conclusion, DocumentInfo, Finding, NotReviewed, Provenance

Change = Literal["unchanged", "renumbered", "moved", "reworded", "added", "removed"]
CHANGE = {
    "unchanged": "未变",
    "renumbered": "重编号",
    "moved": "移动",
    "reworded": "改写",
    "added": "新增",
    "removed": "删去",
}
"""What changes of clauses are called."""
State = Literal["fixed", "new", "kept"]
STATE = {"new": "新出现", "kept": "仍有", "fixed": "已消除"}
"""What becomes of findings, the new ones first."""

COMPARISON_VERSION = "1"


class FindingChange(Record):
    """One finding over both versions: ``finding`` is as of the new version, or of the old where it is fixed.

    ``before`` is where a kept finding stood in the old version. ``rejected`` is the decision by which an
    officer rejected it in the version it is of: it then counts for nothing.
    """

    state: State
    finding: Finding
    before: Location | None = None
    rejected: Decision | None = None


class ClauseChange(Record):
    """One clause (款, 项 or paragraph) over both versions, with its findings.

    ``moved`` says that its place among the other clauses changed, which a reworded clause may do as well.
    ``old`` and ``new`` are None, and the texts empty, where it stands in one version only.
    """

    change: Change
    moved: bool = False
    old: Location | None = None
    new: Location | None = None
    old_text: str = ""
    new_text: str = ""
    findings: tuple[FindingChange, ...] = ()


class Version(Record):
    """One version of the draft, and what the review of it came to."""

    document: DocumentInfo
    conclusion: Conclusion
    reason: str = ""
    not_reviewed: tuple[NotReviewed, ...] = ()


class Comparison(Record):
    """Two versions compared: every clause in the order of the new one, removed ones where they stood.

    ``elsewhere`` are findings that stand in no clause. ``counts`` has the number of clauses by change and of
    findings by state.
    """

    schema_version: str = COMPARISON_VERSION
    old: Version
    new: Version
    counts: dict[str, int]
    clauses: tuple[ClauseChange, ...]
    elsewhere: tuple[FindingChange, ...] = ()
    provenance: Provenance
