"""The words of the lexicon: their classes and terminals, and where they stand in a sentence.

One overlapping Aho-Corasick pass finds all words: those for the sieve, the longest at each place, and
the literals that only phrases ask for.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from hefa.extract.patterns import MARKS
from hefa.extract.phrases import Phrases
from hefa.extract.tokens import LITERAL, ProvisionToken
from hefa.model.lexicon import Lexicon

Match = tuple[int, int, int]
"""The index of a word or literal, and where it begins and ends."""

# Lexicon symbols that make a word a terminal of its own, in order of precedence.
_ROLES = {
    "ban": "BAN",
    "waive": "WAIVE",
    "gate": "GATE",
    "deny": "DENY",
    "limit": "LIMIT",
    "may": "MAY",
    "duty": "DUTY",
    "undo": "UNDO",
    "encourage": "ENCOURAGE",
    "by": "BY",
    "report": "REPORT",
    "past": "REPORT",
    "generic": "GENERIC",
    "prep": "PREP",
}
ROLES = frozenset((*_ROLES, "filler", "define", "task"))
"""Classes that steer the grammar and are no content a rule could ask for."""
ACTORS = frozenset(
    (
        *("agency", "township", "temporary-body", "court", "official"),
        *("auxiliary", "association", "collective", "business", "person"),
    )
)
FORCES = ("voluntary", "contract", "internal")
"""Classes that tell why a sentence may not command."""
_ALSO_NOUNS = frozenset(("要求", "负责", "需要"))  # no modal inside 未按要求, 负责人
_COMMANDS = frozenset(("DUTY", "BAN", "GATE", "MAY"))
_NEGATION = re.compile(  # a word that opens with it negates what it holds; 停车, 取水, 零售 do not
    "[免不禁撤减拒]|未(?!成年)|无(?!人机|人驾驶|障碍)|非(?!税|法|机动|公有)|停(?=[止征收发缴供用])|取(?=[消缔])"
    "|退(?!休|役|伍|耕)|废(?=[止除])|零(?!售|散|工|就业)"
)


class Modal(NamedTuple):
    """A modal inside a word that is none: its terminal, its bounds in the word, its classes."""

    terminal: str
    begin: int
    end: int
    classes: tuple[str, ...]


class _Word(NamedTuple):
    """The classes of a word, its terminal, and the modal inside it."""

    symbols: tuple[str, ...]
    kind: str
    modal: Modal | None


_Full = tuple[str, tuple[str, ...], Modal | None]
Longest = tuple[int, int, str, tuple[str, ...], Modal | None]
"""Where a word begins and ends, its terminal, its classes, and the modal inside it if it is none itself."""


class Words:
    """The words, and where they stand; built once per lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        by_word: dict[str, list[str]] = {}
        for symbol, words in lexicon.words.items():
            for word in words:
                by_word.setdefault(word, []).append(symbol)
        self._literals = [
            literal for literal in lexicon.literals if "filler" in by_word.get(literal, ("filler",))
        ]
        for literal in set(lexicon.literals).difference(self._literals):
            by_word[literal].append(literal)
        self._words = sorted(by_word)
        self._overlapping = AhoCorasick([*self._words, *(word for word, _ in MARKS), *self._literals])
        self._first_literal = len(self._words) + len(MARKS)
        self._own = list(map(tuple, map(by_word.__getitem__, self._words)))
        self._index = dict(zip(self._words, range(len(self._words)), strict=True))
        self._made: dict[int, _Word] = {}
        self._made_full: dict[int, _Full] = {}
        self.phrases = Phrases(lexicon.phrases)

    def _word(self, index: int) -> "_Word":
        """Return what a word is, worked out when it is first met."""
        made = self._made.get(index)
        if made is None:
            word = self._words[index]
            inner = [
                (begin, end, inside)
                for inside, begin, end in sorted(self.matches(word), key=lambda match: (match[1], -match[2]))
                if inside < len(self._words) and inside != index and (end - begin > 1 or end == len(word))
            ]
            symbols = _classes(word, self._own[index], [(end, self._own[inside]) for _, end, inside in inner])
            kind = _terminal(symbols)
            modals = (
                Modal(self._word(inside).kind, begin, end, self._own[inside])
                for begin, end, inside in inner
                if end - begin > 1 and self._words[inside] not in _ALSO_NOUNS
            )
            modal = _longest_command(modals) if kind in {"WORD", "ACTOR"} else None
            made = self._made[index] = _Word(symbols, kind, modal)
        return made

    def classes_of(self, word: str) -> tuple[str, ...]:
        """Return the classes of a word, none where the lexicon does not have it."""
        index = self._index.get(word)
        return () if index is None else self._word(index).symbols

    def matches(self, sentence: str) -> list[Match]:
        """Return all words and literals, those inside other words too, in the order of their ends."""
        return self._overlapping.find_matches_as_indexes(sentence, overlapping=True)

    @property
    def literals(self) -> Sequence[str]:
        """The words that only phrases ask for; each is its own class."""
        return self._literals

    def holding(self, mark: str) -> list[str]:
        """Return the words and literals that hold a character."""
        return [word for word in (*self._words, *self._literals) if mark in word]

    def literal_at(self, index: int) -> str:
        """Return the word that only phrases ask for by its index, nothing where it is another word."""
        return self._literals[index - self._first_literal] if index >= self._first_literal else ""

    def classes_of_parts(self, index: int) -> tuple[str, ...]:
        """Return the classes of a word by its index, with those of its phrases where a modal divides it."""
        divided = index < len(self._words) and self._word(index).modal is not None
        return self._full(index)[1] if divided else self.classes_at(index)

    def classes_at(self, index: int) -> tuple[str, ...]:
        """Return the classes of a word by its index, without phrases; marks and literals come last."""
        if index < len(self._words):
            return self._word(index).symbols
        if index < self._first_literal:
            return (MARKS[index - len(self._words)][1],)
        return (self._literals[index - self._first_literal],)

    def symbols(self, text: str) -> frozenset[str]:
        """Return every class found in ``text``, wherever it stands."""
        found = self._longest(self.matches(text), 0, len(text))
        return frozenset(symbol for index, _, _ in found for symbol in self._word(index).symbols)

    def longest(self, matches: Iterable[Match], reached: int, stop: int) -> list[Longest]:
        """Return, of the matches in a sentence, the longest word at each place between the two."""
        known = self._made_full
        return [
            (begin, end, *(known.get(index) or self._full(index)))
            for index, begin, end in self._longest(matches, reached, stop)
        ]

    def literals_in(self, matches: Iterable[Match]) -> list[tuple[int, int, str]]:
        """Return bounds and text of the literals among the matches in a sentence, in its order."""
        first, literals = self._first_literal, self._literals
        found = [(begin, end, literals[index - first]) for index, begin, end in matches if index >= first]
        found.sort()
        return found

    def _longest(self, matches: Iterable[Match], reached: int, stop: int) -> Iterator[Match]:
        """Yield the words that begin leftmost, of those the longest, and overlap none before them."""
        count = len(self._words)
        longest = {match[1]: match for match in matches if match[0] < count and match[2] <= stop}
        for begin in sorted(longest):  # of those that begin there, the one that ends last
            if begin >= reached:
                yield longest[begin]
                reached = longest[begin][2]

    def _full(self, index: int) -> "_Full":
        """Return the terminal of a word, its classes with those of the phrases inside it, and its modal."""
        full = self._made_full.get(index)
        if full is None:
            word = self._word(index)
            symbols = (*word.symbols, *self._inner_phrases(index))
            full = self._made_full[index] = (word.kind, symbols, word.modal)
        return full

    def _inner_phrases(self, index: int) -> tuple[str, ...]:
        """Return the classes of the phrases inside a word: 本地企业 is what 本地的企业 is."""
        word, own = self._words[index], self._word(index).symbols
        if _NEGATION.match(word) or not ROLES.isdisjoint(own):
            return ()
        inner: list[ProvisionToken] = []
        for inside, begin, stop in sorted(self.matches(word), key=lambda match: (match[1], -match[2])):
            if len(self._words) <= inside < self._first_literal:
                continue
            if stop - begin < len(word) and begin >= (inner[-1].end_pos if inner else 0):
                literal = inside >= len(self._words)
                kind = LITERAL if literal else self._word(inside).kind
                classes = (word[begin:stop],) if literal else self._full(inside)[1]
                inner.append(ProvisionToken(kind, word[begin:stop], begin, stop, classes))
        small = {name for token in inner if _is_small(token, word) for name in token.symbols}
        self.phrases.mark(inner)
        made = (
            name
            for token in inner
            for name in token.symbols
            if name.isascii() and not (name in small and _is_small(token, word))
        )
        return tuple(name for name in dict.fromkeys(made) if name not in {*own, *ROLES, *ACTORS})


