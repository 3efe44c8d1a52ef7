"""A web page in, the text of the document it shows out: without navigation, scripts and what is beside it.

The document stands in the element that sites of government name for it; else in the smallest element that
holds most of the page's prose.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hefa.errors import ReadError
from hefa.read.encoding import BOMS, Decoded, decode
from hefa.read.formats import Reading, ReadOptions
from hefa.read.htmllines import SILENT, Lines
from hefa.read.missing import missing_package

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser as Parser
    from selectolax.lexbor import LexborNode as Node

SITES = (
    "#UCAP-CONTENT",
    ".TRS_UEDITOR",
    ".TRS_Editor",
    ".trs_editor_view",
    "#zoom",
    "#Zoom",
    "#js_content",
    ".wp_articlecontent",
    ".v_news_content",
    ".Custom_UnionStyle",
    ".pages_content",
    ".article-content",
    ".article_content",
    ".xxgk_content",
    ".zwxl-article",
    "article",
)
"""What publishing systems of government sites call the element of the text, the surest first."""
TITLES = ('meta[name="ArticleTitle" i]', 'meta[property="og:title"]')
CONTAINERS = frozenset({"article", "center", "div", "form", "main", "section"})
SPEAKING = frozenset({"p", "h1", "h2", "h3", "h4"})
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
HEAD_BYTES = 4_000
"""Where the declaration of the encoding stands; browsers look no further than 1,024 bytes."""
PROSE = re.compile("[，。；：、]")
FRAME = re.compile("版权所有|主办单位|主办：|承办单位|ICP备|网站标识码|公安备|网站地图|技术支持")
"""What the foot of a page says, with punctuation."""
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,20}[〔\[［（(【](?:19|20)\d\d[〕\]］)）】]第?\d{1,5}号")
NUMBER_LABEL = re.compile(
    r"(?:发文字号|文件编号|文 ?[\u3000 ]*号)[\s：:]{0,10}"
    r"(?P<number>[\u4e00-\u9fff]{1,20}[〔\[［（(【](?:19|20)\d\d[〕\]］)）】] ?第? ?\d{1,5} ?号)"
)
SITE_NAME = re.compile(r"\s*[_|]\s*|\s+[-–—]+\s+")
MOST, HALF = 0.8, 0.5
"""Shares of the page's prose: of what holds the text, found by its size; and of what is named for it."""
LEAST_PROSE = 60
"""Characters of prose from which a named element is believed to hold the text."""
FRONT_LINES = 12
"""Lines among which title and number stand where the text has them itself."""
LEAST_TITLE = 5
"""Characters of the shortest title: 关于…的通知 is longer, 首页 and 正文 are none."""
NESTING = re.compile(
    r"<(/?)(?:div|section|article|main|table|span|font|center|form|ul|ol|dl|blockquote)\b", re.IGNORECASE
)
LIMIT_DEPTH = 5_000
"""Browsers stop at 512; pages that forget to close elements come to hundreds."""


def read(data: bytes, name: str, options: ReadOptions) -> Reading:  # noqa: ARG001
    """Read the document that a page shows; ``ReadError`` where it shows none."""
    try:
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415
    except ImportError as error:
        raise missing_package(name, "网页", "selectolax") from error
    text, encoding, damaged = _decoded(data)
    _check_depth(text, name)
    page = LexborHTMLParser(text)
    body = page.body
    if body is None:
        raise ReadError(name, "网页里没有正文", "请检查文件是否存对")
    main, named = _main(page, body)
    whole = main.mem_id == body.mem_id
    lines = [line for line in Lines(keep_links=named or whole).of(main) if line.strip()]
    front = [] if whole else _front(page, body, lines)
    notes = (f"有 {damaged} 处字节按 {encoding} 编码读不出来，以 U+FFFD 代替，请核对原文",) if damaged else ()
    return Reading("\n".join((*front, *lines)) + "\n", notes=notes, encoding=encoding)


