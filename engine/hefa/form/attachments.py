"""Attachments: those named are there, those there are named, under one number and name."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from hefa.form.draft import Draft, Part
from hefa.form.scan import asked
from hefa.form.series import faults
from hefa.model.document import NodeKind
from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.model.observation import Observation

_N = r"[0-9一二三四五六七八九十]{1,2}"
_NAMED = lazy(
    rf"附件[ ]?(?P<number>{_N})(?![0-9]|[-—－.．、：:][0-9])|(?:见|按照|按|参照|填写)附件(?![0-9：:])"
)
_ATTACHED = asked("附件")
_ANY_NAMED = lazy(r"附件|附表|附后|附录|附图|见附|《[^》]+》")
_HEAD = lazy(r"附[ ]?件[ \u3000]?[：:]")
_LISTING = lazy(r"^[ \t\u3000]*附[ ]?件[ \u3000]?[：:]", re.MULTILINE)
_LISTED = lazy(
    r"^[ \t\u3000]*(?:附[ ]?件[ \u3000]?[：:])?[ \t\u3000]*(?P<number>[0-9]{1,2})[.．、][ \t\u3000]*"
    r"(?P<title>\S[^\n]{3,60})$",
    re.MULTILINE,
)
UNLIKE = 0.3
"""Names less alike than this do not belong together: the title was not read."""
ALIKE = 0.75


def observe_attachments(draft: Draft) -> Iterator[Observation]:
    """Yield attachments that do not fit what is said of them."""
    held = [
        part
        for part in draft.parts
        if part.kind == "attached"
        and part.node.kind is NodeKind.ATTACHMENT
        and (draft.clauses_of(part) or part.of(NodeKind.TABLE))
        and not _LISTING.match(draft.text, part.node.start)
    ]
    numbered = [(number, part) for part in held if (number := _number(part)) is not None]
    for fault in faults([number for number, _ in numbered]):
        number, part = numbered[fault.place]
        values = {"number": f"附件{number}", "due": f"附件{fault.due}"}
        yield draft.seen(f"form.attachment-{fault.kind}", *_mark(draft, part), values, near=part.node)
    listed = _listed(draft, held[0].node.start if held else len(draft.text))
    yield from _absent(draft, held, {number for number, _ in numbered}, listed)
    if held:
        yield from _unnamed(draft, held[0])
        yield from _called_otherwise(draft, held, listed)


def _listed(draft: Draft, stop: int) -> dict[int, re.Match[str] | None]:
    """Return what the list of attachments at the foot of the draft names, by number."""
    starts = (draft.text.rfind("\n", 0, one.start()) + 1 for one in _HEAD.finditer(draft.text, 0, stop))
    listings = [start for start in starts if _LISTING.match(draft.text, start, stop)]
    if not listings:
        return {}
    found: dict[int, re.Match[str] | None] = {
        int(one["number"]): one for one in _LISTED.finditer(draft.text, listings[-1], stop)
    }
    return found if 1 in found else {1: None}


def _absent(
    draft: Draft, held: list[Part], numbers: set[int], listed: dict[int, re.Match[str] | None]
) -> Iterator[Observation]:
    """Yield the first attachment spoken of that is neither held nor listed."""
    inner = sum(part.kind == "nested" for part in draft.parts)
    named = [
        (to_int(found["number"] or "") or 0, found)
        for clause in draft.own_with(_ATTACHED)
        for found in _NAMED.finditer(draft.text, clause.start, clause.end)
    ]
    if not held and not listed:
        if named and not inner and draft.outer.of(NodeKind.DATE):
            _, found = named[0]
            yield draft.seen("form.attachment-none", found.start(), found.end(), {"number": _plain(found)})
        return
    alone = len(held) == 1 and not numbers
    there = numbers | set(listed) | ({1} if alone else set())
    wanting = [found for number, found in named if number > inner and number not in there]
    if wanting and (alone or listed or len(numbers) > 1):
        found = wanting[0]
        values = {"number": _plain(found), "held": "、".join(f"附件{one}" for one in sorted(there))}
        yield draft.seen("form.attachment-absent", found.start(), found.end(), values)


def _unnamed(draft: Draft, part: Part) -> Iterator[Observation]:
    said = any(_ANY_NAMED.search(draft.text, clause.start, clause.end) for clause in draft.own_passages)
    if not said and not re.search(r"附件[：:0-9]", draft.text[: part.node.start]):
        yield draft.seen("form.attachment-unnamed", *_mark(draft, part), near=part.node)


def _called_otherwise(
    draft: Draft, held: list[Part], listed: dict[int, re.Match[str] | None]
) -> Iterator[Observation]:
    """Yield attachments that the list of attachments calls by another name than they bear."""
    for part in held:
        found = listed.get(_number(part) or 0)
        if found is None or not part.title:
            continue
        left, right = (re.sub(r"[\s《》（）()“”]", "", name) for name in (found["title"], part.title))
        if (
            left != right
            and left not in right
            and right not in left
            and UNLIKE < SequenceMatcher(None, left, right).ratio() < ALIKE
        ):
            values = {
                "listed": found["title"].strip(),
                "title": part.title,
                "number": f"附件{found['number']}",
            }
            yield draft.seen("form.attachment-name", *found.span("title"), values)


def _number(part: Part) -> int | None:
    digits = re.search(rf"{_N}", part.node.number or "")
    return to_int(digits[0]) if digits else None


def _mark(draft: Draft, part: Part) -> tuple[int, int]:
    marker = next((child for child in part.node.children if child.kind is NodeKind.MARKER), None)
    return draft.span(marker) if marker else (part.node.start, part.node.start + 2)


def _plain(found: re.Match[str]) -> str:
    return f"附件{found['number'] or ''}"
