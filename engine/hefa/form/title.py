"""The title: whose, about what, of which kind; and how it sits with what the draft is."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from hefa.form.draft import GENRE, Draft
from hefa.model.document import Node, NodeKind
from hefa.model.lazy import lazy
from hefa.model.observation import Observation

_STATUTE = lazy(r"(?<![方办])(?:条例|法)(?:实施细则)?(?:[（(][^（）()]*[）)])?$")
_NOT_STATUTE = lazy(r"办法|关于|做法|方法|用法|执法|[《》]")
_ANY_GENRE = lazy(
    rf"{GENRE}|报告|总结|纪要|批复|请示|清单|目录|标准|流程|名单|令|书|表|解读|安排|程序|章程|说明"
)
_TWO_KINDS = lazy(r"(?:通知|通告|公告|意见|请示|报告|决定|函)(?:通知|通告|公告|意见|请示|报告|决定|函)$")
_REPEATED = lazy(r"关于关于|印发印发|转发转发|的的|的通知的通知|《《|》》")
_IN_BRACKETS = lazy(r"[（(][^（）()]*[）)]?$")
_LAYERS = lazy(r"转发|印发|批转")
_ISSUED_NAME = lazy(r"(?:印发|发布|公布|转发)(?:[^《》]{0,6})《([^《》]+)》")
_PASSED_NAME = lazy(r"^[^《》]{0,6}《([^《》]+)》")
_TEMPORARY = lazy(r"(?:领导小组|指挥部|工作专班|专班|工作组|联席会议)(?:办公室)?$|创建办$|整治办$|攻坚办$")
_INTERNAL = lazy(
    r"[局委厅](?:[\u4e00-\u9fff]{2,10}[科股]|[\u4e00-\u9fff]{2,8}(?<!管理)处)$|[部委局署行][\u4e00-\u9fff]{2,10}(?<!公)司$"
)
_OUTSIDE = lazy(
    r"公司|企业|经营者|发行人|投资者|参与者|商户|业主|个人|从业|用人单位|中介机构|服务机构|生产单位"
)
_SECRET = lazy(r"(?:不予|不)公开|内部(?:资料|文件|掌握)|[秘机绝]密★?")
_BAN = lazy(r"不得|严禁|禁止|罚款|没收|扣押")
BANS = 3
ALIKE = 0.75


def observe_title(draft: Draft) -> Iterator[Observation]:
    """Yield what is odd about titles, issuer and addressees."""
    titles = draft.outer.of(NodeKind.TITLE)
    if titles:
        yield from _own_title(draft, titles[0])
    yield from _statute_names(draft)
    yield from _other_name(draft)
    yield from _issuer(draft)
    yield from _addressees(draft)
    for note in draft.outer.of(NodeKind.NOTE):
        found = _SECRET.search(draft.text, note.start, note.end)
        if found and draft.is_public:
            yield draft.seen("form.secret", found.start(), found.end())


def _own_title(draft: Draft, node: Node) -> Iterator[Observation]:
    title = draft.outer.title or ""
    start, end = draft.span(node)
    if title.startswith(("关于", "印发", "转发")) and draft.facts.issuer:
        yield draft.seen("form.title-no-issuer", start, end, {"issuer": draft.facts.issuer})
    named = _IN_BRACKETS.sub("", title) if "（" in title or "(" in title else title
    signed = draft.outer.of(NodeKind.NUMBER) and draft.outer.of(NodeKind.DATE)
    passes = "印发" in named or "转发" in named
    if signed and "关于" in named and not passes and not _ANY_GENRE.search(named[named.rindex("关于") :]):
        yield draft.seen("form.title-no-kind", start, end)
    if _TWO_KINDS.search(named):
        yield draft.seen("form.title-two-kinds", start, end)
    if found := _REPEATED.search(title):
        yield draft.seen("form.title-repeats", start, end, {"words": found[0]})
    if len(_LAYERS.findall(title)) > 2 and "》" not in title:
        yield draft.seen("form.title-layers", start, end)
    title = title.replace("(", "（").replace(")", "）")
    if draft.outer.genre and any(
        title.count(left) != title.count(right) for left, right in ("《》", "“”", "（）")
    ):
        yield draft.seen("form.title-unpaired", start, end)


def _statute_names(draft: Draft) -> Iterator[Observation]:
    """Yield a title of an administrative organ's own document that ends as a statute's does."""
    if draft.facts.issuer_kind not in {"government", "office", "department"}:
        return
    for part in draft.own:
        for node in part.of(NodeKind.TITLE):
            title = "".join(draft.words(node).split())
            if (
                _STATUTE.search(title)
                and not _NOT_STATUTE.search(title)
                and not title.startswith("中华人民共和国")
            ):
                order = draft.facts.rank == "rules"
                symbol = "form.order-statute" if order else "form.title-statute"
                yield draft.seen(symbol, *draft.span(node), {"title": title})


def _other_name(draft: Draft) -> Iterator[Observation]:
    """Yield a document that the notice passes on under another name than its own."""
    own = draft.body.title
    if draft.body is draft.outer or not own:
        return
    heads = draft.body.of(NodeKind.TITLE)
    named = _ISSUED_NAME.search(draft.outer.title or "")
    opening = next((draft.text[clause.start : clause.end] for clause in draft.clauses_of(draft.outer)), "")
    passed = _PASSED_NAME.search("".join(opening.split()))
    for found in (named, passed):
        if found is None:
            continue
        left, right = _bare(found[1]), _bare(own)
        inside = left in right or right in left
        if left[-2:] == right[-2:] and not inside and SequenceMatcher(None, left, right).ratio() > ALIKE:
            start, end = draft.span(heads[0])
            yield draft.seen("form.title-differs", start, end, {"named": found[1], "title": own})
            return


def _issuer(draft: Draft) -> Iterator[Observation]:
    named = (draft.outer.title or "").partition("关于")
    issuer = draft.facts.issuer or (named[0] if named[1] else "")
    kinds = {part.genre for part in draft.own}
    norm = "通告" in kinds or (kinds & KINDS_ISSUED and draft.is_public)
    norm = norm or any(
        _OUTSIDE.search(draft.text, *draft.span(to)) for to in draft.outer.of(NodeKind.RECIPIENTS)
    )
    public = " form.norm" if norm else ""
    titles = draft.outer.of(NodeKind.TITLE)
    if not titles:
        return
    for symbol, pattern in (("form.issuer-temporary", _TEMPORARY), ("form.issuer-internal", _INTERNAL)):
        if pattern.search(issuer):
            start, end = draft.span(titles[0])
            yield draft.seen(symbol + public, start, end, {"issuer": issuer})


KINDS_ISSUED = frozenset(("办法", "规定", "细则", "规则"))


def _addressees(draft: Draft) -> Iterator[Observation]:
    genre = draft.outer.genre
    if genre in {"通告", "公告"}:
        for node in draft.outer.of(NodeKind.RECIPIENTS)[:1]:
            yield draft.seen("form.addressed", *draft.span(node), {"kind": genre})
    if genre == "公告" and draft.facts.issuer_level in {"city", "county", "township"}:
        count = sum(1 for _ in _BAN.finditer(draft.text))
        titles = draft.outer.of(NodeKind.TITLE)
        if count >= BANS and titles and draft.is_public:
            yield draft.seen("form.announces-bans", *draft.span(titles[0]), {"count": str(count)})


def _bare(title: str) -> str:
    return re.sub(r"[（(][^（）()]*[）)]|[—\-－ 　“”《》〈〉的*]", "", title)
