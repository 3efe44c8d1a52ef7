"""Program -> the rule networks that durable can bear, and provisions -> their facts.

    rules ──► shards ──► buckets of rules ──► durable's JSON form
    provision ──► a fact with a flag for each set of symbols that holds (OR is settled here),
                  for the buckets of which it has all that one rule wants and nothing that silences it
    query     ──► witness facts: the answers that ``also`` and ``none`` join with

Every test is an equality on a flag, so no text is matched in the engine. Its limits are kept
by construction, whatever a document says:

- it walks the tests of a fact depth first on a stack of 64: at most ``BUCKETS`` tests and then
  ``BUCKET_RULES`` below one of them are pending, and so for witnesses with ``COPY_RULES``;
- no node has more than ``SHARD_RULES`` of the 511 tests it may have, and no condition more
  than the 255 rules it may have, as the bucket's flag stands before it;
- a fact carries at most ``FACT_FLAGS`` of its 252 properties; more flags make a second fact;
- absences stand behind positive conditions, and witnesses are asserted before provisions;
- a join ends with an equality that always holds (``d``): the engine reads past a failed last test.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hefa.errors import EngineLimitError
from hefa.infer.program import CompiledRule, Query, Wanted, holds
from hefa.infer.witness import WHOLE, Witnesses, place_of
from hefa.model.facts import Provision

SHARD_RULES = 400
BUCKET_RULES = 16
BUCKETS = SHARD_RULES // BUCKET_RULES
COPY_RULES = 32
FACT_FLAGS = 240
RULE_SETS = 14
RULE_FACTS = 15

Fact = dict[str, int | str]

SID = "0"
"""One state at a time: it is deleted after each document and its name used again."""

FIRST_FACT: Fact = {"id": "0", "sid": SID, "t": 1}
"""Fires the one action that a network must have run before its first state is deleted."""

_SCOPE_KEYS = {"sentence": "s", "clause": "c", "unit": "u", "document": "d"}
_HOUSEKEEPING: dict[str, Any] = {
    "first": {"all": [{"t": {"t": 1}}]},
    "other p": {"all": [{"p": {"p": 1}}, {"z": {"$and": [{"z": 1}, {"d": {"p": "d"}}]}}]},
    "other w": {"all": [{"w": {"w": 1}}, {"z": {"$and": [{"z": 1}, {"d": {"w": "d"}}]}}]},
}
"""Facts that no rule wants wait in ``other`` for a fact that never comes: they count as handled."""


@dataclass(frozen=True, slots=True)
class _Bucket:
    """Rules behind one flag, which is set where all that one of them wants is there.

    ``flags`` are all that its rules test, as bits.
    """

    flag: str
    flags: int
    queries: tuple[Query, ...]


class Shard:
    """One network: its definition for the engine, and the facts of a document for it."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self.definition: dict[str, Any] = dict(_HOUSEKEEPING)
        self._flags: dict[frozenset[str], str] = {}
        self._set_by: dict[str, int] = defaultdict(int)
        self._copies: dict[Query, int] = defaultdict(int)
        self._queries: dict[Query, str] = {}
        self._called_by: dict[str, list[tuple[Wanted, frozenset[str], int]]] = defaultdict(list)
        """Symbol of what a rule wants and fewest want -> what else it wants, what silences it, its bucket."""
        frequency = _frequency(rules)
        anchored = [
            (min(rule.wanted, key=lambda wanted: (frequency[wanted], sorted(wanted))), rule) for rule in rules
        ]
        anchored.sort(key=lambda pair: (self._flag(pair[0]), pair[1].id))
        self._buckets = [
            self._add_bucket(number, anchored[start : start + BUCKET_RULES], frequency)
            for number, start in enumerate(range(0, len(anchored), BUCKET_RULES))
        ]
        self._calling = frozenset(self._called_by)

    def facts(self, provisions: Sequence[Provision], witnesses: Witnesses) -> list[Fact]:
        """Witnesses first, so that absence is known when a provision arrives."""
        answers: dict[tuple[Query, int], None] = {}
        facts: list[Fact] = []
        for provision in provisions:
            active = self._active(provision.symbols)
            if not active:
                continue
            for bucket in active:
                answers |= dict.fromkeys((query, place_of(query, provision)) for query in bucket.queries)
            present = 0
            for symbol in provision.symbols:
                present |= self._set_by.get(symbol, 0)
            facts += [_provision_fact(provision, flags) for flags in self._portions(active, present)]
        found = [self._witness_fact(*at, answer) for at in answers for answer in _answers(witnesses, *at)]
        return [{"id": str(number), "sid": SID, **fact} for number, fact in enumerate(found + facts)]

    def _active(self, symbols: frozenset[str]) -> list[_Bucket]:
        """Return the buckets of which one rule holds as far as the symbols alone tell, in order."""
        found = {
            number
            for symbol in self._calling & symbols
            for wanted, silencer, number in self._called_by[symbol]
            if silencer.isdisjoint(symbols) and holds(wanted, symbols)
        }
        return [self._buckets[number] for number in sorted(found)] if found else []

    def _flag(self, wanted: frozenset[str]) -> str:
        flag = self._flags.get(wanted)
        if flag is None:
            flag = self._flags[wanted] = f"f{len(self._flags)}"
            for symbol in wanted:
                self._set_by[symbol] |= self._bit(flag)
        return flag

    @staticmethod
    def _bit(flag: str) -> int:
        return 1 << int(flag[1:])

    def _portions(self, active: Sequence[_Bucket], present: int) -> Iterator[set[str]]:
        """Yield the flags of a provision in portions that fit a fact; a bucket's flags stay together."""
        portion: set[str] = set()
        for bucket in active:
            held = bucket.flags & present
            wanted = {bucket.flag}
            while held:
                lowest = held & -held
                held ^= lowest
                wanted.add(f"f{lowest.bit_length() - 1}")
            if len(portion | wanted) > FACT_FLAGS:
                yield portion
                portion = set()
            portion |= wanted
        if portion:
            yield portion

    def _add_bucket(
        self, number: int, anchored: Sequence[tuple[frozenset[str], CompiledRule]], frequency: dict[Any, int]
    ) -> _Bucket:
        name = f"b{number}"
        flags = 0
        queries: dict[Query, None] = {}
        for anchor, rule in anchored:
            others = sorted(
                set(rule.wanted) - {anchor}, key=lambda wanted: (frequency[wanted], sorted(wanted))
            )
            wanted = [self._flag(alternatives) for alternatives in (anchor, *others)]
            tests: list[dict[str, Any]] = [{"p": 1}, {name: 1}, *({flag: 1} for flag in wanted)]
            flags |= sum(map(self._bit, wanted))
            silencer = frozenset[str]().union(*rule.unless)
            for symbol in anchor:
                self._called_by[symbol].append((tuple(others), silencer, number))
            if silencer:
                silent = self._flag(silencer)
                flags |= self._bit(silent)
                tests.append({"$nex": {silent: 1}})
            joins: list[dict[str, Any]] = [{"p": {"$and": tests}}]
            joins += [{f"w{nth}": self._join(query)} for nth, query in enumerate(dict.fromkeys(rule.also))]
            joins += [
                {f"x{nth}$not": self._join(query)} for nth, query in enumerate(dict.fromkeys(rule.none))
            ]
            self.definition[rule.id] = {"all": joins}
            queries |= dict.fromkeys(rule.also + rule.none)
        return _Bucket(name, flags, tuple(queries))

    def _join(self, query: Query) -> dict[str, Any]:
        """Another provision's witness in the same place; each copy of a query serves few rules."""
        number = self._queries.setdefault(query, f"q{len(self._queries)}")
        copy = self._copies[query] // COPY_RULES
        self._copies[query] += 1
        place = {"g": {"p": _SCOPE_KEYS[query.within]}}
        return {
            "$and": [
                {"w": 1},
                {"r": number},
                {f"c{copy}": 1},
                place,
                {"$neq": {"n": {"p": "n"}}},
                {"d": {"p": "d"}},
            ]
        }

    def _witness_fact(self, query: Query, place: int, answer: int) -> Fact:
        copies = range((self._copies[query] - 1) // COPY_RULES + 1)
        fact: Fact = {"w": 1, "r": self._queries[query], "g": place, "n": answer, "d": WHOLE}
        return fact | {f"c{copy}": 1 for copy in copies}


def make_shards(program: Sequence[CompiledRule]) -> list[Shard]:
    """Deal the rules out over as few networks as hold them."""
    shards: list[Shard] = []
    rules: list[CompiledRule] = []
    queries: set[Query] = set()
    for rule in program:
        _check_limits(rule)
        asked = {*rule.also, *rule.none}
        if set(rule.also) & set(rule.none):
            continue  # asks for the presence and the absence of the same thing
        if len(rules) == SHARD_RULES or len(queries | asked) > SHARD_RULES:
            shards.append(Shard(rules))
            rules, queries = [], set()
        rules.append(rule)
        queries |= asked
    return [*shards, Shard(rules)] if rules else shards


def _check_limits(rule: CompiledRule) -> None:
    if len(rule.wanted) > RULE_SETS:
        raise EngineLimitError(
            f"规则 {rule.id}", f"when 超过 {RULE_SETS - 1} 条，规则引擎容不下", "合并条件，或者拆成两条规则"
        )
    if 1 + len(rule.also) + len(rule.none) > RULE_FACTS:
        raise EngineLimitError(
            f"规则 {rule.id}", f"also 和 none 合计超过 {RULE_FACTS - 1} 条，规则引擎容不下", "拆成几条规则"
        )


def _frequency(rules: Sequence[CompiledRule]) -> dict[frozenset[str], int]:
    """How many conditions share a symbol with each: the rarest is tested first."""
    shared: dict[str, int] = defaultdict(int)
    for rule in rules:
        for wanted in rule.wanted:
            for symbol in wanted:
                shared[symbol] += 1
    return {wanted: sum(shared[symbol] for symbol in wanted) for rule in rules for wanted in rule.wanted}


def _provision_fact(provision: Provision, flags: set[str]) -> Fact:
    fact: Fact = {
        "p": 1,
        "n": provision.id,
        "s": provision.sentence,
        "c": provision.clause,
        "u": provision.unit,
        "d": WHOLE,
    }
    return fact | dict.fromkeys(sorted(flags), 1)


def _answers(witnesses: Witnesses, query: Query, place: int) -> tuple[int, ...]:
    return witnesses.of(query).get(place, ())
