"""Powers over people that a sentence or an article names, and how high the fines are that it names."""

import re
from typing import NamedTuple

from hefa.model.lazy import lazy
from hefa.model.numerals import to_int


class Power(NamedTuple):
    """A power: ``name`` for the reader, what a draft says, what an article says that may give it."""

    name: str
    said: re.Pattern[str]
    given: re.Pattern[str]


def _power(name: str, said: str, given: str) -> Power:
    return Power(name, lazy(said), lazy(given))


_PUNISHED = r"|(?:行政|给予|予以|依法|从重|分别)处罚|处罚的?规定|法律责任"
POWERS = (
    _power("罚款", r"罚款", r"罚款|罚金|滞纳金" + _PUNISHED),
    _power("没收", r"没收", r"没收|收缴|追缴" + _PUNISHED),
    _power(
        "吊销、暂扣证照",
        r"(?:吊销|暂扣|收回|撤销|注销)[^，。；、]{0,12}(?:证|照|许可|资质|资格)",
        r"吊销|暂扣|收回|撤销|注销|降低资质|取消|扣押" + _PUNISHED,
    ),
    _power(
        "责令停产停业、关闭",
        r"停产停业|停业整顿|停产整顿|责令停业|责令停产|责令关闭|予以关闭|予以取缔",
        r"停产|停业|停止|关闭|歇业|取缔|关停|闭馆" + _PUNISHED,
    ),
    _power("查封、扣押", r"查封|扣押|扣留", r"查封|扣押|扣留|暂扣|先行登记|封存|强制措施|收缴|收存|留置"),
    _power("冻结", r"冻结", r"冻结|强制措施|保全"),
    _power(
        "强制拆除", r"强制拆除|强行拆除|予以拆除|组织拆除", r"拆除|强制执行|强制|恢复原状|代履行|代为|清除"
    ),
    _power(
        "停水停电", r"停止供(?:水|电|气|热)|停水|停电|断水|断电", r"供水|供电|供气|供热|停水|停电|停止供应"
    ),
    _power(
        "拘留、限制人身自由", r"拘留|限制[^，。；]{0,4}人身自由", r"拘留|人身自由|强制隔离|留置|拘役|徒刑"
    ),
    _power(
        "收费",
        r"(?:缴纳|交纳|收取|征收)(?:(?!保证金|押金|抵押金|罚款)[^，。；]){0,20}(?:费|基金|附加|元)(?!者)",
        r"费|缴|交纳|征收|收取|价款|价格|税|基金",
    ),
    _power("保证金", r"保证金|押金|抵押金|风险金", r"保证金|押金|抵押|担保|保函|保险|备用金|准备金"),
    _power(
        "许可、批准",
        r"(?:批准|许可|核准|审批|审核同意|同意|准营|准入)[^，。；]{0,10}(?:后|方可|的，?方)|方可(?:从事|经营|营业|开业|施工)",
        r"批准|许可|核准|审批|同意|审查|审核|登记|备案|证|资质|资格|条件|方可|符合",
    ),
)
PENAL = frozenset(power.name for power in POWERS[:9])
ONWARD = lazy(
    r"依照(?:本法|本条例|本办法|前|有关|《|国家|其他|相关|上述)|按照(?:国家|有关|本法|本条例|《)|参照|"
    r"另行规定|由[^，。；]{1,20}(?:规定|制定)|法律、(?:行政)?法规(?:另有)?规定|有关规定"
)
"""An article that sends the reader on says nothing for certain about powers."""

_NUMBER = r"[0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+"
_AMOUNT = lazy(rf"(?P<high>{_NUMBER})?(?P<ten>万)?(?P<low>{_NUMBER})?元")
_TIMES = lazy(rf"(?P<number>{_NUMBER})倍")
_FINE = lazy(r"[^，。；]*罚款")


def powers_in(words: str) -> list[Power]:
    """Return the powers that a sentence of a draft names."""
    return [power for power in POWERS if power.said.search(words)]


def gives(article: str, power: Power) -> bool:
    """Whether an article may give a power: it names it, or sends the reader on."""
    return power.given.search(article) is not None or ONWARD.search(article) is not None


def highest_fine(words: str) -> tuple[float | None, float | None]:
    """Return the highest fine in yuan and the highest multiple that a text names, each or neither."""
    stretches = [found[0] for found in _FINE.finditer(words)]
    amounts = [value for part in stretches for found in _AMOUNT.finditer(part) if (value := _yuan(found))]
    times = [
        value for part in stretches for found in _TIMES.finditer(part) if (value := _value(found["number"]))
    ]
    return max(amounts, default=None), max(times, default=None)


def _yuan(found: re.Match[str]) -> float | None:
    if not found["ten"]:
        return _value((found["high"] or "") + (found["low"] or ""))
    high, low = _value(found["high"] or ""), _value(found["low"] or "")
    return high * 10_000 + (low or 0) if high else None


def _value(printed: str) -> float | None:
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", printed):
        return float(printed)
    return to_int(printed) if printed else None
