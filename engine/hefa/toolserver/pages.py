"""Results cut to what a client can take in: so many entries, so many characters."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from hefa.errors import OptionError
from hefa.model.base import Record
from hefa.model.opinion import NotReviewed, Opinion
from hefa.toolserver.records import ReviewPage

MOST = 100
"""Entries of a page at most."""
ROOM = 40_000
"""Characters of JSON of a page's entries at most; one entry is given whatever its size."""
BESIDE = 20
"""Entries at most of the lists of an opinion that are not paged."""
_Entry = TypeVar("_Entry", bound=Record)


def review_page(opinion: Opinion, offset: int, limit: int, *, trace: bool) -> ReviewPage:
    """Return the opinion with the findings from ``offset`` on."""
    findings = opinion.findings
    if not trace:
        findings = tuple(finding.model_copy(update={"trace": ()}) for finding in findings)
    shown, following = page(findings, offset, limit)
    cut = {"findings": shown, "decided": opinion.decided[:BESIDE]}
    cut["not_reviewed"] = opinion.not_reviewed[:BESIDE]
    for name, entries in (("未审查的内容", opinion.not_reviewed), ("已经作出的决定", opinion.decided)):
        if len(entries) > BESIDE:
            note = NotReviewed(reason=f"{name}另有 {len(entries) - BESIDE} 项，没有列出")
            cut["not_reviewed"] = (*cut["not_reviewed"], note)
    fields = {name: getattr(opinion, name) for name in Opinion.model_fields} | cut
    return ReviewPage(**fields, total=len(findings), offset=offset, next_offset=following)


def page(entries: Sequence[_Entry], offset: int, limit: int) -> tuple[tuple[_Entry, ...], int | None]:
    """Return the entries from ``offset`` on that have room, and where the next page begins."""
    if offset < 0 or not 1 <= limit <= MOST:
        raise OptionError(
            "offset、limit", f"不能用 {offset}、{limit}", f"offset 从 0 起，limit 为 1 至 {MOST}"
        )
    count = fitting(entries[offset : offset + limit], lambda entry: len(entry.model_dump_json()))
    following = offset + count
    return tuple(entries[offset:following]), following if following < len(entries) else None


def fitting(entries: Sequence[_Entry], size: Callable[[_Entry], int]) -> int:
    """Return how many of the entries have room, at least one where there is one."""
    left, count = ROOM, 0
    for entry in entries:
        left -= size(entry)
        if left < 0 and count:
            break
        count += 1
    return count
