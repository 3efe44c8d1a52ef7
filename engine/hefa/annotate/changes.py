"""Suggested words written as tracked changes: what goes is marked deleted, what comes inserted."""

from collections.abc import Iterator
from copy import deepcopy

from hefa.annotate.runs import isolate, outermost
from hefa.model.wordml import MEASURED, TEXTS, Element, R, W

INSERTED, DELETED = f"{W}ins", f"{W}del"
GONE = frozenset({DELETED, f"{W}moveFrom"})
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Marks = Iterator[dict[str, str]]
"""The attributes of one change after the other: id, author, date."""


def differing(old: str, new: str) -> tuple[int, int, str]:
    """Return where ``old`` differs from ``new``, as start and end, and what ``new`` has there."""
    start = end = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, len(old) - end, new[start : len(new) - end]


def suggest(paragraph: Element, start: int, end: int, new: str, marks: Marks) -> bool:
    """Suggest ``new`` for the characters ``start`` to ``end``, or at that place; false where it cannot be."""
    beside = (
        isolate(paragraph, start, end) if start < end else isolate(paragraph, max(start - 1, 0), start or 1)
    )
    if not beside or not all(_is_plain(run) for run in beside):
        return False
    model = beside[0]
    last = beside[-1]
    if start < end:
        for run in beside:
            last = _delete(run, next(marks))
    if new:
        inserted = _inserted(model, new, next(marks))
        if any(above.tag == INSERTED for above in last.iterancestors()):
            last = outermost(last)
        if start == end == 0:
            last.addprevious(inserted)
        else:
            last.addnext(inserted)
    return True


def _is_plain(run: Element) -> bool:
    """Whether a run holds text alone and is not deleted already."""
    return (
        run.tag == R
        and all(child.tag in MEASURED or child.tag == f"{W}rPr" for child in run)
        and not any(above.tag in GONE for above in run.iterancestors())
    )


def _delete(run: Element, mark: dict[str, str]) -> Element:
    deleted = run.makeelement(DELETED, mark)
    run.addprevious(deleted)
    deleted.append(run)
    for child in run:
        if child.tag in TEXTS:
            child.tag = f"{W}delText"
    return deleted


def _inserted(model: Element, new: str, mark: dict[str, str]) -> Element:
    inserted = model.makeelement(INSERTED, mark)
    run = model.makeelement(R)
    inserted.append(run)
    properties = model.find(f"{W}rPr")
    if properties is not None:
        run.append(deepcopy(properties))
    text = model.makeelement(f"{W}t", {SPACE: "preserve"})
    text.text = new
    run.append(text)
    return inserted
