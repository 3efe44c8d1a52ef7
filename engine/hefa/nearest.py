"""Which rules came near a provision without firing, and what each of them lacked.

How far a rule is: one for each condition that fails and each exception that holds; less where a condition
fails only in part, because its words stand in another slot or a phrase is there but for a word or two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hefa.infer import Witnesses, compile_rules
from hefa.model.facts import Provision
from hefa.model.lexicon import Lexicon
from hefa.model.rule import Condition, Related, Rule

FARTHEST = 1.0
_PART = 0.4
"""The share of a phrase that may be missing where no other lexical condition holds."""
_ELSEWHERE = 0.5
_LEXICAL = frozenset(("given", "act", "ban", "undo", "any", "sentence", "clause", "lead", "heading", "title"))


@dataclass(frozen=True, slots=True)
class Lack:
    """A condition that failed: the parts of the nearest phrase, those missing, or where its words are."""

    condition: Condition
    distance: float
    parts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """A rule that did not fire on a provision, and why: what held, lacked, and stood in the way."""

    rule: Rule
    provision: Provision
    held: tuple[Condition, ...]
    lacks: tuple[Lack, ...]
    blocked: tuple[Condition, ...]
    absent: tuple[Related, ...]  # of ``also``
    present: tuple[Related, ...]  # of ``none``

    @property
    def distance(self) -> float:
        """How far the rule is from firing."""
        return sum(lack.distance for lack in self.lacks) + len(self.blocked + self.absent + self.present)


class Nearest:
    """Compares provisions with rules; built once per set of rules."""

    def __init__(self, rules: Sequence[Rule], lexicon: Lexicon) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._program = compile_rules(rules)
        self._phrases = {
            symbol: [[part.split("|") for part in line.split() if part != ".."] for line in lines]
            for symbol, lines in lexicon.phrases.items()
        }

    def rules(
        self, text: str, provisions: Sequence[Provision], among: Iterable[int], category: str | None = None
    ) -> list[Near]:
        """Return the rules (of a category) nearest to the provisions ``among`` (ids), each once.

        First those that only an exception held back, then the nearest.
        """
        witnesses = Witnesses(provisions)
        chosen = set(among)
        best: dict[str, Near] = {}
        for provision in provisions:
            if provision.id not in chosen:
                continue
            for compiled in self._program:
                rule = self._rules[compiled.id]
                if category not in (None, rule.category) or compiled.wanted[0].isdisjoint(provision.symbols):
                    continue
                failed = [condition for condition in rule.when if not _holds(condition, provision)]
                near = Near(
                    rule=rule,
                    provision=provision,
                    held=tuple(condition for condition in rule.when if condition not in failed),
                    lacks=tuple(self._lack(condition, text, provision) for condition in failed),
                    blocked=tuple(c for c in rule.unless if _holds(c, provision)),
                    absent=tuple(
                        related
                        for related, query in zip(rule.also, compiled.also, strict=True)
                        if witnesses.other(query, provision) is None
                    ),
                    present=tuple(
                        related
                        for related, query in zip(rule.none, compiled.none, strict=True)
                        if witnesses.other(query, provision) is not None
                    ),
                )
                known = best.get(rule.id)
                if _is_near(near) and (known is None or near.distance < known.distance):
                    best[rule.id] = near
        order = sorted(best.values(), key=lambda near: (near.distance, -len(near.held), near.rule.id))
        return sorted(order, key=lambda near: bool(near.lacks))

    def _lack(self, condition: Condition, text: str, provision: Provision) -> Lack:
        if condition.slot not in _LEXICAL:
            return Lack(condition, 1.0)
        asked = set(condition.symbols)
        word = next((word for word in provision.words if not asked.isdisjoint(word.symbols)), None)
        if word is not None:
            return Lack(condition, _ELSEWHERE, elsewhere=word.slot)
        classes = {name for word in provision.words for name in word.symbols}
        quote = text[provision.start : provision.end]
        lack = Lack(condition, 1.0)
        for symbol in condition.symbols:
            for parts in self._phrases.get(symbol, ()):
                missing = [part for part in parts if not _is_there(part, classes, quote)]
                distance = len(missing) / len(parts) if missing else _ELSEWHERE
                if distance < lack.distance:
                    names, lacking = (tuple(part[0] for part in some) for some in (parts, missing))
                    lack = Lack(condition, distance, names, lacking)
        return lack


def _is_near(near: Near) -> bool:
    """Whether the rule has to do with the provision: some of its words are there, and little is lacking."""
    about = any(condition.slot in _LEXICAL for condition in near.held)
    partly = any(lack.distance <= _PART for lack in near.lacks)
    return 0 < near.distance <= FARTHEST and (about or partly)


def _holds(condition: Condition, provision: Provision) -> bool:
    return not condition.wanted.isdisjoint(provision.symbols)


def _is_there(names: Sequence[str], classes: set[str], quote: str) -> bool:
    return any(name in classes if name.isascii() else name in quote for name in names)
