"""What one file says twice and differently: deadlines, amounts, competent agencies, days it takes effect.

Only different articles, or different documents in one file (a notice and the measures it carries), are
compared: within one article a second figure is as a rule another case.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hefa.model.document import Clause
from hefa.model.lazy import lazy
from hefa.model.numerals import to_int
from hefa.model.observation import Observation
from hefa.relate.agencies import duties, same_organ
from hefa.relate.draft import Passage, Reading
from hefa.relate.figures import MOST_ALIKE, Figure, contradict, figures

_SINCE = lazy(
    r"(?P<of>本[\u4e00-\u9fff]{2,4}?)?自(?P<day>\d{4}年\d{1,2}月\d{1,2}日|(?:印发|发布|公布|下发|颁布)之日)起(?:正式)?(?:施行|实施|执行|生效)"
)
_VALID = lazy(
    r"有效期(?:限)?(?:为|至|暂定)?(?P<term>\d{1,2}年|[一二两三四五六七八九十]{1,2}年|\d{4}年\d{1,2}月\d{1,2}日)"
)
_STOP = lazy(r"[。；]")
_ISSUED = lazy(r"》[^，。；》]{0,6}(?:印发|公布|发布|下发)[^，。；》]{0,4}，")
_OF_ANOTHER = lazy(r"》|其中|第.{1,5}[条款项章]|除|原|政策|标准|规定(?:的|中)|期限")


@dataclass(frozen=True, slots=True)
class _Said:
    """One thing said of a matter, and where."""

    value: str
    passage: Passage
    start: int
    end: int


def observe_contradictions(reading: Reading) -> Iterator[Observation]:
    """Yield each pair that contradicts itself once, at the later of its places."""
    passages = reading.passages
    yield from _figures(passages)
    yield from _agencies(passages)
    yield from _days(passages)


def _figures(passages: Sequence[Passage]) -> Iterator[Observation]:
    alike: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for one in passages:
        for figure in figures(one):
            group = alike[figure.kind, figure.head]
            earlier = next((known for known in group[:MOST_ALIKE] if _differ(known, figure)), None)
            if earlier:
                yield _observed(
                    "deadline" if figure.kind.startswith("time") else "amount",
                    _Said(figure.printed, one, *figure.sentence),
                    _Said(earlier.printed, earlier.passage, *earlier.sentence),
                )
            group.append(figure)


def _differ(earlier: Figure, later: Figure) -> bool:
    return _apart(earlier.passage.clause, later.passage.clause) and contradict(earlier, later)


def _apart(earlier: Clause, later: Clause) -> bool:
    """Whether two clauses are of different articles, and no two items of one list."""
    return earlier.unit != later.unit and (earlier.lead is None or earlier.lead != later.lead)


def _agencies(passages: Sequence[Passage]) -> Iterator[Observation]:
    known: dict[str, _Said] = {}
    for one in passages:
        for found in duties(one):
            said = _Said(found.organ, one, found.start, found.end)
            earlier = known.setdefault(found.matter, said)
            if _apart(earlier.passage.clause, one.clause) and not same_organ(earlier.value, found.organ):
                yield _observed("agency", said, earlier, matter=found.matter)


def _days(passages: Sequence[Passage]) -> Iterator[Observation]:
    """Compare the day of effect and the term within one document, and of a notice with what it carries."""
    parts = {one.clause.part for one in passages if not one.clause.attachment}
    for symbol, word, pattern, group in (
        ("effective", "日起", _SINCE, "day"),
        ("term", "有效期", _VALID, "term"),
    ):
        known: list[_Said] = []
        for one in passages:
            if word not in one.words or (len(parts) > 1 and one.clause.attachment):
                continue
            for found in pattern.finditer(one.words):
                if _quoted(one.words, found.start()):
                    continue
                value = "印发之日" if found[group].endswith("之日") else found[group]
                said = _Said(value, one, *one.span(*found.span()))
                different = [earlier for earlier in known if earlier.value != said.value]
                known.append(said)
                if different and _comparable(different[0], said, len(parts)):
                    yield _observed(symbol, said, different[0])
                    break


def _quoted(words: str, at: int) -> bool:
    """Whether the words before speak of another document or of part of this one."""
    before = words[max(0, at - 30) : at]
    sentence = _ISSUED.split(_STOP.split(before)[-1])[-1]
    return bool(_OF_ANOTHER.search(sentence))


def _comparable(earlier: _Said, later: _Said, parts: int) -> bool:
    """Whether both speak of one document: not two with articles of their own that follow each other."""
    one, other = earlier.passage.clause, later.passage.clause
    if one.part != other.part:
        return parts == 2
    first, second = (to_int((clause.place.article or "")[1:-1]) for clause in (one, other))
    return one.unit != other.unit and (first is None or second is None or first < second)


def _observed(symbol: str, later: _Said, earlier: _Said, **values: str) -> Observation:
    apart = later.passage.clause.part != earlier.passage.clause.part
    return Observation(
        start=later.start,
        end=later.end,
        clause=later.passage.clause.id,
        symbols=frozenset(
            {f"relation.{symbol}-differs", "relation.between-parts" if apart else "relation.within"}
        ),
        values={
            "ours": later.value,
            "theirs": earlier.value,
            "place": "印发通知" if apart else earlier.passage.clause.place.label,
            **values,
        },
    )
