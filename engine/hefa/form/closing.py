"""The closing clauses: when the draft takes effect, how long it holds, who explains it, what it repeals."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from hefa.form.days import DAY, after_years, printed, to_day
from hefa.form.draft import ARTICLES, GENRE, KINDS_OF_NORM, Draft
from hefa.form.rows import Row, rows_of, years_of
from hefa.form.scan import Asked, asked
from hefa.model.document import NodeKind
from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.model.observation import Observation

_BY_ISSUE = r"(?:正式)?(?:公布|发布|印发|颁布|发文|下发|签发|通过)之?日"
_START = lazy(
    rf"(?P<self>本{GENRE}(?:试行)?[，,]?[ ]?|上述{GENRE})?(?:从|自)[ ]?(?P<when>{DAY}|{_BY_ISSUE})[ ]?[起后]?"
    r"(?:[0-9一二三四五六七八九十]{1,3}日[起后])?"
    r"[，]?(?:正式|开始|组织|试|全面|起|之)?(?:施行|实施|执行|生效|行)"
)
_SINCE = tuple(Asked(lazy(rf"{word}[ ]?(?:{DAY}|{_BY_ISSUE})")) for word in "自从")
_STARTS_LOOSELY = lazy(
    r"(?:起|日|即|开始|正式)(?:施行|实施|执行|试行|生效)|(?:施行|实施|生效)(?:日期|时间)|有效期[^。；]{0,6}自|执行期"
)
_YEARS = r"[0-9]{1,2}|[一二两三四五六七八九十]{1,2}"
_EXPIRY = lazy(
    rf"有效期(?:限)?[ ]?(?:暂定|定)?(?:为|是)?[ ]?(?P<years>{_YEARS})[ ]?年"
    r"|(?:有效期|(?:施行|实施|执行|试行)(?![^。；\n]{0,14}有效期))"
    rf"[^。；\n]{{0,14}}?(?:至|到)[ ]?(?P<until>{DAY})(?:止|日止|失效)?"
    rf"|试行期?(?:限)?(?:为)?[ ]?(?P<trial>{_YEARS})[ ]?年"
)
_HOLDS = lazy(
    r"有效期(?!内|满|届满|限内|的)|试行期|执行期|(?:至|到)[^。；\n]{4,14}日(?:止|废止|失效)|自动失效|有效至"
)
_TERM = (
    *map(asked, ("有效期", "长期有效", "试行")),
    *(Asked(lazy(f"{word}[ ]?{DAY}")) for word in "至到"),
)
_OPEN = lazy(
    r"长期有效|有效期(?:限)?(?:为|是)?(?:长期|永久|至[^。；，0-9\n]{0,8}(?:修订|废止|修改)(?:时|之日)?(?:为?止)?)"
)
_TRIAL = lazy(r"试行|暂行")
_EXPLAIN = lazy(
    r"由(?P<who>[^，,。；\n由]{2,40}?)(?:负责|承担|进行)[^。；，\n]{0,8}?解释(?!说明|工作|法律|政策|宣传)|解释权(?:归|属于?)(?P<holder>[^，。；\n]{2,24})"
)
_EXPLAINS_OR_REPEALS = tuple(map(asked, ("解释", "废止", "停止执行")))
_UNFIT = lazy(r"指挥部|领导小组|专班|工作组|联席会议|(?:公司|协会|商会|学会|研究院|中介机构)$")
_BLANKET = lazy(
    r"(?:以往|以前|过去|此前|原来|原有|之前|先前|原)(?![^。；\n]{0,30}[《》])[^。；，\n]{0,12}(?:规定|文件|办法|政策|制度|标准)"
    r"[^。；，《》\n]{0,12}(?:同时|即行|一律|自行|自动|一并|予以)?废止"
)
_AGAINST = lazy(
    r"[与同和]本[^。；，《》\n]{2,8}(?:不一致|不符|相抵触|抵触|不相符)[^。；《》\n]{0,10}(?:废止|停止执行)"
)
_REPEALED = lazy(
    r"《(?P<title>[^《》\n]{2,60})》(?P<number>[（(〔][^（）()〔〕\n]{0,6}[^（）()\n]{0,40}[）)])?"
    r"(?:等文件)?[ ]?(?:同时|即行|自行|随之|一并)?[ ]?(?:予以)?(?:废止|停止执行)"
)
_AMENDING = lazy(r"修改|修订|修正|废止|清理|转发|批转")
_DAY = lazy(DAY)
_NUMBERED = lazy(r"[0-9]{4}[^0-9]{0,3}[0-9]{1,5}[ ]?号|第[ ]?[0-9]{1,5}[ ]?号")
_RULED = frozenset(("办法", "规定", "细则", "规则", "准则"))
_ORDERS = frozenset(("通知", "通告", "公告", "决定"))
CLOSING = 8
"""Clauses at the end among which the term of validity stands; a permit has its own, further up."""
VALIDITY = "validity"
LOCAL = frozenset(("province", "city", "county", "township"))


@dataclass(slots=True)
class Start:
    """One clause that says from when: ``day`` is None for the day of issue."""

    found: re.Match[str]
    day: datetime.date | None
    own: bool


def observe_closing(draft: Draft) -> Iterator[Observation]:
    """Yield what is odd about the closing clauses."""
    if _AMENDING.search(draft.outer.title or ""):
        return
    starts = [
        Start(found, to_day(found["when"]), bool(found["self"]))
        for clause in draft.own_with(*_SINCE)
        for found in _START.finditer(draft.text, clause.start, clause.end)
    ]
    issued = _issued(draft)
    yield from _presence(draft, starts)
    yield from _begins(draft, starts, issued)
    yield from _ends(draft, starts, issued)
    for clause in draft.own_with(*_EXPLAINS_OR_REPEALS):
        yield from _explained(draft, clause.start, clause.end)
        yield from _repealed(draft, clause.start, clause.end)


def _issued(draft: Draft) -> datetime.date | None:
    for node in draft.outer.of(NodeKind.DATE)[-1:]:
        found = _DAY.search(draft.text[node.start : node.end])
        return to_day(found[0]) if found else None
    return None


def _presence(draft: Draft, starts: list[Start]) -> Iterator[Observation]:
    """Ask a draft that binds the public, and is there to its end, from when and until when it holds."""
    body = draft.body
    apart = any(part.kind == "attached" and part.genre in KINDS_OF_NORM for part in draft.parts)
    if apart or not _is_whole(draft):
        return
    norm = body.genre in _RULED
    orders = body.genre in _ORDERS and draft.is_public
    symbols = "" if norm else " technique.plain"
    values = {"kind": body.genre or "文件"}
    if (norm or orders) and not starts and not _STARTS_LOOSELY.search(_words(draft)):
        yield draft.absent("technique.start-missing" + symbols, values, head=False)
    local = draft.facts.issuer_level in LOCAL
    if local and (norm or orders or any(start.own for start in starts)) and not _holds(draft):
        trial = _TRIAL.search((draft.outer.title or "") + (body.title or ""))
        symbols += " technique.trial-open" if trial else " technique.expiry-missing"
        yield draft.absent(symbols, values, head=False)


def _words(draft: Draft) -> str:
    return "\n".join(draft.text[clause.start : clause.end] for clause in draft.own_passages)


def _is_whole(draft: Draft) -> bool:
    """Whether the text has the end of the document that holds the norms."""
    if draft.body is not draft.outer:
        return len(draft.body.of(NodeKind.ARTICLE)) >= ARTICLES
    title = draft.outer.title or ""
    return bool(title and draft.outer.of(NodeKind.DATE)) and not re.search(r"印发|转发", title)


def _holds(draft: Draft) -> bool:
    """Whether a term of validity stands among the last clauses, or in the notice that passes the text on."""
    notice = draft.clauses_of(draft.outer) if draft.body is not draft.outer else ()
    return any(
        pattern.search(draft.text, clause.start, clause.end)
        for clause in (*notice, *draft.own_passages[-CLOSING:])
        for pattern in (_HOLDS, _EXPIRY, _OPEN)
    )


def _begins(draft: Draft, starts: list[Start], issued: datetime.date | None) -> Iterator[Observation]:
    own = [start for start in starts if start.own]
    dated = [start for start in own if start.day]
    for one in dated:
        if issued and one.day and one.day < issued:
            values = {"start": one.found["when"], "issued": printed(issued)}
            yield draft.seen("technique.start-before-issue", *one.found.span(), values)
    days = {start.day for start in own}
    if len(days) > 1:
        second = next(start for start in own if start.day != own[0].day)
        same = issued is not None and {start.day or issued for start in own} == {issued}
        if not same:
            values = {"first": own[0].found["when"], "second": second.found["when"]}
            yield draft.seen("technique.start-twice", *second.found.span(), values)


def _ends(draft: Draft, starts: list[Start], issued: datetime.date | None) -> Iterator[Observation]:
    begins = next((start.day or issued for start in reversed(starts)), issued)
    trial = bool(_TRIAL.search((draft.outer.title or "") + (draft.body.title or "")))
    for clause in draft.own_with(*_TERM):
        start, end = clause.start, clause.end
        if found := _OPEN.search(draft.text, start, end):
            yield draft.seen("technique.expiry-open", *found.span(), {"words": found[0]})
        matches = list(_EXPIRY.finditer(draft.text, start, end))
        years = next((one for one in matches if one["years"] or one["trial"]), None)
        until = next((one for one in matches if one["until"]), None)
        last = to_day(until["until"]) if until else None
        if until and last and begins and last <= begins:
            values = {"until": until["until"], "start": printed(begins)}
            yield draft.seen("technique.expiry-before-start", *until.span("until"), values)
        count = to_int((years["years"] or years["trial"]) if years else "") or 0
        if years and until and last and begins and starts and count:
            due = after_years(begins, count)
            if abs((last - due).days) > 1:
                values = {"years": str(count), "until": until["until"], "due": printed(due)}
                yield draft.seen("technique.expiry-sum", *until.span("until"), values)
        if years and count:
            yield from _limit(draft, years, count, trial=trial)


def _limit(draft: Draft, found: re.Match[str], count: int, *, trial: bool) -> Iterator[Observation]:
    issuer = draft.facts.issuer or ""
    for row in rows_of(draft.tables, VALIDITY, "place", "most", "trial", "law"):
        limit = _limit_of(row, draft.body.genre or "", trial=trial)
        if issuer.startswith(tuple(row["place"].split("|"))) and limit and count > limit:
            symbol = "technique.trial-over" if trial else "technique.expiry-over"
            values = {"years": str(count), "limit": str(limit), "norm": row["law"]}
            yield draft.seen(symbol, *found.span(), values)


def _limit_of(row: Row, genre: str, *, trial: bool) -> int:
    if trial:
        return years_of(row, "trial", VALIDITY)
    return years_of(row, "notice" if genre == "通告" and "notice" in row else "most", VALIDITY)


def _explained(draft: Draft, start: int, end: int) -> Iterator[Observation]:
    for found in _EXPLAIN.finditer(draft.text, start, end):
        who = found["who"] or found["holder"]
        known = draft.facts.issuer_kind in {"government", "office", "department"}
        if known and _UNFIT.search(who) and who not in (draft.facts.issuer or ""):
            yield draft.seen("technique.explains-unfit", *found.span(), {"who": who})


def _repealed(draft: Draft, start: int, end: int) -> Iterator[Observation]:
    for pattern in (_BLANKET, _AGAINST):
        for found in pattern.finditer(draft.text, start, end):
            yield draft.seen("technique.repeal-blanket", *found.span())
    for found in _REPEALED.finditer(draft.text, start, end):
        number = found["number"] or ""
        inside = _NUMBERED.search(number) or _NUMBERED.search(
            draft.text, max(start, found.start() - 40), found.end()
        )
        if not inside and not found["title"].startswith("中华人民共和国"):
            yield draft.seen("technique.repeal-number", *found.span(), {"title": found["title"]})
