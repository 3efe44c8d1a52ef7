"""What a review says: findings, and the opinion that holds them (contract section 3)."""

from collections.abc import Callable
from typing import ClassVar, Literal

from hefa.model.base import Record
from hefa.model.category import Section
from hefa.model.decision import Decision
from hefa.model.document import Location
from hefa.model.rule import Confidence, LegalBasis, Severity

Conclusion = Literal["lawful", "amend", "unlawful", "not-reviewable"]

SCHEMA_VERSION = "1"


class TraceStep(Record):
    """One step of the reasoning: a condition that held, or an exception that was not there.

    ``kind``: ``when`` and ``also`` held on the provision or beside it, by the ``words`` of the text; ``none``
    and ``unless`` were looked for and not found; ``contrast`` names a ``text`` to be read beside the quote:
    an article in the user's statute library.
    """

    kind: Literal["when", "also", "none", "unless", "contrast"] = "when"
    condition: str
    words: tuple[str, ...] = ()
    text: str | None = None


class Finding(Record):
    """One thing an officer should look at; ``quote`` is exactly ``text[start:end]``.

    ``fingerprint`` depends on the rule and the quoted words alone, save among findings that share
    both (see ``hefa.opinion.fingerprints``), so it survives edits elsewhere in the document.
    ``replacement`` is what should stand in place of ``quote``, where the mend is mechanical.
    ``section`` is the part of the opinion it belongs to (``SECTIONS``).
    """

    rule: str
    category: str
    severity: Severity
    confidence: Confidence
    location: Location
    quote: str
    message: str
    basis: tuple[LegalBasis, ...]
    suggestion: str
    trace: tuple[TraceStep, ...]
    fingerprint: str
    replacement: str | None = None
    section: Section = "content"


class DocumentInfo(Record):
    """The document an opinion is about; ``name`` is the path or name it was given under."""

    name: str | None = None
    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    rank: str = "normative"
    kind: str | None = None
    date: str | None = None
    sha256: str | None = None
    format: str | None = None


class NotReviewed(Record):
    """A stretch, or a whole file, that could not be read or was not reviewed, and why."""

    reason: str
    start: int | None = None
    end: int | None = None


class Provenance(Record):
    """Which versions gave the opinion.

    ``reviewed_at`` stays empty unless the caller sets it, so that the same input gives the same bytes.
    ``dossier`` is the kind of the dossier on the making of the draft, where one was given.
    ``rule_count`` is how many rules were used; ``options`` say what the user narrowed or overruled.
    """

    hefa: str
    rules: str
    rule_count: int | None = None
    options: tuple[str, ...] = ()
    statutes: str | None = None
    dossier: str | None = None
    reviewed_at: str | None = None


DecisionState = Literal["accepted", "rejected", "expired", "unmatched"]


class DecidedFinding(Record):
    """A decision of the officer, and the finding it is on, on the day of review.

    ``rejected``: the finding is listed here alone and counts for nothing. ``accepted`` and ``expired``: it
    stands among the findings as well. ``unmatched``: the draft has no such finding, and ``finding`` is None.
    """

    state: DecisionState
    decision: Decision
    finding: Finding | None = None


class Opinion(Record):
    """A review opinion (审查意见书). The tool proposes; the officer decides.

    ``decided`` are the decisions that were read with the draft, those on findings first, in text order.
    """

    notebook: ClassVar[Callable[["Opinion"], str] | None] = None
    """Gives the opinion as HTML; set by the stage that renders opinions."""

    schema_version: str = SCHEMA_VERSION
    document: DocumentInfo
    conclusion: Conclusion
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    decided: tuple[DecidedFinding, ...] = ()
    not_reviewed: tuple[NotReviewed, ...] = ()
    provenance: Provenance

    def _repr_html_(self) -> str | None:
        """Show the opinion in a notebook."""
        show = type(self).notebook
        return show(self) if show is not None else None

    @property
    def rejected(self) -> dict[str, DecidedFinding]:
        """The findings an officer rejected, by fingerprint."""
        return {one.decision.fingerprint: one for one in self.decided if one.state == "rejected"}

    @property
    def all_findings(self) -> list[Finding]:
        """The findings listed, then those an officer rejected."""
        return [*self.findings, *(one.finding for one in self.rejected.values() if one.finding)]

    @property
    def unreadable(self) -> bool:
        """Whether the draft could not be reviewed at all; ``reason`` is then the error."""
        return self.document.sha256 is None
