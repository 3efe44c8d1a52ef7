"""What is found in a sentence by pattern: citations, quotations, references, measures, conditions."""

import re
from collections.abc import Iterator

Found = tuple[int, int, str, tuple[str, ...]]
"""Where something begins and ends in a sentence, its terminal, its classes."""

NUMERAL = r"[0-9０-９〇零一二两三四五六七八九十百千万亿.]{1,20}"
_ARTICLE = r"第[0-9０-９〇零一二两三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?"
_PART = rf"{_ARTICLE}(?:第[一二三四五六七八九十]+款)?(?:第?[（(][一二三四五六七八九十]+[)）]项)?"
_ARTICLES = rf"{_PART}(?:[、和及至](?:{_PART}))*"
_PAPER = "[证卡牌码标章单函书表册照贴签榜库栏]"  # “蓝卡” and 《准营牌》 are things, no quotation and no law
_TITLE = (
    rf"(?!《[^《》]{{1,30}}{_PAPER}》)《[^《》“”。；]{{1,60}}(?:《[^《》]{{1,60}}》[^《》。；]{{0,20}})?》"
)

_UNITS = {
    "money": r"(?:余|多)?(?:万|亿)?元",
    "percent": r"[%％‰]",
    "distance": r"(?:余|多)?(?:米|公里|千米)(?!平方)",
    "area": r"(?:平方米|亩|公顷)",
    "age": r"周?岁",
    "days": r"(?:个)?(?:工作日|日|天|小时|个月|月)",
    "years": r"年(?!度|\d|月)",
    "weight": r"(?:吨|千克|公斤|克)",
    "amount": r"(?:笔|例|宗|成|倍|分(?![^，。；]{0,2}(?:部|局|公司))|项|类|车次|人次|家次)",
    "count": r"(?:家|辆|个|名|人|户|起|件|份|台|次|只|条|批|所|张|桌)",
}
_UNIT_WORDS = {
    "money": "元", "percent": "% ％ ‰ 分之", "distance": "米 里", "area": "米 亩 顷", "age": "岁",
    "days": "日 天 时 月", "years": "年", "weight": "吨 克 斤", "amount": "笔 例 宗 成 倍 分 项 类 次",
    "count": "家 辆 个 名 人 户 起 件 份 台 次 只 条 批 所 张 桌",
}  # fmt: skip
EXCEPTED = "除外"
"""What phrases call 除…外 and 在…之外."""
_UNIT_MARKS = ((word, name) for name, words in _UNIT_WORDS.items() for word in words.split())
MARKS = (("不", "deny"), ("外", EXCEPTED), ("另有规定", EXCEPTED), *_UNIT_MARKS)
"""Words without which a pattern cannot be there, and the class that the pattern would have."""
MEASURES = frozenset(_UNITS)
"""Classes of figures with their units."""
_MEASURE = "|".join(f"(?P<{name.replace('-', '_')}>{NUMERAL}{unit})" for name, unit in _UNITS.items())
# 不 as the predicate of its segment (一概不录入), not inside a word (不断) or an attribute (不达标的企业).
_DENIAL = (
    r"(?:^|(?<=[，,：:；的均也都则概])|(?<=一律))"
    r"不(?![断同动合定正论良足包见利少错当公法过管一高方但仅安稳平健拘顾意尽会相共可允折晚早迟切单亚及是存在"
    r"限变须需必要宜应准能超低等涉符具便明力实慎幸适易畏怕忘得予再])(?=[一-鿿])(?![^，。；]*的)"
)
_OPENERS = r"[《“本该此前第百千不的情时后之期，,：:0-9０-９〇零一二两三四五六七八九十百千万亿.]"
_SPECIAL = re.compile(
    rf"(?:(?={_OPENERS})|(?<=依照|按照|依据|根据))(?:"  # most characters begin nothing
    rf"(?P<citation>{_TITLE}(?:[（(][^（）()]{{0,30}}[）)])?(?:(?:的)?{_ARTICLES})?)"
    rf"|(?P<quote>(?!“[^“”]{{1,10}}{_PAPER}”)“[^“”]{{1,120}}”)"
    rf"|(?P<self>(?:本|该|此)(?:实施)?(?:办法|规定|条例|细则|方案|意见|通知|决定|公告|通告|法|政策|措施|标准)"
    rf"(?:{_ARTICLES})?|前款|前条|前项|本条(?:第[一二三四五六七八九十]+款)?|{_ARTICLES})"
    r"|(?P<generic>(?<=依照|按照|依据|根据)(?!本|该|此|前|新|现行|调整后|提高后|[^，。；]{0,24}(?:每|元|[%％]|百分))[^，。；《》“”]{2,28}?(?:条例|法律|办法|规定|政策|目录|标准|要求)(?:的规定|规定)?)"
    r"|(?P<percent0>[百千]分之[0-9〇零一二两三四五六七八九十百]+)"
    rf"|{_MEASURE}"
    rf"|(?P<denial>{_DENIAL})"
    r"|(?P<comma>(?<![0-9])[，,]|[，,](?![0-9])|[：:])"
    r"|(?P<condition>的?(?:情况下|情形下)?(?:的|时|后|前|之日起|期间)(?=[，,：:]))"
    r"|(?P<condition0>的(?=(?:由(?!来)|不得|应当|必须|禁止|不予|一律|责令|依照|依法|给予|处以|可以|方可|追究|移送|取消|暂停|停止(?!执行)|列入|记入|纳入|退回|视为|视同|扣减|加收)))"
    r")"
)
_EXCEPT = re.compile(
    r"除[^。；]{1,80}?(?:以?外|之外)|在[^，。；在]{0,40}[》法规条][^，。；在]{0,24}(?:之外|以外)(?=，)|[^，。；]{0,40}另有规定的[^，。；]{0,6}(?:除外|从其规定)?"
)
_SUPERIOR = re.compile(r"(?:法|法典|条例|宪法|国务院[^《》]{0,40}决定|特别规定)(?:（[^（）]*）)?》")
_KINDS = {
    "citation": "CITATION",
    "quote": "QUOTE",
    "self": "SELF",
    "generic": "GENERIC",
    "comma": "COMMA",
    "condition": "CONDITION",
    "condition0": "CONDITION",
    "denial": "DENY",
}
PATTERN_TERMINALS = frozenset((*_KINDS.values(), "MEASURE", "EXCEPT")) - {"GENERIC", "DENY"}
"""Terminals that a word never cuts short."""


def specials(sentence: str) -> Iterator[Found]:
    """Yield everything that has a pattern, in no particular order."""
    for match in _SPECIAL.finditer(sentence):
        name = match.lastgroup or ""
        kind = _KINDS.get(name, "MEASURE")
        symbols: tuple[str, ...] = ()
        if kind == "DENY":
            symbols = ("deny",)
        elif kind == "MEASURE":
            symbols = ("percent" if name == "percent0" else name,)
        elif kind == "CONDITION":
            symbols = (match.group(),)  # for phrases: 批准 前
        yield match.start(), match.end(), kind, symbols
    if "除" not in sentence and "外，" not in sentence and "另有规定" not in sentence:
        return
    for match in _EXCEPT.finditer(sentence):
        yield match.start(), match.end(), "EXCEPT", (EXCEPTED,)


def is_superior(citation: str) -> bool:
    """Tell by its title whether a cited document may be a law, a regulation or a State Council decision."""
    return _SUPERIOR.search(citation) is not None


def has_article(citation: str) -> bool:
    """Tell whether a citation names an article."""
    return "》" in citation and citation.rfind("条") > citation.rfind("》")
