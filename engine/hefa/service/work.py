"""What a worker process does: review a draft, mark findings in it, compare two versions.

Drafts come from strangers. They are read here alone, in a process that may take so much memory and time and
no more; whatever becomes of it, the service goes on.
"""

import datetime
import json
import os
import resource
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from hefa.annotation import annotate, shortfalls
from hefa.compare.build import compare_reviews
from hefa.compare.formats import render as render_comparison
from hefa.errors import HefaError, ReadError
from hefa.model.opinion import Opinion
from hefa.model.reviewed import Reviewed
from hefa.model.rule import SEVERITY
from hefa.model.source import SourceText
from hefa.opinion import unreadable_opinion
from hefa.read import ReadOptions, check_tracked, read_bytes
from hefa.review import Reviewer
from hefa.service.records import Options
from hefa.service.settings import Settings

_SHOWN = 200  # characters of an unforeseen error


class Kept(NamedTuple):
    """A draft in the files of the service: where, what it is called, and how it is read."""

    path: str
    name: str
    rank: str | None
    tracked: str


def kept_draft(path: str, name: str, options: str) -> Kept:
    """Return a draft of the store: its file, its name, and its options as the store has them."""
    chosen = Options.model_validate_json(options)
    return Kept(path, name, chosen.rank, chosen.tracked)


class ReviewTask(NamedTuple):
    """Review the draft of a job."""

    job: int
    draft: Kept


class AnnotateTask(NamedTuple):
    """Mark the findings of an opinion (JSON) in the draft; ``day`` dates the comments."""

    draft: Kept
    opinion: str
    suggest: bool
    day: str


class CompareTask(NamedTuple):
    """Compare two versions, each its opinion (JSON) and its text, into JSON or an HTML page."""

    old: tuple[str, bytes]
    new: tuple[str, bytes]
    form: str


Task = ReviewTask | AnnotateTask | CompareTask


class Finished(NamedTuple):
    """A review: the opinion (JSON), the text it counts in, the places of the clauses (JSON).

    What the store finds opinions by is drawn here, so that the service need not read them: ``counts`` of
    findings by severity, their ``fingerprints`` (JSON), and why a draft could not be read.
    """

    opinion: str
    conclusion: str
    counts: dict[str, int]
    fingerprints: str
    title: str
    error: str | None
    text: bytes = b""
    outline: str = "[]"


class Marked(NamedTuple):
    """A draft with its findings marked, and what could not be marked as asked."""

    data: bytes
    shortfalls: tuple[str, ...]


class Refused(NamedTuple):
    """A task that cannot be done: what is wrong, in the three parts of an error."""

    where: str
    problem: str
    remedy: str


Outcome = Finished | Marked | Refused | str


@dataclass(frozen=True, slots=True)
class Work:
    """Makes, in a worker process, the function that does tasks; pickles as the settings."""

    settings: Settings

    def __call__(self) -> Callable[[Task], Outcome]:
        """Bound the process, and build what it needs."""
        bench = Bench(self.settings)
        do = bounded(bench.do, self.settings.memory)
        _ = bench.reviewer
        return do


def bounded(do: Callable[[Task], Outcome], memory: int) -> Callable[[Task], Outcome]:
    """Let this process take so many bytes and no more; it ends where it would: who knows what state it is in.

    A SIGTERM is for the service, which ends its workers itself.
    """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def done(task: Task) -> Outcome:
        try:
            return do(task)
        except MemoryError:
            os._exit(1)

    return done


class Bench:
    """Does tasks with one reviewer; drafts without a date are of the day on which they are reviewed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def reviewer(self) -> Reviewer:
        """The reviewer of the settings."""
        settings = self._settings
        return Reviewer(
            settings.rules, statutes=settings.statutes, lists=settings.lists, archive=settings.archive
        )

    def do(self, task: Task) -> Outcome:
        """Do one task; what is wrong with it is its outcome."""
        if isinstance(task, ReviewTask):
            return self._review(task.draft)
        try:
            return _annotate(task) if isinstance(task, AnnotateTask) else _compare(task)
        except MemoryError:
            raise
        except HefaError as error:
            return Refused(error.where, error.problem, error.remedy)
        except Exception as error:
            return Refused("草案", _unforeseen(error), "请报告这个问题")

    def _review(self, draft: Kept) -> Finished:
        reviewer = self.reviewer.on_day(datetime.date.today())
        try:
            source = _read(draft)
            text = source.text.encode()
            examined = reviewer.examine(source, draft.rank)
        except MemoryError:
            raise
        except HefaError as error:
            return finished(unreadable_opinion(draft.name, error, reviewer.provenance))
        except UnicodeEncodeError:
            broken = ReadError(draft.name, "文本中有不完整的字符", "另存为 UTF-8 文本或者 docx 再送审")
            return finished(unreadable_opinion(draft.name, broken, reviewer.provenance))
        except Exception as error:
            failed = ReadError(draft.name, _unforeseen(error), "请报告这个问题")
            return finished(unreadable_opinion(draft.name, failed, reviewer.provenance))
        outline = [clause.location.model_dump(exclude_none=True) for clause in examined.document.clauses]
        return finished(examined.opinion, text, json.dumps(outline))


def finished(opinion: Opinion, text: bytes = b"", outline: str = "[]") -> Finished:
    """Return a review as it is kept."""
    counts = Counter[str](finding.severity for finding in opinion.findings)
    return Finished(
        dumped(opinion),
        opinion.conclusion,
        {severity: counts[severity] for severity in SEVERITY},
        json.dumps([finding.fingerprint for finding in opinion.findings]),
        " ".join((opinion.document.title or "").replace("\0", " ").split()),
        opinion.reason if opinion.unreadable else None,
        text,
        outline,
    )


def dumped(opinion: Opinion) -> str:
    """Return an opinion as JSON in ASCII, which every database keeps as it is."""
    return json.dumps(opinion.model_dump(mode="json"))


def loaded(opinion: str) -> Opinion:
    """Return the opinion that ``dumped`` wrote."""
    return Opinion.model_validate(json.loads(opinion))


def review_of(opinion: Opinion, text: bytes) -> Reviewed:
    """Return a review as it was when it was made, from what is kept of it."""
    info = opinion.document
    if info.sha256 is None:
        return Reviewed(opinion)
    source = SourceText(
        text=text.decode(), name=info.name or "", format=info.format or "", sha256=info.sha256
    )
    return Reviewed(opinion, source)


def _read(draft: Kept) -> SourceText:
    data = Path(draft.path).read_bytes()
    return read_bytes(data, draft.name, ReadOptions(check_tracked(draft.tracked)))


def _annotate(task: AnnotateTask) -> Marked:
    reviewed = Reviewed(loaded(task.opinion), _read(task.draft))
    day = datetime.date.fromisoformat(task.day)
    annotated = annotate(Path(task.draft.path).read_bytes(), reviewed, suggest=task.suggest, day=day)
    return Marked(annotated.data, tuple(shortfalls(reviewed, annotated)))


def _compare(task: CompareTask) -> str:
    old, new = (review_of(loaded(opinion), text) for opinion, text in (task.old, task.new))
    return render_comparison(compare_reviews(old, new), "html" if task.form == "html" else "json")


def _unforeseen(error: Exception) -> str:
    said = " ".join(f"{type(error).__name__} {error}".split())[:_SHOWN]
    return f"审查时程序出错（{said}）"
