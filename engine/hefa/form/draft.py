"""One draft as the observers of form see it: the documents in it, their nodes in order, and places.

source, document ──► Draft: parts (the draft itself, a document inside it, an attachment)
words, symbols ──► Observation, with the clause or the place the words stand in
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Literal, Protocol

from hefa.form.rows import Tables, old_names, patterns_in, wrong_words
from hefa.form.scan import Asked, Scan, asked_letters, scan
from hefa.form.spans import having
from hefa.model.document import Clause, Document, Location, Node, NodeKind, Place
from hefa.model.lazy import lazy
from hefa.model.observation import Observation
from hefa.model.source import SourceText

PLACES = {
    NodeKind.TITLE: "标题",
    NodeKind.NUMBER: "发文字号",
    NodeKind.RECIPIENTS: "主送机关",
    NodeKind.SIGNATURE: "落款",
    NodeKind.DATE: "成文日期",
    NodeKind.NOTE: "附注",
    NodeKind.TABLE: "表格",
}
HEAD = "文首"
KINDS_OF_NORM = frozenset(("办法", "规定", "细则", "规则", "条例", "通告", "公告", "决定", "准则", "守则"))
ARTICLE, DOCUMENT, ATTACHMENT = NodeKind.ARTICLE, NodeKind.DOCUMENT, NodeKind.ATTACHMENT
WORDS_OF_HEADING = NodeKind.HEADING
PLAIN = frozenset((NodeKind.PARAGRAPH, NodeKind.PREAMBLE))
LEAVES = frozenset((NodeKind.MARKER, WORDS_OF_HEADING, NodeKind.TEXT, NodeKind.BLANK))
GENRES = "办法|规定|细则|规则|条例|决定|意见|方案|通知|通告|公告|规划|计划|措施|政策|预案|准则|守则"
GENRES += "|制度|规范|规程|指南|要点|函"
GENRE = f"(?:{GENRES})"
_GENRE_END = lazy(rf"({GENRE})(?:[（(〔【][^（）()〔〕【】]*[）)〕】]?)*[》”」*# ]*$")
_DUTY = lazy(
    r"(?:企业|公司|单位|个人|经营者|开办者|商户|摊主|申请人|当事人|公民|居民|村民|业主|用户|驾驶员|车主|群众|"
    r"经营户|市场主体|经营主体|所有人|投标人|供应商|施工方|学生|家长|旅客|养犬人|承包人|建设方)"
    r"(?!会|局|委)[^。；\n]{0,24}?(?:应当|必须|不得|严禁|禁止|须|一律)"
)
_BUSINESS = lazy(r"企业|公司|经营者|经营户|商户|医药机构|检测机构|培训机构|物业|业主|村民|居民(?!委)|协会")
_MODAL = lazy(r"应当|必须|不得|严禁|禁止|不予|一律|须(?=[经由在按])")
PUBLIC_DUTIES = 3
ARTICLES = 3
HEADING = -1
"""The id of a passage that is no clause."""


class Subject(Protocol):
    """What is looked at: a draft as read and parsed, and the tables of the rule pack."""

    @property
    def source(self) -> SourceText:
        """The text."""

    @property
    def document(self) -> Document:
        """Its tree, clauses and facts."""

    @property
    def tables(self) -> Tables:
        """Rows of the pack's tables, by file."""


@dataclass(slots=True)
class Part:
    """One document of the draft; ``number`` as in ``Clause.part``, ``nodes`` with their parents, in order."""

    number: int
    kind: Literal["outer", "nested", "attached"]
    node: Node
    nodes: list[tuple[Node, Node]] = field(default_factory=list)
    title: str | None = None
    genre: str | None = None  # 文种: the kind word that its title ends with
    by_kind: defaultdict[NodeKind, list[Node]] = field(default_factory=lambda: defaultdict(list))

    def of(self, *kinds: NodeKind) -> Sequence[Node]:
        """Return the nodes of these kinds, in text order."""
        if len(kinds) == 1:
            return self.by_kind.get(kinds[0], ())
        return [node for node, _ in self.nodes if node.kind in kinds]