def _is_small(inner: ProvisionToken, word: str) -> bool:
    """Tell whether it is a single character that is not the head of the word."""
    return inner.end_pos - inner.start_pos == 1 and inner.end_pos < len(word)


def _terminal(symbols: tuple[str, ...]) -> str:
    for role, terminal in _ROLES.items():
        if role in symbols:
            return terminal
    if "filler" in symbols:
        return ""
    return "ACTOR" if ACTORS.intersection(symbols) else "WORD"


def _classes(
    word: str, own: tuple[str, ...], inner: Sequence[tuple[int, tuple[str, ...]]]
) -> tuple[str, ...]:
    """Return the classes of a word: its own, its head's where an actor, those of the words inside it.

    A single character tells something only as the head: 使用税 is a 税, 报名 reports nothing.
    A word that steers the grammar, and one that opens with a negation (免押金, 未备案), has its own alone.
    ``inner`` gives where each word inside it ends, and its classes.
    """
    if ROLES.isdisjoint(own) and ACTORS.isdisjoint(own):
        own = (*own, *_head_classes(word, inner))
    if not ROLES.isdisjoint(own) or _NEGATION.match(word):
        return own
    inside = (name for _, classes in inner for name in classes if name not in ROLES and name not in ACTORS)
    return tuple(dict.fromkeys((*own, *inside)))


def _head_classes(word: str, inner: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[str, ...]:
    """Return the actor classes of the head of a compound: a 商务局 is a 局, a 外地企业 a 企业.

    Chinese compounds are head-final. A word that steers the grammar or names its own actor
    class needs none.
    """
    heads = (classes for end, classes in inner if end == len(word))
    actors = (tuple(name for name in classes if name in ACTORS) for classes in heads)
    return next((classes for classes in actors if classes), ())


def _longest_command(modals: Iterable[Modal]) -> Modal | None:
    """Return the longest modal that commands, forbids or allows (一律采购, 也应当按照)."""
    commands = (modal for modal in modals if modal.terminal in _COMMANDS)
    return max(commands, key=lambda modal: (modal.end - modal.begin, -modal.begin), default=None)
