"""What a worker does with one path: read, review, and give rows for the store."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from hefa.archive.rows import Rows, rows_of
from hefa.audit.remote import is_remote, read_remote
from hefa.audit.walk import name_of
from hefa.drafts import read_draft
from hefa.errors import HefaError, StatuteError
from hefa.review import Reviewer

_SHOWN = 200  # characters of an unforeseen error


class Task(NamedTuple):
    """A path to review; ``sha256`` is the digest of its bytes as they were when the run came by."""

    path: str
    sha256: str | None


class Written(NamedTuple):
    """A content that its worker has written: its version in the store, and how many findings there are."""

    version: int
    sha256: str
    findings: int


class Outcome(NamedTuple):
    """Rows, or what was written of them, or the kind of failure and its reason."""

    rows: Rows | None = None
    written: Written | None = None
    kind: str = ""
    reason: str = ""

    @property
    def sha256(self) -> str | None:
        """The digest of what was reviewed; none where it failed."""
        if self.written is not None:
            return self.written.sha256
        return str(self.rows.version["sha256"]) if self.rows is not None else None

    @property
    def findings(self) -> int:
        """How many findings there are."""
        if self.written is not None:
            return self.written.findings
        return len(self.rows.findings) if self.rows is not None else 0


@dataclass(frozen=True, slots=True)
class Work:
    """Makes the function that reviews; pickles as the reviewer's settings."""

    reviewer: Reviewer
    basis: str

    def __call__(self) -> Callable[[Task], Outcome]:
        """Return the function that does a task."""
        return self.do

    def do(self, task: Task) -> Outcome:
        """Review one path; what goes wrong with it is its own reason."""
        try:
            source = read_remote(task.path) if is_remote(task.path) else read_draft(task.path)
            source.text.encode()  # half a character cannot be stored
            if (
                "\0" in source.text
            ):  # PostgreSQL does not store it; PDF files have it for what has no character
                source = source.model_copy(update={"text": source.text.replace("\0", " ")})
            return Outcome(rows_of(self.reviewer.examine(source), self.basis))
        except StatuteError:
            raise  # the library is at fault, not the draft
        except HefaError as error:
            return Outcome(kind="unreadable", reason=str(error).replace(task.path, name_of(task.path)))
        except Exception as error:
            said = " ".join(f"{type(error).__name__} {error}".split())[:_SHOWN]
            return Outcome(
                kind="error", reason=f"{name_of(task.path)}：审查时程序出错（{said}）。请报告这个问题"
            )
