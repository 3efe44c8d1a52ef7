"""What holds for a whole sentence: the basis it names, and whether it commands at all.

Basis: ``article`` a law or regulation with its article; ``applied`` an act done under a named
law (…依照《…》处理); ``named`` a law named without article as a mere ground (依据《…》，…), which
excuses nothing by itself; ``generic`` 依法, 按照国家有关规定; ``violated`` 违反《…》; ``self`` this
document; ``policy`` another document; ``contract``.
"""

import re

from hefa.extract.patterns import has_article, is_superior
from hefa.extract.sentence_parser import Segment
from hefa.extract.tokens import ProvisionToken
from hefa.extract.words import FORCES

_APPLYING = ("依照", "按照", "适用", "符合", "按", "遵照", "参照", "执行")
_GROUNDS = ("根据", "依据")  # 根据《…》第…条，…: a ground for the document, not for what the sentence orders
_OF_WHOM = re.compile(
    r"[^，。；：]*(?:的[^，。；：]|部分)"
)  # 对税收同比增长两成以上的企业: told of whom, not reported
_STATISTIC = re.compile(
    r"(?:全年|今年以来|截至|上半年|年来|本年度|年以来|累计|共(?![和同享建管治有])|已|[0-9]{4}年)[^，。；《》]{0,25}?"
    r"[0-9一二三四五六七八九十百千万余]+(?:余|多)?"
    r"(?:件|起|项|个(?!月|工作日|小时)|家|次|份|人次|人|亿元|万元|场|户|期|处)"
)
_MEANS = re.compile(r"\W{0,3}指(?![定导标挥使令引示派纹向])")
_COMMANDS = frozenset(("DUTY", "BAN", "GATE", "DENY"))
_ORDERS = frozenset(("责令", "勒令"))  # behind figures they tell what was ordered (查处八件，责令停业三户)
_REACHED = frozenset(("达到", "不足", "低于", "高于", "超过", "以内"))  # limits that may tell and not command
_TARGET = re.compile(
    r"(?<!完成)(?:任务|目标|指标)(?![^，。；]{0,6}(?:完成|的[0-9一二三四五六七八九十百]))|力争|确保"
)
_PRIVATE = frozenset(("voluntary", "contract"))


def sentence_basis(segments: list[Segment], start: int) -> frozenset[str]:
    """Return the kinds of basis named in a sentence that begins at ``start``."""
    found: set[str] = set()
    previous: ProvisionToken | None = None
    for segment in segments:
        for token in segment.tokens:
            preposition = str(previous) if previous is not None and previous.type == "PREP" else ""
            if token.type == "CITATION":
                found.add(_citation_basis(token, preposition, opening=_opens(previous or token, start)))
            elif token.type == "GENERIC":
                found.add("generic")
            elif token.type == "SELF" and preposition:
                found.add("self")
            if "contract" in token.symbols:
                found.add("contract")
            previous = token
    return frozenset(found)


def _opens(token: ProvisionToken, start: int) -> bool:
    return token.start_pos - start <= 3


def _citation_basis(token: ProvisionToken, preposition: str, *, opening: bool) -> str:
    if preposition == "违反":
        return "violated"
    if is_superior(str(token)) and has_article(str(token)) and not (opening and preposition in _GROUNDS):
        return "article"
    if preposition in _APPLYING and not opening:
        return "applied"
    return "named" if is_superior(str(token)) else "policy"


def sentence_force(
    text: str, segments: list[Segment], start: int, end: int
) -> tuple[frozenset[str], list[frozenset[str]]]:
    """Return why a sentence may not command, as a whole and from each of its segments on.

    A report, a definition and an inner matter tell of the whole; what is voluntary or agreed (经协商确定)
    only of what stands from there on.
    """
    found: set[str] = set()
    private: set[str] = set()
    onward: list[frozenset[str]] = []
    told: set[str] = set()
    commanding = counted = False
    here = start
    for segment in segments:
        stop = end if segment.end is None else segment.end
        for scope in segment.scopes:
            commanding = commanding or (
                _commands(scope.modal) and not (counted and scope.modal.text in _ORDERS)
            )
            if scope.modal.type not in {"BAN", "WAIVE"}:
                found.update(_forces([scope.modal, *scope.items]))
        found.update(_forces(segment.left) - ({"voluntary"} if segment.condition else set()))
        if not segment.condition:
            told.update(
                symbol
                for token in segment.tokens
                if token.type == "REPORT"
                for symbol in token.symbols
                if symbol != "past" or not _OF_WHOM.match(text, token.end_pos or stop, stop)
            )
            counted = counted or _STATISTIC.search(text, here, stop) is not None
            if _MEANS.match(text, here):
                found.add("definition")
        private |= found & _PRIVATE
        found -= _PRIVATE
        onward.append(frozenset(private))
        here = stop + 1
    told_figures = (counted or "past" in told) and not commanding
    if "report" in told or (told_figures and not _TARGET.search(text, start, end)):
        found.add("report")
    return frozenset(found), onward


def _commands(modal: ProvisionToken) -> bool:
    return modal.type in _COMMANDS or (modal.type == "LIMIT" and str(modal) not in _REACHED)


def _forces(tokens: list[ProvisionToken]) -> set[str]:
    symbols = {symbol for token in tokens for symbol in token.symbols}
    found = {name for name in FORCES if name in symbols}
    if not any("internal" in token.symbols and "official" not in token.symbols for token in tokens):
        found.discard("internal")  # of an official it is told by what he has to do, not by his name
    if "define" in symbols:
        found.add("definition")
    return found
