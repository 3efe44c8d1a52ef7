"""A draft's text and clauses in, the laws and documents that it cites out: one pass over the text."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping

from hefa.cite.articles import ARTICLE, cited_articles
from hefa.cite.roles import CITATION, role_of, tells_of_the_past
from hefa.model.citation import CitedDocument
from hefa.model.document import Clause, Document
from hefa.model.lazy import lazy
from hefa.model.statute import statute_key

_KINDS = (
    "宪法", "法典", "法", "条例", "规定", "办法", "细则", "规则", "决定", "通知", "意见", "方案", "规范",
    "标准", "公告", "通告", "纲要", "解释", "批复", "命令", "通则", "规程", "目录", "清单", "指南", "制度",
    "章程", "措施", "决议", "函", "规划", "计划", "要点", "指引", "基准", "纪要",
)  # fmt: skip
"""What the name of a law or document ends with."""
LAW = ("法典", "法", "条例", "宪法")
_NOTE = r"[（(][^（）()]{1,80}(?:[（(][^（）()]{1,30}[)）][^（）()]{0,40})?[)）]"
_CITED = lazy(
    r"[《法例典按根依落执参遵违适符]"  # most characters begin nothing
    r"(?:(?<=[《按依])|(?=[第照据反用合行实]))(?:"  # and most of those that do end there
    r"(?<=《)(?P<name>[^《》]{2,80}(?:《[^《》]{2,60}》[^《》]{0,30})?)》"
    rf"(?P<notes>(?:\s*{_NOTE})*)(?:\s*(?:中的|之中的|中|的)?(?=\s*{ARTICLE}))?"
    rf"|(?<=[法例典])(?P<bare>)(?={ARTICLE})"
    r"|(?:(?<=[依按参])照|(?<=依)据|(?<=根)据|(?<=违)反|(?<=适)用|(?<=符)合|(?<=执)行|(?<=[按依]))"
    r"(?P<named>[一-鿿]{2,24}?(?:法典|法|条例))"
    r"(?=[的、，。；和等及之]|规定|有关|相关|办理|执行|处理|处罚|处以|予以|给予)"
    r"|(?:(?<=[按依参遵])照|(?<=[根依])据|(?<=落)实|(?<=执)行)"
    r"(?P<file>[一-鿿]{2,10}〔(?:19|20)[0-9]{2}〕\s*[0-9]{1,4}\s*号))"
)
_NUMBER = lazy(
    r"[（(]\s*([一-鿿]{1,12}(?:字)?\s*[〔\[【（(]?\s*[0-9]{4}\s*[〕\]】）)]?\s*(?:第)?[0-9]+\s*号)"
)
_SHORT = lazy(r"简称(?:为)?[：:]?\s*[《“\"]?(?P<short>[^《》“”\"（）()，,]{1,30})[》”\"]?")
_ISSUED = lazy(r"(?:印发|发布|公布|颁布|制定|修订|修改)[《〈]?[^《》〈〉]{0,8}$")
_BARE_REACH = 30
_OPENING = 4


def cited_documents(
    text: str, document: Document, known: Container[str], names: Mapping[str, str]
) -> tuple[CitedDocument, ...]:
    """Return what the draft cites, in text order.

    ``known`` are keys of statutes, which unmarked names must be; ``names`` gives the key of short names.
    """
    return tuple(_Finder(text, document, known, names).all())


class _Finder:
    def __init__(
        self, text: str, document: Document, known: Container[str], names: Mapping[str, str]
    ) -> None:
        self._text, self._clauses = text, document.clauses
        self._starts = [clause.start for clause in document.clauses]
        self._known, self._names = known, names
        self._agreed: dict[str, str] = {}
        self._number = "".join((document.facts.number or "").split())
        self._title = "".join((document.facts.title or "").split())

    def all(self) -> Iterator[CitedDocument]:
        for match in _CITED.finditer(self._text):
            clause = self._clause(match.start())
            if clause is None:
                continue
            found = self._of(match, clause)
            if found is not None:
                yield found

    def _of(self, match: re.Match[str], clause: Clause) -> CitedDocument | None:
        if match["name"]:
            return self._marked(match, clause)
        return self._numbered(match, clause) if match["file"] else self._unmarked(match, clause)

    def _numbered(self, match: re.Match[str], clause: Clause) -> CitedDocument | None:
        """Return a document named by its number alone."""
        number = "".join(match["file"].split())
        if number == self._number:
            return None
        end = match.end()
        return self._cited(number, match.start("file"), end, end, clause, number=number, marked=False)

    def _marked(self, match: re.Match[str], clause: Clause) -> CitedDocument | None:
        name, notes = "".join(match["name"].split()), match["notes"]
        short = _SHORT.search(notes)
        if short:
            self._agreed["".join(short["short"].split())] = name
        full = self._agreed.get(name, name)
        if full in _KINDS or not _bare(full).endswith(_KINDS) or self._is_own(full):
            return None
        number = _NUMBER.search(notes)
        return self._cited(
            full, match.start(), match.end("name") + 1, match.end(), clause, number=number and number[1]
        )

    def _is_own(self, name: str) -> bool:
        """Whether a name is that of the draft, or of what it issues."""
        before, found, behind = self._title.partition(name)
        return bool(found) and (not behind or _ISSUED.search(before) is not None)

    def _unmarked(self, match: re.Match[str], clause: Clause) -> CitedDocument | None:
        """Return a statute named without marks: the longest known name that ends there."""
        if match["named"]:
            start, end = match.start("named"), match.end("named")
            reach = [start]
        else:
            start = end = match.start("bare")
            reach = list(range(max(clause.start, end - _BARE_REACH), end - 2))
        for begin in reach:
            words = "".join(self._text[begin:end].split())
            name = self._agreed.get(words, words)
            key = statute_key(name)
            if name != words or key in self._known or key in self._names:
                return self._cited(name, begin, end, end, clause, marked=False)
        return None

    def _cited(
        self,
        name: str,
        start: int,
        end: int,
        behind: int,
        clause: Clause,
        *,
        number: str | None = None,
        marked: bool = True,
    ) -> CitedDocument:
        key = statute_key(name)
        articles, _ = cited_articles(self._text, behind)
        before, after = self._sentence(start, end, clause)
        return CitedDocument(
            start=start,
            end=end,
            name=name,
            key=key if key in self._known else self._names.get(key, key),
            role=role_of(before, applied=bool(articles)),
            clause=clause.id,
            number=number,
            marked=marked,
            opening=is_opening(clause),
            history=tells_of_the_past(before + CITATION + after, self._title),
            articles=articles,
        )

    def _sentence(self, start: int, end: int, clause: Clause) -> tuple[str, str]:
        """Return what stands in the sentence before and behind a name."""
        begin = max(self._text.rfind("。", clause.start, start) + 1, clause.start)
        stop = self._text.find("。", end, clause.end)
        return self._text[begin:start], self._text[end : stop if stop >= 0 else clause.end]

    def _clause(self, at: int) -> Clause | None:
        index = bisect_right(self._starts, at) - 1
        clause = self._clauses[index] if index >= 0 else None
        return clause if clause is not None and at < clause.end else None


def is_opening(clause: Clause) -> bool:
    """Whether a clause is of the preamble, or the first article."""
    if clause.attachment:
        return False
    return clause.place.article == "第一条" or (
        clause.id < _OPENING and not clause.headings and clause.place.article is None
    )


def _bare(name: str) -> str:
    """Return a name without what stands in brackets at its end: （试行）, （2021—2025年）."""
    while (bare := re.sub(r"[（(〔][^（）()〔〕]*[）)〕]$", "", name)) != name:
        name = bare
    return name
