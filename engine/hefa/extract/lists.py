"""What the items of a list take over from its lead-in, so that an item says what one sentence would say.

    申请开业应当符合下列条件：（一）取得准入证；      申请开业应当取得准入证
    有下列情形之一的，不予登记：（一）未交物业费的；   未交物业费的，不予登记

Where the list stands behind a modal (应当符合下列条件), the items are what that modal commands or forbids,
and what stands before it is given. Where it stands before, the items are conditions, and what a gate or
a denial says hangs on each of them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from hefa.extract.drafts import Draft, Inherited
from hefa.extract.sentence_parser import Segment
from hefa.model.facts import Word

_LISTED = re.compile("下列|以下|如下")
_MAKING = frozenset(("DUTY", "BAN", "GATE", "DENY", "MAY", "BY", "WAIVE"))
_HANGING = frozenset(("gate", "deny"))
_SLOTS = {"BAN": "ban", "WAIVE": "ban"}


def handed_down(
    text: str, start: int, segments: Sequence[Segment], drafts: Sequence[Draft], below: Inherited
) -> Inherited:
    """Return what items take over, ``below`` being what they take over where no list is announced."""
    listed = [match.start() for match in _LISTED.finditer(text, start, drafts[-1].end)] if drafts else []
    if not listed:
        return below
    place = listed[-1]
    segment = next(segment for segment in segments if segment.end is None or segment.end >= place)
    governing = [s.modal for s in segment.scopes if s.modal.end_pos <= place and s.modal.type in _MAKING]
    if segment.condition or (not governing and _commands_behind(segments, place)):
        hanging = not _HANGING.isdisjoint(below.modes)
        return replace(
            below,
            slot="given",
            conditional=True,
            given=_given(below, drafts[-1]),
            consequence=tuple(_behind(drafts[-1], place)) if hanging else (),
        )
    if governing:
        draft = next((draft for draft in drafts if draft.end >= place), drafts[-1])
        return replace(
            below,
            modes=draft.modes,
            slot=_SLOTS.get(governing[-1].type),
            given=_given(below, draft),
        )
    return below


def _commands_behind(segments: Sequence[Segment], place: int) -> bool:
    """Tell whether a modal stands behind the announcement of the list (符合下列条件的方可进场)."""
    return any(s.modal.start_pos > place and s.modal.type in _MAKING for seg in segments for s in seg.scopes)


def _given(below: Inherited, draft: Draft) -> tuple[Word, ...]:
    """Return what is given for the items: also what stands before the modal of the lead-in."""
    fresh = (word for word in draft.words if word.slot == "given" and word not in below.given)
    return (*below.given, *fresh)


def _behind(draft: Draft, place: int) -> list[Word]:
    """Return what a provision commands behind ``place``."""
    return [word for word in draft.words if word.slot == "act" and word.start > place]
