"""Sanctions and the articles they point to: what breach is sanctioned, and whether there is a duty to breach.

违反本办法第九条规定的，处…罚款 ──► article 9: there? a duty or ban in it? on whom? on which basis?
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hefa.model.document import Clause
from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.model.observation import Observation
from hefa.relate.draft import Passage, Reading

_NUMERAL = r"[一二三四五六七八九十百零〇两\d]+"
_ARTICLE = rf"第{_NUMERAL}条(?:之{_NUMERAL})?"
_PART = rf"第[（(]?{_NUMERAL}[）)]?[款项目]"
_REFERENCE = lazy(
    rf"(?:违反|有)(?:了)?本(?P<kind>[\u4e00-\u9fff]{{2,4}}?)(?P<articles>{_ARTICLE}(?:{_ARTICLE}|{_PART}|[、，,和及或至]|或者|以及)*)"
)
_ONE = lazy(rf"第(?P<number>{_NUMERAL})条(?:之(?P<after>{_NUMERAL}))?")
_RANGE = lazy(r"条\s*至\s*$")
_SANCTION = lazy(
    r"罚款|没收|吊销|暂扣|停业|停产|关闭|警告|通报批评|拘留|处罚|责令|扣减|扣除|扣分"
    r"|(?:取消|撤销|终止)[^，。；]{0,10}(?:资格|许可|证)|清退|列入[^，。；]{0,10}(?:名单|记录)|违约金"
)
_NORM = lazy(r"应|须|必|不得|禁|不准|不许|不能|不可|方可|负责|履行|下列|以下|要求|保证|保持|配合|接受")
_DUTY = lazy(r"应当|必须|不得|禁止|严禁|须")
_FOUNDED = lazy(r"《[^》]+》|依法|依照[^，。；]{0,12}(?:法律|法规)|(?:法律|法规)[^，。；]{0,6}规定")
_PRIVATE = lazy(
    r"企业|公司|单位和个人|任何个人|经营者|业主|商户|摊主|居民|村民|公民|法人|从业人员|当事人|申请人|[租住农养]户"
    r"|(?:经营|建设|施工|生产|物业|使用|产权|运营|承租|养犬|驾驶|饲养|开发)(?:单位|人|者)|网点|门店|店"
)
_OFFICE = lazy(r"政府|部门|机关|[局委厅办]|街道|乡镇|工作人员|领导")
_CLOSING = lazy(r"施行|实施|执行|生效|解释|废止|有效期")
_LEAST_ARTICLES = 3

_Number = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Reference:
    """A sanction's pointer to one article."""

    number: _Number
    printed: str
    span: tuple[int, int]
    sanction: Passage
    founded: bool


def observe_sanctions(reading: Reading) -> Iterator[Observation]:
    """Say of each article that a sanction points to what is wrong with it."""
    if "违反本" not in reading.text.replace(" ", ""):
        return
    parts: dict[int, list[Passage]] = defaultdict(list)
    for one in reading.passages:
        parts[one.clause.part].append(one)
    for passages in parts.values():
        articles = _articles(passages)
        sanctioned: set[_Number] = set()
        for reference in _references(passages):
            if reference.number not in articles:
                if _whole(articles) and reference.number > max(articles):
                    yield _missing(reference, articles)
            elif not any(_NORM.search(one.words) for one in articles[reference.number]):
                yield _of_sanction(reference, "sanction-no-duty")
            elif reference.number not in sanctioned:
                sanctioned.add(reference.number)
                yield from _duties(reference, articles[reference.number])


def _articles(passages: Sequence[Passage]) -> Mapping[_Number, list[Passage]]:
    articles: dict[_Number, list[Passage]] = defaultdict(list)
    for one in passages:
        found = _ONE.match(one.clause.place.article or "")
        if found:
            articles[_number(found)].append(one)
    return articles


def _number(found: re.Match[str]) -> _Number:
    return to_int(found["number"]) or 0, to_int(found["after"] or "") or 0


def _references(passages: Sequence[Passage]) -> Iterator[_Reference]:
    by_id = {one.clause.id: one for one in passages}
    for one in passages:
        lead = by_id.get(one.clause.lead) if one.clause.lead is not None else None
        for sentence in one.sentences():
            for found in _REFERENCE.finditer(sentence.words):
                follows = sentence.words[found.end() :] + (lead.words if lead else "")
                if _SANCTION.search(follows):
                    founded = bool(_FOUNDED.search(follows))
                    yield from _each(found, sentence, founded)


def _each(found: re.Match[str], sentence: Passage, founded: bool) -> Iterator[_Reference]:
    """Yield the articles named one by one, and those within a range (第五条至第九条)."""
    last = None
    for one in _ONE.finditer(found["articles"]):
        number = _number(one)
        at = found.start("articles")
        span = sentence.span(at + one.start(), at + one.end())
        if last is not None and _RANGE.search(found["articles"][: one.start()]):
            for between in range(last[0] + 1, number[0]):
                yield _Reference((between, 0), one[0], span, sentence, founded)
        yield _Reference(number, one[0], span, sentence, founded)
        last = number


def _whole(articles: Mapping[_Number, Sequence[Passage]]) -> bool:
    """Whether the articles run from the first to the last, which ends the document."""
    plain = {number for number, after in articles if not after}
    return (
        len(plain) >= _LEAST_ARTICLES
        and plain == set(range(1, len(plain) + 1))
        and any(_CLOSING.search(one.words) for one in articles[max(articles)])
    )


def _missing(reference: _Reference, articles: Mapping[_Number, Sequence[Passage]]) -> Observation:
    return _of_sanction(
        reference, "sanction-no-article", last=articles[max(articles)][0].clause.place.article or ""
    )


def _of_sanction(reference: _Reference, symbol: str, **values: str) -> Observation:
    start, end = reference.span
    return Observation(
        start=start,
        end=end,
        clause=reference.sanction.clause.id,
        symbols=frozenset({f"relation.{symbol}"}),
        values={"article": reference.printed, **values},
    )


def _duties(reference: _Reference, article: Sequence[Passage]) -> Iterator[Observation]:
    """Yield the first duty of a private party in the article whose breach is sanctioned."""
    for one in article:
        for sentence in one.sentences():
            duty = _DUTY.search(sentence.words)
            if duty and _on_private(sentence.words[: duty.start()]):
                start, end = sentence.span(0, len(sentence.words))
                symbols = {"relation.duty-sanctioned"}
                if any(_FOUNDED.search(part.words) for part in article):
                    symbols.add("relation.duty-founded")
                if reference.founded:
                    symbols.add("relation.sanction-founded")
                yield Observation(
                    start=start,
                    end=end,
                    clause=one.clause.id,
                    symbols=frozenset(symbols),
                    values={"place": _label(reference.sanction.clause)},
                )
                return


def _on_private(subject: str) -> bool:
    return bool(_PRIVATE.search(subject)) and not _OFFICE.search(subject)


def _label(clause: Clause) -> str:
    return clause.place.label
