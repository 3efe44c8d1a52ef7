"""Which place a document is of: province, city and county named by its issuer and title."""

from collections.abc import Mapping

from hefa.model.lazy import lazy
from hefa.relate.prefectures import PROVINCE_OF

_LEVELS = (
    (
        "province",
        lazy(
            r"(北京|上海|天津|重庆)市?|([\u4e00-\u9fff]{2,3}?)省|(内蒙古|广西|西藏|宁夏|新疆)(?:[\u4e00-\u9fff]{0,3}自治区)?"
        ),
    ),
    (
        "city",
        lazy(
            r"([\u4e00-\u9fff]{2,4}?)市|([\u4e00-\u9fff]{2,9}?)(?:自治州|地区)|([\u4e00-\u9fff]{2,4}?)(?:州|盟)"
        ),
    ),
    ("county", lazy(r"([\u4e00-\u9fff]{1,4}?)(?:县|区|旗)|([\u4e00-\u9fff]{2,9}?)自治县")),
)
_NO_PLACE = lazy(
    r"[各全本该社园特小辖景灌片街超城跨等与和的关试示直]|自贸|开发|自治|政府|人民|委员|国家|国务|市场|部门|农贸|集"
)
_SMALLER = lazy(r"[县区旗市]")
"""What the name of a province or city does not have: 青禾县市场监督管理局 is of no city."""
_BEFORE = lazy(r"^(?:中共|国家税务总局|【|《)+")
_STARTS = lazy(r"(?:关于(?:印发|转发|公布|发布)?|印发|《)(?:\d{4}年(?:度)?)?《?")


def places_of(*texts: str) -> dict[str, str]:
    """Return the place named at the start of the texts, or behind 关于, 印发 or a title mark, by level."""
    places: dict[str, str] = {}
    for words in texts:
        plain = _BEFORE.sub("", words)
        for start in (0, *(found.end() for found in _STARTS.finditer(plain))):
            for level, name in _leading(plain, start)[0].items():
                places.setdefault(level, name)
    if "city" in places and places["city"] in PROVINCE_OF:
        places.setdefault("province", PROVINCE_OF[places["city"]])
    return places


def without_place(words: str) -> str:
    """Return the words behind the place they begin with."""
    return words[_leading(words, 0)[1] :]


def elsewhere(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two documents are of different places: they name different ones of one level."""
    return any(one[level] != other[level] for level in one.keys() & other.keys())


def in_line(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether one place is the other or is known to lie in it; what names none is of the whole country."""
    return one.items() >= other.items() or other.items() >= one.items()


def _known(name: str) -> str:
    """Return a city's short name: 甘孜藏族 is 甘孜."""
    return next((name[:length] for length in range(len(name), 1, -1) if name[:length] in PROVINCE_OF), name)


def _leading(words: str, start: int) -> tuple[dict[str, str], int]:
    places = {}
    for level, pattern in _LEVELS:
        found = pattern.match(words, start)
        name = next(filter(None, found.groups()), "") if found else ""
        name = _known(name) if level == "city" else name
        if level != "county" and _SMALLER.search(name):
            continue
        if found and name and (name in PROVINCE_OF or not _NO_PLACE.search(name)):
            places[level] = name
            start = found.end()
    return places, start
