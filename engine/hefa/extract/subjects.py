"""Who does it: the subject of a segment."""

import re

from hefa.extract.sentence_parser import Scope, Segment
from hefa.extract.tokens import ProvisionToken
from hefa.extract.words import ACTORS

_REFERRING = frozenset(("agency-consent", "submit"))  # 报、经、征得、提交: the party behind is no subject
_OBJECT_MARKS = ("对", "向", "将", "给", "从", "为", "把", "与", "针对", "因")
_CHOSEN = re.compile("[^，、]{0,8}的|(?:统一)?(?:指定|委托|授权|认可|推荐|公布|选定|组织)的?")
_BACK = ("本单位", "该单位", "本机关", "该机关", "本部门", "该部门")  # whoever was named before
_OF = re.compile("[^，。；]{1,12}的")


def subject(text: str, here: int, segment: Segment) -> frozenset[str]:
    """Return the classes of the subject: after 由, else the last actor before the modal."""
    for index, scope in enumerate(segment.scopes):
        doer = _doer(text, scope) if str(scope.modal).endswith("由") or scope.modal.type == "BY" else None
        if doer is not None and not (index and _attribute(text, doer, segment)):
            return ACTORS.intersection(doer.symbols)
    named: list[ProvisionToken] = []
    reached = here
    for token in segment.left:
        between = text[reached : token.start_pos]
        if any(mark in between for mark in _OBJECT_MARKS) or _REFERRING.intersection(token.symbols):
            break
        if token.type == "ACTOR" and not str(token).startswith(_BACK):
            named.append(token)
        reached = token.end_pos
    if not named or (not segment.scopes and not segment.condition and segment.left[0] is not named[0]):
        return frozenset()
    return ACTORS.intersection(named[-1].symbols)


def _doer(text: str, scope: Scope) -> ProvisionToken | None:
    """Return who acts by 由: the head of 镇政府指定的检测机构 is the last."""
    found: ProvisionToken | None = None
    for token in scope.items:
        if token.type == "ACTOR":
            if found is not None and _CHOSEN.fullmatch(text, found.end_pos, token.start_pos) is None:
                break
            found = token
    return found


def _attribute(text: str, doer: ProvisionToken, segment: Segment) -> bool:
    """Tell whether 由 and what follows it only describe a thing (取得由街道核发的准入证)."""
    last = segment.tokens[-1]
    return (
        doer is not last
        and segment.scopes[0].modal.end_pos < doer.start_pos - 1
        and _OF.match(text, doer.end_pos, last.start_pos + 1) is not None
    )
