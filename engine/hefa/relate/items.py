"""What a draft demands, held against the official lists beside it.

demand ──names──► item of the list: is there one? does the draft ask more days, papers, conditions, money?
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hefa.model.document import Clause
from hefa.model.lazy import lazy
from hefa.model.lists import LIST_KINDS, ItemList, ListItem
from hefa.model.numerals import to_int
from hefa.model.observation import Observation
from hefa.relate.draft import Draft, Passage, passage
from hefa.relate.lists import calendar_days
from hefa.relate.mentions import Mention, mentions
from hefa.relate.names import SAME, UNLIKE, Names, core, likeness, weight

_SYMBOLS = {
    "permits": "permit",
    "proofs": "proof",
    "fees": "fee",
    "qualifications": "qualification",
    "powers": "power",
    "negative": "entry",
}
_LEAST_CORE = 3
"""Names whose core is shorter are like too much to say that no list has them."""

_DECIDED = lazy(
    r"(?:受理|收到|接到)[^，。；]{0,20}?(?:之日起|后)?，?[^。；]{0,24}?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,4})个?(?P<unit>工作日|自然日|日|天)(?:以?内)"
    r"[^。；]{0,16}?(?:作出[^。；]{0,12}决定|审批|审查完毕|办结|核发|颁发|予以批准|准予|批准)"
)
_PAPERS = lazy(
    r"(?:提交|提供|报送|出具|携带)[^。；：]{0,10}?(?:下列|以下|如下)[^，。；：]{0,6}(?:材料|资料|文件|证件|证明)[^。；]{0,4}$"
)
_NEEDS = lazy(r"(?:具备|符合|满足|达到)(?:下列|以下|如下)[^，。；：]{0,4}(?:条件|要求)[^。；]{0,4}$")
_USUAL_PAPERS = lazy(r"申请[书表函]|登记表|身份证|营业执照|身份证明|法律、?(?:行政)?法规|其他|授权委托")
_MONEY = lazy(r"(\d{1,9}(?:\.\d{1,2})?|[一二三四五六七八九十百千]{1,7})(万)?元")
_MARGIN = 1.2
"""By how much a limit in other days must be longer to be called longer: holidays make it uncertain."""


class _Book:
    """The lists of one kind, their items by name."""

    def __init__(self, lists: Sequence[ItemList]) -> None:
        self.sources = "、".join(one.source for one in lists)
        self._items = Names([(item, one) for one in lists for item in one.items], lambda pair: pair[0].name)
        self._of_type: dict[str, Names[tuple[ListItem, ItemList]]] = {}
        self._lists = lists

    def nearest(self, name: str, type_: str = "") -> tuple[ListItem | None, float]:
        """Return the item most like ``name``, among those of ``type_`` where the lists tell types."""
        found, degree = self._typed(type_).nearest(name)
        return (found[0] if found else None), degree

    def _typed(self, type_: str) -> Names[tuple[ListItem, ItemList]]:
        if not type_:
            return self._items
        if type_ not in self._of_type:
            pairs = [(item, one) for one in self._lists for item in one.items if type_ in item.type]
            self._of_type[type_] = Names(pairs, lambda pair: pair[0].name) if pairs else self._items
        return self._of_type[type_]


def observe_items(draft: Draft, official: Sequence[ItemList]) -> Iterator[Observation]:
    """Yield each demand that the official lists do not bear out, once a name."""
    if draft.document.facts.fragment:
        return
    by_kind: dict[str, list[ItemList]] = defaultdict(list)
    for one in official:
        by_kind[one.kind].append(one)
    books = {kind: _Book(lists) for kind, lists in by_kind.items()}
    passages = [passage(draft.source.text, clause) for clause in draft.document.clauses]
    told: set[tuple[str, str]] = set()
    permits: list[ListItem] = []
    for mention in _mentions(passages, frozenset(books)):
        book, name = books[mention.kind], (mention.kind, core(mention.name))
        item, degree = book.nearest(mention.name, mention.type)
        if item is not None and degree >= SAME:
            permits += [item] if mention.kind == "permits" else []
            yield from _listed(mention, item, book.sources)
        elif degree < UNLIKE and weight(mention.name) >= _LEAST_CORE and name not in told:
            told.add(name)
            yield _seen(mention, f"{_SYMBOLS[mention.kind]}-unlisted", book.sources)
    if "permits" in books:
        only = _only(permits, draft, books["permits"])
        if only is not None:
            yield from _beyond(passages, only, books["permits"].sources)


def _mentions(passages: Iterable[Passage], kinds: frozenset[str]) -> Iterator[Mention]:
    for one in passages:
        for sentence in one.sentences():
            yield from mentions(sentence, kinds)


def _listed(mention: Mention, item: ListItem, source: str) -> Iterator[Observation]:
    """Yield what is wrong with a demand that a list knows."""
    if item.cancelled:
        yield _seen(mention, f"{_SYMBOLS[mention.kind]}-cancelled", source, item)
    if mention.kind == "fees" and item.fee:
        asked, set_ = _amounts(_behind(mention)), _amounts(item.fee)
        if asked and set_ and max(asked) > max(set_):
            yield _seen(mention, "fee-higher", source, item, limit=item.fee)


def _behind(mention: Mention) -> str:
    """Return the words behind a fee's name, up to the next fee."""
    return mention.sentence.words.partition(mention.name)[2].partition("费")[0]


