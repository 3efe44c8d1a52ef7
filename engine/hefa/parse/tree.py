"""The clause tree as indented lines, for people."""

from hefa.model.document import Document, Node, NodeKind

WIDTH = 30
NAMES = {
    NodeKind.DOCUMENT: "文件",
    NodeKind.TITLE: "标题",
    NodeKind.NUMBER: "发文字号",
    NodeKind.RECIPIENTS: "主送机关",
    NodeKind.PREAMBLE: "引言",
    NodeKind.PART: "编",
    NodeKind.CHAPTER: "章",
    NodeKind.SECTION: "节",
    NodeKind.ARTICLE: "条",
    NodeKind.PARAGRAPH: "款",
    NodeKind.ITEM: "项",
    NodeKind.SUBITEM: "目",
    NodeKind.HEADING_1: "一级",
    NodeKind.HEADING_2: "二级",
    NodeKind.HEADING_3: "三级",
    NodeKind.HEADING_4: "四级",
    NodeKind.HEADING_5: "五级",
    NodeKind.ATTACHMENT: "附件",
    NodeKind.TABLE: "表格",
    NodeKind.SIGNATURE: "落款",
    NodeKind.DATE: "日期",
    NodeKind.NOTE: "附注",
    NodeKind.FURNITURE: "页面文字",
    NodeKind.UNPARSED: "未识别",
}
LEAVES = (NodeKind.MARKER, NodeKind.HEADING, NodeKind.TEXT)


def render_tree(document: Document, text: str) -> str:
    """One line a node: its kind, number, and how its own words begin."""
    lines: list[str] = []
    _render(document.root, text, 0, lines)
    return "\n".join(lines) + "\n"


def _render(node: Node, text: str, depth: int, lines: list[str]) -> None:
    words = [text[c.start : c.end] for c in node.children if c.kind in LEAVES]
    own = " ".join(" ".join(words).split())
    shown = own if len(own) <= WIDTH else own[:WIDTH] + "…"
    lines.append(f"{'  ' * depth}{NAMES[node.kind]} {shown}".rstrip())
    for child in node.children:
        if child.kind in NAMES:
            _render(child, text, depth + 1, lines)
