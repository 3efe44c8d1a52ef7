"""A title that no statute has, and the statute that it may mean."""

from hefa.model.citation import Statutes
from hefa.model.lazy import lazy

_PLACE = lazy(r"省|市|县|区|州|自治|盟|旗|镇|乡|特别行政")
_STATUTE = lazy(r"^(?P<stem>[一-鿿]{2,24}?)(?P<kind>法典|法|条例|规则|法规|法令)$")
_FOREIGN = lazy(
    r"国(?!家|务|有|民|际|土|防|旗|歌|徽|境|籍|库|债|内|外)[一-鿿]*法$|联合国|欧盟|香港|澳门|台湾"
)
_NO_LAWS = ("规则", "法规", "法令")
"""Kinds that a national statute of that name does not have where the law 《…法》 is there."""
_LONG = 6
"""Characters from which one different character is taken for a slip."""


def meant_title(key: str, whole: str, statutes: Statutes) -> str | None:
    """Return the key of the statute that a title may mean; none where it may be one of its own.

    ``whole`` is the title as printed: with 中华人民共和国 before it a national law is claimed.
    """
    found, known = _STATUTE.match(key), statutes.keys
    if found is None or key in known or statutes.repealed(key) or _PLACE.search(key) or _FOREIGN.search(key):
        return None
    if whole.startswith("中华人民共和国"):
        longer = [other for other in known if other.endswith(key) and not _PLACE.search(other)]
        if len(longer) == 1:
            return longer[0]
    if found["kind"] in _NO_LAWS and len(found["stem"]) > 3 and f"{found['stem']}法" in known:
        return f"{found['stem']}法"
    if len(key) < _LONG or found["kind"] not in {"法", "条例"}:
        return None
    near = [other for other in known if _one_slip(key, other)]
    return near[0] if len(near) == 1 else None


def _one_slip(one: str, other: str) -> bool:
    """Whether one character is wrong, missing, too many or changed with its neighbour."""
    if abs(len(one) - len(other)) > 1 or one == other or one[-1] != other[-1] or _PLACE.search(other):
        return False
    shorter, longer = sorted((one, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) != len(longer):
        return shorter[at:] == longer[at + 1 :]
    swapped = shorter[:at] + shorter[at : at + 2][::-1] + shorter[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or swapped == longer