def _amounts(words: str) -> list[float]:
    found = (
        (to_int(one[1]) if not one[1][0].isdigit() else float(one[1]), one[2])
        for one in _MONEY.finditer(words)
    )
    return [value * (10_000 if ten_thousand else 1) for value, ten_thousand in found if value is not None]


def _only(items: Sequence[ListItem], draft: Draft, book: _Book) -> ListItem | None:
    """Return the one permit the draft is about: the one its title names, or the only one it demands."""
    title = draft.document.facts.title or ""
    named = {item.name: item for item in items if likeness(item.name, title) >= SAME}
    candidates = named or {item.name: item for item in items}
    if not candidates and title:
        item, degree = book.nearest(title)
        return item if item is not None and degree >= SAME and weight(item.name) > _LEAST_CORE else None
    return next(iter(candidates.values())) if len(candidates) == 1 else None


def _beyond(passages: Sequence[Passage], item: ListItem, source: str) -> Iterator[Observation]:
    """Yield where the draft gives the office more time, or asks more of the applicant, than the list."""
    by_lead: dict[int, list[Passage]] = defaultdict(list)
    for one in passages:
        if one.clause.lead is not None:
            by_lead[one.clause.lead].append(one)
    for one in passages:
        for found in _DECIDED.finditer(one.words):
            days, workdays = to_int(found["number"]), found["unit"] == "工作日"
            if days is not None and _longer(days, workdays, item):
                span = one.span(*found.span())
                limit = f"{item.days}个{'工作日' if item.workdays else '日'}".replace("个日", "日")
                yield _at(one.clause, span, "permit-days", _values(item, source), limit=limit)
        if item.materials and _PAPERS.search(one.words):
            yield from _more(by_lead[one.clause.id], item.materials, "permit-materials", source, item)
        if item.conditions and _NEEDS.search(one.words):
            yield from _more(by_lead[one.clause.id], item.conditions, "permit-conditions", source, item)


def _longer(days: int, workdays: bool, item: ListItem) -> bool:
    if item.days is None:
        return False
    if workdays == item.workdays:
        return days > item.days
    return calendar_days(days, workdays) > calendar_days(item.days, item.workdays) * _MARGIN


def _more(
    entries: Sequence[Passage], listed: Sequence[str], symbol: str, source: str, item: ListItem
) -> Iterator[Observation]:
    """Yield the entries of a draft's list that are like none of those listed."""
    for one in entries:
        words = one.words.rstrip("；。;")
        if _USUAL_PAPERS.search(words) or len(words) < 4:
            continue
        if max(likeness(words, known) for known in listed) < UNLIKE:
            span = one.span(0, len(words))
            yield _at(one.clause, span, symbol, _values(item, source), name=words)


def _seen(
    mention: Mention, symbol: str, source: str, item: ListItem | None = None, **values: str
) -> Observation:
    symbols = {f"item.{symbol}"} | ({"item.founded"} if mention.founded else set())
    return Observation(
        start=mention.start,
        end=mention.end,
        clause=mention.clause.id,
        symbols=frozenset(symbols),
        values={"name": mention.name, **_values(item, source, mention.kind), **values},
    )


def _at(
    clause: Clause, span: tuple[int, int], symbol: str, common: Mapping[str, str], **values: str
) -> Observation:
    return Observation(
        start=span[0],
        end=span[1],
        clause=clause.id,
        symbols=frozenset({f"item.{symbol}"}),
        values={**common, **values},
    )


def _values(item: ListItem | None, source: str, kind: str = "permits") -> dict[str, str]:
    """Return how a finding speaks of a list, and of an item where it has it."""
    known = {"item": item.name, "row": str(item.row)} if item else {}
    return {"list": f"《{LIST_KINDS[kind]}》（{source}）", **known}
