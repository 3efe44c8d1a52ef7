"""The text and its tree in, the facts of the document out: who, what, when, of which rank."""

from collections.abc import Iterator

from hefa.model.document import Clause, DocumentFacts, Node, NodeKind
from hefa.model.lazy import lazy
from hefa.parse import dates, issuer
from hefa.parse.patterns import DATE, DATED_TITLE, NUMBER_TEXT
from hefa.parse.rank import rank_of
from hefa.parse.words import GENRE_END, GENRE_NAMES, ORGAN_END

ISSUED_BY = lazy(r"(?P<organ>.{2,90}?)(?:关于|印发|转发|批转|发布|公布|对|就(?=《))")
AND_OTHERS = lazy(r"等[\u4e00-\u9fff0-9 ]{0,5}(?:部门|单位|厅局)?$")
_SEPARATOR = r"(?:\**[ \u3000]*[：:]\**[ \u3000]*|[ \u3000]+)"
META_ISSUER = lazy(
    rf"(?:发文(?:机关|单位)|发布(?:机构|机关|单位|人)|制定机关|publisher){_SEPARATOR}(?P<value>[^\s：:|]{{2,60}})"
)
META_NUMBER = lazy(rf"(?:发文字号|文件编号|文[ \u3000]*号){_SEPARATOR}(?P<value>{NUMBER_TEXT})")
META_DATE = lazy(
    rf"(?:成文|印发|发文|发布|生成)(?:日期|时间){_SEPARATOR}(?P<value>\d{{4}}[-年/.]\d{{1,2}}[-月/.]\d{{1,2}})"
)
TITLE_NUMBER = lazy(r"[（(](?P<value>[\u4e00-\u9fff]{1,12}[〔\[]\d{4}[〕\]]\d{1,5}号)[）)]$")
_ISO = lazy(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_BREAK = lazy(r"\s*[\r\n]+\s*")
_LINK = lazy(r"[ \u3000]+(?:(?:政策|在线)咨询|(?:原文|附件)?下载|打印|收藏|分享)$")
"""What a web page offers behind the title."""
_IN_BRACKETS = lazy(r"[（(〔][^（）()〔〕]*[）)〕]$")
SPACED = lazy(r"(?:[\u4e00-\u9fff][ \u3000]+){2,}[\u4e00-\u9fff](?![\u4e00-\u9fff])")
GENRE = lazy(GENRE_NAMES)
CITED = lazy(r"《([^《》]{2,80})》")
SAME = {"复函": "函", "若干政策": "政策", "政策措施": "措施"}
TOLD_BY = (
    NodeKind.TITLE,
    NodeKind.NUMBER,
    NodeKind.RECIPIENTS,
    NodeKind.SIGNATURE,
    NodeKind.DATE,
    NodeKind.NOTE,
    NodeKind.FURNITURE,
)
TOLD = frozenset(TOLD_BY)
INSIDE = frozenset({NodeKind.DOCUMENT, NodeKind.ATTACHMENT})
LEAVES = frozenset({NodeKind.MARKER, NodeKind.HEADING, NodeKind.TEXT, NodeKind.BLANK})
TWICE = lazy(r"^(.{4,})\1(?=关于)")
"""The organ of the letterhead, run together with the title that names it again."""
OPENING_CLAUSES = 4
TAIL = 6000


def read_facts(text: str, root: Node, clauses: tuple[Clause, ...], rank: str | None) -> DocumentFacts:
    """Read the facts; ``rank``, where given, replaces what the document says."""
    by_kind: dict[NodeKind, list[str]] = {kind: [] for kind in TOLD_BY}
    nodes = tuple(_of_document(root))
    for node in nodes:
        by_kind[node.kind].append(_words(text, node))
    furniture = "\n".join(by_kind[NodeKind.FURNITURE] + by_kind[NodeKind.NOTE])
    title = _title(by_kind[NodeKind.TITLE]) or _title(_nested_titles(text, root))
    number = _number(by_kind[NodeKind.NUMBER], title, furniture)
    organ = _issuer(title, by_kind, furniture)
    genre = _genre(title)
    orders = [name for name in by_kind[NodeKind.TITLE] if name.endswith("令")]
    marks = " ".join(by_kind[NodeKind.NUMBER] + by_kind[NodeKind.NOTE] + orders)
    opening = text[clauses[0].start : clauses[0].end] if clauses else ""
    found, reason = rank_of(title, genre, marks, opening, text)
    issued = _date(nodes, text, furniture)
    tail = text[-TAIL:] if len(text) > 2 * TAIL else text
    since = dates.effective(tail, issued) or dates.effective(text, issued)
    bare = not any(by_kind[kind] for kind in (NodeKind.NUMBER, NodeKind.RECIPIENTS, NodeKind.SIGNATURE))
    return DocumentFacts(
        title=title,
        number=number,
        issuer=organ,
        issuer_level=issuer.level(organ) if organ else "unknown",
        issuer_kind=issuer.kind(organ) if organ else "unknown",
        kind=genre,
        rank=rank or found,
        reason="用户指定" if rank else reason,
        date=issued,
        effective=since,
        expires=dates.expires(text, since or issued),
        basis=_basis(text, root, clauses, title),
        fragment=title is None and bare,
    )


def _of_document(root: Node) -> Iterator[Node]:
    """Yield the nodes that tell facts of the outer document, in order, not those of documents inside it."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        kind = node.kind
        if kind in TOLD:
            yield node
        elif node is root or kind not in INSIDE:
            waiting += [child for child in reversed(node.children) if child.kind not in LEAVES]


def _words(text: str, node: Node) -> str:
    return text[node.start : node.end].strip().strip("#* ")


def _title(titles: list[str]) -> str | None:
    names = [_one_line(name) for name in titles]
    named = [name for name in names if GENRE_END.search(name) or "关于" in name]
    named = [name for name in named if not name.endswith("令")] or named
    return named[0] if named else (names[-1] if names else None)


def _one_line(title: str) -> str:
    """Return a title in one line, without marks, spaced letters, an organ named twice, a date behind it."""
    broken = "\n" in title or "\r" in title
    name = (_BREAK.sub("", title) if broken else title).replace("**", "").strip("#* ")
    if " " in name or "\u3000" in name:
        name = _LINK.sub("", name)
        name = SPACED.sub(lambda found: "".join(found[0].split()), name)
    name = DATED_TITLE.sub("", name)
    return TWICE.sub(r"\1", name) if "关于" in name else name


def _nested_titles(text: str, root: Node) -> list[str]:
    return [_words(text, t) for node in root.children for t in node.children if t.kind is NodeKind.TITLE][:1]


def _number(numbers: list[str], title: str | None, furniture: str) -> str | None:
    if numbers:
        return "".join(numbers[0].split()).strip("（()）")
    found = (title and TITLE_NUMBER.search(title)) or META_NUMBER.search(furniture)
    return "".join(found["value"].split()) if found else None


def _genre(title: str | None) -> str | None:
    """Return the genre the title ends with, what stands in brackets behind it left out."""
    if title is None:
        return None
    name = title
    while (bare := _IN_BRACKETS.sub("", name).rstrip(" *#》”—")) != name:
        name = bare
    ends = [match[0] for match in GENRE.finditer(name) if match.end() == len(name)]
    return SAME.get(ends[-1], ends[-1]) if ends else None


def _issuer(title: str | None, by_kind: dict[NodeKind, list[str]], furniture: str) -> str | None:
    named = ISSUED_BY.match(title.split("】")[-1]) if title else None
    organ = AND_OTHERS.sub("", named["organ"].strip()) if named else ""
    if ORGAN_END.search(organ):
        return organ
    signatures = [DATE.sub("", name).strip() for name in by_kind[NodeKind.SIGNATURE]]
    signatures = [name for name in signatures if name and "：" not in name]
    if signatures:
        return "、".join(dict.fromkeys("".join(name.split()) for name in signatures)) or None
    notes = [note.removesuffix("文件") for note in by_kind[NodeKind.NOTE] if "：" not in note]
    head = [note for note in notes if ORGAN_END.search(note)]
    if head:
        return "".join(head[0].split())
    meta = META_ISSUER.search(furniture)
    return meta["value"].strip(" *") if meta else None


def _date(nodes: tuple[Node, ...], text: str, furniture: str) -> str | None:
    signed = ""
    front = ""
    for node in nodes:
        dated = node.kind is NodeKind.SIGNATURE and dates.iso(text[node.start : node.end])
        if dated or node.kind is NodeKind.DATE:
            signed = _words(text, node)
        elif node.kind in {NodeKind.TITLE, NodeKind.NOTE} and not front:
            front = _words(text, node) if dates.iso(text[node.start : node.end]) else ""
    meta = META_DATE.search(furniture) if furniture else None
    printed = _ISO.sub(r"\1年\2月\3日", meta["value"]) if meta else ""
    return dates.iso(signed) or dates.iso(printed) or dates.iso(front)


def _basis(text: str, root: Node, clauses: tuple[Clause, ...], title: str | None) -> tuple[str, ...]:
    own = ["".join(name.split()) for name in (title or "", *_nested_titles(text, root))]
    opening = [
        c for c in clauses if (c.id < OPENING_CLAUSES and not c.headings) or c.place.article == "第一条"
    ]
    names = ("".join(name.split()) for c in opening for name in CITED.findall(text, c.start, c.end))
    return tuple(dict.fromkeys(name for name in names if not any(name in mine for mine in own)))
