"""Which segments of a sentence set a task of government work instead of a norm for others.

推进不动产查封、解封“掌上”办 speaks of seizure and seizes nothing: its verb is one of work
(推进, 优化, 建立健全 …) and its doer an agency, named or not. Plans, opinions and measures consist of
such sentences. A task reaches on over the segments behind it and back over those that only say
where or for whom, but it ends where a norm begins: a modal, a condition, a sum of money. A condition
(在林地搭建棚舍的，) opens none.
"""

import re
from collections.abc import Sequence

from hefa.extract.sentence_parser import Scope, Segment
from hefa.extract.tokens import ProvisionToken
from hefa.extract.words import ACTORS

_REACH = 12  # code points that adverbs before a verb may fill
_ADVERBS = re.compile(  # between the opening of a segment, or its doer, and its verb
    r"(?:[\W\d_]|[（(][^（）()]{0,20}[)）]|进一步|全面|积极|稳妥|大力|切实|不断|持续|深入|扎实|加快|着力|稳步|有序|逐步|严格|重点"
    r"|主动|充分|有效|高效|科学|合理|认真|及时|坚决|全力|同步|定期|继续|依法|依规|分类|分级|协同|联合|共同|大幅|适时|要|将|并|同时|还|更"
    r"|再|也|等|市|县|区|省|镇|年|月底|前|底)*"
)
_ADVERBIAL = re.compile(  # where, for whom, by what means: no verb of its own
    r"[\W\d_]*(?:在|对|按|依托|围绕|通过|运用|利用|采用|采取|以|结合|针对|根据|为|从|把|与|面向|立足|聚焦|坚持|到|将|年|各|由)"
)
_TIME = re.compile("期间|过程|行动期间|以来")  # 整治期间: a time, no task
_NAMED = re.compile(  # 建设项目的…应当…: the verb names a thing
    "(?:建设|改造|整治|修缮|养护|治理)(?:项目|工程|单位|用地)(?:的|应|须|必须|需|由|未|中|在|，)"
)
_DOERS = frozenset(("agency", "township", "temporary-body", "court", "official"))
_NORMATIVE = frozenset(("DUTY", "BAN", "GATE", "DENY", "MAY", "LIMIT", "WAIVE"))
_AMOUNTS = frozenset(("money", "percent"))


def task_segments(text: str, segments: Sequence[Segment], start: int) -> list[bool]:
    """Tell of each segment of a sentence that begins at ``start`` whether it sets a task."""
    found: list[bool] = []
    adverbial: list[bool] = []
    here, carried, conditional = start, False, False
    for segment in segments:
        opens = not segment.condition and _opens_with_task(text, segment, here)
        carried = opens or (carried and not _is_norm(segment))
        found.append(carried)
        ordered = conditional and any(scope.modal.type == "BY" for scope in segment.scopes)
        adverbial.append(_ADVERBIAL.match(text, here) is not None and not ordered and not _is_norm(segment))
        conditional = segment.condition
        here = (segment.end or here) + 1
    for index in range(len(segments) - 2, -1, -1):
        found[index] = found[index] or (found[index + 1] and adverbial[index])
    return found


def _opens_with_task(text: str, segment: Segment, here: int) -> bool:
    """Tell whether only adverbs, and agencies, stand before the first verb of work."""
    reached = here
    for token in segment.tokens:
        if _ADVERBS.fullmatch(text, reached, token.start_pos) is None:
            if token.start_pos - reached > _REACH:
                return False
        elif "task" in token.symbols:
            return not (_TIME.match(text, token.end_pos) or _NAMED.match(text, token.start_pos))
        elif _is_doer(token):
            reached = token.end_pos
    return False


def _is_doer(token: ProvisionToken) -> bool:
    return token.type == "ACTOR" and ACTORS.intersection(token.symbols) <= _DOERS


def _is_norm(segment: Segment) -> bool:
    return (
        segment.condition
        or any(scope.modal.type in _NORMATIVE or _by_others(scope) for scope in segment.scopes)
        or any(not _AMOUNTS.isdisjoint(token.symbols) for token in segment.tokens)
    )


def _by_others(scope: Scope) -> bool:
    """Tell whether the scope says that someone who is no agency does it (由户主让出)."""
    return scope.modal.type == "BY" and any(
        token.type == "ACTOR" and not _is_doer(token) for token in scope.items[:1]
    )
