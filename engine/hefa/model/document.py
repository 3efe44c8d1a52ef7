"""The clause tree of a document, and the flat list of clauses read from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field, SkipValidation

from hefa.model.base import Record, Span


class NodeKind(StrEnum):
    """What a node of the clause tree is; 编章节条款项目 after 立法法 (2023) 第六十五条."""

    DOCUMENT = "document"  # the whole text, or a nested document (a notice that carries measures)
    TITLE = "title"
    NUMBER = "number"  # 发文字号
    RECIPIENTS = "recipients"  # 主送机关
    PREAMBLE = "preamble"
    PART = "part"  # 编
    CHAPTER = "chapter"  # 章
    SECTION = "section"  # 节
    ARTICLE = "article"  # 条
    PARAGRAPH = "paragraph"  # 款, or a paragraph of running text
    ITEM = "item"  # 项 （一）
    SUBITEM = "subitem"  # 目 1.
    HEADING_1 = "heading-1"  # 一、
    HEADING_2 = "heading-2"  # （一）where it opens a paragraph of a plan or notice
    HEADING_3 = "heading-3"  # 1.
    HEADING_4 = "heading-4"  # （1）
    HEADING_5 = "heading-5"  # ①
    ATTACHMENT = "attachment"  # 附件
    TABLE = "table"  # lines of cells
    SIGNATURE = "signature"  # 落款
    DATE = "date"  # 成文日期
    NOTE = "note"  # （此件公开发布）, print record, contact line
    FURNITURE = "furniture"  # navigation and meta lines of a web page
    UNPARSED = "unparsed"
    # leaves: together they cover the text
    MARKER = "marker"  # 第三条, 一、, （一）
    HEADING = "heading"  # the words of a heading
    TEXT = "text"  # running text
    BLANK = "blank"  # white space between nodes


@dataclass(slots=True)
class Node:
    """One node; a leaf has no children, and the leaves in order cover the whole text.

    ``number`` is the printed marker without white space (第三条, （一）, 1.);
    ``ordinal`` its value; 第十条之一 has ordinal 10 and number 第十条之一. No record: a draft has hundreds.
    """

    kind: NodeKind
    start: int
    end: int
    number: str | None = None
    ordinal: int | None = None
    children: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it in text order, without recursion: a document may nest deeply."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


class Location(Span):
    """Where something stands, as an officer would cite it.

    ``article`` is the printed number (第三条); ``paragraph`` counts 款 from 1;
    ``item`` and ``subitem`` are printed markers; ``heading`` is the words of the nearest
    heading; ``label`` is the printed form of the place (第三条第二款第（一）项, or 二、（三）).
    """

    article: str | None = None
    paragraph: int | None = None
    item: str | None = None
    subitem: str | None = None
    heading: str | None = None
    label: str = ""
    page: int | None = None


@dataclass(slots=True)
class Place:
    """Where a clause stands, as its ``location`` tells it; clauses of one place share it."""

    article: str | None = None
    paragraph: int | None = None
    item: str | None = None
    subitem: str | None = None
    label: str = ""


@dataclass(slots=True)
class Clause:
    """A stretch of running text to be read for provisions: one 款, 项, 目 or paragraph.

    ``id`` is its index in the document. ``lead`` is the id of the clause whose text
    introduces the list this clause is an item of (…有下列情形之一的：). ``unit`` is the id of
    the smallest article or heading group it belongs to: clauses of one article share it.
    ``part`` numbers the nested document it stands in, from 0. ``headings`` are the words
    of the headings above it, outermost first.
    """

    start: int
    end: int
    id: int
    place: Place
    lead: int | None = None
    unit: int = 0
    part: int = 0
    headings: tuple[str, ...] = ()
    attachment: bool = False

    @property
    def location(self) -> Location:
        """Where it stands, as a finding says it."""
        place = self.place
        return Location(
            start=self.start,
            end=self.end,
            article=place.article,
            paragraph=place.paragraph,
            item=place.item,
            subitem=place.subitem,
            heading=self.headings[-1] if self.headings else None,
            label=place.label,
        )


class DocumentFacts(Record):
    """What the document is.

    ``rank`` after the contract: normative, rules, local-regulation,
    administrative-regulation, law, other. ``kind`` is the genre in Chinese (通知, 办法, 报告).
    ``issuer_level`` is one of state, ministry, province, city, county, township, unknown.
    ``reason`` says in Chinese why the rank was chosen. ``basis`` are the titles cited in the
    preamble or first article. ``fragment`` is true for a bare clause.
    """

    title: str | None = None
    number: str | None = None
    issuer: str | None = None
    issuer_level: str = "unknown"
    issuer_kind: str = "unknown"  # government, office, department, party, people's congress, ...
    kind: str | None = None
    rank: str = "normative"
    reason: str = ""
    date: str | None = None
    effective: str | None = None
    expires: str | None = None
    basis: tuple[str, ...] = ()
    fragment: bool = False


class Document(Record):
    """The tree, the clauses in text order, and what the document is."""

    root: SkipValidation[Node]
    clauses: SkipValidation[tuple[Clause, ...]]
    facts: DocumentFacts = Field(default_factory=DocumentFacts)