def _check_depth(text: str, name: str) -> None:
    """Refuse pages that nest without end: the library takes time in the square of the depth."""
    depth = 0
    for tag in NESTING.finditer(text):
        depth += -1 if tag[1] else 1
        if depth > LIMIT_DEPTH:
            raise ReadError(name, "网页嵌套过深，读不了", "请用浏览器打开，把正文另存为 .docx 或者 .txt 再审")


def _decoded(data: bytes) -> Decoded:
    """Decode a page as it declares, where that holds; else by what it looks like."""
    declared = META_CHARSET.search(data, 0, HEAD_BYTES)
    if declared and not data.startswith(tuple(bom for bom, _ in BOMS)):
        codec = declared[1].decode("ascii").lower()
        codec = "gb18030" if codec.startswith("gb") else codec
        try:
            return Decoded(data.decode(codec), codec, 0)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data)


def _main(page: "Parser", body: "Node") -> tuple["Node", bool]:
    """Return the element of the text, and whether it is one that sites name for it."""
    prose = _prose(body)
    total = prose[body.mem_id]
    for selector in SITES:
        found = max(page.css(selector), key=lambda node: prose.get(node.mem_id, 0), default=None)
        if found is not None and prose.get(found.mem_id, 0) >= max(LEAST_PROSE, total * HALF):
            return found, True
    main = body
    while True:
        best = max(_inside(main), key=lambda node: prose.get(node.mem_id, 0), default=None)
        if best is None or not total or prose.get(best.mem_id, 0) < MOST * total or _says_more(main):
            return main, False
        main = best


def _says_more(node: "Node") -> bool:
    """Whether paragraphs or headings stand in ``node`` beside its parts: a title above the text."""
    return any(
        child.tag in SPEAKING and child.css_first("a") is None and child.text(strip=True)
        for child in node.iter()
    )


def _inside(node: "Node") -> Iterator["Node"]:
    """Give the elements in ``node`` that may hold the text: of a table the cells, for its rows are rows."""
    for child in node.iter():
        if child.tag in CONTAINERS:
            yield child
        elif child.tag == "table":
            yield from child.css("td")


def _prose(body: "Node") -> dict[int, int]:
    """Return the length of the prose in each element: text with punctuation, outside links."""
    prose: dict[int, int] = defaultdict(int)
    silent = {body.mem_id: False}
    order: list[tuple[int, int]] = []
    for node in body.traverse(include_text=True):
        parent = node.parent
        if node.mem_id == body.mem_id or parent is None:
            continue
        above = silent.get(parent.mem_id, True)
        if node.tag == "-text":
            text = node.text_content or ""
            if not above and PROSE.search(text) and not FRAME.search(text):
                prose[parent.mem_id] += len("".join(text.split()))
        else:
            silent[node.mem_id] = above or node.tag in SILENT or node.tag == "a"
            order.append((node.mem_id, parent.mem_id))
    for node_id, parent_id in reversed(order):
        prose[parent_id] += prose[node_id]
    return prose


def _front(page: "Parser", body: "Node", lines: Sequence[str]) -> list[str]:
    """Return title and document number where the page shows them beside the text."""
    head = "".join("".join(lines[:FRONT_LINES]).split())
    title = _title(page)
    front = [title] if title and "".join(title.split()) not in head else []
    if NUMBER.search(head) is None:
        shown = "\n".join(Lines(keep_links=True).of(body))
        if labelled := NUMBER_LABEL.search(shown):
            front.append(labelled["number"])
    return front


def _title(page: "Parser") -> str:
    for selector in TITLES:
        node = page.css_first(selector)
        if node is not None and (node.attributes.get("content") or "").strip():
            return " ".join((node.attributes["content"] or "").split())
    for selector in ("h1", "title"):
        node = page.css_first(selector)
        words = " ".join(node.text().split()) if node is not None else ""
        title = SITE_NAME.split(words)[0]
        if len(title) >= LEAST_TITLE:
            return title
    return ""
