"""References inside the draft: 第X条, 本条第X款, 前条, 前款, 前两款, 第X章; those that point nowhere.

A bare 第X条 is inside only where no other text is named before it in its sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hefa.form.draft import GENRE, Draft, Part
from hefa.form.scan import Asked, asked
from hefa.model.document import Clause, Node, NodeKind
from hefa.model.lazy import lazy
from hefa.model.numerals import to_chinese, to_int
from hefa.model.observation import Observation

_N = r"[0-9零〇一二三四五六七八九十百]{1,6}"
_TOKEN = lazy(
    rf"(?P<stop>[。\n])|(?P<own>本{GENRE})|(?P<here>本条(?=第))"
    rf"|(?P<other>《[^《》\n]{{1,60}}》|(?:该|原|上述|前述|同法)(?:{GENRE}|法)|[\u4e00-\u9fff]{{2}}(?<!本)(?:法|{GENRE})(?=第))"
    rf"|第(?P<article>{_N})条(?!之)(?:第(?P<paragraph>{_N})款)?(?:第[（(]?(?P<item>{_N})[）)]?项)?"
    rf"|(?<=本条)第(?P<own_paragraph>{_N})款"
    rf"|第(?P<chapter>{_N})章"
    rf"|(?P<before>前条(?!件|款|例|约))|(?P<above>(?<![以之目先提空])前(?P<several>[两二三四])?款(?=的|规定|所|行为|情形|中|第|以外|之|事项|列))"
)
_POINTS = (
    Asked(lazy(rf"第{_N}[条款章]")),
    *map(asked, ("前条", "前款", "前两", "前二", "前三", "前四")),
)
"""Words of which every reference has some."""
_CLOSED = lazy(r"施行|实施之日|生效")
_AMENDING = lazy(r"修改|修订|修正|废止|清理|节录|摘录|节选|解读")
_QUOTED = lazy(r"[“「『][^”」』]{0,400}[”」』]")
UNREAD = 99
"""款 and 项 of a heading are not counted."""
_COUNT = {"两": 2, "二": 2, "三": 3, "四": 4}


@dataclass(slots=True)
class Frame:
    """What a part has to point at: its articles with their 款 and 项, and its chapters."""

    articles: dict[int, Node] = field(default_factory=dict)
    paragraphs: dict[int, int] = field(default_factory=dict)
    items: dict[int, int] = field(default_factory=dict)
    chapters: set[int] = field(default_factory=set)
    whole: bool = False
    headed: bool = False
    """Whether it has headings 一、二、三、 in place of articles."""


def observe_references(draft: Draft) -> Iterator[Observation]:
    """Yield the references that point nowhere."""
    clauses = draft.having(_POINTS, draft.passages)
    if not clauses:
        return
    frames = {part.number: frame for part in draft.parts if (frame := _frame(draft, part)).articles}
    if not frames:
        frames = {part.number: frame for part in draft.own if (frame := _headings(part)).articles}
    body = frames.get(draft.body.number)
    for clause in clauses if frames else ():
        found = frames.get(clause.part) or body
        part = draft.parts[clause.part]
        if found is None or (part.title and _AMENDING.search(part.title)):
            continue
        own = clause.part in frames and not found.headed
        yield from _Reader(draft, found, clause, bare=own).observations()


def _frame(draft: Draft, part: Part) -> Frame:
    frame = Frame(chapters={node.ordinal or 0 for node in part.of(NodeKind.CHAPTER)})
    ordinals = []
    for node in part.of(NodeKind.ARTICLE):
        number = node.ordinal or 0
        ordinals.append(number)
        if number in frame.articles:
            continue
        frame.articles[number] = node
        paragraphs = [child for child in node.children if child.kind is NodeKind.PARAGRAPH]
        frame.paragraphs[number] = len(paragraphs)
        frame.items[number] = max(
            (
                child.ordinal or 0
                for one in (node, *paragraphs)
                for child in one.children
                if child.kind is NodeKind.ITEM
            ),
            default=0,
        )
    if ordinals:
        last = part.of(NodeKind.ARTICLE)[-2:]
        closed = any(_CLOSED.search(draft.text, node.start, node.end) for node in last)
        frame.whole = ordinals[0] == 1 and max(ordinals) - len(ordinals) <= 1 and closed
    return frame


def _headings(part: Part) -> Frame:
    """Take 一、二、三、 for articles where there are none: 本通告第三条 means 三、."""
    nodes = part.of(NodeKind.HEADING_1)
    whole = [node.ordinal for node in nodes] == list(range(1, len(nodes) + 1))
    articles = {node.ordinal or 0: node for node in nodes} if whole else {}
    unread = dict.fromkeys(articles, UNREAD)
    return Frame(articles=articles, paragraphs=unread, items=unread, whole=whole, headed=True)


class _Reader:
    """Reads the references of one clause."""

    def __init__(self, draft: Draft, frame: Frame, clause: Clause, *, bare: bool) -> None:
        self._draft, self._frame, self._clause, self._bare = draft, frame, clause, bare
        self._span = clause.start, clause.end
        self._article = to_int((clause.place.article or "").strip("第条")) or 0
        self._layered = draft.by_line and any(count > 1 for count in frame.paragraphs.values())

    def observations(self) -> Iterator[Observation]:
        """Yield what points nowhere, in text order."""
        text = self._draft.text
        quoted = [found.span() for found in _QUOTED.finditer(text, *self._span)]
        inside = self._bare
        for found in _TOKEN.finditer(text, *self._span):
            if any(start <= found.start() < end for start, end in quoted):
                continue
            if found["stop"]:
                inside = self._bare
            elif found["other"] or found["own"]:
                inside = bool(found["own"])
            else:
                yield from self._points(found, inside=inside)

    def _points(self, found: re.Match[str], *, inside: bool) -> Iterator[Observation]:
        """Return what is wrong with one reference; ``inside``: no other text is named before it."""
        if found["article"]:
            return self._to_article(found) if inside else iter(())
        if found["chapter"]:
            return self._to_chapter(found) if inside else iter(())
        if found["own_paragraph"]:
            return self._to_own_paragraph(found)
        if found["before"]:
            return self._to_before(found)
        return self._to_above(found) if found["above"] else iter(())

    def _to_article(self, found: re.Match[str]) -> Iterator[Observation]:
        number = to_int(found["article"]) or 0
        if number not in self._frame.articles:
            if self._frame.whole:
                last = max(self._frame.articles)
                yield self._seen("technique.ref-article", found, last=to_chinese(last))
            return
        paragraphs, items = self._frame.paragraphs[number], self._frame.items[number]
        nth, item = to_int(found["paragraph"] or "") or 0, to_int(found["item"] or "") or 0
        if self._layered and nth > max(paragraphs, 1):
            yield self._seen("technique.ref-paragraph", found, last=_counted(max(paragraphs, 1)))
        elif self._draft.by_line and item > items:
            yield self._seen("technique.ref-item", found, last=to_chinese(items))
        elif number == self._article and self._bare and not nth and not item:
            yield self._seen("technique.ref-itself", found, last="")

    def _to_own_paragraph(self, found: re.Match[str]) -> Iterator[Observation]:
        count = self._frame.paragraphs.get(self._article, 0)
        nth = to_int(found["own_paragraph"]) or 0
        if self._bare and self._layered and self._article and nth > max(count, 1):
            yield self._seen("technique.ref-paragraph", found, last=_counted(max(count, 1)))

    def _to_chapter(self, found: re.Match[str]) -> Iterator[Observation]:
        chapters = self._frame.chapters
        if chapters and (to_int(found["chapter"]) or 0) not in chapters and self._frame.whole:
            yield self._seen("technique.ref-chapter", found, last=to_chinese(max(chapters)))

    def _to_before(self, found: re.Match[str]) -> Iterator[Observation]:
        if self._bare and self._article and self._article == min(self._frame.articles) == 1:
            yield self._seen("technique.ref-before", found, last="")

    def _to_above(self, found: re.Match[str]) -> Iterator[Observation]:
        here = self._clause.place
        if not (self._bare and self._article and self._layered):
            return
        nth = here.paragraph or 1
        wanted = _COUNT.get(found["several"] or "", 1)
        if nth <= wanted:
            symbol = "technique.ref-above-several" if wanted > 1 else "technique.ref-above"
            yield self._seen(symbol, found, last=_counted(nth - 1))

    def _seen(self, symbol: str, found: re.Match[str], *, last: str) -> Observation:
        return self._draft.seen(symbol, found.start(), found.end(), {"reference": found[0], "last": last})


def _counted(number: int) -> str:
    return "两" if number == 2 else to_chinese(number)
