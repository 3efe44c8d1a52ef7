"""Figures of a text with what they are about: deadlines, amounts, shares; and whether two are about the same.

A figure is read with the words before and behind it in its sentence. Two are about the same where, after
words without weight are left out, the words of one are those of the other in the same order, with little
and nothing that narrows the case in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.relate.draft import Passage

_NUMERALS = "0-9０-９一二三四五六七八九十百千两"
_FIGURE = lazy(
    rf"(?P<number>[{_NUMERALS}](?=[{_NUMERALS}.（(个工自小分日天月年万元%％倍])"  # most numerals end here
    r"(?:(?<=\d)\d{0,8}(?:\.\d{1,4})?|(?<!\d)[一二三四五六七八九十百千两]{0,6}))"
    r"(?:[（(]\d{1,4}[）)])?个?"
    r"(?P<unit>工作日|自然日|小时|分钟|日(?![前常起益])|天|月(?=内|以内|之内|后|的|，|。)|年(?=内|以内|期|，|。|；|$)|万元|元|%|％|倍)"
)
_UNITS = {"自然日": "日", "天": "日", "％": "%"}
_DAYS = {"工作日": 7 / 5, "月": 30.0, "年": 365.0, "小时": 1 / 24, "分钟": 1 / 1440}
_DATE_BEFORE = ("年", "月", "第")
_LEAST = ("不低于", "不少于", "不小于", "至少", "最少", "最低")
_MOST = ("不超过", "不高于", "不多于", "至多", "最高", "最多", "最长", "最迟")
_ABOUT = lazy(r"^(?:以上|及以上|以下|及以下|至|到|-|—|~|～|左右|起|前)")
_RANGE_BEFORE = ("至", "到", "-", "—", "~", "～", "以上", "不足", "超过", "满", "达到", "达")
_WEIGHTLESS = lazy(
    r"[之县市区行主部局应必可不最至原一及依按以书材的了于在自从后起内并等其将由须个，、（）()：:“”\"]"
    r"(?:"  # most characters begin none
    r"(?<=之)日起?|(?<=[向由报经][县市区])|(?<=行)政(?:主管)?部门|(?<=主)管部门|(?<=部)门|(?<=应)当|(?<=必)须"
    r"|(?<=可)以|(?<=不)(?:超过|高于|低于|少于)|(?<=最)[高多长迟低]|(?<=至)少|(?<=原)则上|(?<=一)般|(?<=及)时"
    r"|(?<=依)法|(?<=按)照?规定|(?<=[以之])内|(?<=书)面|(?<=材)料"
    r"|(?<=[局的了于在自从后起内并及等其将由按应须个，、（）()：:“”\"]))"
)
_OF_GRANTS = lazy(
    r"按照|规定|给予|支持|补助|补贴|奖励|资助|资金|经费|总投入|总投资|项目|单位|企业|一次性|分阶段|每[个家户人项]|标准|金额|额度|比例"
)
_NARROWS = lazy(
    r"[省市县区镇乡村级首再特复简急类档型级等奖优次延补初二三四五六七八九十甲乙丙大中小新旧重轻免未非不\d]|一般|普通|情形|情况|超|达|满|逾"
)
_NAMED_TERM = lazy(r"(?:保存|保管|留存|有效|期限)[^，]{0,2}$")
MOST_ALIKE = 40
"""Figures before the same words that one is compared with: a table in prose must not take for ever."""

_LEAST_WEIGHT, _LEAST_ACT, _MOST_EXTRA, _LONGEST = 8, 3, 8, 90


@dataclass(slots=True)
class Figure:
    """One figure: ``value`` in ``unit``; ``bound`` is least, most or none; and its sentence.

    ``above`` is what stands before it in its sentence, ``behind`` the weighty words behind it.
    """

    value: float
    unit: str
    bound: str
    above: str
    behind: str
    printed: str
    passage: Passage

    @property
    def before(self) -> str:
        """The weighty words before it."""
        return _weighty(self.above)

    @property
    def sentence(self) -> tuple[int, int]:
        """Where its sentence stands, without the full stop or semicolon."""
        return self.passage.span(0, len(self.passage.words.rstrip("。；！？")))

    @property
    def kind(self) -> str:
        """What may be compared: time, money, share, multiple; and the kind of bound."""
        family = {"元": "money", "万元": "money", "%": "share", "倍": "multiple"}.get(self.unit, "time")
        return family + ("-least" if self.bound == "least" else "")

    @property
    def head(self) -> str:
        """The first two weighty characters behind it, for looking up what may be the same."""
        return self.behind[:2]

    @property
    def days(self) -> float:
        """A time as calendar days, five working days to a week, thirty days to a month."""
        return self.value * _DAYS.get(self.unit, 1.0)

    def same_value(self, other: "Figure") -> bool:
        """Whether both say the same; 一年 and 十二个月 do, 十日 and 十个工作日 do not."""
        return self._amount() == other._amount()

    def _amount(self) -> tuple[float, str]:
        factor, unit = {"万元": (10_000, "元"), "年": (12, "月")}.get(self.unit, (1, self.unit))
        return self.value * factor, unit


def figures(passage: Passage) -> Iterator[Figure]:
    """Yield the figures of each sentence that stand alone: not ends of ranges, dates or thresholds."""
    sentence, end = passage, 0
    for found in _FIGURE.finditer(passage.words):
        if found.start() >= end:
            sentence = passage.sentence_around(found.start())
            end = sentence.at - passage.at + len(sentence.words)
        words = sentence.words
        if len(words) > 4 * _LONGEST:
            continue
        start = sentence.at - passage.at
        before, behind = words[: found.start() - start], words[found.end() - start :]
        if before[-1:].isdecimal() or before.endswith(_DATE_BEFORE):
            continue
        most = before.endswith(_MOST)
        if before.endswith(_RANGE_BEFORE) and not most:
            continue
        value = _value(found["number"])
        if value is None or _ABOUT.match(behind):
            continue
        unit = found["unit"]
        yield Figure(
            value=value,
            unit=_UNITS.get(unit, unit),
            bound="least" if before.endswith(_LEAST) else "most" if most else "",
            above=before[-_LONGEST:],
            behind=_first_clause(behind[:_LONGEST]),
            printed=found[0],
            passage=sentence,
        )


def contradict(one: Figure, other: Figure) -> bool:
    """Whether two figures are about the same and differ; a bare deadline or grant is about nothing named."""
    if one.kind != other.kind or one.same_value(other) or not _same(one.behind, other.behind):
        return False
    before, other_before = one.before, other.before
    shorter = min(before + one.behind, other_before + other.behind, key=len)
    return (
        bool(one.behind or not one.kind.startswith("time") or _NAMED_TERM.search(before))
        and len(_OF_GRANTS.sub("", shorter)) >= _LEAST_WEIGHT
        and _same(before, other_before)
    )


@lru_cache(maxsize=4096)
def _same(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if shorter == longer:
        return True
    if len(shorter) < 3 or len(longer) - len(shorter) > min(_MOST_EXTRA, len(shorter)):
        return False
    extra, met = "", 0
    for char in longer:
        if met < len(shorter) and char == shorter[met]:
            met += 1
        else:
            extra += char
    return met == len(shorter) and not _NARROWS.search(extra)


def _weighty(words: str) -> str:
    return _WEIGHTLESS.sub("", words).rstrip("。；！？")


def _first_clause(words: str) -> str:
    """Return the weighty words up to the first comma that leaves some."""
    kept = ""
    for piece in words.split("，"):
        kept += _weighty(piece)
        if len(kept) >= _LEAST_ACT:
            break
    return kept


def _value(number: str) -> float | None:
    return float(number) if number[0].isdigit() else to_int(number)
