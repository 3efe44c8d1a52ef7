"""What a worker does with one draft: the files that are to lie beside it, as bytes."""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hefa.annotation import annotate, shortfalls
from hefa.errors import HefaError, StatuteError
from hefa.model.opinion import Opinion
from hefa.model.reviewed import Reviewed
from hefa.opinion import render
from hefa.opinion.formats import Format
from hefa.read import read_content
from hefa.review import Reviewer
from hefa.watch.folder import ANNOTATED, OPINION, REPORT

if TYPE_CHECKING:
    from hefa.opinion.docx import Template

_SHOWN = 200  # characters of an unforeseen error
_ENDS = {"text": ".txt", "brief": ".txt"}
_ANNOTATED = {"docx", "pdf"}


class Task(NamedTuple):
    """A draft: a file, or one in the bundle ``file``."""

    path: str
    file: str


class Product(NamedTuple):
    """A file to be written: the end of its name, behind that of the draft, and its bytes."""

    end: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """The opinion on a draft, in few words, the files that say it, and what could not be done."""

    products: tuple[Product, ...]
    conclusion: str
    reason: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    title: str | None = None
    sha256: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def unreadable(self) -> bool:
        """Whether the draft could not be reviewed at all."""
        return self.sha256 is None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written: formats of the opinion, a template for the letter, a copy with comments."""

    formats: tuple[Format, ...] = ("docx",)
    template: Path | None = None
    annotated: bool = True
    suggest: bool = False


Make = Callable[..., Reviewer]
"""Builds a reviewer, given ``day`` and ``as_of``; it is pickled."""


@dataclass(frozen=True, slots=True)
class Work:
    """Makes, in a worker, the function that reviews: what a reviewer is built of goes with the process."""

    make: Make
    wanted: Wanted
    day: datetime.date

    def __call__(self) -> Callable[[Task], Outcome]:
        """Return the function that does a task."""
        return _Desk(self.make(day=self.day, as_of=self.day), self.wanted, self.day).do


@dataclass(frozen=True)
class _Desk:
    """Reviews one draft after the other on one day."""

    reviewer: Reviewer
    wanted: Wanted
    day: datetime.date

    def do(self, task: Task) -> Outcome:
        """Review one draft; what goes wrong with it is its own reason."""
        try:
            return self._outcome(task)
        except StatuteError:
            raise  # the library is at fault, not the draft
        except HefaError as error:
            return failed(str(error))
        except Exception as error:
            said = " ".join(f"{type(error).__name__} {error}".split())[:_SHOWN]
            return failed(f"{task.path}：审查时程序出错（{said}）。请报告这个问题")

    def _outcome(self, task: Task) -> Outcome:
        reviewed = self.reviewer.reviewed_file(task.path)
        opinion = reviewed.opinion
        products = [
            Product(OPINION + _end_of(form), self._rendered(reviewed, form)) for form in self.wanted.formats
        ]
        warnings: list[str] = []
        if self.wanted.annotated and opinion.findings:
            products += self._annotated(Path(task.path), reviewed, warnings)
        return Outcome(
            tuple(products),
            opinion.conclusion,
            opinion.reason,
            _counts(opinion),
            opinion.document.title,
            opinion.document.sha256,
            tuple(warnings),
        )

    def _rendered(self, reviewed: Reviewed, form: Format) -> bytes:
        rules = self.reviewer.pack.rules
        if form == "docx":
            from hefa.opinion.docx import render_docx  # noqa: PLC0415

            return render_docx(reviewed.opinion, self._template, rules)
        if form == "xlsx":
            from hefa.opinion.sheet import render_sheet  # noqa: PLC0415

            return render_sheet([reviewed], rules)
        pieces = render([reviewed], form, several=False, rules=rules)
        return "".join(pieces).encode("utf-8", "backslashreplace")

    @cached_property
    def _template(self) -> "Template":
        from hefa.opinion.docx import Template  # noqa: PLC0415

        return Template(self.wanted.template)

    def _annotated(self, path: Path, reviewed: Reviewed, warnings: list[str]) -> Sequence[Product]:
        """Return the copy with comments, where the format allows one."""
        if reviewed.source is None or reviewed.source.format not in _ANNOTATED:
            return ()
        try:
            copy = annotate(read_content(path), reviewed, suggest=self.wanted.suggest, day=self.day)
        except (HefaError, OSError) as error:
            warnings.append(f"没有写批注版：{error}")
            return ()
        warnings += shortfalls(reviewed, copy)
        word = ".docm" if path.suffix.lower() == ".docm" else ".docx"
        return (Product(ANNOTATED + (".pdf" if reviewed.source.format == "pdf" else word), copy.data),)


def failed(reason: str) -> Outcome:
    """Return what becomes of a draft that could not be reviewed: a file that says why."""
    text = f"没有审查：{reason}\n\n改好后存回原处，会再审查一次。\n"
    return Outcome(
        (Product(f"{REPORT}.txt", text.encode("utf-8", "backslashreplace")),), "not-reviewable", reason
    )


def _end_of(form: Format) -> str:
    return _ENDS.get(form, f".{form}")


def _counts(opinion: Opinion) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(finding.severity for finding in opinion.findings).items()))
