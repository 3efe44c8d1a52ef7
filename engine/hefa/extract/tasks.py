"""Which segments of a sentence set a task of government work instead of a norm for others.

推进不动产查封、解封“掌上”办 speaks of seizure and seizes nothing: its verb is one of work
(推进, 优化, 建立健全 …) and its doer an agency, named or not. Plans, opinions and measures consist of
such sentences. A task reaches on over the segments behind it and back over those that only say
where or for whom, but it ends where a norm begins: a modal, a condition, a sum of money. A condition
(在林地搭建棚舍的，) opens none.
"""

from collections.abc import Sequence

from hefa.extract.lexer import ACTORS
from hefa.extract.sentence_parser import Segment
from hefa.extract.tokens import ProvisionToken

_REACH = 8  # code points between the opening of a segment and its verb: 进一步, 全面, 积极稳妥
_DOERS = frozenset(("agency", "township", "temporary-body", "court", "official"))
_NORMATIVE = frozenset(("DUTY", "BAN", "GATE", "DENY", "MAY", "LIMIT", "WAIVE"))
_AMOUNTS = frozenset(("money", "percent"))


def task_segments(segments: Sequence[Segment], start: int) -> list[bool]:
    """Tell of each segment of a sentence that begins at ``start`` whether it sets a task."""
    found: list[bool] = []
    here, carried = start, False
    for segment in segments:
        opens = not segment.condition and _opens_with_task(segment, here)
        carried = opens or (carried and not _is_norm(segment))
        found.append(carried)
        here = (segment.end or here) + 1
    for index in range(len(segments) - 2, -1, -1):
        found[index] = found[index] or (found[index + 1] and not _is_norm(segments[index]))
    return found


def _opens_with_task(segment: Segment, here: int) -> bool:
    reached = here
    for token in segment.tokens:
        if (token.start_pos or 0) - reached > _REACH:
            return False
        if "task" in token.symbols:
            return True
        if not _is_doer(token):
            return False
        reached = token.end_pos or 0
    return False


def _is_doer(token: ProvisionToken) -> bool:
    return token.type == "ACTOR" and ACTORS.intersection(token.symbols) <= _DOERS


def _is_norm(segment: Segment) -> bool:
    return (
        segment.condition
        or any(scope.modal.type in _NORMATIVE for scope in segment.scopes)
        or any(not _AMOUNTS.isdisjoint(token.symbols) for token in segment.tokens)
    )