class Draft:
    """A draft with its parts; built once a review."""

    def __init__(self, subject: Subject) -> None:
        self.text = subject.source.text
        self.facts = subject.document.facts
        self.clauses = subject.document.clauses
        self.tables = subject.tables
        self.parts: list[Part] = [Part(0, "outer", subject.document.root)]
        self.passages = list(self.clauses)
        """The clauses, and the sentences that are read as headings of the text behind them."""
        self._walk(subject.document.root, self.parts[0])
        self.passages.sort(key=attrgetter("start"))
        for part in self.parts:
            names = ["".join(self.words(node).split()) for node in part.of(NodeKind.TITLE)]
            part.title = next(
                (name for name in names if not name.endswith("令")), names[0] if names else None
            )
            genre = _GENRE_END.search(part.title) if part.title else None
            part.genre = genre[1] if genre else None
        self.outer = self.parts[0]
        self._promote()
        self._starts = [clause.start for clause in self.clauses]
        self._passages_of: defaultdict[int, list[Clause]] = defaultdict(list)
        for passage in self.passages:
            self._passages_of[passage.part].append(passage)
        self.by_line = self.text.strip().count("\n") * 200 > len(self.text)
        """Whether lines are paragraphs: a text that was glued together has lost its 款."""

    def _walk(self, node: Node, part: Part) -> None:
        """Collect nodes and number the parts as the clauses do: in text order, attachments and all."""
        nodes, by_kind = part.nodes, part.by_kind
        for child in node.children:
            kind = child.kind
            if kind in LEAVES:
                if kind is WORDS_OF_HEADING and self.text[child.end - 1] == "。" and node is not part.node:
                    self.passages.append(_first_sentence(child, node, part))
            elif kind is DOCUMENT or kind is ATTACHMENT:
                attached = kind is ATTACHMENT or part.kind == "attached"
                inner = Part(len(self.parts), "attached" if attached else "nested", child)
                self.parts.append(inner)
                self._walk(child, inner)
            else:
                nodes.append((child, node))
                by_kind[kind].append(child)
                if kind not in PLAIN or len(child.children) > 1:
                    self._walk(child, part)

    def _promote(self) -> None:
        """Call an attachment that holds the articles a draft passes on a document of its own."""
        if any(part.of(ARTICLE) for part in self.parts if part.kind != "attached"):
            return
        for part in self.parts:
            if len(part.of(ARTICLE)) >= ARTICLES and part.genre in KINDS_OF_NORM:
                part.kind = "nested"
                return

    @cached_property
    def body(self) -> Part:
        """The document that holds the norms: the one that is passed on, where there is one."""
        nested = (part for part in self.parts if part.kind == "nested" and part.title)
        return next(nested, self.outer)

    @cached_property
    def own(self) -> list[Part]:
        """The draft and the documents inside it, without attachments."""
        return [part for part in self.parts if part.kind != "attached"]

    def words(self, node: Node) -> str:
        """Return the words of a node."""
        return self.text[node.start : node.end].strip().strip("#* ")

    def span(self, node: Node) -> tuple[int, int]:
        """Return where the words of a node begin and end, white space aside."""
        words = self.text[node.start : node.end]
        return node.start + len(words) - len(words.lstrip()), node.start + len(words.rstrip())

    def clauses_of(self, part: Part) -> list[Clause]:
        """Return the passages of a part, in text order."""
        return self._passages_of[part.number]

    @cached_property
    def own_passages(self) -> list[Clause]:
        """The passages of the draft and the documents inside it, in text order."""
        own = {part.number for part in self.own}
        return [passage for passage in self.passages if passage.part in own]

    @cached_property
    def scan(self) -> Scan:
        """What one scan found of the patterns of old names and wrong words, and of all letters asked for."""
        patterns = patterns_in((old_names(self.tables), wrong_words(self.tables)))
        return scan(self.text, patterns, asked_letters())

    def has(self, words: Asked) -> bool:
        """Whether the text may have ``words``."""
        return self.scan.may_have(words)

    def having(self, words: Iterable[Asked], passages: Sequence[Clause]) -> list[Clause]:
        """Return those of the passages, which are in text order, that have some of the ``words``."""
        return having([one.pattern for one in words if self.has(one)], self.text, passages)

    def own_with(self, *words: Asked) -> list[Clause]:
        """Return the passages of the draft and the documents inside it that have ``words``, in text order."""
        return self.having(words, self.own_passages)

    def clause_in(self, node: Node) -> int | None:
        """Return the first clause that begins within ``node``."""
        index = bisect_right(self._starts, node.start - 1)
        inside = index < len(self.clauses) and self.clauses[index].start < node.end
        return index if inside else None

    def clause_at(self, position: int) -> int | None:
        """Return the clause around ``position``."""
        index = bisect_right(self._starts, position) - 1
        return index if index >= 0 and position < self.clauses[index].end else None

    @cached_property
    def is_public(self) -> bool:
        """Whether the draft lays duties on people and businesses, several times.

        A draft addressed to them, or a 通告, lays on them whatever duties it has.
        """
        told = "".join(self.words(node) for node in self.outer.of(NodeKind.RECIPIENTS))
        if (_BUSINESS.search(told) or self.outer.genre == "通告") and self._has(_MODAL):
            return True
        return self._has(_DUTY)

    def _has(self, pattern: re.Pattern[str]) -> bool:
        return any(number >= PUBLIC_DUTIES for number, _ in enumerate(pattern.finditer(self.text), 1))

    def seen(
        self,
        symbols: str,
        start: int,
        end: int,
        values: Mapping[str, str] | None = None,
        *,
        near: Node | None = None,
        replacement: str | None = None,
    ) -> Observation:
        """Return the observation of the words from ``start`` to ``end``; ``near`` is the node they head.

        ``symbols`` are separated by white space. A ``count`` in ``values`` also gives ``times``, to be
        printed where there is more than one.
        """
        values = dict(values or {})
        if "count" in values:
            values["times"] = f"（共{values['count']}处）" if values["count"] != "1" else ""
        clause = self.clause_at(start)
        near = near or (self._headed(start) if clause is None else None)
        if clause is None and near is not None:
            clause = self.clause_in(near)
        return Observation(
            start=start,
            end=end,
            symbols=frozenset(symbols.split()),
            clause=clause,
            location=None if clause is not None else self._place(start),
            values=values,
            replacement=replacement,
        )

    def absent(self, symbols: str, values: Mapping[str, str] | None = None, *, head: bool) -> Observation:
        """Return the observation that something is not there: at the head, or where the body ends."""
        last = None if head else self._last_clause()
        return Observation(
            start=0,
            end=0,
            symbols=frozenset(symbols.split()),
            clause=last,
            location=Location(start=0, end=0, label=HEAD) if last is None else None,
            values=values or {},
        )

    def _headed(self, position: int) -> Node | None:
        """Return the node whose heading stands at ``position``."""
        return next(
            (
                node
                for part in self.parts
                for node, _ in part.nodes
                for child in node.children
                if child.kind is WORDS_OF_HEADING and child.start <= position < child.end and node.number
            ),
            None,
        )

    def _last_clause(self) -> int | None:
        ids = [
            clause.id
            for clause in self.clauses_of(self.body)
            if clause.id != HEADING and clause.place.label not in {"正文", "引言"}
        ]
        return ids[-1] if ids else None

    def _place(self, position: int) -> Location:
        for part in self.parts:
            for node, _ in part.nodes:
                if node.start <= position < node.end and node.kind in PLACES:
                    return Location(start=position, end=position, label=PLACES[node.kind])
        return Location(start=position, end=position, label=HEAD)


def _first_sentence(heading: Node, node: Node, part: Part) -> Clause:
    place = Place(label=node.number or "")
    return Clause(start=heading.start, end=heading.end, id=HEADING, place=place, part=part.number)
