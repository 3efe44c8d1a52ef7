"""What the desk gives back: rows of the store with names in place of numbers of accounts."""

from typing import Literal

from pydantic import Field

from hefa.model.base import Record
from hefa.model.opinion import Conclusion
from hefa.model.rule import LegalBasis, Severity

Verdict = Literal["accept", "reject", "edit", "withdraw"]
VERDICT = {"accept": "采纳", "reject": "不采纳", "edit": "采纳并修改表述", "withdraw": "撤回决定"}
"""What verdicts are called."""
DraftState = Literal["open", "signed", "issued"]
STATE = {"open": "审查中", "signed": "已签署", "issued": "已出具意见"}
JobState = Literal["queued", "running", "done", "failed"]
JOB = {"queued": "排队", "running": "正在审查", "done": "已审查", "failed": "不能审查"}


class Account(Record):
    """A person or a program. ``revoked`` is when its key was withdrawn."""

    id: int
    name: str
    role: str
    created: str
    revoked: str | None = None


class Options(Record):
    """How a version is reviewed; ``callback`` is an address to be told, set by administrators alone."""

    rank: str | None = None
    tracked: Literal["final", "original"] = "final"
    callback: str | None = Field(default=None, max_length=2000)


class Job(Record):
    """The review of one version. ``failed``: it was given up, and the opinion says why."""

    id: int
    version: int
    draft: int
    state: JobState
    attempts: int
    restarts: int = 0
    error: str | None = None
    ahead: int = 0
    """Jobs that wait before it."""
    started: str | None = None
    ended: str | None = None


class Counts(Record):
    """Findings of an opinion by severity, as reviewed."""

    unlawful: int = 0
    improper: int = 0
    notice: int = 0


class Version(Record):
    """One version of a draft, ``size`` in bytes. ``conclusion`` and ``counts`` once it is reviewed."""

    id: int
    draft: int
    number: int
    filename: str
    sha256: str
    size: int
    options: Options
    submitted_by: str
    submitted: str
    job: int
    job_state: JobState
    job_error: str | None = None
    conclusion: Conclusion | None = None
    counts: Counts | None = None
    issued: bool = False

    @property
    def unreadable(self) -> bool:
        """Whether its opinion says no more than why it could not be reviewed, as ``job_error`` does."""
        return self.conclusion is not None and self.job_error is not None


class Comment(Record):
    """What somebody said on a draft, or on the finding of a fingerprint."""

    id: int
    draft: int
    fingerprint: str | None
    text: str
    by: str
    at: str


class DraftHead(Record):
    """What is known of a draft whatever its versions are."""

    id: int
    title: str
    state: DraftState
    created_by: str
    created: str
    assignee: str | None
    due: str | None


class Draft(DraftHead):
    """A draft with its versions, the first first, and its comments."""

    versions: tuple[Version, ...]
    comments: tuple[Comment, ...]


class DraftRow(DraftHead):
    """A draft in a list, with its newest version; ``undecided`` counts findings without a decision."""

    version: int
    number: int
    job_state: JobState
    job_error: str | None = None
    conclusion: Conclusion | None
    counts: Counts | None
    undecided: int | None

    @property
    def unreadable(self) -> bool:
        """Whether the newest version could not be reviewed, for the reason in ``job_error``."""
        return self.conclusion is not None and self.job_error is not None


class Decided(Record):
    """A decision on a finding, in the order they were made; ``number`` is of the version it was made on."""

    id: int
    version: int
    number: int
    fingerprint: str
    verdict: Verdict
    reason: str
    message: str | None = None
    suggestion: str | None = None
    by: str
    at: str


class NewFinding(Record):
    """What an officer found: ``text[start:end]`` of the version, and what is wrong with it."""

    start: int = Field(ge=0, le=2**31 - 1)
    end: int = Field(ge=0, le=2**31 - 1)
    category: str = Field(max_length=40)
    severity: Severity
    message: str = Field(min_length=1, max_length=2000)
    basis: tuple[LegalBasis, ...] = Field(default=(), max_length=20)
    suggestion: str = Field(default="", max_length=2000)


class Addition(Record):
    """An officer's own finding, as kept."""

    id: int
    version: int
    start: int
    end: int
    quote: str
    category: str
    severity: Severity
    message: str
    basis: tuple[LegalBasis, ...]
    suggestion: str
    by: str
    at: str
    fingerprint: str


class Signature(Record):
    """``holds``: nothing was decided otherwise since."""

    id: int
    version: int
    by: str
    at: str
    note: str
    holds: bool


class Issued(Record):
    """A letter that was issued; its bytes are kept under ``sha256``."""

    version: int
    sha256: str
    by: str
    at: str


class Submitted(Record):
    """What was accepted."""

    draft: int
    version: int
    job: int


class LogEntry(Record):
    """Who did what, when, to what."""

    id: int
    at: str
    account: str | None
    action: str
    object: str
    detail: str
