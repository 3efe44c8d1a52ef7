"""Terms and the draft's name for itself: defined once, before use, and used; 本办法 in a 办法."""

import re
from collections import Counter
from collections.abc import Iterator

from hefa.form.draft import GENRE, GENRES, Draft, Part
from hefa.form.scan import asked
from hefa.form.spans import Spans
from hefa.model.document import Clause
from hefa.model.lazy import lazy
from hefa.model.observation import Observation

_SHORT = lazy(
    r"以下(?:统一?|简|合|均|通)?称(?:为)?[：:]?[“\"「『]?(?P<term>[^（）()《》“”\"「」『』，。；、\n]{2,20})[”\"」』]?[）)]"
)
_MEANS = lazy(
    rf"(?:本{GENRE}(?:中)?|前款)?所称(?:的)?[“\"]?(?P<term>[^“”\"，,。；、（）()\n]{{2,20}}?)[”\"]?[，,]?是指"
)
_NAMES = tuple(map(asked, ("以下统", "以下简", "以下合", "以下均", "以下通", "以下称", "所称")))
_SELF = asked(
    rf"本(?P<kind>{GENRE})(?!书|人员|单位|性|年度|类|上)", *(f"本{genre}" for genre in GENRES.split("|"))
)
_QUOTED = lazy(r"[“「『][^”」』]{0,400}[”」』]|《[^》]{0,80}》")
_AMENDING = lazy(r"修改|修订|修正|废止|清理|转发|批转|解读")
_SAME = (frozenset(("措施", "政策")), frozenset(("规划", "计划")), frozenset(("方案", "计划")))
_RULES = frozenset(("办法", "规定", "细则", "规则", "条例", "决定", "意见", "方案", "通知", "通告", "公告"))
LONG_ENOUGH = 4
TWICE = 2
MOST = 200
"""Terms past this number in one document are not followed up."""


def observe_terms(draft: Draft) -> Iterator[Observation]:
    """Yield terms badly defined, and wrong names of the draft for itself."""
    named = draft.own_with(*_NAMES)
    for part in draft.own if named else ():
        clauses = [clause for clause in named if clause.part == part.number]
        yield from _short_names(draft, part, clauses)
        yield from _definitions(draft, part, clauses)
    if not _AMENDING.search(draft.outer.title or ""):
        yield from _self_names(draft)


def _short_names(draft: Draft, part: Part, clauses: list[Clause]) -> Iterator[Observation]:
    times: Counter[str] = Counter()
    for clause in clauses:
        for found in _SHORT.finditer(draft.text, clause.start, clause.end):
            term = found["term"].strip()
            times[term] += 1
            if times[term] == TWICE:
                yield draft.seen("technique.term-twice", *found.span("term"), {"term": term})
            if times[term] > 1 or len(times) > MOST:
                continue
            if draft.text.count(term, found.end()) == 0:
                yield draft.seen("technique.term-unused", *found.span("term"), {"term": term})
                continue
            early = _used_before(draft, draft.clauses_of(part), clause, term)
            if early is not None:
                values = {"term": term, "place": clause.place.label}
                yield draft.seen("technique.term-late", early, early + len(term), values)


def _used_before(draft: Draft, clauses: list[Clause], home: Clause, term: str) -> int | None:
    """Return where a term stands in an earlier article than the one that defines it."""
    if len(term) < LONG_ENOUGH or home.place.article is None:
        return None
    for clause in clauses:
        if clause.unit >= home.unit or clause.place.article is None:
            continue
        for found in re.finditer(
            rf"(?<![\u4e00-\u9fff]){re.escape(term)}|(?<=[的对与和由向经在为]){re.escape(term)}",
            draft.text[clause.start : clause.end],
        ):
            return clause.start + found.start()
    return None


def _definitions(draft: Draft, part: Part, clauses: list[Clause]) -> Iterator[Observation]:
    times: Counter[str] = Counter()
    whole = draft.text[part.node.start : part.node.end]
    for clause in clauses:
        for found in _MEANS.finditer(draft.text, clause.start, clause.end):
            term = found["term"].strip()
            times[term] += 1
            if times[term] == TWICE:
                yield draft.seen("technique.definition-twice", *found.span("term"), {"term": term})
            if times[term] > 1 or len(times) > MOST:
                continue
            if whole.count(term) == 1 and term not in (draft.outer.title or ""):
                yield draft.seen("technique.definition-unused", *found.span("term"), {"term": term})


def _self_names(draft: Draft) -> Iterator[Observation]:
    """Yield the first place where the draft calls itself by the name of another kind, with the count."""
    clauses = draft.own_with(_SELF)
    if not clauses:
        return
    genres = {part.genre for part in draft.parts if part.genre}
    titles = [part.title or "" for part in draft.parts if part.kind != "attached"]
    if not genres or not all(part.genre for part in draft.own):
        return
    others = {
        kind
        for kind in _RULES
        if not any(kind in title for title in titles)
        and not any({kind, genre} <= pair for pair in _SAME for genre in genres)
    }
    named: dict[str, list[re.Match[str]]] = {}
    for clause in clauses:
        found = [
            one
            for one in _SELF.pattern.finditer(draft.text, clause.start, clause.end)
            if one["kind"] in others
        ]
        quotations = _QUOTED.finditer(draft.text, clause.start, clause.end) if found else ()
        quoted = Spans(one.span() for one in quotations)
        for one in found:
            if one.start() not in quoted:
                named.setdefault(one["kind"], []).append(one)
    genre = draft.body.genre or ""
    right = f"本{genre}" if len(genres) == 1 else None
    for kind, places in named.items():
        values = {"named": f"本{kind}", "kind": genre, "wanted": f"本{genre}", "count": str(len(places))}
        start, end = places[0].span()
        yield draft.seen("technique.self-name", start, end, values, replacement=right)
